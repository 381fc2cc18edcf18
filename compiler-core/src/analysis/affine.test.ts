/** Subscripts, divisors and assertions on IR text: `severity class code text-at-span: message (witness)`. */

import { describe, expect, test } from 'vitest';
import type { Diagnostic } from '../diag/diagnostic.ts';
import type { Func } from '../ir/nodes.ts';
import { parseFunc } from '../ir/parse.ts';
import { mapStmt } from '../ir/walk.ts';
import { Budget } from '../presburger/index.ts';
import { fileId, span } from '../text/span.ts';
import { collectSites, printAccess } from './accesses.ts';
import { checkAsserts } from './asserts.ts';
import { type Checked, type CheckOptions, checkIndices } from './bounds.ts';
import { checkAffine } from './check-affine.ts';
import { checkDivisions } from './division.ts';

const wrap = (body: string): string => `func f(x, y, idx, flag, k, g, h) with $n: int, $m: int, $alpha {
@input @cpu x: float32[8] { @inout @cpu y: float32[8] { @input @cpu idx: int32[8] { @input @cpu flag: float32[8] {
@input @byvalue k: int32[] { @input @cpu g: float32[$n] { @inout @cpu h: float32[$m, k[]] {
${body}
} } } } } } } }`;

const parse = (text: string): Func => {
  const { value, error } = parseFunc(text);
  if (!value) throw new Error(`${error?.message} at ${text.slice(error?.at.start)}`);
  return value;
};
const options = (): CheckOptions => ({ budget: new Budget(1_000_000) });
const brief = (text: string, found: readonly Diagnostic[]): string[] =>
  found.map((d) => {
    const place = text.slice(d.span.start, d.span.end);
    return `${d.severity} ${d.code} ${place}: ${d.message} (${d.witness?.text})`;
  });
const said = (check: (f: Func, o: CheckOptions) => Checked, body: string): string[] => {
  const text = wrap(body);
  return brief(text, check(parse(text), options()).diagnostics);
};
const counts = (check: (f: Func, o: CheckOptions) => Checked, body: string): string => {
  const { safe, faulty, possible, unknown } = check(parse(wrap(body)), options()).stats;
  return `${safe} safe, ${faulty} faulty, ${possible} possible, ${unknown} unknown`;
};

