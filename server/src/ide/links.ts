/**
 * Where things come from. `definition`: where the name got the value it has here, into the operator library too.
 * `declaration`: where a tensor is declared or a name first bound. `typeDefinition`: what gives a tensor its shape and
 * element type, an iterator its range. `implementation`: the library function behind an operator of `freetensor`, the
 * statement behind a label. Each takes a view and an offset and gives spans, none where nothing is known.
 */

import type { Fact } from '@athanor/compiler-core/frontends/tensor/facts.ts';
import type { Span } from '@athanor/compiler-core/text/span.ts';
import { sameLabel } from './labels.ts';
import { libraryFunction } from './library.ts';
import { importedFacts, type Target, targetAt } from './target.ts';
import type { FileView } from './view.ts';

export interface Links {
  /** The text that the links are about. */
  readonly start: number;
  readonly end: number;
  readonly to: readonly Span[];
}

const links = (target: Target, spans: readonly Span[]): Links | null => {
  const seen = new Set<string>();
  const to = spans.filter((s) => {
    const key = `${s.file}:${s.start}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
  return to.length === 0 ? null : { start: target.start, end: target.end, to };
};

/** Where a function or class is defined, as far as a fact says it. */
export const definedAt = (f: Fact): Span | null =>
  f.kind === 'libop' || f.kind === 'inline' || f.kind === 'staged' || f.kind === 'function' || f.kind === 'class'
    ? f.definition
    : null;

const definitionsOf = (facts: readonly Fact[]): readonly Span[] => facts.flatMap((f) => definedAt(f) ?? []);

export const definition = (view: FileView, offset: number): Links | null => {
  const target = targetAt(view, offset);
  if (!target) return null;
  if (target.kind === 'label') return links(target, labelSpans(view, target));
  const defined = definitionsOf(target.facts);
  if (target.kind !== 'name') return links(target, defined.length > 0 ? defined : operatorBehind(target));
  const { occurrence } = target;
  const { symbol } = occurrence;
  // An import is followed to what it brings.
  if (symbol.imported) {
    const far = defined.length > 0 ? defined : definitionsOf(importedFacts(symbol));
    if (far.length > 0) return links(target, far);
  }
  if (occurrence.binds !== null) return links(target, [view.span(occurrence.start, occurrence.end)]);
  const bound = view.placeAt(occurrence.start, 'use')?.boundAt ?? [];
  if (bound.length > 0) return links(target, bound);
  const before = symbol.occurrences.filter((o) => o.binds !== null);
  return links(
    target,
    before.map((o) => view.span(o.start, o.end)),
  );
};

/** `ft.softmax` and `ft.max` on tensors run a function of the library. */
const operatorBehind = (target: Target): readonly Span[] =>
  target.facts.flatMap((f) => (f.kind === 'api' ? (libraryFunction(f.name)?.definition ?? []) : []));

const labelSpans = (view: FileView, target: Extract<Target, { kind: 'label' }>): readonly Span[] =>
  (sameLabel(view.labels, target.label) ?? view.labels.places.filter((p) => p.name === target.name))
    .filter((p) => p.declares)
    .map((p) => view.span(p.start, p.end));

export const declaration = (view: FileView, offset: number): Links | null => {
  const target = targetAt(view, offset);
  if (!target) return null;
  const tensors = target.facts.flatMap((f) => (f.kind === 'tensor' ? [f.definition] : []));
  if (tensors.length > 0) return links(target, tensors);
  if (target.kind !== 'name') return definition(view, offset);
  const first = target.occurrence.symbol.occurrences.find((o) => o.binds !== null);
  return first ? links(target, [view.span(first.start, first.end)]) : null;
};

export const typeDefinition = (view: FileView, offset: number): Links | null => {
  const target = targetAt(view, offset);
  if (!target || target.kind === 'label') return null;
  const spans = target.facts.flatMap((f): readonly Span[] => {
    if (f.kind === 'iterator') return [f.loop];
    if (f.kind === 'class') return f.definition ? [f.definition] : [];
    return f.kind === 'tensor' ? [creationOf(view, f.definition)] : [];
  });
  return links(target, spans);
};

/** The `Var[...]` or `empty(...)` that made a tensor of this file. */
const creationOf = (view: FileView, at: Span): Span => {
  if (at.file !== view.file) return at;
  const made = view.part('creations', () => {
    const map = new Map<number, Span>();
    for (const o of view.names.occurrences) {
      const value = o.symbol.value;
      if (o.binds !== null && o.binds !== 'parameter' && value) map.set(o.start, value.at);
    }
    return map;
  });
  return made.get(at.start) ?? at;
};

export const implementation = (view: FileView, offset: number): Links | null => {
  const target = targetAt(view, offset);
  if (!target) return null;
  if (target.kind !== 'label') {
    const defined = definitionsOf(target.facts);
    return links(target, defined.length > 0 ? defined : operatorBehind(target));
  }
  // The statement that a label names is the next that begins after it.
  const statements = view.part('statement starts', () => {
    const starts: Span[] = [];
    const bodies = [view.module.body];
    for (let body = bodies.pop(); body; body = bodies.pop()) {
      for (const s of body) {
        if (s.kind !== 'directive') starts.push(s.at);
        if ('body' in s) bodies.push(s.body);
        if ('orElse' in s && s.orElse) bodies.push(s.orElse);
      }
    }
    return starts.sort((a, b) => a.start - b.start);
  });
  return links(
    target,
    labelSpans(view, target).flatMap((l) => statements.find((s) => s.start > l.end) ?? []),
  );
};
