/**
 * Barriers and collective operations that not all work-items of their group come to, and barriers that nothing needs.
 *
 * A barrier is reached together if the conditions around it are uniform (`uniform.ts`). Else, with D the items p and rounds
 * of its loops at which it is reached,
 *   V = { (p, q) : p, q of one group, D(p) and not D(q), in the same round of every loop }.
 * It is reached together iff V is empty; a divergence is proved if no value takes part that only data decide, and every
 * valuation of the sizes for which there are two items, one of which comes to it, has a point of V.
 *
 * A barrier is redundant if the kernel is proved free of races and, by the same proof with the intervals that there are
 * without the barrier, still is.
 */

import { CODES } from '../../../diag/codes.ts';
import type { Diagnostic } from '../../../diag/diagnostic.ts';
import {
  type Affine,
  Budget,
  gist,
  intersect,
  isEmpty,
  negate,
  type Point,
  project,
  type System,
  sample,
  subset,
  type Union,
  variable,
} from '../../../presburger/index.ts';
import { symbolsOf } from '../../affine/context.ts';
import type { KernelAnswer, KernelQuestion, Open, Standing } from '../answer.ts';
import { copyOf, different, exactNumbers, inStep, originalOf, sharing } from './pairs.ts';
import { itemInWords, launchOf, secondPoint, valuesOf } from './race-report.ts';
import { findRaces } from './races.ts';
import type { Barrier, KernelWalk } from './skeleton.ts';
import { chainOf, GROUP, SUB_GROUP, type Uniformity, uniformity } from './uniform.ts';

const WORK_PER_BARRIER = 20_000;
const MAX_SYSTEMS = 64;
const MAX_REDUNDANT = 12;

type Divergence =
  | { readonly kind: 'together' }
  | { readonly kind: 'open'; readonly code: Open['code']; readonly reason: string }
  | {
      readonly kind: 'faulty' | 'possible';
      readonly witness: Point | null;
      readonly condition: string | null;
      readonly isShared: (id: string) => boolean;
    };

const TOGETHER: Divergence = { kind: 'together' };

const divergenceOf = (walk: KernelWalk, barrier: Barrier, total: Budget): Divergence => {
  const budget = new Budget(Math.min(WORK_PER_BARRIER, total.left));
  const before = budget.left;
  const out = decide(walk, barrier, budget);
  total.left -= before - Math.max(0, budget.left);
  return out;
};

/** In the same round of a loop whose first value differs between items, the second item's value differs as much. */
const roundsOf = (
  barrier: Barrier,
): { readonly same: ReadonlySet<string>; readonly shifted: ReadonlyMap<string, Affine>; readonly exact: boolean } => {
  const same = new Set<string>();
  const shifted = new Map<string, Affine>();
  let exact = true;
  for (const { iterator, begin, step } of barrier.loops) {
    const [only] = begin;
    if (begin.length === 1 && only && step !== null) shifted.set(iterator.id, only.value);
    else exact = false;
    same.add(iterator.id);
  }
  return { same, shifted, exact };
};

