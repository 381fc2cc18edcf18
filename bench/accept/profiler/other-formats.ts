/** Format and number of records of the samples that hold no events, counted without the readers. */

import { spawnSync } from 'node:child_process';
import { textOf } from '@athanor/profiler/test/independent.ts';
import { samplePath } from '@athanor/profiler/test/samples.ts';

type Parts = readonly (readonly [format: string, records: number])[];

const tar = (args: readonly string[], path: string): Buffer =>
  spawnSync('tar', [...args, path], { maxBuffer: 1 << 28 }).stdout;

/** Messages with their length in front, less the first one, which is no node. */
const messages = (bytes: Buffer): number => {
  let count = 0;
  for (let at = 0; at < bytes.length; count++) {
    let size = 0;
    for (let shift = 1; ; shift *= 128) {
      const byte = bytes[at++] ?? 0;
      size += (byte & 127) * shift;
      if (byte < 128) break;
    }
    at += size;
  }
  return count - 1;
};

/** Rows that the publisher states, and that other tools find. */
const parquetRows = (name: string): number => (name.includes('AR') ? 117_216 : 6_784);

export const countOther = (name: string): Parts => {
  const path = samplePath(name);
  if (name.endsWith('.parquet')) return [['bytedance', parquetRows(name)]];
  if (name.endsWith('memory_timeline.raw.gz')) return [['memory-timeline', JSON.parse(textOf(path)).length]];
  if (name.endsWith('_et.json.gz')) return [['pytorch-et', JSON.parse(textOf(path)).nodes.length]];
  if (!name.endsWith('.tar.gz')) return [];
  return tar(['tzf'], path)
    .toString()
    .split('\n')
    .filter((member) => member !== '' && !member.endsWith('/'))
    .map((member) => {
      const bytes = tar([`--to-stdout`, `--wildcards`, '-xz', member, '-f'], path);
      return ['chakra', member.endsWith('.et') ? messages(bytes) : JSON.parse(bytes.toString()).workload_graph.length];
    });
};
