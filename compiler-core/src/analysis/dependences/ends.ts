/** An access as one end of a pair: its variables named so that both ends can stand in one relation. */

import { type Affine, Budget, System, variable } from '../../presburger/index.ts';
import type { Piece } from '../affine/convert.ts';
import type { SymbolTable } from '../affine/symbols.ts';
import { Cell, type Part, partOf } from './cell.ts';
import type { AccessPoint } from './points.ts';

/** `between` is a third access, of which it is asked whether it stands between the two. */
export type Side = 'earlier' | 'later' | 'between';
const PRIMES: Readonly<Record<Side, string>> = { earlier: '', later: "'", between: "''" };

export interface End {
  readonly point: AccessPoint;
  readonly name: (id: string) => string;
  /** The iterations at which it runs, one alternative each. */
  readonly domain: readonly Part[];
  readonly indices: readonly (readonly Piece[])[] | null;
  readonly names: ReadonlySet<string>;
  readonly rename: (a: Affine) => Affine;
  /** Whether a variable has one value in a run, so that it is the same one for every end. */
  readonly isConstant: (name: string) => boolean;
}

/** The ends of a function's accesses, each made once. */
export class Ends {
  private readonly made: (End | undefined)[] = [];
  private readonly reachable: (readonly (readonly Piece[])[] | undefined)[] = [];
  private readonly renamed: Readonly<Record<Side, Map<System, System>>> = {
    earlier: new Map(),
    later: new Map(),
    between: new Map(),
  };
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

  /** The subscripts without the cases that never occur where the access runs: `i % n` is `i` inside `0 <= i < n`. */
  private subscripts({ indices, context, ordinal }: AccessPoint): readonly (readonly Piece[])[] | null {
    if (indices === null) return null;
    const known = this.reachable[ordinal];
    if (known) return known;
    const found = indices.map(({ pieces }) => {
      if (pieces.length === 1) return pieces;
      const left = pieces.filter(({ when }) => context.domain.some((s) => mayMeet(s, when)));
      const [only] = left;
      // The cases cover everything, so the last one left needs no condition.
      return only && left.length === 1 ? [{ when: System.universe, value: only.value }] : left;
    });
    this.reachable[ordinal] = found;
    return found;
  }

  of(point: AccessPoint, side: Side): End {
    const prime = PRIMES[side];
    const at = 3 * point.ordinal + prime.length;
    const known = this.made[at];
    if (known) return known;
    const name = (id: string): string => (prime !== '' && this.changes(id) ? id + prime : id);
    const rename = (a: Affine): Affine => (prime === '' ? a : a.substitute((id) => variable(name(id))));
    const renameSystem = (s: System): System => {
      if (prime === '') return s;
      const renamed = this.renamed[side];
      const found = renamed.get(s) ?? s.substitute((id) => variable(name(id)));
      renamed.set(s, found);
      return found;
    };
    const systems = point.context.domain.map(renameSystem).filter((s) => !s.contradictory);
    const indices =
      this.subscripts(point)?.map((pieces) =>
        pieces.map((p) => ({ when: renameSystem(p.when), value: rename(p.value) })),
      ) ?? null;
    const names = new Set(point.loops.map((l) => name(l.iterator.id)));
    for (const s of systems) s.variables(names);
    for (const p of indices?.flat() ?? []) {
      p.when.variables(names);
      p.value.variables(names);
    }
    const end: End = {
      point,
      name,
      domain: systems.map((s) => this.part(s)),
      indices,
      names,
      rename,
      isConstant: (n) => !this.changes(unprimed(n)),
    };
    this.made[at] = end;
    return end;
  }
}

/** Work that ruling out one case may take. */
const WORK = 2_000;

const mayMeet = (domain: System, when: System): boolean => {
  const cell = Cell.over([...domain.variables(), ...when.variables()], true).and([
    ...domain.constraints,
    ...when.constraints,
  ]);
  const empty = cell?.isEmpty(new Budget(WORK));
  return empty !== undefined && (empty.kind === 'unknown' || !empty.value);
};

/** The symbol that a variable of a relation stands for. */
export const unprimed = (name: string): string => {
  const at = name.indexOf("'");
  return at < 0 ? name : name.slice(0, at);
};
