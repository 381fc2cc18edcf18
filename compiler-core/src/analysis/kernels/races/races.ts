/**
 * Data races as dependences: two work-items touch one element, at least one writes, they are not both atomic, and nothing
 * orders them.
 *
 * For accesses A and B of one tensor, W is the set of pairs of items p ≠ q that `pairs.ts` builds:
 *   W = { (p, q) : p reaches A, q reaches B, subscript of A at p = subscript of B at q,
 *         p and q in one group and A, B in one barrier interval (`intervals.ts`), or p and q in two groups }
 * and D the same without the subscripts. No race iff W is empty for every such pair. A race is proved if no value that
 * only data decide takes part and, for every valuation of the sizes, (∃ p, q: D) implies (∃ p, q: W); it is possible where
 * W has points for some valuations only, or data decide whether the places are reached; else the pair is open.
 * Atomics race with plain accesses, and with each other where the scope of one of them does not reach the other item.
 * @source DESIGN 6; Betts, Chong, Donaldson et al., "The Design and Implementation of a Verification Technique for GPU
 * Kernels", TOPLAS 37(3), 2015, for races as pairs of instances between barriers.
 */

import type { Diagnostic, UnknownCode } from '../../../diag/diagnostic.ts';
import type { Expr, Func, Stmt } from '../../../ir/nodes.ts';
import { stmtsIn, visitExpr } from '../../../ir/walk.ts';
import {
  Budget,
  gist,
  intersect,
  isEmpty,
  isGt,
  isLt,
  type Point,
  project,
  System,
  sample,
  subset,
  type Union,
  variable,
} from '../../../presburger/index.ts';
import { symbolsOf } from '../../affine/context.ts';
import type { KernelAnswer, KernelQuestion, Open, Standing } from '../answer.ts';
import { Intervals, type Meeting, type Space } from './intervals.ts';
import { buildPairs, originalOf, type Pair, type Relation, single } from './pairs.ts';
import { NO_OVERFLOW } from './plain-index.ts';
import { raceFixes, type TextAt } from './race-fixes.ts';
import { raceDiagnostic } from './race-report.ts';
import type { Access, Barrier, KernelWalk } from './skeleton.ts';
import { GROUP, ITEM, uniformity } from './uniform.ts';
import { walkKernel } from './walk.ts';

/** Work that one pair of accesses may take: a share of the whole, within limits. */
const [LEAST_WORK, MOST_WORK, SHARE] = [4_000, 20_000, 10];
const MAX_PAIRS = 20_000;

export type RaceVerdict =
  | { readonly kind: 'safe' }
  | { readonly kind: 'open'; readonly code: UnknownCode; readonly reason: string }
  | {
      readonly kind: 'faulty' | 'possible' | 'same value';
      readonly pair: Pair;
      readonly witness: Point;
      /** Where it is possible: what has to hold of the sizes. */
      readonly condition: string | null;
      /** Of one value: whether the places are reached at all is known. */
      readonly sure?: boolean;
    };

const SAFE: RaceVerdict = { kind: 'safe' };

const ifSeveralGroups = (verdict: RaceVerdict): RaceVerdict =>
  verdict.kind === 'faulty' ? { ...verdict, kind: 'possible', condition: 'there are several groups' } : verdict;

export interface RaceResult {
  readonly walk: KernelWalk;
  readonly found: readonly { readonly a: Access; readonly b: Access; readonly verdict: RaceVerdict }[];
  /** Tensors of which every pair is safe. */
  readonly unsafe: ReadonlySet<string>;
}

export const spaceOf = (a: Access): Space => (a.def?.memory === 'gpu/shared' ? 'local' : 'global');

/** All pairs of accesses of a kernel; equal questions are answered once. */
export class RaceDecider {
  private readonly answers = new Map<string, RaceVerdict>();
  private readonly rough = new Map<Union, Union>();
  private pairs = 0;
  private readonly each: number;

  constructor(
    private readonly walk: KernelWalk,
    private readonly budget: Budget,
    private readonly shouldStop: () => boolean,
  ) {
    this.each = Math.min(MOST_WORK, Math.max(LEAST_WORK, Math.floor(budget.left / SHARE)));
  }

