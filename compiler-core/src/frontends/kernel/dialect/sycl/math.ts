/** Math, integer, common, geometric and relational functions (SYCL 2020, 4.17.5 to 4.17.9), and those of `<cmath>`. */

import { binary, intrinsic, select, unary } from '../../../../ir/build.ts';
import type { Expr } from '../../../../ir/nodes.ts';
import { binaryScalars, convert, foldBinary } from '../../lower/arithmetic.ts';
import { write } from '../../lower/assign.ts';
import { constantOfExpr, scalarConstant } from '../../lower/constants.ts';
import { toScalar } from '../../lower/conversions.ts';
import { VOID_VALUE } from '../../lower/expressions.ts';
import { dereference } from '../../lower/members.ts';
import { rvalue } from '../../lower/rvalue.ts';
import type { ScalarValue, Value } from '../../lower/values.ts';
import {
  BOOL,
  bitsOfScalar,
  common,
  DOUBLE,
  FLOAT,
  HALF,
  INT,
  isFloating,
  isUnsigned,
  LONG,
  promote,
  SHORT,
  UINT,
  ULONG,
  USHORT,
} from '../../types/fundamental.ts';
import { numberAt, shapeOf } from '../../types/shape.ts';
import {
  isScalarLike,
  type LibraryType,
  library,
  plain,
  type ScalarType,
  type Type,
  typeArg,
  typeAt,
} from '../../types/types.ts';
import { arg, type Call, type Handler } from './call.ts';
import { valueArg } from './types.ts';
import { byElements, partsOf, vecOf } from './vectors.ts';

const words = (text: string): readonly string[] => text.split(/\s+/).filter((word) => word !== '');

/** Floats in, a float of their type out; by how many there are. */
const FLOATING: Readonly<Record<string, number>> = Object.fromEntries([
  ...words(`acos acosh acospi asin asinh asinpi atan atanh atanpi cbrt ceil cos cosh cospi erf erfc exp exp2 exp10 expm1
    fabs floor lgamma tgamma log log10 log1p log2 logb rint round rsqrt sin sinh sinpi sqrt tan tanh tanpi trunc recip
    nearbyint degrees radians sign`).map((name) => [name, 1]),
  ...words(
    'atan2 atan2pi copysign fdim fmax fmin fmod hypot maxmag minmag nextafter pow powr remainder divide step',
  ).map((name) => [name, 2]),
  ...words('fma mad mix smoothstep').map((name) => [name, 3]),
]);
/** A float and an int. */
const WITH_INT = new Set(words('ldexp pown rootn scalbn'));
/** Integers in, the same type out. */
const INTEGER: Readonly<Record<string, number>> = Object.fromEntries([
  ...words('clz ctz popcount').map((name) => [name, 1]),
  ...words('add_sat sub_sat mul_hi rotate mul24 abs_diff hadd rhadd').map((name) => [name, 2]),
  ...words('mad_hi mad_sat mad24').map((name) => [name, 3]),
]);
const PREDICATES = new Set(words('isnan isinf isfinite isnormal signbit'));
const COMPARISONS: Readonly<Record<string, string>> = {
  isequal: '==',
  isnotequal: '!=',
  isgreater: '>',
  isgreaterequal: '>=',
  isless: '<',
  islessequal: '<=',
};
/** Of two numbers, made of comparisons. */
const ORDERED: ReadonlySet<string> = new Set(['islessgreater', 'isordered', 'isunordered']);
const C_FLOAT = new RegExp(`^(${[...Object.keys(FLOATING), ...WITH_INT].join('|')})f$`);

/** Names that functions of other libraries have for these. */
const ALIASES: Readonly<Record<string, string>> = {
  __clz: 'clz',
  __popc: 'popcount',
  __builtin_popcount: 'popcount',
  __builtin_popcountll: 'popcount',
  __builtin_popcountl: 'popcount',
  abs_f: 'fabs',
  lerp: 'mix',
};

