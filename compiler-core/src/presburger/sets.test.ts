import { describe, expect, test } from 'vitest';
import type { Answer } from '../diag/diagnostic.ts';
import {
  Budget,
  demand,
  floorDiv,
  IntegerRelation,
  type IntegerSet,
  isGe,
  isLt,
  parseRelation,
  parseSet,
  relationSpace,
  System,
  tuple,
  variable,
  within,
} from './index.ts';

const budget = () => new Budget(1_000_000);

const value = <T>(answer: Answer<T>): T => {
  if (answer.kind === 'unknown') throw new Error(answer.code);
  return answer.value;
};

const set = (text: string): IntegerSet => {
  const read = parseSet(text);
  if (read.kind === 'malformed') throw new Error(`${read.message} at ${read.at} in ${text}`);
  return read.value;
};

const relation = (text: string): IntegerRelation => {
  const read = parseRelation(text);
  if (read.kind === 'malformed') throw new Error(`${read.message} at ${read.at} in ${text}`);
  return read.value;
};

const same = (a: IntegerSet, b: string): boolean => value(a.isEqual(set(b), budget()));
const sameRelation = (a: IntegerRelation, b: string): boolean => value(a.isEqual(relation(b), budget()));

describe('text', () => {
  test.each([
    ['[n] -> { S[i, j] : 0 <= i, j < n }', '[n] -> { S[i, j] : i >= 0 and j >= 0 and n >= i + 1 and n >= j + 1 }'],
    ['{ [i] : i % 2 = 1 && !(i < 0 || i > 9) }', '{ [i] : i = 2*floor((i)/2) + 1 and i >= 0 and i <= 9 }'],
    ['{ [i] : exists e, f : i = 4e + 6f }', '{ [i] : i = 2*floor((i)/2) }'],
    ['[n] -> { [i] : i = max(n, 3) }', '[n] -> { [i] : (n = i and n >= 3) or (i = 3 and n <= 3) }'],
    ['{ [i] : not exists (e : i = 3e) and 0 <= i < 3 }', '{ [i] : i >= 1 and i <= 2 }'],
    ['{ [floor(7/2), 2] }', '{ [i0, i1] : i1 = 2 and i0 = 3 }'],
    ['{ [] : false }', '{ [] : false }'],
    ['{ [i] : i = 1; [j] : j = 3 }', '{ [i] : i = 1 or i = 3 }'],
  ])('%s', (text, printed) => {
    const read = set(text);
    expect(same(read, printed)).toBe(true);
    expect(same(read, String(read))).toBe(true);
  });

  test.each([
    ['[n] -> { S[i] -> T[i + 1] : 0 <= i < n }', '[n] -> { S[i] -> T[o0] : o0 = i + 1 and i >= 0 and n >= i + 1 }'],
    ['{ [i, j] -> [k, l] : i, j << k, l }', '{ [i, j] -> [k, l] : i < k or (i = k and j < l) }'],
    ['{ [i] -> [i] : i >= 2 }', "{ [i] -> [i'] : i' = i and i >= 2 }"],
  ])('%s', (text, printed) => {
    const read = relation(text);
    expect(sameRelation(read, printed)).toBe(true);
    expect(sameRelation(read, String(read))).toBe(true);
  });

  test.each([
    ['{ S[i]; T[i] }', 'the pieces lie in different spaces', 8],
    ['{ [i] -> [j] }', 'a relation where a set is wanted', 0],
    ['[n, n] -> { [i] }', 'the parameter n is there twice', 5],
    ['{ [i] : i << 1, 2 }', 'lists of different length', 18],
    [`{ [i] : ${'('.repeat(1000)}i > 0 }`, 'nested too deeply', 408],
    ['{ [i] : i ≥ 0 }', 'a comparison is missing', 10],
  ])('%s is malformed', (text, message, at) => {
    expect(parseSet(text)).toEqual({ kind: 'malformed', message, at });
  });
});

