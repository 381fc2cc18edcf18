/** The syntax tree and the tokens of a text, one line each: `tokens` has the leaves, `tree` every named node. */

import { sanitise } from '@athanor/compiler-core/diag/display-width.ts';
import type { SyntaxTree } from '@athanor/compiler-core/syntax/cst.ts';
import { LineIndex } from '@athanor/compiler-core/text/line-index.ts';
import { offset } from '@athanor/compiler-core/text/span.ts';

const LONGEST_TEXT = 40;

/** O(nodes); the walk keeps no stack of its own, so any depth will do. */
export const dumpTree = (tree: SyntaxTree, text: string, stage: 'tokens' | 'tree'): string => {
  const lines = new LineIndex(text);
  const at = (index: number): string => {
    const { line, column } = lines.position1(offset(index));
    return `${line}:${column}`;
  };
  const out: string[] = [];
  const cursor = tree.walk();
  let depth = 0;
  const visit = (leaf: boolean): void => {
    const { nodeType, startIndex, endIndex, nodeIsMissing, nodeIsNamed, currentFieldName } = cursor;
    const place = `${at(startIndex)}-${at(endIndex)}`;
    const source = text.slice(startIndex, Math.min(endIndex, startIndex + LONGEST_TEXT));
    const quoted = `"${sanitise(source)}${endIndex - startIndex > LONGEST_TEXT ? '...' : ''}"`;
    const missing = nodeIsMissing ? ' missing' : '';
    if (stage === 'tokens') {
      if (leaf) out.push(`${place.padEnd(14)} ${nodeType}${missing} ${quoted}`);
    } else if (nodeIsNamed || nodeIsMissing) {
      const field = currentFieldName === null ? '' : `${currentFieldName}: `;
      out.push(`${'  '.repeat(depth)}${field}${nodeType}${missing} ${place}${leaf ? ` ${quoted}` : ''}`);
    }
  };
  for (;;) {
    // Whether it has children is known only after going there; its line must come first.
    const index = out.length;
    visit(true);
    if (cursor.gotoFirstChild()) {
      if (stage === 'tokens') out.length = index;
      else if (out.length > index) out[index] = (out[index] ?? '').replace(/ "(?:.|\n)*"$/, '');
      depth++;
      continue;
    }
    let up = true;
    while (up) {
      if (cursor.gotoNextSibling()) break;
      up = cursor.gotoParent();
      depth--;
    }
    if (!up) break;
  }
  cursor.delete();
  return out.length === 0 ? '' : `${out.join('\n')}\n`;
};
