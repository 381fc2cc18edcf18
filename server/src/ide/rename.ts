/**
 * Rename of tensors, iterators, functions, parameters (with keyword arguments) and labels (with the strings of schedules).
 * `prepareRename(view, offset, others)` and `rename(view, offset, newName, others)` give a reason where they refuse.
 */

import type { Span } from '@athanor/compiler-core/text/span.ts';
import { isLibraryFile } from '@athanor/compiler-core/text/span.ts';
import { sameLabel } from './labels.ts';
import { homeOf, type Reference, references, sharesBinding } from './references.ts';
import { type NameScope, type NameSymbol, resolveName, scopeAt } from './scopes.ts';
import { type Target, targetAt } from './target.ts';
import type { FileView } from './view.ts';

export interface Refusal {
  readonly refused: string;
}
export interface RenameRange {
  readonly start: number;
  readonly end: number;
  readonly placeholder: string;
}
export interface RenameEdit {
  readonly span: Span;
  readonly newText: string;
  /** Worth a look before it is applied: text in a string or comment. */
  readonly annotation: string | null;
}

const KEYWORDS = new Set(
  `False None True and as assert async await break class continue def del elif else except finally for from global if import in is
lambda nonlocal not or pass raise return try while with yield`.split(/\s+/),
);

export const prepareRename = (
  view: FileView,
  offset: number,
  others: readonly FileView[] = [],
): RenameRange | Refusal => {
  const target = targetAt(view, offset);
  if (!target) return { refused: stringAt(view, offset) ?? 'nothing here has a name that can be changed' };
  const reason = refusal(view, target, others);
  return reason === null ? { start: target.start, end: target.end, placeholder: target.name } : { refused: reason };
};

const stringAt = (view: FileView, offset: number): string | null =>
  view.tokens.some((t) => t.kind === 'string' && t.start < offset && offset < t.end)
    ? 'this text is no label of a statement in this file'
    : null;

const refusal = (view: FileView, target: Target, others: readonly FileView[]): string | null => {
  if (target.kind === 'label')
    return sameLabel(view.labels, target.label) === null
      ? `several functions have a label \`${target.name}\`, and which one the schedules mean is not known`
      : null;
  for (const f of target.facts) {
    if (f.kind === 'api') return `\`${target.name}\` belongs to FreeTensor`;
    if (f.kind === 'libop') return `\`${target.name}\` belongs to the operator library`;
  }
  if (target.kind !== 'name') return `\`${target.name}\` is not defined in this file`;
  if (sharesBinding(view, target.occurrence.symbol))
    return `\`${target.name}\` gets its value from a comment that binds it in other functions too`;
  const { imported } = target.occurrence.symbol;
  if (!imported || homeOf(view, target.occurrence.symbol, others)) return null;
  // A name given by `as` is this file's own.
  const own = imported.name === null ? imported.module.split('.')[0] : imported.name;
  return own === target.name ? `\`${target.name}\` is imported from \`${imported.module}\`` : null;
};

export const rename = (
  view: FileView,
  offset: number,
  newName: string,
  others: readonly FileView[] = [],
): readonly RenameEdit[] | Refusal => {
  const target = targetAt(view, offset);
  const prepared = prepareRename(view, offset, others);
  if (!target || 'refused' in prepared) return 'refused' in prepared ? prepared : { refused: 'nothing to rename here' };
  if (newName === target.name) return [];
  const places = references(view, offset, { includeDeclaration: true, others });
  const problem =
    target.kind === 'label' ? labelProblem(view, newName) : nameProblem([view, ...others], target, places, newName);
  if (problem !== null) return { refused: problem };
  return places
    .filter((p) => !isLibraryFile(p.span.file))
    .map((p) => ({
      span: p.span,
      newText: newName,
      annotation: annotationOf(target, p),
    }));
};

const annotationOf = (target: Target, place: Reference): string | null =>
  place.use !== 'text' ? null : target.kind !== 'label' ? 'a comment' : place.declares ? null : 'text in a schedule';

const labelProblem = (view: FileView, newName: string): string | null => {
  if (!/^[^\s$<>&|!(),"'\\#]+$/.test(newName) || newName.includes('->')) return `\`${newName}\` cannot be a label`;
  return view.labels.places.some((p) => p.declares && p.name === newName)
    ? `another statement of this file is labelled \`${newName}\``
    : null;
};

const nameProblem = (
  views: readonly FileView[],
  target: Target,
  places: readonly Reference[],
  newName: string,
): string | null => {
  if (!/^[\p{L}_][\p{L}\p{N}_]*$/u.test(newName) || KEYWORDS.has(newName)) return `\`${newName}\` is no name in Python`;
  if (target.kind !== 'name') return null;
  for (const p of places) {
    const view = views.find((v) => v.file === p.span.file);
    if (!view) continue;
    const taken = resolveName(scopeAt(view.names, p.span.start), newName);
    if (taken && clashes(view, taken, p)) return `\`${newName}\` already means something ${where(view, taken)}`;
  }
  const captured = views[0] ? capturedBy(views[0], target.occurrence.symbol, newName) : null;
  return captured === null ? null : `\`${newName}\` is used where the new name would take its place (line ${captured})`;
};

const where = (view: FileView, symbol: NameSymbol): string => {
  const first = symbol.occurrences[0];
  return first
    ? `here: it is bound in line ${view.lines.position1(view.span(first.start, first.end).start).line}`
    : 'here';
};

/** Would the renamed place mean the other symbol, or the other way round? */
const clashes = (view: FileView, taken: NameSymbol, place: Reference): boolean => {
  const scope = scopeAt(view.names, place.span.start);
  const mine = view.names.occurrences.find((o) => o.start === place.span.start)?.symbol;
  // A keyword argument names a parameter, not something in force here.
  if (!mine) return false;
  for (let s: NameScope | null = scope; s; s = s.parent) {
    if (s === taken.scope) return true;
    // The renamed one is nearer than the other: the other is hidden, which matters only where it is used.
    if (s === mine.scope) return false;
  }
  return false;
};

/** The line of a use of `newName` inside the scope of the renamed symbol, which would then mean that one. */
const capturedBy = (view: FileView, symbol: NameSymbol, newName: string): number | null => {
  const { start, end } = symbol.scope;
  const used = view.names.occurrences.find(
    (o) =>
      o.symbol.name === newName &&
      o.start >= start &&
      o.end <= end &&
      o.binds === null &&
      !within(o.symbol.scope, symbol.scope),
  );
  return used ? view.lines.position1(view.span(used.start, used.end).start).line : null;
};
const within = (inner: NameScope, outer: NameScope): boolean => {
  for (let s: NameScope | null = inner; s; s = s.parent) if (s === outer) return true;
  return false;
};
