import { NO_OPTIONS } from '@athanor/compiler-core/frontends/kernel/preprocess/options.ts';
import { LineIndex } from '@athanor/compiler-core/text/line-index.ts';
import type { Span } from '@athanor/compiler-core/text/span.ts';
import { describe, expect, test } from 'vitest';
import { incomingKernelCalls, outgoingKernelCalls, prepareKernelCalls } from './hierarchy.ts';
import { kernelHints } from './hints.ts';
import { kernelHover } from './hover.ts';
import { kernelLinks, kernelRename, prepareKernelRename } from './names.ts';
import { kernelOutline } from './outline.ts';
import { KernelView } from './view.ts';

const TEXT = `#include <sycl/sycl.hpp>
#define SQ(x) ((x) * (x))
constexpr int WIDTH = 64;
float weight(float a);
float weight(float a) { return SQ(a) + 1; }
template <typename T> T sum(const T *v, int n) {
  T s = 0;
  for (int k = 0; k < n; ++k) s += weight(v[k]);
  return s;
}
struct Point { float x, y; };
void run(sycl::queue &q, Point *p, int n) {
  q.submit([&](sycl::handler &h) {
    sycl::local_accessor<float, 1> part(sycl::range<1>(WIDTH), h);
    h.parallel_for<class Total>(sycl::nd_range<1>(1024, WIDTH), [=](sycl::nd_item<1> it) {
      float own[8];
      auto local = it.get_local_id(0);
      for (int j = 0; j < 8; ++j) own[j] = p[it.get_global_id(0)].x;
      part[local] = sum(own, 8);
      sycl::group_barrier(it.get_group());
      if (local == 0)
        for (int j = 0; j < n; ++j) p[j].y += part[0];
    });
  });
}
`;

const viewOf = (text: string, path = '/a.cpp'): KernelView =>
  new KernelView({ path, text, options: NO_OPTIONS, read: () => null }, new LineIndex(text));

