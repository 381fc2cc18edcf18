/**
 * Elements that are read before anything can have written them.
 *
 * For a read the program is followed to one instance: the first iteration of every loop around it (or the last), with
 * iterators as numbers. It is an error where that instance is reached whatever the inputs hold, and every write that
 * may run before it is certain to go to another element. A write counts as "may run before" when it stands before the
 * read, or anywhere in a loop around both unless the instance is the first. What a write touches is over-approximated
 * by intervals. A read that no write can precede, but which a condition may keep from running, is `possible`.
 *
 * An output that the caller brings does hold something: reading it first is a warning (it should be `inout`).
 * Nothing is said about tensors that views or code that is not modelled may write.
 */

import type { Diagnostic } from '../diag/diagnostic.ts';
import type { Expr, For, Func, VarDef } from '../ir/nodes.ts';
import { printExpr } from '../ir/print.ts';
import { foldExpr, isMemberCopy, membersOf, visitExpr } from '../ir/walk.ts';
import { type Context, contextsOf, finding, isParallel, type TensorFacts, tensorFacts, type Use } from './dataflow.ts';
import { type Interval, intervalOf, truthOf } from './intervals.ts';

/** One execution of a read: the values of its iterators, and what has to hold for it to happen. */
interface Instance {
  readonly ranges: Map<string, Interval | null>;
  readonly assumptions: string[];
  /** Certain: it runs for all inputs under the assumptions. Otherwise a condition on data or sizes decides. */
  readonly certain: boolean;
}
type Choice = 'first' | 'last';

const point = (n: number): Interval => ({ low: n, high: n });
const SIZE_OPS: ReadonlySet<string> = new Set(['add', 'sub', 'mul', 'floorDiv', 'ceilDiv', 'min', 'max']);
/**
 * Built of constants and sizes alone: symbols and scalar parameters passed by value. Such a bound is the same in every
 * iteration, and the question arises for those sizes for which the loop runs.
 */
const isSize = (root: Expr, context: Context | null): boolean =>
  foldExpr<boolean>(root, (e, parts) => {
    if (e.kind === 'int' || e.kind === 'param') return true;
    if (e.kind === 'binary') return SIZE_OPS.has(e.op) && parts.every((p) => p);
    return e.kind === 'load' && contextsOf(context).some((c) => c.kind === 'def' && isByValue(c.def, e.tensor));
  });
const isByValue = (def: VarDef, name: string): boolean =>
  def.name === name && def.memory === 'byvalue' && def.access === 'input';
const mentionsIterator = (e: Expr): boolean => {
  let found = false;
  visitExpr(e, (x) => {
    found ||= x.kind === 'var';
    return !found;
  });
  return found;
};

interface Bounds {
  readonly begin: number;
  readonly end: number;
  readonly step: number;
}
/** The range of a loop in numbers, for given outer iterators; null where a bound is not a number. */
const boundsOf = (loop: For, ranges: Map<string, Interval | null>): Bounds | null => {
  const [begin, end, step] = [loop.begin, loop.end, loop.step].map((e) => {
    const i = intervalOf(e, ranges);
    return i && i.low === i.high ? i.low : null;
  });
  return begin == null || end == null || step == null || step === 0 ? null : { begin, end, step };
};
const lastOf = ({ begin, end, step }: Bounds): number =>
  begin + Math.floor((end - begin - Math.sign(step)) / step) * step;
const isEmpty = ({ begin, end, step }: Bounds): boolean => (step > 0 ? begin >= end : begin <= end);