describe('subscripts that are proved outside', () => {
  test.each<[string, string]>([
    [
      'for i in 0 : 8 : 1 { y[i] = x[i + 1] }',
      'index-out-of-bounds i + 1: The subscript in dimension 0 of x reaches 8, and its size is 8 (i = 7 reaches 8, size is 8)',
    ],
    [
      'for i in 0 : 16 : 1 { y[i] = 0 }',
      'index-out-of-bounds i: The subscript in dimension 0 of y reaches 15, and its size is 8 (i = 8 reaches 8, size is 8)',
    ],
    [
      'y[0] = x[-1]',
      'negative-index -1: The subscript in dimension 0 of x reaches -1, and its size is 8; it is not counted from the end (reaches -1, size is 8)',
    ],
    [
      'y[0] = g[-1]',
      'negative-index -1: The subscript in dimension 0 of g reaches -1, and its size is n; it is not counted from the end (n = 1 reaches -1, size is 1)',
    ],
    [
      'for i in 0 : $n : 1 { y[0] = g[i + 1] }',
      'index-out-of-bounds i + 1: The subscript in dimension 0 of g reaches 1 where its size n is 1 (n = 1, i = 0 reaches 1, size is 1)',
    ],
    [
      'y[0] = g[$n]',
      'index-out-of-bounds $n: The subscript in dimension 0 of g reaches n, and its size is n (n = 1 reaches 1, size is 1)',
    ],
    [
      'for i in 0 : $m : 1 { for j in 0 : k[] : 1 { h[i, j] = h[i, j + 1] } }',
      'index-out-of-bounds j + 1: The subscript in dimension 1 of h reaches 1 where its size k is 1 (k = 1, j = 0 reaches 1, size is 1)',
    ],
    [
      'for i in 0 : 8 : 1 { y[idx[i + 1] % 8] = 0 }',
      'index-out-of-bounds i + 1: The subscript in dimension 0 of idx reaches 8, and its size is 8 (i = 7 reaches 8, size is 8)',
    ],
    [
      'for i in 0 : 8 : 1 { if x[i + 1] > 0.0 && i < 7 { y[i] = 0 } }',
      'index-out-of-bounds i + 1: The subscript in dimension 0 of x reaches 8, and its size is 8 (i = 7 reaches 8, size is 8)',
    ],
    [
      'for i in 0 : 8 : 1 { y[i] = i > 0 ? x[i - 1] : x[i - 1] }',
      'negative-index i - 1: The subscript in dimension 0 of x reaches -1, and its size is 8; it is not counted from the end (i = 0 reaches -1, size is 8)',
    ],
    [
      'for i in 7 : -1 : -1 { y[i] = x[i - 1] }',
      'negative-index i - 1: The subscript in dimension 0 of x reaches -1, and its size is 8; it is not counted from the end (i = 0 reaches -1, size is 8)',
    ],
    [
      'for i in 0 : 8 : 1 { y[@!min(i + 1, 8)] = 0 }',
      'index-out-of-bounds @!min(i + 1, 8): The subscript in dimension 0 of y reaches 8, and its size is 8 (i = 7 reaches 8, size is 8)',
    ],
    [
      'assert $n == 8 { for i in 0 : $n : 1 { y[i] = g[i] } y[0] = g[8] }',
      'index-out-of-bounds 8: The subscript in dimension 0 of g reaches 8, and its size is n (n = 8 reaches 8, size is 8)',
    ],
    [
      '@cache @cpu t: float32[0] { t[0] = 1 }',
      'index-out-of-bounds 0: The subscript in dimension 0 of t reaches 0, and its size is 0 (reaches 0, size is 0)',
    ],
    [
      'for i in 0 : 8 : 1 { for i in 0 : 9 : 1 { y[i] = 0 } }',
      'index-out-of-bounds i: The subscript in dimension 0 of y reaches 8, and its size is 8 (i = 8 reaches 8, size is 8)',
    ],
    [
      'y[8] += 1',
      'index-out-of-bounds 8: The subscript in dimension 0 of y reaches 8, and its size is 8 (reaches 8, size is 8)',
    ],
    [
      '@!rmw(add, y[8], 1.0) @relaxed @device',
      'index-out-of-bounds 8: The subscript in dimension 0 of y reaches 8, and its size is 8 (reaches 8, size is 8)',
    ],
    [
      'for i in 0 : 4 : 1 { for j in @!max(i, 2) : 4 : 1 { y[4 * i - 5 * (j % 2)] = 0 } }',
      'index-out-of-bounds 4 * i - 5 * (j % 2): The subscript in dimension 0 of y reaches 8, and its size is 8 (i = 2, j = 2 reaches 8, size is 8)',
    ],
    [
      '@cache @cpu t: float32[$n - 5] { y[0] = t[$n - 5] }',
      'index-out-of-bounds $n - 5: The subscript in dimension 0 of t reaches n - 5, and its size is n - 5 (n = 6 reaches 1, size is 1)',
    ],
    [
      'for i in 0 : 3 : 1 { y[(i - 1) %% 2] = 0 }',
      'negative-index (i - 1) %% 2: The subscript in dimension 0 of y reaches -1, and its size is 8; it is not counted from the end (i = 0 reaches -1, size is 8)',
    ],
    [
      'for i in 0 : 3 : 1 { y[i == 1 ? 8 : 0] = 0 }',
      'index-out-of-bounds i == 1 ? 8 : 0: The subscript in dimension 0 of y reaches 8, and its size is 8 (i = 1 reaches 8, size is 8)',
    ],
    [
      'y[@!abs(-8)] = 0',
      'index-out-of-bounds @!abs(-8): The subscript in dimension 0 of y reaches 8, and its size is 8 (reaches 8, size is 8)',
    ],
    [
      'for i in 0 : 9 : 1 { if !(i == 3 || i < 8) { y[i] = 0 } }',
      'index-out-of-bounds i: The subscript in dimension 0 of y reaches 8, and its size is 8 (i = 8 reaches 8, size is 8)',
    ],
  ])('%s', (body, expected) => expect(said(checkIndices, body)).toEqual([`error ${expected}`]));
});

