/** The preprocessor by its results: tokens as text, what is said, and where tokens come from. */

import { expect, test } from 'vitest';
import { generator } from '../../../../testkit/random.ts';
import { K } from '../lex/tokens.ts';
import { expansionStack, placeInFile } from './expansion.ts';
import { LIMITS, NO_OPTIONS } from './options.ts';
import { type PreprocessInput, preprocess } from './preprocess.ts';

type Files = Readonly<Record<string, string>>;

const run = (text: string, files: Files = {}, rest: Partial<PreprocessInput> = {}) =>
  preprocess({ path: '/w/a.cpp', text, host: { read: (path) => files[path] ?? null }, ...rest });

const words = (unit: ReturnType<typeof run>): string =>
  unit.tokens
    .filter(({ kind }) => kind !== K.end)
    .map(({ spelling }) => spelling)
    .join(' ');

const said = (unit: ReturnType<typeof run>): readonly string[] =>
  unit.diagnostics.map(({ code, message }) => `${code}: ${message}`);

test.each<[string, string, string]>([
  ['an object-like macro', '#define N 4\nint a[N];', 'int a [ 4 ] ;'],
  ['a function-like one needs its parenthesis', '#define f(x) [x]\nf f(1) f\n(2)', 'f [ 1 ] [ 2 ]'],
  ['arguments are expanded before they stand in', '#define A 1\n#define f(x) x x\nf(A)', '1 1'],
  ['beside # and ## they are not', '#define A 1\n#define f(x) #x x##2\nf(A)', '"A" A2'],
  ['a macro is not expanded in itself', '#define x x + y\n#define y x\nx', 'x + x'],
  ['functions that call each other', '#define f(a) a*g\n#define g(a) f(a)\nf(2)(9)', '2 * 9 * g'],
  [
    'the example of the standard',
    '#define x 3\n#define f(a) f(x * (a))\n#undef x\n#define x 2\n#define g f\n#define z z[0]\n#define h g(~\n#define m(a) a(w)\n#define w 0,1\n#define t(a) a\n' +
      'f(y+1) + f(f(z)) % t(t(g)(0) + t)(1);\ng(x+(3,4)-w) | h 5) & m\n(f)^m(m);',
    'f ( 2 * ( y + 1 ) ) + f ( 2 * ( f ( 2 * ( z [ 0 ] ) ) ) ) % f ( 2 * ( 0 ) ) + t ( 1 ) ; f ( 2 * ( 2 + ( 3 , 4 ) - 0 , 1 ) ) | f ( 2 * ( ~ 5 ) ) & f ( 2 * ( 0 , 1 ) ) ^ m ( 0 , 1 ) ;',
  ],
  ['strings of arguments', '#define s(x) #x\ns(  a  +\n b "c\\n" \'"\' )', '"a + b \\"c\\\\n\\" \'\\"\'"'],
  ['pasting with nothing', '#define t(x,y,z) x ## y ## z\nt(1,2,3) t(,4,5) t(6,,7) t(,,) end', '123 45 67 end'],
  ['pasting makes a name that is a macro', '#define AB ok\n#define c(x,y) x##y\nc(A,B)', 'ok'],
  [
    '`# ##` of the standard',
    '#define hash_hash # ## #\n#define mkstr(a) # a\n#define in_between(a) mkstr(a)\n#define join(c, d) in_between(c hash_hash d)\njoin(x, y);',
    '"x ## y" ;',
  ],
  ['variable arguments', '#define f(a, ...) g(a, __VA_ARGS__)\nf(1, 2, 3) f(1)', 'g ( 1 , 2 , 3 ) g ( 1 , )'],
  ['named variable arguments', '#define f(a...) g(a)\nf(1, 2)', 'g ( 1 , 2 )'],
  ['the comma that goes with them', '#define f(a, ...) g(a, ## __VA_ARGS__)\nf(1) f(1, 2)', 'g ( 1 ) g ( 1 , 2 )'],
  [
    '__VA_OPT__',
    '#define f(a, ...) g(a __VA_OPT__(,) __VA_ARGS__)\n#define E\nf(1) f(1, 2) f(1, E)',
    'g ( 1 ) g ( 1 , 2 ) g ( 1 )',
  ],
  [
    '__VA_OPT__ with # and ##',
    '#define f(x, ...) #__VA_OPT__(x ## x a __VA_ARGS__) x ## __VA_OPT__(b)\nf(1) f(2, 3)',
    '"" 1 "22 a 3" 2b',
  ],
  ['an argument that is empty', '#define f(x) <x>\nf() f( )', '< > < >'],
  ['parentheses hide commas, brackets do not', '#define f(x, ...) x\nf((1,2),3) f([1,2],3)', '( 1 , 2 ) [ 1'],
  ['alternative spellings in a string', '#define s(x) #x\ns(<: and :>)', '"<: and :>"'],
  ['undefined again', '#define A 1\n#undef A\nA', 'A'],
  ['a line goes on behind a splice', '#define A \\\n 1 + \\\n 2\nA', '1 + 2'],
  ['a directive in the arguments', '#define f(x) <x>\nf(1\n#define B 2\nB)', '< 1 2 >'],
  ['__LINE__, __COUNTER__, __FILE__', '\n__LINE__ __COUNTER__ __COUNTER__ __FILE__', '2 0 1 "/w/a.cpp"'],
  ['#line', '#line 100 "b.c"\n__LINE__ __FILE__', '100 "b.c"'],
  ['_Pragma is read over', 'a _Pragma("unroll(4)") b', 'a b'],
  ['#pragma and #warning too', '#pragma unroll\n#warning x\na', 'a'],
  ['text before and after a null directive', 'a\n#\nb', 'a b'],
])('%s', (_what, text, tokens) => {
  const unit = run(text);
  expect(words(unit)).toBe(tokens);
  expect(said(unit)).toEqual([]);
});

