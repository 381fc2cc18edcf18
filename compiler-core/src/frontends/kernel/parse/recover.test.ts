/** Text that does not parse: what is lost, what is kept, and how long it takes. */

import process from 'node:process';
import { expect, test } from 'vitest';
import { CxxShape } from '../../../../testkit/cxx-shape.ts';
import { parseText } from '../../../../testkit/parse-cxx.ts';
import { generator } from '../../../../testkit/random.ts';
import { NBODY, REDUCE } from '../../../../testkit/sycl-programs.ts';
import { fileId } from '../../../text/span.ts';
import { tokenize } from '../lex/tokenize.ts';

test.each<[string, string[], string[]]>([
  ['int a; int b = ; int c;', ['a: int', 'error<int b=;>', 'c: int'], ['expected an expression before `;`']],
  [
    'void f() { a(); b(; c(); d(] ); e(); } int g;',
    ['f: function() returning void {a(); error<b(;>; c(); error<d(]);>; e()}', 'g: int'],
    ['expected an expression before `;`', 'expected an expression before `]`'],
  ],
  [
    'void f() { int x = 1 + ; for (;;) { y(); z z z z z; w(); } }',
    ['f: function() returning void {error<int x=1+;>; for (; ; ) {y(); z: z; w()}}'],
    ['expected an expression before `;`'],
  ],
  [
    'struct S { int a; int b c d; void f() { g(; h(); } int k; }; int z;',
    ['struct{a: int; error<int b c d;>; f: function() returning void {error<g(;>; h()}; k: int}', 'z: int'],
    ['expected `;` before `c`', 'expected an expression before `;`'],
  ],
  [
    'void f() { q.submit([&](handler& h) { h.single_task([=] { a[0] = 1; }); } garbage); x(); }',
    [
      'f: function() returning void {error<q.submit([&](handler&h){h.single_task([=]{a[0]=1;});}garbage);>lambda[&](h: reference to handler){h.single_task(lambda[=]{(a[0] = 1)})}; x()}',
    ],
    ['expected `)` before `garbage`'],
  ],
  [
    'void f() { a(1, 2; b(); c[3; d(); }',
    ['f: function() returning void {a(1, 2); b(); c[3]; d()}'],
    ['`)` is missing', '`]` is missing'],
  ],
  [
    'void f() { a() b(); return 1 }',
    ['f: function() returning void {error<a()b();>; return 1}'],
    ['expected `;` before `b`', '`;` is missing'],
  ],
  [
    'void f() { if (x { y(); } z(); }',
    ['f: function() returning void {error<if(x{y();}>; z()}'],
    ['expected `}` before `;`'],
  ],
  ['} int a; } int b;', ['error<}>', 'a: int', 'error<}>', 'b: int'], ['`}` closes nothing', '`}` closes nothing']],
  ['void f() { a();', ['f: function() returning void {a()}'], ['`{` is not closed']],
  [
    'namespace n { struct S { void f() { x(',
    ['namespace n{error<struct S{void f(){x(>}'],
    [
      'expected an expression, the text ends here',
      '`{` is not closed',
      '`{` is not closed',
      'expected a name to declare, the text ends here',
      '`{` is not closed',
    ],
  ],
  ['int a[3 = 4; int b;', ['error<int a[3=4;>', 'b: int'], ['expected `]` before `=`']],
  [
    'template <class T void f(T x); int a;',
    ['error<template<class T void f(T x);>', 'a: int'],
    ['expected `>` before `void`'],
  ],
  [
    'template <typename T> class vec< ; int a;',
    ['error<template<typename T>class vec<;>', 'a: int'],
    ['expected a name to declare before `<`'],
  ],
  [
    'void f() { auto l = [=](int x { return x; }; y(); }',
    ['f: function() returning void {error<auto l=[=](int x{return x;};>; y()}'],
    ['expected `)` before `{`'],
  ],
  [
    'void f() { switch (x) { case 1 y(); default: z(); } int "a; w(); }',
    ['f: function() returning void {switch (x) {error<case 1 y();>; default; z()}; error<int"a; w(); }>}'],
    ['expected `:` before `y`', 'expected a name to declare before `"a; w(); }`', '`{` is not closed'],
  ],
  [
    '@ int a; # int b; void f() { $ = 1; ` x(); } int c;',
    ['error<@int a;>', 'error<#int b;>', 'f: function() returning void {($ = 1); error<`x();>}', 'c: int'],
    [
      'expected a name to declare before `@`',
      'expected a name to declare before `#`',
      'expected an expression before ```',
    ],
  ],
  [
    'void f() { s. ; p-> ; a::; b(c.); d(e, ); } int z;',
    ['f: function() returning void {error<s.;>; error<p->;>; error<a::;>; error<b(c.);>; d(e)}', 'z: int'],
    [
      'expected a name before `;`',
      'expected a name before `;`',
      'expected `;` before `::`',
      'expected a name before `)`',
    ],
  ],
  ['int f( { return 1; } int z;', ['error<int f({return 1;}>', 'z: int'], ['expected an expression before `return`']],
  ['enum E { a, b c, d }; int z;', ['error<enum E{a,b c,d};>', 'z: int'], ['expected `}` before `c`']],
])('%s', (text, shape, problems) => {
  const unit = parseText(text);
  expect(new CxxShape(unit).all()).toEqual(shape);
  expect(unit.diagnostics.map(({ message }) => message)).toEqual(problems);
});