describe('subscripts that may be outside', () => {
  test.each<[string, string]>([
    [
      'for i in 0 : $n : 1 { y[i] = g[i] }',
      'information index-out-of-bounds i: The subscript in dimension 0 of y runs past the end if n >= 9; its size is 8 (i = 8 reaches 8, size is 8)',
    ],
    [
      'y[0] = g[0]',
      'hint index-out-of-bounds 0: The subscript in dimension 0 of g runs past the end if n = 0; its size is n (n = 0 reaches 0, size is 0)',
    ],
    [
      'for i in 0 : $n : 1 { for j in 0 : k[] : 1 { h[i, j] = 0 } }',
      'information index-out-of-bounds i: The subscript in dimension 0 of h runs past the end if n > m; its size is m (m = 1, i = 1 reaches 1, size is 1)',
    ],
    [
      'for i in 0 : 8 : 1 { if flag[0] > 0.0 { y[i + 1] = 0 } }',
      'information index-out-of-bounds i + 1: The subscript in dimension 0 of y may be outside: it may reach 8, and its size is 8 (i = 7 reaches 8, size is 8)',
    ],
    [
      'if flag[0] > 0.0 { y[8] = 0 }',
      'information index-out-of-bounds 8: The subscript in dimension 0 of y runs past the end whenever it is reached: it reaches 8, and its size is 8 (reaches 8, size is 8)',
    ],
    [
      'for i in 0 : @!max($n, 8) : 1 { y[i] = 0 }',
      'information index-out-of-bounds i: The subscript in dimension 0 of y runs past the end if n >= 9; its size is 8 (i = 8 reaches 8, size is 8)',
    ],
    [
      'for i in idx[0] : idx[1] : 1 { y[9] = 0 }',
      'information index-out-of-bounds 9: The subscript in dimension 0 of y runs past the end whenever it is reached: it reaches 9, and its size is 8 (reaches 9, size is 8)',
    ],
    [
      'while flag[0] > 0.0 { y[8] = 0 }',
      'information index-out-of-bounds 8: The subscript in dimension 0 of y runs past the end whenever it is reached: it reaches 8, and its size is 8 (reaches 8, size is 8)',
    ],
    [
      'for i in 0 : 8 : $n { y[i + 8] = 0 }',
      'information index-out-of-bounds i + 8: The subscript in dimension 0 of y runs past the end whenever it is reached: it reaches 15, and its size is 8 (i = 0 reaches 8, size is 8)',
    ],
  ])('%s', (body, expected) => expect(said(checkIndices, body)).toEqual([expected]));
});

