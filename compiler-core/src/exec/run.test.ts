import { describe, expect, test } from 'vitest';
import { parseFunc } from '../ir/parse.ts';
import { verifyFunc } from '../ir/verify.ts';
import { type RunOptions, run } from './run.ts';
import type { TensorInput } from './values.ts';

const func = (text: string) => {
  const { value, error } = parseFunc(text);
  if (!value) throw new Error(`${error?.message} at ${error?.at.start}: ${text.slice(error?.at.start)}`);
  return value;
};
const shape1 = (dtype: TensorInput['dtype'], data: readonly (number | bigint | boolean)[]): TensorInput => ({
  dtype,
  shape: [data.length],
  data,
});
const list = (data: ArrayLike<number | bigint>): string[] =>
  Array.from(data, (x) => (Object.is(x, -0) ? '-0' : String(x)));

/** Runs `y[k] = expr_k` over `dtype y[]`; `x` of the type and values given is in scope, and the scalars of each type. */
const evaluate = (dtype: string, exprs: readonly string[], x: TensorInput = shape1('int32', [0])): string[] => {
  const stores = exprs.map((e, k) => `y[${k}] = ${e}`).join('\n');
  const f = func(`func f(x, y) { @input @cpu x: ${x.dtype}[${x.data.length}] {
    @output @cpu y: ${dtype}[${exprs.length}] {\n${stores}\n} } }`);
  const result = run(f, { inputs: new Map([['x', x]]) });
  if (result.kind !== 'finished')
    throw new Error(JSON.stringify(result, (_, v) => (typeof v === 'bigint' ? `${v}` : v)));
  return list(result.outputs.get('y')?.data ?? []);
};

