/** Ignore comments against diagnostics: what they hide, and which of them hide nothing. */

import { CODES } from '../diag/codes.ts';
import type { Diagnostic } from '../diag/diagnostic.ts';
import type { Judged } from '../diag/finding.ts';
import type { LineIndex } from '../text/line-index.ts';
import type { IgnorePragma } from './pragmas.ts';

/**
 * Marks what the comments hide and adds `unused-ignore` for each code that hid nothing.
 * `whole` is false when a check did not finish: then it is unknown what the comments would have hidden,
 * and none is called unused.
 */
export const applyIgnores = (
  judged: readonly Judged[],
  ignores: readonly IgnorePragma[],
  lines: LineIndex,
  whole: boolean,
): readonly Judged[] => {
  if (ignores.length === 0) return judged;
  const used = new Set<IgnorePragma['codes'][number]>();
  const hide = (item: Judged): Judged => {
    const line = lines.position0(item.diagnostic.span.start).line;
    let hidden: Judged | null = null;
    for (const ignore of ignores) {
      if (ignore.line !== null && ignore.line !== line) continue;
      for (const entry of ignore.codes) {
        if (entry.code !== item.diagnostic.code) continue;
        used.add(entry);
        hidden ??= { ...item, suppressed: { kind: 'inSource', reason: ignore.reason } };
      }
    }
    return hidden ?? item;
  };
  const result = judged.map(hide);
  if (!whole) return result;
  const unused: Judged[] = [];
  for (const ignore of ignores) {
    for (const entry of ignore.codes) {
      if (used.has(entry) || entry.code === 'unused-ignore') continue;
      unused.push({ diagnostic: unusedIgnore(ignore, entry), unit: '', suppressed: null });
    }
  }
  return [...result, ...unused.map(hide)];
};

const unusedIgnore = (ignore: IgnorePragma, entry: IgnorePragma['codes'][number]): Diagnostic => {
  const only = ignore.codes.length === 1;
  return {
    code: 'unused-ignore',
    severity: CODES['unused-ignore'].severity,
    class: null,
    span: only ? ignore.at : entry.at,
    message: `this comment hides no \`${entry.code}\` ${ignore.line === null ? 'in the file' : 'on its line'}`,
    related: [],
    witness: null,
    assumptions: [],
    fixes: only ? [{ title: 'remove the comment', edits: [{ span: ignore.at, newText: '' }] }] : [],
  };
};
