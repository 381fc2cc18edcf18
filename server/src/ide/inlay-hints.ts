/**
 * `inlayHints(view, range)`: shape, element type and device memory after a new tensor's name, values of sizes that staging inferred, the
 * extent of loops, the verdict after a schedule call. Sorted by offset. `resolveInlayHint(view, hint)` adds the tooltip and the place to go to.
 */

import type { Fact } from '@athanor/compiler-core/frontends/tensor/facts.ts';
import type { PyExpr, PyExprOf, PyStmtOf } from '@athanor/compiler-core/frontends/tensor/python/ast.ts';
import type { Span } from '@athanor/compiler-core/text/span.ts';
import { walk } from './ast.ts';
import { hover, shapeText } from './hover.ts';
import { callsAt, verdictsOf } from './schedule-calls.ts';
import { isScheduleMethod } from './schedule-methods.ts';
import type { FileView } from './view.ts';

export interface InlayHint {
  readonly offset: number;
  readonly label: string;
  readonly kind: 'type' | 'value' | 'extent' | 'verdict';
  /** Space between the hint and the text before it. */
  readonly padLeft: boolean;
  /** Where the name stands that the hint is about. */
  readonly about: number;
}
export interface ResolvedInlayHint extends InlayHint {
  readonly tooltip: string | null;
  readonly location: Span | null;
}

export const inlayHints = (
  view: FileView,
  range: { readonly start: number; readonly end: number },
): readonly InlayHint[] => allHints(view).filter((h) => h.offset >= range.start && h.offset <= range.end);

export const resolveInlayHint = (view: FileView, hint: InlayHint): ResolvedInlayHint => {
  const fact = view.placeAt(hint.about)?.facts[0];
  const location = fact?.kind === 'tensor' ? fact.definition : fact?.kind === 'iterator' ? fact.loop : null;
  return { ...hint, tooltip: hover(view, hint.about)?.markdown ?? null, location };
};

const allHints = (view: FileView): readonly InlayHint[] =>
  view.part('inlay hints', () => {
    const out: InlayHint[] = [];
    walk(view.module, (n) => {
      if (n.kind === 'assign') for (const t of n.targets) out.push(...ofTarget(view, t, n.value));
      else if (n.kind === 'for') out.push(...ofLoop(view, n));
      else if (n.kind === 'call') out.push(...ofCall(view, n));
      else if (n.kind === 'functionDef')
        for (const p of [...n.params.positional, ...n.params.keywordOnly]) {
          const fact = view.placeAt(p.at.start, 'bind')?.facts[0];
          if (fact?.kind === 'size' && fact.value !== null && p.default === null)
            out.push(hint(p.at.start + p.name.length, `= ${fact.value}`, 'value', p.at.start));
        }
    });
    return out.sort((a, b) => a.offset - b.offset);
  });

const hint = (offset: number, label: string, kind: InlayHint['kind'], about: number): InlayHint => ({
  offset,
  label,
  kind,
  padLeft: kind !== 'type',
  about,
});

const ofTarget = (view: FileView, t: PyExpr, value: PyExpr): InlayHint[] => {
  if (t.kind === 'tuple' || t.kind === 'list') return t.items.flatMap((item) => ofTarget(view, item, value));
  const facts = t.kind === 'name' ? (view.placeAt(t.at.start, 'bind')?.facts ?? []) : [];
  const [fact] = facts;
  if (!fact) return [];
  if (facts.every((f) => f.kind === 'tensor' && f.view !== 'element')) {
    const texts = facts.map(tensorText);
    return [hint(t.at.end, `: ${[...new Set(texts)].join(' | ')}`, 'type', t.at.start)];
  }
  if (facts.length > 1 || isLiteral(value)) return [];
  // What Python computes on its own a Python server cannot say either, where it comes from tensors or bound sizes.
  const inferred = fact.kind === 'value' && (fact.type === 'int' || fact.type === 'float') ? fact.text : null;
  const size =
    fact.kind === 'size' ? fact.value : fact.kind === 'expression' && /^-?\d+$/.test(fact.text) ? fact.text : null;
  const text = size ?? inferred;
  return text === null ? [] : [hint(t.at.end, `: ${text}`, 'value', t.at.start)].map((h) => ({ ...h, padLeft: false }));
};

const ofCall = (view: FileView, call: PyExprOf<'call'>): InlayHint[] => {
  if (call.func.kind !== 'attribute' || !isScheduleMethod(call.func.name)) return [];
  const met = callsAt(view, call.at);
  return met.length === 0 ? [] : [hint(call.at.end, verdictsOf(met), 'verdict', call.func.nameAt.start)];
};

const isLiteral = (e: PyExpr): boolean =>
  e.kind === 'int' ||
  e.kind === 'float' ||
  e.kind === 'str' ||
  e.kind === 'constant' ||
  (e.kind === 'unary' && isLiteral(e.operand));

/** The memory where it is not the host's. */
const tensorText = (f: Fact): string => {
  if (f.kind !== 'tensor') return '';
  const where = f.memory.startsWith('gpu') ? ` ${f.memory}` : '';
  return `${f.dtype} ${shapeText(f.shape)}${where}`;
};

/** The extent stands where it is not the very text of the loop: `range(n)` of a known `n`, a step, a start. */
const ofLoop = (view: FileView, s: PyStmtOf<'for'>): InlayHint[] => {
  if (s.target.kind !== 'name') return [];
  const facts = view.placeAt(s.target.at.start, 'bind')?.facts ?? [];
  const extents = new Set(facts.map((f) => (f.kind === 'iterator' ? f.extent : null)));
  const [extent] = extents;
  if (extents.size !== 1 || extent === null || extent === undefined) return [];
  const stop = s.iter.kind === 'call' && s.iter.args.length === 1 ? s.iter.args[0] : null;
  const written = stop ? view.text.slice(stop.at.start, stop.at.end) : '';
  return written === extent ? [] : [hint(s.iter.at.end, `${extent}×`, 'extent', s.target.at.start)];
};
