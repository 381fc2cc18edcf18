import { describe, expect, it } from 'vitest';
import { Random } from '../exec/random.ts';
import {
  type Affine,
  Budget,
  constant,
  Domain,
  extremes,
  floorDiv,
  isEmpty,
  isEq,
  isGe,
  isLe,
  System,
  subset,
  type Union,
  variable,
} from './index.ts';

const NAMES: readonly [string, ...string[]] = ['a', 'b', 'c'];

/** A few constraints in a small box, some with floors. */
const randomUnion = (r: Random): Union => {
  const expr = (): Affine => {
    let out = constant(r.below(7, -6));
    for (const name of NAMES) out = out.plus(variable(name).times(r.below(4, -3)));
    return r.below(4) === 0 ? floorDiv(out, r.below(5, 2)).plus(variable(r.pick(NAMES))) : out;
  };
  return Array.from({ length: r.below(3, 1) }, () =>
    System.of(
      ...NAMES.flatMap((n) =>
        r.below(8) === 0 ? [] : [isGe(variable(n), constant(-3)), isLe(variable(n), constant(5))],
      ),
      ...Array.from({ length: r.below(4, 1) }, () =>
        r.below(3) === 0 ? isEq(expr(), constant(0)) : isGe(expr(), constant(0)),
      ),
    ),
  );
};

describe('a set of which many questions are asked', () => {
  it('answers what the solver answers, whatever was asked before', () => {
    const r = new Random(11);
    let yes = 0;
    for (let k = 0; k < 60; k++) {
      const set = randomUnion(r);
      const domain = new Domain(set);
      for (let q = 0; q < 12; q++) {
        const other = randomUnion(r);
        const budget = new Budget(1e6);
        const both = set.flatMap((s) => other.map((o) => s.intersect(o)));
        const empty = isEmpty(both, budget);
        expect(domain.meets(other, budget)).toEqual({ ...empty, value: empty.kind === 'known' && !empty.value });
        expect(domain.isInside(other, budget)).toEqual(subset(set, other, budget));
        const e = q % 3 === 0 ? floorDiv(variable('a').plus(variable('b')), 9) : variable(r.pick(NAMES));
        const range = extremes(set, e, budget);
        const one =
          range.kind === 'known' && range.value && range.value.min === range.value.max ? range.value.min : null;
        expect(domain.singleValue(e, budget)).toEqual({ kind: 'known', value: one });
        if (one !== null) yes++;
      }
    }
    expect(yes).toBeGreaterThan(20);
  });

  it('of no points everything holds, nothing is met, and no value is the only one', () => {
    const i = variable('i');
    const none = new Domain([System.of(isGe(i, constant(1)), isLe(i, constant(0)))]);
    const budget = new Budget(1000);
    expect(none.isInside([], budget)).toEqual({ kind: 'known', value: true });
    expect(none.meets([System.universe], budget)).toEqual({ kind: 'known', value: false });
    expect(none.singleValue(i, budget)).toEqual({ kind: 'known', value: null });
  });

  it('is unknown when the budget ends', () => {
    const i = variable('i');
    const some = new Domain([System.of(isGe(i, constant(1)))]);
    expect(some.singleValue(i, new Budget(0))).toEqual({ kind: 'unknown', code: 'budget' });
  });
});
