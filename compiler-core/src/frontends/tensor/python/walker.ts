/** A walk over a concrete syntax tree, shared by the parts of the lowering. */

import type { SyntaxCursor, SyntaxTree } from '../../../syntax/cst.ts';
import { type FileId, type Span, span } from '../../../text/span.ts';
import type { PyExpr, PyStmtOf } from './ast.ts';

/**
 * How deep the tree may nest. CPython itself stops at 200 brackets and 100 indentations; a chain of operators may be
 * longer, and every reader of the AST that recurses must still have stack.
 */
const MAX_DEPTH = 400;

export class Walker {
  readonly cursor: SyntaxCursor;
  depth = 0;
  /** A child that is not Python was passed over in the node being read. */
  damaged = false;
  /** Where the nesting limit was met first. */
  tooDeep: Span | null = null;
  /** Directives seen whose block is not yet known, in the order of the text. */
  pending: PyStmtOf<'directive'>[] = [];
  private inExpression = 0;

  constructor(
    readonly file: FileId,
    readonly text: string,
    tree: SyntaxTree,
  ) {
    this.cursor = tree.walk();
  }

  get at(): Span {
    return span(this.file, this.cursor.startIndex, this.cursor.endIndex);
  }

  get nodeText(): string {
    return this.text.slice(this.cursor.startIndex, this.cursor.endIndex);
  }

  spanOf(start: number, end: number): Span {
    return span(this.file, start, end);
  }

  /** To the first child that is not an extra; false, and no move, when there is none. */
  first(): boolean {
    if (!this.cursor.gotoFirstChild()) return false;
    if (this.skipExtras()) return true;
    this.cursor.gotoParent();
    return false;
  }

  /** To the next sibling that is not an extra. At the end the cursor is on the last sibling. */
  next(): boolean {
    return this.cursor.gotoNextSibling() && this.skipExtras();
  }

  up(): void {
    this.cursor.gotoParent();
  }

  private skipExtras(): boolean {
    for (;;) {
      const type = this.cursor.nodeType;
      if (type === 'directive') {
        if (this.inExpression === 0) this.noteDirective();
      } else if (type === 'ERROR') this.damaged = true;
      else if (type !== 'comment' && type !== 'line_continuation') return true;
      if (!this.cursor.gotoNextSibling()) return false;
    }
  }

  noteDirective(): void {
    const start = this.cursor.startIndex;
    const lineEnd = /[\r\n]|$/g;
    lineEnd.lastIndex = start;
    const end = lineEnd.exec(this.text)?.index ?? this.text.length;
    const line = this.text.slice(start, end).trimEnd();
    const text = line.slice('#!'.length).trim();
    if (text !== '') this.pending.push({ kind: 'directive', at: this.spanOf(start, start + line.length), text });
  }

  /** Reads an expression: directives inside are comments, damage inside makes all of it an error. */
  expression(read: () => PyExpr): PyExpr {
    const outer = this.damaged;
    this.damaged = false;
    this.inExpression++;
    this.depth++;
    let result: PyExpr;
    if (this.depth > MAX_DEPTH) {
      this.tooDeep ??= this.at;
      result = { kind: 'error', at: this.at };
    } else {
      const at = this.cursor.nodeType === 'ERROR' ? this.at : null;
      result = read();
      if (this.damaged) result = { kind: 'error', at: at ?? result.at };
    }
    this.depth--;
    this.inExpression--;
    this.damaged = outer;
    return result;
  }

  /** Whether `levels` more may nest at the node here. */
  mayNest(levels: number): boolean {
    if (this.depth + levels <= MAX_DEPTH) return true;
    this.tooDeep ??= this.at;
    return false;
  }

  /** Enters a block; false when it is nested too deeply to be read. */
  enterBlock(): boolean {
    if (!this.mayNest(1)) return false;
    this.depth++;
    return true;
  }

  leaveBlock(): void {
    this.depth--;
  }
}
