/** Calls of the libraries' functions: who answers which. */

import { containerCall, eventFunctions, eventMethods, isEventWait, queueMethods } from '../../host/commands.ts';
import type { Machine } from '../../lower/machine.ts';
import type { Value, ValueOf } from '../../lower/values.ts';
import type { Node } from '../../parse/ast.ts';
import { plain } from '../../types/types.ts';
import { isOpenClName, openClFunctions } from '../opencl/functions.ts';
import { containerMethods } from '../std/containers.ts';
import { isStdName, stdFunctions } from '../std/functions.ts';
import { accessorMethods, bufferMethods, pointerMethods } from './accessors.ts';
import { atomicFunctions, atomicMethods } from './atomics.ts';
import type { Call, Handler } from './call.ts';
import { groupFunctions } from './collectives.ts';
import { extensionFunctions, isExtensionName, maskMethods } from './extensions.ts';
import { functionObject } from './function-objects.ts';
import { hierarchicalMethods, privateMemoryMethods } from './hierarchical.ts';
import { isControlName } from './host.ts';
import { indexMethods, itemMethods, ndRangeMethods } from './items.ts';
import { jointFunctions } from './joint.ts';
import { isMathName, mathFunctions } from './math.ts';
import { isMemoryName, memoryFunctions } from './memory.ts';
import { reducerMethods } from './reductions.ts';
import { FUNCTION_OBJECTS, lastOf } from './types.ts';
import { vectorMethods } from './vector-methods.ts';

const words = (text: string): readonly string[] => text.split(/\s+/).filter((word) => word !== '');
export const GROUP_NAMES: ReadonlySet<string> = new Set(
  words(`reduce_over_group inclusive_scan_over_group exclusive_scan_over_group any_of_group all_of_group none_of_group
  group_broadcast select_from_group shift_group_left shift_group_right permute_group_by_xor group_barrier atomic_fence
  reduce broadcast any_of all_of none_of inclusive_scan exclusive_scan joint_reduce joint_any_of
  joint_all_of joint_none_of joint_inclusive_scan joint_exclusive_scan`),
);
const isAtomicName = (name: string): boolean => /^atomic_(?:fetch_\w+|load|store|exchange)$/.test(name);

/** Whether a name of a library is a function that is known. */
export const isFunction = (path: string, _hasArguments: boolean): boolean => {
  const name = lastOf(path);
  return (
    isOpenClName(name) ||
    isMathName(name) ||
    isStdName(name) ||
    GROUP_NAMES.has(name) ||
    isMemoryName(name) ||
    isAtomicName(name) ||
    isControlName(name) ||
    isEventWait(path) ||
    isExtensionName(name, path)
  );
};

// The files of this folder know each other, so their handlers are asked for when one is called first.
const functions = (): readonly Handler[] => [
  openClFunctions,
  extensionFunctions,
  groupFunctions,
  jointFunctions,
  atomicFunctions,
  memoryFunctions,
  stdFunctions,
  mathFunctions,
  eventFunctions,
];

/** Handlers of members by class. */
export const methods = (): ReadonlyMap<string, readonly Handler[]> =>
  new Map(
    Object.entries<readonly Handler[]>({
      item: [itemMethods],
      nd_item: [itemMethods],
      group: [hierarchicalMethods, itemMethods],
      h_item: [itemMethods],
      sub_group: [itemMethods],
      id: [indexMethods],
      range: [indexMethods],
      nd_range: [ndRangeMethods],
      vec: [vectorMethods],
      marray: [vectorMethods],
      accessor: [accessorMethods],
      host_accessor: [accessorMethods],
      buffer: [bufferMethods],
      queue: [queueMethods, containerMethods],
      handler: [queueMethods, containerMethods],
      event: [eventMethods, containerMethods],
      atomic_ref: [atomicMethods],
      atomic: [atomicMethods],
      reducer: [reducerMethods],
      pointer: [pointerMethods],
      sub_group_mask: [maskMethods],
      private_memory: [privateMemoryMethods],
    }),
  );
let tables: {
  readonly functions: readonly Handler[];
  readonly methods: ReadonlyMap<string, readonly Handler[]>;
} | null = null;

export const callBuiltin = (m: Machine, callee: ValueOf<'builtin'>, args: readonly Value[], node: Node): Value => {
  tables ??= { functions: functions(), methods: methods() };
  const { path, name, self } = callee;
  if (path === 'destructor') return { kind: 'void', type: { kind: 'void' } };
  if (path === 'numeric_limits.call' && self !== null) return self;
  const call: Call = { m, name, path, self, args, templateArgs: callee.args, node, at: m.at(node) };
  const unknown = args.find((value) => value.kind === 'unknown');
  if (unknown?.kind === 'unknown' && !m.host) return m.fail(node, unknown.reason);
  if (self !== null) {
    const type = plain(self.type);
    const owner = type.kind === 'library' ? type.name : 'pointer';
    if (name === 'operator()' && FUNCTION_OBJECTS.has(owner))
      return functionObject(call, owner) ?? m.fail(node, `\`${owner}\` of these`);
    for (const handler of tables.methods.get(owner) ?? [containerMethods]) {
      const value = handler(call);
      if (value === null) continue;
      containerCall(call, value);
      return value;
    }
    return m.fail(node, `\`${name}\` of ${owner}`);
  }
  for (const handler of tables.functions) {
    const value = handler(call);
    if (value !== null) return value;
  }
  return m.fail(node, `\`${path}\` is not modelled`);
};
