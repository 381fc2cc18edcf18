/** Kernels in sequence that could be one: whether that is legal, the fused source, and the bytes that are not moved any more. */

import { type LaunchSpace, launchedAs } from '../../../analysis/kernels/launched.ts';
import type { KernelText } from '../../../frontends/kernel/read.ts';
import { int } from '../../../ir/build.ts';
import type { Expr, Func } from '../../../ir/nodes.ts';
import { printExpr } from '../../../ir/print.ts';
import { type LaunchStep, stepsOf } from '../../../ir/program.ts';
import { mapExpr, mapStmt, stmtsIn } from '../../../ir/walk.ts';
import type { Span } from '../../../text/span.ts';
import { type Bytes, bytesOf } from '../../bytes.ts';
import { type Composed, compose } from './compose.ts';
import { type Intermediate, intermediatesOf } from './intermediate.ts';
import { judgePair, type PairVerdict } from './judge-pair.ts';
import { type Merged, mergedKernels, plainIntegers } from './merge.ts';
import { isDead, type LaunchPair, launchPairs } from './pairs.ts';

export interface KernelEnd {
  /** Empty where the launch gives none. */
  readonly name: string;
  readonly at: Span;
}

export interface KernelFusion {
  readonly first: KernelEnd;
  readonly second: KernelEnd;
  readonly verdict: PairVerdict;
  /** What the verdict rests on. */
  readonly assumptions: readonly string[];
  /** Null where it is not legal; a sentence where its text cannot be put together. */
  readonly source: Composed | string | null;
  /** Memory whose values an item keeps in a variable; `dead`: nobody else wants them, so it is not written any more. */
  readonly intermediates: readonly { readonly memory: string; readonly dead: boolean }[];
  /** That all kernels of the pair move, before and after; null where it is not legal. */
  readonly bytes: { readonly before: Bytes; readonly after: Bytes } | null;
}

const sameSizes = (a: readonly Expr[] | null, b: readonly Expr[] | null): boolean =>
  a === b ||
  (a !== null && b !== null && a.length === b.length && a.every((e, k) => printExpr(e) === printExpr(b[k] ?? e)));

const sizesText = (sizes: readonly Expr[] | null): string =>
  sizes?.map((e) => printExpr(e)).join(', ') ?? 'what is not known';

/** Why the two have nothing in common that could be fused; null where they have. */
const incompatible = (a: Func, b: Func, x: LaunchStep, y: LaunchStep): string | null => {
  if (x.queue !== y.queue) return `the launches go to the queues ${x.queue} and ${y.queue}`;
  if (a.kernel?.launch !== b.kernel?.launch || a.kernel?.dimensions !== b.kernel?.dimensions)
    return 'the launches are of different kinds';
  if (a.kernel?.launch !== 'range' && a.kernel?.launch !== 'nd_range') return 'only launches of items are fused';
  if (x.global === null || !sameSizes(x.global, y.global))
    return `the ranges are ${sizesText(x.global)} and ${sizesText(y.global)}`;
  if (!sameSizes(x.local, y.local)) return `the work-groups are ${sizesText(x.local)} and ${sizesText(y.local)}`;
  return null;
};

/** With the sizes of its launch; memory behind pointers is as large as there are items, where nothing else is said. */
const sized = (func: Func, space: LaunchSpace): Func => {
  const launched = launchedAs(func, space);
  const known = { ...launched, body: mapStmt(launched.body, { expr: plainIntegers }) };
  const [only, ...more] = space.global ?? [];
  if (!only || more.length > 0) return known;
  const size = mapExpr(only, (e) => (e.kind === 'cast' ? e.operand : e));
  const put = (e: Expr): Expr => mapExpr(e, (x) => (x.kind === 'param' && x.name.endsWith('.size') ? size : x));
  return { ...known, body: mapStmt(known.body, { expr: put }) };
};

/** Without the tensors that are variables of an item now. */
const without = (func: Func, gone: readonly string[]): Func => {
  const drop = (e: Expr): Expr => mapExpr(e, (x) => (x.kind === 'load' && gone.includes(x.tensor) ? int(0, x.at) : x));
  const body = mapStmt(func.body, {
    expr: drop,
    stmt: (s) =>
      s.kind === 'store' && gone.includes(s.tensor)
        ? { kind: 'eval', id: s.id, names: s.names, origin: s.origin, value: s.value }
        : s,
  });
  return { ...func, body };
};

/** Why it is not known what memory is behind an argument, or that two of them are different; null where it is. */
const unclear = ({ first, second, program }: LaunchPair): string | null => {
  const made = new Map(stepsOf(program.steps).flatMap((s) => (s.kind === 'memory' ? [[s.name, s] as const] : [])));
  const used = new Set(
    [...first.step.args, ...second.step.args].flatMap((a) => (a.kind === 'memory' ? [a.memory] : [])),
  );
  const under = new Map<string, string>();
  for (const name of used) {
    const step = made.get(name);
    if (!step) return `it is not known which memory \`${name}\` is`;
    if (step.over === null) continue;
    const other = under.get(step.over);
    if (other !== undefined) return `\`${other}\` and \`${name}\` are over the same memory of the host`;
    under.set(step.over, name);
  }
  return null;
};

