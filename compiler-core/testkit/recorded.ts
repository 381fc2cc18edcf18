/** Programs with recorded inputs and answers of NumPy or PyTorch: staged, run in the interpreter, and compared. */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { createParser } from '../../server/src/host/tree-sitter.ts';
import { run } from '../src/exec/run.ts';
import type { TensorInput, TensorValue } from '../src/exec/values.ts';
import type { StagedModule } from '../src/frontends/tensor/stage.ts';
import type { DType } from '../src/ir/types.ts';
import { stageText } from './stage.ts';

export const RECORDED = join(import.meta.dirname, '../../bench/recorded');

/** Flat data in row order; infinities and NaN are strings. */
export interface RecordedTensor {
  readonly dtype: DType;
  readonly shape: readonly number[];
  readonly data: readonly (number | boolean | string)[];
}
export interface RecordedRun {
  readonly entry: string;
  readonly inputs: Readonly<Record<string, RecordedTensor>>;
  /** By name; a name that is a number stands for that place in the return statement. */
  readonly outputs: Readonly<Record<string, RecordedTensor>>;
  readonly rtol: number;
  readonly atol: number;
}

/** The lines of a `.jsonl.gz`, or the one of a `.json.gz`, below bench/recorded. */
export const readRecorded = <T>(path: string): readonly T[] =>
  gunzipSync(readFileSync(join(RECORDED, path)))
    .toString('utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as T);

const numberOf = (x: number | boolean | string): number => {
  if (typeof x !== 'string') return Number(x);
  return x === 'nan' ? Number.NaN : x.startsWith('-') ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
};

export const asInput = (t: RecordedTensor): TensorInput => ({
  dtype: t.dtype,
  shape: t.shape,
  data: t.data.map(numberOf),
});

/** Where `got` differs from what was recorded, in words; empty where it does not. */
export const differences = (
  name: string,
  want: RecordedTensor,
  got: TensorValue | undefined,
  tolerance: Pick<RecordedRun, 'rtol' | 'atol'>,
): string[] => {
  if (got === undefined) return [`${name} is not among the outputs`];
  if (got.dtype !== want.dtype || got.shape.join() !== want.shape.join()) {
    return [`${name} is ${got.dtype}[${got.shape}], wanted ${want.dtype}[${want.shape}]`];
  }
  return want.data.flatMap((x, k) => {
    const wanted = numberOf(x);
    const value = Number(got.data[k]);
    const near = Math.abs(value - wanted) <= tolerance.atol + tolerance.rtol * Math.abs(wanted);
    return Object.is(value, wanted) || value === wanted || near ? [] : [`${name}[${k}] is ${value}, wanted ${wanted}`];
  });
};

export interface RecordedRunner {
  readonly stage: (file: string, text: string, bindings?: Readonly<Record<string, number>>) => StagedModule;
  /** What is wrong with one run of a staged module; empty where everything is as recorded. */
  readonly problems: (staged: StagedModule, recorded: RecordedRun) => readonly string[];
}

export async function recordedRunner(): Promise<RecordedRunner> {
  const parser = await createParser();
  return {
    stage: (file, text, bindings = {}) =>
      stageText(text, parser, {
        file,
        bindings: new Map(Object.entries(bindings).map(([k, v]) => [k, { value: BigInt(v), source: 'test' }])),
      }),
    problems: (staged, recorded) => {
      const unit = staged.units.find((u) => u.name === recorded.entry && u.kind !== 'inline');
      if (unit === undefined || unit.failed || !unit.complete) {
        const said = staged.diagnostics.map((d) => `${d.code}: ${d.message}`);
        return [`${recorded.entry} was not staged completely`, ...said];
      }
      const inputs = new Map(Object.entries(recorded.inputs).map(([name, t]) => [name, asInput(t)]));
      const result = run(unit.func, { inputs });
      if (result.kind !== 'finished') return [`${recorded.entry}: ${JSON.stringify(result)}`];
      return Object.entries(recorded.outputs).flatMap(([key, want]) => {
        const name = /^\d+$/.test(key) ? (unit.func.returns[Number(key)]?.tensor ?? key) : key;
        return differences(name, want, result.outputs.get(name), recorded);
      });
    },
  };
}

/** Operators of the library that have recorded cases. */
export const operatorsRecorded = (): readonly string[] =>
  readdirSync(join(RECORDED, 'libop'))
    .filter((name) => name.endsWith('.jsonl.gz'))
    .map((name) => name.slice(0, -'.jsonl.gz'.length))
    .sort();

interface RecordedCase {
  readonly id: string;
  readonly program: string;
  readonly runs: readonly RecordedRun[];
}

/** Runs every `every`-th recorded case of an operator, in both its forms. A problem says its case and its program. */
export const checkOperator = (
  runner: RecordedRunner,
  operator: string,
  every: number,
): { cases: number; problems: string[] } => {
  const cases = readRecorded<RecordedCase>(`libop/${operator}.jsonl.gz`).filter((_, k) => k % every === 0);
  const problems = cases.flatMap(({ id, program, runs }) => {
    const staged = runner.stage(`${id}.py`, program);
    const said = staged.diagnostics.map((d) => `${d.severity} ${d.code}: ${d.message}`);
    const wrong = [...said, ...runs.flatMap((r) => runner.problems(staged, r))];
    return wrong.length === 0 ? [] : [`${id}\n${wrong.join('\n')}\n${program}`];
  });
  return { cases: cases.length, problems };
};
