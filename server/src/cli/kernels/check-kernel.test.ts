import { expect, test } from 'vitest';
import { athanor } from '../test/cli.ts';

const SYCL = `#include <sycl/sycl.hpp>
#include "missing.h"
void scale(sycl::queue &q, float *x, int n) {
  q.parallel_for(sycl::range<1>(n), [=](sycl::id<1> i) { x[i] *= 2.0f; });
  q.single_task<class Jump>([=] {
    goto done;
  done:
    x[0] = 1.0f;
  });
}
`;
const OPENCL = 'kernel void next(global int *data) { int i = get_global_id(0); data[i] = data[i] + 1; }\n';

test('a walk finds C++ that mentions SYCL and OpenCL C, and says what is not modelled', async () => {
  const files = { 'a/scale.cpp': SYCL, 'a/next.cl': OPENCL, 'a/other.cpp': 'int main() { return 0; }\n' };
  const { code, out } = await athanor(['check', 'a', '--format', 'json'], { files });
  const { diagnostics, stats } = JSON.parse(out);
  expect(code).toBe(0);
  expect(stats).toMatchObject({ files: 2, skipped: 1, functions: 3, complete: 2 });
  expect(
    diagnostics.map((d: { code: string; severity: string; file: string }) => [d.file, d.code, d.severity]),
  ).toEqual([
    ['a/scale.cpp', 'missing-include', 'information'],
    ['a/scale.cpp', 'not-modelled', 'information'],
  ]);
});

test('bytes that are no UTF-8 are nothing to be said of C++; a severity of the settings counts', async () => {
  const latin = new Uint8Array([...new TextEncoder().encode(`// caf`), 0xe9, 10, ...new TextEncoder().encode(SYCL)]);
  const files = { 'scale.cpp': latin, 'athanor.toml': '[severity]\nmissing-include = "warning"\n' };
  const { code, out } = await athanor(['check', 'scale.cpp'], { files });
  expect([code, out.match(/\w+\[[\w-]+\]/g)]).toEqual([0, ['warning[missing-include]', 'note[not-modelled]']]);
});
