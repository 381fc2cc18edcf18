import type { Standing } from '../../../compiler-core/src/analysis/kernels/answer.ts';
import type { Property } from '../../../compiler-core/src/plan/kernels/judge.ts';
import { checkedHecBench } from '../../lib/checked-corpus.ts';
import { fail, measured, pass, type Runner, skipped } from '../../lib/verdict.ts';

const FLOOR = 0.4;
const AIM = 0.8;
/** Reasons that are printed of each property. */
const REASONS = 20;

interface Kernel {
  readonly standing: Record<Property, Standing>;
  readonly open: Record<Property, readonly { readonly reason: string }[]>;
}

const DECIDED: ReadonlySet<Standing> = new Set(['safe', 'faulty']);
const worse = (a: Standing, b: Standing): Standing => {
  const order: readonly Standing[] = ['faulty', 'unknown', 'possible', 'safe'];
  return order.indexOf(a) < order.indexOf(b) ? a : b;
};

/** A launch with several instances of its kernel is decided where all of them are. */
const runner: Runner = async () => {
  const checked = checkedHecBench();
  if (typeof checked === 'string') return skipped(checked);
  const launches = new Map<string, Kernel>();
  for (const { file, line, name, races, bounds, barriers } of checked.kernels) {
    const key = `${file}:${line} ${name}`;
    const before = launches.get(key);
    launches.set(key, {
      standing: {
        races: worse(races.standing, before?.standing.races ?? 'safe'),
        bounds: worse(bounds.standing, before?.standing.bounds ?? 'safe'),
        barriers: worse(barriers.standing, before?.standing.barriers ?? 'safe'),
      },
      open: { races: races.open, bounds: bounds.open, barriers: barriers.open },
    });
  }
  const all = [...launches.values()];
  const shareOf = (p: Property): number => all.filter((k) => DECIDED.has(k.standing[p])).length / all.length;
  const counts = (p: Property): string =>
    (['safe', 'faulty', 'possible', 'unknown'] as const)
      .map((s) => `${all.filter((k) => k.standing[p] === s).length} ${s}`)
      .join(', ');
  const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
  const [races, bounds] = [shareOf('races'), shareOf('bounds')];
  const got = `${all.length} launches: races ${percent(races)}, bounds ${percent(bounds)} decided`;
  const notes = (['races', 'bounds', 'barriers'] as const).flatMap((p) => [
    `${p}: ${counts(p)}`,
    ...reasons(all.filter((k) => !DECIDED.has(k.standing[p])).map((k) => k.open[p][0])),
  ]);
  const least = Math.min(races, bounds);
  if (least < FLOOR) return fail(got, notes);
  return least < AIM ? measured(got, ['the floor of 40 % holds; the aim is 80 %', ...notes]) : pass(got, notes);
};
export default runner;

/** The first reason of each, counted. */
const reasons = (open: readonly ({ readonly reason: string } | undefined)[]): string[] => {
  const counts = new Map<string, number>();
  for (const one of open) {
    const key = one === undefined ? 'no reason' : one.reason.replace(/`[^`]*`/g, '`_`').replace(/\d+/g, 'N');
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return [...counts]
    .sort(([, a], [, b]) => b - a)
    .slice(0, REASONS)
    .map(([reason, n]) => `  ${String(n).padStart(4)}  ${reason}`);
};
