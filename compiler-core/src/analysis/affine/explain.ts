/** Findings of the affine analyses in words: witnesses, assumptions, and what belongs to a loop. */

import type { Related, Witness } from '../../diag/diagnostic.ts';
import type { Point } from '../../presburger/index.ts';
import type { Context } from './context.ts';
import { showExpr } from './show.ts';
import type { SymbolTable } from './symbols.ts';
import { withoutData } from './verdict.ts';

export interface Stats {
  readonly safe: number;
  readonly faulty: number;
  readonly possible: number;
  readonly unknown: number;
}

/** `i = 7, n = 8`: the symbols of `ids` in order of the point, and all values by name. */
export const witnessOf = (point: Point, ids: ReadonlySet<string>, outcome: string, symbols: SymbolTable): Witness => {
  const named = [...point].map(([id, value]) => [id, symbols.get(id).display, String(value)] as const);
  const said = named.filter(([id]) => ids.has(id)).map(([, name, value]) => `${name} = ${value}`);
  return {
    text: said.length > 0 ? `${said.join(', ')} ${outcome}` : outcome,
    values: Object.fromEntries(named.map(([, name, value]) => [name, value])),
  };
};

/** The loops whose iterators occur in what is asked about, innermost first. */
export const loopsOf = (context: Context, ids: ReadonlySet<string>): Related[] =>
  context.loops
    .flatMap((l) => (l.stmt.kind === 'for' && ids.has(l.iterator.id) ? [l.stmt] : []))
    .map((stmt) => ({
      span: stmt.at,
      message: `${stmt.iter} runs from ${showExpr(stmt.begin)} to before ${showExpr(stmt.end)}${
        stmt.step.kind === 'int' && stmt.step.value === 1n ? '' : ` in steps of ${showExpr(stmt.step)}`
      }`,
    }))
    .reverse();

/** The extents that had to be taken as not negative. */
export const assumptionsOf = (context: Context, symbols: SymbolTable): string[] =>
  context.assumed
    .map((s) => withoutData(s, symbols).constraints.map((c) => symbols.showConstraint(c)))
    .reduce((all, one) => (all.length === 0 ? one : [`${all.join(' and ')} or ${one.join(' and ')}`]), []);
