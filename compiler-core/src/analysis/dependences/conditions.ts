/** Conditions on how the iterations of two instances lie to each other, as alternatives of constraints. */

import type { NodeId } from '../../ir/nodes.ts';
import { type Affine, type Constraint, isEq, isGt, isLt, type Union, variable } from '../../presburger/index.ts';
import type { LoopScope } from '../affine/context.ts';
import type { Piece } from '../affine/convert.ts';
import type { End } from './ends.ts';
import { directionOf } from './order.ts';
import type { AccessPoint } from './points.ts';
import type { Condition, Direction, Instance } from './query.ts';
import { commonLoops } from './relation.ts';

export interface Alternative {
  readonly constraints: readonly Constraint[];
  /** False where the condition is weaker than what was asked. */
  readonly exact: boolean;
}

const ANYTHING: readonly Alternative[] = [{ constraints: [], exact: false }];

const around = (p: AccessPoint, loop: NodeId): LoopScope | undefined => p.loops.find(({ stmt }) => stmt.id === loop);

/** Alternatives under which the condition holds; none when it cannot hold for the two. */
export const alternatives = (c: Condition, e: End, l: End): readonly Alternative[] => {
  if ('loop' in c) {
    const loop = commonLoops(e.point, l.point).find(({ stmt }) => stmt.id === c.loop);
    if (!loop) return [];
    const x = variable(e.name(loop.iterator.id));
    const y = variable(l.name(loop.iterator.id));
    const sign = directionOf(loop);
    return sign < 0 ? compare(c.direction, y, x) : compare(c.direction, x, y, sign !== 0);
  }
  if ('parallel' in c) return alongScope(c, e, l);
  const first = around(e.point, c.earlier);
  const second = around(l.point, c.later);
  if (!first || !second) return [];
  const a = counter(first, e);
  const b = counter(second, l);
  if (!a || !b) return ANYTHING;
  return a.flatMap((x) =>
    b.flatMap((y) =>
      // x.from / x.by < y.from / y.by, where both divide
      compare(c.direction, x.value.times(y.by), y.value.times(x.by)).map((alternative) => ({
        ...alternative,
        constraints: [...x.when.constraints, ...y.when.constraints, ...alternative.constraints],
      })),
    ),
  );
};

const compare = (direction: Direction, x: Affine, y: Affine, exact = true): readonly Alternative[] => {
  const one = (c: Constraint): Alternative => ({ constraints: [c], exact: true });
  if (direction === 'same') return [one(isEq(x, y))];
  if (direction === 'different') return [one(isLt(x, y)), one(isGt(x, y))];
  if (!exact) return [isLt(x, y), isGt(x, y)].map((c) => ({ constraints: [c], exact: false }));
  return [one(direction === 'normal' ? isLt(x, y) : isGt(x, y))];
};

const alongScope = (c: Extract<Condition, { readonly parallel: unknown }>, e: End, l: End): readonly Alternative[] => {
  const bound = ({ stmt }: LoopScope): boolean => stmt.kind === 'for' && stmt.property.parallel === c.parallel;
  const xs = e.point.loops.filter(bound);
  const ys = l.point.loops.filter(bound);
  if (xs.length === 0 && ys.length === 0) return c.direction === 'same' ? [{ constraints: [], exact: true }] : [];
  // Of what stands outside such a loop it is not said by which item it runs.
  if (xs.length !== ys.length) return ANYTHING;
  let all: readonly Alternative[] = c.direction === 'same' ? [{ constraints: [], exact: true }] : [];
  xs.forEach((x, k) => {
    const y = ys[k];
    if (!y) return;
    const here = compare(c.direction, variable(e.name(x.iterator.id)), variable(l.name(y.iterator.id)));
    all =
      c.direction === 'different'
        ? [...all, ...here]
        : all.flatMap((a) => here.map((b) => ({ ...a, constraints: [...a.constraints, ...b.constraints] })));
  });
  return all;
};

interface Counter extends Piece {
  /** The number of the iteration is `value / by`. */
  readonly by: number;
}

/** The number of the iteration, from 0; null where the step is not constant. */
const counter = (loop: LoopScope, end: End): readonly Counter[] | null => {
  const { step } = loop;
  if (typeof step !== 'number' || step === 0) return null;
  return loop.begin.map((piece) => {
    const gone = variable(loop.iterator.id).minus(piece.value);
    const when = piece.when.substitute((id) => variable(end.name(id)));
    return { when, value: end.rename(step > 0 ? gone : gone.negated()), by: Math.abs(step) };
  });
};

export const instanceOf = (end: End): Instance => {
  const scope = (loop: NodeId): LoopScope | undefined => around(end.point, loop);
  const iterator = (s: LoopScope): Affine => variable(end.name(s.iterator.id));
  return {
    point: end.point,
    iterator: (loop) => {
      const s = scope(loop);
      return s?.stmt.kind === 'for' ? iterator(s) : null;
    },
    time: (loop) => {
      const s = scope(loop);
      if (!s || directionOf(s) === 0) return null;
      return directionOf(s) > 0 ? iterator(s) : iterator(s).negated();
    },
    count: (loop) => {
      const s = scope(loop);
      const [only, more] = (s && counter(s, end)) ?? [];
      return only && !more && only.by === 1 && only.when.constraints.length === 0 ? only.value : null;
    },
  };
};

/** One alternative per conjunction of a disjunction, expanded; none when nothing can hold. */
export const disjunction = (directions: readonly (readonly Condition[])[], e: End, l: End): readonly Alternative[] =>
  directions.flatMap((conjunction) => {
    let all: readonly Alternative[] = [{ constraints: [], exact: true }];
    for (const condition of conjunction) {
      const here = alternatives(condition, e, l);
      all = all.flatMap((a) =>
        here.map((b) => ({ constraints: [...a.constraints, ...b.constraints], exact: a.exact && b.exact })),
      );
    }
    return all;
  });

export const fromUnion = (u: Union): readonly Alternative[] =>
  u.flatMap((s) => (s.contradictory ? [] : [{ constraints: s.constraints, exact: true }]));
