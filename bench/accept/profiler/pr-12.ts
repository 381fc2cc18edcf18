import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { difference } from '@athanor/profiler/test/same-tree.ts';
import { eventsJson, traceJson } from '@athanor/profiler/test/traces.ts';
import { withTempFolder } from '../../lib/process.ts';
import { fail, type Outcome, pass, skipped } from '../../lib/verdict.ts';
import { notBuilt, runProfiler, watchProfiler } from '../../profiler/cli.ts';

const RANKS = 6;
const KILLS = 10;

/** PR-12: an ingest that is killed ten times at growing moments and then let through, one repeated, and one with other threads. */
export default async function pr12(): Promise<Outcome> {
  const missing = notBuilt();
  if (missing !== null) return skipped(missing);
  return withTempFolder(async (folder) => {
    const input = join(folder, 'traces');
    mkdirSync(input);
    for (let rank = 0; rank < RANKS; rank++)
      writeFileSync(join(input, `rank-${rank}.json`), traceJson(rank, eventsJson(60_000 + rank), RANKS));
    const to = (name: string): string => join(folder, name);
    const clean = await watchProfiler(['ingest', input, '--out', to('clean')]);
    const wrong: string[] = [];
    const compare = (name: string): void => {
      const found = difference(to('clean'), to(name));
      if (found !== null) wrong.push(`${name}: ${found}`);
    };
    let killed = 0;
    for (let at = 1; at <= KILLS; at++) {
      const half = await watchProfiler(
        ['ingest', input, '--out', to('resumed')],
        (clean.seconds * 1000 * at) / (KILLS + 1),
      );
      if (half.code === null) killed++;
    }
    runProfiler(['ingest', input, '--out', to('resumed')]);
    compare('resumed');
    cpSync(to('clean'), to('repeated'), { recursive: true });
    runProfiler(['ingest', input, '--out', to('repeated')]);
    compare('repeated');
    runProfiler(['ingest', input, '--out', to('one-thread'), '--jobs', '1']);
    compare('one-thread');
    rmSync(input, { recursive: true });
    const got = `killed ${killed} times and resumed, repeated, with one thread: ${wrong.length} of 3 differ`;
    return wrong.length === 0 && clean.code === 0 && killed > 0 ? pass(got) : fail(got, wrong);
  });
}
