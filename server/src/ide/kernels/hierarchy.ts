/** Calls in a kernel file: a function of the host launches a kernel, a kernel calls device functions, they call others. */

import { type Span, span, offset as toOffset } from '@athanor/compiler-core/text/span.ts';
import type { CallEdge, CallItem } from '../call-hierarchy.ts';
import type { KernelView } from './view.ts';

/** A piece of text that calls: a function with a body, a kernel. */
interface Region {
  readonly item: CallItem;
  /** The function's symbol is called by this name's declarations; null for a kernel. */
  readonly names: readonly Span[] | null;
}

const regionsOf = ({ sites, places, text }: KernelView): readonly Region[] => {
  const functions = places.table.symbols.flatMap((symbol): readonly Region[] => {
    if (symbol.kind !== 'function') return [];
    const names = places.declarationsOf(symbol);
    return symbol.nodes.flatMap((node, i): readonly Region[] => {
      const token = places.table.tokens[symbol.declarations[i] ?? -1];
      if (!('body' in node) || node.body === null || token === undefined) return [];
      const nameSpan = span(token.file, token.start, token.end);
      return [{ item: { name: symbol.name, kind: 'function', span: text.syntax.spanOf(node), nameSpan }, names }];
    });
  });
  const kernels = sites.map(({ name, span: whole }): Region => {
    const nameSpan = span(whole.file, whole.start, whole.start);
    return { item: { name: name === '' ? 'kernel' : name, kind: 'kernel', span: whole, nameSpan }, names: null };
  });
  // A kernel of OpenCL C is a function.
  const isOwn = (kernel: Region) => !functions.some(({ item }) => item.span.start === kernel.item.span.start);
  return [...functions, ...kernels.filter(isOwn)];
};

const contains = (outer: Span, inner: Span): boolean =>
  outer.file === inner.file && outer.start <= inner.start && inner.end <= outer.end;

const innermost = (regions: readonly Region[], at: Span, but?: Region): Region | null =>
  regions
    .filter((region) => region !== but && contains(region.item.span, at))
    .reduce<Region | null>((best, r) => (best === null || contains(best.item.span, r.item.span) ? r : best), null);

/** On a function's name, or in the line in which a kernel begins. */
export const prepareKernelCalls = (view: KernelView, offset: number): CallItem | null => {
  const { places, text, lines, sites } = view;
  const regions = regionsOf(view);
  const use = places.useAt(text.unit.file, offset);
  if (use?.symbol.kind === 'function') {
    const declared = places.declarationsOf(use.symbol);
    return regions.find(({ names }) => names?.some((at) => same(at, declared)))?.item ?? null;
  }
  const lineOf = (at: number) => lines.position0(toOffset(at)).line;
  const site = sites.find((each) => lineOf(each.span.start) === lineOf(offset));
  return regions.find(({ item }) => site !== undefined && item.span.start === site.span.start)?.item ?? null;
};

const same = (at: Span, spans: readonly Span[]): boolean =>
  spans.some(({ file, start }) => file === at.file && start === at.start);

const isItem = (a: CallItem, b: CallItem): boolean => a.span.file === b.span.file && a.span.start === b.span.start;

export const incomingKernelCalls = (view: KernelView, callee: CallItem): readonly CallEdge[] => {
  const regions = regionsOf(view);
  const own = regions.find(({ item }) => isItem(item, callee));
  if (own === undefined) return [];
  // A kernel is called where it is launched.
  if (own.names === null) {
    const launcher = innermost(regions, own.item.span, own);
    return launcher === null ? [] : [{ item: launcher.item, at: [own.item.nameSpan] }];
  }
  const calls = callsOf(view).filter(({ names }) => names.some((at) => same(at, own.names ?? [])));
  return grouped(calls.map(({ at }) => ({ region: innermost(regions, at), at })));
};

export const outgoingKernelCalls = (view: KernelView, caller: CallItem): readonly CallEdge[] => {
  const regions = regionsOf(view);
  const own = regions.find(({ item }) => isItem(item, caller));
  if (own === undefined) return [];
  const calls = callsOf(view)
    .filter(({ at }) => innermost(regions, at) === own)
    .map(({ at, names }) => ({ region: regions.find((r) => r.names?.some((name) => same(name, names))) ?? null, at }));
  const launches = regions
    .filter((region) => region.names === null && innermost(regions, region.item.span, region) === own)
    .map((region) => ({ region, at: region.item.nameSpan }));
  return grouped([...calls, ...launches]);
};

/** Calls of the file's functions, each with the places that declare what is called. */
const callsOf = ({ places }: KernelView) =>
  places.table.symbols
    .filter(({ kind }) => kind === 'function')
    .flatMap((symbol) => {
      const names = places.declarationsOf(symbol);
      return places.usesOf(symbol).flatMap(({ role, at }) => (role === 'call' ? [{ at, names }] : []));
    });

const grouped = (calls: readonly { readonly region: Region | null; readonly at: Span }[]): readonly CallEdge[] => {
  const edges = new Map<Region, Span[]>();
  for (const { region, at } of calls) if (region !== null) edges.set(region, [...(edges.get(region) ?? []), at]);
  return [...edges].map(([{ item }, at]) => ({ item, at }));
};
