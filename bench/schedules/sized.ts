/** Programs whose sizes are symbols, written as users write them, with inputs for any size. */

import { generateInputs } from '../../compiler-core/src/exec/generate.ts';
import type { RunOptions } from '../../compiler-core/src/exec/run.ts';
import type { Func } from '../../compiler-core/src/ir/nodes.ts';
import { scheduleHost } from '../../compiler-core/src/plan/schedule-host.ts';
import { stageText } from '../../compiler-core/testkit/stage.ts';
import { createParser } from '../../server/src/host/tree-sitter.ts';

export interface SizedProgram {
  readonly name: string;
  readonly func: Func;
  readonly run: (size: number) => RunOptions;
  /** The sizes by name; the second one is a little larger than the first, and so on, so that none are equal. */
  readonly values: (size: number) => ReadonlyMap<string, number>;
}

const TEXTS: Readonly<Record<string, string>> = {
  'two steps of a row': `
    t = ft.empty((n, m), "float32")
    for i in range(n):
        for j in range(m):
            t[i, j] = x[i, j] * x[i, j]
    for i in range(n):
        for j in range(m):
            y[i, j] = t[i, j] + 1`,
  'softmax of rows': `
    peak = ft.empty((n,), "float32")
    for i in range(n):
        peak[i] = -1e30
        for j in range(m):
            peak[i] = ft.max(peak[i], x[i, j])
    e = ft.empty((n, m), "float32")
    for i in range(n):
        for j in range(m):
            e[i, j] = ft.exp(x[i, j] - peak[i])
    total = ft.empty((n,), "float32")
    for i in range(n):
        total[i] = 0
        for j in range(m):
            total[i] += e[i, j]
    for i in range(n):
        for j in range(m):
            y[i, j] = e[i, j] / total[i]`,
  'product, bias, rectifier': `
    p = ft.empty((n, m), "float32")
    for i in range(n):
        for j in range(m):
            p[i, j] = 0
            for k in range(m):
                p[i, j] += x[i, k] * w[k, j]
    q = ft.empty((n, m), "float32")
    for i in range(n):
        for j in range(m):
            q[i, j] = p[i, j] + b[j]
    for i in range(n):
        for j in range(m):
            y[i, j] = ft.max(q[i, j], 0.0)`,
  'a stencil, whose second half stays behind': `
    t = ft.empty((n, m), "float32")
    for i in range(n):
        for j in range(m):
            t[i, j] = x[i, j] * 0.5
    for i in range(n):
        for j in range(m):
            y[i, j] = t[i, j]
            if j > 0:
                y[i, j] += t[i, j - 1]`,
  'a triangle': `
    t = ft.empty((n, n), "float32")
    for i in range(n):
        for j in range(i + 1):
            t[i, j] = b[j] if j < m else 0
    for i in range(n):
        y[i, 0] = 0
        for j in range(i + 1):
            y[i, 0] += t[i, j]`,
  'blocks of four with a rest': `
    t = ft.empty((n, m), "float32")
    for i in range(n):
        for jo in range((m + 3) // 4):
            for ji in range(4):
                if jo * 4 + ji < m:
                    t[i, jo * 4 + ji] = x[i, jo * 4 + ji] + 1
    for i in range(n):
        for jo in range((m + 3) // 4):
            for ji in range(4):
                if jo * 4 + ji < m:
                    y[i, jo * 4 + ji] = t[i, jo * 4 + ji] * 2`,
  'whole tensors': `
    y[...] = ft.relu(ft.add(ft.matmul(x, w), b))`,
};

const programOf = (body: string): string => `import freetensor as ft

def make(n, m):
    @ft.transform
    def f(x, w, b, y):
        x: ft.Var[(n, m), "float32"]
        w: ft.Var[(m, m), "float32"]
        b: ft.Var[(m,), "float32"]
        y: ft.Var[(n, m), "float32", "output"]${body.replaceAll('\n', '\n    ')}
    return f
`;

export const sizedPrograms = async (): Promise<readonly SizedProgram[]> => {
  const parser = await createParser();
  return Object.entries(TEXTS).map(([name, body]): SizedProgram => {
    const staged = stageText(programOf(body), parser, { file: `${name}.py` });
    const unit = staged.units.find((u) => u.name === 'f');
    if (!unit || unit.failed || !unit.complete)
      throw new Error(`${name}: ${staged.diagnostics.map((d) => d.message).join('; ') || 'is not staged'}`);
    const start = scheduleHost.begin(unit.func, '2022');
    if (start.kind !== 'applied') throw new Error(`${name}: no schedule can be made of it`);
    const values = (size: number): ReadonlyMap<string, number> =>
      new Map(unit.func.externals.map((p, k) => [p.name, size + k]));
    return {
      name,
      func: start.func,
      values,
      run: (size) => {
        const bindings = new Map([...values(size)].map(([k, v]) => [k, BigInt(v)]));
        const made = generateInputs(start.func, { seed: 1, bindings });
        if (made.kind === 'failed') throw new Error(`${name}: ${made.reason}`);
        return { inputs: made.inputs, bindings: made.bindings };
      },
    };
  });
};
