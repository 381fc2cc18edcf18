/** Two concrete instances of a dependence, small numbers where there is a choice. */

import { type Answer, known } from '../../diag/diagnostic.ts';
import { type Budget, type Int, type Point, sample, valueAt } from '../../presburger/index.ts';
import type { SymbolTable } from '../affine/symbols.ts';
import type { Cell } from './cell.ts';
import { type End, unprimed } from './ends.ts';
import type { ConflictWitness, WitnessEnd } from './query.ts';

/** Work of one witness. */
const WORK = 200_000;

export const witnessOf = (
  cell: Cell | null,
  e: End,
  l: End,
  symbols: SymbolTable,
  budget: Budget,
): Answer<ConflictWitness | null> => {
  if (!cell) return known(null);
  const loops = (end: End): string[] => end.point.loops.map((loop) => end.name(loop.iterator.id));
  const sizes = [...e.names, ...l.names].filter((n) => !n.endsWith("'") && symbols.kindOf(n) === 'size').sort();
  budget.left = Math.max(budget.left, WORK);
  const point = sample([cell.system], budget, [...new Set([...sizes, ...loops(e), ...loops(l)])]);
  if (point.kind === 'unknown') return point;
  return known(point.value && show(point.value, e, l, symbols));
};

const show = (point: Point, e: End, l: End, symbols: SymbolTable): ConflictWitness => {
  const values: Record<string, string> = {};
  for (const [name, value] of point) {
    const id = unprimed(name);
    const { kind, display } = symbols.get(id);
    if (kind !== 'iterator') values[name === id ? display : `${display}'`] = String(value);
  }
  const earlier = endAt(point, e);
  const later = endAt(point, l);
  const said = (end: WitnessEnd): string => end.iterators.map((i) => `${i.name} = ${i.value}`).join(', ');
  const index = (later.index.every((x) => x !== null) ? later : earlier).index.map((x) => x ?? '?').join(', ');
  const sizes = Object.entries(values).map(([name, value]) => `${name} = ${value}`);
  const text = [
    `${e.point.tensor}[${index}]`,
    said(earlier) === '' ? '' : `first at ${said(earlier)}`,
    said(later) === '' ? '' : `then at ${said(later)}`,
    sizes.length === 0 ? '' : `with ${sizes.join(', ')}`,
  ];
  return { values, earlier, later, text: text.filter((part) => part !== '').join(', ') };
};

const endAt = (point: Point, end: End): WitnessEnd => ({
  iterators: end.point.loops.map(({ stmt, iterator }) => ({
    loop: stmt,
    name: iterator.display,
    value: point.get(end.name(iterator.id)) ?? 0,
  })),
  index: (end.indices ?? []).map((pieces): Int | null => {
    const piece = pieces.find((p) =>
      p.when.constraints.every((c) => {
        const value = valueAt(c.expr, point);
        return c.kind === 'eq' ? value === 0 : value >= 0;
      }),
    );
    return piece ? valueAt(piece.value, point) : null;
  }),
});
