/**
 * `codeActions(view, range, judged?)`: what can be done about the findings in a range: their fixes, an ignore comment with a
 * reason, a value for a size that is open; and schedule calls for the loop there. Cheap: edits come with `resolveCodeAction(view, action)`, which finds the finding
 * again by its code and place, so an action stays valid as long as the file does.
 */

import type { Diagnostic } from '@athanor/compiler-core/diag/diagnostic.ts';
import type { Judged } from '@athanor/compiler-core/diag/finding.ts';
import { line0, offset, type Span } from '@athanor/compiler-core/text/span.ts';
import { openSizes } from './completion.ts';
import { gainOf } from './preview-text.ts';
import { quickFixes } from './quick-fixes.ts';
import { resolveSuggestion, type Suggestion, suggestionsAt } from './suggestions.ts';
import { targetAt } from './target.ts';
import type { FileView } from './view.ts';

export interface ActionEdit {
  readonly span: Span;
  readonly newText: string;
}
export type ActionData =
  | {
      readonly kind: 'fix';
      readonly code: string;
      readonly start: number;
      readonly end: number;
      readonly index: number;
    }
  | { readonly kind: 'ignore'; readonly code: string; readonly start: number }
  | { readonly kind: 'bind'; readonly name: string; readonly value: string; readonly start: number }
  | ({ readonly kind: 'schedule' } & Omit<Suggestion, 'title'>);
export interface CodeAction {
  readonly title: string;
  readonly kind: 'quickfix' | 'quickfix.ignore' | 'refactor.bind' | 'refactor.rewrite.schedule';
  /** The only fix of its finding. */
  readonly preferred: boolean;
  /** The findings that it is about, to be attached to it. */
  readonly diagnostics: readonly Diagnostic[];
  readonly data: ActionData;
}

interface Range {
  readonly start: number;
  readonly end: number;
}

export const codeActions = (view: FileView, range: Range, judged?: readonly Judged[]): readonly CodeAction[] => {
  const here = (judged ?? view.check.judged)
    .filter((j) => j.suppressed === null)
    .map((j) => j.diagnostic)
    .filter((d) => d.span.file === view.file && d.span.start <= range.end && d.span.end >= range.start);
  const out: CodeAction[] = [];
  for (const d of here) {
    const fixes = quickFixes(view, d);
    fixes.forEach((fix, index) => {
      const data: ActionData = { kind: 'fix', code: d.code, start: d.span.start, end: d.span.end, index };
      const preferred = fixes.length === 1;
      out.push({ title: sentence(fix.title), kind: 'quickfix', preferred, diagnostics: [d], data });
    });
  }
  const ignored = new Set<string>();
  for (const d of here) {
    const line = view.lines.position0(d.span.start).line;
    const key = `${d.code} ${line}`;
    if (ignored.has(key) || NEVER_IGNORED.has(d.code)) continue;
    ignored.add(key);
    const data: ActionData = { kind: 'ignore', code: d.code, start: d.span.start };
    out.push({
      title: `Ignore \`${d.code}\` here, with a reason`,
      kind: 'quickfix.ignore',
      preferred: false,
      diagnostics: [d],
      data,
    });
  }
  out.push(...bindings(view, range, here));
  for (const { title, ...suggestion } of suggestionsAt(view, range)) {
    const data: ActionData = { kind: 'schedule', ...suggestion };
    out.push({ title, kind: 'refactor.rewrite.schedule', preferred: false, diagnostics: [], data });
  }
  return out;
};

const sentence = (title: string): string => title.slice(0, 1).toUpperCase() + title.slice(1);

/** Findings about the comments themselves, and about text that is no Python: a comment does not hide them. */
const NEVER_IGNORED = new Set([
  'syntax-error',
  'bad-ignore',
  'unused-ignore',
  'bad-binding',
  'unreadable-input',
  'config-error',
]);

