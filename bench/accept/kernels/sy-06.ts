import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Finding } from '../../../compiler-core/src/exec/lockstep/findings.ts';
import { readOpenCl } from '../../../compiler-core/src/frontends/kernel/dialect/opencl/read.ts';
import { readSim } from '../../../compiler-core/src/frontends/kernel/launch-files/sim.ts';
import { NO_OPTIONS } from '../../../compiler-core/src/frontends/kernel/preprocess/options.ts';
import { runSim, type SimOutcome } from '../../../compiler-core/src/plan/kernels/runs/run-sim.ts';
import { fail, pass, type Runner, skipped } from '../../lib/verdict.ts';

/** What Oclgrind's recorded errors are about. */
const ERRORS: readonly (readonly [RegExp, string])[] = [
  [/data race at global/, 'race in global memory'],
  [/data race at local/, 'race in local memory'],
  [/divergence/, 'divergence'],
  [/write-only buffer|read-only buffer/, 'forbidden access'],
  [/Invalid (?:read|write)|exceeds static array size/, 'bounds'],
  [/Uninitialized/, 'unwritten'],
  [/not aligned/, 'alignment'],
  [/without waiting for events|Invalid wait event/, 'events'],
];
const KINDS: Readonly<Record<Finding['kind'], string>> = {
  'data-race': 'race',
  'uniform-write': '',
  'divergent-barrier': 'divergence',
  'forbidden-access': 'forbidden access',
  'foreign-pointer': 'forbidden access',
  'freed-pointer': 'forbidden access',
  'write-to-input': 'forbidden access',
  'out-of-bounds': 'bounds',
  'uninitialised-read': 'unwritten',
  misaligned: 'alignment',
  'bad-event': 'events',
  'division-by-zero': 'division',
  'assert-failed': 'assertion',
};

/** What follows from another: a value that an invalid read gives, a race with a copy that nobody waits for. */
const primary = (kinds: Iterable<string>): string => {
  const all = new Set(kinds);
  all.delete('');
  if (all.has('bounds')) all.delete('unwritten');
  if (all.has('events')) {
    for (const k of [...all].filter((kind) => kind.startsWith('race'))) all.delete(k);
  }
  return [...all].sort().join(', ') || 'nothing';
};

const recorded = (reference: string): string =>
  primary(
    reference
      .split('\n')
      .filter((line) => line.startsWith('ERROR'))
      .map((line) => ERRORS.find(([form]) => form.test(line))?.[1] ?? line),
  );
const found = (findings: readonly Finding[]): string =>
  primary(findings.map((f) => (f.kind === 'data-race' ? `race in ${f.element?.space} memory` : KINDS[f.kind])));

/** How many of the recorded values are those of the run, to four digits. */
const compareValues = (reference: string, ran: SimOutcome): readonly [equal: number, all: number] => {
  if (ran.kind !== 'ran') return [0, 0];
  const own = new Map<string, number>();
  for (const { name, value } of ran.dumps) {
    const data: ArrayLike<number | bigint> = value.data;
    for (let k = 0; k < data.length; k++) own.set(`${name}[${k}]`, Number(data[k]));
  }
  const wanted = [...reference.matchAll(/^EXACT\s+(\w+\[\d+\]) = (\S+)$/gm)];
  const equal = wanted.filter(([, at = '', text = '']) => {
    const [x, y] = [own.get(at) ?? Number.NaN, Number(text)];
    return x === y || Math.abs(x - y) <= 1e-4 * Math.abs(y);
  });
  return [equal.length, wanted.length];
};

const readText = (path: string): string => (existsSync(path) ? readFileSync(path, 'utf8') : '');

/** Findings of Oclgrind's own test kernels agree with what it records for them, and nothing is found where it records none. */
const runner: Runner = async () => {
  const corpora = process.env['ATHANOR_CORPORA'];
  const folder = corpora === undefined ? '' : join(corpora, 'Oclgrind/tests/kernels');
  if (!existsSync(join(folder, 'TESTS'))) return skipped('ATHANOR_CORPORA names no folder with a checkout of Oclgrind');
  const names = readText(join(folder, 'TESTS'))
    .split('\n')
    .filter((name) => name !== '');
  const left: string[] = [];
  let [agree, withErrors, errorsAgree, equal, values] = [0, 0, 0, 0, 0];
  for (const name of names) {
    const { launch, mistakes } = readSim(readText(join(folder, `${name}.sim`)));
    const reference = readText(join(folder, `${name}.ref`));
    const wanted = recorded(reference);
    if (wanted !== 'nothing') withErrors++;
    if (!launch) {
      left.push(`${name}: ${mistakes[0]?.message}`);
      continue;
    }
    const path = join(dirname(join(folder, name)), launch.program);
    const { kernels } = readOpenCl(path, readText(path), NO_OPTIONS, (file) => readText(file) || null);
    const kernel = kernels.find((k) => k.name === launch.kernel);
    const reasons = kernel?.reasons.map(({ reason }) => reason) ?? ['the kernel is not there'];
    const ran = kernel && runSim(launch, kernel);
    if (ran?.kind !== 'ran' || ran.outcome.kind !== 'finished' || reasons.length > 0) {
      const why = ran?.kind === 'ran' ? ran.outcome.kind : ran?.message;
      left.push(`${name}: not run to its end: ${[...reasons, why].filter((x) => x !== undefined).join('; ')}`);
      continue;
    }
    const got = found(ran.outcome.findings);
    if (got === wanted) {
      agree++;
      if (wanted !== 'nothing') errorsAgree++;
    } else left.push(`${name}: recorded ${wanted}, found ${got}`);
    if (wanted === 'nothing') {
      const [same, all] = compareValues(reference, ran);
      equal += same;
      values += all;
      if (same < all) left.push(`${name}: ${all - same} of ${all} values differ`);
    }
  }
  const share = ((100 * agree) / names.length).toFixed(1);
  const got = `${agree} of ${names.length} (${share} %), ${errorsAgree} of ${withErrors} with recorded errors; ${equal} of ${values} values equal`;
  return agree >= 0.95 * names.length ? pass(got, left) : fail(got, left);
};
export default runner;
