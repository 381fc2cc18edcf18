/** Sums of texts with coefficients, the constant under '': the keys of equal integer expressions. */

/** `a + factor · b`, without terms that cancel. */
export const sumOf = (
  a: ReadonlyMap<string, bigint>,
  b: ReadonlyMap<string, bigint>,
  factor: bigint,
): ReadonlyMap<string, bigint> => {
  const out = new Map(a);
  for (const [key, coef] of b) {
    const sum = (out.get(key) ?? 0n) + factor * coef;
    if (sum === 0n) out.delete(key);
    else out.set(key, sum);
  }
  return out;
};

export const constantOf = (sum: ReadonlyMap<string, bigint>): bigint | null => {
  if (sum.size === 0) return 0n;
  return sum.size === 1 ? (sum.get('') ?? null) : null;
};

/** A term alone reads as itself, a constant as the literal does. */
export const showSum = (sum: ReadonlyMap<string, bigint>): string => {
  const constant = constantOf(sum);
  if (constant !== null) return `int ${constant}`;
  const terms = [...sum].sort(([a], [b]) => (a < b ? -1 : 1));
  const [first] = terms;
  if (first && terms.length === 1 && first[1] === 1n) return first[0];
  return `sum(${terms.map(([key, coef]) => `${coef} ${key}`).join(', ')})`;
};