describe('subscripts that are inside', () => {
  test.each([
    'for i in 0 : 8 : 1 { y[i] = x[i] }',
    'for i in 0 : $n : 1 { y[0] = g[i] }',
    'for i in 0 : 8 : 1 { if idx[i] >= 0 && idx[i] < 8 { y[idx[i]] = 0 } }',
    'for i in 0 : 8 : 1 { if i < 7 && x[i + 1] > 0.0 { y[i] = 0 } }',
    'for i in 0 : 8 : 1 { y[i] = i < 7 ? x[i + 1] : 0.0 }',
    'for i in 0 : 8 : 1 { if !(i >= 7 || x[i + 1] > 0.0) { y[i] = 0 } }',
    'for i in 7 : -1 : -1 { y[i] = x[7 - i] }',
    'for i in 0 : 0 : 1 { y[100] = 0 }',
    'if $n > $n { y[100] = 0 }',
    'for i in 0 : 16 : 2 { y[@!floor(i / 2)] = 0 }',
    'for i in 0 : 16 : 1 { y[i % 8] = 0 }',
    'for i in 0 : $n : 1 { y[0] = g[i % $n] }',
    'for i in 0 : @!max($n, $m) : 1 { y[0] = g[i % $n] }',
    'assert $n == $m || $n == 1 || $m == 1 { for i in 0 : @!max($n, $m) : 1 { y[0] = g[i % $n] } }',
    'for i in 0 : 8 : 1 { y[@!min(i + 1, 7)] = x[@!max(i - 1, 0)] }',
    'for i in 0 : @!min($n, 8) : 1 { y[i] = g[i] }',
    'for i in 0 : 8 : $n { y[i] = 0 }',
    'assume $n <= 8 { for i in 0 : $n : 1 { y[i] = 0 } }',
    'if flag[0] > 0.0 { if !(flag[0] > 0.0) { y[9] = 0 } }',
    'y[int32(flag[0] > 0.0)] = 0',
    'for i in 0 : 4 : 1 { for j in 0 : 2 : 1 { y[i * 2 + j] = 0 } }',
    'for i in 0 : $n * $m : 1 { @cache @cpu t: float32[$n * $m] { t[i] = 0 } }',
  ])('%s', (body) => {
    expect(said(checkIndices, body)).toEqual([]);
    expect(counts(checkIndices, body)).toMatch(/^\d+ safe, 0 faulty, 0 possible, 0 unknown$/);
  });
});

describe('a guard on data that others write holds up to the next wall', () => {
  const guarded = (between: string, memory = 'cpu'): string =>
    `@cache @${memory} t: int32[] { t[] = idx[0] if t[] >= 0 && t[] < 8 { ${between} y[t[]] = 0 } }`;
  test.each([
    ['', '2 safe, 0 faulty, 0 possible, 0 unknown'],
    ['y[0] = 1', '3 safe, 0 faulty, 0 possible, 0 unknown'],
    ['@!barrier(workGroup)', '1 safe, 0 faulty, 0 possible, 1 unknown'],
    ['@!fence(acquire, device)', '1 safe, 0 faulty, 0 possible, 1 unknown'],
    ['@!collective(@any, true) @workGroup', '1 safe, 0 faulty, 0 possible, 1 unknown'],
  ])('%s', (between, expected) => expect(counts(checkIndices, guarded(between))).toBe(expected));
  test('what one item alone holds is not written by others', () => {
    expect(counts(checkIndices, guarded('@!barrier(workGroup)', 'gpu/local'))).toBe(
      counts(checkIndices, guarded('', 'gpu/local')),
    );
  });
});

describe('subscripts that nothing is said about, and that do not count as safe', () => {
  test.each([
    'for i in 0 : 8 : 1 { y[idx[i]] = 0 }',
    'y[idx[0]] = 0',
    'for i in 0 : 8 : 1 { if flag[i] > 0.0 { y[i + 1] = 0 } }',
    'y[99999999999] = 0',
    'for i in idx[0] : idx[1] : 1 { y[i] = 0 }',
    'for i in 0 : 8 : 1 { @!not_modelled("break", y) y[i + 1] = 0 }',
    'y[int32(flag[0])] = 0',
    '@inout @cpu p: int32[] { if p[] >= 0 && p[] < 8 { p[] = 9 y[p[]] = 0 } }',
    'y[@!unknown("f" -> int32)] = 0',
    'y[$n * $m] = 0',
  ])('%s', (body) => {
    expect(said(checkIndices, body)).toEqual([]);
    expect(counts(checkIndices, body)).toMatch(/ 0 faulty, 0 possible, 1 unknown$/);
  });
});

