/** Names of the libraries in expressions: functions, enumerators, constants. */

import { scalarConstant } from '../../lower/constants.ts';
import type { Machine } from '../../lower/machine.ts';
import type { Value } from '../../lower/values.ts';
import type { Node } from '../../parse/ast.ts';
import { BOOL, DOUBLE, FLOAT, INT, ULONG } from '../../types/fundamental.ts';
import {
  isArithmetic,
  library,
  NULLPTR,
  pointerTo,
  type TemplateArg,
  type Type,
  typeAt,
  unknownType,
} from '../../types/types.ts';
import { numericLimit, valueTrait } from '../std/traits.ts';
import { isFunction } from './calls.ts';
import { lastOf } from './types.ts';
import { swizzle } from './vectors.ts';

const words = (text: string): readonly string[] => text.split(/\s+/).filter((word) => word !== '');
export const TOKENS: ReadonlySet<string> = new Set(
  words(`
  read write read_write discard_write discard_read_write atomic device host_buffer global_buffer local constant_buffer
  host_task image relaxed acquire release acq_rel seq_cst consume work_item sub_group work_group system global_space
  local_space private_space generic_space constant_space global_and_local ext_intel_global_device_space
  ext_intel_global_host_space read_only write_only no_init read_only_host_task read_write_host_task write_only_host_task
  noinit yes no legacy true_t false_t automatic rte rtz rtp rtn in_order enable_profiling gpu_selector_v
  cpu_selector_v default_selector_v accelerator_selector_v memory_order_relaxed memory_order_acquire
  memory_order_release memory_order_acq_rel memory_order_seq_cst unroll nullopt memory_scope_device piecewise_construct
  memory_scope_work_group memory_scope_sub_group memory_scope_system memory_scope_work_item
  constant_buffer`),
);
/** Macros of `<cmath>`, `<cfloat>` and `<climits>` where no header defines them, and constants of `<numbers>`. */
const DOUBLES: Readonly<Record<string, number>> = {
  M_PI: Math.PI,
  M_PI_2: Math.PI / 2,
  M_PI_4: Math.PI / 4,
  M_1_PI: 1 / Math.PI,
  M_2_PI: 2 / Math.PI,
  M_2_SQRTPI: 2 / Math.sqrt(Math.PI),
  M_E: Math.E,
  M_LOG2E: Math.LOG2E,
  M_LOG10E: Math.LOG10E,
  M_LN2: Math.LN2,
  M_LN10: Math.LN10,
  M_SQRT2: Math.SQRT2,
  M_SQRT1_2: Math.SQRT1_2,
  DBL_MAX: Number.MAX_VALUE,
  DBL_MIN: 2.2250738585072014e-308,
  DBL_EPSILON: Number.EPSILON,
  HUGE_VAL: Number.POSITIVE_INFINITY,
};
const FLOATS: Readonly<Record<string, number>> = {
  FLT_MAX: 3.4028234663852886e38,
  FLT_MIN: 1.1754943508222875e-38,
  FLT_EPSILON: 2 ** -23,
  HUGE_VALF: Number.POSITIVE_INFINITY,
  INFINITY: Number.POSITIVE_INFINITY,
  NAN: Number.NaN,
  M_PI_F: Math.PI,
};
const INTEGERS: Readonly<Record<string, bigint>> = {
  INT_MAX: 2147483647n,
  INT_MIN: -2147483648n,
  CHAR_BIT: 8n,
  SCHAR_MAX: 127n,
  UCHAR_MAX: 255n,
  SHRT_MAX: 32767n,
  USHRT_MAX: 65535n,
  RAND_MAX: 2147483647n,
  EXIT_SUCCESS: 0n,
  EXIT_FAILURE: 1n,
};

/** `sycl::elem::w`: positions that swizzles name. */
const ELEM = /(?:^|::)elem::([xyzwrgba]|s[0-9A-F])$/;

/** Null: not known. */
export const libraryValue = (
  m: Machine,
  path: string,
  args: readonly TemplateArg[] | null,
  node: Node,
): Value | null => {
  const name = lastOf(path);
  const at = m.at(node);
  if (isFunction(path, args !== null)) {
    return { kind: 'builtin', type: unknownType(`the function \`${name}\``), name, path, self: null, args };
  }
  if (args !== null && name.endsWith('_v')) {
    const value = valueTrait(name.slice(0, -2), args);
    if (value !== null) return scalarConstant(value, typeof value === 'boolean' ? BOOL : ULONG, at);
  }
  if (name === 'NULL') return { kind: 'pointer', type: pointerTo(NULLPTR), base: null, index: null };
  if (DOUBLES[name] !== undefined) return scalarConstant(DOUBLES[name], DOUBLE, at);
  if (FLOATS[name] !== undefined) return scalarConstant(FLOATS[name], FLOAT, at);
  if (INTEGERS[name] !== undefined) return scalarConstant(INTEGERS[name], INT, at);
  const position = swizzle(ELEM.exec(path)?.[1] ?? '', 16)?.[0];
  if (position !== undefined) return scalarConstant(BigInt(position), INT, at);
  if (name === 'pi' || name === 'pi_v') return scalarConstant(Math.PI, DOUBLE, at);
  if (
    TOKENS.has(name) &&
    (path.includes('::') || m.scope.opensLibrary('sycl') || m.scope.opensLibrary('std') || opensAny(m))
  ) {
    return { kind: 'token', type: library('token'), name: name.replace(/^memory_(?:order|scope)_/, '') };
  }
  return null;
};

const opensAny = (m: Machine): boolean => {
  for (let scope: Machine['scope'] | null = m.scope; scope !== null; scope = scope.parent)
    if (scope.libraries.size > 0) return true;
  return false;
};

/** `numeric_limits<T>::max`, `is_same<A, B>::value`. */
export const memberValue = (
  m: Machine,
  of: Type,
  name: string,
  _args: readonly TemplateArg[] | null,
  node: Node,
): Value | null => {
  if (of.kind !== 'library') return null;
  const at = m.at(node);
  if (of.name === 'numeric_limits') {
    const type = typeAt(of, 0);
    const value = isArithmetic(type) ? numericLimit(type, name) : null;
    if (value === null || !isArithmetic(type)) return null;
    if (/^(?:is_|has_)/.test(name)) return scalarConstant(value, BOOL, at);
    if (name === 'digits') return scalarConstant(value, INT, at);
    return {
      kind: 'builtin',
      type,
      name,
      path: 'numeric_limits.call',
      self: scalarConstant(value, type, at),
      args: null,
    };
  }
  if (name === 'value') {
    const value = valueTrait(of.name, of.args);
    return value === null ? null : scalarConstant(value, typeof value === 'boolean' ? BOOL : ULONG, at);
  }
  return { kind: 'builtin', type: of, name, path: `${of.name}.${name}`, self: null, args: _args };
};
