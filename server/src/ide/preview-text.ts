/** Fusions of a function in words and as data. */

import { placeInWords } from '@athanor/compiler-core/diag/excerpt.ts';
import { placeOf, type SourceView } from '@athanor/compiler-core/diag/source-view.ts';
import type { For } from '@athanor/compiler-core/ir/nodes.ts';
import { printFunc } from '@athanor/compiler-core/ir/print.ts';
import { ASSUMED_SIZE, type FusionPreview, type Preview, savedShare } from '@athanor/compiler-core/plan/preview.ts';
import { type FileId, isLibraryFile } from '@athanor/compiler-core/text/span.ts';

type Lookup = (file: FileId) => SourceView | null;

/** A loop of a library is where the user called it. */
const placed = (loop: For, lookup: Lookup): string => {
  const { span: own, calls } = loop.origin;
  const call = calls.find((c) => !isLibraryFile(c.span.file));
  const span = isLibraryFile(own.file) && call ? call.span : own;
  const view = lookup(span.file);
  const label = loop.names[0] ?? `for ${loop.iter}`;
  const inside = span === own ? '' : ` in ${call?.callee}`;
  return view === null ? label : `${label}${inside} (${placeInWords(placeOf(view, span.start, span.end))})`;
};

const percent = (share: number): string => `${(100 * share).toFixed(share < 0.1 ? 1 : 0)} %`;

const gain = ({ bytes }: Preview, f: FusionPreview): string => {
  if (!f.bytes) return '';
  const share = savedShare(bytes, f.bytes);
  if (share === null) return 'how much it moves is not known';
  const sizes = [...new Set([...bytes.sizes, ...f.bytes.sizes])];
  const assumed = sizes.length === 0 ? '' : ` with ${sizes.join(', ')} = ${ASSUMED_SIZE}`;
  return share > 0 ? `saves ${percent(share)} of the traffic${assumed}` : 'saves no traffic';
};

const caveatsOf = (f: FusionPreview): readonly string[] =>
  f.outcome.kind === 'legal' ? f.outcome.caveats.map(({ kind, text }) => `${kind}: ${text}`) : [];

const verdictOf = (f: FusionPreview): 'legal' | 'refused' | 'changes the result' | 'undecided' => {
  if (f.outcome.kind === 'refused') return 'refused';
  const kinds = new Set(f.outcome.caveats.map((c) => c.kind));
  return kinds.has('result-changes') ? 'changes the result' : kinds.has('undecided') ? 'undecided' : 'legal';
};

/** @param after whether to print the program after each fusion that is possible. */
export const previewInWords = (p: Preview, lookup: Lookup, after: boolean): string => {
  const { func, bytes, fusions } = p;
  const possible = fusions.filter((f) => verdictOf(f) === 'legal').length;
  const unknown = bytes.unknown.length === 0 ? '' : `, not counting ${bytes.unknown.join(', ')}`;
  const lines = [
    `${func.name}: ${fusions.length} pairs of loops, ${possible} can be joined; moves ${bytes.atMost ? 'at most ' : ''}${bytes.formula} bytes${unknown}`,
  ];
  fusions.forEach((f, k) => {
    lines.push(`  ${k + 1}. ${placed(f.first, lookup)} and ${placed(f.second, lookup)}: ${verdictOf(f)}`);
    if (f.outcome.kind === 'refused') lines.push(`     ${f.outcome.refusal.message}`);
    else {
      if (f.calls.some((c) => c.kind === 'move_to')) lines.push('     the second one is moved next to the first');
      const deep = f.calls.filter((c) => c.kind === 'fuse').length;
      if (deep > 1) lines.push(`     ${deep} levels are joined`);
      lines.push(`     ${gain(p, f)}`);
      for (const s of f.shrunk)
        lines.push(`     ${s.tensor}${s.before} ${s.after === null ? 'is gone' : `becomes ${s.tensor}${s.after}`}`);
      for (const c of caveatsOf(f)) lines.push(`     ${c}`);
      if (after)
        lines.push(
          ...printFunc(f.outcome.after)
            .split('\n')
            .map((l) => `     ${l}`.trimEnd()),
        );
    }
  });
  return `${lines.join('\n')}\n`;
};

export const previewAsData = (p: Preview, lookup: Lookup) => ({
  function: p.func.name,
  bytes: { formula: p.bytes.formula, atMost: p.bytes.atMost, unknown: p.bytes.unknown, sizes: p.bytes.sizes },
  fusions: p.fusions.map((f) => ({
    first: placed(f.first, lookup),
    second: placed(f.second, lookup),
    verdict: verdictOf(f),
    calls: f.calls,
    reason: f.outcome.kind === 'refused' ? f.outcome.refusal.message : null,
    caveats: caveatsOf(f),
    bytes: f.bytes?.formula ?? null,
    saved: f.bytes && savedShare(p.bytes, f.bytes),
    shrunk: f.shrunk,
    program: f.outcome.kind === 'legal' ? printFunc(f.outcome.after) : null,
  })),
});
