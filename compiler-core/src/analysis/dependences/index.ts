/** Dependences between the accesses of a function: which instances touch one element, in which order. */

import type { Func, NodeId } from '../../ir/nodes.ts';
import { Ends } from './ends.ts';
import { search } from './find.ts';
import { type AccessPoint, collectPoints, type Points } from './points.ts';
import type { Dependence, Level, Query } from './query.ts';
import { relationText } from './relation-text.ts';

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

export class Dependences {
  private readonly all: Points;
  private readonly ends: Ends;

  constructor(func: Func) {
    this.all = collectPoints(func);
    this.ends = new Ends(this.all.symbols);
  }

  /** In program order. */
  get points(): readonly AccessPoint[] {
    return this.all.points;
  }

  /** The symbols of relations that stand for sizes, with the names that the user gave them. */
  get sizes(): readonly { readonly id: string; readonly name: string }[] {
    return this.all.symbols.all().flatMap(({ id, kind, display }) => (kind === 'size' ? [{ id, name: display }] : []));
  }

  /** A level's relation in isl notation, from iterations of the earlier access to iterations of the later one. */
  relationText(d: Dependence, level: Level): string {
    return relationText(d, level, this.all.symbols);
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
export const analyse = (func: Func): Dependences => new Dependences(func);
