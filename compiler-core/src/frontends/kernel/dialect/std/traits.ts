/** Type traits ([meta]) and `numeric_limits`: questions that the compiler answers. */

import { intRange } from '../../../../ir/types.ts';
import type { Constant } from '../../lower/constants.ts';
import { integerOf } from '../../lower/constants.ts';
import type { Machine } from '../../lower/machine.ts';
import {
  BOOL,
  bitsOfScalar,
  CHAR,
  common,
  INT,
  isFloating,
  isIntegral,
  isUnsigned,
  LONG,
  LONGLONG,
  SCHAR,
  SHORT,
  UCHAR,
  UINT,
  ULONG,
  ULONGLONG,
  USHORT,
} from '../../types/fundamental.ts';
import { sameType } from '../../types/print-type.ts';
import { shapeOf, sizeOf } from '../../types/shape.ts';
import {
  isArithmetic,
  library,
  plain,
  pointerTo,
  type ScalarType,
  type TemplateArg,
  type Type,
  typeArg,
  unknownType,
  VOID,
} from '../../types/types.ts';

const typeOf = (arg: TemplateArg | undefined): Type => (arg?.kind === 'type' ? arg.type : unknownType('no type'));
const truthOf = (arg: TemplateArg | undefined): boolean | null => {
  const value = arg?.kind === 'value' ? integerOf(arg.value) : null;
  return value === null ? null : value !== 0;
};
const UNSIGNED: readonly (readonly [ScalarType, ScalarType])[] = [
  [CHAR, UCHAR],
  [SCHAR, UCHAR],
  [SHORT, USHORT],
  [INT, UINT],
  [LONG, ULONG],
  [LONGLONG, ULONGLONG],
];

const withoutPointer = (type: Type): Type => (type.kind === 'pointer' ? type.to : type);
const decayed = (type: Type): Type => {
  const bare = plain(type);
  return bare.kind === 'array' ? pointerTo(bare.of) : bare;
};

/** The type that `std::NAME_t<args>` is; null: not one of these. */
export const typeTrait = (_m: Machine, name: string, args: readonly TemplateArg[]): Type | null => {
  const [a, b, c] = args;
  const type = typeOf(a);
  switch (name) {
    case 'conditional_t': {
      const cond = truthOf(a);
      return cond === null ? unknownType('a condition that is not known') : typeOf(cond ? b : c);
    }
    case 'enable_if_t': {
      const cond = truthOf(a);
      if (cond === null) return unknownType('a condition that is not known');
      return cond ? (b === undefined ? VOID : typeOf(b)) : unknownType('disabled');
    }
    case 'remove_reference_t':
    case 'remove_cvref_t':
      return plain(type);
    case 'remove_cv_t':
    case 'remove_const_t':
    case 'remove_volatile_t':
    case 'add_const_t':
    case 'type_identity_t':
    case 'remove_decoration_t':
      return type;
    case 'remove_pointer_t':
      return withoutPointer(type);
    case 'remove_extent_t':
      return type.kind === 'array' ? type.of : type;
    case 'add_pointer_t':
      return pointerTo(plain(type));
    case 'add_lvalue_reference_t':
      return { kind: 'reference', to: plain(type), constant: false, rvalue: false };
    case 'decay_t':
      return decayed(type);
    case 'void_t':
      return VOID;
    case 'make_unsigned_t':
      return UNSIGNED.find(([signed]) => sameType(signed, type))?.[1] ?? type;
    case 'make_signed_t':
      return UNSIGNED.find(([, unsigned]) => sameType(unsigned, type))?.[0] ?? type;
    case 'underlying_type_t':
      return type.kind === 'enum' ? type.underlying : unknownType('no enumeration');
    case 'common_type_t': {
      const types = args.map(typeOf);
      if (types.every(isArithmetic))
        return types.reduce((x, y) => (sameType(x, y) ? x : common(x as ScalarType, y as ScalarType)));
      return types.every((other) => sameType(other, type)) ? type : unknownType('a common type');
    }
    case 'tuple_element_t': {
      const index = a?.kind === 'value' ? integerOf(a.value) : null;
      const of = typeOf(b);
      return index !== null && of.kind === 'library' ? typeOf(of.args[index]) : unknownType('a tuple element');
    }
    case 'bool_constant':
      return library('integral_constant', typeArg(BOOL), ...(a === undefined ? [] : [a]));
    default:
      return /^(?:conditional|enable_if|remove_(?:reference|cvref|cv|const|volatile|pointer|extent)|add_(?:pointer|const|lvalue_reference)|decay|make_(?:un)?signed|underlying_type|common_type|tuple_element|type_identity|is_\w+|tuple_size|rank|extent|alignment_of)$/.test(
        name,
      )
        ? library(name, ...args)
        : null;
  }
};