describe('values, by type of result, expression, inputs', () => {
  const int = shape1('int32', [7, -7, 2147483647, -2147483648, 3]);
  const long = shape1('int64', [2n ** 62n, -7n, 3n, -(2n ** 63n)]);
  const single = shape1('float32', [0.1, -2.5, Infinity, Number.NaN, 16777216]);
  const double = shape1('float64', [0.1, -2.5, 1e300]);
  const half = shape1('float16', [0.1, 65504, 2 ** -24, 2048]);
  const bytes = shape1('uint8', [200, 100]);
  const words = shape1('uint32', [4294967295, 2]);
  test.each<[string, string, TensorInput, string]>([
    // int32 wraps
    ['int32', 'x[2] + 1', int, '-2147483648'],
    ['int32', 'x[3] - 1', int, '2147483647'],
    ['int32', 'x[2] * x[2]', int, '1'],
    ['int64', 'x[2] * x[2]', int, '1'],
    ['int64', 'int64(x[2]) * x[2]', int, '4611686014132420609'],
    ['int32', '@!abs(x[3])', int, '-2147483648'],
    ['int32', '@!towards0(x[3] / -1)', int, '-2147483648'],
    // Python's and C's divisions
    ['int32', '@!floor(x[1] / 2)', int, '-4'],
    ['int32', '@!floor(x[0] / -2)', int, '-4'],
    ['int32', '@!ceil(x[1] / 2)', int, '-3'],
    ['int32', '@!ceil(x[0] / 2)', int, '4'],
    ['int32', '@!towards0(x[1] / 2)', int, '-3'],
    ['int32', 'x[1] % 3', int, '2'],
    ['int32', 'x[0] % -3', int, '-2'],
    ['int32', 'x[1] %% 3', int, '-1'],
    ['int32', 'x[0] %% -3', int, '1'],
    ['int32', '@!floor(x[3] / 7)', int, '-306783379'],
    // int64
    ['int64', 'x[0] + x[0]', long, '-9223372036854775808'],
    ['int64', '@!floor(x[1] / 2)', long, '-4'],
    ['int64', '@!ceil(x[1] / 2)', long, '-3'],
    ['int64', '@!towards0(x[1] / 2)', long, '-3'],
    ['int64', 'x[1] % x[2]', long, '2'],
    ['int64', 'x[1] %% x[2]', long, '-1'],
    ['int64', '@!abs(x[3])', long, '-9223372036854775808'],
    ['int64', '@!min(x[0], x[1])', long, '-7'],
    ['int64', '@!max(x[0], 5)', long, '4611686018427387904'],
    ['int64', '@!square(x[1])', long, '49'],
    ['int64', '@!bitnot(x[1])', long, '6'],
    ['int64', '@!shl(x[2], 62)', long, '-4611686018427387904'],
    ['int64', '@!shr(x[1], 1)', long, '-4'],
    ['int64', '@!bitxor(x[1], x[2])', long, '-6'],
    ['bool', 'x[0] > x[1]', long, '1'],
    ['int32', 'int32(x[0] + 5)', long, '5'],
    ['float32', 'x[0]', long, '4611686018427388000'],
    ['int64', '9223372036854775807 + 1', int, '-9223372036854775808'],
    ['bool', 'x[2] == 3 && x[1] != 0 || false', long, '1'],
    // narrow and unsigned
    ['uint8', 'x[0] + x[1]', bytes, '44'],
    ['int32', 'x[0] + x[1]', bytes, '44'],
    ['int32', 'int32(x[0]) + x[1]', bytes, '300'],
    ['int8', 'x[0]', bytes, '-56'],
    ['int16', 'int8(x[0])', bytes, '-56'],
    ['uint32', 'x[0] + x[1]', words, '1'],
    ['uint32', 'x[0] * x[0]', words, '1'],
    ['uint32', '@!bitnot(x[1])', words, '4294967293'],
    ['uint32', '@!shr(x[0], 31)', words, '1'],
    ['float64', 'x[0]', words, '4294967295'],
    ['int32', '@!shl(x[0], 31)', int, '-2147483648'],
    ['int32', '@!shr(x[1], 1)', int, '-4'],
    ['int32', '@!bitand(x[0], 6) + @!bitor(8, 1) + @!bitxor(5, 1)', int, '19'],
    // floats round after each operation; constants are single precision
    ['float64', '0.1', int, '0.10000000149011612'],
    ['float32', 'x[4] + 1.0', single, '16777216'],
    ['float64', 'float64(x[4]) + 1.0', single, '16777217'],
    ['float64', 'x[0] * x[0]', single, '0.010000000707805157'],
    ['float64', 'x[0] * x[0]', double, '0.010000000000000002'],
    ['float64', 'x[0] + 0.1', double, '0.20000000149011612'],
    ['float32', 'x[2]', double, 'Infinity'],
    ['float32', 'x[0] / x[4]', int, String(Math.fround(7 / 3))],
    ['float64', '1 / 3', int, String(Math.fround(1 / 3))],
    ['float64', 'float64(1) / 3', int, String(1 / 3)],
    ['float32', '1 / 0', int, 'Infinity'],
    ['float32', '0.0 / 0.0', int, 'NaN'],
    ['float32', '-1.0 * 0.0', int, '-0'],
    ['float32', '@!floor(x[1] / 2.0)', single, '-2'],
    ['float32', '@!floor((x[1] / 2.0))', single, '-2'],
    ['float32', '@!ceil((x[1] / 2.0))', single, '-1'],
    // NaN: std::min and std::max keep the left operand
    ['float32', '@!min(x[3], 1.0)', single, 'NaN'],
    ['float32', '@!min(1.0, x[3])', single, '1'],
    ['float32', '@!max(x[3], 1.0)', single, 'NaN'],
    ['bool', 'x[3] == x[3]', single, '0'],
    ['bool', 'x[3] != x[3]', single, '1'],
    ['float32', 'x[2] - x[2]', single, 'NaN'],
    // conversions
    ['int32', 'x[1]', single, '-2'],
    ['int32', 'x[2]', single, '-2147483648'],
    ['int32', 'x[3]', single, '-2147483648'],
    ['int64', 'x[1]', single, '-2'],
    ['int64', 'x[2]', single, '-9223372036854775808'],
    ['bool', 'x[1]', single, '1'],
    ['bool', '0.5', single, '1'],
    ['int32', 'true', single, '1'],
    ['int32', 'x[0] * 4', double, '0'],
    // half precision
    ['float32', 'x[0]', half, '0.0999755859375'],
    ['float32', 'x[1] * 2', half, 'Infinity'],
    ['float32', 'x[3] + 1', half, '2048'],
    ['float16', 'x[2] / 2', half, '0'],
    ['float16', '1.0 / 3', half, '0.333251953125'],
    ['bool', 'x[2] > 0', half, '1'],
    // the upper half of single precision
    ['bfloat16', '1.0 / 3', half, '0.333984375'],
    ['bfloat16', 'bfloat16(256.0) + bfloat16(1.0)', half, '256'],
    ['float32', 'bfloat16(1.0) + x[3]', half, '2049'],
    // functions
    ['float32', '@!sqrt(2.0)', single, String(Math.fround(Math.SQRT2))],
    ['float32', '@!sqrt(2)', int, String(Math.fround(Math.SQRT2))],
    ['int32', '@!sqrt(x[0])', int, '2'],
    ['float64', '@!exp(x[1])', double, String(Math.exp(-2.5))],
    ['float32', '@!square(x[1]) + @!abs(x[1])', single, '8.75'],
    ['float32', '@!sigmoid(0.0) + @!tanh(0.0)', single, '0.5'],
    ['int32', '@!sigmoid(x[0])', int, '0'],
    ['float32', '@!intrinsic("sinf(%)" -> float32, 0)', int, '0'],
    ['float64', '@!intrinsic("powf(%, %)" -> float32, 2, 0.5)', int, String(Math.fround(Math.SQRT2))],
    ['float64', '@!intrinsic("std::pow(%, %)" -> float64, 2, 0.5)', int, String(Math.SQRT2)],
    ['float32', '@!intrinsic("erff(%)" -> float32, 3.0)', int, String(Math.fround(0.9999779095030014))],
    ['float64', '@!intrinsic("tgamma(%)" -> float64, 5)', int, '24'],
    ['int32', '@!intrinsic("roundf(%)" -> float32, -2.5)', int, '-3'],
    ['int32', '@!intrinsic("rint(%)" -> float64, -2.5)', int, '-2'],
    // choice and logic evaluate what they need only
    ['int32', 'x[0] > 0 ? 1 : x[99]', int, '1'],
    ['bool', 'x[0] < 0 && x[99] > 0', int, '0'],
    ['bool', 'x[0] > 0 || x[99] > 0', int, '1'],
    ['float64', 'true ? 1 : 0.5', int, '1'],
    ['bool', '!(x[0] > 0)', int, '0'],
    ['int64', 'true ? 1 : x[0]', long, '1'],
  ])('%s y = %s', (dtype, text, x, expected) => expect(evaluate(dtype, [text], x)).toEqual([expected]));
});

