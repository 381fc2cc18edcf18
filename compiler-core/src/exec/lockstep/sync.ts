/**
 * Happens-before through atomics: a release makes known what its item has done, an acquire that reads from it knows it
 * from then on, and so does its group after the next barrier. Fences make relaxed atomics of their item do the same.
 * @source C++17 [atomics.order], [atomics.fences]; SYCL 2020 3.8.3.
 */

import type { MemoryOrder } from '../../ir/nodes.ts';

/** Up to which time an item's accesses are known; those of a whole group under `~group`. */
type Knowledge = Map<number, number>;

const learn = (into: Knowledge, from: Knowledge | undefined): void => {
  for (const [who, time] of from ?? []) if ((into.get(who) ?? -1) < time) into.set(who, time);
};
const of = (map: Map<number, Knowledge>, key: number): Knowledge => {
  const known = map.get(key) ?? new Map<number, number>();
  map.set(key, known);
  return known;
};

const RELEASES: ReadonlySet<MemoryOrder> = new Set(['release', 'acq_rel', 'seq_cst']);
const ACQUIRES: ReadonlySet<MemoryOrder> = new Set(['acquire', 'acq_rel', 'seq_cst']);

export class Sync {
  private readonly items = new Map<number, Knowledge>();
  private readonly groups = new Map<number, Knowledge>();
  private readonly released = new Map<string, Knowledge>();
  /** Read by relaxed loads, known after the item's next acquire fence. */
  private readonly pending = new Map<number, Knowledge>();
  /** What an item's last release fence made known. */
  private readonly fenced = new Map<number, Knowledge>();

  constructor(private readonly itemsPerGroup: number) {}

  private group(item: number): number {
    return Math.floor(item / this.itemsPerGroup);
  }

  private knownTo(item: number, time: number): Knowledge {
    const all = new Map(this.groups.get(this.group(item)));
    learn(all, this.items.get(item));
    learn(all, new Map([[item, time]]));
    return all;
  }

  fence(item: number, order: MemoryOrder, time: number): void {
    if (ACQUIRES.has(order)) learn(of(this.items, item), this.pending.get(item));
    if (RELEASES.has(order)) this.fenced.set(item, this.knownTo(item, time));
  }

  /** An atomic access of `item` to the cell that `key` names. A store ends the release sequence that stood there. */
  atomic(item: number, key: string, order: MemoryOrder, op: 'load' | 'store' | 'update', time: number): void {
    const there = this.released.get(key);
    if (op !== 'store' && there) learn(of(ACQUIRES.has(order) ? this.items : this.pending, item), there);
    if (op === 'load') return;
    const own = RELEASES.has(order) ? this.knownTo(item, time) : this.fenced.get(item);
    if (op === 'store') this.released.set(key, new Map(own));
    else if (own) {
      const next = new Map(there);
      learn(next, own);
      this.released.set(key, next);
    }
  }

  /** All of a group's items meet: they know what each of them knew, and what all of them did. */
  barrier(group: number, time: number): void {
    const all = of(this.groups, group);
    all.set(~group, time);
    const first = group * this.itemsPerGroup;
    for (let item = first; item < first + this.itemsPerGroup; item++) learn(all, this.items.get(item));
  }

  /** Whether `item` knows of what `other` did at `time`. */
  knows(item: number, other: number, time: number): boolean {
    const group = ~this.group(other);
    for (const known of [this.items.get(item), this.groups.get(this.group(item))]) {
      if (known && ((known.get(other) ?? -1) >= time || (known.get(group) ?? -1) >= time)) return true;
    }
    return false;
  }
}
