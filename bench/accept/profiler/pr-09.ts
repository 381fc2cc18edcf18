import { closeSync, mkdirSync, openSync, rmSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { generate } from '@athanor/profiler/export/generator/generate.ts';
import { DEFAULT_SPEC } from '@athanor/profiler/export/generator/spec.ts';
import { withTempFolder } from '../../lib/process.ts';
import { fail, type Outcome, pass, skipped } from '../../lib/verdict.ts';
import { notBuilt, watchProfiler } from '../../profiler/cli.ts';

const LIMIT_MB = 300;
/** Of the time for four times the size over four times the time. */
const SLACK = 1.5;

/** One rank's file of about `bytes`, out of the generator: as many steps as that takes. */
const writeRank = (path: string, bytes: number): void => {
  const layout = { dp: 2, tp: 1, pp: 1, ep: 1 };
  const perStep = sizeOf({ ...DEFAULT_SPEC, layout, steps: 8 }) / 8;
  const { files } = generate({ ...DEFAULT_SPEC, layout, steps: Math.max(1, Math.round(bytes / perStep)) });
  const fd = openSync(path, 'w');
  for (const { pieces } of files) {
    for (const piece of pieces) writeSync(fd, piece);
    break;
  }
  closeSync(fd);
};

const sizeOf = (spec: typeof DEFAULT_SPEC): number => {
  for (const { pieces } of generate(spec).files) return [...pieces].reduce((sum, piece) => sum + piece.length, 0);
  return 0;
};

/** PR-09: a file of 4 GB (`ATHANOR_PR09_GB`) and one of a quarter of it. */
export default async function pr09(): Promise<Outcome> {
  const missing = notBuilt();
  if (missing !== null) return skipped(missing);
  if (process.platform !== 'linux') return skipped('memory is read from /proc');
  const gb = Number(process.env['ATHANOR_PR09_GB'] ?? 4);
  return withTempFolder(async (folder) => {
    const measure = async (bytes: number) => {
      const input = join(folder, 'rank-0.json');
      mkdirSync(folder, { recursive: true });
      writeRank(input, bytes);
      const { size } = statSync(input);
      const watched = await watchProfiler(['ingest', input, '--out', join(folder, 'run')]);
      rmSync(join(folder, 'run'), { recursive: true, force: true });
      rmSync(input);
      return { ...watched, mb: size / 1e6 };
    };
    const small = await measure((gb / 4) * 1e9);
    const large = await measure(gb * 1e9);
    // Processor time: other work on the machine stretches the other one.
    const cost = ({ cpuSeconds, seconds, mb }: typeof large): number => (cpuSeconds ?? seconds) / mb;
    const ratio = cost(large) / cost(small);
    const got = `${large.mb.toFixed(0)} MB: ${large.peakMB?.toFixed(0)} MB resident, ${large.cpuSeconds?.toFixed(1)} s of processor; ${small.mb.toFixed(0)} MB: ${small.peakMB?.toFixed(0)} MB, ${small.cpuSeconds?.toFixed(1)} s; time per byte ${ratio.toFixed(2)} times`;
    // One rank of the two that the generator made is here, so one is missing, which is no failure.
    const fine =
      large.code === 0 && (large.peakMB ?? LIMIT_MB + 1) <= LIMIT_MB && ratio <= SLACK && large.mb > gb * 900;
    return fine ? pass(got) : fail(got);
  });
}
