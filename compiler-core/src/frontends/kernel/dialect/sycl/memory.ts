/** Allocation of unified shared memory (SYCL 2020, 4.8), local memory of the group, casts of pointers and bits. */

import type { Expr } from '../../../../ir/nodes.ts';
import { recordAllocation } from '../../host/new-delete.ts';
import { convertExpr, foldBinary, truth } from '../../lower/arithmetic.ts';
import { write } from '../../lower/assign.ts';
import { bitCast } from '../../lower/casts.ts';
import { constantExpr, constantOfExpr, scalarConstant } from '../../lower/constants.ts';
import { construct } from '../../lower/construct.ts';
import { castTo, convertTo, toPointer, toScalar } from '../../lower/conversions.ts';
import { VOID_VALUE } from '../../lower/expressions.ts';
import { external, sizeParam } from '../../lower/externals.ts';
import { emitIf } from '../../lower/logic.ts';
import { dereference, offset } from '../../lower/members.ts';
import { placeOf } from '../../lower/places.ts';
import { rvalue } from '../../lower/rvalue.ts';
import type { Place, Value, ValueOf } from '../../lower/values.ts';
import { initializePlace } from '../../lower/variables.ts';
import { LONG, ULONG } from '../../types/fundamental.ts';
import { sameType } from '../../types/print-type.ts';
import { shapeOf, sizeOf } from '../../types/shape.ts';
import { library, plain, pointerTo, type Type } from '../../types/types.ts';
import { arg, type Call, type Handler } from './call.ts';
import { barrier, groupOf } from './collectives.ts';
import type { RawMemory } from './host-objects.ts';
import { groupMemory } from './local-memory.ts';
import { accessorOf, accessorPointer } from './members.ts';
import { localLinear } from './work-item.ts';

const ALLOCATORS = /^(?:aligned_alloc|malloc)(?:_device|_shared|_host)$/;
export const MEMORY_NAMES: ReadonlySet<string> = new Set([
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
export const isMemoryName = (name: string): boolean => ALLOCATORS.test(name) || MEMORY_NAMES.has(name);

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
      // Further arguments initialise it: the first item does so, and the others wait.
      if (name === 'group_local_memory') initializeShared(call, place, type.type);
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
    case 'memcpy':
      return m.host ? null : copied(call);
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

/** `memcpy(to, from, bytes)` of whole objects of one type. */
function copied(call: Call): Value {
  const { m, node, at } = call;
  const pointers = [arg(call, 0), arg(call, 1)].map((value) => {
    const type = plain(value.type);
    return type.kind === 'array' ? toPointer(m, value, pointerTo(type.of), node) : rvalue(m, value, node);
  });
  const [to, from] = pointers;
  if (to?.kind !== 'pointer' || from?.kind !== 'pointer') return m.fail(node, '`memcpy` of these');
  const of = [to, from].map((one) => one.type.to).find(({ kind }) => kind !== 'void');
  const size = of === undefined ? null : sizeOf(of);
  const bytes = castTo(m, arg(call, 2), ULONG, node).expr;
  if (of === undefined || size === null || !sameObjects(of, to, from)) return m.fail(node, '`memcpy` between types');
  const known = constantOfExpr(bytes);
  const whole =
    known === null
      ? wholeObjects(bytes, size.bytes, at)
      : constantExpr(BigInt(known) / BigInt(size.bytes), 'uint64', at);
  if (whole === null || (known !== null && Number(known) % size.bytes !== 0))
    return m.fail(node, '`memcpy` of parts of objects');
  const iterator = m.fresh('e');
  const body = m.inBlock(() => {
    const index: Value = { kind: 'scalar', type: LONG, expr: { kind: 'var', name: iterator, dtype: 'int64', at } };
    const element = (pointer: Value): Value => dereference(m, offset(m, pointer, index, node, 1), node);
    write(m, element(to), rvalue(m, element(from), node), node);
  });
  const meta = m.meta(node);
  const end = convertExpr(whole, 'uint64', 'int64', at);
  m.block.emit(m.builder.forLoop(iterator, { end, at }, body.close(m.builder, meta), {}, meta), body.written);
  return to;
}

const sameObjects = (of: Type, ...pointers: readonly ValueOf<'pointer'>[]): boolean =>
  pointers.every(({ type }) => sameType(type.to, of));

/** `n * sizeof(T)` without its factor; null: it is no such product. */
function wholeObjects(bytes: Expr, size: number, at: Expr['at']): Expr | null {
  if (size === 1) return bytes;
  if (bytes.kind !== 'binary' || bytes.op !== 'mul') return null;
  for (const [factor, rest] of [
    [bytes.rhs, bytes.lhs],
    [bytes.lhs, bytes.rhs],
  ] as const) {
    const known = constantOfExpr(factor);
    if (known !== null && Number(known) % size === 0)
      return foldBinary('mul', rest, constantExpr(BigInt(Number(known) / size), 'uint64', at), 'uint64', at);
  }
  return null;
}

function initializeShared({ m, args, node, at }: Call, place: Place, type: Type): void {
  const { item } = groupOf(m, args[0] ?? m.fail(node, 'a group that is not known'), node);
  const first = foldBinary('eq', localLinear(m, item, node), scalarConstant(0n, ULONG, at).expr, 'uint64', at);
  const made = m.inBlock(() => initializePlace(m, place, construct(m, type, args.slice(1), node, true), node));
  emitIf(m, first, made, null, node);
  barrier(m, 'workGroup', undefined, node);
}

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