describe('algebra of relations', () => {
  const step = relation('[n] -> { [i] -> [j] : j = i + 1 and 0 <= i < n }');

  test('composition, inverse, domain, range, deltas', () => {
    expect(sameRelation(value(step.compose(step, budget())), '[n] -> { [i] -> [i + 2] : 0 <= i < n - 1 }')).toBe(true);
    expect(sameRelation(step.inverse(), '[n] -> { [j] -> [j - 1] : 1 <= j <= n }')).toBe(true);
    expect(same(step.domain(), '[n] -> { [i] : 0 <= i < n }')).toBe(true);
    expect(same(step.range(), '[n] -> { [i] : 1 <= i <= n }')).toBe(true);
    expect(same(step.deltas(), '[n] -> { [1] : n >= 1 }')).toBe(true);
    expect(same(step.params(), '[n] -> { [] : n >= 1 }')).toBe(true);
  });

  test('parameters are matched by name', () => {
    const other = relation('[m, n] -> { [i] -> [j] : i < m and i < n }');
    const both = value(step.intersect(other, budget()));
    expect(both.space.params).toEqual(['n', 'm']);
    expect(sameRelation(both, '[n, m] -> { [i] -> [i + 1] : 0 <= i < n and i < m }')).toBe(true);
  });

  test('different tuples are refused', () => {
    expect(() => step.union(relation('{ S[i] -> [j] }'))).toThrow(
      new RangeError('union of different spaces: [i] and S[i]'),
    );
  });

  test.each(['<', '<=', '>', '>='] as const)('lexicographic order %s', (order) => {
    const less = IntegerRelation.lexicographic([], order, tuple(null, 'a', 'b'), tuple(null, 'c', 'd'));
    const signs = { '<': '<<', '<=': '<<=', '>': '>>', '>=': '>>=' };
    expect(sameRelation(less, `{ [a, b] -> [c, d] : a, b ${signs[order]} c, d }`)).toBe(true);
  });

  test('sets: image, product, identity, projection', () => {
    const some = set('[n] -> { [i] : 2 <= i <= 4 }');
    expect(same(value(some.apply(step, budget())), '[n] -> { [j] : 3 <= j <= 5 and j <= n }')).toBe(true);
    expect(sameRelation(some.identity(), '[n] -> { [i] -> [i] : 2 <= i <= 4 }')).toBe(true);
    const pairs = value(some.product(set('{ T[k] : k >= 0 }'), budget()));
    expect(sameRelation(pairs, '[n] -> { [i] -> T[k] : 2 <= i <= 4 and k >= 0 }')).toBe(true);
    expect(same(set('{ [i, j] : i = 2j and 0 <= j < 3 }').project([1]), '{ [i] : i mod 2 = 0 and 0 <= i <= 4 }')).toBe(
      true,
    );
  });

  test('from systems over names, and back', () => {
    const [i, n, q] = [variable('i'), variable('n'), variable('q')];
    const system = System.of(isGe(i, floorDiv(n, 2)), isLt(i, n), isGe(variable("k'"), q), isGe(q, i));
    const space = relationSpace(['n'], tuple('S', 'i', 'k'), tuple(null, 'k'));
    const made = IntegerRelation.from(space, [system]);
    expect(sameRelation(made, "[n] -> { S[i, k] -> [k'] : floor(n/2) <= i < n and k' >= i }")).toBe(true);
    const back = IntegerRelation.from(space, value(made.toUnion(budget())));
    expect(value(back.isEqual(made, budget()))).toBe(true);
  });
});

describe('lexicographic optima', () => {
  test.each([
    [
      '[n] -> { [i, j] : 0 <= i < n and i <= 2j <= n }',
      '[n] -> { [0, 0] : n >= 1 }',
      '[n] -> { [n - 1, floor(n/2)] : n >= 1 }',
    ],
    [
      '[n, m] -> { [i] : i <= n, m and i >= 0 }',
      '[n, m] -> { [0] : n, m >= 0 }',
      '[n, m] -> { [min(n, m)] : n, m >= 0 }',
    ],
    ['{ [i] : 0 <= i < 5 or i = 7 }', '{ [0] }', '{ [7] }'],
    ['{ [i] : i mod 7 = 3 and 100 < i < 1000 }', '{ [101] }', '{ [997] }'],
    ['{ [i] : false }', '{ [i] : false }', '{ [i] : false }'],
  ])('%s', (text, min, max) => {
    expect(same(value(set(text).lexmin(budget())).optimum, min)).toBe(true);
    expect(same(value(set(text).lexmax(budget())).optimum, max)).toBe(true);
  });

  test('per input of a relation: the last earlier instance that wrote the element', () => {
    const before = relation('[n] -> { [t, i] -> [s, j] : s, j << t, i and j = i - 1 and 0 <= s, t, i, j < n }');
    const last = value(before.lexmax(budget()));
    expect(sameRelation(last.optimum, '[n] -> { [t, i] -> [t, i - 1] : 0 <= t < n and 1 <= i < n }')).toBe(true);
    expect(value(last.unbounded.isEmpty(budget()))).toBe(true);
  });

  test('where there is none is said', () => {
    const { optimum, unbounded } = value(
      relation('[n] -> { [i] -> [j] : j <= i or (j = i + 3 and i > n) }').lexmin(budget()),
    );
    expect(value(optimum.isEmpty(budget()))).toBe(true);
    expect(same(unbounded, '[n] -> { [i] }')).toBe(true);
    const even = value(relation('{ [i] -> [j] : j <= 0 and exists (e : i = 2e) }').lexmin(budget()));
    expect(same(even.unbounded, '{ [i] : i mod 2 = 0 }')).toBe(true);
  });
});

