/** What a run of a kernel finds out, with the items, places and values that show it. Plain data. */

import type { WorkItem } from '../../diag/work-item.ts';
import type { NodeId, Origin } from '../../ir/nodes.ts';
import type { Span } from '../../text/span.ts';
import type { Wide } from './wide.ts';

export { inWords, type WorkItem } from '../../diag/work-item.ts';

export type FindingKind =
  /** Two items touch one element, one of them writes, nothing orders them, and they are not both atomic. */
  | 'data-race'
  /** As a race of two writes, but both write the same value. */
  | 'uniform-write'
  | 'out-of-bounds'
  | 'misaligned'
  | 'uninitialised-read'
  | 'divergent-barrier'
  | 'division-by-zero'
  /** The host lets kernels only read, or only write, this memory. */
  | 'forbidden-access'
  /** Memory of the host's own, which no allocation or buffer makes known to a device. */
  | 'foreign-pointer'
  /** Memory that the host has freed. */
  | 'freed-pointer'
  | 'write-to-input'
  /** A group copy that nobody waits for, or a wait for none. */
  | 'bad-event'
  | 'assert-failed';

/** One side of a finding: what an item does, and where the source says so. */
export interface Deed {
  readonly kind: 'read' | 'write' | 'atomic' | 'barrier' | 'collective' | 'division' | 'assert' | 'absent';
  readonly item: WorkItem;
  readonly span: Span;
  readonly stmt: NodeId;
  readonly origin: Origin;
  /** What is read or written; null for what has no value. */
  readonly value: Wide | null;
}

export interface Finding {
  readonly kind: FindingKind;
  readonly message: string;
  /** The element, where there is one: `name` as the source spells it. */
  readonly element: {
    readonly tensor: string;
    readonly name: string;
    readonly space: Space;
    readonly index: readonly number[];
    readonly shape: readonly number[];
  } | null;
  /** The earlier one first; a race and a divergence have two. */
  readonly deeds: readonly [Deed, ...Deed[]];
  /** How often it was seen between these places. */
  readonly times: number;
}

export type Space = 'private' | 'local' | 'global';

/** Each kind once per pair of places, with the first instance seen and how many there were. */
export class Findings {
  private readonly found = new Map<string, { first: Omit<Finding, 'times'>; times: number }>();

  /** @param enough ends the run, by throwing, where a finding is all that was wanted */
  constructor(
    private readonly most: number,
    private readonly enough: (finding: Finding) => void = () => undefined,
  ) {}

  /** `make` runs for the first of its key only; beyond the limit nothing is kept. */
  add(key: string, make: () => Omit<Finding, 'times'>): void {
    const known = this.found.get(key);
    if (known) known.times++;
    else if (this.found.size < this.most) {
      const first = make();
      this.found.set(key, { first, times: 1 });
      this.enough({ ...first, times: 1 });
    }
  }

  all(): Finding[] {
    return [...this.found.values()].map(({ first, times }) => ({ ...first, times }));
  }
}