/** Runs a function with body `body` over `y: int32[n]` starting from zeros. */
const runBody = (body: string, n: number, options: RunOptions = {}, dtype = 'int32') => {
  const f = func(`func f(y) with $n: int, $s { @output @cpu y: ${dtype}[${n}] { ${body} } }`);
  expect(verifyFunc(f).map((p) => p.message)).toEqual([]);
  return run(f, { zeroOutputs: true, ...options });
};
const ints = (body: string, n: number, options: RunOptions = {}, dtype = 'int32'): string => {
  const r = runBody(body, n, options, dtype);
  return r.kind === 'finished' ? list(r.outputs.get('y')?.data ?? []).join(' ') : `${r.kind}`;
};

describe('statements', () => {
  test.each<[string, string, string]>([
    ['a loop upwards', 'for i in 1 : 4 : 1 { y[i] = i }', '0 1 2 3 0 0'],
    ['a step', 'for i in 0 : 6 : 4 { y[i] = 1 }', '1 0 0 0 1 0'],
    ['a negative step', 'for i in 5 : -1 : -2 { y[i] = i }', '0 1 0 3 0 5'],
    ['an empty loop', 'for i in 3 : 3 : 1 { y[9] = 1 }', '0 0 0 0 0 0'],
    ['a loop that runs the wrong way', 'for i in 0 : 3 : -1 { y[9] = 1 }', '0 0 0 0 0 0'],
    ['reductions', '{ y[0] += 5 y[0] *= 3 y[1] @!max= 4 y[2] @!min= -4 y[3] += 7 y[3] += 0.5 }', '15 4 -4 7 0 0'],
    ['if and else', 'for i in 0 : 6 : 1 { if i % 2 == 0 { y[i] = i } else { y[i] = 0 - i } }', '0 -1 2 -3 4 -5'],
    ['while', 'while y[0] < 10 { y[0] += 3 }', '12 0 0 0 0 0'],
    ['rank 0', '@cache @cpu t: int32[] { t[] = 3 y[0] = t[] * 2 }', '6 0 0 0 0 0'],
    [
      'an allocation lives for its scope',
      'for i in 0 : 3 : 1 { @cache @cpu t: int32[2] { t[0] = i y[i] = t[0] } }',
      '0 1 2 0 0 0',
    ],
    ['parallel iterations', '@!parallel : @openmp for i in 0 : 6 : 1 { @!atomic y[0] += i }', '15 0 0 0 0 0'],
    ['a barrier outside parallel loops', '{ @!barrier(workGroup) y[0] = 1 }', '1 0 0 0 0 0'],
    [
      'atomics give the old value',
      '{ @!rmw(add, y[0], 5) @relaxed @device @cache @cpu t: int32[] { @!rmw(sub, y[0], 2) @relaxed @device -> t y[1] = t[] } }',
      '3 5 0 0 0 0',
    ],
    [
      'exchange',
      '@cache @cpu t: int32[] { y[0] = 4 @!rmw(exchange, y[0], 9) @relaxed @device -> t y[1] = t[] }',
      '9 4 0 0 0 0',
    ],
    [
      'an atomic load and store',
      '@cache @cpu t: int32[] { @!rmw(store, y[0], 6) @release @device @!fence(acq_rel, device) @!rmw(load, y[0], 0) @acquire @device -> t y[1] = t[] }',
      '6 6 0 0 0 0',
    ],
    [
      'compare and exchange',
      '{ @!rmw(compareExchange, y[0], 7, 0) @relaxed @device @!rmw(compareExchange, y[1], 7, 1) @relaxed @device }',
      '7 0 0 0 0 0',
    ],
    [
      'a view',
      '@cache @cpu t: int32[4] { for i in 0 : 4 : 1 { t[i] = i } @cache @cpu v: int32[2] @!view(t, 8) { y[0] = v[0] v[1] = 9 y[1] = t[3] } }',
      '2 9 0 0 0 0',
    ],
    [
      'a view of another type',
      '@cache @cpu t: float32[1] { t[0] = 1.0 @cache @cpu v: int32[1] @!view(t, 0) { y[0] = v[0] v[0] = 1073741824 y[1] = t[0] } }',
      '1065353216 2 0 0 0 0',
    ],
    [
      'a view of a view',
      '@cache @cpu t: int32[4] { t[3] = 8 @cache @cpu v: int32[3] @!view(t, 4) { @cache @cpu w: uint8[4] @!view(v, 8) { y[0] = w[0] } } }',
      '8 0 0 0 0 0',
    ],
    [
      'logical reductions',
      '@cache @cpu b: bool[2] { b[0] = true b[1] = false b[0] &&= false b[1] ||= 3 y[0] = b[0] y[1] = b[1] }',
      '0 1 0 0 0 0',
    ],
    [
      'printing does nothing',
      '{ @!eval(@!intrinsic("printf(\\"%%d\\", %)" -> void, 3, @!side_effect)) y[0] = 1 }',
      '1 0 0 0 0 0',
    ],
    ['asserts and assumptions', 'assert y[0] == 0 { assume 1 < 2 { y[0] = 1 } }', '1 0 0 0 0 0'],
    ['symbols', '{ y[0] = $n y[1] = $s * 4 }', '6 10 0 0 0 0'],
  ])('%s', (_, body, expected) => {
    const bindings = new Map<string, bigint | number>([
      ['n', 6],
      ['s', 2.5],
    ]);
    expect(ints(body, 6, { bindings })).toBe(expected);
  });
  test('float reductions round to the tensor', () => {
    expect(ints('{ y[0] = 16777216.0 y[0] += 1.0 y[0] += float64(1) }', 1, {}, 'float32')).toBe('16777216');
    expect(ints('{ y[0] = 16777216.0 y[0] += 1.0 }', 1, {}, 'float64')).toBe('16777217');
    expect(ints('{ y[0] += 9007199254740993 y[0] += 1 }', 1, {}, 'int64')).toBe('9007199254740994');
  });
  test('high ranks', () => {
    const body =
      '@cache @cpu t: int32[2, 3, 2, 2] { t[1, 2, 0, 1] = 5 y[0] = t[1, 2, 0, 1] @cache @cpu u: int32[2, 2, 3] { u[1, 0, 2] = 4 y[1] = u[1, 0, 2] } }';
    expect(ints(body, 2)).toBe('5 4');
  });
});