const OTHERS = new Set(
  words(`min max abs labs llabs fabs clamp dot length distance normalize cross fast_length fast_distance fast_normalize select sincos
  modf frexp bitselect any all as_int as_float sqr mad ilogb lround llround lrint remquo norm fract nan upsample`),
);

/** By their plain names, without the `f` of C's. */
export const MATH_NAMES: ReadonlySet<string> = new Set([
  ...Object.keys(FLOATING),
  ...WITH_INT,
  ...Object.keys(INTEGER),
  ...PREDICATES,
  ...Object.keys(COMPARISONS),
  ...ORDERED,
  ...OTHERS,
]);

export const isMathName = (name: string): boolean =>
  MATH_NAMES.has(name) || C_FLOAT.test(name) || ALIASES[name] !== undefined;

export const mathFunctions: Handler = (call) => {
  const suffix = C_FLOAT.exec(call.name)?.[1];
  if (suffix !== undefined && FLOATING[call.name] === undefined)
    return mathFunctions({ ...call, name: suffix, args: call.args.map((value) => asFloat(call, value)) });
  const name = ALIASES[call.name] ?? call.name;
  const native = /(?:^|::)(native|half_precision)::/.exec(call.path)?.[1];
  const prefix = native === undefined ? '' : native === 'native' ? 'native_' : 'half_';
  const { m, args, node } = call;
  const bare = { ...call, name };
  const count = FLOATING[name];
  if (count !== undefined && args.length === count) return floating(bare, `${prefix}${name}`);
  if (WITH_INT.has(name) && args.length === 2) return withInt(bare, `${prefix}${name}`);
  if (INTEGER[name] !== undefined && args.length === INTEGER[name]) return integers(bare);
  if (PREDICATES.has(name)) return predicate(bare);
  const comparison = COMPARISONS[name];
  if (comparison !== undefined) {
    arg(call, 1);
    return lifted(
      bare,
      call.args,
      (parts) =>
        binaryScalars(comparison, parts[0] as ScalarValue, parts[1] as ScalarValue, call.at) ?? m.fail(node, name),
      true,
    );
  }
  if (ORDERED.has(name)) return ordered(bare);
  return other(bare);
};

const asFloat = ({ m, node, at }: Call, value: Value): Value =>
  isScalarLike(plain(value.type)) ? convert(toScalar(m, value, node), FLOAT, at) : value;

/** Scalars as they are; vectors by elements. */
function lifted(
  call: Call,
  values: readonly Value[],
  each: (parts: readonly ScalarValue[]) => ScalarValue,
  isTruth = false,
): Value {
  const { m, node } = call;
  const vector = values.find((value) => shapeOf(plain(value.type)).kind === 'elements');
  if (vector === undefined) return each(values.map((value) => toScalar(m, value, node)));
  const type = plain(vector.type) as LibraryType;
  const made = byElements(m, values, type, node, (parts) => {
    const one = each(parts);
    if (!isTruth) return one;
    const of = typeAt(type, 0);
    const signed =
      { 16: SHORT, 32: INT, 64: LONG }[isScalarLike(of) && of.kind === 'scalar' ? bitsOfScalar(of) : 32] ?? INT;
    const minusOne = scalarConstant(-1n, signed, call.at);
    return {
      kind: 'scalar',
      type: signed,
      expr: select(one.expr, minusOne.expr, scalarConstant(0n, signed, call.at).expr, call.at),
    };
  });
  const [first] = made.parts;
  const of: Type = first?.type ?? INT;
  return { ...made, type: library(type.name, typeArg(of), valueArg(numberAt(type, 1) ?? made.parts.length)) };
}

