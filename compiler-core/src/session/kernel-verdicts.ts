/** Verdicts on the kernels of a file, each found once: a kernel that an edit only moves keeps its own. */

import type { Open, Standing } from '../analysis/kernels/answer.ts';
import { constantSpace, type LaunchSpace } from '../analysis/kernels/launched.ts';
import { isOpenClFile } from '../frontends/kernel/dialect/opencl/read.ts';
import { configurationsOf, type LaunchSizes } from '../frontends/kernel/launch-files/launch-comments.ts';
import type { KernelText, ReadKernel } from '../frontends/kernel/read.ts';
import type { Func } from '../ir/nodes.ts';
import { KERNEL_ANALYSES } from '../plan/kernels/analyses.ts';
import { judgeKernel, type KernelVerdict, mapProperties, type PropertyVerdict } from '../plan/kernels/judge.ts';
import { moveSpans } from '../text/move-spans.ts';

/** Patience with one kernel: steps of the solver for each analysis, statements times lanes of a run. */
export interface VerdictBudget {
  readonly work: number;
  readonly steps: number;
  readonly elements: number;
}
/** While somebody types. */
export const TYPING: VerdictBudget = { work: 50_000, steps: 1_000_000, elements: 2 ** 20 };
/** For a terminal. */
export const BATCH: VerdictBudget = { work: 200_000, steps: 4_000_000, elements: 2 ** 22 };

interface Known {
  /** Of the launches that were given for it. */
  readonly key: string;
  readonly verdict: KernelVerdict;
}

export class KernelVerdicts {
  private readonly known = new WeakMap<object, Known>();

  constructor(private readonly budget: VerdictBudget) {}

  /** Null where it was not judged, or for other launches. */
  of(kernel: ReadKernel, given: readonly LaunchSizes[]): KernelVerdict | null {
    const { from, by } = kernel.moved ?? { from: kernel, by: null };
    const known = this.known.get(from);
    if (known?.key !== JSON.stringify(given)) return null;
    return by === null ? known.verdict : moveSpans(known.verdict, by);
  }

  /** Null where `shouldStop` ended it. */
  judge(kernel: ReadKernel, given: readonly LaunchSizes[], shouldStop: () => boolean): KernelVerdict | null {
    const before = this.of(kernel, given);
    if (before !== null) return before;
    const from = kernel.moved?.from ?? kernel;
    const { work, steps, elements } = this.budget;
    const one = (space: LaunchSpace): KernelVerdict =>
      judgeKernel(from.func, space, {
        analyses: KERNEL_ANALYSES,
        work,
        run: { steps, elements, shouldStop },
      });
    const fastestFirst = isOpenClFile(from.func.origin.span.file);
    const spaces = given.length === 0 ? [from.sizes] : given.map((sizes) => spaceOf(from.func, sizes, fastestFirst));
    const verdict = spaces.map(one).reduce(both);
    if (shouldStop()) return null;
    this.known.set(from, { key: JSON.stringify(given), verdict });
    return this.of(kernel, given);
  }
}

/** In the order of the IR, which is SYCL's: dimensions that OpenCL's launches leave out are 1. */
export const spaceOf = (func: Func, { global, local }: LaunchSizes, fastestFirst: boolean): LaunchSpace => {
  const dimensions = func.kernel?.dimensions ?? 1;
  const inOrder = (sizes: readonly number[]): readonly number[] =>
    fastestFirst ? Array.from({ length: dimensions }, (_, d) => sizes[dimensions - 1 - d] ?? 1) : sizes;
  return constantSpace(inOrder(global), local === null ? null : inOrder(local));
};

/** Launches that comments in front of a kernel give. */
export const launchesOf = ({ kernels, launches }: KernelText, { func }: ReadKernel): readonly LaunchSizes[] =>
  configurationsOf(
    launches,
    kernels.map((k) => k.func.origin.span),
    func.origin.span,
  );

const WORST: readonly Standing[] = ['faulty', 'unknown', 'possible', 'safe'];
const worst = (a: PropertyVerdict, b: PropertyVerdict): PropertyVerdict => {
  const first = WORST.indexOf(a.standing) <= WORST.indexOf(b.standing) ? a : b;
  const unique = (open: readonly Open[]): Open[] => [
    ...new Map(open.map((o) => [`${o.at.start} ${o.reason}`, o])).values(),
  ];
  return {
    ...first,
    open: unique([...a.open, ...b.open]),
    assumptions: [...new Set([...a.assumptions, ...b.assumptions])],
  };
};

/** What holds for both launches. */
const both = (a: KernelVerdict, b: KernelVerdict): KernelVerdict => {
  const keys = new Set(a.diagnostics.map(({ code, span }) => `${code} ${span.start} ${span.end}`));
  const properties = mapProperties((p) => worst(a.properties[p], b.properties[p]));
  const more = b.diagnostics.filter(({ code, span }) => !keys.has(`${code} ${span.start} ${span.end}`));
  return { properties, diagnostics: [...a.diagnostics, ...more] };
};