const decide = (walk: KernelWalk, barrier: Barrier, budget: Budget): Divergence => {
  const { same, shifted, exact } = roundsOf(barrier);
  const isShared = sharing(walk, 'group', same);
  const rename = (id: string): Affine | null => {
    const begin = shifted.get(id);
    if (begin) {
      const other = begin.substitute((x) => (isShared(x) ? null : variable(copyOf(x))));
      return variable(id).minus(begin).plus(other);
    }
    return isShared(id) ? null : variable(copyOf(id));
  };
  const ofB = (u: Union): Union => u.map((s) => s.substitute(rename)).filter((s) => !s.contradictory);
  const steps = walk.dimensions.flatMap((d) => (d.global && d.item ? [inStep(d.global.id, d.item.id)] : []));
  const orders = [...different(walk, 'group', 'before'), ...different(walk, 'group', 'after')];
  const two = intersect(
    intersect(barrier.context.domain, ofB(walk.present)),
    orders.map((s) => s.and(...steps)),
  );
  const away = negate(ofB(barrier.context.domain));
  if (two.length * away.length > MAX_SYSTEMS * 4)
    return { kind: 'open', code: 'budget', reason: 'there are too many cases' };
  const wrong = intersect(two, away);
  const empty = isEmpty(wrong, budget);
  if (empty.kind === 'unknown')
    return { kind: 'open', code: 'budget', reason: 'the question is too hard for its budget' };
  if (empty.value && exact) return TOGETHER;
  const guessed = (id: string): boolean =>
    walk.symbols.kindOf(originalOf(id)) === 'data' || walk.named.has(originalOf(id));
  const isClean = (u: Union): boolean => ![...symbolsOf(u)].some(guessed);
  if (!exact || !isClean(two) || !isClean(wrong)) return { kind: 'possible', witness: null, condition: null, isShared };
  const exactly = intersect(wrong, [exactNumbers(walk, 'group', orders[0] as System)]);
  const point = sample(exactly, budget, orderOf(walk, exactly));
  const sizes = [...symbolsOf(two)].filter((id) => walk.symbols.kindOf(originalOf(id)) === 'size');
  const shadow = project(exactly, sizes, budget);
  const all = subset(two, shadow.must, budget);
  const witness = point.kind === 'known' ? point.value : null;
  if (all.kind === 'known' && all.value && witness) return { kind: 'faulty', witness, condition: null, isShared };
  return {
    kind: 'possible',
    witness,
    condition: conditionOf(walk, shadow.must, project(two, sizes, budget).must, budget),
    isShared,
  };
};

const orderOf = (walk: KernelWalk, at: Union): string[] => {
  const rank = (id: string): number => ({ size: 0, iterator: 1, data: 2 })[walk.symbols.kindOf(originalOf(id))];
  return [...symbolsOf(at)].sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
};

const conditionOf = (walk: KernelWalk, shadow: Union, given: Union, budget: Budget): string | null => {
  const [only] = shadow;
  if (!only || shadow.length > 1) return null;
  const rest = gist(only, given, budget);
  if (rest.kind === 'unknown' || rest.value.constraints.length === 0 || rest.value.constraints.length > 2) return null;
  return rest.value.constraints.map((c) => walk.symbols.showConstraint(c)).join(' and ');
};

const wordsFor = ({ stmt, scope }: Barrier): { readonly what: string; readonly group: string } => ({
  what: stmt.kind === 'barrier' ? 'barrier' : 'collective operation',
  group: scope === 'workGroup' ? 'work-group' : 'sub-group',
});

const divergent = (
  walk: KernelWalk,
  uniform: Uniformity,
  barrier: Barrier,
  found: Extract<Divergence, { kind: 'faulty' | 'possible' }>,
  assumptions: readonly string[],
): Diagnostic => {
  const { what, group } = wordsFor(barrier);
  const proved = found.kind === 'faulty';
  const why = chainOf(uniform.ofControl(barrier.stmt).cause);
  const { witness, condition } = found;
  const other = witness && secondPoint(found.isShared, witness);
  const launch = witness && other ? launchOf(walk, [witness, other]) : null;
  const at = barrier.stmt.kind === 'collective' ? barrier.stmt.at : barrier.stmt.origin.span;
  return {
    code: 'divergent-barrier',
    severity: proved ? CODES['divergent-barrier'].severity : 'information',
    class: proved ? 'proved' : 'possible',
    span: at,
    message: `${proved ? 'Not' : 'Perhaps not'} all work-items of a ${group} come to this ${what}${condition ? ` if ${condition}` : ''}`,
    related: [
      ...why.map((c) => ({ span: c.at, message: `${c.what} differs between the work-items of a group` })),
      ...barrier.stmt.origin.calls
        .slice(1)
        .map((call) => ({ span: call.span, message: `in \`${call.callee}\`, called here` })),
    ],
    witness:
      witness && other && launch
        ? {
            text: `${itemInWords(walk, witness, launch)} comes to it, ${itemInWords(walk, other, launch)} does not`,
            values: valuesOf(walk, witness, launch),
          }
        : null,
    assumptions,
    fixes: [],
  };
};

