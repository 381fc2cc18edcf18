import { describe, expect, test } from 'vitest';
import { mutate } from '../../../../testkit/kernel-mutations.ts';
import { KERNEL_SEEDS } from '../../../../testkit/kernel-seeds.ts';
import { generator } from '../../../../testkit/random.ts';
import { parseUnit } from '../parse/parse.ts';
import { NO_OPTIONS } from '../preprocess/options.ts';
import { preprocess } from '../preprocess/preprocess.ts';
import { LoweredParts, lowerUnit } from './by-parts.ts';
import { LIMITS, type Limits } from './machine.ts';

const HEADER = 'namespace util { template <typename T> T half(T v) { return v / 2; } }\n';

/** All that is said of a text. */
const answer = (text: string, parts?: LoweredParts): unknown => {
  const read = (file: string) => (file.endsWith('util.h') ? HEADER : null);
  const unit = parseUnit(preprocess({ path: '/a.cpp', text, options: NO_OPTIONS, host: { read } }).tokens);
  parts?.begin();
  const { kernels, host, unread } = lowerUnit(unit, undefined, parts);
  return {
    kernels: kernels.map(({ func, name, reasons, at, sizes }) => ({ func, name, reasons, at, sizes })),
    host,
    unread,
  };
};

const TEXT = `#include "util.h"
#define TWICE(x) ((x) + (x))
constexpr int WIDTH = 8;
struct Point { float x, y; };
Point make(float v) { Point p; p.x = v; p.y = TWICE(v); return p; }
template <typename T> void fill(sycl::queue &q, T *out, T v) {
  q.parallel_for<class Fill>(sycl::range<1>(WIDTH), [=](sycl::id<1> i) { out[i] = util::half(v); });
}
void first(sycl::queue &q, float *x) {
  q.parallel_for<class First>(sycl::range<1>(64), [=](sycl::id<1> i) { auto p = make(x[i]); x[i] = p.y; });
}
void second(sycl::queue &q, int *k) { fill(q, k, 3); }
void third(sycl::queue &q, double *d, int *k) { fill(q, d, 1.0); fill(q, k, 4); }
`;

describe('after an edit the answer is that of the text read anew', () => {
  const parts = new LoweredParts();
  answer(TEXT, parts);
  test.each([
    ['a comment in front moves all', '#define', '// one more line\n#define', 2],
    ['the body of one function', 'x[i] = p.y', 'x[i] = p.x', 1],
    ['a structure that one uses through a result', 'float x, y', 'float y, x', 1],
    ['a macro that it uses', '((x) + (x))', '(2 * (x))', 1],
    ['a constant of a template that two call', 'WIDTH = 8', 'WIDTH = 16', 1],
    ['a declaration beside the definition', 'void second(', 'void first(sycl::queue &q, float *x);\nvoid second(', 1],
    ['the call of a template goes', 'fill(q, k, 3);', '', 1],
    ['an overload that is better', 'void first', 'Point make(double v);\nPoint make(float *v);\nvoid first', 1],
    ['an operator changes all', 'struct Point', 'struct Odd {}; Odd operator+(Odd, float);\nstruct Point', 0],
    [
      'a name is hidden by a new one',
      'void second',
      'namespace util { float half(double v) { return 0; } }\nvoid second',
      1,
    ],
    ['half-typed', 'void second(', 'void zeroth(sycl::queue &q) { q.parallel_for(\nvoid second(', 1],
  ])('%s', (_name, from, to, reused) => {
    const text = TEXT.replace(from, to);
    expect(text).not.toBe(TEXT);
    const before = parts.reused;
    expect(answer(text, parts)).toEqual(answer(text));
    expect(parts.reused - before).toBeGreaterThanOrEqual(reused);
    expect(answer(TEXT, parts)).toEqual(answer(TEXT));
  });
});

test('what was lowered within smaller limits is lowered again within larger ones, and the other way it serves', () => {
  const unit = parseUnit(
    preprocess({ path: '/a.cpp', text: TEXT, options: NO_OPTIONS, host: { read: () => HEADER } }).tokens,
  );
  const complete = (limits: Limits, parts?: LoweredParts): number => {
    parts?.begin();
    return lowerUnit(unit, limits, parts).kernels.filter(({ reasons }) => reasons.length === 0).length;
  };
  const parts = new LoweredParts();
  const small = { ...LIMITS, steps: 20 };
  const all = complete(LIMITS);
  expect(complete(small, parts)).toBeLessThan(all);
  expect(complete(LIMITS, parts)).toBe(all);
  expect(complete(small, parts)).toBe(all);
  expect(complete(LIMITS, parts)).toBe(all);
});

test('programs with faults, one edit after the other', () => {
  const seeds = KERNEL_SEEDS.filter(({ path }) => path === '/a.cpp');
  let reused = 0;
  for (let seed = 1; seed <= 30; seed++) {
    const random = generator(seed);
    const whole = Array.from({ length: 3 }, () => seeds[random(seeds.length)]?.text ?? '');
    const parts = new LoweredParts();
    for (let edit = 0; edit < 4; edit++) {
      const text = whole.map((one, i) => `namespace s${i} {\n${one}\n}`).join('\n');
      expect(answer(text, parts), `seed ${seed}, edit ${edit}`).toEqual(answer(text));
      const at = random(whole.length);
      const path = '/a.cpp';
      whole[at] =
        edit % 2 === 0 ? `// ${edit}\n${whole[at]}` : mutate(seed * 10 + edit, [{ path, text: whole[at] ?? '' }]).text;
    }
    reused += parts.reused;
  }
  expect(reused).toBeGreaterThan(50);
});
