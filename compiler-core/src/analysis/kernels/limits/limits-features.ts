/** Types and atomics that a kernel uses and a device lacks. */

import type { Diagnostic } from '../../../diag/diagnostic.ts';
import type { Func, Stmt } from '../../../ir/nodes.ts';
import type { DType } from '../../../ir/types.ts';
import { exprsIn, stmtsIn } from '../../../ir/walk.ts';
import type { Feature } from '../../../machine/device.ts';
import type { Span } from '../../../text/span.ts';
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

interface Uses {
  /** Places that need a feature, in the order of the text. */
  readonly places: ReadonlyMap<Feature, readonly Span[]>;
  /** Literals of double precision, and whether nothing but they and what is computed with them is of it. */
  readonly literals: readonly Span[];
  readonly literalsAlone: boolean;
}

const usesOf = (func: Func): Uses => {
  const literals: Span[] = [];
  let literalsAlone = true;
  const uses = new Map<Feature, Span[]>();
  const add = (feature: Feature, at: Span): void => {
    if (at.end <= at.start) return;
    const list = uses.get(feature);
    if (list === undefined) uses.set(feature, [at]);
    else list.push(at);
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
    if (s.dtype === 'float64') literalsAlone = false;
  }
  for (const s of statements) {
    atomicOf(s, types, add);
    if (s.kind === 'store' || s.kind === 'reduceTo') typed(types.get(s.tensor) ?? 'unknown', s.at);
  }
  for (const e of exprsIn(func.body)) {
    if (e.kind === 'load' || e.kind === 'cast' || e.kind === 'intrinsic') typed(e.dtype, e.at);
    if (e.kind === 'cast' && e.dtype === 'float64' && e.operand.kind === 'float' && e.at.end > e.at.start)
      literals.push(e.at);
  }
  for (const list of uses.values()) list.sort((a, b) => a.start - b.start || b.end - a.end);
  literals.sort((a, b) => a.start - b.start);
  const isNew = (at: Span, n: number): boolean => n === 0 || literals[n - 1]?.start !== at.start;
  return { places: uses, literals: literals.filter(isNew), literalsAlone: literalsAlone && literals.length > 0 };
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

/** Without places inside the one before; @param spans in the order of the text */
const outermost = (spans: readonly Span[]): readonly Span[] => {
  const kept: Span[] = [];
  for (const at of spans) {
    const last = kept.at(-1);
    if (last === undefined || at.file !== last.file || at.start >= last.end) kept.push(at);
  }
  return kept;
};

const SHOWN = 3;
const LITERAL = /^(?:\d+\.\d*|\.\d+|\d+(?=[eE]))(?:[eE][+-]?\d+)?$/;

/** Where a literal is all there is of `double`: it is what is wrong, and an `f` behind it mends it. */
const byLiterals = (q: LimitsQuestion, { places, literals, literalsAlone }: Uses, lacks: string): Diagnostic | null => {
  const written = literals.filter((at) => LITERAL.test(q.textAt(at)));
  const [first, ...rest] = written;
  const isSaid = places.get('fp64')?.some((at) => /\bdouble\b/.test(q.textAt(at)));
  if (!literalsAlone || first === undefined || isSaid) return null;
  const related = rest.slice(0, SHOWN).map((span) => ({ span, message: 'here, too' }));
  // A constant that stands elsewhere, as in a macro, is mended there.
  const isAll = !literals.some((at) => /^\w+$/.test(q.textAt(at)) && !LITERAL.test(q.textAt(at)));
  const edits = written.map((at) => ({ span: { ...at, start: at.end }, newText: 'f' }));
  const title = written.length === 1 ? 'make it a float literal' : 'make them float literals';
  const message = `\`${q.textAt(first)}\` is a \`double\`, and so is what is computed with it: ${lacks}`;
  return exceeded(q, 'missing-feature', first, message, { related, fixes: isAll ? [{ title, edits }] : [] });
};

export const missingFeatures = (q: LimitsQuestion): LimitsAnswer => {
  const { func, device, chosen } = q;
  const uses = usesOf(func);
  const open: string[] = [];
  const diagnostics = CHECKED.flatMap((feature) => {
    const [first, ...rest] = outermost(uses.places.get(feature) ?? []);
    const words = WORDS[feature];
    const fact = device.features[feature];
    if (first === undefined || words === undefined || fact.value === true) return [];
    if (fact.value === null) {
      if (words.slower === undefined) open.push(...openFact(feature, fact));
      return [];
    }
    const related = rest.slice(0, SHOWN).map((span) => ({ span, message: 'here, too' }));
    const lacks =
      device.numbers === 'exact'
        ? `${device.name} ${words.lacks}`
        : `${chosen === null ? 'devices' : device.name} may lack that`;
    const literal = feature === 'fp64' ? byLiterals(q, uses, lacks) : null;
    if (literal !== null) return [literal];
    if (device.numbers === 'least') {
      // What is only slower is said of the device that it is slower on.
      if (words.slower) return [];
      return [possibly(q, 'missing-feature', first, `${words.uses}: ${lacks}`, { related })];
    }
    const found = exceeded(q, 'missing-feature', first, `${words.uses}: ${lacks}`, { related });
    return [words.slower ? { ...found, severity: 'hint' as const } : found];
  });
  return { diagnostics, open };
};
