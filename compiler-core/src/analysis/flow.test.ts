/** The flow analyses on IR text: `severity class code text-at-span: message`, and what goes with it. */

import { describe, expect, test } from 'vitest';
import type { Diagnostic } from '../diag/diagnostic.ts';
import type { Func, Stmt } from '../ir/nodes.ts';
import { parseFunc } from '../ir/parse.ts';
import { mapStmt } from '../ir/walk.ts';
import { fileId, span } from '../text/span.ts';
import { checkDtypes } from './dtypes.ts';
import { checkShadow } from './shadow.ts';
import { checkUninitialised } from './uninitialised.ts';
import { checkUnused, checkUnwrittenOutputs } from './unused.ts';

const parse = (text: string): Func => {
  const { value, error } = parseFunc(text);
  if (!value) throw new Error(`${error?.message} at ${text.slice(error?.at.start)}`);
  return value;
};
/** A body with inputs `x: float32[4]`, `p: int32[4]`, `b: bool[4]`, output `y: float32[4]` and `z: int32[4]`. */
const wrap = (body: string): string => `func f(x, p, b, y, z) with $n: int, $m: int {
@input @cpu x: float32[4] { @input @cpu p: int32[4] { @input @cpu b: bool[4] {
@output @cpu y: float32[4] { @output @cpu z: int32[4] {
${body}
} } } } } }`;
const place = (text: string, d: Diagnostic): string => text.slice(d.span.start, d.span.end).replace(/\s+/g, ' ');
const brief = (text: string, found: readonly Diagnostic[]): string[] =>
  found.map((d) => `${d.severity} ${d.class} ${place(text, d)}: ${d.message}`);

