import { assuming, launchedAs, spaceOf } from '../../../compiler-core/src/analysis/kernels/launched.ts';
import { isOpenClFile } from '../../../compiler-core/src/frontends/kernel/dialect/opencl/read.ts';
import { configurationsOf } from '../../../compiler-core/src/frontends/kernel/launch-files/launch-comments.ts';
import { NO_OPTIONS } from '../../../compiler-core/src/frontends/kernel/preprocess/options.ts';
import { readKernels } from '../../../compiler-core/src/frontends/kernel/read.ts';
import { DEFAULT_DEVICE } from '../../../compiler-core/src/machine/catalogue.ts';
import { analysesFor } from '../../../compiler-core/src/plan/kernels/analyses.ts';
import { judgeKernel } from '../../../compiler-core/src/plan/kernels/judge.ts';
import { isReplayed, replay } from '../../../compiler-core/src/plan/kernels/replay.ts';
import { kernelCases } from '../../lib/kernel-cases.ts';
import { fail, pass, type Runner } from '../../lib/verdict.ts';

const analyses = analysesFor(DEFAULT_DEVICE);
const BUDGET = { steps: 50_000_000, elements: 2 ** 22 };

/** Each error about a kernel that is proved in the suite of cases, run at its witness. */
const runner: Runner = async () => {
  const counts = { confirmed: 0, refuted: 0, 'not run': 0 };
  const others = new Map<string, number>();
  const notes: string[] = [];
  for (const { code, name, faulty } of kernelCases()) {
    const { path, text } = faulty;
    const { kernels, launches, assumptions } = readKernels({ path, text, options: NO_OPTIONS, read: () => null });
    const places = kernels.map(({ func }) => func.origin.span);
    for (const kernel of kernels) {
      const given = configurationsOf(launches, places, kernel.func.origin.span);
      const spaces = given.map((sizes) => spaceOf(kernel.func, sizes, isOpenClFile(path)));
      const assumed = assumptions(kernel).flatMap((a) => (a.kind === 'assume' ? [a.cond] : []));
      for (const space of spaces.length === 0 ? [kernel.sizes] : spaces) {
        const { diagnostics } = judgeKernel(kernel.func, space, { analyses, work: 200_000, run: null, assumed });
        const launched = assuming(launchedAs(kernel.func, space), assumed);
        for (const d of diagnostics.filter((each) => each.severity === 'error')) {
          if (!isReplayed(d)) {
            others.set(d.code, (others.get(d.code) ?? 0) + 1);
            continue;
          }
          const outcome = replay(d, launched, BUDGET);
          counts[outcome]++;
          if (outcome !== 'confirmed') notes.push(`${outcome}: ${code}/${name}: ${d.code}: ${d.message}`);
        }
      }
    }
  }
  const rest = [...others].map(([code, n]) => `${n} ${code}`).join(', ');
  const got = `${counts.confirmed} errors confirmed by a run at their witness, ${counts.refuted} refuted, ${counts['not run']} not run${rest === '' ? '' : `; no question of a run: ${rest}`}`;
  return counts.refuted + counts['not run'] > 0 || counts.confirmed === 0 ? fail(got, notes) : pass(got, notes);
};
export default runner;