/** The float type in which a function of these is computed: integers become double ([c.math]). */
function floatType(types: readonly ScalarType[]): ScalarType {
  const floats = types.filter(isFloating);
  const widest = floats.reduce<ScalarType | null>((best, type) => (best === null ? type : common(best, type)), null);
  if (widest === null) return DOUBLE;
  // An integer beside a float: `pow(x, 2)` is computed in double by the C++ library; SYCL's take the float's type.
  return widest;
}

const scalarTypes = (parts: readonly ScalarValue[]): ScalarType[] => parts.map(({ type }) => promoteFloat(type));
const promoteFloat = (type: ScalarValue['type']): ScalarType => (type.kind === 'enum' ? promote(type) : type);

const call1 = (name: string, args: readonly Expr[], type: ScalarType, at: Call['at']): ScalarValue => ({
  kind: 'scalar',
  type,
  expr: intrinsic(`${name}(${args.map(() => '%').join(', ')})`, args, type.dtype, false, at),
});

const UNARY = { sqrt: 'sqrt', floor: 'floor', ceil: 'ceil' } as const;
const FOLDED: Readonly<Record<string, (...x: number[]) => number>> = {
  sqrt: Math.sqrt,
  floor: Math.floor,
  ceil: Math.ceil,
  fabs: Math.abs,
  trunc: Math.trunc,
};

function floating(call: Call, name: string): Value {
  const isStd = /^std::/.test(call.path);
  return lifted(call, call.args, (parts) => {
    const types = scalarTypes(parts);
    const mixed = isStd && types.some((type) => !isFloating(type)) ? DOUBLE : floatType(types);
    const converted = parts.map((part) => convert(part, mixed, call.at).expr);
    const [first] = converted;
    const constant = first === undefined ? null : constantOfExpr(first);
    const fold = FOLDED[name];
    if (fold !== undefined && constant !== null && (mixed === DOUBLE || mixed === FLOAT))
      return scalarConstant(fold(Number(constant)), mixed, call.at);
    const op = UNARY[name as keyof typeof UNARY];
    if (op !== undefined && first !== undefined && mixed !== HALF)
      return { kind: 'scalar', type: mixed, expr: unary(op, first, call.at) };
    return call1(name, converted, mixed, call.at);
  });
}

function withInt(call: Call, name: string): Value {
  return lifted(call, call.args, ([x, n]) => {
    const a = x as ScalarValue;
    const type = floatType(scalarTypes([a]));
    return call1(name, [convert(a, type, call.at).expr, convert(n as ScalarValue, INT, call.at).expr], type, call.at);
  });
}

function integers(call: Call): Value {
  const { m, node, name } = call;
  const isBuiltin = call.path.startsWith('__');
  const made = lifted(call, call.args, (parts) => {
    const type = parts
      .map(({ type: of }) => (of.kind === 'enum' ? of.underlying : of))
      .reduce((a, b) => (a.name === b.name ? a : common(a, b)));
    if (isFloating(type)) return m.fail(node, `\`${name}\` of floats`);
    return call1(
      name,
      parts.map((part) => convert(part, type, call.at).expr),
      type,
      call.at,
    );
  });
  return isBuiltin && made.kind === 'scalar' ? convert(made, INT, call.at) : made;
}

function predicate(call: Call): Value {
  return lifted(
    call,
    call.args,
    ([x]) => {
      const a = x as ScalarValue;
      const type = floatType(scalarTypes([a]));
      const { expr } = convert(a, type, call.at);
      if (call.name === 'isnan') return { kind: 'scalar', type: BOOL, expr: binary('ne', expr, expr, call.at) };
      return { kind: 'scalar', type: BOOL, expr: intrinsic(`${call.name}(%)`, [expr], 'bool', false, call.at) };
    },
    true,
  );
}

const pairType = (a: ScalarValue, b: ScalarValue): ScalarType => {
  const [x, y] = [promoteFloat(a.type), promoteFloat(b.type)];
  return x.name === y.name ? x : common(x, y);
};