describe('uninitialised-read', () => {
  const run = (body: string): string[] => {
    const text = wrap(body);
    return brief(text, checkUninitialised(parse(text)));
  };
  const T = '@cache @cpu t: float32[4]';
  test.each<[string, string, string[]]>([
    ['never written', `${T} { y[0] = t[1] }`, ['error proved t[1]: t[1] is read before it is written']],
    ['written later', `${T} { y[0] = t[1] t[1] = 0 }`, ['error proved t[1]: t[1] is read before it is written']],
    ['written before', `${T} { t[1] = 0 y[0] = t[1] }`, []],
    [
      'another element was written',
      `${T} { t[0] = 0 y[0] = t[1] }`,
      ['error proved t[1]: t[1] is read before it is written'],
    ],
    ['its own statement', `${T} { t[1] = t[1] + 1 }`, ['error proved t[1]: t[1] is read before it is written']],
    [
      'an update',
      '@cache @cpu s: float32[] { for i in 0 : 4 : 1 { s[] += x[i] } y[0] = s[] }',
      ['error proved s[]: s[] is updated before it is written'],
    ],
    ['an initialised sum', '@cache @cpu s: float32[] { s[] = 0 for i in 0 : 4 : 1 { s[] += x[i] } y[0] = s[] }', []],
    [
      'an output updated',
      'for i in 0 : 4 : 1 { y[i] += x[i] }',
      [
        "warning proved y[i]: y[0] is updated before it is written: it starts with what the caller's memory holds. An output that is read should be inout",
      ],
    ],
    ['filled, then read', `${T} { for i in 0 : 4 : 1 { t[i] = x[i] } for i in 0 : 4 : 1 { y[i] = t[i] } }`, []],
    [
      'filled from 1',
      `${T} { for i in 1 : 4 : 1 { t[i] = x[i] } for i in 0 : 4 : 1 { y[i] = t[i] } }`,
      ['error proved t[i]: t[0] is read before it is written'],
    ],
    [
      'filled to 3',
      `${T} { for i in 0 : 3 : 1 { t[i] = x[i] } for i in 0 : 4 : 1 { y[i] = t[i] } }`,
      ['error proved t[i]: t[3] is read before it is written'],
    ],
    [
      'filled downwards to 1',
      `${T} { for i in 3 : 0 : -1 { t[i] = x[i] } for i in 3 : -1 : -1 { y[i] = t[i] } }`,
      ['error proved t[i]: t[0] is read before it is written'],
    ],
    [
      'a recurrence without a start',
      `${T} { for i in 1 : 4 : 1 { t[i] = t[i - 1] + 1 } }`,
      ['error proved t[i - 1]: t[0] is read before it is written'],
    ],
    ['a recurrence with a start', `${T} { t[0] = 1 for i in 1 : 4 : 1 { t[i] = t[i - 1] + 1 } }`, []],
    ['written by an earlier iteration', `${T} { for i in 0 : 4 : 1 { if i > 0 { y[i] = t[i - 1] } t[i] = x[i] } }`, []],
    [
      'read in the first iteration',
      `${T} { for i in 0 : 4 : 1 { if i >= 0 { y[i] = t[i] } t[i] = x[i] } }`,
      ['error proved t[i]: t[0] is read before it is written'],
    ],
    [
      'an inner loop that is empty at first',
      `${T} { for i in 0 : 4 : 1 { for j in 0 : i : 1 { y[j] = t[j] } t[i] = x[i] } }`,
      [],
    ],
    [
      'an inner loop of symbolic length',
      `${T} { for i in 0 : $n : 1 { for j in 0 : $m : 1 { y[j] = t[j] } t[i] = x[i] } }`,
      ['error proved t[j]: t[0] is read before it is written'],
    ],
    ['a loop that never runs', `${T} { for i in 4 : 4 : 1 { y[i] = t[i] } }`, []],
    ['a branch that is never taken', `${T} { for i in 0 : 4 : 1 { if i > 9 { y[i] = t[i] } } }`, []],
    [
      'else',
      `${T} { if false { y[0] = t[0] } else { y[1] = t[1] } }`,
      ['error proved t[1]: t[1] is read before it is written'],
    ],
    [
      'a fresh tensor in each iteration',
      'for i in 0 : 4 : 1 { @cache @cpu s: float32[] { if i == 0 { s[] = 1 } y[i] = s[] } }',
      [],
    ],
    ['written in one branch', `${T} { if b[0] { t[0] = 1 } y[0] = t[0] }`, []],
    [
      'a data-dependent branch',
      `${T} { if b[0] { y[0] = t[0] } }`,
      ['information possible t[0]: t[0] is read before it is written, if this line is reached'],
    ],
    [
      'a branch on sizes',
      `${T} { if $n > 3 { y[0] = t[0] } }`,
      ['information possible t[0]: t[0] is read before it is written, if this line is reached'],
    ],
    [
      'a data-dependent loop',
      `${T} { for i in p[0] : p[1] : 1 { y[i] = t[i] } }`,
      ['information possible t[i]: t[i] is read before it is written, if this line is reached'],
    ],
    [
      'an arm of a choice',
      `${T} { y[0] = b[0] ? t[0] : 1 }`,
      ['information possible t[0]: t[0] is read before it is written, if this line is reached'],
    ],
    ['a short circuit', `${T} { if false && t[0] > 0 { y[0] = 1 } }`, []],
    [
      'a while',
      `${T} { while b[0] { y[0] = t[0] } }`,
      ['information possible t[0]: t[0] is read before it is written, if this line is reached'],
    ],
    [
      'an assertion',
      `${T} { assert $n > 2 { y[0] = t[0] } }`,
      ['error proved t[0]: t[0] is read before it is written'],
    ],
    ['a failing assertion', `${T} { assert 1 > 2 { y[0] = t[0] } }`, []],
    ['an unknown subscript', `${T} { t[p[0]] = 1 y[0] = t[1] }`, []],
    ['an unknown subscript that is read', `${T} { t[0] = 1 y[0] = t[p[0]] }`, []],
    ['not modelled', `${T} { @!not_modelled("exec", *) y[0] = t[0] }`, []],
    [
      'not modelled elsewhere',
      `${T} { @!not_modelled("exec", x) y[0] = t[0] }`,
      ['error proved t[0]: t[0] is read before it is written'],
    ],
    ['any', `${T} { <Any> y[0] = t[0] }`, []],
    ['a view', `${T} { @cache @cpu v: int32[4] @!view(t, 0) { v[0] = 1 } y[0] = t[0] }`, []],
    ['parallel iterations', `${T} { @!parallel : @openmp for i in 0 : 4 : 1 { y[i] = t[0] t[0] = x[i] } }`, []],
    ['inout', '@inout @cpu q: float32[1] { q[0] += 1 }', []],
    [
      'an atomic',
      '@cache @cpu s: int32[] { @!rmw(add, s[], 1) @relaxed @device }',
      ['error proved s[]: s[] is updated before it is written'],
    ],
    ['an atomic store', `${T} { @!rmw(store, t[0], 1.0) @relaxed @device y[0] = t[0] }`, []],
    [
      'an atomic load',
      `${T} { @cache @cpu r: float32[] { @!rmw(load, t[0], 0) @relaxed @device -> r y[0] = r[] } }`,
      ['error proved t[0]: t[0] is read before it is written'],
    ],
    [
      'the result of a collective',
      '@cache @cpu r: bool[] { @!collective(@any, b[0]) @workGroup -> r z[0] = r[] ? 1 : 0 }',
      [],
    ],
    [
      'the value of a collective',
      `${T} { @!collective(@reduce.add, t[0]) @workGroup }`,
      ['error proved t[0]: t[0] is read before it is written'],
    ],
    [
      'in a bound',
      '@cache @cpu s: int32[] { for i in 0 : s[] : 1 { y[0] = 1 } }',
      ['error proved s[]: s[] is read before it is written'],
    ],
    [
      'modulo',
      `${T} { for i in 0 : 4 : 1 { t[i % 2] = 1 } y[0] = t[2] }`,
      ['error proved t[2]: t[2] is read before it is written'],
    ],
  ])('%s', (_, body, expected) => expect(run(body)).toEqual(expected));

  test('a returned tensor is new memory', () => {
    const text = 'func f() -> r: float32 { @output @cpu r: float32[1] { r[0] += 1 } }';
    expect(brief(text, checkUninitialised(parse(text)))).toEqual([
      'error proved r[0]: r[0] is updated before it is written',
    ]);
  });
  test('the finding names the instance, the definition, the later write and what it rests on', () => {
    const text = wrap(`${T} { for i in 0 : $n : 1 { y[i] = t[i + 1]\n t[i] = x[i] } }`);
    const [d] = checkUninitialised(parse(text));
    expect(
      d && [
        d.witness,
        d.assumptions,
        d.related.map((r) => [text.slice(r.span.start, r.span.end).slice(0, 14), r.message]),
      ],
    ).toEqual([
      { text: 'at i = 0: t[1] has no value yet', values: { i: '0' } },
      ['the loop over i runs at least once'],
      [
        ['@cache @cpu t:', 't is created here, without values'],
        ['t[i]', 'it is written only here, afterwards'],
      ],
    ]);
  });
});