describe('faults say where, with which iterators', () => {
  const cases: [string, string, string][] = [
    [
      'for i in 0 : 4 : 1 { y[i] = 1 }',
      'index-out-of-bounds i {"i":3}',
      'y[3]: subscript 3 is outside dimension 0 of size 3',
    ],
    [
      'for i in 0 : 2 : 1 { y[i - 1] = 1 }',
      'negative-index i - 1 {"i":0}',
      'y[-1]: subscript -1 is outside dimension 0 of size 3',
    ],
    [
      '@cache @cpu t: int32[2, 3] { t[1, 3] = 1 }',
      'index-out-of-bounds 3 {}',
      't[1, 3]: subscript 3 is outside dimension 1 of size 3',
    ],
    [
      '@cache @cpu t: int32[2, 3, 4] { t[2, 3, 9] = 1 }',
      'index-out-of-bounds 2 {}',
      't[2, 3, 9]: subscript 2 is outside dimension 0 of size 2',
    ],
    [
      '@cache @cpu t: int32[2, 3, 4, 5] { t[1, 2, 4, 4] = 1 }',
      'index-out-of-bounds 4 {}',
      't[1, 2, 4, 4]: subscript 4 is outside dimension 2 of size 4',
    ],
    [
      '@cache @cpu t: int32[2] { t[0] = 1 y[0] = t[1] }',
      'uninitialised-read t[1] {}',
      't[1] is read before it is written',
    ],
    ['@cache @cpu t: int32[] { t[] += 1 }', 'uninitialised-read t[] {}', 't[] is read before it is written'],
    [
      'for i in 0 : 2 : 1 { @cache @cpu t: int32[] { if i == 0 { t[] = 1 } y[0] = t[] } }',
      'uninitialised-read t[] {"i":1}',
      't[] is read before it is written',
    ],
    [
      '@cache @cpu t: int32[] { @cache @cpu v: uint8[4] @!view(t, 0) { v[0] = 1 y[0] = t[] } }',
      'uninitialised-read t[] {}',
      't[] is read before it is written',
    ],
    ['y[0] = @!floor(1 / y[1])', 'division-by-zero y[1] {}', 'the divisor is 0'],
    ['y[0] = 1 % int64(y[1])', 'division-by-zero int64(y[1]) {}', 'the divisor is 0'],
    ['y[0] = @!shl(1, 32)', 'bad-shift 32 {}', 'the shift is negative or at least the width'],
    ['for i in 0 : 3 : 1 { assert i < 2 { y[i] = 1 } }', 'assert-failed i < 2 {"i":2}', 'the assertion does not hold'],
    ['assume 2 < 1 { y[0] = 1 }', 'assume-violated 2 < 1 {}', 'what is assumed does not hold'],
    ['for i in 0 : 3 : y[0] { y[0] = 1 }', 'zero-step y[0] {}', 'the step of loop i is 0'],
    [
      '@cache @cpu t: int32[y[0] - 1] { y[0] = 1 }',
      'negative-extent y[0] - 1 {}',
      'dimension 0 of t would have -1 elements',
    ],
    [
      '@cache @cpu t: int32[2] { @cache @cpu v: int32[2] @!view(t, 4) { y[0] = 1 } }',
      'bad-view @cache @cpu v: int32[2] @!view(t, 4) { y[0] = 1 } {}',
      'bytes 4 to 12 are outside the 8 of its base',
    ],
    [
      '@cache @cpu t: int32[2] { @cache @cpu v: int32[1] @!view(t, 2) { y[0] = 1 } }',
      'bad-view @cache @cpu v: int32[1] @!view(t, 2) { y[0] = 1 } {}',
      'byte 2 is not aligned for int32',
    ],
  ];
  test.each(cases)('%s', (body, where, message) => {
    const text = `func f(y) { @output @cpu y: int32[3] { ${body} } }`;
    const r = run(func(text), { zeroOutputs: true });
    if (r.kind !== 'fault') throw new Error(r.kind);
    const { kind, span, iterators } = r.fault;
    expect(`${kind} ${text.slice(span.start, span.end)} ${JSON.stringify(iterators)}`).toBe(where);
    expect(r.fault.message).toBe(message);
  });
  test('a write to an input, an unwritten output', () => {
    const input = run(func('func f(x) { @input @cpu x: int32[1] { x[0] = 1 } }'), {
      inputs: new Map([['x', shape1('int32', [1])]]),
    });
    expect(input).toMatchObject({ kind: 'fault', fault: { kind: 'write-to-input' } });
    const output = run(func('func f(y) { @output @cpu y: int32[1] { y[0] += 1 } }'));
    expect(output).toMatchObject({ kind: 'fault', fault: { kind: 'uninitialised-read' } });
  });
});

