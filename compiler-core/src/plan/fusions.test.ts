import { expect, test } from 'vitest';
import { countTraffic } from '../analysis/test/counted-traffic.ts';
import { run } from '../exec/run.ts';
import { nestInputs, randomNeighbours } from '../transforms/test/nests.ts';
import { bytesOf } from './bytes.ts';
import { fusionsOf } from './fusions.ts';

const COUNT = Number(process.env['COUNT'] ?? 40);

test(`${COUNT} random programs: what is joined keeps the results, and moves the bytes that are said`, () => {
  const seen = { joined: 0, refused: 0, counted: 0 };
  for (let seed = 1; seed <= COUNT; seed++) {
    const func = randomNeighbours(seed);
    for (const n of [2, 5]) {
      const options = nestInputs(seed, n);
      const before = run(func, options);
      if (before.kind !== 'finished') continue;
      for (const { outcome } of fusionsOf(func)) {
        if (outcome.kind === 'refused') {
          seen.refused++;
          expect(outcome.refusal.message).not.toBe('');
          continue;
        }
        if (outcome.caveats.length > 0) continue;
        const after = run(outcome.after, options);
        expect(after.kind === 'finished' && [...after.outputs], `seed ${seed}`).toEqual([...before.outputs]);
        seen.joined++;
        const bytes = bytesOf(outcome.after);
        const moved = [...(countTraffic(outcome.after, options)?.values() ?? [])];
        if (bytes.atMost || bytes.unknown.length > 0) continue;
        const counted = moved.reduce((sum, c) => sum + 4 * (c.loads + c.stores), 0);
        const said = bytes.at(new Map([['n', n]]));
        expect(said, `seed ${seed}, n = ${n}: ${bytes.formula}`).toBe(counted);
        seen.counted++;
      }
    }
  }
  expect(seen.joined).toBeGreaterThan(COUNT / 4);
  expect(seen.counted).toBeGreaterThan(COUNT / 4);
  expect(seen.refused).toBeGreaterThan(0);
});