/** Calls `check` with the unit of each variant; any exception fails with the variant's text. */
const answers = (text: string): void => {
  try {
    const unit = parseText(text);
    new CxxShape(unit).all();
    expect(unit.tokens.length).toBeGreaterThan(0);
  } catch (error) {
    throw new Error(`no answer for ${JSON.stringify(text)}: ${String(error)}`);
  }
};

test('whole programs parse without a remark', () => {
  for (const text of [NBODY, REDUCE]) {
    const unit = parseText(text);
    expect(unit.diagnostics).toEqual([]);
    expect(unit.guesses).toEqual([]);
  }
});

test('a program cut off at any token gives an answer', () => {
  const ends = tokenize(fileId('/a.cpp'), REDUCE).map(({ end }) => end);
  for (const end of ends.filter((_, i) => i % 6 === 0)) answers(REDUCE.slice(0, end));
});

test('a program with tokens left out, doubled or swapped gives an answer, and most of it stays', () => {
  const random = generator(11);
  const tokens = tokenize(fileId('/a.cpp'), REDUCE);
  for (let round = 0; round < 80; round++) {
    const at = random(tokens.length - 1);
    const { start, end } = tokens[at] as (typeof tokens)[number];
    const other = REDUCE.slice(
      ...(({ start: a, end: b }) => [a, b] as const)(tokens[random(tokens.length)] as (typeof tokens)[number]),
    );
    const middle = ['', `${REDUCE.slice(start, end)} ${REDUCE.slice(start, end)}`, ` ${other} `][random(3)] as string;
    const text = REDUCE.slice(0, start) + middle + REDUCE.slice(end);
    answers(text);
  }
});

test('bytes at random give an answer', () => {
  const random = generator(5);
  for (let round = 0; round < 60; round++)
    answers(
      Array.from({ length: random(300) }, () => String.fromCharCode(random(round % 2 === 0 ? 128 : 65536))).join(''),
    );
});

test.each(
  (
    '( [ { < a< f( a[ ! - * a? a, a= a+ a:: a.b a<b>:: (a) int( sizeof( if(a) else  for(;;) while(a) do  switch(a){ ' +
    'case_1: l: try{ return_ []{ [&]( new_ T_x( template< template<class_T> struct_S{ namespace_n{ enum{ operator ~ ... ' +
    '} ) ] > ; x(range<1>( a<b,c>( auto[ extern_"C"{ int* int(* && class_A: a_b int_a[ = decltype( {{ ([ ]) a(b, T<a< ' +
    'A::B< (T)( a<b&& x.y< if( for( for(a_b: A_B( a_b(c_d, a_b(c*d, "a"b M(x;) template<a< struct_A:B< using_A= a<( ' +
    '(a< [[ [[a( alignas( ({ a?b: (a)(b) int(a), x<y>(z), std::vector< std::vector<int>( f([&](auto_x){'
  ).split(' '),
)('thousands of `%s` take time that grows with their number', (written) => {
  const piece = written.replaceAll('_', ' ');
  const once = (text: string): number => {
    const before = process.cpuUsage();
    parseText(text);
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  };
  const time = (count: number): number => {
    const text = `void f() { ${piece.repeat(count)}`;
    return Math.min(once(text), once(text));
  };
  // Four times the text: its square would be sixteen times the time. The floor keeps noise out.
  expect(time(3_200)).toBeLessThan(Math.max(time(800) * 12, 600));
});
