/**
 * Who touched an element last: the shadow state of race detection. Each cell keeps the last plain write, two plain reads
 * and two atomic accesses, of different items where there were any; so of every pair of items that race on an element at
 * least one is seen, whatever the order of execution. An access after all those that it is ordered after forgets them.
 * @source Flanagan, Freund, "FastTrack", PLDI 2009, with barrier intervals in place of vector clocks.
 */

/** The access at hand. `interval` counts the barriers that order this memory. */
export interface Visit {
  item: number;
  interval: number;
  subInterval: number;
  site: number;
  time: number;
}
/** One remembered access; `item` is -1 where there is none. */
export type Remembered = Readonly<Visit>;

/** Whether the remembered access is ordered before the one at hand. */
export type Ordered = (before: Remembered, now: Visit) => boolean;

const FIELDS = 5;
const WRITE = 0;
const READS = [1, 2] as const;
const ATOMICS = [3, 4] as const;

export class Shadow {
  private readonly state: Int32Array;
  private readonly stride: number;
  private readonly seen: Visit = { item: -1, interval: 0, subInterval: 0, site: 0, time: 0 };

  /** 100 bytes a cell with atomics, 60 without. */
  constructor(
    readonly cells: number,
    atomics: boolean,
    private readonly itemsPerGroup: number,
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

  private get hasAtomics(): boolean {
    return this.stride > FIELDS * 3;
  }

  private load(cell: number, slot: number): Remembered {
    const at = cell * this.stride + slot * FIELDS;
    const { state, seen } = this;
    seen.item = (state[at] as number) - 1;
    seen.interval = state[at + 1] as number;
    seen.subInterval = state[at + 2] as number;
    seen.site = state[at + 3] as number;
    seen.time = state[at + 4] as number;
    return seen;
  }
  private save(cell: number, slot: number, now: Visit): void {
    const at = cell * this.stride + slot * FIELDS;
    const { state } = this;
    state[at] = now.item + 1;
    state[at + 1] = now.interval;
    state[at + 2] = now.subInterval;
    state[at + 3] = now.site;
    state[at + 4] = now.time;
  }
  private forget(cell: number, slot: number): void {
    this.state[cell * this.stride + slot * FIELDS] = 0;
  }

  /** The access in the slot if it conflicts with the one at hand. */
  private conflict(cell: number, slot: number, now: Visit, ordered: Ordered): Remembered | null {
    const before = this.load(cell, slot);
    return before.item >= 0 && before.item !== now.item && !ordered(before, now) ? before : null;
  }
  private firstConflict(cell: number, slots: readonly number[], now: Visit, ordered: Ordered): Remembered | null {
    for (const slot of slots) {
      const found = this.conflict(cell, slot, now, ordered);
      if (found) return found;
    }
    return null;
  }

  private group(item: number): number {
    return Math.floor(item / this.itemsPerGroup);
  }

  /** Keeps the access in one of two slots: its own item's, one that is over, or one that adds nothing. */
  private keep(cell: number, slots: readonly [number, number], now: Visit, ordered: Ordered): void {
    for (const slot of slots) {
      const { item } = this.load(cell, slot);
      if (item < 0 || item === now.item) {
        this.save(cell, slot, now);
        return;
      }
    }
    for (const slot of slots) {
      if (ordered(this.load(cell, slot), now)) {
        this.save(cell, slot, now);
        return;
      }
    }
    // Two of one group tell no more than one of them and one of another.
    const [first, second] = [this.load(cell, slots[0]).item, this.load(cell, slots[1]).item];
    const group = this.group(now.item);
    if (this.group(first) === this.group(second) && group !== this.group(first)) this.save(cell, slots[1], now);
  }

  /** @returns the access that this read races with. */
  read(cell: number, now: Visit, ordered: Ordered): Remembered | null {
    const found =
      this.conflict(cell, WRITE, now, ordered) ??
      (this.hasAtomics ? this.firstConflict(cell, ATOMICS, now, ordered) : null);
    if (!found) this.keep(cell, READS, now, ordered);
    return found;
  }

  write(cell: number, now: Visit, ordered: Ordered): Remembered | null {
    const found =
      this.conflict(cell, WRITE, now, ordered) ??
      this.firstConflict(cell, READS, now, ordered) ??
      (this.hasAtomics ? this.firstConflict(cell, ATOMICS, now, ordered) : null);
    const copy = found && { ...found };
    this.save(cell, WRITE, now);
    for (const slot of READS) this.forget(cell, slot);
    if (this.hasAtomics) for (const slot of ATOMICS) this.forget(cell, slot);
    return copy;
  }

  /** `writes`: not a mere load. `together`: whether two atomic accesses are, by their scopes, atomic to each other. */
  atomic(cell: number, now: Visit, writes: boolean, ordered: Ordered, together: Ordered): Remembered | null {
    const found =
      this.conflict(cell, WRITE, now, ordered) ??
      (writes ? this.firstConflict(cell, READS, now, ordered) : null) ??
      this.firstConflict(cell, ATOMICS, now, (b, n) => together(b, n) || ordered(b, n));
    const copy = found && { ...found };
    this.keep(cell, ATOMICS, now, ordered);
    return copy;
  }
}
