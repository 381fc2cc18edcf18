/** An access as one end of a pair: its variables named so that both ends can stand in one relation. */

import { type Affine, type System, variable } from '../../presburger/index.ts';
import type { Piece } from '../affine/convert.ts';
import type { SymbolTable } from '../affine/symbols.ts';
import { type Part, partOf } from './cell.ts';
import type { AccessPoint } from './points.ts';

export interface End {
  readonly point: AccessPoint;
  readonly name: (id: string) => string;
  /** The iterations at which it runs, one alternative each. */
  readonly domain: readonly Part[];
  readonly indices: readonly (readonly Piece[])[] | null;
  readonly names: ReadonlySet<string>;
  readonly rename: (a: Affine) => Affine;
}

/** The ends of a function's accesses, each made once. */
export class Ends {
  private readonly made: (End | undefined)[] = [];
  private readonly renamed = new Map<System, System>();
  private readonly parts = new Map<System, Part>();

  constructor(private readonly symbols: SymbolTable) {}

  /** Whether a symbol may have two values in one run. */
  private changes(id: string): boolean {
    const { kind, variesWith } = this.symbols.get(id);
    return kind !== 'size' && !(kind === 'data' && variesWith?.size === 0);
  }

  /** Whether only sizes and iterators occur. */
  readonly isClean = (a: Affine): boolean => {
    for (const n of a.variables()) if (this.symbols.kindOf(unprimed(n)) === 'data') return false;
    return true;
  };

  part(s: System): Part {
    const known =
      this.parts.get(s) ??
      partOf(
        s.constraints,
        s.constraints.every((c) => this.isClean(c.expr)),
      );
    this.parts.set(s, known);
    return known;
  }

  of(point: AccessPoint, side: 'earlier' | 'later'): End {
    const at = 2 * point.ordinal + (side === 'later' ? 1 : 0);
    const known = this.made[at];
    if (known) return known;
    const name = (id: string): string => (side === 'later' && this.changes(id) ? `${id}'` : id);
    const rename = (a: Affine): Affine => (side === 'later' ? a.substitute((id) => variable(name(id))) : a);
    const renameSystem = (s: System): System => {
      if (side === 'earlier') return s;
      const found = this.renamed.get(s) ?? s.substitute((id) => variable(name(id)));
      this.renamed.set(s, found);
      return found;
    };
    const systems = point.context.domain.map(renameSystem).filter((s) => !s.contradictory);
    const indices =
      point.indices?.map(({ pieces }) => pieces.map((p) => ({ when: renameSystem(p.when), value: rename(p.value) }))) ??
      null;
    const names = new Set(point.loops.map((l) => name(l.iterator.id)));
    for (const s of systems) s.variables(names);
    for (const p of indices?.flat() ?? []) {
      p.when.variables(names);
      p.value.variables(names);
    }
    const end: End = { point, name, domain: systems.map((s) => this.part(s)), indices, names, rename };
    this.made[at] = end;
    return end;
  }
}

/** The symbol that a variable of a relation stands for. */
export const unprimed = (name: string): string => (name.endsWith("'") ? name.slice(0, -1) : name);