test.each<[string, string]>([
  ['1', 'yes'],
  ['0', 'no'],
  ['defined N && N > 3', 'yes'],
  ['defined(M) || !defined N', 'no'],
  ['UNKNOWN', 'no'],
  ['(2 || 1 / 0) && -1 < 0', 'yes'],
  ['-1 > 0u', 'yes'],
  ['0x7fffffffffffffff + 1 < 0', 'yes'],
  ['18446744073709551615u == -1', 'yes'],
  ['1 << 63 < 0 && (1u << 63) > 0', 'yes'],
  ["'a' == 97 && '\\xff' < 0", 'yes'],
  ['1 ? 2 ? 0 : 1 : 1', 'no'],
  ['2 * 3 + 4 % 3 == 7 && (6 ^ 3) == 5 && ~0 == -1', 'yes'],
  ['true && !false', 'yes'],
  ['__cplusplus >= 201703L', 'yes'],
  ['N == 4 && TWICE(N) == 8', 'yes'],
  ['defined SYCL_LANGUAGE_VERSION && SYCL_LANGUAGE_VERSION >= 202001', 'yes'],
  ['__has_include(<vector>) && !__has_include("nowhere.h")', 'yes'],
  ['__has_include("b.h")', 'yes'],
  ['__has_cpp_attribute(nodiscard) && !__has_builtin(__builtin_x)', 'yes'],
  ['defined(__has_include)', 'yes'],
  ['not 0 and 1', 'yes'],
])('#if %s takes %s', (condition, taken) => {
  const text = `#define N 4\n#define TWICE(x) ((x) * 2)\n#if ${condition}\nyes\n#else\nno\n#endif`;
  const unit = run(text, { '/w/b.h': '' });
  expect(words(unit)).toBe(taken);
  expect(said(unit)).toEqual([]);
});

test('groups: the first that holds, nested ones passed over whole, quotes in skipped text are no matter', () => {
  const text = `#if 0
don't #else
#if 1
a
#else
b
#endif
#elif 1
c
#ifdef X
d
#else
e
#endif
#elif 1
f
#else
g
#endif`;
  expect(words(run(text))).toBe('c e');
});

