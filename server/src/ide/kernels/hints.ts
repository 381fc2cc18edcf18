/** Inlay hints of a kernel file: sizes of a launch that the host's code tells, bytes of local memory, how often loops run. */

import { localBytes } from '@athanor/compiler-core/frontends/kernel/symbols/describe.ts';
import type { Expr, Stmt } from '@athanor/compiler-core/ir/nodes.ts';
import { stmtsIn } from '@athanor/compiler-core/ir/walk.ts';
import type { InlayHint } from '../inlay-hints.ts';
import { type KernelLoop, loopsOf } from './loops.ts';
import { timesInWords } from './outline.ts';
import type { KernelSite } from './sites.ts';
import type { KernelView } from './view.ts';

export const kernelHints = (
  view: KernelView,
  range: { readonly start: number; readonly end: number },
): readonly InlayHint[] =>
  [
    ...view.sites.flatMap((site) => [
      ...ofLaunch(view, site),
      ...loopsOf(view, site).flatMap((loop) => ofLoop(view, loop)),
    ]),
    ...ofLocals(view),
  ]
    .filter(({ offset }) => offset >= range.start && offset <= range.end)
    .sort((a, b) => a.offset - b.offset);

/** Behind the name of the call: `parallel_for<class A>` `128 items in groups of 32`. */
const ofLaunch = ({ lines }: KernelView, { span, instances }: KernelSite): readonly InlayHint[] => {
  const [first] = instances;
  const sizes = first === undefined || instances.length > 1 ? null : launchSizes(first.func.body);
  const open = lines.text.indexOf('(', span.start);
  if (sizes === null || open < 0 || open > span.end) return [];
  return [{ offset: open, label: sizes, kind: 'value', padLeft: true, about: span.start }];
};

/** Null where a size is known only to the launch. */
const launchSizes = (body: Stmt): string | null => {
  const groups: bigint[] = [];
  const locals: bigint[] = [];
  for (const s of stmtsIn(body)) {
    if (s.kind !== 'for') continue;
    const into = s.property.parallel.startsWith('blockIdx')
      ? groups
      : s.property.parallel.startsWith('threadIdx')
        ? locals
        : null;
    if (into === null) continue;
    const end = constantOf(s.end);
    if (end === null) return null;
    into.push(end);
  }
  if (groups.length === 0) return null;
  if (locals.length === 0) return `${groups.join(' × ')} items`;
  // A hierarchical kernel has a nest for each part of its body.
  const group = locals.slice(0, groups.length);
  return `${groups.map((n, d) => n * (group[d] ?? 1n)).join(' × ')} items in groups of ${group.join(' × ')}`;
};

const constantOf = (e: Expr): bigint | null =>
  e.kind === 'int' ? e.value : e.kind === 'cast' ? constantOf(e.operand) : null;

const ofLoop = (view: KernelView, { span, times, inner }: KernelLoop): readonly InlayHint[] => {
  const own = times === null ? null : closing(view.lines.text, span.start, span.end);
  const hint: readonly InlayHint[] =
    own === null || times === null
      ? []
      : [{ offset: own, label: timesInWords(times), kind: 'extent', padLeft: true, about: span.start }];
  return [...hint, ...inner.flatMap((each) => ofLoop(view, each))];
};

/** Behind the bracket that closes the first one. */
const closing = (text: string, from: number, to: number): number | null => {
  let depth = 0;
  for (let i = from; i < to; i++) {
    if (text[i] === '(') depth++;
    else if (text[i] === ')' && --depth === 0) return i + 1;
  }
  return null;
};

const ofLocals = ({ text, places }: KernelView): readonly InlayHint[] =>
  places.table.symbols.flatMap((symbol): readonly InlayHint[] => {
    const bindings = symbol.nodes.flatMap((node) => text.boundAt(text.syntax.spanOf(node)));
    const bytes = new Set(bindings.map(localBytes));
    const [only] = bytes;
    if (only == null || bytes.size > 1) return [];
    const [at] = places.declarationsOf(symbol);
    if (at?.file !== text.unit.file) return [];
    return [{ offset: at.end, label: `${only} bytes local`, kind: 'type', padLeft: true, about: at.start }];
  });
