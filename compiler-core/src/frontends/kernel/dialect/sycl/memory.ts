/** Allocation of unified shared memory (SYCL 2020, 4.8), local memory of the group, casts of pointers and bits. */

import type { Expr } from '../../../../ir/nodes.ts';
import { recordAllocation } from '../../host/new-delete.ts';
import { truth } from '../../lower/arithmetic.ts';
import { bitCast } from '../../lower/casts.ts';
import { construct } from '../../lower/construct.ts';
import { castTo, convertTo, toPointer, toScalar } from '../../lower/conversions.ts';
import { VOID_VALUE } from '../../lower/expressions.ts';
import { external, sizeParam } from '../../lower/externals.ts';
import { placeOf } from '../../lower/places.ts';
import { rvalue } from '../../lower/rvalue.ts';
import type { Value } from '../../lower/values.ts';
import { initializePlace } from '../../lower/variables.ts';
import { ULONG } from '../../types/fundamental.ts';
import { shapeOf } from '../../types/shape.ts';
import { library, plain, pointerTo } from '../../types/types.ts';
import { arg, type Call, type Handler } from './call.ts';
import type { RawMemory } from './host-objects.ts';
import { groupMemory } from './local-memory.ts';
import { accessorOf, accessorPointer } from './members.ts';

const ALLOCATORS = /^(?:aligned_alloc|malloc)(?:_device|_shared|_host)$/;
const NAMES = new Set([
  'group_local_memory',
  'group_local_memory_for_overwrite',
  'address_space_cast',
  'static_address_space_cast',
  'dynamic_address_space_cast',
  'make_ptr',
  'bit_cast',
  'reinterpret_pointer_cast',
  'reduction',
  'free',
  'reduction_combiner',
  'as_type',
  'make_multi_ptr',
  'printf',
  'fprintf',
  'assert',
  'memcpy',
  'memset',
  'malloc',
  'calloc',
  '__float_as_int',
  '__int_as_float',
  'reqd_work_group_size',
]);
export const isMemoryName = (name: string): boolean => ALLOCATORS.test(name) || NAMES.has(name);

export const memoryFunctions: Handler = (call) => {
  const { m, name, args, templateArgs, node } = call;
  const [type] = templateArgs ?? [];
  if (ALLOCATORS.test(name) || name === 'malloc' || name === 'calloc') return usm(call);
  switch (name) {
    case 'group_local_memory':
    case 'group_local_memory_for_overwrite': {
      if (type?.kind !== 'type') return null;
      const key = `group:${node.from}:${m.calls.map(({ span }) => span.start).join('.')}`;
      const allocation = groupMemory(m, key, m.hint === '' ? 'shared' : m.hint, type.type, [], node);
      const place = placeOf(allocation);
      // Further arguments initialise it; the items of the group agree on them.
      if (args.length > 1) initializePlace(m, place, construct(m, type.type, args.slice(1), node, true), node);
      return { kind: 'pointer', type: pointerTo(type.type), base: place, index: null };
    }
    case 'address_space_cast':
    case 'static_address_space_cast':
    case 'dynamic_address_space_cast':
    case 'make_multi_ptr':
    case 'make_ptr': {
      const given = args.find(
        (value) =>
          plain(value.type).kind === 'pointer' || plain(value.type).kind === 'array' || accessorOf(value) !== null,
      );
      if (given === undefined) return null;
      if (accessorOf(given) !== null) return accessorPointer(m, given, node);
      const from = plain(given.type);
      return toPointer(
        m,
        given,
        from.kind === 'array' ? pointerTo(from.of) : from.kind === 'pointer' ? from : pointerTo({ kind: 'auto' }),
        node,
      );
    }
    case 'bit_cast':
    case 'as_type': {
      // `bit_cast<To, From>(x)` converts `x` to `From` first.
      const from = templateArgs?.[1];
      const given = arg(call, 0);
      const value = from?.kind === 'type' ? convertTo(m, given, from.type, node) : given;
      return type?.kind === 'type' ? bitCast(m, value, type.type, node) : null;
    }
    case 'assert': {
      const [cond] = args;
      if (m.host || cond === undefined) return VOID_VALUE;
      const held = truth(toScalar(m, cond, node), call.at);
      m.block.emit(m.builder.assertThat(held, m.builder.seq([]), m.meta(node)), []);
      return VOID_VALUE;
    }
    case 'printf':
    case 'fprintf':
      return VOID_VALUE;
    case 'free':
      if (m.host && args[0] !== undefined) m.record?.free(m, args[0], node);
      return VOID_VALUE;
    default:
      return null;
  }
};

/** `malloc_device<T>(count, q)`, or bytes whose type a cast gives. */
function usm(call: Call): Value | null {
  const { m, name, args, templateArgs, node } = call;
  if (!m.host) return m.fail(node, `\`${name}\` in device code`);
  const [type] = templateArgs ?? [];
  const isAligned = name.startsWith('aligned');
  const count = args[isAligned ? 1 : 0];
  const size = count === undefined ? null : sizeExpr(call, count);
  const unique = m.freshExternal(m.hint === '' ? 'memory' : m.hint);
  recordAllocation(call, unique, type?.kind === 'type' ? type.type : null, size);
  if (type?.kind !== 'type') {
    const data: RawMemory = { name: unique, bytes: name === 'calloc' ? null : size };
    return { kind: 'object', type: library('raw_memory'), data };
  }
  if (shapeOf(type.type).kind === 'opaque')
    return { kind: 'unknown', type: pointerTo(type.type), reason: 'memory of an object that has no layout' };
  const allocation = external(
    m,
    unique,
    type.type,
    'gpu/global',
    [size ?? sizeParam(m, `${unique}.size`, call.at)],
    {},
  );
  return {
    kind: 'pointer',
    type: pointerTo(type.type),
    base: placeOf(allocation),
    index: { kind: 'int', value: 0n, at: call.at },
  };
}

function sizeExpr({ m, node }: Call, value: Value): Expr | null {
  const read = rvalue(m, value, node);
  if (read.kind !== 'scalar') return null;
  const { expr } = castTo(m, read, ULONG, node);
  return m.isStable(expr) ? expr : null;
}
