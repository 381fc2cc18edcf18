import { describe, expect, test } from 'vitest';
import { NO_SPAN } from './build.ts';
import { parseExpr, parseFunc, parseStmt } from './parse.ts';
import { printExpr, printFunc, printStmt } from './print.ts';

const must = <T>(r: { value: T | null; error: { message: string; at: { start: number } } | null }): T => {
  if (r.value === null) throw new Error(`${r.error?.message} at ${r.error?.at.start}`);
  return r.value;
};

describe('expressions print as they were written, with exact parentheses', () => {
  for (const text of [
    'a - (b - c)',
    'a - b - c',
    'a / (b / c) * d',
    'a * (b % c) %% 2',
    '(a + b) * c',
    'x[i, j + 1]',
    'y[]',
    '@!floor(n[] / 2)',
    '@!floor((n[] / 2))',
    '@!ceil((x[i] / 2.0))',
    '@!ceil((a - b) / c)',
    '@!towards0(a / b)',
    '@!floor(@!floor(a / b) / c)',
    '@!min(@!max(x[i], -1), 1)',
    '!(a < b) && c != 2 || true',
    '(a < b) == (c < d)',
    'a < b ? c : d',
    '(a ? b : c) ? d : (e ? f : g)',
    'float32(x[i] * 4)',
    '1.0 + 0.1 + 1e-9 + 1e+21 + inf + -inf + -1 + -0.0 + nan',
    '$n_faces - $`len(x)`',
    'i@int64',
    'x[i]@float16',
    '@!intrinsic("printf(\\"%%d\\", %)" -> void, n[], @!side_effect)',
    '@!intrinsic("sinf(%)" -> float32, x[i])',
    '@!intrinsic("rand()" -> float32)',
    '@!unknown("numpy.foo" -> unknown)',
    '@!bitand(a, @!shl(b, 1)) + @!bitnot(c)',
    '`for` + `a b`[`1x`]',
  ]) {
    test(text, () => expect(printExpr(must(parseExpr(text)))).toBe(text.replace('@float16', '')));
  }
  test('the place of a node is its own text', () => {
    const e = must(parseExpr('a + x[i * 2]'));
    if (e.kind !== 'binary' || e.rhs.kind !== 'load') throw new Error('shape');
    expect([e.at.start, e.at.end, e.rhs.at.start, e.rhs.at.end]).toEqual([0, 12, 4, 12]);
  });
  test('odd names survive', () => {
    const name = 'a`\\\nb';
    const e = { kind: 'var', name, dtype: 'int32', at: NO_SPAN } as const;
    expect(must(parseExpr(printExpr(e)))).toMatchObject({ kind: 'var', name });
  });
});

describe('errors have a place', () => {
  test.each([
    ['a +', 3, 'expected an expression, got the end'],
    ['a < b < c', 6, 'comparisons do not chain: add parentheses, got `<`'],
    ['x[i', 3, 'expected `]`, got the end'],
    ['@!nope(a)', 0, '`@!nope` is no function, got `@!nope`'],
    ['a ~ b', 2, 'expected the end of the text, got `~`'],
    ['"\\q"', 0, 'expected an expression, got `"`'],
    ['', 0, 'expected an expression, got the end'],
  ])('%s', (text, at, message) => {
    const { value, error } = parseExpr(text);
    expect({ value, at: error?.at.start, message: error?.message }).toEqual({ value: null, at, message });
  });
});

