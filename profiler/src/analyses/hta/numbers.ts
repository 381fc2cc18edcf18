/** Arithmetic as the library's numerical packages do it: rounding half to even, linear quantiles, sample deviation. */

/** Nearest integer, ties to the even one. */
function roundHalfEven(value: number): number {
  const low = Math.floor(value);
  const rest = value - low;
  if (rest !== 0.5) return Math.round(value);
  return low % 2 === 0 ? low : low + 1;
}

export const roundTo = (value: number, digits: number): number =>
  Number.isFinite(value) ? roundHalfEven(value * 10 ** digits) / 10 ** digits : value;

/** Linear interpolation between the two nearest of ascending values. */
export function quantileOf(ascending: readonly number[], q: number): number {
  if (ascending.length === 0) return Number.NaN;
  const at = q * (ascending.length - 1);
  const low = Math.floor(at);
  const a = ascending[low] ?? Number.NaN;
  const b = ascending[Math.min(low + 1, ascending.length - 1)] ?? Number.NaN;
  return a + (b - a) * (at - low);
}

export interface Moments {
  readonly sum: number;
  readonly max: number;
  readonly min: number;
  readonly mean: number;
  /** NaN for fewer than two values. */
  readonly std: number;
}

export function moments(values: readonly number[]): Moments {
  const sum = values.reduce((total, value) => total + value, 0);
  const mean = sum / values.length;
  const squares = values.reduce((total, value) => total + (value - mean) ** 2, 0);
  let max = Number.NEGATIVE_INFINITY;
  let min = Number.POSITIVE_INFINITY;
  for (const value of values) {
    max = Math.max(max, value);
    min = Math.min(min, value);
  }
  return { sum, max, min, mean, std: values.length < 2 ? Number.NaN : Math.sqrt(squares / (values.length - 1)) };
}

export interface Description {
  readonly count: number;
  readonly mean: number;
  readonly std: number;
  readonly min: number;
  readonly '25%': number;
  readonly '50%': number;
  readonly '75%': number;
  readonly max: number;
}

export function describe(values: readonly number[]): Description {
  const sorted = [...values].sort((a, b) => a - b);
  const { mean, std, min, max } = moments(values);
  return {
    count: values.length,
    mean,
    std,
    min,
    '25%': quantileOf(sorted, 0.25),
    '50%': quantileOf(sorted, 0.5),
    '75%': quantileOf(sorted, 0.75),
    max,
  };
}

/** Groups in the order of their first members. */
export function groupBy<T, K>(items: readonly T[], key: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const of = key(item);
    const group = groups.get(of);
    if (group === undefined) groups.set(of, [item]);
    else group.push(item);
  }
  return groups;
}

/** Code-point order, as the library sorts text. */
export const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
