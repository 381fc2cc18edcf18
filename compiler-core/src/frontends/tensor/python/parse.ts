/** Python text to the AST of `ast.ts`, with what is wrong in it. */

import type { SyntaxParser, SyntaxTree } from '../../../syntax/cst.ts';
import { oneChange } from '../../../syntax/text-diff.ts';
import { type FileId, span } from '../../../text/span.ts';
import type { PyModule, PyStmt, SyntaxProblem } from './ast.ts';
import { chunksOf, lowerChunks, type ReadBefore } from './chunks.ts';
import { syntaxFaults } from './strict/strict.ts';
import { NULL_BYTES, tokenize } from './strict/tokenizer.ts';
import type { Tokens } from './strict/tokens.ts';
import { Walker } from './walker.ts';

export interface ParsedPython {
  readonly module: PyModule;
  /** The one that CPython reports is first. Empty exactly when the text is Python 3.12 and no deeper than we read. */
  readonly problems: readonly SyntaxProblem[];
}

/** From this length on a file with a NUL is no program that somebody is typing: its tree would be large and worthless. */
const BINARY_MIN = 65_536;

function notText(file: FileId, text: string): ParsedPython {
  const body = [{ kind: 'errorStmt', at: span(file, 0, text.length) }] as const;
  const at = text.indexOf('\0');
  return { module: { body }, problems: [{ at: span(file, at, at + 1), message: NULL_BYTES }] };
}

/** Parses `text` and lowers it; what did not change since the version before is taken from it. O(text); any text gives a tree. */
export function parsePython(
  file: FileId,
  text: string,
  parser: SyntaxParser,
  before: ReadBefore | null = null,
): ParsedPython {
  if (text.length > BINARY_MIN && text.includes('\0')) return notText(file, text);
  const tree = parser.parse(text);
  try {
    return lowerTree(file, text, tree, parser, before);
  } finally {
    tree.delete();
  }
}

/**
 * The text with the line ends and comments inside brackets made spaces, every other unit where it was. The grammar
 * takes a line that is indented less for the end of its block even inside brackets; Python does not.
 */
function withoutLayout(text: string, places: Tokens['layoutInBrackets']): string {
  let out = '';
  let at = 0;
  for (const [start, end] of places) {
    out += text.slice(at, start) + ' '.repeat(end - start);
    at = end;
  }
  return out + text.slice(at);
}

/**
 * Lowers the tree of `text`. Valid text that the grammar misreads is parsed once more in another layout.
 */
function lowerTree(
  file: FileId,
  text: string,
  tree: SyntaxTree,
  parser: SyntaxParser,
  before: ReadBefore | null,
): ParsedPython {
  if (!tree.rootNode.hasError && before !== null && staysValid(before, text))
    return { module: lowerModule(file, text, tree, [], before), problems: [] };
  const tokens = tokenize(text);
  const problems: SyntaxProblem[] = syntaxFaults(text, tokens).map(({ start, end, message }) => ({
    at: span(file, start, end),
    message,
  }));
  if (problems.length > 0 || tokens.layoutInBrackets.length === 0 || !tree.rootNode.hasError)
    return { module: lowerModule(file, text, tree, problems, before), problems };
  const flat = parser.parse(withoutLayout(text, tokens.layoutInBrackets));
  try {
    return { module: lowerModule(file, text, flat, problems, before), problems };
  } finally {
    flat.delete();
  }
}

/**
 * Is a text Python because the one before was and the statements that the change touches still are? Statements at the
 * left margin are Python or not each for itself. False also where that cannot be told so cheaply.
 */
function staysValid(before: ReadBefore, text: string): boolean {
  const change = oneChange(before.text, text);
  if (!before.valid || change === null) return before.valid;
  const starts = chunksOf(before.module)
    .map(({ start }) => start)
    .filter((start) => start === 0 || '\n\r'.includes(before.text.charAt(start - 1)));
  const first = starts.findLast((start) => start < change.start) ?? 0;
  const next = starts.find((start) => start > change.oldEnd);
  const end = next === undefined ? text.length : next + text.length - before.text.length;
  return syntaxFaults(text.slice(first, end)).length === 0;
}

function lowerModule(
  file: FileId,
  text: string,
  tree: SyntaxTree,
  problems: SyntaxProblem[],
  before: ReadBefore | null,
): PyModule {
  const walker = new Walker(file, text, tree);
  try {
    const chunks = lowerChunks(walker, before, tree.rootNode.hasError);
    if (problems.length === 0 && walker.tooDeep) problems.push({ at: walker.tooDeep, message: 'nested too deeply' });
    let body: readonly PyStmt[] | null = null;
    return {
      chunks,
      get body() {
        body ??= chunks.flatMap((chunk) => chunk.body);
        return body;
      },
    };
  } finally {
    walker.cursor.delete();
  }
}
