/**
 * Counts, sums and quantiles of durations that merge: exact count, sum, sum of squares, least and largest, and a
 * histogram with logarithmic buckets for quantiles.
 *
 * Bucket b >= 1 holds integers x with floor(log(x) / log(γ)) + 1 = b, γ = 1.02; bucket 0 holds x <= 0.
 * A quantile is the middle of its bucket, so it is off by at most 1 %; the extremes are exact.
 * @source Masson, Rim and Lee, "DDSketch", VLDB 12, 2019.
 */

const GAMMA = Math.log(1.02);
const BUCKETS = 2048;

export interface Sketch {
  readonly count: number;
  readonly sum: number;
  /** Sum of squared values, for the deviation. */
  readonly squares: number;
  readonly min: number;
  readonly max: number;
  /** Pairs of bucket and count, ascending: `[bucket, count, bucket, count, ...]`. */
  readonly buckets: readonly number[];
}

/** Grows by single values; `done` freezes it. */
export class SketchBuilder {
  private count = 0;
  private sum = 0;
  private squares = 0;
  private min = Number.POSITIVE_INFINITY;
  private max = Number.NEGATIVE_INFINITY;
  /** A double has no more than 2^53 in whole numbers, which is below the last bucket. */
  private readonly buckets = new Float64Array(BUCKETS);

  add(value: number): void {
    this.count += 1;
    this.sum += value;
    this.squares += value * value;
    if (value < this.min) this.min = value;
    if (value > this.max) this.max = value;
    const bucket = value <= 0 ? 0 : Math.min(BUCKETS - 1, Math.floor(Math.log(value) / GAMMA) + 1);
    this.buckets[bucket] = (this.buckets[bucket] as number) + 1;
  }

  done(): Sketch {
    const buckets: number[] = [];
    for (let at = 0; at < BUCKETS; at += 1) if (this.buckets[at] !== 0) buckets.push(at, this.buckets[at] as number);
    return { count: this.count, sum: this.sum, squares: this.squares, min: this.min, max: this.max, buckets };
  }
}

export function mergeSketches(a: Sketch, b: Sketch): Sketch {
  const buckets: number[] = [];
  let i = 0;
  let j = 0;
  while (i < a.buckets.length || j < b.buckets.length) {
    const left = a.buckets[i] ?? Number.POSITIVE_INFINITY;
    const right = b.buckets[j] ?? Number.POSITIVE_INFINITY;
    const count = (left <= right ? (a.buckets[i + 1] ?? 0) : 0) + (right <= left ? (b.buckets[j + 1] ?? 0) : 0);
    buckets.push(Math.min(left, right), count);
    if (left <= right) i += 2;
    if (right <= left) j += 2;
  }
  return {
    count: a.count + b.count,
    sum: a.sum + b.sum,
    squares: a.squares + b.squares,
    min: Math.min(a.min, b.min),
    max: Math.max(a.max, b.max),
    buckets,
  };
}

/** Value that a share `q` of the values does not exceed, nearest rank, within 1 %; NaN without values. */
export function quantile(sketch: Sketch, q: number): number {
  if (sketch.count === 0) return Number.NaN;
  const wanted = Math.max(1, Math.ceil(q * sketch.count));
  if (wanted === sketch.count) return sketch.max;
  let seen = 0;
  for (let at = 0; at < sketch.buckets.length; at += 2) {
    seen += sketch.buckets[at + 1] ?? 0;
    if (seen < wanted) continue;
    const bucket = sketch.buckets[at] ?? 0;
    const middle = bucket === 0 ? 0 : Math.exp(GAMMA * (bucket - 0.5));
    return Math.round(Math.min(sketch.max, Math.max(sketch.min, middle)));
  }
  return sketch.max;
}

export const mean = ({ sum, count }: Sketch): number => (count === 0 ? Number.NaN : sum / count);

/** Sample deviation; 0 for fewer than two values. */
export function deviation({ count, sum, squares }: Sketch): number {
  if (count < 2) return 0;
  return Math.sqrt(Math.max(0, (squares - (sum * sum) / count) / (count - 1)));
}
