/** What is asked while typing, at many places of broken kernels: an answer inside of the text, never an exception. */

import { readFileSync } from 'node:fs';
import { generator } from '@athanor/compiler-core/testkit/random.ts';
import { expect, test } from 'vitest';
import { apiEntryAt } from './api-hover.ts';
import { KernelCode } from './code.ts';
import { kernelCompletion } from './completion.ts';
import { kernelSignatureHelp } from './signature.ts';
import { OPENCL, SYCL } from './test/marked.ts';

const textOf = (path: string): string => readFileSync(new URL(`../../../../${path}`, import.meta.url), 'utf8');
const TEXTS: readonly (readonly [path: string, text: string])[] = [
  ['/a.cpp', SYCL],
  ['/b.cl', OPENCL],
  ['/c.cpp', textOf('examples/reverse.cpp')],
  ['/d.cpp', textOf('bench/accept/kernels/sycl/groups.cpp').slice(0, 9000)],
];

const asked = (code: KernelCode, offset: number): number => {
  const size = code.text.length;
  const { items } = kernelCompletion(code, offset, { names: true });
  for (const { start, end } of items)
    if (start < 0 || start > offset || end !== offset) throw new Error(`an item replaces ${start} to ${end}`);
  const help = kernelSignatureHelp(code, offset);
  if (help) {
    const { signatures, activeSignature, active } = help;
    const chosen = signatures[activeSignature];
    if (chosen === undefined || (active !== null && chosen.parameters[active] === undefined))
      throw new Error('an active part that is not there');
    for (const { label, parameters } of signatures)
      for (const { start, end } of parameters)
        if (start >= end || end > label.length) throw new Error(`a parameter outside of ${label}`);
  }
  const name = apiEntryAt(code, offset);
  if (name && !(name.start <= offset && offset <= name.end && name.end <= size)) throw new Error('a name elsewhere');
  return items.length + (help ? 1 : 0) + (name ? 1 : 0);
};

const checked = (path: string, text: string, offsets: Iterable<number>, what: string): number => {
  const code = new KernelCode(path, text);
  let answers = 0;
  for (const offset of offsets) {
    try {
      answers += asked(code, offset);
    } catch (error) {
      throw new Error(`${what}, offset ${offset}: ${error instanceof Error ? error.stack : String(error)}`);
    }
  }
  return answers;
};

test.each([
  ['SYCL', '/a.cpp', SYCL],
  ['OpenCL C', '/b.cl', OPENCL],
])('every offset of the text in %s', (what, path, text) => {
  const offsets = Array.from({ length: text.length + 1 }, (_, i) => i);
  expect(checked(path, text, offsets, what)).toBeGreaterThan(1000);
});

const PIECES = [
  '',
  '(',
  ')',
  '{',
  '}',
  '<',
  '>',
  '"',
  '/*',
  '//',
  '\n',
  ';',
  '::',
  '.',
  '->',
  'sycl::',
  'it.',
  '[[',
  '#define X ',
  'template <',
  '\\',
  'R"(',
  '\u00e9',
  '\u{1f600}',
  '\ud800',
  '\0',
];
test('300 truncated and changed texts', () => {
  const seed = 20_261_129;
  const pick = generator(seed);
  for (let round = 0; round < 300; round++) {
    const [path, text] = TEXTS[round % TEXTS.length] ?? ['', ''];
    const at = pick(text.length);
    const piece = PIECES[pick(PIECES.length)] ?? '';
    const broken = round % 3 === 0 ? text.slice(0, at) + piece : text.slice(0, at) + piece + text.slice(at + pick(40));
    const offsets = [
      Math.min(at + piece.length, broken.length),
      ...Array.from({ length: 6 }, () => pick(broken.length + 1)),
    ];
    checked(path, broken, offsets, `seed ${seed}, round ${round}`);
  }
});

test('deep nesting and long lines end', () => {
  const deep = (piece: string, times: number): string => piece.repeat(times);
  for (const [text, what] of [
    [`void f() { ${deep('sycl::sqrt(', 4000)}`, 'calls'],
    [`void f() { x${deep('[0]', 4000)}.`, 'subscripts'],
    [`void f(sycl::vec<float, 4> v) { v${deep('.lo()', 4000)}.`, 'members'],
    [`using a = ${deep('sycl::vec<', 4000)}`, 'templates'],
    [`void f() { auto a = b; auto b = a; a. `, 'a circle'],
    [`using A = B; using B = A; void f(A a) { a. `, 'a circle of types'],
    [deep('{', 8000), 'braces'],
    [deep('(float4)', 3000), 'casts'],
  ] as const) {
    const begun = performance.now();
    checked('/deep.cpp', text, [text.length, text.length - 1, text.length >> 1], what);
    expect(performance.now() - begun, what).toBeLessThan(5000);
  }
});
