/** Previews of kernel fusions, in words and as data. */

import type { KernelEnd, KernelFusion } from '@athanor/compiler-core/plan/kernels/fusion/preview.ts';
import type { Span } from '@athanor/compiler-core/text/span.ts';
import { gainOf } from '../preview-text.ts';

/** `12:5` of a place in the file. */
export type PlaceOf = (at: Span) => { readonly line: number; readonly column: number };

export const endName = ({ name, at }: KernelEnd, placeOf: PlaceOf): string => name || `line ${placeOf(at).line}`;

const shown = (end: KernelEnd, placeOf: PlaceOf): string => {
  const { line, column } = placeOf(end.at);
  return end.name === '' ? `line ${line}` : `${end.name} (${line}:${column})`;
};

const detailsOf = (
  { verdict, source, intermediates, bytes, assumptions }: KernelFusion,
  placeOf: PlaceOf,
): string[] => {
  const lines: string[] = [];
  if (verdict.kind !== 'legal') {
    lines.push(verdict.reason);
    const { blocking } = verdict;
    if (blocking) {
      const [a, b] = [placeOf(blocking.earlier), placeOf(blocking.later)];
      lines.push(`between ${a.line}:${a.column} and ${b.line}:${b.column}: ${blocking.witness ?? blocking.text}`);
    }
  } else {
    if (bytes)
      lines.push(gainOf(bytes.before, bytes.after), `moves ${bytes.before.formula} bytes, then ${bytes.after.formula}`);
    for (const { memory, dead } of intermediates)
      lines.push(dead ? `${memory} becomes a variable of each work-item` : `${memory} is written, and not read back`);
    if (verdict.barrier) lines.push('items of a group meet at a barrier between the two');
    if (typeof source === 'string') lines.push(`the text cannot be put together: ${source}`);
  }
  return assumptions.length === 0 ? lines : [...lines, `assuming: ${assumptions.join('; ')}`];
};

export const kernelFusionsInWords = (
  path: string,
  fusions: readonly KernelFusion[],
  placeOf: PlaceOf,
  options: { readonly brief: boolean; readonly source: boolean },
): string => {
  const legal = fusions.filter(({ verdict }) => verdict.kind === 'legal').length;
  const lines = [
    `${path}: ${fusions.length} pair${fusions.length === 1 ? '' : 's'} of kernels in sequence, ${legal} can be fused`,
  ];
  for (const [k, f] of fusions.entries()) {
    lines.push(`  ${k + 1}. ${shown(f.first, placeOf)} and ${shown(f.second, placeOf)}: ${f.verdict.kind}`);
    if (options.brief) continue;
    lines.push(...detailsOf(f, placeOf).map((line) => `     ${line}`));
    if (options.source && f.source !== null && typeof f.source !== 'string')
      lines.push('', ...f.source.text.split('\n').map((line) => (line === '' ? '' : `     ${line}`)), '');
  }
  return `${lines.join('\n')}\n`;
};

export const kernelFusionAsData = (f: KernelFusion, placeOf: PlaceOf): unknown => ({
  first: { name: f.first.name, ...placeOf(f.first.at) },
  second: { name: f.second.name, ...placeOf(f.second.at) },
  verdict: f.verdict.kind,
  barrier: f.verdict.kind === 'legal' && f.verdict.barrier,
  reason: f.verdict.kind === 'legal' ? null : f.verdict.reason,
  dependence:
    f.verdict.kind === 'legal' || f.verdict.blocking === null
      ? null
      : {
          tensor: f.verdict.blocking.tensor,
          earlier: placeOf(f.verdict.blocking.earlier),
          later: placeOf(f.verdict.blocking.later),
          witness: f.verdict.blocking.witness,
        },
  intermediates: f.intermediates,
  bytes: f.bytes && { before: f.bytes.before.formula, after: f.bytes.after.formula },
  source: typeof f.source === 'string' || f.source === null ? null : f.source.text,
  problem: typeof f.source === 'string' ? f.source : null,
  assumptions: f.assumptions,
});