  run(removed: ReadonlySet<Barrier> = new Set()): RaceResult {
    const byTensor = new Map<string, Access[]>();
    for (const a of this.walk.accesses) {
      const base = this.walk.baseOf(a.tensor);
      const list = byTensor.get(base) ?? [];
      list.push(a);
      byTensor.set(base, list);
    }
    const found: { a: Access; b: Access; verdict: RaceVerdict }[] = [];
    const unsafe = new Set<string>();
    const spaces = { local: new Intervals('local', removed), global: new Intervals('global', removed) };
    for (const [base, list] of byTensor) {
      if (list.every((x) => x.kind === 'read')) continue;
      for (const [i, a] of list.entries()) {
        for (const b of list.slice(i)) {
          if (a.kind === 'read' && b.kind === 'read') continue;
          const verdict = this.pair(a, b, spaces[spaceOf(a)]);
          if (verdict.kind === 'safe') continue;
          found.push({ a, b, verdict });
          if (verdict.kind !== 'same value') for (const x of [a, b]) unsafe.add(x.tensor);
          unsafe.add(base);
        }
      }
    }
    return { walk: this.walk, found, unsafe };
  }

  /** Whether a launch has two groups at least, whatever its sizes. */
  private get hasGroups(): boolean {
    return this.walk.dimensions.some(
      ({ groups }) => groups.length > 0 && groups.every(({ value }) => value.isConstant && value.constant >= 2),
    );
  }

  private pair(a: Access, b: Access, intervals: Intervals): RaceVerdict {
    if (++this.pairs > MAX_PAIRS || this.shouldStop() || this.budget.left <= 0) {
      return { kind: 'open', code: 'budget', reason: 'the budget ended before this pair' };
    }
    const verdicts: RaceVerdict[] = [];
    const grouped = this.walk.dimensions.some((d) => d.item !== null);
    if (grouped && !a.leader && !b.leader && !ordersByAtomics(a, b, 'group')) {
      for (const { from, meeting } of intervals.meetings(a.place, b.place)) {
        const [x, y] = from === 'a' ? [a, b] : [b, a];
        verdicts.push(...this.meet(x, y, 'group', meeting));
      }
    }
    const global = spaceOf(a) === 'global' && this.walk.dimensions.some((d) => d.group !== null);
    if (global && !ordersByAtomics(a, b, 'groups')) {
      const between = this.meet(a, b, 'groups', null);
      // With one group there are work-items all the same, and no such pair.
      verdicts.push(...(grouped && !this.hasGroups ? between.map(ifSeveralGroups) : between));
    }
    for (const kind of ['faulty', 'possible', 'open', 'same value'] as const) {
      const worst = verdicts.find((v) => v.kind === kind);
      if (worst) return worst;
    }
    return SAFE;
  }

  /** First without what data decide, which most often is enough, and far fewer cases. */
  private meet(a: Access, b: Access, relation: Relation, meeting: Meeting | null): RaceVerdict[] {
    const [plainA, plainB] = [this.withoutData(a), this.withoutData(b)];
    if (plainA !== a.context.domain || plainB !== b.context.domain) {
      const rough = buildPairs(this.walk, a, b, relation, meeting, (x) => this.withoutData(x));
      if (rough.every((pair) => pair !== 'too large' && this.isNone(pair))) return [];
    }
    return buildPairs(this.walk, a, b, relation, meeting).map((pair) => this.decide(pair));
  }

  private isNone(pair: Pair): boolean {
    const key = `rough ${pair.wrong.join(' or ')}`;
    const known = this.answers.get(key);
    if (known) return known.kind === 'safe';
    const budget = new Budget(Math.min(this.each, this.budget.left));
    const before = budget.left;
    const empty = isEmpty(pair.wrong, budget);
    this.budget.left -= before - Math.max(0, budget.left);
    const none = empty.kind === 'known' && empty.value;
    this.answers.set(key, none ? SAFE : { kind: 'open', code: 'budget', reason: '' });
    return none;
  }

  /** Where an access is reached, whatever data say; the domain itself where they say nothing. */
  private withoutData({ context: { domain } }: Access): Union {
    const known = this.rough.get(domain);
    if (known) return known;
    const { symbols, named } = this.walk;
    const guessed = (id: string): boolean => symbols.kindOf(id) === 'data' || named.has(id);
    const kept = new Map<string, System>();
    let same = true;
    for (const s of domain) {
      const left = s.constraints.filter((c) => ![...c.expr.variables()].some(guessed));
      same &&= left.length === s.constraints.length;
      const system = System.of(...left);
      kept.set(String(system), system);
    }
    const out = same ? domain : [...kept.values()];
    this.rough.set(domain, out);
    return out;
  }

  private decide(pair: Pair | 'too large'): RaceVerdict {
    if (pair === 'too large') return { kind: 'open', code: 'budget', reason: 'there are too many cases' };
    const key = `${pair.certain} ${pair.wrong.join(' or ')} in ${pair.domain.join(' or ')}`;
    const known = this.answers.get(key);
    if (known && (known.kind === 'safe' || known.kind === 'open')) return known;
    const budget = new Budget(Math.min(this.each, this.budget.left));
    const before = budget.left;
    const verdict = this.answer(pair, budget);
    this.budget.left -= before - Math.max(0, budget.left);
    this.answers.set(key, verdict);
    return verdict;
  }