describe('what it does not run it says', () => {
  test.each([
    ['<Any>', 'Any stands for any statement and has no effect of its own'],
    ['@!not_modelled("yield", *)', 'not modelled: yield'],
    [
      '@!parallel : @threadIdx.x for i in 0 : 2 : 1 { @!barrier(workGroup) }',
      'a barrier inside a parallel loop needs its iterations in lock step',
    ],
    ['y[0] = @!unknown("numpy.foo" -> unknown)', 'a value is not modelled: numpy.foo'],
    ['y[0] = @!intrinsic("rand()" -> int32)', 'intrinsic "rand()" is not known'],
    ['y[0] = $n', 'n is not bound to a value'],
    ['y[0.5] = 1', 'a subscript is float32, not an integer'],
    ['y[0, 0] = 1', 'y has rank 1, 2 indices are given'],
    ['z[0] = 1', 'tensor z is not defined here'],
    ['y[0] = i', 'iterator i is not defined here'],
    ['y[0] = @!bitand(1.0, 2)', 'bitAnd does not exist for float32'],
    ['@cache @cpu t: custom[1] { }', 'a tensor of custom has no values here'],
  ])('%s', (body, reason) => {
    const r = run(func(`func f(y) { @output @cpu y: int32[1] { ${body} } }`));
    expect(r).toMatchObject({ kind: 'unsupported', reason });
  });
  test('what is not reached does not matter', () => {
    expect(ints('if y[0] > 0 { @!not_modelled("yield", *) } else { y[0] = 2 }', 1)).toBe('2');
  });
});