/** `max(a, b)` is `a < b ? b : a`, `min(a, b)` is `b < a ? b : a`: so in C++ and in SYCL. */
export const extreme = (which: 'min' | 'max', a: ScalarValue, b: ScalarValue, at: Call['at']): ScalarValue => {
  const type = pairType(a, b);
  const [x, y] = [convert(a, type, at).expr, convert(b, type, at).expr];
  if (!isFloating(type)) return { kind: 'scalar', type, expr: foldBinary(which, x, y, type.dtype, at) };
  const test = which === 'max' ? binary('lt', x, y, at) : binary('lt', y, x, at);
  const [p, q] = [constantOfExpr(x), constantOfExpr(y)];
  if (p !== null && q !== null) return { kind: 'scalar', type, expr: (which === 'max' ? p < q : q < p) ? y : x };
  return { kind: 'scalar', type, expr: select(test, y, x, at) };
};

function absolute(call: Call, x: ScalarValue): ScalarValue {
  const type = promoteFloat(x.type);
  const { at } = call;
  if (isFloating(type)) return call1('fabs', [x.expr], type, at);
  if (isUnsigned(type)) return x;
  const promoted = convert(x, promote(type), at);
  return { kind: 'scalar', type: promoted.type, expr: unary('abs', promoted.expr, at) };
}

function other(call: Call): Value | null {
  const { m, name, args, node, at } = call;
  switch (name) {
    case 'min':
    case 'max': {
      if (args.length === 1 || args.length === 3) {
        // Of a list.
        const [list] = args;
        if (args.length !== 1 || list?.kind !== 'list') return null;
        return list.items.reduce((best, item) => mathFunctions({ ...call, args: [best, item] }) ?? m.fail(node, name));
      }
      return args.length === 2
        ? lifted(call, args, ([a, b]) => extreme(name, a as ScalarValue, b as ScalarValue, at))
        : null;
    }
    case 'clamp':
      arg(call, 2);
      return lifted(call, args, ([x, low, high]) =>
        extreme('min', extreme('max', x as ScalarValue, low as ScalarValue, at), high as ScalarValue, at),
      );
    case 'abs':
    case 'labs':
    case 'llabs':
      return plain(arg(call, 0).type).kind === 'library' && (plain(arg(call, 0).type) as LibraryType).name === 'complex'
        ? null
        : lifted(call, args, ([x]) => absolute(call, x as ScalarValue));
    case 'select':
      return selection(call);
    case 'bitselect':
      return bitSelect(call);
    case 'upsample':
      return upsample(call);
    case 'ilogb':
      return exponent(call, 'ilogb');
    case 'frexp': {
      const x = rvalue(m, arg(call, 0), node);
      write(m, dereference(m, arg(call, 1), node), exponent({ ...call, args: [x] }, 'frexp_exponent'), node);
      return floating({ ...call, args: [x] }, 'frexp_mantissa');
    }
    case 'dot':
    case 'length':
    case 'fast_length':
    case 'distance':
    case 'fast_distance':
    case 'normalize':
    case 'fast_normalize':
    case 'cross':
      return geometric(call);
    case 'nan': {
      const x = toScalar(m, arg(call, 0), node);
      const bits = x.type.kind === 'scalar' ? bitsOfScalar(x.type) : 64;
      return scalarConstant(Number.NaN, bits === 64 ? DOUBLE : bits === 32 ? FLOAT : HALF, at);
    }
    case 'sincos':
      return sincos(call);
    case 'any':
    case 'all':
      return votes(call);
    case 'lround':
    case 'llround':
    case 'lrint': {
      const x = toScalar(m, arg(call, 0), node);
      const type = floatType(scalarTypes([x]));
      const rounded = call1(name === 'lrint' ? 'rint' : 'round', [convert(x, type, at).expr], type, at);
      return convert(rounded, LONG, at);
    }
    case 'fract':
    case 'modf': {
      if (args.length !== 2 || name === 'fract') return null;
      const x = toScalar(m, arg(call, 0), node);
      const whole = call1('trunc', [x.expr], promoteFloat(x.type), at);
      write(m, dereference(m, arg(call, 1), node), whole, node);
      return binaryScalars('-', x, whole, at);
    }
    default:
      return null;
  }
}

