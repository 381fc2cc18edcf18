import type { Func } from '../../../compiler-core/src/ir/nodes.ts';
import { advise } from '../../../compiler-core/src/plan/advise/advise.ts';
import { weightOf } from '../../../compiler-core/src/plan/advise/weight.ts';
import { AUTO_DEFAULTS, runAuto } from '../../../compiler-core/src/plan/auto/auto-schedule.ts';
import { countAccesses } from '../../../compiler-core/src/plan/test/counted-accesses.ts';
import { table } from '../../lib/table.ts';
import { fail, measured, pass, type Runner } from '../../lib/verdict.ts';
import { examples } from '../../schedules/examples.ts';

const AIM = 0.3;
const percent = (x: number): string => `${(100 * x).toFixed(1)} %`;

/**
 * Bytes of arrays that the interpreter loads and stores on the recorded inputs, before and after the schedule, with what
 * one iteration of the innermost loop holds in registers; beside what `auto_schedule` of 2022 reaches on a CPU.
 */
const runner: Runner = async () => {
  const rows: string[][] = [];
  const wrong: string[] = [];
  const shares: number[] = [];
  for (const { name, func, options, inputs, problems } of await examples()) {
    const counted = (f: Func): number => countAccesses(f, { inputs }) ?? Number.NaN;
    const before = counted(func);
    const advice = advise(func, options);
    const after = counted(advice.after);
    const auto = runAuto('auto_schedule', func, { ...AUTO_DEFAULTS, era: '2022', target: 'cpu', keep: 'proved' });
    const other = auto.kind === 'done' ? counted(auto.func) : Number.NaN;
    const [first] = problems(advice.after);
    if (first !== undefined) wrong.push(`${name}: ${first}`);
    const estimate = 1 - weightOf(advice.after).bytes / weightOf(func).bytes;
    shares.push(1 - after / before);
    rows.push([
      name,
      String(advice.steps.length),
      String(before),
      String(after),
      percent(1 - after / before),
      percent(estimate),
      percent(1 - other / before),
    ]);
  }
  const head = ['example', 'steps', 'before, B', 'after, B', 'less', 'estimated', 'auto_schedule'];
  const details = table([head, ...rows], [12, 6, 12, 12, 10, 10, 14]).split('\n');
  const got = `${rows.map((r) => `${r[0]} ${r[4]}`).join(', ')} fewer bytes; ${wrong.length} results differ`;
  if (wrong.length > 0) return fail(got, [...wrong, ...details]);
  return shares.every((s) => s >= AIM) ? pass(got, details) : measured(got, details);
};
export default runner;
