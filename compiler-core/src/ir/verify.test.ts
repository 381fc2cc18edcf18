import { describe, expect, test } from 'vitest';
import { parseFunc } from './parse.ts';
import { verifyFunc } from './verify.ts';

/** Codes with the text they point at. */
const problems = (body: string, head = 'func f(x, y) with $n: int'): string[] => {
  const text = `${head} {\n@input @cpu x: float32[$n, 4] {\n@output @cpu y: float32[$n] {\n${body}\n}\n}\n}`;
  const { value, error } = parseFunc(text);
  if (!value) throw new Error(error?.message);
  return verifyFunc(value).map((p) => `${p.code}: ${text.slice(p.at.start, p.at.end).replace(/\s+/g, ' ')}`);
};

describe('functions', () => {
  test.each([
    ['for i in 0 : $n : 1 { y[i] = x[i, 0] }', []],
    ['y[i] = 1', ['undefined-iterator: i']],
    ['for i in i : 2 : 1 { y[i] = 1 }', ['undefined-iterator: i']],
    ['for i in 0 : 2 : 1 { } y[i] = 1', ['undefined-iterator: i']],
    ['z[0] = 1', ['undefined-tensor: z[0]']],
    ['y[0] = z[0]@float32', ['undefined-tensor: z[0]@float32']],
    ['y[0] = $m', ['undefined-symbol: $m']],
    ['y[0, 1] = x[0]', ['rank: y[0, 1]', 'rank: x[0]']],
    ['y[0] = x[0, 0]@int32', ['load-dtype: x[0, 0]@int32']],
    ['y[0.5] = x[x[0, 0], 1]', ['index-dtype: 0.5', 'index-dtype: x[0, 0]']],
    ['for i in 0 : 1.5 : 1 { }', ['bound-dtype: 1.5']],
    ['@cache @cpu t: int32[2.0] { }', ['shape-dtype: 2.0']],
    ['if 1 { }', ['condition-dtype: 1']],
    ['y[0] = y[0] ? 1 : 2', ['condition-dtype: y[0]']],
    ['x[0, 0] = 1', ['write-to-input: x[0, 0]']],
    ['@!rmw(add, x[0, 0], 1) @relaxed @device', ['write-to-input: x[0, 0]']],
    ['@cache @cpu y: int32[] { }', ['nested-same-name: @cache @cpu y: int32[] { }']],
    ['for i in 0 : 2 : 1 { for i in 0 : 3 : 1 { } }', ['nested-same-name: 0 : 3 : 1']],
    ['#900: y[0] = 1 #900: y[0] = 2', ['duplicate-id: y[0] = 2']],
    ['@!no_deps : z for i in 0 : 2 : 1 { }', ['undefined-tensor: 0 : 2 : 1']],
    ['@cache @cpu v: int32[1] @!view(w, 0) { }', ['bad-view: @cache @cpu v: int32[1] @!view(w, 0) { }']],
    ['@!rmw(compareExchange, y[0], 1) @relaxed @device -> x', ['bad-atomic: y[0]', 'bad-atomic: y[0]']],
    [
      '@!eval(@!intrinsic("pow(%, 100%%)" -> float32, 1, 2))',
      ['intrinsic-arity: @!intrinsic("pow(%, 100%%)" -> float32, 1, 2)'],
    ],
    ['@!rmw(load, x[0, 0], 0) @relaxed @device', ['bad-atomic: x[0, 0]']],
    ['@cache @gpu/local r: float32[] { @!rmw(load, x[0, 0], 0) @relaxed @device -> r }', []],
    ['@!collective(@any, 1) @workGroup -> q', ['condition-dtype: 1', 'bad-collective: @!collective(@any, 1)']],
    [
      '@!collective(@broadcast, y[0]) @subGroup -> y',
      ['bad-collective: @!collective(@broadcast, y[0])', 'bad-collective: @!collective(@broadcast, y[0])'],
    ],
    ['@!collective(@all, true, 1) @subGroup', ['bad-collective: @!collective(@all, true, 1)']],
    ['@cache @cpu s: int64[2] @!layout(8, 4) { }', ['bad-layout: @cache @cpu s: int64[2] @!layout(8, 4) { }']],
    ['@!not_modelled("x", q)', ['undefined-tensor: @!not_modelled("x", q)']],
    ['y[@!unknown("?" -> unknown)] = 1 if @!unknown("?" -> unknown) { <Any> }', []],
  ])('%s', (body, expected) => expect(problems(body)).toEqual(expected));

  test('heads', () => {
    const found = problems('', 'func f(x, z) with $n: int -> y: int32, q: bool').map((p) => p.split(':')[0]);
    expect(found).toEqual(['undeclared-parameter', 'bad-return', 'bad-return']);
  });
});
