/** The functions of OpenCL C that are not those of SYCL by the same name (OpenCL C 3.0, 6.15). */

import { intrinsic } from '../../../../ir/build.ts';
import type { AtomicRMW, Expr } from '../../../../ir/nodes.ts';
import { foldBinary, not, truth } from '../../lower/arithmetic.ts';
import { write } from '../../lower/assign.ts';
import { SHARED } from '../../lower/block.ts';
import { bitCast } from '../../lower/casts.ts';
import { integerOf, scalarConstant } from '../../lower/constants.ts';
import { castTo, toPointer, toScalar } from '../../lower/conversions.ts';
import { VOID_VALUE } from '../../lower/expressions.ts';
import { sizeParam } from '../../lower/externals.ts';
import { dereference, offset } from '../../lower/members.ts';
import { allocate, loadPlace, placeOf, placeValue, storePlace } from '../../lower/places.ts';
import { rvalue } from '../../lower/rvalue.ts';
import type { Allocation, ScalarValue, Value } from '../../lower/values.ts';
import { FLOAT, HALF, INT, isFloating, isUnsigned, SCALAR_NAMES, UINT, ULONG } from '../../types/fundamental.ts';
import { numberAt, shapeOf } from '../../types/shape.ts';
import {
  isScalarLike,
  type PointerType,
  plain,
  pointerTo,
  type ScalarType,
  type Type,
  typeAt,
} from '../../types/types.ts';
import { atomic } from '../sycl/atomics.ts';
import { arg, type Call, type Handler } from '../sycl/call.ts';
import { isMathName, mathFunctions } from '../sycl/math.ts';
import { isVector, partsOf, vecOf } from '../sycl/vectors.ts';
import {
  asUint,
  globalId,
  groupCount,
  linear,
  localLinear,
  scalarOf,
  subGroupId,
  type WorkItem,
} from '../sycl/work-item.ts';

const ATOMICS: Readonly<Record<string, AtomicRMW['op']>> = {
  ...{
    add: 'add',
    sub: 'sub',
    xchg: 'exchange',
    cmpxchg: 'compareExchange',
    inc: 'add',
    dec: 'sub',
    min: 'min',
    max: 'max',
  },
  ...{ and: 'bitAnd', or: 'bitOr', xor: 'bitXor' },
};
const ATOMIC = /^atom(?:ic)?_(add|sub|xchg|cmpxchg|inc|dec|min|max|and|or|xor)$/;
const CONVERT = /^convert_(u?char|u?short|u?int|u?long|float|double|half)(\d*)(_sat)?(?:_rt([ezpn]))?$/;
const AS = /^as_(u?char|u?short|u?int|u?long|float|double|half|size_t)(\d*)$/;
/** A half in memory, a float in the program. */
const HALF_MEMORY = /^v(load|store)_half$/;
const VMEMORY = /^v(load|store)(2|3|4|8|16)$/;
const NATIVE = /^(native|half)_(\w+)$/;
export const BARRIERS: ReadonlySet<string> = new Set(['barrier', 'work_group_barrier', 'sub_group_barrier']);
export const FENCES: ReadonlySet<string> = new Set([
  'mem_fence',
  'read_mem_fence',
  'write_mem_fence',
  'atomic_work_item_fence',
]);

/** What the prelude is written with. */
const HIDDEN: ReadonlySet<string> = new Set(['__group_converges', '__events_begun', '__events_open', '__is_event']);

export const ITEM: Readonly<Record<string, (item: WorkItem, d: number, call: Call) => Expr>> = {
  get_global_id: (item, d, { at }) => globalId(item, d, at),
  get_local_id: (item, d, { m, node }) => item.local?.[d] ?? m.fail(node, 'a local id without groups'),
  get_group_id: (item, d) => item.group[d] as Expr,
  get_global_size: (item, d) => item.globalSize[d] as Expr,
  get_local_size: (item, d, { m, node }) => item.localSize?.[d] ?? m.fail(node, 'a local size without groups'),
  get_enqueued_local_size: (item, d, { m, node }) => item.localSize?.[d] ?? m.fail(node, 'a local size without groups'),
  get_num_groups: (item, d, { at }) => groupCount(item, d, at),
  get_global_offset: (_item, _d, { at }) => scalarConstant(0n, ULONG, at).expr,
};
export const WHOLE: ReadonlySet<string> = new Set([
  ...['get_work_dim', 'get_global_linear_id', 'get_local_linear_id', 'get_sub_group_local_id', 'get_sub_group_id'],
  ...['get_sub_group_size', 'get_num_sub_groups', 'get_max_sub_group_size'],
]);

