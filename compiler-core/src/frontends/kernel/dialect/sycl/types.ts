/** Types of SYCL 2020 (chapter 4, appendix A of its extensions in the field) and of the standard library, by name. */

import { NO_SPAN } from '../../../../ir/build.ts';
import { scalarConstant } from '../../lower/constants.ts';
import type { Machine } from '../../lower/machine.ts';
import { FLOAT, INT, SCALAR_NAMES, ULONG } from '../../types/fundamental.ts';
import {
  library,
  pointerTo,
  type TemplateArg,
  type Type,
  typeArg,
  typeAt,
  unknownType,
  VOID,
} from '../../types/types.ts';
import { typeTrait } from '../std/traits.ts';

/** The last component of a qualified name. */
export const lastOf = (path: string): string => path.slice(path.lastIndexOf(':') + 1);

const ELEMENTS: Readonly<Record<string, string>> = {
  char: 'char',
  schar: 'int8_t',
  uchar: 'uint8_t',
  short: 'int16_t',
  ushort: 'uint16_t',
  int: 'int32_t',
  uint: 'uint32_t',
  long: 'int64_t',
  ulong: 'uint64_t',
  longlong: 'longlong',
  ulonglong: 'ulonglong',
  float: 'float_t',
  double: 'double_t',
  half: 'half',
};
const VECTOR = /^(?:cl_|m)?(u?char|schar|u?short|u?int|u?long|u?longlong|float|double|half)(2|3|4|8|16)$/;
const POINTERS = /^(?:multi_ptr|(?:raw_|decorated_)?(?:global|local|private|constant|generic)_ptr)$/;

export const valueArg = (value: number): TemplateArg => ({
  kind: 'value',
  value: scalarConstant(BigInt(value), INT, NO_SPAN),
});
const token = (name: string): TemplateArg => ({
  kind: 'value',
  value: { kind: 'token', type: library('token'), name },
});

/** Class templates with their default arguments; null: it has none, so the argument is deduced or missing. */
export const TEMPLATES: Readonly<Record<string, readonly (TemplateArg | null)[]>> = {
  id: [valueArg(1)],
  range: [valueArg(1)],
  nd_range: [valueArg(1)],
  item: [valueArg(1)],
  nd_item: [valueArg(1)],
  group: [valueArg(1)],
  h_item: [valueArg(1)],
  accessor: [null, valueArg(1), token('read_write'), token('device')],
  local_accessor: [null, valueArg(1)],
  host_accessor: [null, valueArg(1), token('read_write')],
  buffer: [null, valueArg(1)],
  private_memory: [null, valueArg(1)],
  vec: [null, null],
  marray: [null, null],
  array: [null, null],
  pair: [null, null],
  tuple: [],
  complex: [typeArg(FLOAT)],
  vector: [null],
  span: [null],
  initializer_list: [null],
  unique_ptr: [null],
  shared_ptr: [null],
  optional: [null],
  function: [null],
  atomic_ref: [null, token('relaxed'), token('device'), token('generic_space')],
  atomic: [null],
  device_global: [null],
  reducer: [null],
  numeric_limits: [null],
  integral_constant: [null, null],
  bool_constant: [null],
  integer_sequence: [null],
  index_sequence: [],
};
/** Deduced from how an object is made, where no argument stands. */
const DEDUCED = new Set([
  'id',
  'range',
  'nd_range',
  'accessor',
  'local_accessor',
  'host_accessor',
  'buffer',
  'vec',
  'marray',
  'array',
  'pair',
  'tuple',
  'vector',
  'atomic_ref',
  'complex',
  'span',
  'function',
]);

