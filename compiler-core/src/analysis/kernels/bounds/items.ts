/** Which work-item a point stands for, and how the launch looks there: witnesses of kernels in words and numbers. */

import type { Witness } from '../../../diag/diagnostic.ts';
import { holdsAt, type Int, type Point, valueAt } from '../../../presburger/index.ts';
import { add, mul } from '../../../presburger/int.ts';
import type { Context, LoopScope } from '../../affine/context.ts';
import type { Piece } from '../../affine/convert.ts';
import type { SymbolTable } from '../../affine/symbols.ts';

type Axis = 'x' | 'y' | 'z';
const AXES: readonly Axis[] = ['z', 'y', 'x'];

/** The loops over groups and over the items of a group by axis; in a `range` kernel the former are over items. */
export interface Grid {
  readonly groups: ReadonlyMap<Axis, LoopScope>;
  readonly items: ReadonlyMap<Axis, LoopScope>;
}

export const gridOf = (context: Context): Grid => {
  const groups = new Map<Axis, LoopScope>();
  const items = new Map<Axis, LoopScope>();
  for (const l of context.loops) {
    if (l.stmt.kind !== 'for') continue;
    const [level, axis] = l.stmt.property.parallel.split('.');
    if (level === 'blockIdx') groups.set(axis as Axis, l);
    if (level === 'threadIdx') items.set(axis as Axis, l);
  }
  return { groups, items };
};

/** Whether the iterator counts groups or items. */
export const isOfGrid = (context: Context, id: string): boolean =>
  context.loops.some((l) => l.iterator.id === id && l.stmt.kind === 'for' && l.stmt.property.parallel !== 'serial');

const at = (pieces: readonly Piece[], point: Point): Int | null => {
  const piece = pieces.find((p) => holdsAt(p.when, point)) ?? pieces[0];
  return piece ? valueAt(piece.value, point) : null;
};

const tuple = (numbers: readonly Int[]): string => (numbers.length === 1 ? `${numbers[0]}` : `(${numbers.join(', ')})`);

export interface Placed {
  /** `work-item 7 (group 0, local 7)`; null in a kernel of one item. */
  readonly item: string | null;
  /** `global_0` and so on, in the order of the source's dimensions. */
  readonly launch: ReadonlyMap<string, string>;
}

/** The item of a point and the launch it needs. */
export const placeItem = (context: Context, point: Point): Placed => {
  const { groups, items } = gridOf(context);
  const global: Int[] = [];
  const group: Int[] = [];
  const local: Int[] = [];
  const launch = new Map<string, string>();
  let d = 0;
  for (const axis of AXES) {
    const [g, l] = [groups.get(axis), items.get(axis)];
    if (!g && !l) continue;
    const [many, size] = [g ? at(g.end, point) : 1, l ? at(l.end, point) : 1];
    const [gi, li] = [g ? (point.get(g.iterator.id) ?? 0) : 0, l ? (point.get(l.iterator.id) ?? 0) : 0];
    if (many !== null && size !== null) launch.set(`global_${d}`, String(mul(many, size)));
    if (l && size !== null) launch.set(`local_${d}`, String(size));
    global.push(add(mul(gi, size ?? 1), li));
    group.push(gi);
    local.push(li);
    d++;
  }
  if (global.length === 0) return { item: null, launch };
  const inside = items.size === 0 ? '' : ` (group ${tuple(group)}, local ${tuple(local)})`;
  return { item: `work-item ${tuple(global)}${inside}`, launch };
};

/**
 * The item, the values of what is named in `ids`, and `outcome`. The values by name are those of all sizes, with the launch.
 */
export const witnessAt = (
  context: Context,
  point: Point,
  ids: ReadonlySet<string>,
  outcome: string,
  symbols: SymbolTable,
): Witness => {
  const { item, launch } = placeItem(context, point);
  const values: Record<string, string> = {};
  const said: string[] = item === null ? [] : [item];
  for (const [id, value] of point) {
    const { display, kind } = symbols.get(id);
    const atoms = symbols.factorsOf(id);
    // A product of sizes that stands for itself: one factor is as large, the others are 1.
    if (atoms && kind === 'size') {
      atoms.forEach((a, k) => {
        values[symbols.get(a).display] = k === 0 ? String(value) : '1';
      });
    } else if (!isOfGrid(context, id)) values[display] = String(value);
    if (ids.has(id) && !isOfGrid(context, id)) said.push(`${display} = ${value}`);
  }
  for (const [name, value] of launch) values[name] = value;
  return { text: said.length > 0 ? `${said.join(', ')}: ${outcome}` : outcome, values };
};

const MAX_TOLD = 3;

/** What a verdict takes for granted about sizes and index arithmetic. */
export const takenForGranted = (assumptions: ReadonlySet<string>): string[] => {
  const all = [...assumptions];
  const more = all.length > MAX_TOLD ? `; and ${all.length - MAX_TOLD} more` : '';
  return all.length === 0 ? [] : [`index arithmetic does not overflow: ${all.slice(0, MAX_TOLD).join('; ')}${more}`];
};