describe('budgets', () => {
  test('steps', () => {
    const r = runBody('while true { y[0] += 1 }', 1, { maxSteps: 10_000 });
    expect(r).toMatchObject({ kind: 'budget', what: 'steps' });
    expect(r.steps).toBeLessThanOrEqual(10_100);
    expect(runBody('for i in 0 : 2000000000 : 1 { }', 1, { maxSteps: 1e6 })).toMatchObject({ kind: 'budget' });
  });
  test('allocations take steps too', () => {
    const big = 'for i in 0 : 1000000 : 1 { @cache @cpu t: int32[1000000] { t[0] = 1 } }';
    const start = performance.now();
    expect(runBody(big, 1, { maxSteps: 10_000_000 })).toMatchObject({ kind: 'budget', what: 'steps' });
    expect(performance.now() - start).toBeLessThan(5000);
  });
  test('elements', () => {
    const huge = '@cache @cpu t: int32[100000, 100000] { t[0, 0] = 1 }';
    expect(runBody(huge, 1)).toMatchObject({ kind: 'budget', what: 'elements' });
    const freed = 'for i in 0 : 50 : 1 { @cache @cpu t: int32[10000 + i] { t[0] = 1 } }';
    expect(runBody(freed, 1, { maxElements: 20_000 }).kind).toBe('finished');
  });
  test('the caller', () => {
    let asked = 0;
    const shouldStop = () => ++asked > 2;
    expect(runBody('while true { y[0] += 1 }', 1, { shouldStop })).toMatchObject({ kind: 'budget', what: 'stopped' });
  });
  test('depth', () => {
    const nested = (depth: number) =>
      `${'if true {'.repeat(depth)} y[0] = ${'1 + ('.repeat(depth)}1${')'.repeat(depth)} ${'}'.repeat(depth)}`;
    expect(ints(nested(2000), 1)).toBe('2001');
    expect(ints(nested(20_000), 1)).toBe('unsupported');
  });
});

