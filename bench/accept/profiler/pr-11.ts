import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { attack } from '@athanor/profiler/test/attack.ts';
import { HOSTILE } from '@athanor/profiler/test/hostile.ts';
import { eventsJson, traceJson } from '@athanor/profiler/test/traces.ts';
import { run, withTempFolder } from '../../lib/process.ts';
import { fail, type Outcome, pass, skipped } from '../../lib/verdict.ts';
import { notBuilt, PROFILE, runProfiler, watchProfiler } from '../../profiler/cli.ts';

/** Blocks of 1024 bytes that a file may have: the table of a trace of 20,000 events is larger. */
const FULL = 20;

/** A file that cannot grow stands for a disk that is full: the write fails in the middle of a table. */
const fullDisk = async (folder: string): Promise<string | null> => {
  mkdirSync(folder);
  const input = join(folder, 'rank-0.json');
  writeFileSync(input, traceJson(0, eventsJson(20_000)));
  const out = join(folder, 'run');
  const limited = run('bash', [
    '-c',
    `ulimit -f ${FULL}; exec "$0" "$@"`,
    process.execPath,
    PROFILE,
    'ingest',
    input,
    '--out',
    out,
  ]);
  if (limited.code !== 4 || !limited.stderr.includes('cannot be written'))
    return `exit ${limited.code}: ${limited.stderr}`;
  const left = readdirSync(join(out, 'parts'));
  if (left.length > 0) return `${left.join(', ')} is left`;
  const again = runProfiler(['ingest', input, '--out', out]);
  return again.code === 0 ? null : `the second try: exit ${again.code}: ${again.stderr}`;
};

const twoWriters = async (folder: string): Promise<string | null> => {
  mkdirSync(folder);
  const input = join(folder, 'rank-0.json');
  writeFileSync(input, traceJson(0, eventsJson(400_000)));
  const args = ['ingest', input, '--out', join(folder, 'run')];
  const [a, b] = await Promise.all([watchProfiler(args), watchProfiler(args)]);
  const codes = [a.code, b.code].sort();
  return codes[0] === 0 && codes[1] === 5 ? null : `exit codes ${codes.join(', ')}`;
};

/** PR-11: every hostile input of `profiler/src/test/hostile.ts`, a full disk, two writers. Killed and resumed is PR-12. */
export default async function pr11(): Promise<Outcome> {
  const missing = notBuilt();
  if (missing !== null) return skipped(missing);
  return withTempFolder(async (folder) => {
    const wrong: string[] = [];
    for (const [index, hostile] of HOSTILE.entries()) {
      const problem = await attack(hostile, join(folder, String(index)), true);
      if (problem !== null) wrong.push(`${hostile.name}: ${problem}`);
    }
    for (const [name, problem] of [
      ['a full disk', await fullDisk(join(folder, 'full'))],
      ['two writers', await twoWriters(join(folder, 'two'))],
    ] as const)
      if (problem !== null) wrong.push(`${name}: ${problem}`);
    const all = HOSTILE.length + 2;
    const got = `${all - wrong.length} of ${all} inputs and situations said and survived`;
    return wrong.length === 0 ? pass(got) : fail(got, wrong);
  });
}
