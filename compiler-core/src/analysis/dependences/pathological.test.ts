// accept: DE-09
import { expect, test } from 'vitest';
import { generator } from '../../../testkit/random.ts';
import { parseFunc } from '../../ir/parse.ts';
import { Budget } from '../../presburger/index.ts';
import { analyse } from './index.ts';

const LOOPS = 10;
const STATEMENTS = 12;
const WORK = 300_000;
/** Dependences whose distances and witnesses are asked for, too. */
const ASKED = 8;
/** Milliseconds for all of it, far above what it takes on an idle machine. */
const MOST = 60_000;

/** Ten loops, triangular and tiled ones, around two dozen accesses of one tensor with coefficients beyond 2^53. */
const program = (seed: number): string => {
  const pick = generator(seed);
  const loops = Array.from({ length: LOOPS }, (_, k) => `i${k}`);
  const coefficient = (): string => (pick(3) === 0 ? `${9007199254740993n + BigInt(pick(1000))}` : String(1 + pick(5)));
  const sum = (): string => loops.map((v) => `${coefficient()} * ${v}`).join(' + ');
  const subscripts = (): string => `${sum()}, @!floor((${sum()}) / ${2 + pick(30)})`;
  const stores = Array.from({ length: STATEMENTS }, (_, k) => {
    const own = subscripts();
    // Every third statement reads what it writes.
    return `S${k}: a[${own}] = a[${k % 3 === 0 ? own : subscripts()}] + 1.0`;
  });
  const open = loops.map((v, k) => {
    const outer = loops[pick(Math.max(1, k))] ?? 'i0';
    return k > 0 && pick(2) === 0 ? `for ${v} in ${outer} : $n + 3 * ${outer} : 1 {` : `for ${v} in 0 : $n : 1 {`;
  });
  const body = ['@inout @cpu a: float32[$n, $n] {', ...open, ...stores, ...open.map(() => '}'), '}'];
  return `func f(a) with $n: int {\n${body.join('\n')}\n}`;
};

test(`${2 * STATEMENTS} accesses in ${LOOPS} loops: every question is answered within its budget, and nothing unknown is left out`, () => {
  const { value: func, error } = parseFunc(program(7));
  if (!func) throw new Error(error?.message ?? 'no function');
  const start = performance.now();
  const deps = analyse(func);
  const budget = new Budget(WORK);
  const found = deps.find({ budget });
  const certainties = new Map<string, number>();
  for (const d of found) {
    certainties.set(d.certainty, (certainties.get(d.certainty) ?? 0) + 1);
  }
  for (const d of found.slice(0, ASKED)) {
    for (const level of d.levels) level.distances();
    d.witness();
  }
  const took = performance.now() - start;
  process.stdout.write(
    `DE-09: ${found.length} dependences (${[...certainties].map(([c, n]) => `${n} ${c}`).join(', ')}), ${Math.round(took)} ms\n`,
  );
  expect(took).toBeLessThan(MOST);
  // A statement that reads what it writes depends on itself, or the budget ended before it was looked at.
  const open = found.some((d) => d.certainty === 'unknown');
  for (let k = 0; k < STATEMENTS; k += 3) {
    const self = found.some(
      (d) =>
        d.earlier.kind === 'read' &&
        d.later.kind === 'write' &&
        d.earlier.stmt === d.later.stmt &&
        d.later.stmt.names.includes(`S${k}`),
    );
    expect(self || open, `S${k}`).toBe(true);
  }
});