/** Follows the constructs around a read from the outside in. Null: the instance does not exist. */
const instanceAt = (context: Context | null, choice: Choice): Instance | null => {
  const ranges = new Map<string, Interval | null>();
  const assumptions: string[] = [];
  let certain = true;
  for (const c of contextsOf(context).reverse()) {
    if (c.kind === 'loop') {
      const bounds = boundsOf(c.loop, ranges);
      if (bounds) {
        if (isEmpty(bounds)) return null;
        ranges.set(c.loop.iter, point(choice === 'first' ? bounds.begin : lastOf(bounds)));
        continue;
      }
      const { begin, end, step } = c.loop;
      if (![begin, end, step].every((e) => isSize(e, c.up))) certain = false;
      // With other iterators in a bound the loop may be empty in this iteration of theirs.
      if (mentionsIterator(begin) || mentionsIterator(end)) return null;
      assumptions.push(`the loop over ${c.loop.iter} runs at least once`);
      ranges.set(c.loop.iter, choice === 'first' ? intervalOf(begin, ranges) : null);
    } else if (c.kind === 'guard' || c.kind === 'while') {
      const truth = truthOf(c.cond, ranges);
      const wanted = c.kind === 'while' || c.holds;
      if (truth === !wanted) return null;
      if (truth === null) certain = false;
    } else if (c.kind === 'assertion' && truthOf(c.cond, ranges) === false) return null;
  }
  return { ranges, assumptions, certain };
};

/** Iterators anywhere in their loops, for what a write may touch. */
const anywhere = (context: Context | null): Map<string, Interval | null> => {
  const ranges = new Map<string, Interval | null>();
  for (const c of contextsOf(context).reverse()) {
    if (c.kind !== 'loop') continue;
    const [begin, end, step] = [c.loop.begin, c.loop.end, c.loop.step].map((e) => intervalOf(e, ranges));
    if (!begin || !end || !step || (step.low <= 0 && step.high >= 0)) ranges.set(c.loop.iter, null);
    else if (step.low > 0) ranges.set(c.loop.iter, { low: begin.low, high: Math.max(begin.low, end.high - 1) });
    else ranges.set(c.loop.iter, { low: Math.min(end.low + 1, begin.high), high: begin.high });
  }
  return ranges;
};

/** Loops and whiles between the definition and a use, by identity. */
const repeatsWithin = (facts: TensorFacts, use: Use): ReadonlySet<unknown> => {
  const out = new Set<unknown>();
  for (const c of contextsOf(use.context)) {
    if (c.kind === 'def' && c.def === facts.def) break;
    if (c.kind === 'loop') out.add(c.loop);
    if (c.kind === 'while') out.add(c.cond);
  }
  return out;
};
const isLoop = (r: unknown): r is For => typeof r === 'object' && r !== null && 'iter' in r;

/** A write with what is asked of it again and again: the box it may touch, the loops it is in. */
interface Write {
  readonly use: Use;
  readonly box: readonly (Interval | null)[];
  readonly repeats: ReadonlySet<unknown>;
}
const writesOf = (facts: TensorFacts): Write[] =>
  facts.uses
    .filter((u) => u.kind !== 'read')
    .map((use) => {
      const ranges = anywhere(use.context);
      return { use, box: use.indices.map((e) => intervalOf(e, ranges)), repeats: repeatsWithin(facts, use) };
    });

const mayPrecede = (write: Write, read: Use, around: ReadonlySet<unknown>, choice: Choice): boolean => {
  if (write.use.order < read.order) return true;
  const shared = [...write.repeats].filter((r) => around.has(r));
  // Of parallel iterations any may run before the one looked at.
  return shared.length > 0 && (choice === 'last' || shared.some((r) => isLoop(r) && isParallel(r)));
};

/** Every element the write may touch is another than the one at `here`. */
const goesElsewhere = (write: Write, here: readonly (Interval | null)[]): boolean =>
  write.box.some((there, d) => {
    const at = here[d];
    return there != null && at != null && (there.high < at.low || at.high < there.low);
  });

const shownIndex = (read: Use, instance: Instance): string =>
  read.indices
    .map((e) => {
      const i = intervalOf(e, instance.ranges);
      return i && i.low === i.high ? String(i.low) : printExpr(e);
    })
    .join(', ');

