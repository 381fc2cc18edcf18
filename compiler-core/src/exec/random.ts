/** Reproducible random numbers: the same seed gives the same sequence on every machine. */

/**
 * SplitMix32. Good enough for test data, of no use for anything secret.
 * @source Steele, Lea, Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014 (the 32-bit variant).
 */
export class Random {
  private state: number;

  constructor(seed: number) {
    this.state = seed >>> 0;
  }

  private next(): number {
    this.state = (this.state + 0x9e3779b9) >>> 0;
    let z = this.state;
    z = Math.imul(z ^ (z >>> 16), 0x85ebca6b);
    z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35);
    return (z ^ (z >>> 16)) >>> 0;
  }

  /** In [0, 1). */
  unit(): number {
    return this.next() / 2 ** 32;
  }

  /** An integer in [low, high), `low` where that is empty. */
  below(high: number, low = 0): number {
    return high <= low ? low : low + Math.floor(this.unit() * (high - low));
  }

  chance(p: number): boolean {
    return this.unit() < p;
  }

  pick<T>(items: readonly [T, ...T[]]): T {
    return items[this.below(items.length)] ?? items[0];
  }
}