const placeOf = ({ stmt }: Barrier): string =>
  `${stmt.origin.span.file} ${stmt.origin.span.start} ${stmt.origin.span.end}`;

/** Whether the items of a group come to each barrier and collective operation together. */
export const findDivergence = (q: KernelQuestion): KernelAnswer => {
  const { details } = findRaces(q);
  return divergenceIn(q, details.result.walk, details.trust);
};

const divergenceIn = (q: KernelQuestion, walk: KernelWalk, trust: ReadonlySet<string>): KernelAnswer => {
  const uniform = uniformity(q.func, trust);
  const open: Open[] = walk.opaque.map(({ reason, at }) => ({ code: 'not-modelled' as const, reason, at }));
  const diagnostics = new Map<string, Diagnostic>();
  let standing: Standing = open.length > 0 && walk.barriers.length > 0 ? 'unknown' : 'safe';
  const assumptions = [...walk.assumptions];
  for (const barrier of walk.barriers) {
    const { level } = uniform.ofControl(barrier.stmt);
    if (level <= (barrier.scope === 'workGroup' ? GROUP : SUB_GROUP)) continue;
    if (q.shouldStop?.() || q.budget.left <= 0) {
      open.push({ code: 'budget', reason: 'the budget ended before this barrier', at: barrier.stmt.origin.span });
      if (standing !== 'faulty') standing = 'unknown';
      continue;
    }
    let found = divergenceOf(walk, barrier, q.budget);
    // Whether two items are of one sub-group is for its size to say.
    if (barrier.scope === 'subGroup' && found.kind === 'faulty') found = { ...found, kind: 'possible' };
    if (found.kind === 'together') continue;
    if (found.kind === 'open') {
      open.push({ ...found, at: barrier.stmt.origin.span });
      if (standing !== 'faulty') standing = 'unknown';
      continue;
    }
    if (found.kind === 'faulty') standing = 'faulty';
    else if (standing === 'safe') standing = 'possible';
    const key = placeOf(barrier);
    if (diagnostics.get(key)?.class !== 'proved')
      diagnostics.set(key, divergent(walk, uniform, barrier, found, assumptions));
  }
  return { standing, diagnostics: [...diagnostics.values()], open, assumptions };
};

/** Barriers without which the proof that the kernel is free of races stays a proof. Asked only where there is one. */
export const findRedundantBarriers = (q: KernelQuestion): KernelAnswer => {
  const { standing, details } = findRaces(q);
  const { walk } = details.result;
  const silent: KernelAnswer = { standing: 'safe', diagnostics: [], open: [], assumptions: [] };
  if (standing !== 'safe' || walk.opaque.length > 0 || walk.synchronises) return silent;
  if (divergenceIn(q, walk, details.trust).standing !== 'safe') return silent;
  const places = new Map<string, Barrier[]>();
  for (const b of walk.barriers) {
    if (b.stmt.kind === 'barrier' && b.scope === 'workGroup')
      places.set(placeOf(b), [...(places.get(placeOf(b)) ?? []), b]);
  }
  const diagnostics: Diagnostic[] = [];
  for (const [, barriers] of [...places].slice(0, MAX_REDUNDANT)) {
    const [first] = barriers;
    if (!first || q.shouldStop?.() || q.budget.left <= 0) continue;
    const without = details.decider.run(new Set(barriers));
    const before = details.result.found.length;
    if (without.found.length > before || without.found.some(({ verdict }) => verdict.kind !== 'same value')) continue;
    const { span } = first.stmt.origin;
    diagnostics.push({
      code: 'redundant-barrier',
      severity: 'information',
      class: 'proved',
      span,
      message: 'No two accesses need this barrier: without it the kernel is free of races all the same',
      related: [],
      witness: null,
      assumptions: [...walk.assumptions],
      fixes:
        first.stmt.origin.calls.length > 1 ? [] : [{ title: 'Remove the barrier', edits: [{ span, newText: '' }] }],
    });
  }
  return { ...silent, diagnostics };
};
