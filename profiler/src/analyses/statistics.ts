/** Medians and spreads that a few wild values do not move. */

/** Middle of the values, mean of the two middle ones; NaN without values. */
export function median(values: readonly number[]): number {
  if (values.length === 0) return Number.NaN;
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const high = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? high : ((sorted[middle - 1] ?? high) + high) / 2;
}

/** 1.4826 times the median of the distances from the median: the deviation, if the values are normal. */
export function spread(values: readonly number[]): number {
  const centre = median(values);
  return 1.4826 * median(values.map((value) => Math.abs(value - centre)));
}

/**
 * For each value the median of all others.
 * @cost O(n log n).
 */
export function mediansOfOthers(values: readonly number[]): readonly number[] {
  const order = values.map((_, at) => at).sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0));
  const sorted = order.map((at) => values[at] ?? 0);
  const n = sorted.length;
  const result = new Array<number>(n).fill(Number.NaN);
  if (n < 2) return result;
  for (const [place, at] of order.entries()) {
    const without = (index: number): number => sorted[index < place ? index : index + 1] ?? Number.NaN;
    const middle = (n - 1) >> 1;
    result[at] = (n - 1) % 2 === 1 ? without(middle) : (without(middle - 1) + without(middle)) / 2;
  }
  return result;
}
