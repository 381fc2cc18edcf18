/** The four example workloads as a schedule begins with them, with recorded inputs and answers. */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../../compiler-core/src/exec/run.ts';
import type { TensorInput } from '../../compiler-core/src/exec/values.ts';
import type { Func } from '../../compiler-core/src/ir/nodes.ts';
import { scheduleHost } from '../../compiler-core/src/plan/schedule-host.ts';
import { DEFAULTS, type Options } from '../../compiler-core/src/transforms/rewrite.ts';
import {
  asInput,
  differences,
  RECORDED,
  type RecordedRun,
  readRecorded,
  recordedRunner,
} from '../../compiler-core/testkit/recorded.ts';
import { ROOT } from '../lib/process.ts';

export interface Example {
  readonly name: string;
  readonly func: Func;
  readonly options: Options;
  readonly inputs: ReadonlyMap<string, TensorInput>;
  /** How the outputs of a program differ from PyTorch's; empty where they do not. */
  readonly problems: (func: Func) => readonly string[];
}

interface Recorded extends RecordedRun {
  readonly file: string;
  readonly bind: Readonly<Record<string, number>>;
}

export const examples = async (): Promise<readonly Example[]> => {
  const runner = await recordedRunner();
  return readdirSync(join(RECORDED, 'examples')).map((path): Example => {
    const [recorded] = readRecorded<Recorded>(`examples/${path}`);
    if (!recorded) throw new Error(`${path} is empty`);
    const staged = runner.stage(recorded.file, readFileSync(join(ROOT, recorded.file), 'utf8'), recorded.bind);
    const unit = staged.units.find((u) => u.name === recorded.entry && u.kind !== 'inline');
    const start = unit && scheduleHost.begin(unit.func, '2022');
    if (start?.kind !== 'applied') throw new Error(`no schedule can be made of ${recorded.entry}`);
    const inputs = new Map(Object.entries(recorded.inputs).map(([name, t]) => [name, asInput(t)]));
    return {
      name: recorded.entry,
      func: start.func,
      options: { ...DEFAULTS, era: '2022' },
      inputs,
      problems: (func) => {
        const result = run(func, { inputs });
        if (result.kind !== 'finished') return [`ends with ${result.kind}`];
        return Object.entries(recorded.outputs).flatMap(([key, want]) => {
          const name = /^\d+$/.test(key) ? (func.returns[Number(key)]?.tensor ?? key) : key;
          return differences(name, want, result.outputs.get(name), recorded);
        });
      },
    };
  });
};