test.each<[string, string, string, string[]]>([
  ['#else without #if', '#else\na', 'a', ['bad-directive: `#else` without `#if`']],
  ['#endif without #if', '#endif\na', 'a', ['bad-directive: `#endif` without `#if`']],
  ['#if without #endif', '#if 1\na', 'a', ['bad-directive: `#if` without `#endif`']],
  ['#elif after #else', '#if 0\n#else\na\n#elif 1\nb\n#endif', 'a', ['bad-directive: `#elif` after `#else`']],
  [
    '#error',
    '#error "no device"',
    '',
    ['bad-directive: `#error "no device"` is reached with the macros that are known here'],
  ],
  ['an unknown directive', '#frob x\na', 'a', ['bad-directive: `#frob` is no directive']],
  [
    'a division by zero',
    '#if 1 / 0\na\n#else\nb\n#endif',
    'b',
    ['unknown-condition: the condition divides by zero; the condition is taken as false'],
  ],
  [
    'a call of what is no macro',
    '#if AT_LEAST(4, 8)\na\n#else\nb\n#endif',
    'b',
    ['unknown-condition: `AT_LEAST` is no macro here, so its call has no value; the condition is taken as false'],
  ],
  [
    'an empty condition',
    '#if\na\n#endif',
    '',
    ['unknown-condition: the condition is empty; the condition is taken as false'],
  ],
  ['too few arguments', '#define f(a, b) a\nf(1)', 'f', ['bad-directive: the macro `f` takes 2 arguments, 1 given']],
  [
    'arguments without an end',
    '#define f(a) a\nf(1',
    'f',
    ['bad-directive: the arguments of the macro `f` have no end'],
  ],
  ['a bad parameter list', '#define f(a, a) a', '', ['bad-directive: the parameter `a` stands twice']],
  ['# before no parameter', '#define f(a) #b', '', ['bad-directive: `#` does not stand before a parameter']],
  ['## at an end', '#define f ## b', '', ['bad-directive: `##` stands at an end of the replacement list']],
  [
    'what ## cannot join',
    '#define f(a) a ## +\nf(x)',
    'x +',
    ['bad-directive: `x+` is not one token, and `##` must make one'],
  ],
  [
    'defined again, differently',
    '#define A 1\n#define A 1\n#define A 2\nA',
    '2',
    ['bad-directive: the macro `A` is defined again, differently'],
  ],
  [
    'a missing include',
    '#include "b.h"\na',
    'a',
    ['missing-include: `b.h` is not in the folder of this file or the include paths; what it declares is unknown'],
  ],
  [
    'an unknown angle include',
    '#include <lib/x.hpp>',
    '',
    ['missing-include: `lib/x.hpp` is not in the include paths; what it declares is unknown'],
  ],
  ['an include of nothing', '#include\n', '', ['bad-directive: `#include` without a file name']],
  [
    'a condition on a name that a missing file may define',
    '#include "b.h"\n#if FAST > 1\na\n#else\nb\n#endif',
    'b',
    [
      'missing-include: `b.h` is not in the folder of this file or the include paths; what it declares is unknown',
      'unknown-condition: `FAST` may come from an include that was not found; it is taken as undefined',
    ],
  ],
])('%s is said, and reading goes on', (_what, text, tokens, problems) => {
  const unit = run(text);
  expect(words(unit)).toBe(tokens);
  expect(said(unit)).toEqual(problems);
});

test('includes: next to the file, then the paths; guards and #pragma once; library headers are not read', () => {
  const files = {
    '/w/b.h': '#pragma once\n#include "sub/c.h"\nb',
    '/w/sub/c.h': '#ifndef C\n#define C\n#include "d.h"\nc\n#endif',
    '/w/sub/d.h': 'near',
    '/inc/d.h': 'far',
    '/inc/e.hpp': 'e',
  };
  const text =
    '#include <sycl/sycl.hpp>\n#include <vector>\n#include "b.h"\n#include "b.h"\n#include "sub/c.h"\n#include "d.h"\n#define HEADER <e.hpp>\n#include HEADER\nend';
  const unit = run(text, files, { options: { ...NO_OPTIONS, includePaths: ['/inc'] } });
  expect(words(unit)).toBe('near c b far e end');
  expect(said(unit)).toEqual([]);
  expect(unit.includes.map(({ name, status, target }) => `${name} ${status} ${target ?? ''}`)).toEqual([
    'sycl/sycl.hpp library ',
    'vector library ',
    'b.h read /w/b.h',
    'sub/c.h read /w/sub/c.h',
    'd.h read /w/sub/d.h',
    'b.h repeated /w/b.h',
    'sub/c.h read /w/sub/c.h',
    'd.h read /inc/d.h',
    'e.hpp read /inc/e.hpp',
  ]);
});

