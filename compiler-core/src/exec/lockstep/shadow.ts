/**
 * Who touched an element last: the shadow state of race detection. Each cell keeps the last plain write, two plain reads
 * and two atomic accesses, of different items where there were any; so of every pair of items that race on an element at
 * least one is seen, whatever the order of execution. An access after all those that it is ordered after forgets them.
 * @source Flanagan, Freund, "FastTrack", PLDI 2009, with barrier intervals in place of vector clocks.
 */

/** An access. `interval` counts the barriers that order this memory; `time` the statements of the run. */
export interface Visit {
  item: number;
  interval: number;
  subInterval: number;
  site: number;
  time: number;
}
export type Remembered = Readonly<Visit>;

/** What orders accesses of two items, besides barriers of their group: null where nothing can. */
export interface Order {
  readonly itemsPerGroup: number;
  readonly subGroupSize: number;
  readonly sync: { readonly knows: (item: number, other: number, time: number) => boolean } | null;
  /** Whether both accesses are atomic and, by their scopes, so to each other. */
  readonly atomicTogether: (before: Remembered, now: Visit) => boolean;
}

const FIELDS = 5;
/** Offsets of the remembered accesses in a cell. */
const WRITE = 0;
const READS = [FIELDS, 2 * FIELDS] as const;
const ATOMICS = [3 * FIELDS, 4 * FIELDS] as const;

export class Shadow {
  /** Item + 1 (0: none), interval, subInterval, site, time of each. */
  private readonly state: Int32Array;
  private readonly stride: number;

  /** 100 bytes a cell with atomics, 60 without. */
  constructor(
    readonly cells: number,
    private readonly atomics: boolean,
    private readonly order: Order,
  ) {
    this.stride = FIELDS * (atomics ? 5 : 3);
    this.state = new Int32Array(cells * this.stride);
  }
  static bytes(cells: number, atomics: boolean): number {
    return cells * FIELDS * 4 * (atomics ? 5 : 3);
  }

  clear(): void {
    this.state.fill(0);
  }

  private load(at: number): Remembered {
    const s = this.state;
    return {
      item: (s[at] as number) - 1,
      interval: s[at + 1] as number,
      subInterval: s[at + 2] as number,
      site: s[at + 3] as number,
      time: s[at + 4] as number,
    };
  }
  private save(at: number, now: Visit): void {
    const s = this.state;
    s[at] = now.item + 1;
    s[at + 1] = now.interval;
    s[at + 2] = now.subInterval;
    s[at + 3] = now.site;
    s[at + 4] = now.time;
  }

  private group(item: number): number {
    return Math.floor(item / this.order.itemsPerGroup);
  }
  private subGroup(item: number): number {
    return Math.floor((item % this.order.itemsPerGroup) / this.order.subGroupSize);
  }

  /** Something of another item is remembered there, and nothing orders it before the access at hand. */
  private races(at: number, now: Visit): boolean {
    const s = this.state;
    const item = (s[at] as number) - 1;
    if (item < 0 || item === now.item) return false;
    if (this.group(item) === this.group(now.item)) {
      if (s[at + 1] !== now.interval) return false;
      if (s[at + 2] !== now.subInterval && this.subGroup(item) === this.subGroup(now.item)) return false;
    }
    const { sync } = this.order;
    return sync === null || !sync.knows(now.item, item, s[at + 4] as number);
  }

  /** Keeps the access in one of two places: its own item's, one that is over, or one that adds nothing. */
  private keep(first: number, second: number, now: Visit): void {
    const [a, b] = [this.state[first] as number, this.state[second] as number];
    if (a === 0 || a === now.item + 1) this.save(first, now);
    else if (b === 0 || b === now.item + 1) this.save(second, now);
    else if (!this.races(first, now)) this.save(first, now);
    else if (!this.races(second, now)) this.save(second, now);
    else {
      // Two of one group tell no more than one of them and one of another.
      const group = this.group(a - 1);
      if (group === this.group(b - 1) && group !== this.group(now.item)) this.save(second, now);
    }
  }

  /** @returns the access that this read races with. */
  read(cell: number, now: Visit): Remembered | null {
    const at = cell * this.stride;
    if (this.races(at + WRITE, now)) return this.load(at + WRITE);
    if (this.atomics) for (const k of ATOMICS) if (this.races(at + k, now)) return this.load(at + k);
    this.keep(at + READS[0], at + READS[1], now);
    return null;
  }

  write(cell: number, now: Visit): Remembered | null {
    const at = cell * this.stride;
    let found: Remembered | null = this.races(at + WRITE, now) ? this.load(at + WRITE) : null;
    for (const k of READS) {
      if (!found && this.races(at + k, now)) found = this.load(at + k);
      this.state[at + k] = 0;
    }
    for (const k of this.atomics ? ATOMICS : []) {
      if (!found && this.races(at + k, now)) found = this.load(at + k);
      this.state[at + k] = 0;
    }
    this.save(at + WRITE, now);
    return found;
  }

  /** `writes`: not a mere load. */
  atomic(cell: number, now: Visit, writes: boolean): Remembered | null {
    const at = cell * this.stride;
    let found: Remembered | null = this.races(at + WRITE, now) ? this.load(at + WRITE) : null;
    // Atomic loads are among the reads: they conflict with plain writes only.
    for (const k of writes ? [...READS, ...ATOMICS] : ATOMICS) {
      if (found || !this.races(at + k, now)) continue;
      const before = this.load(at + k);
      if (!this.order.atomicTogether(before, now)) found = before;
    }
    const [first, second] = writes ? ATOMICS : READS;
    this.keep(at + first, at + second, now);
    return found;
  }
}
