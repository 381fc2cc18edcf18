import { rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { missingSamples } from '@athanor/profiler/test/samples.ts';
import { withTempFolder } from '../../lib/process.ts';
import { fail, measured, pass, type Runner, skipped } from '../../lib/verdict.ts';
import { notBuilt, type Watched, watchProfiler } from '../../profiler/cli.ts';
import { writeEightRanks } from '../../profiler/eight-ranks.ts';
import { askOracle, oraclePython, oracleVersions } from '../../profiler/hta-oracle.ts';

const RATIO_FLOOR = 20;
const WHOLE_FLOOR = 8;
const WHOLE_AIM = 20;
const MEMORY_MB = 300;
const TRIES = 3;
const LIBRARY_TRIES = 2;
/** Of what takes less than a second: before the library's first minute, between its two, and behind them. */
const SHORT_TRIES = 3;

/** Other work on the machine adds to processor time and never takes from it: of several tries the least counts, on both sides. */
const least = (values: readonly number[]): number => Math.min(...values);

/**
 * PR-08: eight ranks of the 54 MB sample, with the built command line, each command a process of its own: processor seconds of
 * all its threads, against those of the library's functions. These are without Python's start and the library's imports, so for
 * the analyses our side is without the start of the process too (`--version`); end to end has it.
 *
 * The analyses of each rank are made while it is ingested, so the report only reduces them, and works out the critical path of
 * one rank; the library does all of it after loading, here with the critical path of one rank too. What that moves into
 * ingesting is in the end to end figure. A report that has no partials, and reads the tables for them, is measured beside it.
 */
const runner: Runner = async () => {
  const missing = missingSamples();
  if (missing !== null) return skipped(missing);
  const unbuilt = notBuilt();
  if (unbuilt !== null) return skipped(unbuilt);
  if (process.platform !== 'linux') return skipped('processor time and memory of a child are read from /proc');
  const python = oraclePython();
  if (python === undefined) return skipped('ATHANOR_HTA names no Python with HolisticTraceAnalysis');
  return withTempFolder(async (folder) => {
    const traces = join(folder, 'traces');
    const files = writeEightRanks(traces);
    const out = join(folder, 'run');
    const broken: string[] = [];
    let peak = 0;
    const seconds = async (args: readonly string[]): Promise<number> => {
      const watched: Watched = await watchProfiler(args);
      if (watched.code !== 0) broken.push(`${args[0]} ended with ${watched.code}`);
      peak = Math.max(peak, watched.peakMB ?? Number.POSITIVE_INFINITY);
      return watched.cpuSeconds ?? Number.NaN;
    };
    const times = { start: [] as number[], ingest: [] as number[], report: [] as number[], cold: [] as number[] };
    const short = async (): Promise<void> => {
      for (let time = 0; time < SHORT_TRIES; time++) {
        times.start.push(await seconds(['--version']));
        times.report.push(await seconds(['report', out, '--format', 'json']));
      }
    };
    for (let time = 0; time < TRIES; time++) {
      rmSync(out, { recursive: true, force: true });
      times.ingest.push(await seconds(['ingest', ...files, '--out', out]));
      rmSync(join(out, 'partials'), { recursive: true, force: true });
      times.cold.push(await seconds(['report', out, '--format', 'json']));
    }
    const eight = { name: 'eight', files: files.map((path) => basename(path)) };
    const library = { load: [] as number[], tables: [] as number[], path: [] as number[] };
    await short();
    for (let time = 0; time < LIBRARY_TRIES; time++) {
      for (const list of Object.values(library)) list.push(0);
      for (const [name, time] of Object.entries((await askOracle(python, eight, traces)).seconds)) {
        const list = name === 'load' ? library.load : name.startsWith('critical/') ? library.path : library.tables;
        if (!name.startsWith('critical/') || name === 'critical/0') list.push((list.pop() ?? 0) + time);
      }
      await short();
    }
    const ingest = least(times.ingest);
    const start = least(times.start);
    const whole = least(times.report);
    const report = whole - start;
    const cold = least(times.cold) - start;
    const [load, tables, path] = [least(library.load), least(library.tables), least(library.path)];
    const theirs = tables + path;
    const ratio = theirs / report;
    const through = (load + theirs) / (ingest + whole);
    const s = (value: number): string => `${value.toFixed(2)} s`;
    const got = `analyses after ingest ${s(report)} against ${s(theirs)}: ${ratio.toFixed(1)} times; end to end ${s(ingest + whole)} against ${s(load + theirs)}: ${through.toFixed(1)} times; ${peak.toFixed(0)} MB`;
    const list = (values: readonly number[]): string => values.map((value) => value.toFixed(2)).join(', ');
    const details = [
      `the analyses of each rank are made while it is read; without that, from the tables: ${s(cold)}, ${(theirs / cold).toFixed(1)} times`,
      `a process starts in ${s(start)}, which is not in the analyses; with it ${s(whole)}, ${(theirs / whole).toFixed(1)} times`,
      `tries: ingest ${list(times.ingest)}; report ${list(times.report)}; report without partials ${list(times.cold)}`,
      `the library: load ${list(library.load)}; analyses ${list(library.tables)}; critical path of one rank ${list(library.path)}`,
      oracleVersions(python),
      ...broken,
    ];
    if (broken.length > 0 || peak > MEMORY_MB || ratio < RATIO_FLOOR || through < WHOLE_FLOOR)
      return fail(got, details);
    return through >= WHOLE_AIM ? pass(got, details) : measured(got, details);
  });
};
export default runner;
