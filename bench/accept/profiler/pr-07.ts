import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { missingSamples } from '@athanor/profiler/test/samples.ts';
import { run, withTempFolder } from '../../lib/process.ts';
import { fail, measured, type Outcome, pass, skipped } from '../../lib/verdict.ts';
import { notBuilt, runProfiler } from '../../profiler/cli.ts';
import { writeEightRanks } from '../../profiler/eight-ranks.ts';

const AIM = 250;
const FLOOR = 120;

const HTA = `
import resource, sys, time
from hta.trace_analysis import TraceAnalysis
def used():
    own, children = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime
before = used()
TraceAnalysis(trace_files={0: sys.argv[1]})
print(used() - before)
`;

/** Ticks of a processor in a second, as /proc counts them. */
const TICKS = 100;

/** CPU-seconds of the built command line, all its threads, its start included: what a user pays. Linux counts the children that ended. */
const cpuSecondsOf = (args: readonly string[]): number => {
  const ended = (): number => {
    const fields = readFileSync('/proc/self/stat', 'utf8').split(') ').at(-1)?.split(' ') ?? [];
    return (Number(fields[13]) + Number(fields[14])) / TICKS;
  };
  const before = ended();
  const { code, stderr } = runProfiler(args);
  if (code !== 0) throw new Error(stderr.slice(-500));
  return ended() - before;
};

/** CPU-seconds of this process, all its threads. */
const cpuSeconds = async (work: () => Promise<unknown> | unknown): Promise<number> => {
  const before = process.cpuUsage();
  await work();
  const used = process.cpuUsage(before);
  return (used.user + used.system) / 1e6;
};

/** PR-07: with the built command line, eight real traces of 54 MB to Parquet, `JSON.parse` of each as a whole, and HTA's load of one, in one run. */
export default async function pr07(): Promise<Outcome> {
  const missing = missingSamples();
  if (missing !== null) return skipped(missing);
  const unbuilt = notBuilt();
  if (unbuilt !== null) return skipped(unbuilt);
  if (process.platform !== 'linux') return skipped('processor time of a child is read from /proc');
  return withTempFolder(async (folder) => {
    const files = writeEightRanks(join(folder, 'traces'));
    const mb = files.reduce((sum, path) => sum + statSync(path).size, 0) / 1e6;
    const ours = cpuSecondsOf(['ingest', ...files, '--out', join(folder, 'run')]);
    const first = files[0] ?? '';
    const one = cpuSecondsOf(['ingest', first, '--out', join(folder, 'one')]);
    const parse = await cpuSeconds(() => {
      for (const path of files) JSON.parse(readFileSync(path, 'utf8'));
    });
    const python = process.env['ATHANOR_HTA_PYTHON'] ?? '';
    const hta = existsSync(python) ? Number(run(python, ['-c', HTA, first]).stdout.trim().split('\n').at(-1)) : null;
    const speed = mb / ours;
    const got = `${speed.toFixed(0)} MB per CPU-second; JSON.parse ${(mb / parse).toFixed(0)}; HTA ${hta === null ? 'not installed (ATHANOR_HTA_PYTHON)' : (mb / 8 / hta).toFixed(0)}`;
    const details = [`one file alone, start included: ${(mb / 8 / one).toFixed(0)} MB per CPU-second`];
    if (speed < FLOOR) return fail(got, details);
    return speed < AIM ? measured(got, details) : pass(got, details);
  });
}