describe('simplification', () => {
  test.each([
    ['{ [i] : 0 <= i < 5 or 5 <= i < 9 or i = 9 }', 1],
    ['{ [i] : (i mod 2 = 0 and 0 <= i <= 10) or (i mod 2 = 1 and 0 <= i <= 9) }', 1],
    ['{ [i] : i <= 3 or i >= 5 }', 2],
    ['{ [i, j] : 0 <= i, j < 8 and (i < 4 or j >= 2) or i = 0 and j = 0 }', 2],
  ])('%s has %d pieces', (text, pieces) => {
    const fewer = value(set(text).coalesce(budget()));
    expect(fewer.pieces.length).toBe(pieces);
    expect(same(fewer, text)).toBe(true);
  });

  test('gist says what is new', () => {
    const rest = value(
      set('[n] -> { [i] : 0 <= i < n and n >= 1 }').gist(set('[n] -> { [i] : i >= 0 and n >= 5 }'), budget()),
    );
    expect(String(rest)).toBe('[n] -> { [i] : n >= i + 1 }');
  });
});

describe('counting', () => {
  test.each([
    ['{ [i, j] : 0 <= i < 1000000000 and 0 <= j < 1000000000 }', '1000000000000000000'],
    ['[n] -> { [i, j] : 0 <= i < j < n }', '1/2*n^2 - 1/2*n if n >= 2'],
    ['[n] -> { [i] : 0 <= i <= n and i mod 2 = 0 }', 'floor((n)/2) + 1 if floor((n)/2) >= 0'],
    ['[n, m] -> { [i, j] : 0 <= i < n and 0 <= j < m }', 'm*n if n >= 1 and m >= 1'],
    ['[n] -> { [i] : i >= n }', 'infinite if true'],
    ['{ [i] : false }', '0'],
  ])('%s: %s', (text, count) => {
    expect(String(value(set(text).count(budget())))).toBe(count);
  });

  test('what is too much is bounded, and the gap said', () => {
    const much = value(set('{ [i, j] : 0 <= i, j < 1000 and (i + 7j) mod 1009 <= 40 }').count(new Budget(20_000_000)));
    expect(much.exact).toBe(false);
    const { least, most } = much.at(new Map());
    expect(least).toBeLessThanOrEqual(40_000);
    expect(most).toBeGreaterThanOrEqual(41_000);
    expect(most).toBeLessThanOrEqual(1_000_000);
  });
});

test('numbers beyond 2^53 are exact', () => {
  const big = set('{ [i, j] : 9007199254740993 i = 9007199254740995 j and 0 < j < 36028797018963974 }');
  const least = value(big.lexmin(budget())).optimum;
  expect(same(least, '{ [9007199254740995, 9007199254740993] }')).toBe(true);
  expect(String(value(big.count(budget())))).toBe('4');
});

describe('a budget that ends is unknown', () => {
  const a = set('[n] -> { [i, j] : 0 <= i, j < n and (3i + 5j) mod 7 = 2 }');
  const r = relation('[n] -> { [i] -> [j] : 0 <= i, j < n and (3i + 5j) mod 7 = 2 }');
  const none = () => new Budget(0);
  test.each<readonly [string, () => Answer<unknown>]>([
    ['intersect', () => a.intersect(a, none())],
    ['subtract', () => a.subtract(a, none())],
    ['complement', () => a.complement(none())],
    ['isEmpty', () => a.isEmpty(none())],
    ['isSubset', () => a.isSubset(a, none())],
    ['isEqual', () => a.isEqual(a, none())],
    ['sample', () => a.sample(none())],
    ['lexmin', () => a.lexmin(none())],
    ['lexmax', () => a.lexmax(none())],
    ['count', () => a.count(none())],
    ['coalesce', () => a.coalesce(none())],
    ['gist', () => a.gist(a, none())],
    ['determined', () => a.project([0]).determined(none())],
    ['apply', () => set('{ [i] : i >= 0 }').apply(r, none())],
    ['compose', () => r.compose(r, none())],
    ['intersectDomain', () => r.intersectDomain(set('{ [i] : i >= 0 }'), none())],
    ['within', () => within(() => demand(r.isEmpty(none())))],
  ])('%s', (_, ask) => {
    expect(ask()).toEqual({ kind: 'unknown', code: 'budget' });
  });
});
