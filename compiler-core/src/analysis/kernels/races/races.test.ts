/** Kernels of one dimension, `g` the group and `l` the item, to verdicts: races by their sites, barriers, values that vary. */

import { expect, test } from 'vitest';
import { inGroups } from '../../../exec/lockstep/test/kernels.ts';
import type { Func } from '../../../ir/nodes.ts';
import { parseFunc } from '../../../ir/parse.ts';
import { stmtsIn } from '../../../ir/walk.ts';
import { Budget } from '../../../presburger/index.ts';
import { findDivergence, findRedundantBarriers } from './barriers.ts';
import { findRaces } from './races.ts';
import { chainOf, LEVELS, uniformity } from './uniform.ts';

const DEFS = '@inout @gpu/global x: float32[4096] @inout @gpu/global y: float32[4096] @input @byvalue n: int32[]';
const LOCAL = '@cache @gpu/shared t: float32[64]';
const text = (body: string): string => inGroups('x, y, n', { defs: DEFS, local: LOCAL, body });
const parse = (source: string): Func => {
  const { value, error } = parseFunc(source);
  if (!value) throw new Error(error?.message);
  return value;
};
const question = (source: string) => ({ func: parse(source), budget: new Budget(400_000) });

const races = (body: string): string[] => {
  const source = text(body);
  const { standing, diagnostics } = findRaces(question(source));
  const at = ({ start, end }: { start: number; end: number }): string => source.slice(start, end);
  return [
    standing,
    ...diagnostics.map((d) => `${d.class} ${[d.span, ...d.related.map((r) => r.span)].map(at).join(' / ')}`),
  ];
};

test.each<[string, string, string[]]>([
  ['each its own element', 'x[g * $local_0 + l] = 1.0', ['safe']],
  ['a neighbour in one interval', 't[l] = 1.0 y[g * $local_0 + l] = t[l + 1]', ['faulty', 'proved t[l + 1] / t[l]']],
  ['a neighbour behind a barrier', 't[l] = 1.0 @!barrier(workGroup) y[g * $local_0 + l] = t[l + 1]', ['safe']],
  [
    'a barrier of other memory',
    't[l] = 1.0 @!barrier(workGroup, global) y[g * $local_0 + l] = t[l + 1]',
    ['faulty', 'proved t[l + 1] / t[l]'],
  ],
  [
    'the next round of a loop',
    'for k in 0 : 4 : 1 { t[l] = float32(l) @!barrier(workGroup) y[g * $local_0 + l] = t[l + 1] }',
    ['faulty', 'proved t[l + 1] / t[l]'],
  ],
  [
    'both barriers of a round',
    'for k in 0 : 4 : 1 { t[l] = float32(l) @!barrier(workGroup) y[g * $local_0 + l] = t[l + 1] @!barrier(workGroup) }',
    ['safe'],
  ],
  [
    'inner rounds that meet the outer ones',
    'for k in 0 : 4 : 1 { for j in 0 : 3 : 1 { t[l] = float32(l) @!barrier(workGroup) } y[g * $local_0 + l] = t[l + 1] }',
    ['faulty', 'proved t[l + 1] / t[l]'],
  ],
  [
    'a loop of barriers that may have no round',
    't[l] = 1.0 for k in 0 : n[] : 1 { @!barrier(workGroup) } y[g * $local_0 + l] = t[l + 1]',
    ['possible', 'possible t[l + 1] / t[l]'],
  ],
  [
    'a tree of sums',
    `t[l] = 1.0 @!barrier(workGroup)
     @cache @gpu/local s: int32[] { s[] = 32 while s[] > 0 { if l < s[] { t[l] = t[l] + t[l + s[]] } @!barrier(workGroup) s[] = @!shr(s[], 1) } }`,
    ['safe'],
  ],
  ['all write one value', 'y[0] = 1.0', ['safe', 'proved y[0]']],
  ['all write their own', 'y[0] = float32(l)', ['faulty', 'proved y[0]']],
  ['atomics of the device', '@!rmw(add, y[0], 1.0) @relaxed @device', ['safe']],
  ['atomics of the group', '@!rmw(add, y[0], 1.0) @relaxed @workGroup', ['possible', 'possible y[0]']],
  [
    'between groups no barrier helps',
    'x[g] = float32(g) @!barrier(workGroup) y[g * $local_0 + l] = x[g + 1]',
    ['possible', 'proved x[g]', 'possible x[g + 1] / x[g]'],
  ],
  ['where data decide', 'if x[l] > 0.0 { y[0] = float32(l) }', ['possible', 'possible y[0]']],
])('%s', (_, body, expected) => expect(races(body)).toEqual(expected));

test('a witness says who, which element, and the sizes of the launch', () => {
  const [race] = findRaces(question(text('t[l] = 1.0 y[g * $local_0 + l] = t[l + 1]'))).diagnostics;
  expect(race?.witness).toEqual({
    text: 'work-item 1 (group 0, local 1) writes t[1]; work-item 0 (group 0, local 0) reads t[1]',
    values: { global_0: '2', local_0: '2', groups_0: '1' },
  });
});

test.each<[string, string[]]>([
  ['@!barrier(workGroup)', ['safe']],
  ['if g < 2 { @!barrier(workGroup) }', ['safe']],
  ['if l < 1 { @!barrier(workGroup) }', ['faulty', 'proved @!barrier(workGroup)']],
  ['if l < 8 { @!barrier(workGroup) }', ['possible', 'possible @!barrier(workGroup)']],
  ['if l >= 0 { @!barrier(workGroup) }', ['safe']],
  ['for k in 0 : l : 1 { @!barrier(workGroup) }', ['faulty', 'proved @!barrier(workGroup)']],
  ['if x[l] > 0.0 { @!barrier(workGroup) }', ['possible', 'possible @!barrier(workGroup)']],
])('items that part: %s', (body, expected) => {
  const source = text(body);
  const { standing, diagnostics } = findDivergence(question(source));
  expect([standing, ...diagnostics.map((d) => `${d.class} ${source.slice(d.span.start, d.span.end)}`)]).toEqual(
    expected,
  );
});

test.each([
  ['t[l] = 1.0 @!barrier(workGroup) y[g * $local_0 + l] = t[l]', 1],
  ['t[l] = 1.0 @!barrier(workGroup) y[g * $local_0 + l] = t[l + 1]', 0],
  ['t[l] = 1.0 @!barrier(workGroup) @!barrier(workGroup) y[g * $local_0 + l] = t[l + 1]', 2],
])('barriers that nothing needs: %s', (body, count) => {
  expect(findRedundantBarriers(question(text(body))).diagnostics).toHaveLength(count);
});

test('a value varies because of where it comes from', () => {
  const source = text('@cache @gpu/local v: int32[] { v[] = n[] if l < 3 { v[] = v[] + 1 } y[v[]] = 1.0 }');
  const func = parse(source);
  const uniform = uniformity(func);
  const [store] = stmtsIn(func.body).filter((s) => s.kind === 'store' && s.tensor === 'y');
  const index = store?.kind === 'store' ? store.indices[0] : undefined;
  const { level, cause } = index ? uniform.ofExpr(index) : { level: 0, cause: null };
  expect(LEVELS[level]).toBe('item');
  expect(chainOf(cause).map(({ what }) => what)).toEqual(["the work-item's number `l`", 'this condition', 'v', 'v']);
});
