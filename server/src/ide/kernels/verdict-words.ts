/** What is known of a kernel in words: for its lens in a few, for hover with reasons and assumptions. */

import type { Standing } from '@athanor/compiler-core/analysis/kernels/answer.ts';
import {
  type KernelVerdict,
  PROPERTIES,
  type Property,
  type PropertyVerdict,
} from '@athanor/compiler-core/plan/kernels/judge.ts';
import { judgedOf } from '@athanor/compiler-core/session/kernel-verdicts.ts';
import type { LineIndex } from '@athanor/compiler-core/text/line-index.ts';
import type { KernelSite } from './sites.ts';
import type { KernelView } from './view.ts';

const WORDS: Readonly<Record<Property, Readonly<Record<Standing, string>>>> = {
  races: {
    safe: 'race-free',
    faulty: 'has a data race',
    possible: 'may have a data race',
    unknown: 'races not known',
  },
  bounds: {
    safe: 'in bounds',
    faulty: 'out of bounds',
    possible: 'may be out of bounds',
    unknown: 'bounds not known',
  },
  barriers: {
    safe: 'barriers met by all',
    faulty: 'has a divergent barrier',
    possible: 'may have a divergent barrier',
    unknown: 'barriers not known',
  },
};
const WORST: readonly Standing[] = ['faulty', 'unknown', 'possible', 'safe'];

/** Of the instances that are judged; null where one was not yet. */
const verdictsOf = (view: KernelView, { instances }: KernelSite): readonly KernelVerdict[] | null => {
  const all = judgedOf(instances).map((kernel) => view.verdictOf(kernel));
  return all.every((v) => v !== null) ? all : null;
};

const worstOf = (verdicts: readonly KernelVerdict[], p: Property): PropertyVerdict | undefined =>
  [...verdicts]
    .map(({ properties }) => properties[p])
    .sort((a, b) => WORST.indexOf(a.standing) - WORST.indexOf(b.standing))[0];

/** `race-free, in bounds, barriers met by all`; null where it is not known yet. */
export const verdictTitle = (view: KernelView, site: KernelSite): string | null => {
  const verdicts = verdictsOf(view, site);
  if (verdicts === null) return null;
  return PROPERTIES.map((p) => WORDS[p][worstOf(verdicts, p)?.standing ?? 'unknown']).join(', ');
};

/** Places where a proof stopped that are listed of one property. */
const MOST_OPEN = 3;

const never = (): boolean => false;

/** A line for each property, what decided it, and where it is open: judged now where that was not done yet. */
export const verdictMarkdown = (view: KernelView, { instances }: KernelSite): string => {
  const verdicts = judgedOf(instances).flatMap((kernel) => view.judge(kernel, never) ?? []);
  const assumptions = new Set<string>();
  const lines = PROPERTIES.flatMap((p) => {
    const worst = worstOf(verdicts, p);
    if (worst === undefined) return [];
    for (const a of worst.assumptions) assumptions.add(a);
    return [`- ${WORDS[p][worst.standing]}${by(worst)}`, ...openLines(worst, view.lines)];
  });
  const assumed = assumptions.size === 0 ? [] : [`assuming ${[...assumptions].join('; ')}`];
  return [lines.join('\n'), ...assumed].join('\n\n');
};

const by = ({ standing, by: how }: PropertyVerdict): string => {
  if (standing !== 'safe') return '';
  return how === 'run' ? ', shown by a run of this launch' : ', proved';
};

const openLines = ({ standing, open }: PropertyVerdict, lines: LineIndex): string[] => {
  if (standing === 'safe' || standing === 'faulty') return [];
  const said = [...new Set(open.map(({ at, reason }) => `  - line ${lines.position1(at.start).line}: ${reason}`))];
  const more = said.length - MOST_OPEN;
  return more > 0 ? [...said.slice(0, MOST_OPEN), `  - and ${more} more`] : said;
};
