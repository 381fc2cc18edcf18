/** What a sub-group touches at once: the byte addresses of its lanes, with the parts of one vector or structure put together. */

import type { CallSite, Expr, Stmt, VarDef } from '../../../ir/nodes.ts';
import { bitsOf } from '../../../ir/types.ts';
import type { Span } from '../../../text/span.ts';
import { plus, times, type Value } from './polynomial.ts';

export type Space = 'global' | 'local';
export type AccessKind = 'read' | 'write' | 'update';

/** An access of the program's text: all parts of an element that it names at once. */
export interface Site {
  readonly key: string;
  readonly kind: AccessKind;
  readonly space: Space;
  readonly at: Span;
  readonly calls: readonly CallSite[];
  /** As the source has it: `t`, and not `t.x`, which is one leaf of it. */
  readonly name: string;
  /** The definitions that it reaches into. */
  readonly defs: VarDef[];
}

/** Bytes that one lane touches: `width` from `at`. */
export interface Piece {
  readonly at: Value;
  readonly width: number;
}
export interface LaneTouch {
  readonly lane: number;
  readonly item: string;
  readonly pieces: Piece[];
}
/** One execution of a site by a sub-group; only lanes that take part, in their order. */
export interface Touch {
  readonly site: Site;
  readonly group: string;
  /** Numbers of the sub-group in its group. */
  readonly subGroup: number;
  /** Behind a condition that is not known. */
  readonly assumed: boolean;
  /** In a loop of which not all rounds are looked at. */
  readonly isCut: boolean;
  readonly lanes: readonly LaneTouch[];
}

export const spaceOf = ({ access, memory }: VarDef): Space | null => {
  if (memory === 'byvalue') return null;
  if (memory === 'gpu/shared') return 'local';
  return access !== 'cache' || memory === 'gpu/global' || memory === 'gpu/global/heap' ? 'global' : null;
};

/** `p` of the leaf `p.x`. */
export const rootOf = (name: string): string => name.replace(/\..*$/, '');

const sizeOf = (e: Expr): number | null => {
  const bare = e.kind === 'cast' ? e.operand : e;
  return bare.kind === 'int' ? Number(bare.value) : null;
};

/** How many of the last dimensions of a leaf are parts of one element: as many as fit into its stride. */
export const partsOf = ({ shape, layout, dtype }: VarDef): number => {
  if (!layout) return 0;
  let bytes = (bitsOf(dtype) ?? 8) / 8;
  let parts = 0;
  for (let d = shape.length - 1; d > 0; d--) {
    const extent = sizeOf(shape[d] as Expr);
    if (extent === null || layout.offsetBytes + bytes * extent > layout.strideBytes) break;
    bytes *= extent;
    parts++;
  }
  return parts;
};

/** Where an element lies, from the begin of its memory. @param extents of `def.shape`, as values. */
export const byteOf = (def: VarDef, extents: readonly Value[], indices: readonly Value[]): Value => {
  const item = (bitsOf(def.dtype) ?? 8) / 8;
  const { layout } = def;
  const outer = indices.length - partsOf(def);
  const linear = (from: number, to: number): Value => {
    let at: Value = 0;
    for (let d = from; d < to; d++) at = plus(d === from ? 0 : times(at, extents[d] ?? null), indices[d] ?? null);
    return at;
  };
  if (!layout) return times(linear(0, indices.length), item);
  const inner = times(linear(outer, indices.length), item);
  return plus(plus(times(linear(0, outer), layout.strideBytes), layout.offsetBytes), inner);
};

/** Puts the parts of one access together: reads of `v[i, 0]` to `v[i, 3]` at one place of the text are one of 16 bytes. */
export class Collector {
  private readonly open = new Map<Site, { readonly touch: Touch; readonly parts: Set<object> }>();

  constructor(
    private readonly group: string,
    private readonly subGroup: number,
    private readonly known: Map<string, Site>,
    private readonly take: (touch: Touch) => void,
  ) {}

  private site(kind: AccessKind, space: Space, def: VarDef, at: Span, { origin }: Stmt): Site {
    const name = rootOf(def.spelled ?? def.name);
    const calls = origin.calls.map(({ span }) => `${span.file}:${span.start}`).join(' ');
    const key = `${kind} ${rootOf(def.name)} ${at.file} ${at.start} ${at.end} ${calls}`;
    const found = this.known.get(key);
    const site = found ?? { key, kind, space, at, calls: origin.calls, name, defs: [] };
    if (!found) this.known.set(key, site);
    if (!site.defs.includes(def)) site.defs.push(def);
    return site;
  }

  /** @param part what is executed, an expression or a statement: the same one again is another execution of the site. */
  add(
    what: {
      readonly kind: AccessKind;
      readonly def: VarDef;
      readonly at: Span;
      readonly stmt: Stmt;
      readonly part: object;
    },
    lanes: readonly { readonly lane: number; readonly item: string; readonly at: Value }[],
    how: Pick<Touch, 'assumed' | 'isCut'>,
  ): void {
    const space = spaceOf(what.def);
    if (space === null || lanes.length === 0) return;
    const site = this.site(what.kind, space, what.def, what.at, what.stmt);
    const width = (bitsOf(what.def.dtype) ?? 8) / 8;
    const now = this.open.get(site);
    const isMore =
      now !== undefined &&
      !now.parts.has(what.part) &&
      now.touch.lanes.length === lanes.length &&
      now.touch.lanes.every(({ lane }, k) => lane === lanes[k]?.lane);
    if (isMore) {
      now.parts.add(what.part);
      for (const [k, { at }] of lanes.entries()) now.touch.lanes[k]?.pieces.push({ at, width });
      return;
    }
    if (now) this.take(now.touch);
    const touched = lanes.map(({ lane, item, at }) => ({ lane, item, pieces: [{ at, width }] }));
    const touch = { site, group: this.group, subGroup: this.subGroup, ...how, lanes: touched };
    this.open.set(site, { touch, parts: new Set([what.part]) });
  }

  close(): void {
    for (const { touch } of this.open.values()) this.take(touch);
    this.open.clear();
  }
}