const view = viewOf(TEXT);
/** Of the first text like that, or of the nth. */
const at = (text: string, nth = 0): number => {
  let found = TEXT.indexOf(text);
  for (let i = 0; i < nth; i++) found = TEXT.indexOf(text, found + 1);
  return found;
};
const lineOf = ({ start }: Pick<Span, 'start'>): number => view.lines.position1(start).line;
const hover = (text: string, nth = 0, names = true): string | undefined =>
  kernelHover(view, at(text, nth), names)
    ?.markdown.replace(/```(?:cpp)?\n?/g, '|')
    .replace(/\n+/g, ' ');

describe('hover', () => {
  test.each([
    ['a private array', 'own[8]', 0, '|float own[8] | `float[8]`, private, one for each work-item, 32 bytes'],
    [
      'local memory',
      'part[local]',
      0,
      /^\|sycl::local_accessor<float, 1> part.*local memory, one for each work-group, `float\[64\]`, 256 bytes$/,
    ],
    ['a pointer', 'p[it', 0, /^\|Point \*p \| `Point \*`, into global memory, `Point\[\?\]`$/],
    ['a deduced type', 'local = ', 0, /^\|auto local.* \| `unsigned long`$/],
    ['a constant', 'WIDTH)', 0, '|constexpr int WIDTH |'],
    ['a function with a body', 'weight(v', 0, '|float weight(float a) |'],
    ['a macro', 'SQ(a)', 0, 'macro `SQ` expands to |((a) * (a)) |'],
    [
      'the launch',
      'parallel_for',
      0,
      /^\*\*kernel `Total`\*\*, nd_range<1>: modelled completely launched with global .*? - `n`: int32/,
    ],
  ])('over %s', (_name, text, nth, wanted) => {
    if (typeof wanted === 'string') expect(hover(text, nth)).toBe(wanted);
    else expect(hover(text, nth)).toMatch(wanted);
  });

  test('beside a C++ server only what executing the kernel tells', () => {
    expect(hover('own[8]', 0, false)).toBe('**own**: `float[8]`, private, one for each work-item, 32 bytes');
    expect(hover('SQ(a)', 0, false)).toBeUndefined();
    expect(hover('weight(v', 0, false)).toBeUndefined();
  });
});

test('definitions, declarations, types, macros', () => {
  const lines = (text: string, kind: Parameters<typeof kernelLinks>[2], nth = 0) =>
    kernelLinks(view, at(text, nth), kind)?.to.map(lineOf);
  expect(lines('weight(v', 'definition')).toEqual([5]);
  expect(lines('weight(v', 'declaration')).toEqual([4]);
  expect(lines('p[it', 'definition')).toEqual([12]);
  expect(lines('p[it', 'typeDefinition')).toEqual([11]);
  expect(lines('x;', 'definition')).toEqual([11]);
  expect(lines('SQ(a)', 'definition')).toEqual([2]);
  expect(lines('get_local_id', 'definition')).toBeUndefined();
});

describe('rename', () => {
  const renamed = (text: string, to: string, nth = 0): unknown => {
    const edits = kernelRename(view, at(text, nth), to);
    return 'refused' in edits ? edits.refused : edits.map(({ span }) => lineOf(span));
  };
  test.each([
    ['a function, declared twice', 'weight(v', 'cost', [4, 5, 8]],
    ['a variable of the host that a kernel captures', 'p[it', 'points', [12, 18, 22]],
    ['a field', 'y +=', 'z', [11, 22]],
    ['a variable of the kernel', 'local]', 'lid', [17, 19, 21]],
  ])('of %s', (_name, text, to, lines) => {
    expect(renamed(text, to)).toEqual(lines);
  });
  test.each([
    ['a name that is taken', 'local]', 'own', 'there is another `own` beside it'],
    ['a sibling', 'y +=', 'x', 'there is another `x` beside it'],
    ['a word', 'local]', 'for', '`for` is a word of the language'],
    ['no name', 'local]', '2x', '`2x` is no name of C++'],
    ['a macro', 'SQ(a)', 'square', '`SQ` is a macro'],
    ['the library', 'get_local_id', 'lid', 'nothing here has a name that can be changed'],
  ])('is refused for %s', (_name, text, to, why) => {
    expect(renamed(text, to)).toBe(why);
  });
  test.each([
    ['a member would be hidden', 'struct S { int x; int f(int $0a) { return x + a; } };', 'x'],
    ['a member would hide', 'int z;\nstruct S { int $0y; int f() { return y + z; } };', 'z'],
    ['a local variable would hide the field', 'struct S { int $0y; int f(int q) { return y + q; } };', 'q'],
    [
      'another overload would be joined',
      'namespace a { int $0f(int); }\nusing namespace a;\nint g(int); int h() { return g(1); }',
      'g',
    ],
    [
      'a capture would be another',
      'int f(int n) { auto g = [$0m = n] { return m; }; return [n] { return n; }() + g(); }',
      'n',
    ],
    ['a class would have two meanings', 'struct $0A { int v; }; struct B { int A, v; B(int w); };', 'B'],
  ])('is refused where %s', (_name, marked, to) => {
    const text = marked.replace('$0', '');
    expect(kernelRename(viewOf(text), marked.indexOf('$0'), to)).toHaveProperty('refused');
  });
  test('what is offered is the name', () => {
    expect(prepareKernelRename(view, at('own[8]'))).toEqual({
      start: at('own[8]'),
      end: at('own[8]') + 3,
      placeholder: 'own',
    });
  });
});

test('the outline has kernels and their loops', () => {
  expect(
    kernelOutline(view).map(({ name, detail, children }) => [name, detail, children.map((c) => [c.name, c.detail])]),
  ).toEqual([
    [
      'Total',
      'nd_range<1>, modelled completely',
      [
        ['for j', '8 times'],
        ['for j', ''],
      ],
    ],
  ]);
});

test('hints: sizes of the launch, local memory, loops', () => {
  const hints = kernelHints(view, { start: 0, end: TEXT.length });
  expect(hints.map(({ offset, label }) => [TEXT.slice(Math.max(0, offset - 6), offset), label])).toEqual([
    ['> part', '256 bytes local'],
    ['Total>', '1024 items in groups of 64'],
    ['; ++j)', '8 times'],
  ]);
});

test('calls: a function launches a kernel, which calls a template, which calls a function', () => {
  const names = (edges: ReturnType<typeof outgoingKernelCalls>) =>
    edges.map(({ item, at: places }) => [item.name, item.kind, places.map(lineOf)]);
  const kernel = prepareKernelCalls(view, at('parallel_for'));
  const sum = prepareKernelCalls(view, at('sum(own'));
  if (kernel === null || sum === null) throw new Error('no items');
  expect(names(incomingKernelCalls(view, kernel))).toEqual([['run', 'function', [15]]]);
  expect(names(outgoingKernelCalls(view, kernel))).toEqual([['sum', 'function', [19]]]);
  expect(names(incomingKernelCalls(view, sum))).toEqual([['Total', 'kernel', [19]]]);
  expect(names(outgoingKernelCalls(view, sum))).toEqual([['weight', 'function', [8]]]);
});

test('every offset of text with faults has an answer', () => {
  const broken = TEXT.replace('(1024, WIDTH)', '(1024, ').replace('struct Point {', 'struct Point ');
  const other = viewOf(broken);
  for (let i = 0; i <= broken.length; i += 3) {
    kernelHover(other, i, true);
    kernelLinks(other, i, 'definition');
    prepareKernelRename(other, i);
    prepareKernelCalls(other, i);
  }
  expect(kernelOutline(other).length).toBeLessThanOrEqual(1);
});
