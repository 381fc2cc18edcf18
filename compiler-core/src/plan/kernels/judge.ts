/**
 * The verdict on one kernel: race-free, in bounds, barriers met by all; or not; or not known, and why.
 *
 * A ladder: integer sets decide for all sizes; where they do not, and the launch is numbers, a run in lock step decides for
 * that launch; and each fault that was proved is run at its witness before anybody hears of it.
 */

import type { KernelAnswer, KernelQuestion, Open, Standing } from '../../analysis/kernels/answer.ts';
import { assuming, type LaunchSpace, launchedAs } from '../../analysis/kernels/launched.ts';
import type { DiagnosticCode } from '../../diag/codes.ts';
import type { Diagnostic } from '../../diag/diagnostic.ts';
import type { Expr, Func } from '../../ir/nodes.ts';
import { stmtsIn } from '../../ir/walk.ts';
import { Budget } from '../../presburger/index.ts';
import { meets, numberOf, replayed } from './replay.ts';
import { type Concern, certainFindings, type Launch, openAfter, type RunBudget, runLaunch } from './run-launch.ts';
import { findingDiagnostic } from './runs/diagnostics.ts';

export type Property = Concern;
export const PROPERTIES: readonly Property[] = ['races', 'bounds', 'barriers'];

export interface PropertyVerdict {
  readonly standing: Standing;
  /** What decided it; null where nothing did. */
  readonly by: 'proof' | 'run' | null;
  readonly open: readonly Open[];
  readonly assumptions: readonly string[];
}
export interface KernelVerdict {
  readonly properties: Readonly<Record<Property, PropertyVerdict>>;
  readonly diagnostics: readonly Diagnostic[];
}

export interface Analyses {
  readonly decide: Readonly<Record<Property, (q: KernelQuestion) => KernelAnswer>>;
  /** Analyses whose findings belong to none of the properties. */
  readonly others: readonly ((q: KernelQuestion) => KernelAnswer)[];
}

export interface JudgeOptions {
  readonly analyses: Analyses;
  /** Steps of the solver for one analysis. */
  readonly work: number;
  /** Null: nothing is run. */
  readonly run: RunBudget | null;
  /** What the author vouches for, of the arguments. */
  readonly assumed?: readonly Expr[];
}

/** Codes of a run that are about a property. */
const ABOUT: Readonly<Partial<Record<DiagnosticCode, Property>>> = {
  'data-race': 'races',
  'index-out-of-bounds': 'bounds',
  'negative-index': 'bounds',
  'divergent-barrier': 'barriers',
  'uniform-write': 'races',
};

/** Never throws on well-formed IR. Time is bounded by the budgets. */
export const judgeKernel = (func: Func, space: LaunchSpace, options: JudgeOptions): KernelVerdict => {
  const { analyses, work, run, assumed = [] } = options;
  const launched = assuming(launchedAs(func, space), assumed);
  if (isEmpty(space)) return emptyLaunch(func);
  const ask = (analysis: (q: KernelQuestion) => KernelAnswer): KernelAnswer =>
    analysis({
      func: launched,
      budget: new Budget(work),
      ...(run?.shouldStop && { shouldStop: run.shouldStop }),
    });
  const answers: Record<Property, KernelAnswer> = {
    races: ask(analyses.decide.races),
    bounds: ask(analyses.decide.bounds),
    barriers: ask(analyses.decide.barriers),
  };
  const rest = analyses.others.map(ask);
  const found = [...PROPERTIES.map((p) => answers[p]), ...rest].flatMap((a) => a.diagnostics);
  const checked = run === null ? found : found.map((d) => replayed(d, launched, run));
  const proofs = mapProperties((p) => byProof(answers[p], refuted(found, checked, p)));
  if (run === null) return { properties: proofs, diagnostics: checked };
  return withRun({ func, launched, space }, proofs, checked, run);
};

/** Nothing runs there, and another finding says so. */
const isEmpty = ({ global, local }: LaunchSpace): boolean =>
  [...(global ?? []), ...(local ?? [])].some((size) => numberOf(size) === 0);
const emptyLaunch = ({ origin }: Func): KernelVerdict => {
  const open: Open[] = [{ code: 'not-modelled', reason: 'the launch has no work-items', at: origin.span }];
  return {
    properties: mapProperties(() => ({ standing: 'unknown', by: null, open, assumptions: [] })),
    diagnostics: [],
  };
};

export const mapProperties = (of: (p: Property) => PropertyVerdict): Record<Property, PropertyVerdict> => ({
  races: of('races'),
  bounds: of('bounds'),
  barriers: of('barriers'),
});

