import { expect, test } from 'vitest';
import { memoryServer, uriOf } from './memory.ts';

const SCALE = `#include <sycl/sycl.hpp>
template <typename T> void scale(sycl::queue &q, T *x, int n) {
  q.submit([&](sycl::handler &h) {
    sycl::local_accessor<T, 1> part(sycl::range<1>(64), h);
    h.parallel_for<class Scale>(sycl::nd_range<1>(n, 64), [=](sycl::nd_item<1> it) {
      part[it.get_local_id(0)] = x[it.get_global_id(0)];
      sycl::group_barrier(it.get_group());
      x[it.get_global_id(0)] = part[63 - it.get_local_id(0)];
    });
  });
}
void all(sycl::queue &q, float *x, double *y, int n) {
  scale(q, x, n);
  scale(q, y, n);
  q.single_task<class Jump>([=] {
    goto done;
  done:
    x[0] = 1.0f;
  });
}
`;
const A = uriOf('scale.cpp');
const textDocument = { uri: A };

test('kernels of a C++ file: findings, outline, lens, hover, and an edit', async () => {
  const { client } = memoryServer();
  await client.begin({
    textDocument: {
      publishDiagnostics: { versionSupport: true },
      documentSymbol: { hierarchicalDocumentSymbolSupport: true },
      hover: { contentFormat: ['markdown'] },
    },
  });
  client.open(A, SCALE, 1);
  const first = Object(await client.pushed(A, 1));
  expect(
    first.diagnostics.map((d: { code: string; severity: number; range: { start: { line: number } } }) => [
      d.code,
      d.severity,
      d.range.start.line,
    ]),
  ).toEqual([
    ['missing-feature', 3, 5],
    ['not-modelled', 3, 15],
  ]);

  const symbols = (await client.request('textDocument/documentSymbol', { textDocument })) as {
    name: string;
    detail: string;
  }[];
  expect(symbols.map(({ name, detail }) => [name, detail])).toEqual([
    ['Scale', 'nd_range<1>, modelled completely'],
    ['Jump', 'single_task, not modelled in 1 place'],
  ]);
  // Verdicts come when they are there.
  const titles = async (): Promise<string[]> =>
    ((await client.request('textDocument/codeLens', { textDocument })) as { command: { title: string } }[]).map(
      ({ command }) => command.title,
    );
  await expect
    .poll(titles, { timeout: 20_000 })
    .toEqual([
      'nd_range<1>, modelled completely',
      'race-free, bounds not known, barriers met by all',
      'single_task, not modelled in 1 place',
      'races not known, bounds not known, barriers met by all',
    ]);

  const line = SCALE.split('\n').findIndex((text) => text.includes('parallel_for'));
  const hover = Object(await client.request('textDocument/hover', { textDocument, position: { line, character: 8 } }));
  expect(hover.contents.value).toMatch(
    /^\*\*kernel `Scale`\*\*, nd_range<1>, 2 instances: modelled completely\n\nlaunched with global `n\w*`, local `64`\n\n- `x`: float32\[\?\], global memory, read and written\n- `part`: float32\[64\], local memory, one for each work-group\n\n- race-free, proved\n- bounds not known\n {2}- line 6: /,
  );
  expect(await client.request('textDocument/hover', { textDocument, position: { line: 12, character: 0 } })).toBeNull();

  client.change(A, 2, [{ range: { start: { line: 15, character: 4 }, end: { line: 16, character: 7 } }, text: '' }]);
  const [portable, ...none] = Object(await client.pushed(A, 2)).diagnostics;
  expect([portable.code, portable.message, none]).toEqual([
    'missing-feature',
    'the kernel computes in `double`: devices may lack that\npossible, not proved',
    [],
  ]);
  expect(await client.end()).toBe(0);
});

test('kernels are checked for the device of the settings; one that is none is said and left out', async () => {
  const { client } = memoryServer();
  const settings = (device: string): object => ({ athanor: { kernels: { device } } });
  await client.begin(
    { textDocument: { publishDiagnostics: { versionSupport: true } } },
    { initializationOptions: settings('arc') },
  );
  const text = `#include <sycl/sycl.hpp>
int main() {
  sycl::queue q;
  float *x = sycl::malloc_device<float>(64, q);
  q.parallel_for(sycl::nd_range<1>(4096, 2048), [=](sycl::nd_item<1> it) { x[0] = it.get_local_id(0) * 0.5; });
}
`;
  client.open(A, text, 1);
  const codes = (said: unknown): string[] =>
    Object(said).diagnostics.map((d: { code: string; severity: number }) => `${d.severity} ${d.code}`);
  const own = (said: unknown): string[] => codes(said).filter((c) => /work-group-too-large|missing-feature/.test(c));
  expect(own(await client.pushed(A, 1)).toSorted()).toEqual(['1 missing-feature', '1 work-group-too-large']);
  client.notify('workspace/didChangeConfiguration', { settings: settings('avx512') });
  client.change(A, 2, [{ range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } }, text: '\n' }]);
  expect(own(await client.pushed(A, 2))).toEqual([]);
  client.notify('workspace/didChangeConfiguration', { settings: settings('avx51') });
  const warned = await client.next(({ method }) => method === 'window/logMessage');
  expect(Object(warned.params).message).toBe(
    'athanor: settings: athanor.kernels.device: `avx51` is no device; did you mean `avx512`?',
  );
  expect(await client.end()).toBe(0);
});

test('C++ that has nothing to do with devices is left to others', async () => {
  const { client } = memoryServer();
  await client.begin({ textDocument: { publishDiagnostics: { versionSupport: true } } });
  client.open(A, 'int main() { return missing; }\n', 1);
  expect(Object(await client.pushed(A, 1)).diagnostics).toEqual([]);
  expect(await client.request('textDocument/codeLens', { textDocument })).toBeNull();
  expect(await client.end()).toBe(0);
});

const TILE = `#include <sycl/sycl.hpp>
int main() {
  sycl::queue q;
  float *a = sycl::malloc_shared<float>(1024, q);
  q.fill(a, 1.0f, 1024).wait();
  q.submit([&](sycl::handler &h) {
    sycl::local_accessor<float, 1> t(sycl::range<1>(64), h);
    h.parallel_for(sycl::nd_range<1>(1024, 64), [=](sycl::nd_item<1> it) {
      const int i = it.get_global_id(0), l = it.get_local_id(0);
      t[l] = a[i];
      a[i] = t[63 - l];
    });
  }).wait();
  sycl::free(a, q);
}
`;

test('a race is mended from the editor', async () => {
  const { client } = memoryServer();
  // A client that asks, and cannot be told that there is more, gets all at once.
  await client.begin({
    textDocument: { diagnostic: {}, codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: [] } } } },
  });
  client.open(A, TILE, 1);
  const report = Object(await client.request('textDocument/diagnostic', { textDocument }));
  expect(report.items.map((d: { code: string }) => d.code)).toEqual(['data-race']);
  const line = TILE.split('\n').findIndex((text) => text.includes('63 - l'));
  const range = { start: { line, character: 14 }, end: { line, character: 14 } };
  const [fix] = Object(
    await client.request('textDocument/codeAction', { textDocument, range, context: { diagnostics: [] } }),
  );
  const [edit] = Object.values(fix.edit.changes).flat() as { newText: string; range: typeof range }[];
  expect([fix.kind, edit?.range.start.line, edit?.newText]).toEqual([
    'quickfix',
    line,
    expect.stringContaining('barrier'),
  ]);
});
