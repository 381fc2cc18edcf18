import { expect, test } from 'vitest';
import { Random } from '../random.ts';
import { lowBits, type Wide, wideArithmetic, wideOf, wideOfNumber } from './wide.ts';

const OPS: Readonly<Record<string, (a: bigint, b: bigint) => bigint>> = {
  add: (a, b) => a + b,
  sub: (a, b) => a - b,
  mul: (a, b) => a * b,
  roundTowards0Div: (a, b) => a / b,
  remainder: (a, b) => a % b,
  floorDiv: (a, b) => (a - (((a % b) + b) % b)) / b,
  mod: (a, b) => ((a % b) + b) % b,
  bitAnd: (a, b) => a & b,
  bitOr: (a, b) => a | b,
  bitXor: (a, b) => a ^ b,
  shl: (a, b) => a << (b & 63n),
  shr: (a, b) => a >> (b & 63n),
  min: (a, b) => [a, b].sort((x, y) => Number(x - y))[0] ?? a,
  max: (a, b) => [a, b].sort((x, y) => Number(y - x))[0] ?? a,
};

/** Near the places where forms change: 0, 2^31, 2^32, 2^53, 2^63, 2^64. */
const draw = (random: Random): bigint => {
  const base = random.pick([0n, 2n ** 31n, 2n ** 32n, 2n ** 53n, 2n ** 63n, 2n ** 64n]);
  return (random.chance(0.5) ? base : -base) + BigInt(random.below(70, -70));
};

test.each(Object.keys(OPS))('%s equals exact arithmetic, wrapped, and its result is canonical', (op) => {
  const random = new Random(7);
  for (let k = 0; k < 2000; k++) {
    for (const t of ['int64', 'uint64'] as const) {
      const [a, b] = [wideOf(t, draw(random)), wideOf(t, draw(random))];
      if (Number(b) === 0 && /Div|remainder|mod/.test(op)) continue;
      const got: Wide | undefined = wideArithmetic(op, t)?.(a, b);
      const want = wideOf(t, OPS[op]?.(BigInt(a), BigInt(b)) ?? 0n);
      if (!Object.is(got, want)) throw new Error(`${t} ${a} ${op} ${b}: ${got}, not ${want}`);
    }
  }
});

test('from and to numbers', () => {
  expect([wideOfNumber('int64', -3.9), wideOfNumber('uint64', 1e30), wideOfNumber('int64', Number.NaN)]).toEqual([
    -3,
    2n ** 63n,
    -(2n ** 63n),
  ]);
  expect(wideOfNumber('uint64', -1)).toBe(2n ** 64n - 1n);
  expect([lowBits(2 ** 40 + 5), lowBits(2n ** 63n + 7n), lowBits(-1)]).toEqual([5, 7, -1]);
});