export const isOpenClName = (name: string): boolean =>
  Object.hasOwn(ITEM, name) ||
  WHOLE.has(name) ||
  BARRIERS.has(name) ||
  FENCES.has(name) ||
  name === 'printf' ||
  name === 'fract' ||
  HIDDEN.has(name) ||
  name === 'prefetch' ||
  [ATOMIC, CONVERT, AS, VMEMORY, HALF_MEMORY].some((form) => form.test(name)) ||
  (NATIVE.test(name) && isMathName(name.replace(NATIVE, '$2')));

const itemOf = ({ m, node, name }: Call): WorkItem => m.item ?? m.fail(node, `\`${name}\` outside of a kernel`);

/** OpenCL's dimension 0 is the fastest, the last one of the loops; what is beyond the third has one item. */
const indexed = (call: Call): Value => {
  const { m, name, node, at } = call;
  const d = integerOf(rvalue(m, arg(call, 0), node));
  if (d === null) return m.fail(node, 'a dimension that is no constant');
  const item = itemOf(call);
  const isSize = name.endsWith('size') || name === 'get_num_groups';
  if (d < 0 || d >= item.dimensions) return scalarConstant(isSize ? 1n : 0n, ULONG, at);
  return scalarOf(ITEM[name]?.(item, item.dimensions - 1 - d, call) ?? m.fail(node, name));
};

const whole = (call: Call): Value => {
  const { m, name, node, at } = call;
  const item = itemOf(call);
  const ids = Array.from({ length: item.dimensions }, (_, d) => globalId(item, d, at));
  switch (name) {
    case 'get_work_dim':
      return asUint(sizeParam(m, 'work_dim', at), at);
    case 'get_global_linear_id':
      return scalarOf(linear(ids, item.globalSize, at));
    case 'get_local_linear_id':
      return scalarOf(localLinear(m, item, node));
    case 'get_sub_group_local_id':
      return asUint(subGroupId(m, item, node).lane, at);
    case 'get_sub_group_id':
      return asUint(subGroupId(m, item, node).group, at);
    case 'get_sub_group_size':
      return asUint(subGroupId(m, item, node).filled, at);
    case 'get_num_sub_groups':
      return asUint(subGroupId(m, item, node).count, at);
    default:
      return asUint(subGroupId(m, item, node).size, at);
  }
};

/** The flags say which memory is ordered: 1 local, 2 global. */
const barrier = ({ m, name, args, node }: Call): Value => {
  const flags = args[0] === undefined ? 3 : (integerOf(rvalue(m, args[0], node)) ?? 3);
  const memory = (['both', 'local', 'global'] as const)[flags & 3];
  m.block.emit(m.builder.barrier(name === 'sub_group_barrier' ? 'subGroup' : 'workGroup', m.meta(node), memory), [
    SHARED,
  ]);
  return VOID_VALUE;
};

/** `atomic_add(p, x)`: relaxed, over the device; `inc` and `dec` have no operand. */
const atomicCall = (call: Call, op: AtomicRMW['op']): Value => {
  const { m, args, node, at, name } = call;
  const memory = dereference(m, arg(call, 0), node);
  const type = plain(memory.type);
  if (!isScalarLike(type) || type.kind === 'enum') return m.fail(node, 'an atomic operation on what is no number');
  const target: Value = memory.kind === 'place' ? { ...memory, type } : memory;
  const data = { target, order: 'relaxed', scope: 'device' } as const;
  if (/_(?:inc|dec)$/.test(name)) return atomic(m, data, op, scalarConstant(1n, type, at), null, node);
  if (op === 'compareExchange') return atomic(m, data, op, args[2] ?? null, castTo(m, arg(call, 1), type, node), node);
  return atomic(m, data, op, arg(call, 1), null, node);
};

const elementOf = (name: string): ScalarType =>
  SCALAR_NAMES.get(name === 'char' ? 'schar' : name) ?? NAMED[name] ?? INT;
const NAMED: Readonly<Record<string, ScalarType>> = {
  short: SCALAR_NAMES.get('int16_t') ?? INT,
  int: INT,
  long: SCALAR_NAMES.get('int64_t') ?? INT,
  float: SCALAR_NAMES.get('float_t') ?? INT,
  double: SCALAR_NAMES.get('double_t') ?? INT,
};
const typeFor = (element: ScalarType, count: string): Type => (count === '' ? element : vecOf(element, Number(count)));

const ROUNDED: Readonly<Record<string, string>> = { e: 'rint', p: 'ceil', n: 'floor', z: 'trunc' };