/** How a kernel sees a memory: one text for each of its parameters there. */
const viewsOf = ({ func, step }: LaunchPair['first']): ReadonlyMap<string, ReadonlySet<string>> => {
  const defs = new Map(stmtsIn(func.body).flatMap((s) => (s.kind === 'varDef' ? [[s.name, s] as const] : [])));
  const out = new Map<string, Set<string>>();
  func.params.forEach((name, k) => {
    const [arg, def] = [step.args[k], defs.get(name)];
    if (arg?.kind !== 'memory' || !def) return;
    const inner = def.shape.slice(1).map((e) => printExpr(e));
    // Members of one structure lie beside each other: they are told apart by their names.
    const view = def.layout ? `structure of ${def.layout.strideBytes}` : `${def.dtype}[${inner.join(', ')}]`;
    out.set(arg.memory, (out.get(arg.memory) ?? new Set<string>()).add(view));
  });
  return out;
};

/** A memory of which the two do not see the same elements; null where there is none. */
const seenAsTwo = ({ first, second }: LaunchPair): string | null => {
  const [a, b] = [viewsOf(first), viewsOf(second)];
  for (const [memory, views] of a) {
    const all = new Set([...views, ...(b.get(memory) ?? [])]);
    if (all.size > 1) return `\`${memory}\` is seen as elements of two kinds: ${[...all].join(' and ')}`;
  }
  return null;
};

const refusal = (reason: string): PairVerdict => ({ kind: 'refused', reason, blocking: null });

const fusionOf = ({ syntax, unit, kernels }: KernelText, pair: LaunchPair): KernelFusion => {
  const { first, second, program } = pair;
  const end = ({ func, step }: LaunchPair['first']): KernelEnd => ({
    name: func.kernel?.name ?? '',
    at: step.origin.span,
  });
  const ends = { first: end(first), second: end(second) };
  const none = { assumptions: [], source: null, intermediates: [], bytes: null } as const;
  const open = kernels.find(
    (k) => [first, second].some((l) => k.at.start === l.step.origin.span.start) && k.reasons.length > 0,
  );
  const unfit = incompatible(first.func, second.func, first.step, second.step);
  if (unfit !== null) return { ...ends, ...none, verdict: refusal(unfit) };
  if (open) {
    const reason = `not all of the kernels is modelled: ${open.reasons[0]?.reason}`;
    return { ...ends, ...none, verdict: { kind: 'undecided', reason, blocking: null } };
  }
  const memory = unclear(pair) ?? seenAsTwo(pair);
  if (memory !== null) return { ...ends, ...none, verdict: { kind: 'undecided', reason: memory, blocking: null } };
  const merged = mergedKernels(first, second);
  if (!merged) return { ...ends, ...none, verdict: refusal('the kernels are not of one form') };
  const verdict = judgePair(merged);
  const assumptions = assumptionsOf(pair, program.steps);
  if (verdict.kind !== 'legal') return { ...ends, ...none, verdict, assumptions };
  const found = verdict.barrier ? [] : intermediatesOf(merged).map((of) => ({ ...of, dead: isDead(pair, of.memory) }));
  const source = compose({
    unit: syntax,
    text: unit.texts.get(unit.file) ?? '',
    first: ends.first.at,
    second: ends.second.at,
    info: first.func.kernel ?? { launch: 'range', dimensions: 1, name: '' },
    barrier: verdict.barrier,
    intermediates: found,
  });
  const kept: readonly Intermediate[] = typeof source === 'string' ? found : source.kept;
  const intermediates = found.filter((of) => kept.some((k) => k.tensor === of.tensor));
  return {
    ...ends,
    verdict,
    assumptions,
    source,
    intermediates: intermediates.map(({ memory, dead }) => ({ memory, dead })),
    bytes: bytesOfPair(merged, first.step, intermediates),
  };
};

const bytesOfPair = (
  { fused, apart }: Merged,
  { global, local }: LaunchStep,
  intermediates: readonly (Intermediate & { readonly dead: boolean })[],
): KernelFusion['bytes'] => {
  const gone = intermediates.filter(({ dead }) => dead).map(({ tensor }) => tensor);
  return {
    before: bytesOf(sized(apart, { global, local })),
    after: bytesOf(sized(without(fused, gone), { global, local })),
  };
};

/** Indices are taken not to overflow, and memory that the caller gives not to overlap. */
const assumptionsOf = ({ first, second }: LaunchPair, steps: LaunchPair['program']['steps']): string[] => {
  const given = new Set(steps.flatMap((s) => (s.kind === 'memory' && s.memory === 'given' ? [s.name] : [])));
  const used = [...first.step.args, ...second.step.args].flatMap((a) =>
    a.kind === 'memory' && given.has(a.memory) ? [a.memory] : [],
  );
  const names = [...new Set(used)];
  return ['index arithmetic does not overflow', ...(names.length > 1 ? [`${names.join(', ')} do not overlap`] : [])];
};

/** What stands against fusing most; of those that are legal, the one that drops the least. */
const strictness = ({ verdict, intermediates }: KernelFusion): number =>
  verdict.kind === 'refused'
    ? 1000
    : verdict.kind === 'undecided'
      ? 999
      : -intermediates.filter(({ dead }) => dead).length;

/**
 * In the order of the text. What several callers or instances of a template come to is one edit, so all of them must
 * allow it. @cost Some dependences for each pair.
 */
export const kernelFusions = (text: KernelText): readonly KernelFusion[] => {
  const out = new Map<string, KernelFusion>();
  for (const program of text.programs()) {
    for (const pair of launchPairs(program)) {
      const fusion = fusionOf(text, pair);
      const key = [fusion.first.at, fusion.second.at]
        .map(({ file, start, end }) => `${file} ${start} ${end}`)
        .join(' ');
      const known = out.get(key);
      if (!known || strictness(fusion) > strictness(known)) out.set(key, fusion);
    }
  }
  return [...out.values()].sort((a, b) => a.first.at.start - b.first.at.start);
};
