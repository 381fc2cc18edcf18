/** Eight ranks out of one real trace: other ranks, shifted clocks. */

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { textOf } from '@athanor/profiler/test/independent.ts';
import { samplePath } from '@athanor/profiler/test/samples.ts';

const SAMPLE = 'hta/df_index_resolver/df_index_resolver.json.gz';
const SHIFT_US = 137;

/** Writes `rank-0.json` to `rank-7.json`, 54 MB each. @returns Their paths. */
export const writeEightRanks = (folder: string, ranks = 8): readonly string[] => {
  mkdirSync(folder, { recursive: true });
  const text = textOf(samplePath(SAMPLE));
  return Array.from({ length: ranks }, (_, rank) => {
    const path = join(folder, `rank-${rank}.json`);
    const shifted = text
      .replace(/"rank": 1, "world_size": 2/, `"rank": ${rank}, "world_size": ${ranks}`)
      .replace(/"ts": (\d{16})/g, (_match, ts: string) => `"ts": ${Number(ts) + rank * SHIFT_US}`);
    writeFileSync(path, shifted);
    return path;
  });
};
