/** Launches: every form in which SYCL 2020 starts a kernel. */

import { expect, test } from 'vitest';
import { parseText } from '../../../../testkit/parse-cxx.ts';
import { NBODY, REDUCE } from '../../../../testkit/sycl-programs.ts';
import { findLaunches } from './launches.ts';

const shown = (text: string): readonly string[] => {
  const unit = parseText(text);
  const place = (node: { from: number; to: number }): string => {
    const { start, end } = unit.spanOf(node);
    return text.slice(start, end);
  };
  return findLaunches(unit).map(({ call, name, arguments: list, body }) => {
    const what = body.kind === 'lambda' ? `lambda ${place(body.lambda.body)}` : `object ${place(body.value)}`;
    return `${call}<${name ?? ''}>(${list.map(place).join('; ')}) ${what}`;
  });
};

test.each<[string, string, string[]]>([
  [
    'a handler with a named kernel',
    'void f() { q.submit([&](handler& h) { h.parallel_for<class K>(range<1>(n), [=](id<1> i) { a[i] = 1; }); }); }',
    ['parallel_for<K>(range<1>(n)) lambda { a[i] = 1; }'],
  ],
  [
    "a queue's short forms",
    'void f() { q.single_task([=] { a(); }); q.parallel_for<n::K<3>>(nd_range<1>{g, l}, e, sycl::reduction(s, plus<>()), [=](auto it, auto& r) {}).wait(); }',
    [
      'single_task<>() lambda { a(); }',
      'parallel_for<n::K<3>>(nd_range<1>{g, l}; e; sycl::reduction(s, plus<>())) lambda {}',
    ],
  ],
  [
    'a function object, and one that is made there',
    'void f() { h.parallel_for(r, k); h->single_task(Kernel{a, b}); }',
    ['parallel_for<>(r) object k', 'single_task<>() object Kernel{a, b}'],
  ],
  [
    'a lambda with a name: the last before the launch',
    'void f() { auto k = [=](id<1> i) { one(); }; h.parallel_for(r, k); } void g() { auto k = [=](id<1> i) { two(); }; h.parallel_for(r, k); }',
    ['parallel_for<>(r) lambda { one(); }', 'parallel_for<>(r) lambda { two(); }'],
  ],
  [
    'work-groups, and nothing that only looks like a launch',
    'void f() { h.parallel_for_work_group(r, l, [=](group<2> g) { g.parallel_for_work_item([&](h_item<2> i) {}); }); parallel_for(); other.parallel(r, [] {}); }',
    ['parallel_for_work_group<>(r; l) lambda { g.parallel_for_work_item([&](h_item<2> i) {}); }'],
  ],
  [
    'kept in a statement that does not parse',
    'void f() { q.submit([&](handler& h) { h.single_task([=] { a(); }); } oops); }',
    ['single_task<>() lambda { a(); }'],
  ],
  [
    'through a macro',
    '#define LAUNCH(q, n, body) q.parallel_for(range<1>(n), [=](id<1> i) body)\nvoid f() { LAUNCH(q, 4, { a[i] = 2; }); }',
    ['parallel_for<>(LAUNCH(q, 4, { a[i] = 2; })) lambda LAUNCH(q, 4, { a[i] = 2; })'],
  ],
])('%s', (_what, text, launches) => {
  expect(shown(text)).toEqual(launches);
});

test('whole programs', () => {
  const of = (text: string) => findLaunches(parseText(text)).map(({ call, name }) => `${call} ${name}`);
  expect(of(NBODY)).toEqual(['parallel_for bodyForce']);
  expect(of(REDUCE)).toEqual(['parallel_for null']);
});
