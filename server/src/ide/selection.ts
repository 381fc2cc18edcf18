/** `selectionRanges(view, offset)`: ranges around an offset, innermost first, each inside the next, the file last. */

import { pathAt } from './ast.ts';
import { labelAt } from './labels.ts';
import { tokenBefore } from './lex.ts';
import type { FileView } from './view.ts';

export interface SelectionRange {
  readonly start: number;
  readonly end: number;
}

export const selectionRanges = (view: FileView, offset: number): readonly SelectionRange[] => {
  const out: SelectionRange[] = [{ start: 0, end: view.text.length }];
  const add = (start: number, end: number): void => {
    const last = out.at(-1) as SelectionRange;
    if (
      start <= offset &&
      offset <= end &&
      start >= last.start &&
      end <= last.end &&
      end - start < last.end - last.start
    )
      out.push({ start, end });
  };
  for (const node of pathAt(view.module, offset)) {
    add(node.at.start, node.at.end);
    // A body is more than one statement and less than the loop around it.
    for (const body of 'body' in node && Array.isArray(node.body) ? [node.body] : []) {
      const [first, last] = [body[0], body.at(-1)];
      if (first && last) add(first.at.start, last.at.end);
    }
  }
  const token = view.tokens[tokenBefore(view.tokens, offset + 1)];
  if (token && token.kind !== 'newline') add(token.start, token.end);
  const label = labelAt(view.labels, offset);
  if (label) add(label.start, label.end);
  return out.reverse();
};
