import { expect, test } from 'vitest';
import { parseFunc } from '../../ir/parse.ts';
import { isDType } from '../../ir/spelling.ts';
import { verifyFunc } from '../../ir/verify.ts';
import { run } from '../run.ts';
import type { TensorInput } from '../values.ts';
import { runKernel } from './run-kernel.ts';
import { randomInputs, randomKernel } from './test/random-kernels.ts';

const COUNT = Number(process.env['ATHANOR_KERNELS'] ?? 60);
const FIRST = Number(process.env['ATHANOR_SEED'] ?? 1);

const parse = (text: string) => {
  const { value, error } = parseFunc(text);
  if (!value) throw new Error(`${error?.message} at ${text.slice(error?.at.start, (error?.at.start ?? 0) + 80)}`);
  const [problem] = verifyFunc(value);
  if (problem) throw new Error(`${problem.code}: ${problem.message}`);
  return value;
};

test(`${COUNT} random kernels in lock step equal the same run item by item, in any order`, () => {
  let compared = 0;
  for (let seed = FIRST; seed < FIRST + COUNT; seed++) {
    const { lockstep, plain } = randomKernel(seed);
    const [f, g] = [parse(lockstep), parse(plain)];
    const type = /y: (\w+)\[/.exec(lockstep)?.[1] ?? '';
    const inputs = new Map(
      Object.entries(randomInputs(seed, type)).map(([name, [dtype, data]]): [string, TensorInput] => [
        name,
        { dtype: isDType(dtype) ? dtype : 'int32', shape: [data.length], data },
      ]),
    );
    const wanted = run(g, { inputs, maxSteps: 5_000_000 });
    if (wanted.kind === 'budget') continue;
    if (wanted.kind !== 'finished') throw new Error(`seed ${seed}: ${JSON.stringify(wanted)}\n${plain}`);
    for (const order of [0, 1, 2]) {
      const got = runKernel(f, { inputs, seed: order, order: order === 0 ? 'plain' : 'seeded' });
      const context = `seed ${seed}, order ${order}\n${lockstep}`;
      if (got.kind !== 'finished') throw new Error(`${got.kind}: ${context}`);
      expect(
        got.findings.map((x) => x.message),
        context,
      ).toEqual([]);
      expect(Array.from<number | bigint>(got.outputs.get('y')?.data ?? []), context).toEqual(
        Array.from<number | bigint>(wanted.outputs.get('y')?.data ?? []),
      );
    }
    compared++;
  }
  expect(compared).toBeGreaterThan(COUNT * 0.9);
});