/** Function objects, by the operation that they are. */
export const FUNCTION_OBJECTS: ReadonlySet<string> = new Set([
  ...[
    'plus',
    'multiplies',
    'minus',
    'divides',
    'modulus',
    'negate',
    'minimum',
    'maximum',
    'bit_and',
    'bit_or',
    'bit_xor',
  ],
  ...[
    'logical_and',
    'logical_or',
    'logical_not',
    'less',
    'greater',
    'less_equal',
    'greater_equal',
    'equal_to',
    'not_equal_to',
  ],
]);
export const PLAIN: ReadonlySet<string> = new Set([
  ...['queue', 'handler', 'event', 'device', 'platform', 'context', 'sub_group', 'stream', 'sampler', 'kernel_handler'],
  ...[
    'string',
    'string_view',
    'ostream',
    'mt19937',
    'default_random_engine',
    'random_device',
    'exception',
    'mt19937_64',
  ],
  ...[
    'property_list',
    'kernel',
    'thread',
    'mutex',
    'ifstream',
    'ofstream',
    'fstream',
    'stringstream',
    'true_type',
    'false_type',
  ],
  ...[
    'system_clock',
    'steady_clock',
    'high_resolution_clock',
    'FILE',
    'root_group',
    'in_order',
    'no_init',
    'initialize_to_identity',
    'time_point',
  ],
]);
export const TOKEN_TYPES: ReadonlySet<string> = new Set([
  'memory_order',
  'memory_scope',
  'mode',
  'access_mode',
  'target',
  'address_space',
  'decorated',
  'fence_space',
  'placeholder',
  'rounding_mode',
]);

export const libraryType = (m: Machine, path: string, args: readonly TemplateArg[] | null): Type => {
  const name = lastOf(path);
  const scalar = SCALAR_NAMES.get(name);
  if (scalar !== undefined && args === null) return scalar;
  const vector = VECTOR.exec(name);
  if (vector !== null) {
    const element = SCALAR_NAMES.get(ELEMENTS[vector[1] ?? ''] ?? '') ?? INT;
    return library(
      name.startsWith('m') ? 'marray' : 'vec',
      typeArg(vector[1] === 'char' ? (SCALAR_NAMES.get('int8_t') ?? element) : element),
      valueArg(Number(vector[2])),
    );
  }
  if (POINTERS.test(name)) {
    const [first] = args ?? [];
    return first?.kind === 'type' ? pointerTo(first.type) : unknownType(`\`${name}\` without arguments`);
  }
  const trait = typeTrait(m, name, args ?? []);
  if (trait !== null) return trait;
  const parameters = TEMPLATES[name];
  if (parameters !== undefined) {
    if (args === null && DEDUCED.has(name) && !['id', 'range', 'item', 'nd_item'].includes(name)) {
      return { kind: 'template', name, entity: null };
    }
    if (args === null && DEDUCED.has(name)) return { kind: 'template', name, entity: null };
    const given = (args ?? []).flatMap((arg) => (arg.kind === 'pack' ? arg.items : [arg]));
    const all = [...given];
    for (let i = given.length; i < parameters.length; i++) {
      const standard = parameters[i];
      if (standard == null) return unknownType(`\`${name}\` lacks an argument`);
      all.push(standard);
    }
    return completed(name, all);
  }
  if (FUNCTION_OBJECTS.has(name)) return library(name, ...(args ?? []));
  if (PLAIN.has(name)) return library(name, ...(args ?? []));
  if (TOKEN_TYPES.has(name)) return library('token');
  return unknownType(`\`${path}\` is not known`);
};

function completed(name: string, args: readonly TemplateArg[]): Type {
  if (name === 'local_accessor') {
    return library('accessor', args[0] ?? typeArg(VOID), args[1] ?? valueArg(1), token('read_write'), token('local'));
  }
  return library(name, ...args);
}

/** `vec<T, N>::element_type`, `array<T, N>::value_type`, `complex<T>::value_type`, `conditional<...>::type`. */
export const libraryMember = (m: Machine, of: Type, name: string, args: readonly TemplateArg[] | null): Type | null => {
  if (of.kind === 'pointer') return name === 'element_type' || name === 'value_type' ? of.to : null;
  if (of.kind !== 'library') return null;
  if (name === 'value_type' || name === 'element_type' || name === 'reference') {
    const first = of.args[0];
    return first?.kind === 'type' ? first.type : null;
  }
  if (name === 'size_type') return ULONG;
  if (name === 'type') {
    const trait = typeTrait(m, `${of.name}_t`, of.args);
    return trait ?? (of.args[0]?.kind === 'type' ? typeAt(of, 0) : null);
  }
  if (name === 'vector_t') return of;
  return args === null ? null : null;
};
