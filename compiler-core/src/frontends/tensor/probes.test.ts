/** Valid programs as people write them, of either era: nothing may be said about them. */

import { beforeAll, expect, test } from 'vitest';
import { createParser } from '../../../../server/src/host/tree-sitter.ts';
import { stageText } from '../../../testkit/stage.ts';
import { checkShadow } from '../../analysis/shadow.ts';
import { printFunc } from '../../ir/print.ts';
import type { SyntaxParser } from '../../syntax/cst.ts';

let parser: SyntaxParser;
beforeAll(async () => {
  parser = await createParser();
});

interface Probe {
  readonly name: string;
  readonly program: string;
  /** A line that the staged function holds; one that it must not hold starts with `!`. */
  readonly holds?: readonly string[];
  /** Codes that are right all the same: `not-modelled` where a value is not known. */
  readonly said?: readonly string[];
}

const PROBES: readonly Probe[] = [
  {
    name: 'an ellipsis is no index',
    program: `
import freetensor as ft
@ft.transform
def f(x: ft.Var[(4,), "float32"], y: ft.Var[(), "float32", "output"]):
    y[...] = 0
    for i in range(4):
        t = ft.var(0.0, "float32")
        t[...] += x[i]
        y[...] += t[...]
`,
    holds: ['y[] = y[] + t[]'],
  },
  {
    name: 'a new tensor in each turn of a loop that runs while staging',
    program: `
import freetensor as ft
@ft.transform
def f(x: ft.Var[(2, 4), "float32"], y: ft.Var[(2,), "float32", "output"]):
    parts = []
    for k in [0, 1]:
        t = ft.var(0.0, "float32")
        for j in range(4):
            t[()] += x[k, j]
        parts.append(t)
    y[0] = parts[0]
    y[1] = parts[1]
`,
  },
  {
    name: 'an early return in static branches, later era',
    program: `
import freetensor as ft
@ft.inline
def pick(mode, v, hi=None):
    if mode == "abs":
        return ft.abs(v)
    for m in ["cut"]:
        if m == mode:
            return ft.min(v, hi)
    return v
@ft.transform
def f(x: ft.Var[(4,), "float32"], y: ft.Var[(4,), "float32", "output"]):
    #! label: L
    for i in range(4):
        y[i] = pick("abs", x[i]) + pick("cut", x[i], 2) + pick("id", x[i])
`,
    holds: ['y[i] = @!abs(x[i]) + @!min(x[i], 2) + x[i]'],
  },
  {
    name: 'break and continue in static loops, later era',
    program: `
import freetensor as ft
@ft.transform
def f(x: ft.Var[(4,), "float32"], y: ft.Var[(4,), "float32", "output"]):
    #! label: L
    for i in range(4):
        y[i] = 0
        for k in [1, 2, 3, 4]:
            if k == 2:
                continue
            if k == 4:
                break
            y[i] += x[i] * k
`,
    holds: ['y[i] = y[i] + x[i] * 1', 'y[i] = y[i] + x[i] * 3', '!x[i] * 2', '!x[i] * 4'],
  },
  {
    name: 'a choice between tensors by an unknown Python value',
    program: `
import os
import freetensor as ft
flag = bool(os.environ.get("RELU"))
@ft.transform
def f(x: ft.Var[(4, 8), "float32"], y: ft.Var[(4, 8), "float32", "output"]):
    t = ft.relu(x) if flag else x
    for i in range(4):
        for j in range(8):
            y[i, j] = t[i, j]
`,
  },
  {
    name: 'an operator on what an unknown value chose',
    program: `
import freetensor as ft
import settings
@ft.inline
def layer(x, w):
    return ft.relu(ft.matmul(x, w)) if settings.relu else x
@ft.transform
def f(x: ft.Var[(4, 8), "float32"], w: ft.Var[(8, 8), "float32"]):
    return layer(layer(x, w), w)
`,
    said: ['not-modelled', 'not-modelled', 'rank-mismatch'],
  },
  {
    name: 'attributes and items of an unknown object',
    program: `
import freetensor as ft
import settings
args = settings.load()
@ft.transform
def f(x: ft.Var[(args.n, settings.SIZE["m"]), "float32"], y: ft.Var[(args.n,), "float32", "output"]):
    for i in range(args.n):
        y[i] = 0
        for j in range(settings.SIZE["m"]):
            y[i] += x[i, j]
`,
    holds: ['for i in 0 : $`args.n` : 1', '!_1'],
  },
  {
    name: 'the element type compared with its name, later era',
    program: `
import freetensor as ft
@ft.transform
def f(x: ft.Var[(4,), "float32"], y: ft.Var[(4,), "float32", "output"]):
    assert x.dtype == "float32"
    #! label: L
    for i in range(4):
        y[i] = x[i]
`,
  },
  {
    name: 'a class that nothing makes an instance of',
    program: `
import freetensor as ft
class Layer:
    def __init__(self, n):
        self.n = n
    def build(self):
        @ft.transform
        def f(x: ft.Var[(self.n,), "float32"], y: ft.Var[(self.n,), "float32", "output"]):
            for i in range(self.n):
                y[i] = x[i]
        return f
`,
    holds: ['!_1', 'y[i] = x[i]'],
  },
  {
    name: 'elements as operands of and and or, later era',
    program: `
import freetensor as ft
@ft.transform
def f(x: ft.Var[(4,), "bool"], y: ft.Var[(4,), "int32", "output"]):
    #! label: L
    for i in range(4):
        y[i] = 0
        if x[i] and i > 1:
            y[i] = 1
`,
    holds: ['if x[i] && i > 1'],
  },
  {
    name: 'the element type compared with its name, either era',
    program: `
import freetensor as ft
@ft.transform
def f(x: ft.Var[(4,), "float32"], y: ft.Var[(4,), "float32", "output"]):
    assert x.dtype == "float32"
    for i in range(4):
        y[i] = x[i]
`,
  },
  {
    name: 'select_slice',
    program: `
import freetensor as ft
@ft.transform
def f(x: ft.Var[(4, 8), "float32"], y: ft.Var[(4, 3), "float32", "output"]):
    part = x.select_slice(2, 5, dim=1)
    for i in range(4):
        for j in range(part.shape(1)):
            y[i, j] = part[i, j]
`,
    holds: ['y[i, j] = x[0 + i, 2 + j]'],
  },
  {
    name: 'grad as a decorator with options',
    program: `
import freetensor as ft
@ft.optimize
@ft.grad(requires=["x"], provides=[ft.Return()], attach_backward=True)
def f(x: ft.Var[(4,), "float32"]):
    y = ft.empty((), "float32")
    y[...] = 0
    for i in range(4):
        y[...] += x[i] * x[i]
    return y
`,
    holds: ['y[] = y[] + x[i] * x[i]'],
    said: ['not-modelled'],
  },
];

