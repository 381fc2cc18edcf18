/** Python text to the AST of `ast.ts`, with what is wrong in it. */

import type { SyntaxParser, SyntaxTree } from '../../../syntax/cst.ts';
import { type FileId, span } from '../../../text/span.ts';
import type { PyModule, SyntaxProblem } from './ast.ts';
import { lowerStatements } from './lower-stmt.ts';
import { syntaxFaults } from './strict/strict.ts';
import { Walker } from './walker.ts';

export interface ParsedPython {
  readonly module: PyModule;
  /** The one that CPython reports is first. Empty exactly when the text is Python 3.12 and no deeper than we read. */
  readonly problems: readonly SyntaxProblem[];
}

/** Parses `text` and lowers it. O(text); any text gives a tree. */
export function parsePython(file: FileId, text: string, parser: SyntaxParser): ParsedPython {
  const tree = parser.parse(text);
  try {
    return lowerTree(file, text, tree);
  } finally {
    tree.delete();
  }
}

/** Lowers the tree of `text`. The tree stays the caller's to delete. */
export function lowerTree(file: FileId, text: string, tree: SyntaxTree): ParsedPython {
  const walker = new Walker(file, text, tree);
  try {
    const body = lowerStatements(walker);
    body.push(...walker.pending.splice(0));
    const problems: SyntaxProblem[] = syntaxFaults(text).map(({ start, end, message }) => ({
      at: span(file, start, end),
      message,
    }));
    if (problems.length === 0 && walker.tooDeep) problems.push({ at: walker.tooDeep, message: 'nested too deeply' });
    return { module: { body }, problems };
  } finally {
    walker.cursor.delete();
  }
}