/** What `std::NAME_v<args>` and `std::NAME<args>::value` are; null: not one of these, or not known. */
export const valueTrait = (name: string, args: readonly TemplateArg[]): Constant | null => {
  const type = typeOf(args[0]);
  if (type.kind === 'unknown' && args[0]?.kind === 'type') return null;
  switch (name) {
    case 'is_same': {
      const other = typeOf(args[1]);
      return other.kind === 'unknown' ? null : sameType(type, other);
    }
    case 'is_integral':
      return isArithmetic(type) && isIntegral(type);
    case 'is_floating_point':
      return isArithmetic(type) && (type.dtype === 'float32' || type.dtype === 'float64');
    case 'is_arithmetic':
    case 'is_scalar':
    case 'is_fundamental':
      return isArithmetic(type) && type.dtype !== 'float16' && type.dtype !== 'bfloat16';
    case 'is_signed':
      return isArithmetic(type) && !isUnsigned(type);
    case 'is_unsigned':
      return isArithmetic(type) && isUnsigned(type);
    case 'is_pointer':
      return type.kind === 'pointer';
    case 'is_reference':
      return type.kind === 'reference';
    case 'is_void':
      return type.kind === 'void';
    case 'is_enum':
      return type.kind === 'enum';
    case 'is_class':
      return type.kind === 'class' || type.kind === 'library' || type.kind === 'closure';
    case 'is_array':
      return type.kind === 'array';
    case 'is_const':
    case 'is_volatile':
      return type.kind === 'pointer' || type.kind === 'reference' ? false : null;
    case 'is_trivially_copyable':
    case 'is_device_copyable':
    case 'is_standard_layout':
      return true;
    case 'is_base_of': {
      const derived = typeOf(args[1]);
      return type.kind === 'class' && derived.kind === 'class' ? derived.info.derivesFrom(type.info) : false;
    }
    case 'is_convertible': {
      const to = typeOf(args[1]);
      if (isArithmetic(type) && isArithmetic(to)) return true;
      return sameType(type, to) ? true : null;
    }
    case 'integral_constant':
    case 'bool_constant': {
      const arg = args.at(-1);
      return arg?.kind === 'value' ? (integerOf(arg.value) === null ? null : BigInt(integerOf(arg.value) ?? 0)) : null;
    }
    case 'true_type':
      return true;
    case 'false_type':
      return false;
    case 'tuple_size': {
      if (type.kind !== 'library') return null;
      const shape = shapeOf(type);
      return shape.kind === 'elements'
        ? BigInt(shape.count)
        : shape.kind === 'fields'
          ? BigInt(shape.fields.length)
          : null;
    }
    case 'alignment_of': {
      const size = sizeOf(type);
      return size === null ? null : BigInt(size.align);
    }
    case 'extent':
      return type.kind === 'array' && type.size !== null ? BigInt(type.size) : null;
    default:
      return null;
  }
};

const FLOATS: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  float32: {
    max: 3.4028234663852886e38,
    min: 1.1754943508222875e-38,
    epsilon: 2 ** -23,
    denorm_min: 2 ** -149,
    digits: 24,
  },
  float64: {
    max: Number.MAX_VALUE,
    min: 2.2250738585072014e-308,
    epsilon: Number.EPSILON,
    denorm_min: 5e-324,
    digits: 53,
  },
  float16: { max: 65504, min: 2 ** -14, epsilon: 2 ** -10, denorm_min: 2 ** -24, digits: 11 },
  bfloat16: {
    max: 3.3895313892515355e38,
    min: 1.1754943508222875e-38,
    epsilon: 2 ** -7,
    denorm_min: 2 ** -133,
    digits: 8,
  },
};

/** A member of `std::numeric_limits<type>` ([numeric.limits]). */
export const numericLimit = (type: ScalarType, name: string): Constant | null => {
  if (isFloating(type)) {
    const limits = FLOATS[type.dtype];
    if (limits === undefined) return null;
    if (name === 'lowest') return -(limits['max'] ?? 0);
    if (name === 'infinity') return Number.POSITIVE_INFINITY;
    if (name === 'quiet_NaN' || name === 'signaling_NaN') return Number.NaN;
    if (name === 'is_integer') return false;
    if (name === 'is_signed' || name === 'has_infinity') return true;
    if (name === 'digits') return BigInt(limits['digits'] ?? 0);
    return limits[name] ?? null;
  }
  if (name === 'is_integer') return true;
  if (name === 'is_signed') return !isUnsigned(type);
  if (name === 'has_infinity') return false;
  if (type.dtype === 'bool') return name === 'max';
  const range = intRange(type.dtype);
  if (range === null) return null;
  if (name === 'max') return range.max;
  if (name === 'min' || name === 'lowest') return range.min;
  if (name === 'digits') return BigInt(bitsOfScalar(type) - (isUnsigned(type) ? 0 : 1));
  if (name === 'epsilon') return 0n;
  return null;
};