const FUNC = `func f(x, idx, y) with $n: int, $alpha -> y: float32, \`odd name\`: int64 {
  @input @cpu x: float32[$n, 4] {
    @input @gpu/global idx: int32[$n] {
      outer:
      @output @cpu y: float32[$n] {
        @cache @gpu/shared t: float32[1] @!alias("pool") @!io_shape() {
          @cache @cpu v: int32[2] @!view(t, 4 * $n) @!layout(12, 8) {
            \`src->rows$1\`:
            L2:
            @!no_deps : y, t
            @!parallel : @blockIdx.x
            @!unroll
            @!vectorize
            @!prefer_libs
            @!library : matmul
            for i in 0 : $n : 1 {
              y[i] = 0.0
              for k in 3 : -1 : -1 {
                y[idx[i]] += x[i, k] * $alpha
              }
              @!atomic
              y[i] @!max= t[]
              both:
              {
                v[0] &&= true
              }
              {
                v[1] ||= false
                v[1] *= 2
              }
              {
              }
              if x[i, 0] > 0.0 && !(i == 2) {
                y[i] @!min= 1.0
              }
              else {
                <Any>
              }
              while t[] < 10.0 {
                t[] += 1.0
                @!barrier(workGroup)
              }
              assert $n > 2 {
                assume $n % 2 == 0 {
                }
              }
              @!eval(@!intrinsic("printf(%)" -> void, i, @!side_effect))
              @!rmw(add, y[0], 1.0) @relaxed @device -> t
              @!rmw(compareExchange, v[1], 3, 4) @acq_rel @workGroup
              @!rmw(load, v[1], 0) @acquire @workGroup -> t
              @!rmw(store, v[1], 5) @release @system
              @!barrier(workGroup, local)
              @!fence(acq_rel, device)
              @!collective(@reduce.add, t[] * 2.0, 1.0) @workGroup -> t
              @!collective(@exclusiveScan.bitXor, i) @subGroup
              @!collective(@any, i == 2) @subGroup
              @!not_modelled("yield", y, t)
              @!not_modelled("exec", *)
              @!not_modelled("pass")
            }
          }
        }
      }
    }
  }
}
`;

describe('functions', () => {
  test('every statement prints as it was read', () => expect(printFunc(must(parseFunc(FUNC)))).toBe(FUNC));
  test.each([
    '@!kernel(nd_range, 2, "mat::mul", local[16, 8], subGroup[32])',
    '@!kernel(single_task, 1, "one")',
    '@!kernel(range, 3, "")',
  ])('a kernel says how it is launched: %s', (head) => {
    const text = `func k(x) with $n: int ${head} {\n  @input @gpu/global x: bfloat16[$n] {\n  }\n}\n`;
    expect(printFunc(must(parseFunc(text)))).toBe(text);
  });
  test.each([
    ['func k() @!kernel(nd_range, 4, "k") { }', 'expected 1, 2 or 3 dimensions, got `4`'],
    ['func k() @!kernel(grid, 1, "k") { }', 'expected a way to launch, got `grid`'],
    ['func k() { @!collective(@reduce.sub, 1) @workGroup }', 'expected a collective operation, got `@reduce.sub`'],
    ['func k() { @!collective(@any, true) @device }', 'expected a scope, got `@device`'],
  ])('%s', (text, message) => expect(parseFunc(text).error?.message).toBe(message));
  test('ids are kept where they are printed', () => {
    const withIds = printFunc(must(parseFunc(FUNC)), { ids: true });
    const again = must(parseFunc(withIds));
    expect(printFunc(again, { ids: true })).toBe(withIds);
    expect(printFunc(again)).toBe(FUNC);
  });
  test('a load takes the type of its tensor, or is annotated', () => {
    const text = 'func f(x) {\n  @input @cpu x: float64[2] {\n    x[0] = x[1]@int32 + x[0]\n  }\n}\n';
    expect(printFunc(must(parseFunc(text)))).toBe(text);
  });
  test('an infix operator does not begin a line', () => {
    expect(parseStmt('{ y[0] = a\n<Any> }').error).toBeNull();
    expect(parseStmt('{ y[0] = a\n+ b }').error?.message).toBe('expected a statement, got `+`');
  });
  test('comments and layout do not matter', () => {
    const text = '{ /* c */ y [0]=1 // d\n y[1]=2 }';
    expect(printStmt(must(parseStmt(text)))).toBe('{\n  y[0] = 1\n  y[1] = 2\n}\n');
  });
});

describe('deep nesting', () => {
  const depth = 20_000;
  test('expressions', () => {
    const text = `${'@!abs('.repeat(depth)}a${')'.repeat(depth)}`;
    expect(printExpr(must(parseExpr(text)))).toBe(text);
  });
  test('statements', () => {
    const text = `${'if a {'.repeat(depth)}<Any>${'}'.repeat(depth)}`;
    expect(printStmt(must(parseStmt(text))).replace(/\s+/g, '')).toBe(text.replace(/\s+/g, ''));
  });
});