describe('divisors', () => {
  test.each<[string, string[]]>([
    ['y[0] = 5 % 0', ['error division-by-zero 0: The divisor is 0 (the divisor is 0)']],
    ['y[0] = 1 / 0', []],
    ['y[0] = 1.0 / 0.0', []],
    [
      'for i in 0 : 8 : 1 { y[i] = @!floor(i / (i - 3)) }',
      ['error division-by-zero i - 3: The divisor i - 3 is 0 (i = 3 makes the divisor 0)'],
    ],
    ['for i in 0 : 8 : 1 { y[i] = i == 3 ? 0 : @!floor(i / (i - 3)) }', []],
    ['y[0] = 5 % $n', ['information division-by-zero $n: The divisor n is 0 if n = 0 (n = 0 makes the divisor 0)']],
    ['y[0] = $n > 0 ? 5 % $n : 0', []],
    ['y[0] = 5 % idx[0]', []],
    ['y[0] = 5 %% k[]', ['information division-by-zero k[]: The divisor k is 0 if k = 0 (k = 0 makes the divisor 0)']],
    [
      'if flag[0] > 0.0 { y[0] = 5 % 0 }',
      ['information division-by-zero 0: The divisor is 0 whenever it is reached (the divisor is 0)'],
    ],
    [
      'for i in 0 : $n : 1 { y[0] = 7 % i }',
      ['error division-by-zero i: The divisor i is 0 (i = 0 makes the divisor 0)'],
    ],
    ['if $n != 0 && 5 % $n == 1 { y[0] = 1 }', []],
  ])('%s', (body, expected) => expect(said(checkDivisions, body)).toEqual(expected));
});

describe('assertions', () => {
  test.each<[string, string[]]>([
    [
      'assert 3 == 4 || 3 == 1 { y[0] = 1 }',
      [
        'error always-false-assert 3 == 4 || 3 == 1: This assertion never holds: 3 == 4 or 3 == 1 (3 == 4 or 3 == 1 is false)',
      ],
    ],
    ['assert $n == 4 || $n == 1 { y[0] = 1 }', []],
    [
      'for i in 0 : 4 : 1 { assert i > 5 { y[0] = 1 } }',
      ['error always-false-assert i > 5: This assertion never holds: i > 5 (i = 0 makes i > 5 false)'],
    ],
    ['for i in 0 : 4 : 1 { assert i > 2 { y[0] = 1 } }', []],
    [
      'if flag[0] > 0.0 { assert 1 == 2 { y[0] = 1 } }',
      ['information always-false-assert 1 == 2: This assertion never holds: 1 == 2 (1 == 2 is false)'],
    ],
    ['assert x[0] > 0.0 && x[0] < 0.0 { y[0] = 1 }', []],
    ['assert $alpha > 0 && $alpha < 1 { y[0] = 1 }', []],
    [
      'assert $n > 0 && $n < 1 { y[0] = 1 }',
      [
        'error always-false-assert $n > 0 && $n < 1: This assertion never holds: n > 0 and n < 1 (n = 0 makes n > 0 and n < 1 false)',
      ],
    ],
    [
      'assert $n > 4 { assert $n < 3 { y[9] = 1 } }',
      ['error always-false-assert $n < 3: This assertion never holds: n < 3 (n = 5 makes n < 3 false)'],
    ],
    ['for i in 0 : 0 : 1 { assert 1 == 2 { y[0] = 1 } }', []],
    [
      'assert idx[0] < 3 && idx[0] > 5 { y[0] = 1 }',
      [
        'error always-false-assert idx[0] < 3 && idx[0] > 5: This assertion never holds: idx[0] < 3 and idx[0] > 5 (makes idx[0] < 3 and idx[0] > 5 false)',
      ],
    ],
    [
      'assume $n == 0 { assert $n == 1 { y[0] = 1 } }',
      ['error always-false-assert $n == 1: This assertion never holds: n == 1 (n = 0 makes n == 1 false)'],
    ],
  ])('%s', (body, expected) => expect(said(checkAsserts, body)).toEqual(expected));
});