/** An `int` for each float. */
function exponent(call: Call, name: string): Value {
  const made = lifted(call, [arg(call, 0)], ([x]) => {
    const type = floatType(scalarTypes([x as ScalarValue]));
    const { expr } = convert(x as ScalarValue, type, call.at);
    return { kind: 'scalar', type: INT, expr: intrinsic(`${name}(%)`, [expr], 'int32', false, call.at) };
  });
  return made.kind === 'record' ? { ...made, type: vecOf(INT, made.parts.length) } : made;
}

function ordered(call: Call): Value {
  const { m, name, node, at } = call;
  arg(call, 1);
  return lifted(
    call,
    call.args,
    ([a, b]) => {
      const [x, y] = [a as ScalarValue, b as ScalarValue];
      const test = (operator: string, p: ScalarValue, q: ScalarValue): Expr =>
        binaryScalars(operator, p, q, at)?.expr ?? m.fail(node, name);
      const expr =
        name === 'islessgreater'
          ? binary('lOr', test('<', x, y), test('>', x, y), at)
          : name === 'isordered'
            ? binary('lAnd', test('==', x, x), test('==', y, y), at)
            : binary('lOr', test('!=', x, x), test('!=', y, y), at);
      return { kind: 'scalar', type: BOOL, expr };
    },
    true,
  );
}

/** Each bit of the second where the third has one, else of the first. */
function bitSelect(call: Call): Value {
  const { m, node, at } = call;
  arg(call, 2);
  return lifted(call, call.args, (parts) => {
    const [a, b, c] = parts.map((part) => convert(part, promoteFloat((parts[0] as ScalarValue).type), at));
    if (a === undefined || b === undefined || c === undefined) return m.fail(node, 'bitselect');
    if (isFloating(a.type as ScalarType)) return call1('bitselect', [a.expr, b.expr, c.expr], a.type as ScalarType, at);
    const expr = binary(
      'bitOr',
      binary('bitAnd', a.expr, unary('bitNot', c.expr, at), at),
      binary('bitAnd', b.expr, c.expr, at),
      at,
    );
    return { kind: 'scalar', type: a.type, expr };
  });
}

/** `(high << bits of low) | low`, in the type of twice the bits. */
function upsample(call: Call): Value {
  const { m, node, at } = call;
  const wider: Readonly<Record<string, ScalarType>> = {
    int8: SHORT,
    uint8: USHORT,
    int16: INT,
    uint16: UINT,
    int32: LONG,
    uint32: ULONG,
  };
  arg(call, 1);
  const made = lifted(call, call.args, ([h, l]) => {
    const [high, low] = [promoteFloat((h as ScalarValue).type), promoteFloat((l as ScalarValue).type)];
    const type = wider[high.dtype] ?? m.fail(node, 'upsample');
    const bits = scalarConstant(BigInt(bitsOfScalar(low)), type, at).expr;
    const [x, y] = [convert(h as ScalarValue, type, at).expr, convert(l as ScalarValue, type, at).expr];
    return { kind: 'scalar', type, expr: binary('bitOr', binary('shl', x, bits, at), y, at) };
  });
  const [first] = made.kind === 'record' ? made.parts : [];
  return made.kind === 'record' && first !== undefined ? { ...made, type: vecOf(first.type, made.parts.length) } : made;
}

