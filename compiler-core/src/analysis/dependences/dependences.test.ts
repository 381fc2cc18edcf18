/** Dependences of IR text, in words. */

import { describe, expect, test } from 'vitest';
import type { Func } from '../../ir/nodes.ts';
import { parseFunc } from '../../ir/parse.ts';
import { Budget } from '../../presburger/index.ts';
import { analyse, describe as inWords, type Query } from './index.ts';

const parse = (body: string): Func => {
  const text = `func f(x, y, z, idx, flag) with $n: int {
@input @cpu x: float32[8] { @inout @cpu y: float32[8] { @inout @cpu z: float32[8, 8] {
@input @cpu idx: int32[8] { @input @cpu flag: float32[8] {
${body}
} } } } } }`;
  const { value, error } = parseFunc(text);
  if (!value) throw new Error(`${error?.message} at ${text.slice(error?.at.start)}`);
  return value;
};

const found = (body: string, query: Query = {}): string[] =>
  analyse(parse(body))
    .find(query)
    .map((d) => `${d.certainty} ${inWords(d)}`);

describe('pairs and levels', () => {
  test.each<[string, string, string[]]>([
    ['a distance', 'for i in 1 : $n : 1 { y[i] = y[i - 1] }', ['must READ y[i - 1] after WRITE y[i], along i (i: 1)']],
    [
      'the other way',
      'for i in 0 : $n : 1 { y[i] = y[i + 1] }',
      ['must WRITE y[i] after READ y[i + 1], along i (i: 1)'],
    ],
    [
      'within one iteration',
      'for i in 0 : $n : 1 { y[i] = 0 z[0, 0] = y[i] }',
      [
        'must READ y[i] after WRITE y[i], in one iteration (i: 0)',
        'must WRITE z[0, 0] after WRITE z[0, 0], along i (i: < 1..)',
      ],
    ],
    ['nothing', 'for i in 0 : $n : 1 { y[2 * i] = y[2 * i + 1] }', []],
    [
      'distance (1, -1)',
      'for i in 1 : $n : 1 { for j in 0 : $n : 1 { z[i, j] = z[i - 1, j + 1] } }',
      ['must READ z[i - 1, j + 1] after WRITE z[i, j], along i (i: 1, j: -1)'],
    ],
    ['downwards', 'for i in 7 : 0 : -1 { y[i] = y[i - 1] }', ['must WRITE y[i] after READ y[i - 1], along i (i: 1)']],
    ['steps', 'for i in 0 : 8 : 2 { y[i] = y[i + 1] }', []],
    [
      'linear subscripts',
      'for i in 0 : 4 : 1 { for j in 0 : 2 : 1 { y[2 * i + j] = y[2 * i + j - 2] } }',
      ['must READ y[2 * i + j - 2] after WRITE y[2 * i + j], along i (i: 1, j: 0)'],
    ],
    [
      'a local tensor is another one in each iteration',
      'for i in 0 : $n : 1 { @cache @cpu t: float32[] { t[] = x[i] y[i] = t[] } }',
      ['must READ t[] after WRITE t[], in one iteration (i: 0)'],
    ],
    ['reductions commute', 'for i in 0 : $n : 1 { y[0] += x[i] }', []],
    [
      'others do not',
      'for i in 0 : $n : 1 { y[0] += x[i] y[0] *= 2 }',
      [
        'must REDUCE y[0] after REDUCE y[0], along i (i: < 1..); in one iteration (i: 0)',
        'must REDUCE y[0] after REDUCE y[0], along i (i: < 1..)',
      ],
    ],
    [
      'data',
      'for i in 0 : $n : 1 { y[idx[i]] = 1 }',
      ['may WRITE y[idx[i]] after WRITE y[idx[i]], along i (i: < 1..)'],
    ],
    [
      'equal data, its subscript written in several ways',
      '@!no_deps : y\nfor i in 0 : 6 : 1 { y[idx[i + 1 + 1 - 1]] = 1 z[i, 0] = y[idx[1 + 2 * i - i] + 1] }',
      [],
    ],
    [
      'equal data in one iteration',
      'for i in 0 : $n : 1 { y[idx[i]] = 1 y[idx[i] + 1] = 2 }',
      [
        'may WRITE y[idx[i]] after WRITE y[idx[i]], along i (i: < 1..)',
        'may WRITE y[idx[i] + 1] after WRITE y[idx[i]], along i (i: < 1..)',
        'may WRITE y[idx[i]] after WRITE y[idx[i] + 1], along i (i: < 1..)',
        'may WRITE y[idx[i] + 1] after WRITE y[idx[i] + 1], along i (i: < 1..)',
      ],
    ],
    ['one condition, two branches', 'for i in 0 : $n : 1 { if flag[i] > 0.0 { y[i] = 1 } else { y[i] = 2 } }', []],
    [
      'no_deps',
      '@!no_deps : y\nfor i in 0 : $n : 1 { y[idx[i]] = y[idx[i]] + 1 }',
      ['may WRITE y[idx[i]] after READ y[idx[i]], in one iteration (i: 0)'],
    ],
    [
      'parallel iterations have no order',
      '@!parallel : @openmp\nfor i in 1 : $n : 1 { y[i] = y[i - 1] }',
      [
        'must WRITE y[i] after READ y[i - 1], along i (i: -1), in no order',
        'must READ y[i - 1] after WRITE y[i], along i (i: 1), in no order',
      ],
    ],
  ])('%s', (_, body, expected) => {
    expect(found(body)).toEqual(expected);
  });
});