describe('unused-tensor and unwritten-output', () => {
  test.each<[string, string[]]>([
    [
      '@cache @cpu t: int32[] { t[] = 1 }',
      ['warning proved @cache @cpu t: int32[] { t[] = 1 }: t is written but never read'],
    ],
    [
      '@cache @cpu t: int32[] { t[] += 1 }',
      ['warning proved @cache @cpu t: int32[] { t[] += 1 }: t is written but never read'],
    ],
    ['@cache @cpu t: int32[] { }', ['warning proved @cache @cpu t: int32[] { }: t is never used']],
    ['@cache @cpu _t: int32[] { }', []],
    ['@cache @cpu t: int32[] { t[] = 1 z[0] = t[] }', []],
    ['@cache @cpu t: int32[] { t[] = 1 for i in 0 : t[] : 1 { } }', []],
    ['@cache @cpu t: int32[] { t[] = 1 @!not_modelled("exec", *) }', []],
    ['@cache @cpu t: int32[1] { t[0] = 1 @cache @cpu v: int32[1] @!view(t, 0) { z[0] = v[0] } }', []],
    [
      '@cache @cpu o: int32[] { @cache @cpu t: int32[] { t[] = 0 @!rmw(add, t[], 1) @relaxed @device -> o z[0] = o[] } }',
      [],
    ],
    ['@inout @cpu q: int32[] { q[] = 1 }', []],
    ['@inout @cpu q: int32[] { }', ['information proved @inout @cpu q: int32[] { }: tensor q is never used']],
  ])('%s', (body, expected) => {
    const text = wrap(`y[0] = x[0] + p[0] z[1] = b[0] ${body}`);
    expect(brief(text, checkUnused(parse(text)))).toEqual(expected);
  });
  test('inputs and outputs', () => {
    const text = wrap('y[0] = x[0] y[1] += b[0]');
    expect(checkUnused(parse(text)).map((d) => `${d.severity} ${d.message}`)).toEqual([
      'information input p is never used',
    ]);
    expect(checkUnwrittenOutputs(parse(text)).map((d) => `${d.severity} ${d.message}`)).toEqual([
      "warning output z is never written: it keeps whatever the caller's memory holds",
    ]);
    expect(checkUnwrittenOutputs(parse(wrap('@!not_modelled("exec", *)')))).toEqual([]);
  });
});

