/** Under which conditions a place of the program is reached. */

import type { For, VarDef, While } from '../../ir/nodes.ts';
import { constant, type Int, intersect, isGe, System, type Union, variable } from '../../presburger/index.ts';
import type { Piece } from './convert.ts';
import type { SymbolInfo, SymbolTable } from './symbols.ts';

export interface LoopScope {
  readonly stmt: For | While;
  /** Its variable; of a `while` the number of the round, from 0. */
  readonly iterator: SymbolInfo;
  /** The first value of the variable. */
  readonly begin: readonly Piece[];
  /** What it stays before; empty for a `while`. */
  readonly end: readonly Piece[];
  /** Null when it is not a constant. */
  readonly step: Int | null;
  /** Whether the bounds depend on data, directly or through the iterators in them. */
  readonly dataBound: boolean;
}

export interface Definition {
  readonly stmt: VarDef;
  /** The value of each extent, taken where the definition stands. */
  readonly extents: readonly (readonly Piece[])[];
}

/** Systems beyond which further conditions are dropped and the context is marked by a `data` symbol instead. */
const MAX_SYSTEMS = 32;

/** Immutable; each scope or condition makes a new one. */
export class Context {
  constructor(
    private readonly symbols: SymbolTable,
    /** Values of all variables at which the place is reached. Exact when no `data` symbol occurs in it. */
    readonly domain: Union,
    /** That the tensors in scope exist: `extent >= 0`. */
    readonly assumed: Union,
    readonly loops: readonly LoopScope[],
  ) {}

  static root(symbols: SymbolTable): Context {
    return new Context(symbols, [System.universe], [System.universe], []);
  }

  where(condition: Union): Context {
    const only = condition.length === 1 ? condition[0] : undefined;
    if (only && only.constraints.length === 0 && !only.contradictory) return this;
    const domain = intersect(this.domain, condition);
    return domain.length > MAX_SYSTEMS ? this.unclear('a condition') : this.with({ domain });
  }

  /** Marks the place as reached under a condition that is not modelled. */
  unclear(why: string): Context {
    const s = variable(this.symbols.fresh(why).id);
    return this.with({ domain: intersect(this.domain, [System.of(isGe(s, constant(1)))]) });
  }

  assuming(extents: readonly (readonly Piece[])[]): Context {
    let assumed = this.assumed;
    for (const pieces of extents) {
      if (pieces.every((p) => p.value.isConstant)) continue;
      const exists = pieces.map((p) => p.when.and(isGe(p.value, constant(0)))).filter((s) => !s.contradictory);
      const both = intersect(assumed, exists);
      // Leaving an assumption out is sound: it only adds points.
      if (both.length <= MAX_SYSTEMS) assumed = both;
    }
    return assumed === this.assumed ? this : this.with({ assumed });
  }

  inLoop(scope: LoopScope, iterations: Union): Context {
    return this.with({ loops: [...this.loops, scope] }).where(iterations);
  }

  private with(change: { domain?: Union; assumed?: Union; loops?: readonly LoopScope[] }): Context {
    return new Context(
      this.symbols,
      change.domain ?? this.domain,
      change.assumed ?? this.assumed,
      change.loops ?? this.loops,
    );
  }
}

/** All symbols of a union. */
export const symbolsOf = (u: Union): Set<string> => {
  const out = new Set<string>();
  for (const s of u) s.variables(out);
  return out;
};
