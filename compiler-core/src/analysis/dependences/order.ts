/**
 * Which instance comes first. Serial iterations are ordered lexicographically, then by the place in the program; two
 * iterations of a parallel loop have no order. So a relation splits by the outermost loop of which iterations differ.
 */

import { type Constraint, isEq, isGt, isLt, variable } from '../../presburger/index.ts';
import type { LoopScope } from '../affine/context.ts';
import type { SymbolTable } from '../affine/symbols.ts';
import type { Cell } from './cell.ts';
import type { End } from './ends.ts';
import { sameIteration } from './relation.ts';

export interface OrderedCell {
  readonly carrier: LoopScope | null;
  readonly ordered: boolean;
  readonly cell: Cell;
}

/** A value that both ends read and that is the same in both as long as these loops' iterations are. */
interface SharedValue {
  readonly equal: Constraint;
  readonly loops: readonly LoopScope[];
}

const sharedValues = (e: End, l: End, common: readonly LoopScope[], symbols: SymbolTable): readonly SharedValue[] => {
  const byId = new Map(common.map((loop) => [loop.iterator.id, loop]));
  const out: SharedValue[] = [];
  for (const id of e.names) {
    const later = l.name(id);
    const { kind, variesWith } = symbols.get(id);
    if (kind !== 'data' || later === id || variesWith === null || !l.names.has(later)) continue;
    const loops = [...variesWith].flatMap((v) => byId.get(v) ?? []);
    // A loop around one end alone may have changed the value since.
    if (loops.length === variesWith.size) out.push({ equal: isEq(variable(id), variable(later)), loops });
  }
  return out;
};

/** 1, -1 for loops that run upwards and downwards; 0 where that is not known. */
export const directionOf = (loop: LoopScope): -1 | 0 | 1 => (loop.step === null ? 0 : loop.step > 0 ? 1 : -1);

/** Alternatives for `the earlier end's iteration comes before the later end's`; all that differ where the step is not known. */
export const iterationBefore = (e: End, l: End, loop: LoopScope): readonly Constraint[] => {
  const a = variable(e.name(loop.iterator.id));
  const b = variable(l.name(loop.iterator.id));
  const sign = directionOf(loop);
  return sign > 0 ? [isLt(a, b)] : sign < 0 ? [isGt(a, b)] : [isLt(a, b), isGt(a, b)];
};

export const isParallel = ({ stmt }: LoopScope): boolean => stmt.kind === 'for' && stmt.property.parallel !== 'serial';

/** The parts of a cell in which the earlier end's instance comes before the later end's, or may. */
export const inOrder = (
  cell: Cell,
  e: End,
  l: End,
  common: readonly LoopScope[],
  symbols: SymbolTable,
  parallel: 'unordered' | 'serial',
): readonly OrderedCell[] => {
  const out: OrderedCell[] = [];
  const values = sharedValues(e, l, common, symbols);
  let here: Cell | null = withValues(cell, e, l, values);
  for (const loop of common) {
    if (!here) return out;
    const ordered = parallel === 'serial' || !isParallel(loop);
    const [x, y] = [variable(e.name(loop.iterator.id)), variable(l.name(loop.iterator.id))];
    const choices = ordered ? iterationBefore(e, l, loop) : [isLt(x, y), isGt(x, y)];
    for (const c of choices) {
      const part = here.and([c], !ordered || directionOf(loop) !== 0);
      const settled = part && withValues(part, e, l, values);
      if (settled) out.push({ carrier: loop, ordered, cell: settled });
    }
    const same: Cell | null = here.and([sameIteration(e, l, loop)]);
    here = same && withValues(same, e, l, values);
  }
  if (here && e.point.ordinal < l.point.ordinal) out.push({ carrier: null, ordered: true, cell: here });
  return out;
};

/** Adds that values are equal, where the iterations they depend on are. */
const withValues = (start: Cell, e: End, l: End, values: readonly SharedValue[]): Cell | null => {
  let cell: Cell | null = start;
  let open = values;
  for (let grown = true; grown && cell; ) {
    const now: Cell = cell;
    const agree = (loop: LoopScope): boolean => {
      const { min, max } = now.difference(e.name(loop.iterator.id), l.name(loop.iterator.id));
      return min === 0 && max === 0;
    };
    const ready = open.filter((v) => v.loops.every(agree));
    open = open.filter((v) => !ready.includes(v));
    grown = ready.length > 0;
    if (grown) cell = now.and(ready.map((v) => v.equal));
  }
  return cell;
};
