/** Offsets to lines and back, for one text. Lines end at LF, CRLF or a lone CR, as in LSP. */

import { type Line0, type Line1, line0, line1, type Offset, offset } from './span.ts';

/** Line and column from 0, column in UTF-16 units: LSP's. */
export interface Position0 {
  readonly line: Line0;
  readonly character: number;
}

/** Line and column from 1, column in UTF-16 units: what the CLI prints. */
export interface Position1 {
  readonly line: Line1;
  readonly column: number;
}

/** A search for one character is many times as fast as looking at each, and lone CRs are rare. */
const lineStarts = (text: string): readonly number[] => {
  const starts = [0];
  if (text.includes('\r')) {
    for (const { index, 0: end } of text.matchAll(/\r\n?|\n/g)) starts.push(index + end.length);
    return starts;
  }
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
};

export class LineIndex {
  private readonly starts: readonly number[];
  readonly length: number;

  constructor(readonly text: string) {
    this.starts = lineStarts(text);
    this.length = text.length;
  }

  get lineCount(): number {
    return this.starts.length;
  }

  /** The position of an offset; an offset past the end is the end. O(log lines). */
  position0(at: Offset): Position0 {
    const clamped = Math.max(0, Math.min(at, this.length));
    let lo = 0;
    let hi = this.starts.length - 1;
    while (lo < hi) {
      const mid = (lo + hi + 1) >> 1;
      if ((this.starts[mid] as number) <= clamped) lo = mid;
      else hi = mid - 1;
    }
    return { line: line0(lo), character: clamped - (this.starts[lo] as number) };
  }

  position1(at: Offset): Position1 {
    const p = this.position0(at);
    return { line: line1(p.line + 1), column: p.character + 1 };
  }

  /** The offset of a position; a column past the end of its line is the end of the line. */
  offsetAt(position: Position0): Offset {
    const start = this.starts[position.line];
    if (start === undefined) return offset(position.line < 0 ? 0 : this.length);
    return offset(Math.min(start + Math.max(0, position.character), this.lineEnd(position.line)));
  }

  lineStart(line: Line0): Offset {
    return offset(this.starts[line] ?? this.length);
  }

  /** Where the line ends, its terminator left out. */
  lineEnd(line: Line0): Offset {
    let end = this.starts[line + 1] ?? this.length;
    if (line + 1 < this.starts.length) {
      if (this.text.charCodeAt(end - 1) === 10) end--;
      if (this.text.charCodeAt(end - 1) === 13) end--;
    }
    return offset(end);
  }

  lineText(line: Line0): string {
    return this.text.slice(this.lineStart(line), this.lineEnd(line));
  }
}
