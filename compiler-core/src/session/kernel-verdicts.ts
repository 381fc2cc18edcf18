/** Verdicts on the kernels of a file, each found once: a kernel that an edit only moves keeps its own. */

import type { Open, Standing } from '../analysis/kernels/answer.ts';
import { type LaunchSpace, printSpace } from '../analysis/kernels/launched.ts';
import type { Assumption } from '../frontends/kernel/launch-files/assumption-comments.ts';
import type { ReadKernel } from '../frontends/kernel/read.ts';
import type { Device } from '../machine/device.ts';
import { analysesFor } from '../plan/kernels/analyses.ts';
import { judgeKernel, type KernelVerdict, mapProperties, type PropertyVerdict } from '../plan/kernels/judge.ts';
import { moveSpans, readMoved } from '../text/move-spans.ts';
import type { Span } from '../text/span.ts';

/** Patience with one kernel: steps of the solver for each analysis, statements times lanes of a run. */
export interface VerdictBudget {
  readonly work: number;
  readonly steps: number;
  readonly elements: number;
}
/** While somebody types. */
export const TYPING: VerdictBudget = { work: 50_000, steps: 1_000_000, elements: 2 ** 18 };
/** For a terminal. */
export const BATCH: VerdictBudget = { work: 200_000, steps: 2_000_000, elements: 2 ** 20 };

/** What is said beside the kernel's own text. */
export interface Asked {
  /** Launches that something beside the host's code configures; empty: the host's own counts. */
  readonly launches: readonly LaunchSpace[];
  readonly assumptions: readonly Assumption[];
  /** What hints are for. */
  readonly device: Device;
  /** The text at a place, for fixes. */
  readonly textAt: (at: Span) => string | null;
}

/** Instances of one launch that are judged: a template may have dozens, and they are much alike. */
const MOST_INSTANCES = 4;

/** The kernels that are judged, of those of a file. */
export const judgedOf = (kernels: readonly ReadKernel[]): readonly ReadKernel[] => {
  const seen = new Map<string, number>();
  return kernels.filter(({ at }) => {
    const key = `${at.file} ${at.start} ${at.end}`;
    const count = (seen.get(key) ?? 0) + 1;
    seen.set(key, count);
    return count <= MOST_INSTANCES;
  });
};

interface Known {
  /** Of the launches that were given for it. */
  readonly key: string;
  readonly verdict: KernelVerdict;
}

export class KernelVerdicts {
  private readonly known = new WeakMap<object, Known>();

  constructor(private readonly budget: VerdictBudget) {}

  /** Null where it was not judged, or for other launches. */
  of(kernel: ReadKernel, asked: Asked): KernelVerdict | null {
    const { from, by } = kernel.moved ?? { from: kernel, by: null };
    const known = this.known.get(from);
    if (known?.key !== keyOf(asked)) return null;
    return by === null ? known.verdict : moveSpans(known.verdict, by);
  }

  /** Null where `shouldStop` ended it. */
  judge(kernel: ReadKernel, asked: Asked, shouldStop: () => boolean): KernelVerdict | null {
    const { launches: given, assumptions } = asked;
    const before = this.of(kernel, asked);
    if (before !== null) return before;
    const { from, by } = kernel.moved ?? { from: kernel, by: null };
    // Places are those of the text in which the kernel was read.
    const textAt = by === null ? asked.textAt : readMoved(asked.textAt, by);
    const { work, steps, elements } = this.budget;
    const one = (space: LaunchSpace): KernelVerdict =>
      judgeKernel(from.func, space, {
        analyses: analysesFor(asked.device, textAt),
        work,
        assumed: assumptions.flatMap((a) => (a.kind === 'assume' ? [a.cond] : [])),
        run: { steps, elements, shouldStop },
      });
    const spaces = given.length === 0 ? [from.sizes] : given;
    const verdict = spaces.map(one).reduce(both);
    if (shouldStop()) return null;
    this.known.set(from, { key: keyOf(asked), verdict });
    return this.of(kernel, asked);
  }
}

const keyOf = ({ launches, assumptions, device }: Asked): string =>
  [device.id, ...launches.map(printSpace), ...assumptions.map(({ text }) => text)].join('; ');
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
