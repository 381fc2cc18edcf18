import { beforeAll, describe, expect, test } from 'vitest';
import { createParser } from '../../../../server/src/host/tree-sitter.ts';
import { stageText } from '../../../testkit/stage.ts';
import { printFunc } from '../../ir/print.ts';
import type { SyntaxParser } from '../../syntax/cst.ts';

let parser: SyntaxParser;
beforeAll(async () => {
  parser = await createParser();
});

const dedent = (text: string): string => {
  const lines = text.replace(/^\n/, '').trimEnd().split('\n');
  const indent = Math.min(...lines.filter((l) => l.trim() !== '').map((l) => l.length - l.trimStart().length));
  return lines.map((l) => l.slice(indent)).join('\n');
};

/** Stages a program and compares the printed functions, in order; nothing but `not-modelled` may be said unless `said` lists it. */
const stages = (
  program: string,
  ir: string,
  options: { bind?: Record<string, bigint>; said?: string[] } = {},
): void => {
  const bindings = new Map(Object.entries(options.bind ?? {}).map(([k, value]) => [k, { value, source: '--bind' }]));
  const staged = stageText(dedent(program), parser, { bindings });
  const printed = staged.units.filter((u) => u.kind !== 'inline').map((u) => printFunc(u.func).trimEnd());
  expect(printed.join('\n')).toBe(dedent(ir));
  expect(staged.diagnostics.map((d) => `${staged.lines.position1(d.span.start).line} ${d.code}`)).toEqual(
    options.said ?? [],
  );
};

describe('declarations', () => {
  test('in the signature and in the body, shapes over earlier parameters', () => {
    stages(
      `
      import freetensor as ft
      @ft.transform
      def f(n: ft.Var[(), "int32", "input", "byvalue"], x, y):
          x: ft.Var[(n, 4), "float32"]
          y: ft.Var[(n,), "float32", "output", "gpu/global"]
          y[0] = x[n - 1, 3]
      `,
      `
      func f(n, x, y) {
        @input @byvalue n: int32[] {
          @input @cpu x: float32[n[], 4] {
            @output @gpu/global y: float32[n[]] {
              y[0] = x[n[] - 1, 3]
            }
          }
        }
      }`,
    );
  });

  test('a jit parameter is a Python value, unknown by name', () => {
    stages(
      `
      import freetensor as ft
      @ft.optimize
      def f(k: ft.JIT[int], y: ft.Var[(k,), "int32", "output"]):
          for i in range(k):
              y[i] = k
      `,
      `
      func f(y) with $k: int {
        @output @cpu y: int32[$k] {
          for i in 0 : $k : 1 {
            y[i] = $k
          }
        }
      }`,
    );
  });

  test('a device in force decides where tensors live', () => {
    stages(
      `
      import freetensor as ft
      with ft.Device(ft.GPU(), 0):
          @ft.transform
          def f(y: ft.Var[(2,), "int32", "output"]):
              t = ft.empty((), "int32", "gpu/shared")
              t[()] = 1
              y[0] = t[()]
      `,
      `
      func f(y) {
        @output @gpu/global y: int32[2] {
          @cache @gpu/shared t: int32[] {
            t[] = 1
            y[0] = t[]
          }
        }
      }`,
    );
  });
});

