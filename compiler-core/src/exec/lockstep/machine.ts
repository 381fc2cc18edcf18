/** State of one run: where the group at hand stands, what orders its accesses, budgets, findings. */

import type { Origin, Stmt, SyncScope } from '../../ir/nodes.ts';
import type { Span } from '../../text/span.ts';
import { type Deed, type FindingKind, type Findings, inWords, type Space, type WorkItem } from './findings.ts';
import type { Observer } from './observer.ts';
import type { Order, Remembered, Visit } from './shadow.ts';
import type { Storage } from './storage.ts';
import type { Sync } from './sync.ts';
import type { Wide } from './wide.ts';

export type Ending =
  | { readonly kind: 'unsupported'; readonly at: Span; readonly reason: string }
  | { readonly kind: 'budget'; readonly what: 'steps' | 'bytes' | 'stopped'; readonly at: Span }
  | { readonly kind: 'bad-input'; readonly name: string; readonly reason: string }
  | { readonly kind: 'bad-launch'; readonly reason: string };

/** Ends the run; caught by `runKernel` alone. */
export class Stop {
  constructor(readonly ending: Ending) {}
}
export const unsupported = (at: Span, reason: string): never => {
  throw new Stop({ kind: 'unsupported', at, reason });
};

/** A place in the program that touches memory or meets others. */
export interface Site {
  readonly id: number;
  readonly stmt: Stmt;
  readonly at: Span;
  readonly kind: Deed['kind'];
  /** Of an atomic access. */
  readonly scope: SyncScope | null;
}

export interface Budgets {
  readonly maxSteps: number;
  readonly maxBytes: number;
  readonly shouldStop: (() => boolean) | undefined;
}

export class Machine implements Order {
  readonly sites: Site[] = [];
  /** Told of every access to memory that items share. Set before the kernel is compiled, or not at all. */
  observer: Observer | null = null;
  /** Happens-before by atomics, where the kernel has what it takes. */
  sync: Sync | null = null;
  /** The item of lane 0; lanes are consecutive items. */
  itemBase = 0;
  /** Lanes of a group; 1 where every item is on its own, and then each lane is a group. */
  itemsPerGroup = 1;
  subGroupSize = 1;
  /** Lanes that must meet at a barrier now; 0 outside the work-items of a group. */
  present = 0;
  /** Advances with every statement. */
  time = 0;
  /** Barriers so far that order local memory, and global memory. */
  localInterval = 0;
  globalInterval = 0;
  /** Barriers so far of each sub-group, those of its group among them. */
  subIntervals: Int32Array;
  steps = 0;
  private bytes = 0;
  private nextLook = LOOK;
  readonly visit: Visit = { item: 0, interval: 0, subInterval: 0, site: 0, time: 0 };
  private itemName: (item: number) => WorkItem = () => ({ global: [], group: [], local: [] });

  constructor(
    readonly width: number,
    private readonly budgets: Budgets,
    readonly findings: Findings,
  ) {
    this.subIntervals = new Int32Array(width);
  }

  nameItems(by: (item: number) => WorkItem): void {
    this.itemName = by;
  }

  site(stmt: Stmt, at: Span, kind: Deed['kind'], scope: SyncScope | null = null): Site {
    const made = { id: this.sites.length, stmt, at, kind, scope };
    this.sites.push(made);
    return made;
  }

  // ---- budgets -----------------------------------------------------------------------------------------------------

  spend(steps: number, at: Span): void {
    this.time++;
    this.steps += steps;
    if (this.steps >= this.nextLook) this.look(at);
  }
  private look(at: Span): void {
    this.nextLook = this.steps + LOOK;
    if (this.steps > this.budgets.maxSteps) throw new Stop({ kind: 'budget', what: 'steps', at });
    if (this.budgets.shouldStop?.()) throw new Stop({ kind: 'budget', what: 'stopped', at });
  }
  /** Memory that is needed more, or less. */
  claim(bytes: number, at: Span): void {
    this.bytes += bytes;
    if (this.bytes > this.budgets.maxBytes) throw new Stop({ kind: 'budget', what: 'bytes', at });
  }

