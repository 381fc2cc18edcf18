/**
 * How often a work-group reads the same element of global memory: what local memory could serve instead.
 *
 *     reads  = |{ (item, element) : the item reads the element }|    over one group
 *     factor = reads / |{ element }|
 *
 * Of one access alone (a row of a matrix that all items of a row read) or of all together (the neighbours of a stencil).
 */

import type { Func } from '../../../ir/nodes.ts';
import { stmtsIn, writtenBy } from '../../../ir/walk.ts';
import type { Span } from '../../../text/span.ts';
import { textOf } from './polynomial.ts';
import { rootOf, type Site, type Touch } from './touches.ts';

export interface TensorReuse {
  readonly name: string;
  /** Of the group in which it was counted. */
  readonly elements: number;
  readonly reads: number;
  /** Items that read the element which most read. */
  readonly items: number;
  /** The first read in the text, and the others that were counted with it. */
  readonly at: Span;
  readonly others: readonly { readonly at: Span; readonly reads: number }[];
  /** In a loop of which not all rounds were looked at: there are more elements. */
  readonly isCut: boolean;
}

/** Reads beyond which counting stops: it is known by then. */
const MAX_READS = 200_000;

class Counted {
  private readonly readers = new Map<string, Set<string>>();
  private readonly sites = new Map<Site, number>();
  private isCut = false;
  reads = 0;

  add({ site, lanes, isCut }: Touch): void {
    this.isCut ||= isCut;
    for (const { item, pieces } of lanes) {
      const at = pieces[0]?.at ?? null;
      if (at === null) continue;
      const element = textOf(at);
      const readers = this.readers.get(element) ?? new Set();
      this.readers.set(element, readers);
      if (readers.has(item)) continue;
      readers.add(item);
      this.reads++;
      this.sites.set(site, (this.sites.get(site) ?? 0) + 1);
    }
  }

  result(): TensorReuse | null {
    const [first, ...others] = [...this.sites.keys()].sort((a, b) => a.at.start - b.at.start);
    return (
      (first && {
        name: first.name,
        elements: this.readers.size,
        reads: this.reads,
        items: Math.max(...[...this.readers.values()].map((r) => r.size)),
        at: first.at,
        others: others.map((site) => ({ at: site.at, reads: this.sites.get(site) ?? 0 })),
        isCut: this.isCut,
      }) ??
      null
    );
  }
}

const factorOf = (r: TensorReuse): number => r.reads / r.elements;

export class ReuseCounter {
  /** By tensor, then by group and access, or group alone. */
  private readonly counted = new Map<string, Map<string, Counted>>();
  private left = MAX_READS;

  add(touch: Touch): void {
    const { site, group, lanes } = touch;
    if (site.kind !== 'read' || site.space !== 'global' || this.left < 0) return;
    this.left -= lanes.length;
    const tensor = rootOf(site.defs[0]?.name ?? site.name);
    const all = this.counted.get(tensor) ?? new Map<string, Counted>();
    this.counted.set(tensor, all);
    for (const key of [group, `${group} ${site.key}`]) {
      const now = all.get(key) ?? new Counted();
      all.set(key, now);
      now.add(touch);
    }
  }

  /** Of tensors that the kernel does not write: in the group, and of the accesses, with most reads of one element. */
  tensors(func: Func): readonly TensorReuse[] {
    const written = new Set(
      stmtsIn(func.body)
        .flatMap((s) => writtenBy(s))
        .map(rootOf),
    );
    return [...this.counted].flatMap(([tensor, all]) => {
      if (written.has(tensor)) return [];
      const found = [...all.values()].flatMap((c) => c.result() ?? []);
      const [most] = found.sort((a, b) => factorOf(b) - factorOf(a) || b.reads - a.reads);
      return most ? [most] : [];
    });
  }
}