const bindings = (view: FileView, range: Range, here: readonly Diagnostic[]): CodeAction[] => {
  const open = openSizes(view);
  const bound = new Set(view.pragmas.binds.map((b) => b.name));
  const at = targetAt(view, range.start);
  const under = at?.facts.flatMap((f) => (f.kind === 'size' && f.value === null ? [f.name] : [])) ?? [];
  return open
    .filter((name) => !bound.has(name))
    .flatMap((name) => {
      const about = here.filter(
        (d) => d.witness?.values[name] !== undefined || new RegExp(`\\b${name}\\b`).test(d.message),
      );
      if (about.length === 0 && !under.includes(name)) return [];
      const value =
        about.map((d) => d.witness?.values[name]).find((v) => v !== undefined && /^-?\d+$/.test(v)) ?? '1024';
      const data: ActionData = { kind: 'bind', name, value, start: range.start };
      return [
        {
          title: `Bind the size: ${name} = ${value}`,
          kind: 'refactor.bind' as const,
          preferred: false,
          diagnostics: about,
          data,
        },
      ];
    });
};

export interface Resolution {
  /** Empty where the finding is gone, or a call is not legal. */
  readonly edits: readonly ActionEdit[];
  /** What schedule calls do, for the label of the change. */
  readonly why: string | null;
  /** Why there is nothing to be changed. */
  readonly refusal: string | null;
}
const only = (edits: readonly ActionEdit[]): Resolution => ({ edits, why: null, refusal: null });

export const resolveCodeAction = (view: FileView, { data }: Pick<CodeAction, 'data'>): Resolution => {
  switch (data.kind) {
    case 'fix': {
      const found = view.check.judged.flatMap(({ diagnostic: d }) =>
        d.code === data.code && d.span.start === data.start && d.span.end === data.end ? quickFixes(view, d) : [],
      );
      return only(found[data.index]?.edits ?? []);
    }
    case 'ignore':
      return only([ignoreEdit(view, data.code, data.start)]);
    case 'bind':
      return only([bindEdit(view, data.name, data.value, data.start)]);
    case 'schedule': {
      const found = resolveSuggestion(view, data);
      if (found.kind === 'impossible') return { edits: [], why: null, refusal: found.reason };
      const { before, bytes, verdict } = found.preview;
      return { edits: found.edits, why: `${verdict}${bytes ? `, ${gainOf(before, bytes)}` : ''}`, refusal: null };
    }
  }
};

/** Into the comment that hides other findings of the same line, else a comment above it. */
const ignoreEdit = (view: FileView, code: string, start: number): ActionEdit => {
  const { line } = view.lines.position0(offset(start));
  const present = view.pragmas.ignores.find((i) => i.line === line);
  const last = present?.codes.at(-1);
  if (last) return { span: view.span(last.at.end, last.at.end), newText: `, ${code}` };
  const lineStart = view.lines.lineStart(line0(line));
  const indent = /^[ \t]*/.exec(view.lines.lineText(line0(line)))?.[0] ?? '';
  return {
    span: view.span(lineStart, lineStart),
    newText: `${indent}# athanor: ignore[${code}] reason${view.newline}`,
  };
};

/** To the last comment that binds sizes, else above the statement at the top of the module. */
const bindEdit = (view: FileView, name: string, value: string, start: number): ActionEdit => {
  const last = view.pragmas.binds.at(-1);
  if (last) return { span: view.span(last.at.end, last.at.end), newText: `, ${name}=${value}` };
  const statement = view.module.body.findLast((s) => s.at.start <= start) ?? view.module.body[0];
  const first = Math.min(
    statement?.at.start ?? 0,
    ...(statement?.kind === 'functionDef' || statement?.kind === 'classDef'
      ? statement.decorators.map((d) => d.at.start)
      : []),
  );
  const lineStart = view.lines.lineStart(view.lines.position0(offset(first)).line);
  return { span: view.span(lineStart, lineStart), newText: `# athanor: bind ${name}=${value}${view.newline}` };
};
