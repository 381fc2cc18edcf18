/** Types and atomics that a kernel uses and a device lacks. */

import type { Expr, Func, Stmt } from '../../ir/nodes.ts';
import type { DType } from '../../ir/types.ts';
import { exprsIn, stmtsIn, visitExpr } from '../../ir/walk.ts';
import type { Feature } from '../../machine/device.ts';
import type { Span } from '../../text/span.ts';
import { exceeded, type LimitsAnswer, type LimitsQuestion, openFact, possibly } from './limits-finding.ts';

/** What of a kernel needs which feature, in words; those that are only slower without it are marked. */
const WORDS: Readonly<
  Partial<Record<Feature, { readonly uses: string; readonly lacks: string; readonly slower?: true }>>
> = {
  fp64: { uses: 'the kernel computes in `double`', lacks: 'has no double precision' },
  fp16: { uses: 'the kernel computes in `half`', lacks: 'has no half precision' },
  atomic64: { uses: 'an atomic operation on 64 bits', lacks: 'has none' },
  floatAtomics: {
    uses: 'an atomic operation on floats',
    lacks: 'has no such instruction, so it is a loop of compare-and-exchange',
    slower: true,
  },
  doubleAtomics: {
    uses: 'an atomic operation on doubles',
    lacks: 'has no such instruction, so it is a loop of compare-and-exchange',
    slower: true,
  },
};
const CHECKED = Object.keys(WORDS) as readonly Feature[];

/** Places that need a feature, in the order of the text. */
const usesOf = (func: Func): ReadonlyMap<Feature, readonly Span[]> => {
  const uses = new Map<Feature, Span[]>();
  const add = (feature: Feature, at: Span): void => {
    const list = uses.get(feature);
    if (at.end <= at.start) return;
    if (list === undefined) uses.set(feature, [at]);
    else if (!list.some((other) => other.start === at.start && other.file === at.file)) list.push(at);
  };
  const typed = (dtype: DType, at: Span): void => {
    if (dtype === 'float64') add('fp64', at);
    if (dtype === 'float16') add('fp16', at);
  };
  const types = new Map<string, DType>();
  const statements = stmtsIn(func.body);
  for (const s of statements) {
    if (s.kind !== 'varDef') continue;
    types.set(s.name, s.dtype);
    if (s.access === 'cache') typed(s.dtype, s.origin.span);
  }
  for (const s of statements) {
    atomicOf(s, types, add);
    if (s.kind === 'store' || s.kind === 'reduceTo') typed(types.get(s.tensor) ?? 'unknown', s.at);
  }
  for (const root of exprsIn(func.body)) {
    visitExpr(root, (e: Expr) => {
      if (e.kind === 'load' || e.kind === 'cast' || e.kind === 'intrinsic') typed(e.dtype, e.at);
      return true;
    });
  }
  for (const list of uses.values()) list.sort((a, b) => a.start - b.start || b.end - a.end);
  return uses;
};

const atomicOf = (s: Stmt, types: ReadonlyMap<string, DType>, add: (feature: Feature, at: Span) => void): void => {
  const isAtomic = s.kind === 'atomicRMW' || (s.kind === 'reduceTo' && s.atomic);
  if (!isAtomic) return;
  const dtype = types.get(s.tensor) ?? 'unknown';
  const changes = s.op !== 'load' && s.op !== 'store' && s.op !== 'exchange' && s.op !== 'compareExchange';
  if (dtype === 'int64' || dtype === 'uint64' || dtype === 'float64') add('atomic64', s.at);
  if (dtype === 'float32' && changes) add('floatAtomics', s.at);
  if (dtype === 'float64' && changes) add('doubleAtomics', s.at);
};

/** Places that say no more than the one before: inside it. */
const outermost = (spans: readonly Span[]): readonly Span[] => {
  const kept: Span[] = [];
  for (const at of spans) {
    const last = kept.at(-1);
    if (last === undefined || at.file !== last.file || at.start >= last.end) kept.push(at);
  }
  return kept;
};

const SHOWN = 3;

export const missingFeatures = (q: LimitsQuestion): LimitsAnswer => {
  const { func, device, chosen } = q;
  const uses = usesOf(func);
  const open: string[] = [];
  const diagnostics = CHECKED.flatMap((feature) => {
    const [first, ...rest] = outermost(uses.get(feature) ?? []);
    const words = WORDS[feature];
    const fact = device.features[feature];
    if (first === undefined || words === undefined || fact.value === true) return [];
    if (fact.value === null) {
      if (words.slower === undefined) open.push(...openFact(feature, fact));
      return [];
    }
    const related = rest.slice(0, SHOWN).map((span) => ({ span, message: 'here, too' }));
    if (device.numbers === 'least') {
      // What is only slower is said of the device that it is slower on.
      if (words.slower) return [];
      const whose = chosen === null ? 'devices may lack that' : `${device.name} may lack that`;
      return [possibly(q, 'missing-feature', first, `${words.uses}: ${whose}`, { related })];
    }
    const message = `${words.uses}: ${device.name} ${words.lacks}`;
    const found = exceeded(q, 'missing-feature', first, message, { related });
    return [words.slower ? { ...found, severity: 'hint' as const } : found];
  });
  return { diagnostics, open };
};