const converted = (
  call: Call,
  to: ScalarType,
  count: string,
  saturated: boolean,
  rounding: string | undefined,
): Value => {
  const { m, node, at } = call;
  const one = (value: ScalarValue): ScalarValue => {
    let x = value;
    const from = x.type.kind === 'enum' ? INT : x.type;
    const how = rounding === undefined ? undefined : ROUNDED[rounding];
    if (isFloating(from) && !isFloating(to) && how) {
      x = { kind: 'scalar', type: from, expr: intrinsic(`${how}(%)`, [x.expr], from.dtype, false, at) };
    }
    if (saturated)
      return { kind: 'scalar', type: to, expr: intrinsic('convert_sat(%)', [x.expr], to.dtype, false, at) };
    return castTo(m, x, to, node);
  };
  const value = arg(call, 0);
  if (count === '') return one(toScalar(m, value, node));
  return { kind: 'record', type: typeFor(to, count), parts: partsOf(m, value, node).map(one) };
};

/** `vload4(i, p)` reads `p[4 * i]` and what follows; `vstore4(v, i, p)` writes it. */
const vectorMemory = (call: Call, kind: string, count: number): Value => {
  const { m, node, at } = call;
  const [index, given] = kind === 'load' ? [arg(call, 0), arg(call, 1)] : [arg(call, 1), arg(call, 2)];
  const type = plain(given.type);
  const to: PointerType = type.kind === 'pointer' ? type : pointerTo(type.kind === 'array' ? type.of : INT);
  const pointer = toPointer(m, given, to, node);
  const first = foldBinary(
    'mul',
    castTo(m, index, ULONG, node).expr,
    scalarConstant(BigInt(count), ULONG, at).expr,
    'uint64',
    at,
  );
  const place = (k: number): Value => {
    const position = foldBinary('add', first, scalarConstant(BigInt(k), ULONG, at).expr, 'uint64', at);
    return dereference(m, offset(m, pointer, scalarOf(position), node, 1), node);
  };
  if (kind === 'load') {
    const parts = m.parts(node, count, (k) => toScalar(m, place(k), node));
    return { kind: 'record', type: vecOf(to.to, count), parts };
  }
  for (const [k, part] of partsOf(m, arg(call, 0), node).entries()) write(m, place(k), part, node);
  return VOID_VALUE;
};

const halfMemory = (call: Call, kind: string): Value => {
  const { m, node } = call;
  const [index, given] = kind === 'load' ? [arg(call, 0), arg(call, 1)] : [arg(call, 1), arg(call, 2)];
  const memory = dereference(m, offset(m, toPointer(m, given, pointerTo(HALF), node), index, node, 1), node);
  if (kind === 'load') return castTo(m, rvalue(m, memory, node), FLOAT, node);
  write(m, memory, castTo(m, arg(call, 0), HALF, node), node);
  return VOID_VALUE;
};

/** What is left above the whole number below, which the pointer gets; less than 1 whatever is rounded. */
const fract = (call: Call): Value => {
  const { m, node, at } = call;
  const x = rvalue(m, arg(call, 0), node);
  const type = plain(x.type);
  const one = (part: ScalarValue): { readonly below: ScalarValue; readonly rest: ScalarValue } => {
    const of = part.type.kind === 'enum' ? INT : part.type;
    const make = (format: string): ScalarValue => ({
      kind: 'scalar',
      type: of,
      expr: intrinsic(format, [part.expr], of.dtype, false, at),
    });
    return { below: make('floor(%)'), rest: make('fract(%)') };
  };
  if (!isVector(type)) {
    const { below, rest } = one(toScalar(m, x, node));
    write(m, dereference(m, arg(call, 1), node), below, node);
    return rest;
  }
  const parts = partsOf(m, x, node).map(one);
  write(m, dereference(m, arg(call, 1), node), { kind: 'record', type, parts: parts.map(({ below }) => below) }, node);
  return { kind: 'record', type, parts: parts.map(({ rest }) => rest) };
};

/** All items of the group come here, with the same arguments; memory is not ordered. */
const converges = ({ m, args, node, at }: Call): Value => {
  const values = args.map((given): Expr => {
    const value = rvalue(m, given, node);
    if (value.kind === 'pointer')
      return castTo(m, scalarOf(value.index ?? scalarConstant(0n, ULONG, at).expr), ULONG, node).expr;
    return castTo(m, value, ULONG, node).expr;
  });
  const holes = values.map(() => '%').join(', ');
  m.block.emit(m.builder.evaluate(intrinsic(`group_converges(${holes})`, values, 'void', true, at), m.meta(node)), []);
  return VOID_VALUE;
};

