/** Latency of the language server while somebody types in SYCL C++, beside clangd with the same edits and stub headers in the same run. */

import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { BUNDLE, processServer } from '../../server/test/lsp/process.ts';
import { ROOT, run, withTempFolder } from '../lib/process.ts';
import { editTimes, end, idleShare, open, type Times, timesOf } from './measure.ts';
import { EDITS, editsOf, LINES, type Typing } from './typing.ts';

/** Headers that declare enough of SYCL for a compiler; our own. */
const STUBS = join(ROOT, 'bench/edit/sycl-stubs');

const CALLS = ['sycl::sqrt', 'sycl::exp', 'sycl::fabs', 'sycl::cos'];

/** A reduction in local memory, a stencil and a helper that both call; every name is its own. */
const part = (k: number): string => `
struct Point${k} {
  float x, y;
  int cell;
};

template <typename T> T weigh${k}(T value, const Point${k} &p) {
  T sum = value * p.x;
  for (int j = 0; j < ${2 + (k % 5)}; j++) sum += ${CALLS[k % CALLS.length]}(value) * p.y;
  return p.cell > 0 ? sum : value;
}

void smooth${k}(sycl::queue &q, const float *in, float *out, int n) {
  q.submit([&](sycl::handler &h) {
    sycl::local_accessor<float, 1> tile${k}(sycl::range<1>(66), h);
    h.parallel_for<class Smooth${k}>(sycl::nd_range<1>(n, 64), [=](sycl::nd_item<1> item) {
      const int i = item.get_global_id(0), l = item.get_local_id(0);
      tile${k}[l + 1] = in[i];
      if (l == 0 && i > 0) tile${k}[0] = in[i - 1];
      if (l == 63 && i + 1 < n) tile${k}[65] = in[i + 1];
      item.barrier(sycl::access::fence_space::local_space);
      const Point${k} p{0.5f, 0.25f, l};
      if (i > 0 && i + 1 < n) {
        float all = tile${k}[l] + tile${k}[l + 1] + tile${k}[l + 2];
        all = weigh${k}(all, p) / 3.0f;
        out[i] = all;
      }
    });
  });
}

void total${k}(sycl::queue &q, const float *in, float *out, int n) {
  q.submit([&](sycl::handler &h) {
    sycl::local_accessor<float, 1> sums${k}(sycl::range<1>(128), h);
    h.parallel_for<class Total${k}>(sycl::nd_range<1>(n, 128), [=](sycl::nd_item<1> item) {
      const int l = item.get_local_id(0);
      sums${k}[l] = in[item.get_global_id(0)];
      for (int step = 64; step > 0; step /= 2) {
        item.barrier(sycl::access::fence_space::local_space);
        if (l < step) sums${k}[l] += sums${k}[l + step];
      }
      if (l == 0) out[item.get_group(0)] = sums${k}[0];
    });
  });
}
`;

const typed = (): Typing => {
  let text = '#include <sycl/sycl.hpp>\n';
  let lines = 2;
  for (let k = 0; lines < LINES; k++) {
    const next = part(k);
    text += next;
    lines += next.split('\n').length - 1;
  }
  const rows = text.split('\n');
  const line = rows.findIndex((row, i) => i > rows.length / 2 && /^ {8}all = weigh/.test(row));
  // Before the `;`.
  return {
    text,
    edits: editsOf(line, (rows[line] ?? '').length - 1, ' + 1.0f', EDITS),
    hoverAt: { line, character: 8 },
  };
};

export interface KernelEditTimes {
  readonly lines: number;
  readonly idle: number;
  readonly edit: Times;
  /** Or why it is not measured. */
  readonly clangd: (Times & { readonly version: string }) | string;
}

const WAIT = 60_000;

/**
 * From an edit to all diagnostics of its text, verdicts on the kernels among them: what a client gets that asks for them and
 * cannot be told that there are more.
 */
export const measureVerdicts = async (
  count: number,
): Promise<(Times & { readonly lines: number; readonly idle: number }) | string> => {
  if (!existsSync(BUNDLE)) return 'server/dist/athanor.mjs is not built: npm run build';
  const typing = typed();
  return withTempFolder(async (folder) => {
    const file = join(folder, 'long.cpp');
    writeFileSync(file, typing.text);
    const [root, uri] = [pathToFileURL(folder).href, pathToFileURL(file).href];
    const idle = await idleShare();
    const server = processServer();
    const { client } = server;
    await client.begin(
      { textDocument: { diagnostic: {} } },
      { rootUri: root, workspaceFolders: [{ uri: root, name: 'bench' }] },
    );
    client.open(uri, typing.text, 1);
    const ask = (): Promise<unknown> =>
      Promise.race([
        client.request('textDocument/diagnostic', { textDocument: { uri } }),
        sleep(WAIT, 'late', { ref: false }),
      ]);
    await ask();
    const values: number[] = [];
    for (const [i, edit] of typing.edits.slice(0, count).entries()) {
      const begun = performance.now();
      client.change(uri, i + 2, [edit]);
      if ((await ask()) === 'late') return `no diagnostics within ${WAIT / 1000} s`;
      values.push(performance.now() - begun);
    }
    await end(server);
    return { ...timesOf(values), lines: typing.text.split('\n').length, idle };
  });
};

const CLANGD = ['clangd', 'clangd-19', 'clangd-14'];

export const measureKernelEdits = async (): Promise<KernelEditTimes | string> => {
  if (!existsSync(BUNDLE)) return 'server/dist/athanor.mjs is not built: npm run build';
  const typing = typed();
  return withTempFolder(async (folder) => {
    const file = join(folder, 'long.cpp');
    writeFileSync(file, typing.text);
    writeFileSync(join(folder, 'compile_flags.txt'), `-std=c++17\n-isystem\n${STUBS}\n`);
    const [root, uri] = [pathToFileURL(folder).href, pathToFileURL(file).href];
    const idle = await idleShare();
    const timesOf = async (command?: readonly string[]): Promise<Times | string> => {
      const server = processServer(command);
      const subject = { client: server.client, uri };
      await open(subject, root, typing.text);
      const times = await editTimes(subject, typing);
      await end(server);
      return times;
    };
    const edit = await timesOf();
    if (typeof edit === 'string') return edit;
    const peer = CLANGD.find((name) => run(name, ['--version'], { timeoutSeconds: 20 }).code === 0);
    const lines = typing.text.split('\n').length;
    if (peer === undefined) return { lines, idle, edit, clangd: 'no clangd is here' };
    const times = await timesOf([peer, '--log=error', '--background-index=0']);
    const version = /\d+\.\d+\.\d+/.exec(run(peer, ['--version'], { timeoutSeconds: 20 }).stdout)?.[0] ?? '';
    return { lines, idle, edit, clangd: typeof times === 'string' ? times : { ...times, version } };
  });
};
