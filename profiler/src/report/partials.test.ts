import { expect, test } from 'vitest';
import { withTempFolder } from '../../../bench/lib/process.ts';
import { writeRun } from '../../../bench/profiler/generated.ts';
import { partialsBothWays } from '../test/partials.ts';

test('partials made while reading are those made from the tables', async () => {
  await withTempFolder(async (folder) => {
    writeRun(
      {
        steps: 3,
        layout: { dp: 4, tp: 1, pp: 1, ep: 2 },
        model: { layers: 2, experts: 4, hostOps: true, graphs: true },
        faults: [
          { kind: 'late-loader', rank: 1, delayNs: 5_000_000 },
          { kind: 'gc-pause', rank: 2, delayNs: 3_000_000 },
          { kind: 'truncated-file', rank: 3, keep: 0.8 },
        ],
      },
      folder,
    );
    const { watched, read } = await partialsBothWays([folder]);
    expect(Object.keys(watched)).toHaveLength(4);
    expect(watched).toEqual(read);
  });
});
