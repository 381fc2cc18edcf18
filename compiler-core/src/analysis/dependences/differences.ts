/**
 * Constraints `x - y <= c` over numbered integer variables, closed under consequence: most pairs of accesses need no
 * more. The closure is exact over the integers, so emptiness and the extent of every difference can be read off.
 * Source: A. Miné, "A new numerical abstract domain based on difference-bound matrices", PADO 2001.
 * Cost: O(n²) for a constraint that adds something, O(1) for one that does not.
 */
export class Differences {
  private constructor(
    private readonly n: number,
    /** `most[x · n + y]` is the greatest value of x - y. */
    private readonly most: Float64Array,
  ) {}

  static over(variables: number): Differences {
    const most = new Float64Array(variables * variables).fill(Infinity);
    for (let k = 0; k < variables; k++) most[k * variables + k] = 0;
    return new Differences(variables, most);
  }

  copy(): Differences {
    return new Differences(this.n, this.most.slice());
  }

  /** The greatest value of x - y; infinite where there is none. */
  greatest(x: number, y: number): number {
    return this.most[x * this.n + y] as number;
  }

  /** Adds `x - y <= c`; false when nothing is left, and then this is not to be used any more. */
  restrict(x: number, y: number, c: number): boolean {
    const { n, most } = this;
    if ((most[x * n + y] as number) <= c) return true;
    if ((most[y * n + x] as number) + c < 0) return false;
    for (let i = 0; i < n; i++) {
      const toX = (most[i * n + x] as number) + c;
      if (toX === Infinity) continue;
      for (let j = 0; j < n; j++) {
        const sum = toX + (most[y * n + j] as number);
        if (sum < (most[i * n + j] as number)) most[i * n + j] = sum;
      }
    }
    return true;
  }

  /** Whether x - y has one value, and which; null where it has several. */
  fixed(x: number, y: number): number | null {
    const most = this.greatest(x, y);
    return most === -this.greatest(y, x) ? most : null;
  }
}
