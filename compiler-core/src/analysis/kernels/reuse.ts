/**
 * How often a work-group reads the same element of global memory: what local memory could serve instead.
 *
 *     reads  = |{ (item, element) : the item reads the element }|    over one group
 *     factor = reads / |{ element }|
 */

import type { Func } from '../../ir/nodes.ts';
import { stmtsIn, writtenBy } from '../../ir/walk.ts';
import type { Span } from '../../text/span.ts';
import { textOf } from './polynomial.ts';
import { rootOf, type Site, type Touch } from './touches.ts';

export interface TensorReuse {
  readonly name: string;
  /** Of the group in which it was counted. */
  readonly elements: number;
  readonly reads: number;
  /** Items that read the element which most read. */
  readonly items: number;
  /** Its first read in the text, and the others. */
  readonly at: Span;
  readonly others: readonly { readonly at: Span; readonly reads: number }[];
  /** In a loop of which not all rounds were looked at: there are more elements. */
  readonly isCut: boolean;
}

interface Counted {
  readonly readers: Map<string, Set<string>>;
  readonly sites: Map<Site, number>;
  reads: number;
  isCut: boolean;
}

/** Elements beyond which counting stops: it is known by then. */
const MAX_READS = 200_000;

export class ReuseCounter {
  /** By tensor and group. */
  private readonly counted = new Map<string, Map<string, Counted>>();
  private left = MAX_READS;

  add({ site, group, lanes, isCut }: Touch): void {
    if (site.kind !== 'read' || site.space !== 'global' || this.left < 0) return;
    const tensor = rootOf(site.defs[0]?.name ?? site.name);
    const groups = this.counted.get(tensor) ?? new Map<string, Counted>();
    this.counted.set(tensor, groups);
    const now = groups.get(group) ?? { readers: new Map(), sites: new Map(), reads: 0, isCut: false };
    groups.set(group, now);
    now.isCut ||= isCut;
    for (const { item, pieces } of lanes) {
      const [first] = pieces;
      if (!first || first.at === null) continue;
      this.left--;
      const element = textOf(first.at);
      const readers = now.readers.get(element) ?? new Set();
      now.readers.set(element, readers);
      if (readers.has(item)) continue;
      readers.add(item);
      now.reads++;
      now.sites.set(site, (now.sites.get(site) ?? 0) + 1);
    }
  }

  /** Of tensors that the kernel does not write, in the group that reads most. */
  tensors(func: Func): readonly TensorReuse[] {
    const all = stmtsIn(func.body);
    const written = new Set(all.flatMap((s) => writtenBy(s)).map(rootOf));
    return [...this.counted].flatMap(([tensor, groups]) => {
      if (written.has(tensor)) return [];
      const [most] = [...groups.values()].sort((a, b) => b.reads - a.reads);
      const [first, ...others] = [...(most?.sites.keys() ?? [])].sort((a, b) => a.at.start - b.at.start);
      if (!most || !first) return [];
      return [
        {
          name: first.name,
          at: first.at,
          elements: most.readers.size,
          reads: most.reads,
          items: Math.max(...[...most.readers.values()].map((r) => r.size)),
          others: others.map((site) => ({ at: site.at, reads: most.sites.get(site) ?? 0 })),
          isCut: most.isCut,
        },
      ];
    });
  }
}