describe('dtype-operation and bad-index', () => {
  test.each<[string, string[]]>([
    ['y[0] = x[0] % 2', ['x[0] % 2: % needs integers, here it gets float32 and int32']],
    ['y[0] = @!floor(2 / x[0])', ['@!floor(2 / x[0]): // needs integers, here it gets int32 and float32']],
    ['y[0] = @!floor((x[0] / 2))', []],
    ['z[0] = @!floor(p[0] / 2) % 3', []],
    ['z[0] = @!floor(p[0])', ['@!floor(p[0]): floor needs floats, here it gets int32']],
    ['y[0] = @!bitand(x[0], 1)', ['@!bitand(x[0], 1): & needs integers, here it gets float32 and int32']],
    ['if p[0] && b[0] { y[0] = 1 }', ['p[0] && b[0]: and needs bools, here it gets int32 and bool']],
    ['if !p[0] { y[0] = 1 }', ['!p[0]: not needs bools, here it gets int32']],
    ['if b[0] && !b[1] || b[2] == b[3] { y[0] = 1 }', []],
    ['y[0] = b[0] * x[0]', ['b[0] * x[0]: * needs numbers, here it gets bool and float32']],
    [
      'y[0] = x[0] % 2 % 3',
      [
        'x[0] % 2: % needs integers, here it gets float32 and int32',
        'x[0] % 2 % 3: % needs integers, here it gets float32 and int32',
      ],
    ],
    ['y[0] = $n % 2 + @!unknown("np" -> unknown) % 2', []],
    ['y[0] = x[x[0] * 2]', ['x[0] * 2: a subscript is an integer, this is float32']],
    ['y[p[0] / 2] = x[0]', ['p[0] / 2: a subscript is an integer, this is float32']],
    ['y[p[0]] = x[p[0] + $n]', []],
    ['for i in 0 : p[@!abs(x[0])] : 1 { }', ['@!abs(x[0]): a subscript is an integer, this is float32']],
    ['y[1.5] = x[x[0]]', []],
  ])('%s', (body, expected) => {
    const text = wrap(body);
    const found = checkDtypes(parse(text)).filter((d) => d.code !== 'lossy-store');
    expect(found.every((d) => d.severity === 'error' && d.class === 'proved')).toBe(true);
    expect(found.map((d) => `${place(text, d)}: ${d.message}`)).toEqual(expected);
  });
});

test.each<[string, string[]]>([
  ['z[0] = x[0]', ['x[0]: a float32 value loses its fraction in z, which holds int32; ft.cast says that it is meant']],
  [
    'z[0] = p[0] * 0.5',
    ['p[0] * 0.5: a float32 value loses its fraction in z, which holds int32; ft.cast says that it is meant'],
  ],
  [
    'z[0] = p[0] / 2',
    ['p[0] / 2: a float32 value loses its fraction in z, which holds int32; // would divide integers'],
  ],
  ['z[0] += 0.5', ['0.5: a float32 value loses its fraction in z, which holds int32; ft.cast says that it is meant']],
  ['z[0] = 2.0', []],
  ['z[0] = b[0] ? 1.0 : 0.0', []],
  ['z[0] = @!floor(x[0]) * 2', []],
  ['z[0] = int32(x[0])', []],
  ['z[0] = float32(p[0]) + 1', []],
  ['z[0] = inf', ['inf: a float32 value loses its fraction in z, which holds int32; ft.cast says that it is meant']],
  ['y[0] = p[0] / 2', []],
  ['z[0] = $n', []],
])('lossy-store: %s', (body, expected) => {
  const text = wrap(body);
  const found = checkDtypes(parse(text)).filter((d) => d.code === 'lossy-store');
  expect(found.map((d) => `${place(text, d)}: ${d.message}`)).toEqual(expected);
});