/** Whether no fault of the property is left, of those that were proved. */
const refuted = (found: readonly Diagnostic[], checked: readonly Diagnostic[], p: Property): boolean =>
  found.some((d, i) => ABOUT[d.code] === p && d.class === 'proved' && checked[i]?.class === 'possible') &&
  !checked.some((d) => ABOUT[d.code] === p && d.class !== 'possible');

const byProof = ({ standing, open, assumptions }: KernelAnswer, isRefuted: boolean): PropertyVerdict => {
  const left = standing === 'faulty' && isRefuted ? 'possible' : standing;
  return { standing: left, by: left === 'safe' || left === 'faulty' ? 'proof' : null, open, assumptions };
};

interface Asked {
  readonly func: Func;
  readonly launched: Func;
  readonly space: LaunchSpace;
}

/** What one run of the launch adds, where its sizes are numbers and something is open. */
const withRun = (
  { func, launched, space }: Asked,
  proofs: Record<Property, PropertyVerdict>,
  diagnostics: readonly Diagnostic[],
  budget: RunBudget,
): KernelVerdict => {
  const undecided = PROPERTIES.filter((p) => proofs[p].standing === 'unknown' || proofs[p].standing === 'possible');
  const launch = launchOf(func, space);
  if (launch === null) return { properties: proofs, diagnostics };
  // Where all is decided, a short run looks for what no proof asks.
  const patience = undecided.length > 0 ? budget : { ...budget, steps: budget.steps / 4 };
  const ran = runLaunch(launched, launch, patience);
  if (ran.kind === 'notRun') {
    const properties = mapProperties((p) =>
      undecided.includes(p) ? { ...proofs[p], open: [...proofs[p].open, ran.open] } : proofs[p],
    );
    return { properties, diagnostics };
  }
  const certain = certainFindings(launched, ran).map(findingDiagnostic);
  const sized = hasKnownExtents(launched, ran.given);
  const said = sayLaunch(func, launch);
  const properties = mapProperties((p) => {
    const before = proofs[p];
    if (!undecided.includes(p)) return before;
    // Writes of one value are told, and no fault.
    if (certain.some((d) => ABOUT[d.code] === p && d.severity === 'error'))
      return { ...before, standing: 'faulty', by: 'run' };
    const open = openAfter(launched, ran, p);
    const isOpen = open.length > 0 || ran.outcome.kind !== 'finished' || (p === 'bounds' && !sized);
    if (isOpen) return { ...before, open: before.open.length > 0 ? before.open : open };
    return { standing: 'safe', by: 'run', open: [], assumptions: [...new Set([...before.assumptions, said])] };
  });
  const news = certain.flatMap((d) => {
    const about = ABOUT[d.code];
    // Extents that nobody knows were made up.
    if (about === 'bounds' && !sized) return [];
    // The proof says it better.
    if (diagnostics.some((p) => p.code === d.code && p.class !== 'possible' && meets(p.span, d.span))) return [];
    return about === undefined || undecided.includes(about) ? [{ ...d, assumptions: [...d.assumptions, said] }] : [];
  });
  const settled = (d: Diagnostic): boolean => {
    const about = ABOUT[d.code];
    return d.class === 'possible' && about !== undefined && properties[about].by === 'run';
  };
  return { properties, diagnostics: [...diagnostics.filter((d) => !settled(d)), ...news] };
};

/** The launch in numbers; null where a size is none. */
const launchOf = ({ kernel }: Func, { global, local }: LaunchSpace): Launch | null => {
  const values = new Map<string, bigint>();
  if (kernel?.launch === 'single_task') return { global: [], local: [], values };
  const numbers = (sizes: LaunchSpace['global']): number[] | null => {
    const all = (sizes ?? []).map(numberOf);
    return all.every((n) => n !== null) ? all : null;
  };
  const [whole, group] = [numbers(global), numbers(local)];
  if (whole === null || whole.length === 0 || group === null) return null;
  return { global: whole, local: group, values };
};

const hasKnownExtents = (func: Func, given: ReadonlySet<string>): boolean =>
  stmtsIn(func.body).every(
    (s) => s.kind !== 'varDef' || s.access === 'cache' || s.shape.every((e) => numberOf(e, given) !== null),
  );

/** `launch 1024 by 128`, as the source counts. */
const sayLaunch = ({ kernel }: Func, { global, local }: Launch): string =>
  kernel?.launch === 'single_task'
    ? 'one work-item'
    : `launch ${global.join(' x ')}${local.length === 0 ? '' : ` in groups of ${local.join(' x ')}`}`;
