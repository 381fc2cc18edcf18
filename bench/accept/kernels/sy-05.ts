import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { run, withTempFolder } from '../../lib/process.ts';
import { fail, pass, type Runner, skipped } from '../../lib/verdict.ts';
import { compileHeaders, recordProgram } from '../../oracle/sycl-replay/program.ts';
import { type Replayed, replay } from '../../oracle/sycl-replay/replay.ts';

/**
 * HeCBench's programs compiled by g++ with `bench/oracle/sycl-host` and run with the arguments of their Makefiles: what the
 * first launch of each place found in memory, cut to few groups, is given to the interpreter, and what it left there is compared.
 */
const WANTED = 100;
const SHARE = 0.95;

/** A record that cannot be read is no reason to end the row. */
const safely = (run: () => Replayed): Replayed => {
  try {
    return run();
  } catch (error) {
    return { kind: 'not-run', reason: `replay: ${error instanceof Error ? error.message : String(error)}` };
  }
};

const runner: Runner = async () => {
  const corpora = process.env['ATHANOR_KERNEL_CORPORA'];
  if (corpora === undefined) return skipped('ATHANOR_KERNEL_CORPORA names no folder with a checkout of HeCBench');
  const root = join(corpora, 'HeCBench', 'src');
  if (!existsSync(root)) return skipped(`no HeCBench/src below ${corpora}`);
  if (run('g++', ['--version']).code !== 0) return skipped('g++ is not installed');
  const only = process.env['ATHANOR_REPLAY_ONLY'];
  /** Where programs and their records stay for another run. */
  const keep = process.env['ATHANOR_REPLAY_KEEP'];
  const names = readdirSync(root).filter(
    (name) => /^[a-m].*-sycl$/i.test(name) && (!only || new RegExp(only).test(name)),
  );
  const equal: string[] = [];
  const differs: string[] = [];
  const faulty: string[] = [];
  const notRun = new Map<string, number>();
  let unchanged = 0;
  const leave = (reason: string): void => {
    notRun.set(reason, (notRun.get(reason) ?? 0) + 1);
  };
  await withTempFolder(async (temp) => {
    const header = await compileHeaders(temp);
    const queue = [...names];
    const work = async (): Promise<void> => {
      for (let name = queue.shift(); name !== undefined; name = queue.shift()) {
        const folder = join(keep ?? temp, `work-${name}`);
        mkdirSync(folder, { recursive: true });
        const program = await recordProgram(join(root, name), folder, header);
        const { places, records, problem } = program;
        if (process.env['ATHANOR_REPLAY_LOG']) console.log(name, places.length, problem ?? '');
        for (const place of places) {
          const label = `${name} ${place.funcs[0]?.name}`;
          if (problem !== null) {
            leave(problem);
            continue;
          }
          const one = safely(() => replay(records, place.id, place.funcs));
          if (process.env['ATHANOR_REPLAY_LOG']) console.log('  ', label, JSON.stringify(one));
          if (one.kind === 'not-run') leave(one.reason);
          else if (one.kind === 'differs') differs.push(`${label}: ${one.how}`);
          else if (one.kind === 'faulty') faulty.push(`the program has a fault, ${label}: ${one.how}`);
          else if (one.changed === 0) unchanged++;
          else equal.push(label);
        }
      }
    };
    await Promise.all(Array.from({ length: availableParallelism() }, work));
  });
  const tried = equal.length + differs.length;
  const left = [...notRun.values()].reduce((a, b) => a + b, 0);
  const got = `${names.length} programs: ${tried} kernels compared, ${equal.length} equal, ${differs.length} differ; apart from these ${faulty.length} differ with a witnessed fault of the program, ${unchanged} wrote nothing new, ${left} did not run`;
  const reasons = [...notRun].sort((a, b) => b[1] - a[1]).map(([reason, n]) => `not run, ${n}: ${reason}`);
  const details = [...differs, ...faulty, ...reasons];
  return equal.length >= WANTED && equal.length >= SHARE * tried ? pass(got, details) : fail(got, details);
};
export default runner;
