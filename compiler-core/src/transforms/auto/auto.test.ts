/** Passes on random programs: outputs stay the same, and every try is logged. */

import { expect, test } from 'vitest';
import { run } from '../../exec/run.ts';
import { verifyFunc } from '../../ir/verify.ts';
import { nestInputs, randomNest } from '../test/nests.ts';
import { autoFuse } from './auto-fuse.ts';
import { autoInline } from './auto-inline.ts';
import { autoParallelize } from './auto-parallelize.ts';
import { Trial } from './trial.ts';

const COUNT = Number(process.env['COUNT'] ?? 12);

test.each([
  ['auto_inline', autoInline],
  ['auto_fuse', autoFuse],
  ['auto_parallelize', autoParallelize],
] as const)('%s keeps the results of random programs', (name, pass) => {
  let applied = 0;
  for (let seed = 1; seed <= COUNT; seed++) {
    const func = randomNest(seed);
    const t = new Trial(func);
    pass(t);
    const done = t.steps.filter((s) => s.verdict === 'applied');
    applied += done.length;
    for (const s of t.steps) expect(s.pass === name && (s.reason === null) === (s.verdict === 'applied')).toBe(true);
    if (done.some((s) => s.caveats.some((c) => c.kind === 'reordered-reduction'))) continue;
    expect(verifyFunc(t.func)).toEqual([]);
    const [a, b] = [run(func, nestInputs(seed, 3)), run(t.func, nestInputs(seed, 3))];
    if (a.kind !== 'finished') continue;
    if (b.kind !== 'finished') throw new Error(`seed ${seed}: afterwards ${b.kind}`);
    for (const [tensor, x] of a.outputs)
      expect(String(b.outputs.get(tensor)?.data), `seed ${seed}`).toBe(String(x.data));
  }
  expect(applied).toBeGreaterThan(0);
});
