/**
 * Exact integers: a `number` while the value is a safe integer (|x| < 2^53), a `bigint` beyond.
 * Every function takes and returns this canonical form, so `===`, `<` and `>` compare values.
 * Cost: one addition and one test on the fast path.
 */
export type Int = number | bigint;

const MAX = BigInt(Number.MAX_SAFE_INTEGER);

/** The canonical form of a bigint. */
export const fromBigInt = (x: bigint): Int => (x <= MAX && x >= -MAX ? Number(x) : x);

export const add = (a: Int, b: Int): Int => {
  if (typeof a === 'number' && typeof b === 'number') {
    const r = a + b;
    if (Number.isSafeInteger(r)) return r;
  }
  return fromBigInt(BigInt(a) + BigInt(b));
};

export const sub = (a: Int, b: Int): Int => {
  if (typeof a === 'number' && typeof b === 'number') {
    const r = a - b;
    if (Number.isSafeInteger(r)) return r;
  }
  return fromBigInt(BigInt(a) - BigInt(b));
};

export const mul = (a: Int, b: Int): Int => {
  if (typeof a === 'number' && typeof b === 'number') {
    const r = a * b;
    // `+ 0` turns -0 into 0.
    if (Number.isSafeInteger(r)) return r + 0;
  }
  return fromBigInt(BigInt(a) * BigInt(b));
};

export const neg = (a: Int): Int => (typeof a === 'number' ? 0 - a : fromBigInt(-a));
export const abs = (a: Int): Int => (a < 0 ? neg(a) : a);
export const sign = (a: Int): -1 | 0 | 1 => (a > 0 ? 1 : a < 0 ? -1 : 0);
export const minOf = (a: Int, b: Int): Int => (a <= b ? a : b);
export const maxOf = (a: Int, b: Int): Int => (a >= b ? a : b);

/** floor(a / b), `b` not 0. The remainder is exact in binary floating point, so the quotient is too. */
export const floorDivInt = (a: Int, b: Int): Int => {
  if (typeof a === 'number' && typeof b === 'number') {
    const r = a % b;
    const q = (a - r) / b;
    return (r !== 0 && r < 0 !== b < 0 ? q - 1 : q) + 0;
  }
  const x = BigInt(a);
  const y = BigInt(b);
  const r = x % y;
  const q = (x - r) / y;
  return fromBigInt(r !== 0n && r < 0n !== y < 0n ? q - 1n : q);
};

/** ceil(a / b), `b` not 0. */
export const ceilDivInt = (a: Int, b: Int): Int => neg(floorDivInt(neg(a), b));

/** a - b * floor(a / b): the sign of `b`, as in Python. */
export const modInt = (a: Int, b: Int): Int => sub(a, mul(b, floorDivInt(a, b)));

/** Greatest common divisor, not negative; gcd(0, 0) = 0. */
export const gcd = (a: Int, b: Int): Int => {
  let x = abs(a);
  let y = abs(b);
  while (y !== 0) {
    if (typeof x === 'number' && typeof y === 'number') {
      const r = x % y;
      x = y;
      y = r;
    } else {
      const r = fromBigInt(BigInt(x) % BigInt(y));
      x = y;
      y = r;
    }
  }
  return x;
};
