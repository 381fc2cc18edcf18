/** Positions of the protocol to offsets and back, in the encoding that was agreed on. */

import type { LineIndex } from '@athanor/compiler-core/text/line-index.ts';
import { line0, type Offset, offset } from '@athanor/compiler-core/text/span.ts';
import type { Position, Range } from 'vscode-languageserver';

export type Encoding = 'utf-16' | 'utf-8';

/** A column counted in UTF-16 units from one counted in bytes: inside a character it is that character's start. */
const unitsOfBytes = (line: string, bytes: number): number => {
  let seen = 0;
  let at = 0;
  while (at < line.length) {
    const code = line.codePointAt(at) ?? 0;
    seen += bytesOf(code);
    if (seen > bytes) return at;
    at += code > 0xffff ? 2 : 1;
  }
  return at;
};

const bytesOf = (code: number): number => (code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4);

const bytesOfUnits = (line: string, units: number): number => {
  let bytes = 0;
  let at = 0;
  while (at < line.length) {
    const code = line.codePointAt(at) ?? 0;
    const width = code > 0xffff ? 2 : 1;
    if (at + width > units) break;
    bytes += bytesOf(code);
    at += width;
  }
  return bytes;
};

/** How long a text is in an encoding. */
export const lengthIn = (text: string, encoding: Encoding): number =>
  encoding === 'utf-16' ? text.length : bytesOfUnits(text, text.length);

/** Positions outside the text are clamped into it; `firstLine` is where a notebook's cell begins in its text. */
export const offsetOf = (lines: LineIndex, position: Position, encoding: Encoding, firstLine = 0): Offset => {
  const line = line0(position.line + firstLine);
  if (encoding === 'utf-16') return lines.offsetAt({ line, character: position.character });
  if (line < 0 || line >= lines.lineCount) return lines.offsetAt({ line, character: 0 });
  const character = unitsOfBytes(lines.lineText(line), position.character);
  return offset(lines.lineStart(line) + character);
};

export const positionOf = (lines: LineIndex, at: Offset, encoding: Encoding, firstLine = 0): Position => {
  const { line, character } = lines.position0(at);
  const column = encoding === 'utf-16' ? character : bytesOfUnits(lines.lineText(line), character);
  return { line: line - firstLine, character: column };
};

export const rangeOf = (lines: LineIndex, start: Offset, end: Offset, encoding: Encoding, firstLine = 0): Range => ({
  start: positionOf(lines, start, encoding, firstLine),
  end: positionOf(lines, end, encoding, firstLine),
});
