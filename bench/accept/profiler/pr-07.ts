import { readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { missingSamples } from '@athanor/profiler/test/samples.ts';
import { run, withTempFolder } from '../../lib/process.ts';
import { fail, measured, type Outcome, pass, skipped } from '../../lib/verdict.ts';
import { notBuilt, watchProfiler } from '../../profiler/cli.ts';
import { writeEightRanks } from '../../profiler/eight-ranks.ts';
import { oraclePython, oracleVersions } from '../../profiler/hta-oracle.ts';

const AIM = 250;
const FLOOR = 120;
/** Other work on the machine makes single figures too low by a third; the middle one of three counts. */
const TRIES = 3;

const HTA = `
import resource, sys
from hta.trace_analysis import TraceAnalysis
def used():
    own, children = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime
before = used()
TraceAnalysis(trace_files={0: sys.argv[1]})
print(used() - before)
`;

/** CPU-seconds of the built command line, all its threads, its start included: what a user pays. */
const cpuSecondsOf = async (folder: string, args: readonly string[]): Promise<number> => {
  const out = join(folder, 'run');
  const { code, cpuSeconds } = await watchProfiler([...args, '--out', out]);
  rmSync(out, { recursive: true, force: true });
  if (code !== 0 || cpuSeconds === null) throw new Error(`it ended with ${code}`);
  return cpuSeconds;
};

const parseSeconds = (files: readonly string[]): number => {
  const before = process.cpuUsage();
  for (const path of files) JSON.parse(readFileSync(path, 'utf8'));
  const used = process.cpuUsage(before);
  return (used.user + used.system) / 1e6;
};

const middle = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

/**
 * PR-07: with the built command line, eight real traces of 54 MB to Parquet, `JSON.parse` of each as a whole, and HTA's load of
 * one, in one run. Conversion alone, as the row has it: the analyses of each rank, which `ingest` also makes unless it is told
 * not to, are part of PR-08. With the threads it takes by itself, which share a core's units and so cost more than one alone.
 */
export default async function pr07(): Promise<Outcome> {
  const missing = missingSamples();
  if (missing !== null) return skipped(missing);
  const unbuilt = notBuilt();
  if (unbuilt !== null) return skipped(unbuilt);
  if (process.platform !== 'linux') return skipped('processor time of a child is read from /proc');
  return withTempFolder(async (folder) => {
    const files = writeEightRanks(join(folder, 'traces'));
    const mb = files.reduce((sum, path) => sum + statSync(path).size, 0) / 1e6;
    const figures = { threads: [] as number[], one: [] as number[], partials: [] as number[], parse: [] as number[] };
    for (let time = 0; time < TRIES; time++) {
      figures.threads.push(mb / (await cpuSecondsOf(folder, ['ingest', ...files, '--no-partials'])));
      figures.one.push(mb / (await cpuSecondsOf(folder, ['ingest', ...files, '--no-partials', '--jobs', '1'])));
      figures.partials.push(mb / (await cpuSecondsOf(folder, ['ingest', ...files])));
      figures.parse.push(mb / parseSeconds(files));
    }
    const first = files[0] ?? '';
    const alone = await cpuSecondsOf(folder, ['ingest', first, '--no-partials']).catch(() => Number.NaN);
    const python = oraclePython();
    const hta = python === undefined ? null : Number(run(python, ['-c', HTA, first]).stdout.trim().split('\n').at(-1));
    const speed = middle(figures.threads);
    const htaText = hta === null ? 'not installed (ATHANOR_HTA)' : (mb / 8 / hta).toFixed(0);
    const got = `${speed.toFixed(0)} MB per CPU-second (with one thread ${middle(figures.one).toFixed(0)}); JSON.parse ${middle(figures.parse).toFixed(0)}; HTA ${htaText}`;
    const round = (values: readonly number[]): string => values.map((value) => value.toFixed(0)).join(', ');
    const details = [
      `tries: ${round(figures.threads)}; one thread ${round(figures.one)}; with the analyses of each rank ${round(figures.partials)}; JSON.parse ${round(figures.parse)}`,
      `one file alone, start included: ${(mb / 8 / alone).toFixed(0)} MB per CPU-second`,
      ...(python === undefined ? [] : [oracleVersions(python)]),
    ];
    if (speed < FLOOR) return fail(got, details);
    return speed < AIM ? measured(got, details) : pass(got, details);
  });
}