/** How a finding is put: what is certain of a local is only unusual for an output whose memory the caller brings. */
const wording = (facts: TensorFacts, certain: boolean, callers: boolean) => {
  if (!certain) return { severity: 'information', class: 'possible', tail: ', if this line is reached' } as const;
  if (!callers) return { severity: 'error', class: 'proved', tail: '' } as const;
  const tail = `: it starts with what the caller's memory holds. An ${facts.def.access} that is read should be inout`;
  return { severity: 'warning', class: 'proved', tail } as const;
};

const report = (facts: TensorFacts, read: Use, instance: Instance, certain: boolean, callers: boolean): Diagnostic => {
  const name = facts.def.spelled ?? facts.def.name;
  const element = `${name}[${shownIndex(read, instance)}]`;
  const values: Record<string, string> = {};
  for (const [iterator, i] of instance.ranges) if (i && i.low === i.high) values[iterator] = String(i.low);
  const at = Object.entries(values).map(([k, v]) => `${k} = ${v}`);
  const later = facts.uses.find((u) => u.kind !== 'read' && u.order > read.order);
  const created = callers ? `${name} is declared here` : `${name} is created here, without values`;
  const related = [{ span: facts.def.origin.span, message: created }];
  if (later) related.push({ span: later.at, message: 'it is written only here, afterwards' });
  const { severity, class: sure, tail } = wording(facts, certain, callers);
  return finding(
    {
      code: 'uninitialised-read',
      severity,
      class: sure,
      message: `${element} ${read.kind === 'update' ? 'is updated' : 'is read'} before it is written${tail}`,
      witness: { text: `${at.length > 0 ? `at ${at.join(', ')}: ` : ''}${element} has no value yet`, values },
      assumptions: instance.assumptions,
    },
    read.stmt.origin,
    read.at,
    related,
  );
};

/** What one read amounts to; null: it is fine, or nothing can be said. */
const checkRead = (facts: TensorFacts, read: Use, writes: readonly Write[], callers: boolean): Diagnostic | null => {
  const around = repeatsWithin(facts, read);
  const others = writes.filter((w) => w.use !== read);
  for (const choice of ['first', 'last'] as const) {
    const instance = instanceAt(read.context, choice);
    if (!instance?.certain) continue;
    const here = read.indices.map((e) => intervalOf(e, instance.ranges));
    if (others.every((w) => goesElsewhere(w, here) || !mayPrecede(w, read, around, choice))) {
      return report(facts, read, instance, true, callers);
    }
  }
  if (others.some((w) => mayPrecede(w, read, around, 'last'))) return null;
  const instance = instanceAt(read.context, 'first');
  return instance && !instance.certain ? report(facts, read, instance, false, callers) : null;
};

/** Pairs of a read and a write that are compared for one tensor; the reads after that are left undecided. */
const MAX_PAIRS = 400_000;

/**
 * @returns One finding per tensor, at its first faulty read.
 * @cost O(reads · writes) per tensor, bounded by `MAX_PAIRS`, times the depth of nesting.
 */
export const checkUninitialised = (func: Func): Diagnostic[] => {
  const out: Diagnostic[] = [];
  const members = membersOf(func);
  for (const facts of tensorFacts(func)) {
    const { access } = facts.def;
    if (facts.opaque || (access !== 'cache' && access !== 'output')) continue;
    // Memory of an output parameter is the caller's; that of a returned tensor is new.
    const callers = access === 'output' && !func.returns.some((r) => r.tensor === facts.def.name);
    const writes = writesOf(facts);
    const reads = facts.uses.filter((u) => u.kind !== 'write' && !isMemberCopy(u.stmt, (t) => members.has(t)));
    for (const read of reads.slice(0, Math.ceil(MAX_PAIRS / Math.max(1, writes.length)))) {
      const found = checkRead(facts, read, writes, callers);
      if (!found) continue;
      out.push(found);
      break;
    }
  }
  return out;
};