describe('what Python decides is decided, what data decides is staged', () => {
  test('loops over lists unroll, branches on Python values choose, elements branch', () => {
    stages(
      `
      import math
      import freetensor as ft
      weights = {"a": [0.5, 1.5]}
      verbose = False
      @ft.transform
      def f(x: ft.Var[(8,), "float32"], y: ft.Var[(8,), "float32", "output"]):
          for i in range(1, 8, 2):
              y[i] = 0
              for k, w in enumerate(weights["a"]):
                  y[i] += x[i] * w / math.sqrt(4) + k
              if verbose:
                  y[i] = 7
              if 0 <= x[i] < 1:
                  y[i] = 1 if x[i] > 0.5 else -x[i]
      `,
      `
      func f(x, y) {
        @input @cpu x: float32[8] {
          @output @cpu y: float32[8] {
            for i in 1 : 8 : 2 {
              y[i] = 0
              y[i] = y[i] + (x[i] * 0.5 / 2.0 + 0)
              y[i] = y[i] + (x[i] * 1.5 / 2.0 + 1)
              if x[i] >= 0 && x[i] < 1 {
                y[i] = x[i] > 0.5 ? 1 : 0 - x[i]
              }
            }
          }
        }
      }`,
    );
  });

  test('inlined functions, closures and names of statements', () => {
    stages(
      `
      import freetensor as ft
      @ft.inline
      def total(x, out):
          #! nid: init
          out[()] = 0
          #! label: loop
          #! prefer_libs
          for j in range(x.shape(0)):
              out[()] += x[j]
      @ft.transform
      def f(x: ft.Var[(2, 3), "float32"], y: ft.Var[(2,), "float32", "output"]):
          def half(v):
              return v * 0.5
          #! nid: rows
          #! no_deps: y
          for i in range(2):
              #! nid: sum
              total(x[i], y[i])
              y[i] = half(y[i])
      `,
      `
      func f(x, y) {
        @input @cpu x: float32[2, 3] {
          @output @cpu y: float32[2] {
            rows:
            @!no_deps : y
            for i in 0 : 2 : 1 {
              \`sum->init\`:
              y[i] = 0
              \`sum->loop\`:
              @!prefer_libs
              for j in 0 : 3 : 1 {
                y[i] = y[i] + x[i, j]
              }
              y[i] = y[i] * 0.5
            }
          }
        }
      }`,
    );
  });

  test('the builder form, with a name from ft.Func', () => {
    stages(
      `
      import freetensor as ft
      with ft.VarDef([("x", (4,), "int32", "input", "cpu"), ("y", (4,), "int32", "output", "cpu")]) as (x, y):
          with ft.For("i", 0, 4, nid="L", no_deps=["y"]) as i:
              with ft.If(x[i] > 0):
                  ft.MarkNid("S")
                  y[i] = x[i]
              with ft.Else():
                  y[i] = 0
      func = ft.Func("main", ["x", "y"], [], ft.pop_ast())
      `,
      `
      func main(x, y) {
        @input @cpu x: int32[4] {
          @output @cpu y: int32[4] {
            L:
            @!no_deps : y
            for i in 0 : 4 : 1 {
              if x[i] > 0 {
                S:
                y[i] = x[i]
              }
              else {
                y[i] = 0
              }
            }
          }
        }
      }`,
    );
  });
});

const factory = `
  import freetensor as ft
  def make(n, scale=2):
      m = n // 2
      @ft.transform
      def f(y: ft.Var[(m,), "float32", "output"]):
          for i in range(m):
              y[i] = i * scale
      return f
`;

describe('unknown Python values', () => {
  test('are symbolic, for all their values; defaults are taken', () => {
    stages(
      factory,
      `
      func f(y) with $n: int {
        @output @cpu y: float32[@!floor($n / 2)] {
          for i in 0 : @!floor($n / 2) : 1 {
            y[i] = i * 2
          }
        }
      }`,
    );
  });

  test('a binding makes one known, and the unit says so', () => {
    stages(
      factory,
      `
      func f(y) {
        @output @cpu y: float32[4] {
          for i in 0 : 4 : 1 {
            y[i] = i * 2
          }
        }
      }`,
      { bind: { n: 9n } },
    );
    const bindings = new Map([['n', { value: 9n, source: 'comment, line 1' }]]);
    const staged = stageText(dedent(factory), parser, { bindings });
    expect(staged.units[0]?.assumptions).toEqual(['n = 9 (comment, line 1)', 'scale = 2 (its default)']);
  });

  test('a known call of the factory is staged instead of the symbolic one', () => {
    stages(
      `${factory}
  g = make(6)
      `,
      `
      func f(y) {
        @output @cpu y: float32[3] {
          for i in 0 : 3 : 1 {
            y[i] = i * 2
          }
        }
      }`,
    );
  });

  test('a branch on one is a branch of the program, an assertion on one an assumption', () => {
    stages(
      `
      import freetensor as ft
      def make(n):
          @ft.transform
          def f(y: ft.Var[(n,), "int32", "output"]):
              assert n % 4 == 0
              if n > 8:
                  y[0] = 1
              else:
                  y[0] = 2
          return f
      `,
      `
      func f(y) with $n: int {
        @output @cpu y: int32[$n] {
          assume $n % 4 == 0 {
            if $n > 8 {
              y[0] = 1
            }
            else {
              y[0] = 2
            }
          }
        }
      }`,
    );
  });
});