/** Gives definitions the spelling before `_k`, as the front end does, and some an origin in a call. */
const spelled = (f: Func, called: readonly string[]): Func => {
  const call = { span: span(fileId('prog.py'), 5, 9), callee: 'helper' };
  const stmt = (s: Stmt): Stmt =>
    s.kind === 'varDef'
      ? {
          ...s,
          spelled: s.name.replace(/_\d+$/, ''),
          origin: called.includes(s.name) ? { ...s.origin, calls: [call] } : s.origin,
        }
      : s;
  return { ...f, body: mapStmt(f.body, { stmt }) };
};
test.each<[string, string[], number]>([
  ['@cache @cpu t: int32[] { @cache @cpu t_1: int32[] { } }', [], 1],
  ['@cache @cpu t: int32[] { } @cache @cpu t_1: int32[] { }', [], 0],
  ['@cache @cpu t: int32[] { @cache @cpu t_1: int32[] { } }', ['t_1'], 0],
  ['@cache @cpu t: int32[] { @cache @cpu t_1: int32[] { } }', ['t', 't_1'], 1],
  ['@cache @cpu x_1: int32[] { }', [], 1],
])('shadowed-tensor: %s, %j called', (body, called, count) => {
  const text = wrap(body);
  const found = checkShadow(spelled(parse(text), called));
  expect(found.length).toBe(count);
  expect(checkShadow(parse(text))).toEqual([]);
  for (const d of found)
    expect(d.message).toMatch(/^this [tx] hides the [tx] defined before; both exist, under one name$/);
});

describe('code of the library', () => {
  const inLibrary = (f: Func): Func => {
    const library = span(fileId('athanor:libop/element_wise.py'), 10, 20);
    const call = { span: span(fileId('prog.py'), 30, 40), callee: 'add' };
    const origin = { span: library, calls: [call], trail: [] };
    const stmt = (s: Stmt): Stmt =>
      s.kind === 'store'
        ? { ...s, origin, value: { ...s.value, at: library } }
        : s.kind === 'varDef' && s.name === 't'
          ? { ...s, origin }
          : s;
    return { ...f, body: mapStmt(f.body, { stmt }) };
  };
  test('is shown at the call of the user, and its locals are its own', () => {
    const [d] = checkDtypes(inLibrary(parse(wrap('z[0] = x[0]'))));
    expect(d && [d.span.file, d.span.start, d.related.at(-1)?.span.file]).toEqual([
      'prog.py',
      30,
      'athanor:libop/element_wise.py',
    ]);
    const body = '@cache @cpu t: int32[] { } y[0] = x[0] + p[0] z[0] = b[0]';
    expect(checkUnused(inLibrary(parse(wrap(body))))).toEqual([]);
  });
});

const CHECKS = [checkDtypes, checkShadow, checkUninitialised, checkUnused, checkUnwrittenOutputs];

describe('size', () => {
  test('deep nesting', () => {
    const depth = 20_000;
    const f = parse(wrap(`if b[0] { y[0] = ${'@!abs('.repeat(depth)}x[0]${')'.repeat(depth)} }`));
    expect(CHECKS.flatMap((check) => check(f)).map((d) => d.code)).toEqual(['unused-tensor', 'unwritten-output']);
    const nested = parse(wrap(`${'if b[0] {'.repeat(2000)} y[0] = x[0] z[0] = p[0] ${'}'.repeat(2000)}`));
    expect(CHECKS.flatMap((check) => check(nested))).toEqual([]);
  });
  test('an unrolled loop of 10,000 elements', () => {
    const each = Array.from({ length: 10_000 }, (_, k) => `t[${k}] = x[0] y[0] = t[${k}]`).join(' ');
    const f = parse(wrap(`@cache @cpu t: float32[10000] { ${each} z[0] = p[0] + b[0] }`));
    const start = performance.now();
    expect(checkUninitialised(f)).toEqual([]);
    expect(performance.now() - start).toBeLessThan(2000);
  });
});