test('options: definitions and their removal in order, forced includes first', () => {
  const options = {
    macros: [
      { kind: 'define' as const, text: 'A' },
      { kind: 'define' as const, text: 'B=x y' },
      { kind: 'define' as const, text: 'F(a)=<a>' },
      { kind: 'undefine' as const, text: 'A' },
    ],
    includePaths: ['/inc'],
    forcedIncludes: ['/inc/first.h', 'second.h'],
  };
  const unit = run('A B F(1) G', { '/inc/first.h': 'one', '/inc/second.h': 'two\n#define G g' }, { options });
  expect(words(unit)).toBe('one two A x y < 1 > g');
  expect(said(unit)).toEqual([]);
});

test('a cycle of includes, and a file that includes itself twice, end with one remark', () => {
  const unit = run('#include "b.h"\nend', { '/w/b.h': '#include "c.h"\nb', '/w/c.h': '#include "b.h"\nc' });
  expect(words(unit).endsWith('end')).toBe(true);
  expect(said(unit)).toEqual([`budget-exceeded: includes nest more than ${LIMITS.includeDepth} deep`]);
  const limits = { ...LIMITS, includes: 50 };
  const doubled = run('#include "b.h"\nend', { '/w/b.h': '#include "b.h"\n#include "b.h"\nb' }, { limits });
  expect(words(doubled).endsWith('end')).toBe(true);
  expect(said(doubled)[0]).toContain('budget-exceeded');
});

test('macros that grow without bound stop at the budget', () => {
  const doubling = Array.from({ length: 40 }, (_, i) => `#define a${i + 1} a${i} a${i}`).join('\n');
  const limits = { ...LIMITS, expansionTokens: 10_000 };
  const unit = run(`#define a0 x\n${doubling}\na40 end`, {}, { limits });
  expect(words(unit).endsWith('end')).toBe(true);
  expect(said(unit)).toEqual([
    'budget-exceeded: macros made more than 10000 tokens; macros are not expanded from here on',
  ]);
});

test('uses nested in arguments a thousand deep give an answer', () => {
  const unit = run(`#define f(x) x\n${'f('.repeat(1000)}1${')'.repeat(1000)} end`);
  expect(words(unit).endsWith('end')).toBe(true);
  expect(said(unit)).toEqual([
    `budget-exceeded: macro arguments nest more than ${LIMITS.expansionDepth} deep; macros are not expanded from here on`,
  ]);
});

test('the source map: where a token is spelled, where its use stands, through which macros it came', () => {
  const text = '#define ONE(x) (x + 1)\n#define TWO(y) ONE(y) * 2\nint v = TWO(n);';
  const unit = run(text);
  const at = (spelling: string) => {
    const token = unit.tokens.find((t) => t.spelling === spelling && t.expansion !== null);
    if (token === undefined) throw new Error(spelling);
    const place = placeInFile(token);
    return [
      text.slice(place.start, place.end),
      token.start,
      expansionStack(token)
        .map(({ macro }) => macro)
        .join(),
    ];
  };
  expect(at('n')).toEqual(['TWO(n)', text.indexOf('n);'), 'ONE,TWO']);
  expect(at('+')).toEqual(['TWO(n)', text.indexOf('+ 1'), 'ONE,TWO']);
  expect(at('*')).toEqual(['TWO(n)', text.indexOf('* 2'), 'TWO']);
  const plain = unit.tokens.find((t) => t.spelling === 'v');
  expect(plain?.expansion).toBeNull();
});

test('any bytes give tokens, an end last', () => {
  const random = generator(7);
  const pieces = [
    '#',
    'if ',
    'define ',
    'A',
    '(',
    ')',
    ',',
    '...',
    '##',
    '\n',
    '\n#',
    'endif\n',
    'else\n',
    'include "b.h"\n',
    'defined',
    '__VA_ARGS__',
    '__VA_OPT__',
    '1',
    '/',
    '\\\n',
    '"',
    'f',
    ' ',
    'undef ',
  ];
  for (let round = 0; round < 300; round++) {
    const text = Array.from({ length: random(60) }, () => pieces[random(pieces.length)]).join('');
    const unit = run(text, { '/w/b.h': '#define f(x) x A\nf' }, { limits: { ...LIMITS, includes: 20 } });
    expect(unit.tokens.at(-1)?.kind, JSON.stringify(text)).toBe(K.end);
    expect(unit.tokens.some(({ kind }) => kind === K.placemarker)).toBe(false);
  }
});
