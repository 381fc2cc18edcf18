/** Values of loop variables, and how many there are. */

import {
  type Affine,
  ceilDiv,
  constant,
  isEq,
  isGe,
  isGt,
  isLe,
  isLt,
  mod,
  type System,
  type Union,
} from '../../presburger/index.ts';
import { add, type Int, sub } from '../../presburger/int.ts';
import type { Piece } from './convert.ts';
import { hull, type Range } from './ranges.ts';
import type { SymbolTable } from './symbols.ts';

/** An iterator lies between its bounds; where those are sizes they are taken to be as large as they need. */
export const limitIterator = (id: string, bounds: readonly (readonly Piece[])[], symbols: SymbolTable): void => {
  const [begins = [], ends = [], steps = []] = bounds;
  const around = (pieces: readonly Piece[]): Range | null => {
    const ranges = pieces.map(({ value }): Range => {
      const { low, high } = symbols.rangeOf(value);
      return [...value.variables()].every((v) => symbols.kindOf(v) === 'iterator')
        ? { low, high }
        : { low, high: null };
    });
    return ranges.length > 0 ? ranges.reduce(hull) : null;
  };
  const [begin, end] = [around(begins), around(ends)];
  const sign = (up: boolean): boolean =>
    steps.length > 0 &&
    steps.every(({ value }) => {
      const { low, high } = symbols.rangeOf(value);
      return up ? low !== null && low >= 0 : high !== null && high <= 0;
    });
  if (begin && end && sign(true))
    symbols.limit(id, { low: begin.low, high: end.high === null ? null : sub(end.high, 1) });
  if (begin && end && sign(false))
    symbols.limit(id, { low: end.low === null ? null : add(end.low, 1), high: begin.high });
};

/** Whether a condition that holds for one value of a counter holds for all smaller ones. */
export const isMonotone = (condition: Union, counter: string): boolean =>
  condition.every((s) =>
    s.constraints.every(({ kind, expr }) => {
      const inFloor = expr.terms.some((t) => t.div?.num.variables().has(counter));
      return !inFloor && (kind === 'ge' ? expr.coefficient(counter) <= 0 : expr.coefficient(counter) === 0);
    }),
  );

/** How many rounds a loop has, by cases. */
export const roundsOf = (begin: Piece, end: Piece, step: Int | null): readonly Piece[] | null => {
  if (step === null) return null;
  const length = end.value.minus(begin.value);
  const runs = step > 0 ? isGt(length, constant(0)) : isLt(length, constant(0));
  const not = step > 0 ? isLe(length, constant(0)) : isGe(length, constant(0));
  const when = begin.when.intersect(end.when);
  return [
    { when: when.and(runs), value: ceilDiv(length, step) },
    { when: when.and(not), value: constant(0) },
  ].filter((p) => !p.when.contradictory);
};

/** Values of a loop variable: `begin`, `begin + step`, ... before `end`. Not exact when the step is not constant. */
export const iterationsOf = (
  i: Affine,
  bounds: readonly (readonly Piece[])[],
): { readonly union: Union; readonly exact: boolean } => {
  const [begins = [], ends = [], steps = []] = bounds;
  const out: System[] = [];
  let exact = true;
  for (const begin of begins) {
    for (const end of ends) {
      for (const step of steps) {
        const when = begin.when.intersect(end.when).intersect(step.when);
        const k = step.value;
        if (!k.isConstant) exact = false;
        if (!k.isConstant || k.constant > 0) {
          out.push(
            when.and(
              isGe(i, begin.value),
              isLt(i, end.value),
              k.isConstant ? isEq(mod(i.minus(begin.value), k.constant), constant(0)) : isGt(k, constant(0)),
            ),
          );
        }
        if (!k.isConstant || k.constant < 0) {
          out.push(
            when.and(
              isLe(i, begin.value),
              isGt(i, end.value),
              k.isConstant ? isEq(mod(begin.value.minus(i), k.constant), constant(0)) : isLt(k, constant(0)),
            ),
          );
        }
      }
    }
  }
  return { union: out.filter((s) => !s.contradictory), exact };
};