describe('value-based', () => {
  test.each<[string, string, string[]]>([
    [
      'an overwritten value is not read',
      'y[0] = 1 y[0] = 2 z[0, 0] = y[0]',
      ['must WRITE y[0] after WRITE y[0], in one iteration', 'must READ y[0] after WRITE y[0], in one iteration'],
    ],
    [
      'some sizes overwrite',
      'y[0] = 1 y[$n] = 2 z[0, 0] = y[0]',
      [
        'must WRITE y[$n] after WRITE y[0], in one iteration',
        'must READ y[0] after WRITE y[0], in one iteration',
        'must READ y[0] after WRITE y[$n], in one iteration',
      ],
    ],
    [
      'data may overwrite',
      'y[0] = 1 if flag[0] > 0.0 { y[0] = 2 } z[0, 0] = y[0]',
      [
        'may WRITE y[0] after WRITE y[0], in one iteration',
        'may READ y[0] after WRITE y[0], in one iteration',
        'may READ y[0] after WRITE y[0], in one iteration',
      ],
    ],
    [
      'the last iteration',
      'for i in 0 : $n : 1 { y[0] = x[i] } z[0, 0] = y[0]',
      ['must WRITE y[0] after WRITE y[0], along i (i: 1)', 'must READ y[0] after WRITE y[0], in one iteration'],
    ],
  ])('%s', (_, body, expected) => {
    expect(found(body, { nearest: true, kinds: ['RAW', 'WAW'] })).toEqual(expected);
  });

  test.each<[string, string, { earlier: boolean; later: boolean }]>([
    [
      'all of both',
      'for i in 0 : $n : 1 { y[i] = 1 } for i in 0 : $n : 1 { z[i, 0] = y[i] }',
      { earlier: true, later: true },
    ],
    [
      'part of what was written',
      'for i in 0 : 8 : 1 { y[i] = 1 } for i in 0 : 4 : 1 { z[i, 0] = y[i] }',
      { earlier: false, later: true },
    ],
    [
      'part of what is read',
      'for i in 0 : 4 : 1 { y[i] = 1 } for i in 0 : 8 : 1 { z[i, 0] = y[i] }',
      { earlier: true, later: false },
    ],
    ['within one iteration', 'for i in 0 : $n : 1 { y[i] = 1 z[i, 0] = y[i] }', { earlier: true, later: true }],
    [
      'an element that data choose',
      'for i in 0 : $n : 1 { y[idx[i]] = 1 z[i, 0] = y[idx[i]] }',
      { earlier: true, later: true },
    ],
    [
      'under one condition',
      'for i in 0 : $n : 1 { if flag[i] > 0.0 { y[i] = 1 } if flag[i] > 0.0 { z[i, 0] = y[i] } }',
      { earlier: true, later: true },
    ],
    [
      'under another',
      'for i in 0 : $n : 1 { if flag[i] > 0.0 { y[i] = 1 } z[i, 0] = y[i] }',
      { earlier: true, later: false },
    ],
    ['with a write between', 'y[0] = 1 y[idx[0]] = 2 z[0, 0] = y[0]', { earlier: false, later: false }],
  ])('coverage: %s', (_, body, expected) => {
    const deps = analyse(parse(body));
    const write = deps.points.find((p) => p.tensor === 'y' && p.kind === 'write');
    const read = deps.points.find((p) => p.tensor === 'y' && p.kind === 'read');
    if (!write || !read) throw new Error('no accesses');
    expect(deps.coverage(write, read)).toEqual({ kind: 'known', value: expected });
  });
});

