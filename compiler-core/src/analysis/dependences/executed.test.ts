/** Dependences of random programs are those that running them shows. A failure prints its seed. */

import { expect, test } from 'vitest';
import { printFunc } from '../../ir/print.ts';
import { analyse } from './index.ts';
import { compare } from './test/compare.ts';
import { trace } from './test/executed.ts';
import { randomInputs, randomProgram } from './test/programs.ts';

const FROM = Number(process.env['SEED'] ?? 1);
const COUNT = Number(process.env['COUNT'] ?? 200);

test('200 random programs: what conflicts in a run is found, and what must conflict does', () => {
  let pairs = 0;
  let must = 0;
  let may = 0;
  let runs = 0;
  for (let seed = FROM; seed < FROM + COUNT; seed++) {
    const func = randomProgram(seed);
    const deps = analyse(func);
    const n = 1 + (seed % 5);
    const ran = trace(func, deps.points, randomInputs(seed, n), 800);
    if (!ran) continue;
    runs++;
    const result = compare(deps, ran, n);
    pairs += result.pairs;
    must += result.must;
    may += result.may;
    expect(result.problems, `seed ${seed}, n = ${n}\n${printFunc(func)}`).toEqual([]);
  }
  console.log({ runs, pairs, must, may });
  expect(runs).toBeGreaterThan(COUNT * 0.4);
  expect(pairs).toBeGreaterThan(COUNT * 10);
  expect(must).toBeGreaterThan(COUNT);
});