/** A variable of each item, 0 at the start. */
const eventState = (m: Call['m'], name: string, node: Call['node']): Allocation => {
  const known = m.allocations.get(name);
  if (known) return known;
  if (m.preamble === null) return m.fail(node, `\`${name}\` outside of a kernel`);
  const { block } = m;
  m.block = m.preamble;
  try {
    const made = allocate(m, name, INT, node, 'gpu/local');
    m.allocations.set(name, made);
    storePlace(m, placeOf(made), scalarConstant(0n, INT, m.at(node)), node);
    return made;
  } finally {
    m.block = block;
  }
};

const mustHold = ({ m, node, at }: Pick<Call, 'm' | 'node' | 'at'>, format: string, held: Expr): Value => {
  m.block.emit(m.builder.evaluate(intrinsic(format, [held], 'void', true, at), m.meta(node)), []);
  return VOID_VALUE;
};

/** At the end of a kernel: no copy is left that nobody has waited for. */
export const closeEvents = (m: Call['m'], node: Call['node']): void => {
  const open = m.allocations.get('__events_open');
  if (!open) return;
  const at = m.at(node);
  const left = toScalar(m, loadPlace(m, placeOf(open), node), node);
  mustHold({ m, node, at }, 'no_event(%)', not(truth(left, at), at));
};

/** `abs` and `abs_diff` give the unsigned type. */
const unsignedOf = (value: Value): Value => {
  if (value.kind !== 'scalar' || value.type.kind === 'enum' || isFloating(value.type) || isUnsigned(value.type))
    return value;
  return value.type === INT ? { ...value, type: UINT } : value;
};

export const openClFunctions: Handler = (call) => {
  const { m, name, node } = call;
  if (m.dialect !== 'opencl') return null;
  if (Object.hasOwn(ITEM, name)) return indexed(call);
  if (WHOLE.has(name)) return whole(call);
  if (BARRIERS.has(name)) return barrier(call);
  if (FENCES.has(name)) {
    m.block.emit(m.builder.fence('acq_rel', 'device', m.meta(node)), [SHARED]);
    return VOID_VALUE;
  }
  if (name === 'prefetch' || name === 'printf') return VOID_VALUE;
  const op = ATOMICS[ATOMIC.exec(name)?.[1] ?? ''];
  if (op !== undefined) return atomicCall(call, op);
  const convert = CONVERT.exec(name);
  if (convert)
    return converted(call, elementOf(convert[1] ?? ''), convert[2] ?? '', convert[3] !== undefined, convert[4]);
  const as = AS.exec(name);
  if (as) return bitCast(m, arg(call, 0), typeFor(elementOf(as[1] ?? ''), as[2] ?? ''), node);
  const memory = VMEMORY.exec(name);
  if (memory) return vectorMemory(call, memory[1] ?? '', Number(memory[2]));
  const half = HALF_MEMORY.exec(name)?.[1];
  if (half !== undefined) return halfMemory(call, half);
  const native = NATIVE.exec(name);
  if (native)
    return mathFunctions({
      ...call,
      name: native[2] ?? '',
      path: native[1] === 'native' ? `native::${native[2]}` : (native[2] ?? ''),
    });
  if (name === 'fract') return fract(call);
  if (name === '__group_converges') return converges(call);
  if (name === '__is_event') return mustHold(call, 'is_event(%)', truth(toScalar(m, arg(call, 0), node), call.at));
  if (HIDDEN.has(name)) return placeValue(placeOf(eventState(m, name, node)));
  if (name === 'abs') return unsignedOf(mathFunctions(call) ?? m.fail(node, name));
  return null;
};

/** The parts of `(float4)(a, b.xy, c)`: scalars and vectors in a row, one scalar for all. */
export const vectorLiteral = (m: Call['m'], type: Type, values: readonly Value[], node: Call['node']): Value | null => {
  if (!isVector(type)) return null;
  const of = typeAt(type, 0);
  const count = numberAt(type, 1);
  if (!isScalarLike(of) || of.kind === 'enum' || count === null) return null;
  const parts = values.flatMap((value) =>
    shapeOf(plain(value.type)).kind === 'elements' ? partsOf(m, value, node) : [toScalar(m, value, node)],
  );
  const [only] = parts;
  const all = parts.length === 1 && only ? m.parts(node, count, () => only) : parts;
  if (all.length !== count) return m.fail(node, `${all.length} values for a vector of ${count}`);
  return { kind: 'record', type, parts: all.map((part) => castTo(m, part, of, node)) };
};