describe('budgets and size', () => {
  test('what the budget does not reach is unknown, never absent', () => {
    const func = parse('for i in 0 : $n : 1 { y[2 * i] = 1 y[3 * i + 1] = 2 }');
    const whole = analyse(func).find();
    expect(whole.map((d) => d.certainty)).toEqual(['must']);
    for (const left of [0, 30, 50]) {
      const found = analyse(func).find({ budget: new Budget(left) });
      expect(found.at(-1)?.certainty).toBe('unknown');
      expect(found.at(-1)?.witness()).toEqual({ kind: 'unknown', code: 'budget' });
    }
    expect(analyse(func).find({ budget: new Budget(0), relax: 'necessary' })).toEqual([]);
  });

  test('unrolled code: 3,000 statements', () => {
    const lines = Array.from({ length: 3000 }, (_, k) => `w[${k}] = w[${(k * 7) % 3000}]`).join('\n');
    const { value } = parseFunc(`func f(w) { @inout @cpu w: float32[3000] {\n${lines}\n} }`);
    if (!value) throw new Error('no function');
    const found = analyse(value).find();
    expect(found.every((d) => d.certainty === 'must')).toBe(true);
    expect(found.length).toBeGreaterThan(2900);
  });

  test('two hundred loops around a statement', () => {
    const depth = 200;
    const open = Array.from({ length: depth }, (_, k) => `for i${k} in 0 : $n : 1 {`).join('\n');
    const body = `${open}\nw[i0] = w[i199]\n${'}'.repeat(depth)}`;
    const { value } = parseFunc(`func f(w) with $n: int { @inout @cpu w: float32[$n] {\n${body}\n} }`);
    if (!value) throw new Error('no function');
    expect(analyse(value).first()?.certainty).toBe('unknown');
  });
});

test('a witness has two instances that conflict, with the sizes they need', () => {
  const [d] = analyse(parse('for i in 4 : $n : 1 { y[i] = y[i - 3] }')).find();
  const witness = d?.witness();
  if (witness?.kind !== 'known' || !witness.value) throw new Error('no witness');
  expect(witness.value).toMatchObject({
    text: 'y[4], first at i = 4, then at i = 7, with n = 8',
    values: { n: '8' },
    earlier: { iterators: [{ name: 'i', value: 4 }], index: [4] },
    later: { iterators: [{ name: 'i', value: 7 }], index: [4] },
  });
});

test('dependences are taken over by another version of the same function', () => {
  const text = 'for i in 1 : $n : 1 { y[i] = y[i - 1] }';
  const [before, after] = [analyse(parse(text)), analyse(parse(text))];
  after.adopt(before);
  const [d] = after.every;
  expect(d?.earlier).toBe(after.points[d?.earlier.ordinal ?? -1]);
  expect(d?.levels[0]?.carrier).toBe(after.points[0]?.loops[0]?.stmt);
  expect(d?.levels[0]?.distances()[0]?.loop).toBe(after.points[0]?.loops[0]?.stmt);
});
