/** Reading one file token by token, line by line where a directive stands. */

import { LineIndex } from '../../../text/line-index.ts';
import { type FileId, offset } from '../../../text/span.ts';
import { FLAG, K, type Token } from '../lex/tokens.ts';
import type { SourceText } from './files.ts';

/** A `#if` that is open: how far its groups have come. */
export interface OpenCondition {
  readonly at: Token;
  /** A group was taken; later ones are not. */
  taken: boolean;
  sawElse: boolean;
}

export class FileReader {
  at = 0;
  readonly conditions: OpenCondition[] = [];
  /** What `#line` adds to line numbers, and the name it gives. */
  lineShift = 0;
  presumedName: string | null = null;
  private lines: LineIndex | null = null;

  constructor(readonly source: SourceText) {}

  get file(): FileId {
    return this.source.file;
  }

  get token(): Token {
    return this.source.tokens[this.at] as Token;
  }

  get atDirective(): boolean {
    const { token } = this;
    return token.kind === K.punctuator && token.text === '#' && token.has(FLAG.lineStart);
  }

  /** The tokens up to the line's end, which is where the reader is afterwards. */
  restOfLine(): readonly Token[] {
    const { tokens } = this.source;
    const from = this.at;
    let { at } = this;
    while (!(tokens[at] as Token).has(FLAG.lineStart)) at++;
    this.at = at;
    return tokens.slice(from, at);
  }

  /** On to the next line that begins with `#`, or to the end. */
  skipToDirective(): void {
    while (this.token.kind !== K.end && !this.atDirective) this.at++;
  }

  /** The line of an offset, counted from 1, before `#line` is asked. */
  lineOf(at: number): number {
    this.lines ??= new LineIndex(this.source.text);
    return this.lines.position1(offset(at)).line;
  }
}
