/**
 * Values of one lane: integers, and sums of products of names that nobody knows the value of, such as `n * 3 + m`.
 * A name that begins with `@` stands for data or for what is not polynomial: equal names are equal values, and nothing is
 * known of two that differ.
 */

/** Products by their names, joined with `*`, each with a factor other than 0. */
export interface Sum {
  readonly constant: number;
  readonly terms: ReadonlyMap<string, number>;
}
/** Null: not known. */
export type Value = number | Sum | null;

/** Terms beyond which a value is given up. */
const MAX_TERMS = 12;

const made = (constant: number, terms: ReadonlyMap<string, number>): Value => {
  if (!Number.isSafeInteger(constant) || terms.size > MAX_TERMS) return null;
  return terms.size === 0 ? constant : { constant, terms };
};
export const atom = (name: string): Sum => ({ constant: 0, terms: new Map([[name, 1]]) });
export const constantOf = (a: number | Sum): number => (typeof a === 'number' ? a : a.constant);
const NONE: ReadonlyMap<string, number> = new Map();
export const termsOf = (a: number | Sum): ReadonlyMap<string, number> => (typeof a === 'number' ? NONE : a.terms);

/** `a + factor * b`. */
export const plus = (a: Value, b: Value, factor = 1): Value => {
  if (a === null || b === null) return null;
  const constant = constantOf(a) + factor * constantOf(b);
  if (typeof b === 'number') return made(constant, termsOf(a));
  const terms = new Map(termsOf(a));
  for (const [name, coef] of termsOf(b)) {
    const sum = (terms.get(name) ?? 0) + factor * coef;
    if (sum === 0) terms.delete(name);
    else terms.set(name, sum);
  }
  return made(constant, terms);
};

const scaled = (a: number | Sum, by: number): Value =>
  made(constantOf(a) * by, new Map([...termsOf(a)].map(([name, coef]) => [name, coef * by])));

export const times = (a: Value, b: Value): Value => {
  if (a === 0 || b === 0) return 0;
  if (a === null || b === null) return null;
  if (typeof a === 'number') return scaled(b, a);
  if (typeof b === 'number') return scaled(a, b);
  const out = new Map<string, number>();
  let constant = 0;
  for (const [x, p] of [...termsOf(a), ['', constantOf(a)] as const]) {
    for (const [y, q] of [...termsOf(b), ['', constantOf(b)] as const]) {
      const name = [...x.split('*'), ...y.split('*')].filter(Boolean).sort().join('*');
      if (name === '') constant += p * q;
      else out.set(name, (out.get(name) ?? 0) + p * q);
    }
  }
  for (const [name, coef] of out) if (coef === 0) out.delete(name);
  return made(constant, out);
};

/** Whether the difference is a number. */
export const difference = (a: Value, b: Value): number | null => {
  const d = plus(a, b, -1);
  return typeof d === 'number' ? d : null;
};

/** Floor of `a / d` and the rest, where every product is a multiple of `d`. */
const split = (a: number | Sum, d: number): readonly [Value, number] | null => {
  const terms = new Map<string, number>();
  for (const [name, coef] of termsOf(a)) {
    if (coef % d !== 0) return null;
    terms.set(name, coef / d);
  }
  const quotient = Math.floor(constantOf(a) / d);
  return [made(quotient, terms), constantOf(a) - quotient * d];
};
export const floorOf = (a: number | Sum, d: number): Value => split(a, d)?.[0] ?? null;
/** In `[0, d)`. */
export const restOf = (a: number | Sum, d: number): Value => split(a, d)?.[1] ?? null;

/** `4 * n + 3`, the names as `show` has them. Equal values have equal text. */
export const textOf = (a: number | Sum, show: (name: string) => string = (name) => name): string => {
  const terms = [...termsOf(a)].sort(([x], [y]) => (x < y ? -1 : 1));
  const parts = terms.map(([product, coef]) => {
    const names = product.split('*').map(show).join(' * ');
    return Math.abs(coef) === 1 ? `${coef < 0 ? '-' : ''}${names}` : `${coef} * ${names}`;
  });
  const k = constantOf(a);
  if (k !== 0 || parts.length === 0) parts.push(String(k));
  return parts.reduce((text, part) => (part.startsWith('-') ? `${text} - ${part.slice(1)}` : `${text} + ${part}`));
};

/** Whether it depends on data. */
export const isData = (a: number | Sum): boolean => [...termsOf(a).keys()].some((name) => name.includes('@'));