describe('what goes with a finding', () => {
  const only = (body: string): Diagnostic => {
    const [d] = checkIndices(parse(wrap(body)), options()).diagnostics;
    if (!d) throw new Error('nothing found');
    return d;
  };
  test('the definition and the loops are related places', () =>
    expect(only('for i in 0 : 8 : 1 { for j in 7 : -1 : -2 { y[i + j] = 0 } }').related.map((r) => r.message)).toEqual([
      'y is defined here, with size 8',
      'j runs from 7 to before -1 in steps of -2',
      'i runs from 0 to before 8',
    ]));
  test('the witness has all values', () =>
    expect(only('for i in 0 : $n : 1 { for j in 0 : 3 : 1 { y[0] = g[i + 1] } }').witness?.values).toEqual({
      n: '1',
      m: '0',
      k: '0',
      i: '0',
      j: '0',
    }));
  test('a constant counted from the end is rewritten', () => {
    expect(only('y[0] = x[-1]').fixes.map((f) => f.edits[0]?.newText)).toEqual(['7']);
    expect(only('y[0] = g[-2]').fixes.map((f) => f.edits[0]?.newText)).toEqual(['n - 2']);
    expect(only('for i in 0 : 2 : 1 { y[i - 1] = 0 }').fixes).toEqual([]);
  });
  test('assumed sizes are listed where the proof needs them', () => {
    expect(only('y[$n + 8] = 0').assumptions).toEqual(['n >= 0', 'm >= 0', 'k >= 0']);
    expect(only('y[0] = g[$n]').assumptions).toEqual([]);
  });
  test('code of the library is reported at the call in the user’s file', () => {
    const user = span(fileId('a.py'), 10, 20);
    const library = span(fileId('athanor:libop/elementwise.py'), 1, 2);
    const origin = { span: library, calls: [{ span: user, callee: 'add' }], trail: [] };
    const text = wrap('assert 3 == 4 || 3 == 1 { y[0] = 1 }');
    const func = parse(text);
    const body = mapStmt(func.body, {
      stmt: (s) => (s.kind === 'assert' ? { ...s, origin, cond: { ...s.cond, at: library } } : s),
    });
    const [d] = checkAsserts({ ...func, body }, options()).diagnostics;
    expect([d?.code, d?.class, d?.span, d?.message, d?.related[0]?.span]).toEqual([
      'shape-mismatch',
      'proved',
      user,
      'The shapes do not agree: an extent is 3 on one side and 4 on the other',
      library,
    ]);
  });
});

test('a used-up budget leaves everything unknown', () => {
  const func = parse(wrap('for i in 0 : 8 : 1 { y[i] = x[i] }'));
  expect(checkIndices(func, { budget: new Budget(0) }).stats).toEqual({ safe: 0, faulty: 0, possible: 0, unknown: 2 });
  expect(checkIndices(func, { ...options(), shouldStop: () => true }).stats.unknown).toBe(2);
});

test('nesting of any depth is survived', () => {
  const deep = `${'if $n > 0 { '.repeat(4000)}y[9] = 0${' }'.repeat(4000)}`;
  expect(checkAffine(parse(wrap(deep)), options()).stats.unknown).toBeGreaterThan(0);
  const wide = `y[0] = ${'('.repeat(4000)}1${' + 1)'.repeat(4000)}`;
  expect(checkAffine(parse(wrap(wide)), options()).stats.unknown).toBeGreaterThan(0);
});

test('accesses print with their domains', () => {
  const { accesses, symbols } = collectSites(parse(wrap('for i in 0 : $n : 2 { if i > 3 { y[i - 1] += g[i] } }')));
  expect(accesses.filter((a) => a.tensor !== 'k').map((a) => printAccess(a, symbols))).toEqual([
    'read g[i] : i >= 0 and n > i and 2*floor((i)/2) = i and i >= 4',
    'update y[i - 1] : i >= 0 and n > i and 2*floor((i)/2) = i and i >= 4',
  ]);
});

test('several hundred accesses take a fraction of a second', () => {
  const unit = `for i in 0 : $n : 1 { for j in 0 : 8 : 1 { if i > 0 && j + i < $n { y[j] = g[i - 1] + g[i + j] * x[j] } } }`;
  const func = parse(wrap(`${unit}\n`.repeat(150)));
  const start = Date.now();
  expect(checkAffine(func, options()).stats).toEqual({ safe: 600, faulty: 0, possible: 0, unknown: 0 });
  expect(Date.now() - start).toBeLessThan(2000);
});