  private answer(pair: Pair, budget: Budget): RaceVerdict {
    const { walk } = this;
    const empty = isEmpty(pair.wrong, budget);
    if (empty.kind === 'unknown')
      return { kind: 'open', code: 'budget', reason: 'the question is too hard for its budget' };
    if (empty.value) return SAFE;
    const guessed = (id: string): boolean => {
      const own = originalOf(id);
      return walk.symbols.kindOf(own) === 'data' || walk.named.has(own);
    };
    const isClean = (s: System): boolean => ![...s.variables()].some(guessed);
    const clean = pair.wrong.filter(isClean);
    const order = orderOf(pair, walk);
    const point = sample(intersect(clean.length > 0 ? clean : pair.wrong, [pair.exactly]), budget, order);
    const any =
      point.kind === 'known' && point.value ? point : sample(clean.length > 0 ? clean : pair.wrong, budget, order);
    if (any.kind === 'unknown' || !any.value)
      return { kind: 'open', code: 'budget', reason: 'the question is too hard for its budget' };
    const witness = any.value;
    const agree = agrees(pair, budget);
    if (sameValue(pair, walk) || (agree && isPure(pair, walk)))
      return { kind: 'same value', pair, witness, condition: null, sure: pair.certain && pair.domain.every(isClean) };
    if (pair.first.tensor !== pair.second.tensor) {
      return {
        kind: 'open',
        code: 'not-affine',
        reason: `${nameOf(pair.first)} and ${nameOf(pair.second)} are windows of different types on one memory`,
      };
    }
    if (walk.synchronises) {
      return {
        kind: 'open',
        code: 'not-modelled',
        reason: 'atomics that order memory, or fences, may order these accesses',
      };
    }
    const subject = new Set(
      [...pair.first.subscripts, ...pair.second.subscripts]
        .flat()
        .flatMap((p) => [...p.value.variables(), ...p.when.variables()]),
    );
    const onData = [...subject].some(guessed);
    const exact = intersect(clean, [pair.exactly]);
    // Values that are the same for a part of the items may be so for these two, and they may be of one sub-group.
    const alike =
      agree ||
      mayOrder(pair.first, pair.second, pair.relation) ||
      (pair.first.kind === 'write' &&
        pair.second.kind === 'write' &&
        Math.max(pair.first.valueLevel, pair.second.valueLevel) < (pair.relation === 'group' ? ITEM : GROUP));
    if (
      clean.length > 0 &&
      pair.domain.every(isClean) &&
      pair.certain &&
      !alike &&
      point.kind === 'known' &&
      point.value
    ) {
      const sizes = [...symbolsOf(pair.domain), ...symbolsOf(exact)].filter(
        (id) => !id.endsWith("'") && walk.symbols.kindOf(id) === 'size',
      );
      const shadow = project(exact, sizes, budget);
      const all = subset(pair.domain, shadow.must, budget);
      if (all.kind === 'known' && all.value) return { kind: 'faulty', pair, witness, condition: null };
      const condition = conditionOf(shadow.must, project(pair.domain, sizes, budget).must, walk, budget);
      return { kind: 'possible', pair, witness, condition };
    }
    if (onData) {
      const what = [...subject]
        .filter(guessed)
        .map((id) => walk.symbols.get(originalOf(id)).display.replace(/#\d+/g, ''));
      return {
        kind: 'open',
        code: 'data-dependent',
        reason: `the subscripts of ${nameOf(pair.first)} depend on ${what[0] ?? 'data'}`,
      };
    }
    return { kind: 'possible', pair, witness, condition: null };
  }
}

export const nameOf = (a: Access): string => `\`${a.def?.spelled ?? a.tensor}\``;

const conditionOf = (shadow: Union, given: Union, walk: KernelWalk, budget: Budget): string | null => {
  const [only] = shadow;
  if (!only || shadow.length > 1) return null;
  const rest = gist(only, given, budget);
  if (rest.kind === 'unknown' || rest.value.constraints.length === 0 || rest.value.constraints.length > 2) return null;
  return rest.value.constraints.map((c) => walk.symbols.showConstraint(c)).join(' and ');
};

const REACH: Readonly<Record<string, number>> = { workItem: 0, subGroup: 1, workGroup: 2, device: 3, system: 4 };

/** Both are atomic, and to each other: their scopes hold both items. */
const ordersByAtomics = (a: Access, b: Access, relation: Relation): boolean => {
  if (!a.atomic || !b.atomic) return false;
  const least = Math.min(REACH[a.atomic.scope] ?? 0, REACH[b.atomic.scope] ?? 0);
  return least >= (relation === 'group' ? 2 : 3);
};

/** Both are atomic, and whether to each other is for the sizes of sub-groups to say. */
const mayOrder = (a: Access, b: Access, relation: Relation): boolean =>
  relation === 'group' && a.atomic !== null && b.atomic !== null && [a, b].every((x) => x.atomic?.scope !== 'workItem');

/** Two writes of one value, whoever does them. */
const sameValue = ({ first, second, isShared, renamed }: Pair, walk: KernelWalk): boolean => {
  if (first.kind !== 'write' || second.kind !== 'write' || first.atomic || second.atomic) return false;
  if (!first.value || !second.value) return false;
  const [a, b] = [single(first.whole), single(second.whole)];
  if (a && b && String(a) === String(b.substitute(renamed))) return true;
  const written = new Set(walk.accesses.filter((a) => a.kind !== 'read').map((a) => a.tensor));
  const shared = (key: string, kind: 'size' | 'iterator'): boolean => isShared(walk.symbols.intern(key, kind, key).id);
  const equal = (a: Expr, b: Expr): boolean => {
    if (a.kind !== b.kind) return false;
    switch (a.kind) {
      case 'int':
      case 'bool':
      case 'float':
        return b.kind === a.kind && Object.is(a.value, b.value);
      case 'var':
        // Iterators of values have names that are their symbols.
        return b.kind === 'var' && a.name === b.name && a.name.startsWith('iterator ') && isShared(a.name.slice(9));
      case 'param':
        return b.kind === 'param' && a.name === b.name && shared(`param ${a.name}`, 'size');
      case 'load':
        return (
          b.kind === 'load' &&
          a.tensor === b.tensor &&
          !written.has(a.tensor) &&
          a.indices.every((x, k) => equal(x, b.indices[k] ?? x))
        );
      case 'cast':
        return b.kind === 'cast' && a.dtype === b.dtype && equal(a.operand, b.operand);
      case 'binary':
        return b.kind === 'binary' && a.op === b.op && equal(a.lhs, b.lhs) && equal(a.rhs, b.rhs);
      case 'unary':
        return b.kind === 'unary' && a.op === b.op && equal(a.operand, b.operand);
      default:
        return false;
    }
  };
  return equal(first.value, second.value);
};

/**
 * Whether both items write what one expression gives for the same iterators: W with a different value of one of them is empty.
 */
const agrees = ({ first, second, isShared, renamed, wrong }: Pair, budget: Budget): boolean => {
  if (first.kind !== 'write' || first.value === null || first.value !== second.value) return false;
  const ids = new Set<string>();
  let isKnown = true;
  visitExpr(first.value, (e) => {
    if (e.kind === 'var' && e.name.startsWith('iterator ')) ids.add(e.name.slice('iterator '.length));
    else if (e.kind === 'var' || e.kind === 'unknown') isKnown = false;
    return isKnown;
  });
  return (
    isKnown &&
    [...ids].every((id) => {
      if (isShared(id)) return true;
      const other = variable(id).substitute(renamed);
      const apart = [System.of(isLt(variable(id), other)), System.of(isGt(variable(id), other))];
      const empty = isEmpty(intersect(wrong, apart), budget);
      return empty.kind === 'known' && empty.value;
    })
  );
};

/** The value is made of iterators, arguments, and memory that no item writes. */
const isPure = ({ first }: Pair, walk: KernelWalk): boolean => {
  if (first.value === null) return false;
  const written = new Set(walk.accesses.filter((a) => a.kind !== 'read').map((a) => a.tensor));
  let pure = true;
  visitExpr(first.value, (e) => {
    pure &&= e.kind !== 'intrinsic' && !(e.kind === 'load' && written.has(e.tensor));
    return pure;
  });
  return pure;
};

/** Sizes, groups, items, loops, each of p before q. */
const orderOf = (pair: Pair, walk: KernelWalk): string[] => {
  const names = [...symbolsOf(pair.wrong)];
  const rank = (id: string): number => {
    const own = originalOf(id);
    const kind = walk.symbols.kindOf(own);
    if (kind === 'size') return 0;
    const d = walk.dimensions.findIndex((x) => [x.group?.id, x.item?.id].includes(own));
    return d >= 0 ? 1 + d : kind === 'iterator' ? 10 : 20;
  };
  return names.sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
};

/** One finding for each pair of statements: of their pairs of accesses the worst, two writes before others. */
const perStatements = (found: RaceResult['found']): RaceResult['found'] => {
  const rank = { faulty: 0, possible: 1, 'same value': 2, open: 3, safe: 4 } as const;
  const best = new Map<string, RaceResult['found'][number]>();
  for (const f of found) {
    const ids = [f.a.stmt.id, f.b.stmt.id].sort((x, y) => x - y).join(' ');
    const known = best.get(ids);
    if (!known || rank[f.verdict.kind] < rank[known.verdict.kind]) best.set(ids, f);
  }
  return [...best.values()];
};

const walls = (root: Stmt): boolean => stmtsIn(root).some((s) => s.kind === 'barrier' || s.kind === 'collective');

/**
 * Trusts that memory which items write holds one value for all of a group where no race on it is found; so the answer
 * is asked again without the trust in what turns out not to be safe. The first load of a run that would see different values
 * comes after a race, and the first race after such a load; so there is neither where all pairs are safe.
 */
const trusted = (
  q: KernelQuestion,
): { readonly result: RaceResult; readonly decider: RaceDecider; readonly trust: ReadonlySet<string> } => {
  const names = stmtsIn(q.func.body).flatMap((s) =>
    s.kind === 'varDef' && s.memory !== 'gpu/local' && s.memory !== 'byvalue' ? [s.name] : [],
  );
  let trust = new Set(walls(q.func.body) ? names : []);
  for (;;) {
    const walk = walkKernel(q.func, uniformity(q.func, trust), trust);
    const decider = new RaceDecider(walk, q.budget, q.shouldStop ?? (() => false));
    const result = decider.run();
    const kept = new Set([...trust].filter((name) => !result.unsafe.has(name)));
    if (kept.size === trust.size) return { result, decider, trust };
    trust = kept;
  }
};

type Details = ReturnType<typeof trusted>;
/** Races and barriers are asked of one kernel one after the other. */
const remembered = new WeakMap<Func, Details>();

const detailsOf = (q: KernelQuestion): Details => {
  const known = remembered.get(q.func);
  if (known) return known;
  const details = trusted(q);
  if (q.shouldStop?.() !== true) remembered.set(q.func, details);
  return details;
};

/** Races of one kernel. @cost pairs of accesses to one tensor, each a question of 20,000 row operations at most. */
export const findRaces = (q: KernelQuestion, textAt?: TextAt): KernelAnswer & { readonly details: Details } => {
  const details = detailsOf(q);
  const { walk, found } = details.result;
  const diagnostics: Diagnostic[] = [];
  const open: Open[] = walk.opaque.map(({ reason, at }) => ({ code: 'not-modelled' as const, reason, at }));
  const assumptions = new Set(walk.assumptions);
  if (walk.accesses.length > 0) assumptions.add(NO_OVERFLOW);
  for (const text of aliasing(walk)) assumptions.add(text);
  let standing: Standing = open.length > 0 ? 'unknown' : 'safe';
  const worse = (to: Standing): void => {
    const order: readonly Standing[] = ['safe', 'possible', 'unknown', 'faulty'];
    if (order.indexOf(to) > order.indexOf(standing)) standing = to;
  };
  const places = new Set<string>();
  for (const { a, b, verdict } of found) {
    if (verdict.kind === 'faulty' || verdict.kind === 'possible') worse(verdict.kind);
    if (verdict.kind !== 'open') continue;
    worse('unknown');
    const at = a.kind === 'read' ? a.at : b.at;
    const place = `${at.file} ${at.start} ${verdict.reason}`;
    if (!places.has(place)) open.push({ code: verdict.code, reason: verdict.reason, at });
    places.add(place);
  }
  for (const { verdict } of perStatements(found)) {
    if (verdict.kind === 'safe' || verdict.kind === 'open') continue;
    const fixes =
      textAt && verdict.kind !== 'same value'
        ? raceFixes(verdict.pair, { func: q.func, walk, uniform: uniformity(q.func, details.trust), textAt })
        : [];
    diagnostics.push(raceDiagnostic(walk, verdict, [...assumptions], fixes));
  }
  return { standing, diagnostics, open, assumptions: [...assumptions], details };
};

/** That parameters do not share memory, where one of them is written. */
const aliasing = (walk: KernelWalk): string[] => {
  const written = new Map<string, string>();
  for (const a of walk.accesses)
    if (a.kind !== 'read' && a.def?.aliasClass != null) written.set(a.tensor, a.def.spelled ?? a.tensor);
  return [...written.values()].map((name) => `\`${name}\` shares no memory with other pointers of the kernel`);
};
