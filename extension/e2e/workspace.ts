/** The folder that the editors open: the examples, and small programs for one check each. */

import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ROOT } from '../../tools/lib/root.mjs';

const HEAD = 'import freetensor as ft\n\n\n';

export const FILES: Readonly<Record<string, string>> = {
  'plain.py': 'import os\n\nprint(os.getcwd())\n',
  'labels.py': `${HEAD}@ft.transform
def scale(x: ft.Var[(8,), "float32"], y: ft.Var[(8,), "float32", "output"]):
    #! label: rows
    for i in range(8):
        y[i] = x[i] * 2


def schedule():
    s = ft.Schedule(scale)
    s.parallelize("rows", "openmp")
    return s.func()
`,
  'fusable.py': `${HEAD}@ft.transform
def two(x: ft.Var[(64,), "float32"], y: ft.Var[(64,), "float32", "output"], z: ft.Var[(64,), "float32", "output"]):
    t = ft.empty((64,), "float32")
    for i in range(64):
        t[i] = x[i] * x[i]
    #! nid: consume
    for i in range(64):
        y[i] = t[i] + 1
    #! nid: shifted
    for i in range(64):
        z[i] = y[63 - i]
`,
  'scheduled.py': `${HEAD}@ft.transform
def two(x: ft.Var[(64,), "float32"], y: ft.Var[(64,), "float32", "output"], z: ft.Var[(64,), "float32", "output"]):
    t = ft.empty((64,), "float32")
    #! nid: produce
    for i in range(64):
        t[i] = x[i] * x[i]
    #! nid: consume
    for i in range(64):
        y[i] = t[i] + 1
    #! nid: shifted
    for i in range(64):
        z[i] = y[63 - i]


s = ft.Schedule(two)
s.fuse("consume", "shifted")
s.parallelize("consume", "openmp")
`,
  'reverse.cpp': `#include <sycl/sycl.hpp>

// Each work-group turns its part of the data around, in local memory.
void reverse(sycl::queue &q, float *data, size_t n) {
  q.submit([&](sycl::handler &h) {
    sycl::local_accessor<float, 1> part(sycl::range<1>(64), h);
    h.parallel_for<class Reverse>(sycl::nd_range<1>(n, 64), [=](sycl::nd_item<1> item) {
      const size_t i = item.get_global_id(0), l = item.get_local_id(0);
      part[l] = data[i];
      sycl::group_barrier(item.get_group());
      data[i] = part[63 - l];
    });
  });
  q.single_task<class First>([=] {
    if (data[0] < 0) goto done;
    data[0] = 0;
  done:;
  });
}
`,
  'edited.py': `${HEAD}@ft.transform
def shift(x: ft.Var[(8,), "float32"], y: ft.Var[(8,), "float32", "output"]):
    for i in range(8):
        y[i] = x[i + 1]
`,
  'executes.py': `import os

${HEAD}open(os.path.join(os.path.dirname(__file__), "executed"), "w").close()


@ft.transform
def shift(x: ft.Var[(8,), "float32"], y: ft.Var[(8,), "float32", "output"]):
    for i in range(8):
        y[i] = x[i + 1]
`,
  'configured/athanor.toml': '# Settings of nothing.\nsevrity = 1\n',
};

export const EXAMPLES = readdirSync(join(ROOT, 'examples')).filter((name) => name.endsWith('.py'));

/** Findings of a bundle's command line in a folder's files: `LINE:COLUMN CODE`, both from 1, sorted. */
export const checked = (folder: string, file: string, bundle: string): readonly string[] => {
  const out = execFileSync(
    process.execPath,
    [bundle, 'check', file, '--format', 'json', '--fail-on', 'never', '--no-color'],
    { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] },
  );
  const report: {
    readonly diagnostics: readonly {
      readonly code: string;
      readonly range: { readonly start: { line: number; column: number } };
    }[];
  } = JSON.parse(out);
  return report.diagnostics.map(({ code, range: { start } }) => `${start.line}:${start.column} ${code}`).sort();
};

/** A new folder; the caller removes it. A git repository, since editors take one for a project. */
export const newWorkspace = (files: Readonly<Record<string, string>> = FILES): string => {
  const folder = mkdtempSync(join(tmpdir(), 'ath-ws-'));
  for (const name of EXAMPLES) copyFileSync(join(ROOT, 'examples', name), join(folder, name));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  execFileSync('git', ['init', '--quiet'], { cwd: folder });
  return folder;
};