test.each(PROBES)('$name', ({ program, holds = [], said = [] }) => {
  const staged = stageText(program, parser);
  const found = [...staged.diagnostics, ...staged.units.flatMap((u) => checkShadow(u.func))];
  expect(found.filter((d) => d.severity === 'error' || d.severity === 'warning')).toEqual([]);
  expect(found.map((d) => d.code)).toEqual(said);
  const printed = staged.units.map((u) => printFunc(u.func)).join('\n');
  expect(printed).not.toBe('');
  for (const line of holds) {
    if (line.startsWith('!')) expect(printed).not.toContain(line.slice(1));
    else expect(printed).toContain(line);
  }
});

test('what follows a dropped return is not proved where the era is not known', () => {
  const staged = stageText(
    `
import freetensor as ft
@ft.inline
def clamp(v, lo=0, hi=None):
    if hi is None:
        return ft.max(v, lo)
    return ft.min(ft.max(v, lo), hi)
@ft.transform
def f(x: ft.Var[(4,), "float32"], y: ft.Var[(4,), "float32", "output"]):
    for i in range(4):
        y[i] = clamp(x[i])
`,
    parser,
  );
  expect(staged.diagnostics.map((d) => [d.code, d.class])).toEqual([
    ['trap-static-return', 'proved'],
    ['store-type', 'possible'],
  ]);
});
