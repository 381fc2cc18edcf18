/** What the scalars of one item hold when a round of a loop begins, and when the loop is over. */

import type { Expr, Stmt } from '../../ir/nodes.ts';
import type { DType } from '../../ir/types.ts';
import { visitExpr } from '../../ir/walk.ts';
import { type Affine, constant, isGe, isLt, variable } from '../../presburger/index.ts';
import type { Converter, Piece } from './convert.ts';
import { driftsIn } from './drift.ts';
import { rangeOfType } from './machine.ts';
import { ANY, hull, type Range } from './ranges.ts';
import { type Drift, drifted, type Scalars } from './scalars.ts';
import type { SymbolTable } from './symbols.ts';

export interface ScalarScope {
  readonly symbols: SymbolTable;
  readonly converter: Converter;
  /** Scalars that only stores to their own name change. */
  readonly tracked: ReadonlyMap<string, DType>;
}

interface Rounds {
  readonly count: Affine;
  readonly drift: Drift;
}

/** Steps above are meant to wrap around, as those of random numbers. */
const MAX_STEP = 65536n;

/**
 * Scalars that the loop changes get the values they have when a round begins.
 * @param written what the loop may write; null: anything
 * @param round how many rounds there were before; null where that is not known
 * @returns to be called behind the loop, with how many rounds it had where that is known
 */
export const enterLoop = (
  { symbols, converter, tracked }: ScalarScope,
  scalars: Scalars,
  body: Stmt,
  written: ReadonlySet<string> | null,
  round: Affine | null,
): ((rounds: readonly Piece[] | null) => void) => {
  if (!written) {
    scalars.forgetAll();
    return () => scalars.forgetAll();
  }
  const changed = new Set([...written].filter((n) => tracked.has(n)));
  const starts = new Map([...changed].map((n) => [n, scalars.get(n)] as const));
  const rangeOf = (pieces: readonly Piece[]): Range => {
    const ranges = pieces.map((p) => symbols.rangeOf(p.value));
    return ranges.length > 0 ? ranges.reduce(hull) : ANY;
  };
  const drifts = driftsIn(body, changed, (e) => {
    const isOld = e.kind === 'load' && changed.has(e.tensor);
    const pieces = isOld ? starts.get(e.tensor) : isInvariant(e, written) ? converter.value(e) : null;
    const { low, high } = pieces ? rangeOf(pieces) : ANY;
    if (low !== null && low >= 0) return 'up';
    return high !== null && high <= 0 ? 'down' : null;
  });
  scalars.forget(changed);

  /** An unsigned value below 0 wraps around, and is not followed further. */
  const put = (name: string, pieces: readonly Piece[]): void => {
    const dtype = tracked.get(name);
    const type = dtype && rangeOfType(dtype);
    if (type?.low !== 0) {
      scalars.set(name, pieces);
      return;
    }
    const wrapped = symbols.fresh(name);
    symbols.limit(wrapped.id, type);
    const v = variable(wrapped.id);
    const cases = pieces.flatMap((p): Piece[] => {
      const { low } = symbols.rangeOf(p.value);
      if (low !== null && low >= 0) return [p];
      return [
        { when: p.when.and(isGe(p.value, constant(0))), value: p.value },
        { when: p.when.and(isLt(p.value, constant(0)), isGe(v, constant(0))), value: v },
      ];
    });
    scalars.set(
      name,
      cases.filter((p) => !p.when.contradictory),
    );
  };
  const open = (name: string, drift: Drift): Rounds => {
    const counts = drift.kind === 'every round' || drift.kind === 'some rounds';
    const t = symbols.fresh(counts ? `rounds of ${name}` : name);
    const { low, high } = rangeOf(starts.get(name) ?? []);
    if (counts) symbols.limit(t.id, { low: 0, high: null });
    else if (drift.kind === 'up') symbols.limit(t.id, { low, high: null });
    else symbols.limit(t.id, { low: drift.least === null ? null : 0, high });
    return { count: variable(t.id), drift: counts ? { kind: 'some rounds', step: drift.step } : drift };
  };
  const followed = [...drifts].flatMap(([name, drift]) => {
    const start = starts.get(name);
    const isStep = 'step' in drift && (drift.step > MAX_STEP || drift.step < -MAX_STEP);
    return start && !isStep ? [{ name, drift, start }] : [];
  });
  for (const { name, drift, start } of followed) {
    const at = drift.kind === 'every round' && round ? { count: round, drift } : open(name, drift);
    put(name, drifted(start, at.drift, at.count));
  }
  return (rounds) => {
    scalars.forget(changed);
    for (const { name, drift, start } of followed) {
      if (!rounds || drift.kind !== 'every round') {
        const at = open(name, drift);
        put(name, drifted(start, at.drift, at.count));
        continue;
      }
      const after = rounds.flatMap((r) =>
        drifted(start, drift, r.value).map((p) => ({ when: p.when.intersect(r.when), value: p.value })),
      );
      put(
        name,
        after.filter((p) => !p.when.contradictory),
      );
    }
  };
};

const isInvariant = (e: Expr, written: ReadonlySet<string>): boolean => {
  let fine = true;
  visitExpr(e, (x) => {
    if (x.kind === 'load' && written.has(x.tensor)) fine = false;
    return fine;
  });
  return fine;
};