describe('tests of the ecosystem', () => {
  test('parametrised pytest functions are entered once per row; what is expected to raise is not reported', () => {
    stages(
      `
      import freetensor as ft
      import pytest
      @pytest.mark.parametrize('op, extent', [(ft.min, 2), (ft.max, 3)])
      def test_fold(op, extent):
          @ft.transform
          def fold(x: ft.Var[(extent,), "int32"], y: ft.Var[(), "int32", "output"]):
              y[()] = op(x[0], x[1])
      def test_bad():
          with pytest.raises(ft.StagingError):
              @ft.transform
              def f(x: ft.Var[(4,), "int32"]):
                  x[0] = 1
      `,
      `
      func fold(x, y) {
        @input @cpu x: int32[2] {
          @output @cpu y: int32[] {
            y[] = @!min(x[0], x[1])
          }
        }
      }
      func fold(x, y) {
        @input @cpu x: int32[3] {
          @output @cpu y: int32[] {
            y[] = @!max(x[0], x[1])
          }
        }
      }
      func f() {
        @!not_modelled("staging failed", *)
      }`,
    );
  });

  test('schedules and gradients are left alone, once each', () => {
    stages(
      `
      import freetensor as ft
      @ft.transform
      def f(x: ft.Var[(4,), "float32", "inout"]):
          #! nid: L
          for i in range(4):
              x[i] = 0
      s = ft.Schedule(f)
      a, b = s.split("L", 2)
      s.parallelize(a, "openmp")
      fwd, bwd, req, prov = ft.grad(f, {"x"}, {"x"})
      exe = ft.optimize(fwd)
      exe(1)
      `,
      `
      func f(x) {
        @inout @cpu x: float32[4] {
          L:
          for i in 0 : 4 : 1 {
            x[i] = 0
          }
        }
      }`,
      { said: ['7 not-modelled', '10 not-modelled'] },
    );
  });
});

describe('staging goes on after an error', () => {
  test('two mistakes in one function are two findings, and the next function is staged', () => {
    const staged = stageText(
      dedent(`
      import freetensor as ft
      @ft.transform
      def f(x: ft.Var[(4,), "int32"], y: ft.Var[(4,), "int32", "output"]):
          t = x[0] + missing
          y[0] = t
          x[1] = 2
      @ft.transform
      def g(y: ft.Var[(4,), "int32", "output"]):
          y[0] = 1
      `),
      parser,
    );
    expect(staged.diagnostics.map((d) => `${staged.lines.position1(d.span.start).line} ${d.code} ${d.class}`)).toEqual([
      '4 undefined-name proved',
      '6 write-to-input proved',
    ]);
    expect(staged.units.map((u) => [u.name, u.failed])).toEqual([
      ['f', true],
      ['g', false],
    ]);
  });

  test('a loop without end is stopped by the budget and said', () => {
    const staged = stageText('import freetensor as ft\nn = 0\nwhile True:\n    n += 1\n', parser, { maxSteps: 1000 });
    expect(staged.diagnostics.map((d) => d.code)).toEqual(['budget-exceeded']);
  });
});
