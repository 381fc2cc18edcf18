/** Numbers and times in the spellings that traces use. */

/** `12`, `-3`, `0x1f`; null for anything else and beyond 2^53. */
export const integerOf = (text: string): number | null => {
  if (!/^\s*(-?\d{1,16}|0[xX][0-9a-fA-F]{1,16})\s*$/.test(text)) return null;
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : null;
};

/**
 * Nanoseconds of decimal microseconds such as `1669783687464181.25`, `1.5e3`, `-0.5`: exact, halves rounded away from zero.
 *
 * @returns Null where the text is no number.
 */
export const nanosecondsOf = (text: string): bigint | null => {
  const parts = /^\s*(-?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,3}))?\s*$/.exec(text);
  if (parts === null) return null;
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = parts;
  if (whole.length + fraction.length === 0 || whole.length > 400) return null;
  const shift = Number(exponent) + 3;
  const digits = whole + fraction;
  // The point stands behind `whole.length` digits; it moves by `shift`.
  const point = whole.length + shift;
  const padded = point > digits.length ? digits.padEnd(point, '0') : digits;
  const head = point <= 0 ? '0' : padded.slice(0, point);
  const next = point < 0 ? '0' : (padded[point] ?? '0');
  const value = BigInt(head) + (next >= '5' ? 1n : 0n);
  return sign === '-' ? -value : value;
};
