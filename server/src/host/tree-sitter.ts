/** `SyntaxParser` by web-tree-sitter and the committed FreeTensor grammar. */

import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Edit, Language, Parser, type Point, Tree } from 'web-tree-sitter';
import type { SyntaxParser, SyntaxTree, TextChange } from '../../../compiler-core/src/syntax/cst.ts';

const GRAMMAR = 'tree-sitter-freetensor.wasm';
const RUNTIME = 'web-tree-sitter.wasm';

/** The file beside the bundle, else where the repository has it. */
function locate(name: string, inRepository: () => string): string {
  const beside = fileURLToPath(new URL(name, import.meta.url));
  return existsSync(beside) ? beside : inRepository();
}

const grammarPath = (): string =>
  locate(GRAMMAR, () => fileURLToPath(new URL(`../../../grammars/freetensor/${GRAMMAR}`, import.meta.url)));

const runtimePath = (): string =>
  locate(RUNTIME, () => join(dirname(createRequire(import.meta.url).resolve('web-tree-sitter')), RUNTIME));

/** Python ends a line at a lone CR and the grammar does not; the length stays, so offsets do too. */
const withLineFeeds = (text: string): string => (text.includes('\r') ? text.replace(/\r(?!\n)/g, '\n') : text);

function pointAt(text: string, index: number): Point {
  let row = 0;
  let lineStart = 0;
  for (let next = text.indexOf('\n'); next >= 0 && next < index; next = text.indexOf('\n', lineStart)) {
    row++;
    lineStart = next + 1;
  }
  return { row, column: index - lineStart };
}

/**
 * What `change` did to the parsed text. It reaches one unit further on both sides, since a line feed beside it
 * may make a lone CR of a CRLF or the reverse.
 */
function editOf(before: string, after: string, change: TextChange): Edit {
  const startIndex = Math.max(0, change.start - 1);
  const oldEndIndex = Math.min(before.length, change.oldEnd + 1);
  const newEndIndex = oldEndIndex + after.length - before.length;
  return new Edit({
    startIndex,
    oldEndIndex,
    newEndIndex,
    startPosition: pointAt(before, startIndex),
    oldEndPosition: pointAt(before, oldEndIndex),
    newEndPosition: pointAt(after, newEndIndex),
  });
}

interface Previous {
  readonly tree: SyntaxTree;
  readonly text: string;
  readonly changes: readonly TextChange[];
}

class TreeSitterParser implements SyntaxParser {
  constructor(private readonly parser: Parser) {}

  parse(text: string, previous?: Previous): Tree {
    const source = withLineFeeds(text);
    const old = previous ? edited(text, previous) : null;
    try {
      const tree = this.parser.parse(source, old);
      if (!tree) throw new Error('the parser has no language');
      return tree;
    } finally {
      old?.delete();
    }
  }
}

/** A copy of the tree with the changes said to it; null when they do not lead from the old text to `text`. */
function edited(text: string, previous: Previous): Tree | null {
  if (!(previous.tree instanceof Tree)) return null;
  const tree = previous.tree.copy();
  let current = previous.text;
  for (const change of previous.changes) {
    const next = current.slice(0, change.start) + change.newText + current.slice(change.oldEnd);
    tree.edit(editOf(withLineFeeds(current), withLineFeeds(next), change));
    current = next;
  }
  if (current === text) return tree;
  tree.delete();
  return null;
}

/**
 * A parser of Python with FreeTensor's directives. Changes are applied in order, each in the coordinates that the
 * ones before it left. `previous.tree` stays as it is, and stays the caller's to delete. Parsing a file again
 * after a small change costs about a tenth of parsing it anew. Errors: only where the grammar files are missing.
 */
export async function createParser(): Promise<SyntaxParser> {
  await Parser.init({ wasmBinary: await readFile(runtimePath()) });
  const parser = new Parser();
  parser.setLanguage(await Language.load(await readFile(grammarPath())));
  return new TreeSitterParser(parser);
}
