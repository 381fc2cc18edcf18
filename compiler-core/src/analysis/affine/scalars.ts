/**
 * What the scalars of one item hold: the pieces of the value stored last, where that is known.
 * The symbols in a value never change theirs, so it stays true until the scalar is stored to again.
 */

import { type Affine, constant, intersect, isGe, isLe, type Union } from '../../presburger/index.ts';
import type { Piece } from './convert.ts';

const MAX_PIECES = 16;

export class Scalars {
  constructor(private readonly values: Map<string, readonly Piece[]> = new Map()) {}

  get(name: string): readonly Piece[] | null {
    return this.values.get(name) ?? null;
  }

  set(name: string, pieces: readonly Piece[]): void {
    if (pieces.length > MAX_PIECES) this.values.delete(name);
    else this.values.set(name, pieces);
  }

  forget(names: Iterable<string>): void {
    for (const n of names) this.values.delete(n);
  }

  forgetAll(): void {
    this.values.clear();
  }

  /** Becomes equal to `other`; loops hold on to the object itself. */
  become(other: Scalars): void {
    const all = [...other.values];
    this.values.clear();
    for (const [name, pieces] of all) this.values.set(name, pieces);
  }

  copy(): Scalars {
    return new Scalars(new Map(this.values));
  }

  /** Becomes what holds after a branch: `then` where the condition holds, `otherwise` where it does not. */
  join(then: Scalars, otherwise: Scalars, holds: Union, fails: Union): void {
    this.values.clear();
    for (const [name, a] of then.values) {
      const b = otherwise.values.get(name);
      if (!b) continue;
      if (a === b || showAll(a) === showAll(b)) this.values.set(name, a);
      else this.set(name, [...under(a, holds), ...under(b, fails)]);
    }
  }
}

const showAll = (pieces: readonly Piece[]): string => pieces.map((p) => `${p.when}: ${p.value}`).join('; ');

const under = (pieces: readonly Piece[], where: Union): Piece[] =>
  pieces.flatMap((p) => intersect(where, [p.when]).map((when) => ({ when, value: p.value })));

/** How a loop changes a scalar: by `step` in every round, or in some rounds; up or down by amounts that are not known. */
export type Drift =
  | { readonly kind: 'every round'; readonly step: bigint }
  | { readonly kind: 'some rounds'; readonly step: bigint }
  | { readonly kind: 'up' }
  /** `least`: what it does not go below; null where that is not known. */
  | { readonly kind: 'down'; readonly least: bigint | null };

/** What a scalar holds when round `t` begins, from what it held before the loop; `t >= 0`. */
export const drifted = (start: readonly Piece[], drift: Drift, t: Affine): readonly Piece[] =>
  start.map(({ when, value }) => {
    if (drift.kind === 'up') return { when: when.and(isGe(t, value)), value: t };
    if (drift.kind === 'down') {
      const below = drift.least === null ? [] : [isGe(t, constant(Number(drift.least)))];
      return { when: when.and(isLe(t, value), ...below), value: t };
    }
    const step = Number(drift.step);
    return {
      when: drift.kind === 'every round' ? when : when.and(isGe(t, constant(0))),
      value: value.plus(t.times(step)),
    };
  });
