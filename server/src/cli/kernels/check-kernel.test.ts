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

const TWO = `#include <sycl/sycl.hpp>
int main() {
  sycl::queue q{sycl::property::queue::in_order()};
  float *x = sycl::malloc_device<float>(4096, q);
  q.parallel_for<class Big>(sycl::nd_range<1>(4096, 2048), [=](sycl::nd_item<1> it) { x[it.get_global_id(0)] = 1; });
  q.parallel_for<class Half>(sycl::nd_range<1>(4096, 256), [=](sycl::nd_item<1> it) { x[it.get_global_id(0)] *= 0.5; });
}
`;

test('kernels by devices: a table, the same as JSON, and devices of the user', async () => {
  const toml =
    '[device]\n"*.cpp" = "ours"\n[device.ours]\nbase = "x86-avx512"\nwork-group = 128\n[device.worse]\nbase = "ours"\nfp64 = false\n';
  const files = { 'a.cpp': TWO, 'athanor.toml': toml };
  const table = await athanor(['check', 'a.cpp', '--device', 'a100,arc,worse', '--device', 'cambricon'], { files });
  expect(table.code).toBe(1);
  const lines = table.out.split('\n');
  const at = lines.findIndex((line) => line.startsWith('kernel '));
  expect(lines.slice(at, at + 7)).toEqual([
    'kernel          nvidia-a100             intel-arc-a770',
    'a.cpp:5:5 Big   work-group-too-large:5  work-group-too-large:5',
    'a.cpp:6:5 Half  ok                      missing-feature:6',
    '',
    'kernel          worse                      cambricon-mlu370-x8',
    'a.cpp:5:5 Big   work-group-too-large:5     unknown',
    'a.cpp:6:5 Half  work-group-too-large:6 +1  unknown',
  ]);
  expect(table.out).toContain('unknown on cambricon-mlu370-x8: fp64: no OpenCL or SYCL device report is published');

  const { devices } = JSON.parse(
    (await athanor(['check', 'a.cpp', '--device', 'arc', '--format', 'json'], { files })).out,
  );
  expect(
    devices.map((row: { kernel: string; cells: { verdict: string; faults: { code: string }[] }[] }) => row),
  ).toMatchObject([
    {
      kernel: 'Big',
      file: 'a.cpp',
      cells: [{ device: 'intel-arc-a770', verdict: 'breaks', faults: [{ code: 'work-group-too-large' }], open: [] }],
    },
    { kernel: 'Half', cells: [{ verdict: 'breaks', faults: [{ code: 'missing-feature', severity: 'error' }] }] },
  ]);

  const own = await athanor(['check', 'a.cpp'], { files });
  expect([own.code, own.out.match(/error\[[\w-]+\]/g)]).toEqual([
    1,
    ['error[work-group-too-large]', 'error[work-group-too-large]'],
  ]);
  const wrong = await athanor(['check', 'a.cpp', '--device', 'nvidia-a10'], { files });
  expect([wrong.code, wrong.err]).toEqual([2, 'athanor: `nvidia-a10` is no device; did you mean `nvidia-a100`?\n']);
});

test('mistakes in devices of the user are shown where they stand', async () => {
  const toml = `[device]
"*.cl" = "mi30x"
"*.cpp" = 3
[device.Big]
base = "a100"
[device.a100]
base = "v100"
[device.none]
[device.lost]
base = "nvidia-a10"
[device.odd]
base = "v100"
wrk-group = 3
clock = "4"
local-memory-asked = 5
`;
  const { code, out } = await athanor(['check', 'a.cpp', '--format', 'json'], {
    files: { 'a.cpp': TWO, 'athanor.toml': toml },
  });
  expect(code).toBe(2);
  const said = JSON.parse(out).diagnostics.filter((d: { code: string }) => d.code === 'config-error');
  expect(
    said.map((d: { range: { start: { line: number } }; message: string }) => `${d.range.start.line} ${d.message}`),
  ).toEqual([
    '2 `mi30x` is no device; did you mean `mi300x`?',
    '3 a device is named by a text that is not empty, or described by a table',
    "4 a device's name has small letters, digits and hyphens: `Big` has others",
    '6 there is a device `a100` already: give yours another name',
    '8 [device.none] says which device it extends: base = "nvidia-a100"',
    '10 `nvidia-a10` is no device; did you mean `nvidia-a100`?',
    '11 `local-memory-asked` is less than `local-memory`, which a launch gets without asking',
    '13 `wrk-group` is no field of a device; did you mean `work-group`?',
    '14 `clock`, the clock that rates are computed with: it is written "1.41 GHz"',
  ]);
});

test('athanor devices: names, one with its sources, all as data', async () => {
  const list = await athanor(['devices']);
  expect([list.code, list.out.split('\n').length]).toEqual([0, 17]);
  expect(list.out).toMatch(/^generic-sycl +any SYCL 2020 device$/m);
  const one = await athanor(['devices', 'mi300x']);
  expect(one.out).toMatch(/^clock +2\.1 GHz +\[\d+\] peak engine clock$/m);
  const all = JSON.parse((await athanor(['devices', '--format', 'json'])).out);
  expect([all.version, all.devices.length, all.devices[7].limits.workGroup.value]).toEqual([1, 16, 1024]);
  const wrong = await athanor(['devices', 'mi30x']);
  expect([wrong.code, wrong.err]).toEqual([2, 'athanor: `mi30x` is no device; did you mean `mi300x`?\n']);
});

test('bytes that are no UTF-8 are nothing to be said of C++; a severity of the settings counts', async () => {
  const latin = new Uint8Array([...new TextEncoder().encode(`// caf`), 0xe9, 10, ...new TextEncoder().encode(SYCL)]);
  const files = { 'scale.cpp': latin, 'athanor.toml': '[severity]\nmissing-include = "warning"\n' };
  const { code, out } = await athanor(['check', 'scale.cpp'], { files });
  expect([code, out.match(/\w+\[[\w-]+\]/g)]).toEqual([0, ['warning[missing-include]', 'note[not-modelled]']]);
});

const ELEMENTS = `#include <sycl/sycl.hpp>
struct Cloud { float *data; int n; };
void one(sycl::queue &q, const Cloud &c) {
  q.parallel_for(sycl::range<1>(16), [=](sycl::id<1> i) { c.data[i] += 1.0f; }).wait();
  sycl::free(c.data, q);
}
int main() {
  sycl::queue q;
  Cloud *all = new Cloud[4];
  for (int i = 0; i < 4; i++) all[i].data = sycl::malloc_shared<float>(16, q);
  for (int i = 0; i < 4; i++) one(q, all[i]);
}
`;

test('memory of one of many objects may be another one each time', async () => {
  const { code, out } = await athanor(['check', 'a.cpp', '--format', 'json'], { files: { 'a.cpp': ELEMENTS } });
  const { diagnostics } = JSON.parse(out);
  expect(code).toBe(0);
  expect(diagnostics.filter((d: { severity: string }) => d.severity === 'error')).toEqual([]);
});
