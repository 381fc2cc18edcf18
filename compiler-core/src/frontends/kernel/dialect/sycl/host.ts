/** Command groups and launches, where the host's code is read (SYCL 2020, 4.6.5, 4.9.4). */

import { recordLaunch, submitGroup } from '../../host/commands.ts';
import { lowerKernel } from '../../lower/kernels.ts';
import { type Machine, OutOfBudget, Unmodelled } from '../../lower/machine.ts';
import { dereference } from '../../lower/members.ts';
import { callValue } from '../../lower/methods.ts';
import { rvalue } from '../../lower/rvalue.ts';
import type { Value, ValueOf } from '../../lower/values.ts';
import { LAUNCH_CALLS, type LaunchCall } from '../../meaning/launches.ts';
import type { Expr } from '../../parse/ast.ts';
import { library, plain } from '../../types/types.ts';
import { accessorData, type BufferData, type ReductionData } from './host-objects.ts';
import { accessorElement, accessorOf } from './members.ts';

export const isControlName = (name: string): boolean => name === 'submit' || name === 'reduction' || isLaunch(name);
const isLaunch = (name: string): name is LaunchCall => (LAUNCH_CALLS as readonly string[]).includes(name);

/** Whether the call is one of those that are carried out here: of a queue or handler, or of what is not known. */
export const isControlCall = ({ name, path }: ValueOf<'builtin'>): boolean =>
  isControlName(name) && (/^(?:queue|handler|object)\./.test(path) || name === 'reduction' || !path.includes('.'));

export const controlCall = (
  m: Machine,
  callee: ValueOf<'builtin'>,
  args: readonly Value[],
  e: Extract<Expr, { kind: 'call' }>,
): Value => {
  const { name } = callee;
  const event: Value = { kind: 'object', type: library('event'), data: {} };
  if (!m.host) return m.fail(e, `\`${name}\` in device code`);
  if (name === 'reduction') return reduction(m, args, e);
  if (name === 'submit') {
    const group = args.find(({ type }) => type.kind === 'closure' || type.kind === 'class') ?? args.at(-1);
    if (group === undefined) return event;
    return submitGroup(m, callee.self, (handler) => void callValue(m, group, [handler], e));
  }
  if (!isLaunch(name)) return event;
  const first = m.kernels.length;
  lowerKernel(m, name, callee.args, args, e);
  return recordLaunch(m, callee.self, first, args, e);
};

const OPS = new Set([
  'plus',
  'multiplies',
  'minimum',
  'maximum',
  'bit_and',
  'bit_or',
  'bit_xor',
  'logical_and',
  'logical_or',
]);

const isFresh = ({ type }: Value): boolean => type.kind === 'library' && type.name === 'initialize_to_identity';

/** `reduction(buffer, handler, op)`, `reduction(pointer, op)`: a target, and how to combine. */
function reduction(m: Machine, args: readonly Value[], e: Extract<Expr, { kind: 'call' }>): Value {
  const op = args.findLast(({ type }) => type.kind === 'library' && OPS.has(type.name))?.type;
  const [first] = args;
  const type = library('reduction');
  if (first === undefined || op?.kind !== 'library')
    return { kind: 'unknown', type, reason: 'a reduction with an operation of its own' };
  try {
    const data: ReductionData = { target: targetOf(m, first, e), op: op.name, isFresh: args.some(isFresh) };
    return { kind: 'object', type, data };
  } catch (error) {
    if (!(error instanceof Unmodelled) || error instanceof OutOfBudget) throw error;
    return { kind: 'unknown', type, reason: error.reason };
  }
}

function targetOf(m: Machine, value: Value, e: Extract<Expr, { kind: 'call' }>): Value {
  const read = rvalue(m, value, e);
  const zero = { kind: 'int', value: 0n, at: m.at(e) } as const;
  if (read.kind === 'object' && read.type.name === 'buffer') {
    const buffer = read.data as BufferData;
    const data = accessorData(buffer.name, buffer.element, buffer.extents);
    const accessor: Value = { kind: 'object', type: library('accessor'), data };
    return accessorElement(
      m,
      accessor,
      buffer.extents.map(() => zero),
      e,
    );
  }
  if (accessorOf(read) !== null)
    return accessorElement(
      m,
      read,
      (accessorOf(read)?.extents ?? []).map(() => zero),
      e,
    );
  if (plain(read.type).kind === 'pointer') return dereference(m, read, e);
  return m.fail(e, 'a reduction into what is no memory');
}
