/** Dependences between the accesses of a function: which instances touch one element, in which order. */

import type { Answer } from '../../diag/diagnostic.ts';
import type { Func, NodeId } from '../../ir/nodes.ts';
import { Budget } from '../../presburger/index.ts';
import type { Move } from '../../text/move.ts';
import { adopted } from './adopt.ts';
import { type Coverage, coverageOf } from './coverage.ts';
import { Ends, unprimed } from './ends.ts';
import { search } from './find.ts';
import { type AccessPoint, collectPoints, movedPoints, type Points } from './points.ts';
import type { Dependence, Level, Query } from './query.ts';
import { relationText } from './relation-text.ts';

export type { Coverage } from './coverage.ts';
export { describe, loopName, showLevel, showPoint } from './describe.ts';
export type { AccessPoint, LoopStmt } from './points.ts';
export type {
  Certainty,
  Condition,
  ConflictWitness,
  Dependence,
  DependenceKind,
  Direction,
  Instance,
  Level,
  LoopDistance,
  Query,
  WitnessEnd,
} from './query.ts';

/** Work of one question about coverage. */
const WORK_PER_COVERAGE = 1_000_000;

export class Dependences {
  private readonly ends: Ends;
  private kept: readonly Dependence[] | null = null;

  constructor(private readonly all: Points) {
    this.ends = new Ends(all.symbols);
  }

  /** In program order. */
  get points(): readonly AccessPoint[] {
    return this.all.points;
  }

  /** The symbols of relations that stand for sizes, with the names that the user gave them. */
  get sizes(): readonly { readonly id: string; readonly name: string }[] {
    return this.all.symbols.all().flatMap(({ id, kind, display }) => (kind === 'size' ? [{ id, name: display }] : []));
  }

  /** Whether a variable of a relation stands for a value that data decide. */
  isData(name: string): boolean {
    return this.all.symbols.kindOf(unprimed(name)) === 'data';
  }

  /** A level's relation in isl notation, from iterations of the earlier access to iterations of the later one. */
  relationText(d: Dependence, level: Level): string {
    return relationText(d, level, this.all.symbols);
  }

  /** All dependences, worked out once. */
  get every(): readonly Dependence[] {
    this.kept ??= this.find();
    return this.kept;
  }

  /** Those of the same function, where its text has moved; ids are the same. */
  movedTo(func: Func, moves: readonly Move[]): Dependences {
    const made = new Dependences(movedPoints(this.all, func, moves));
    made.adopt(this);
    return made;
  }

  /** Takes over the dependences of a function that differs from this one in where its text stands alone. */
  adopt(same: Dependences): void {
    this.kept = adopted(same.every, same.points, this.points);
  }

  /** Every dependence that matches, those of `certainty: 'unknown'` included, by the order of the earlier access. */
  find(query: Query = {}): readonly Dependence[] {
    return [...search(this.all, this.ends, query)];
  }

  /** The first that matches; null when there is none for certain. */
  first(query: Query = {}): Dependence | null {
    for (const d of search(this.all, this.ends, query)) return d;
    return null;
  }

  /** Whether the earlier access accounts for every instance of the later one, and the other way round. */
  coverage(earlier: AccessPoint, later: AccessPoint, budget = new Budget(WORK_PER_COVERAGE)): Answer<Coverage> {
    return coverageOf(earlier, later, this.all, this.ends, budget);
  }

  /** Whether a statement is the other one or stands in it. */
  isInside(stmt: NodeId, ancestor: NodeId): boolean {
    return this.all.isInside(stmt, ancestor);
  }

  /** The accesses of a statement and of what is in it, as a filter. */
  inside(stmt: NodeId): (p: AccessPoint) => boolean {
    return (p) => this.all.isInside(p.stmt.id, stmt);
  }
}

/** One walk over the function; relations are made when they are asked for. */
export const analyse = (func: Func): Dependences => new Dependences(collectPoints(func));