/** Of vectors the sign bit of the third decides, of scalars its truth. */
function selection(call: Call): Value {
  const { m, at, args, node } = call;
  const isVector = shapeOf(plain(arg(call, 0).type)).kind === 'elements';
  arg(call, 2);
  return lifted(call, args, ([a, b, c]) => {
    const test = c as ScalarValue;
    const type = pairType(a as ScalarValue, b as ScalarValue);
    const cond = isVector ? binaryScalars('<', test, scalarConstant(0n, INT, at), at) : convert(test, BOOL, at);
    const [x, y] = [convert(a as ScalarValue, type, at).expr, convert(b as ScalarValue, type, at).expr];
    return { kind: 'scalar', type, expr: select(cond?.expr ?? m.fail(node, 'select'), y, x, at) };
  });
}

function geometric(call: Call): Value {
  const { m, name, args, node, at } = call;
  const op = (symbol: string, a: ScalarValue, b: ScalarValue): ScalarValue =>
    binaryScalars(symbol, a, b, at) ?? m.fail(node, name);
  const parts = (value: Value): ScalarValue[] =>
    isScalarLike(plain(value.type)) ? [toScalar(m, value, node)] : partsOf(m, value, node);
  const dot = (a: readonly ScalarValue[], b: readonly ScalarValue[]): ScalarValue =>
    a.map((x, i) => op('*', x, b[i] as ScalarValue)).reduce((sum, x) => op('+', sum, x));
  const root = (x: ScalarValue): ScalarValue => ({ kind: 'scalar', type: x.type, expr: unary('sqrt', x.expr, at) });
  const a = parts(arg(call, 0));
  if (name === 'dot') return dot(a, parts(arg(call, 1)));
  if (name.endsWith('length')) return root(dot(a, a));
  if (name.endsWith('distance')) {
    const b = parts(arg(call, 1));
    const difference = a.map((x, i) => op('-', x, b[i] as ScalarValue));
    return root(dot(difference, difference));
  }
  const type = plain((args[0] as Value).type);
  if (name === 'cross') {
    const b = parts(arg(call, 1));
    const minor = (i: number, j: number): ScalarValue =>
      op('-', op('*', a[i] as ScalarValue, b[j] as ScalarValue), op('*', a[j] as ScalarValue, b[i] as ScalarValue));
    const three: Value[] = [minor(1, 2), minor(2, 0), minor(0, 1)];
    return {
      kind: 'record',
      type,
      parts: a.length === 4 ? [...three, scalarConstant(0, (a[0] as ScalarValue).type, at)] : three,
    };
  }
  const norm = root(dot(a, a));
  const scaled = a.map((x) => op('/', x, norm));
  return scaled.length === 1 ? (scaled[0] as ScalarValue) : { kind: 'record', type, parts: scaled };
}

/** `sincos(x, &cosine)` returns the sine; `sincos(x, &sine, &cosine)` is C's. */
function sincos(call: Call): Value {
  const { m, args, node } = call;
  const x = rvalue(m, arg(call, 0), node);
  const one = (name: string): Value => floating({ ...call, name, args: [x] }, name);
  const store = (pointer: Value, value: Value): void => write(m, dereference(m, pointer, node), value, node);
  if (args.length === 2) {
    const sine = one('sin');
    store(arg(call, 1), one('cos'));
    return sine;
  }
  store(arg(call, 1), one('sin'));
  store(arg(call, 2), one('cos'));
  return VOID_VALUE;
}

/** Whether any or all elements have their sign bit set, or are true. */
function votes(call: Call): Value | null {
  const { m, args, node, at, name } = call;
  if (args.length !== 1 || shapeOf(plain(arg(call, 0).type)).kind !== 'elements') return null;
  const tests = partsOf(m, arg(call, 0), node).map((part) =>
    part.type.kind === 'scalar' && part.type.dtype === 'bool'
      ? part
      : (binaryScalars('<', part, scalarConstant(0n, INT, at), at) ?? m.fail(node, name)),
  );
  const expr = tests.map((test) => test.expr).reduce((a, b) => binary(name === 'any' ? 'lOr' : 'lAnd', a, b, at));
  return { kind: 'scalar', type: BOOL, expr };
}