describe('inputs', () => {
  const f = func(
    'func f(x, y) with $n: int { @input @cpu x: float32[$n] { @output @cpu y: float32[$n] { for i in 0 : $n : 1 { y[i] = x[i] * $n } } } }',
  );
  test('sizes come from shapes', () => {
    const r = run(f, { inputs: new Map([['x', shape1('float32', [1, 2])]]) });
    expect(r.kind === 'finished' && list(r.outputs.get('y')?.data ?? [])).toEqual(['2', '4']);
  });
  test.each<[string, ReadonlyMap<string, TensorInput>, string, string]>([
    ['missing', new Map(), 'x', 'it is not given'],
    ['shape', new Map([['x', shape1('float32', [1])]]), 'x', 'its shape is [1], [2] is declared'],
    [
      'length',
      new Map([['x', { dtype: 'float32', shape: [2], data: [1] }]]),
      'x',
      '1 elements are given, its shape has 2',
    ],
  ])('%s', (_, inputs, name, reason) => {
    expect(run(f, { inputs, bindings: new Map([['n', 2n]]) })).toMatchObject({ kind: 'bad-input', name, reason });
  });
});

test('listeners see statements and accesses in order', () => {
  const seen: string[] = [];
  runBody('for i in 0 : 2 : 1 { y[i] = y[1 - i] + i }', 2, {
    onStatement: (s, iterators) => seen.push(`${s.kind} ${JSON.stringify(iterators)}`),
    onAccess: (e) => seen.push(`${e.kind} ${e.tensor}[${e.index}] ${JSON.stringify(e.iterators)}`),
  });
  expect(seen.slice(2)).toEqual([
    'store {"i":0}',
    'write y[0] {"i":0}',
    'read y[1] {"i":0}',
    'store {"i":1}',
    'write y[1] {"i":1}',
    'read y[0] {"i":1}',
  ]);
});