  // ---- order -------------------------------------------------------------------------------------------------------

  /** Fills `visit` for a lane's access. */
  enter(lane: number, site: Site, space: Space): Visit {
    const { visit } = this;
    visit.item = this.itemBase + lane;
    visit.interval = space === 'local' ? this.localInterval : this.globalInterval;
    visit.subInterval = this.subIntervals[Math.floor(lane / this.subGroupSize)] ?? 0;
    visit.site = site.id;
    visit.time = this.time;
    return visit;
  }

  /** Both are atomic, and both scopes reach both items. */
  readonly atomicTogether = (before: Remembered, now: Visit): boolean =>
    this.reaches(before.site, before.item, now.item) && this.reaches(now.site, before.item, now.item);
  private group(item: number): number {
    return Math.floor(item / this.itemsPerGroup);
  }
  private subGroup(item: number): number {
    return Math.floor((item % this.itemsPerGroup) / this.subGroupSize);
  }
  private reaches(site: number, a: number, b: number): boolean {
    switch (this.sites[site]?.scope) {
      case 'workItem':
        return a === b;
      case 'subGroup':
        return this.group(a) === this.group(b) && this.subGroup(a) === this.subGroup(b);
      case 'workGroup':
        return this.group(a) === this.group(b);
      case 'device':
      case 'system':
        return true;
      default:
        return false;
    }
  }

  /** Another group is at hand: it has met no barrier. */
  startGroup(itemBase: number): void {
    this.itemBase = itemBase;
    this.localInterval = 0;
    this.globalInterval = 0;
    this.subIntervals.fill(0);
  }

  // ---- findings ----------------------------------------------------------------------------------------------------

  deed(site: Site, item: number, value: Wide | null): Deed {
    const { kind, at: span, stmt } = site;
    const origin: Origin = stmt.origin;
    return { kind, item: this.itemName(item), span, stmt: stmt.id, origin, value };
  }

  /** A finding of one item about no other. */
  report(
    kind: FindingKind,
    site: Site,
    lane: number,
    message: (who: string) => string,
    element: { readonly storage: Storage; readonly index: readonly number[] } | null = null,
    value: Wide | null = null,
  ): void {
    const item = this.itemBase + lane;
    this.findings.add(`${kind} ${site.id} ${element?.storage.id ?? ''}`, () => ({
      kind,
      message: message(inWords(this.itemName(item))),
      element: element && elementOf(element.storage, element.index),
      deeds: [this.deed(site, item, value)],
    }));
  }

  /** `before` is what stood in memory up to now, and so what the earlier access read or wrote. */
  race(earlier: Remembered, site: Site, item: number, storage: Storage, k: number, before: Wide, after: Wide): void {
    const first = this.sites[earlier.site] ?? site;
    const uniform = before === after && first.kind === 'write' && site.kind === 'write';
    const kind: FindingKind = uniform ? 'uniform-write' : 'data-race';
    const other = earlier.item;
    this.findings.add(`${kind} ${first.id} ${site.id} ${storage.id}`, () => {
      const deeds = [this.deed(first, other, before), this.deed(site, item, after)] as const;
      const element = elementOf(storage, storage.indexOf(k));
      const said = deeds.map((d) => `${DONE[d.kind]} by ${inWords(d.item)}`);
      const name = `${element.name}[${element.index.join(', ')}]`;
      return { kind, element, deeds, message: `${name} is ${said.join(' and ')}, and nothing orders the two` };
    });
  }
}

const LOOK = 1_000_000;
const DONE: Readonly<Record<Deed['kind'], string>> = {
  read: 'read',
  write: 'written',
  atomic: 'updated atomically',
  barrier: 'waited for',
  collective: 'waited for',
  division: 'divided',
  assert: 'asserted',
  absent: 'missed',
};
const elementOf = (storage: Storage, index: readonly number[]) => ({
  tensor: storage.name,
  name: storage.spelled,
  space: storage.space,
  index,
  shape: storage.dims,
});
