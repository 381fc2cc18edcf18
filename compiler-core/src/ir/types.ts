/** Element types, access types and memory types of tensors, with FreeTensor's names. */

export const DTYPES = [
  'float16',
  'float32',
  'float64',
  'bfloat16',
  'int8',
  'int16',
  'int32',
  'int64',
  'uint8',
  'uint16',
  'uint32',
  'uint64',
  'bool',
  'void',
  'custom',
  'unknown',
] as const;
/** `unknown` is a Python value that only a run would tell; it is neither integer nor float to any analysis. */
export type DType = (typeof DTYPES)[number];

export type AccessType = 'input' | 'output' | 'inout' | 'cache';

/** Address spaces. `byvalue` is a scalar parameter; the rest say where a tensor lives. */
export type MemType = 'byvalue' | 'cpu' | 'gpu/global' | 'gpu/global/heap' | 'gpu/shared' | 'gpu/local' | 'gpu/warp';

export const isFloat = (t: DType): boolean => t === 'float16' || t === 'float32' || t === 'float64' || t === 'bfloat16';
export const isInt = (t: DType): boolean => t.startsWith('int') || t.startsWith('uint');

/** Bits of an element in memory; null where it has no fixed size. */
export const bitsOf = (t: DType): number | null => {
  if (t === 'bool') return 8;
  const digits = /\d+$/.exec(t);
  return digits ? Number(digits[0]) : null;
};

/** Least and greatest value of an integer type; null for the others. */
export const intRange = (t: DType): { readonly min: bigint; readonly max: bigint } | null => {
  const bits = bitsOf(t);
  if (!isInt(t) || bits === null) return null;
  const n = BigInt(bits);
  return t.startsWith('u') ? { min: 0n, max: (1n << n) - 1n } : { min: -(1n << (n - 1n)), max: (1n << (n - 1n)) - 1n };
};

/**
 * The type of a binary arithmetic result, FreeTensor's `up_cast`: floats win over integers, wider over narrower.
 * A literal or Python value of unknown type leaves the result unknown.
 */
export const upCast = (a: DType, b: DType): DType => {
  if (a === b) return a;
  if (a === 'unknown' || b === 'unknown') return 'unknown';
  if (a === 'custom' || b === 'custom') return 'custom';
  if (isFloat(a) || isFloat(b)) {
    if (!isFloat(a)) return b;
    if (!isFloat(b)) return a;
    const [x, y] = [bitsOf(a) ?? 0, bitsOf(b) ?? 0];
    // Neither half format holds the other; single precision holds both.
    if (x === y) return 'float32';
    return x > y ? a : b;
  }
  if (a === 'bool') return b;
  if (b === 'bool') return a;
  return (bitsOf(a) ?? 0) >= (bitsOf(b) ?? 0) ? a : b;
};
