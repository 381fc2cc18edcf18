/** Previews of fusions and of schedule calls, in words and as data. */

import { placeInWords } from '@athanor/compiler-core/diag/excerpt.ts';
import { placeOf, type SourceView } from '@athanor/compiler-core/diag/source-view.ts';
import type { For, Func } from '@athanor/compiler-core/ir/nodes.ts';
import { printFunc } from '@athanor/compiler-core/ir/print.ts';
import type { Bytes } from '@athanor/compiler-core/plan/bytes.ts';
import { ASSUMED_SIZE, type Effect, type Outcome, savedShare } from '@athanor/compiler-core/plan/effect.ts';
import type { CallsPreview, FusionPreview, Preview } from '@athanor/compiler-core/plan/preview.ts';
import { type FileId, isLibraryFile } from '@athanor/compiler-core/text/span.ts';

export type Lookup = (file: FileId) => SourceView | null;

export interface TextOptions {
  /** One line for each fusion. */
  readonly brief: boolean;
  /** The program after each one that is possible. */
  readonly after: boolean;
}

/** A loop of a library is where the user called it. */
export const placed = (loop: For, lookup: Lookup): string => {
  const { span: own, calls } = loop.origin;
  const call = calls.find((c) => !isLibraryFile(c.span.file));
  const span = isLibraryFile(own.file) && call ? call.span : own;
  const view = lookup(span.file);
  const label = loop.names[0] ?? `for ${loop.iter}`;
  const inside = span === own ? '' : ` in ${call?.callee}`;
  return view === null ? label : `${label}${inside} (${placeInWords(placeOf(view, span.start, span.end))})`;
};

export const percent = (share: number): string => `${(100 * share).toFixed(share < 0.1 ? 1 : 0)} %`;

/** `saves 33 % of the traffic with n = 1024` */
export const gainOf = (before: Bytes, after: Bytes): string => {
  const share = savedShare(before, after);
  if (share === null) return 'how much it moves is not known';
  const sizes = [...new Set([...before.sizes, ...after.sizes])];
  const assumed = sizes.length === 0 ? '' : ` with ${sizes.join(', ')} = ${ASSUMED_SIZE}`;
  if (share < 0) return `moves ${percent(-share)} more${assumed}`;
  return share > 0 ? `saves ${percent(share)} of the traffic${assumed}` : 'saves no traffic';
};

const caveatsOf = (outcome: Outcome): readonly string[] =>
  outcome.kind === 'applied' ? outcome.caveats.map(({ kind, text }) => `${kind}: ${text}`) : [];

/** What a program that is possible is like, a line each. */
const effectInWords = (before: Bytes, effect: Effect & { readonly outcome: Outcome }): readonly string[] => [
  ...(effect.bytes ? [gainOf(before, effect.bytes)] : []),
  ...effect.shrunk.map(
    (s) => `${s.tensor}${s.before} ${s.after === null ? 'is gone' : `becomes ${s.tensor}${s.after}`}`,
  ),
  ...caveatsOf(effect.outcome),
];

const PARALLEL = {
  kept: 'iterations of the joined loop may run in parallel',
  lost: 'parallelism is lost: a loop that may run in parallel is joined with one that may not',
  none: '',
} as const;

export const fusionInWords = (before: Bytes, f: FusionPreview): readonly string[] => {
  if (f.outcome.kind === 'refused') return [f.outcome.refusal.message];
  const deep = f.calls.filter((c) => c.kind === 'fuse').length;
  return [
    ...(f.calls.some((c) => c.kind === 'move_to') ? ['the second one is moved next to the first'] : []),
    ...(deep > 1 ? [`${deep} levels are joined`] : []),
    ...effectInWords(before, f),
    PARALLEL[f.parallelism ?? 'none'],
  ].filter((line) => line !== '');
};

const indented = (lines: readonly string[]): string[] => lines.map((l) => `     ${l}`.trimEnd());
const program = (func: Func): string[] => indented(printFunc(func).trimEnd().split('\n'));

export const movedInWords = (bytes: Bytes): string => {
  const unknown = bytes.unknown.length === 0 ? '' : `, not counting ${bytes.unknown.join(', ')}`;
  return `moves ${bytes.atMost ? 'at most ' : ''}${bytes.formula} bytes${unknown}`;
};

export const pairsInWords = (all: number, possible: number): string =>
  `${all} ${all === 1 ? 'pair' : 'pairs'} of loops, ${possible} can be joined`;

export const previewInWords = (p: Preview, lookup: Lookup, { brief, after }: TextOptions): string => {
  const { func, bytes, fusions } = p;
  const possible = fusions.filter((f) => f.verdict === 'legal').length;
  const lines = [`${func.name}: ${pairsInWords(fusions.length, possible)}; ${movedInWords(bytes)}`];
  fusions.forEach((f, k) => {
    const gain = f.bytes ? `, ${gainOf(bytes, f.bytes)}` : '';
    lines.push(
      `  ${k + 1}. ${placed(f.first, lookup)} and ${placed(f.second, lookup)}: ${f.verdict}${brief ? gain : ''}`,
    );
    if (!brief) lines.push(...indented(fusionInWords(bytes, f)));
    if (after && f.outcome.kind === 'applied') lines.push(...program(f.outcome.after));
  });
  return `${lines.join('\n')}\n`;
};

export const callsInWords = (p: CallsPreview, { after }: TextOptions): string => {
  const lines = [`${p.func.name}: ${movedInWords(p.before)}`];
  for (const c of p.calls) lines.push(`  ${c.call}: ${c.verdict}`, ...(c.message === '' ? [] : indented([c.message])));
  if (p.outcome.kind === 'applied') {
    lines.push(`  together: ${p.verdict}`, ...indented(effectInWords(p.before, p)));
    if (after) lines.push(...program(p.outcome.after));
  }
  return `${lines.join('\n')}\n`;
};

const bytesAsData = (b: Bytes) => ({ formula: b.formula, atMost: b.atMost, unknown: b.unknown, sizes: b.sizes });

const effectAsData = (before: Bytes, e: Effect & { readonly outcome: Outcome }) => ({
  verdict: e.verdict,
  reason: e.outcome.kind === 'refused' ? e.outcome.refusal.message : null,
  caveats: caveatsOf(e.outcome),
  bytes: e.bytes?.formula ?? null,
  saved: e.bytes && savedShare(before, e.bytes),
  shrunk: e.shrunk,
  program: e.outcome.kind === 'applied' ? printFunc(e.outcome.after) : null,
});

export const previewAsData = (p: Preview, lookup: Lookup) => ({
  function: p.func.name,
  bytes: bytesAsData(p.bytes),
  fusions: p.fusions.map((f) => ({
    first: placed(f.first, lookup),
    second: placed(f.second, lookup),
    calls: f.calls,
    ...effectAsData(p.bytes, f),
    parallelism: f.parallelism,
  })),
});

export const callsAsData = (p: CallsPreview) => ({
  function: p.func.name,
  before: bytesAsData(p.before),
  calls: p.calls,
  ...effectAsData(p.before, p),
});
