/** Macros whose value depends on the place of their use ([cpp.predefined]). */

import type { FileId } from '../../../text/span.ts';
import { FLAG, K, Token } from '../lex/tokens.ts';
import type { FileReader } from './directive-line.ts';
import { placeInFile } from './expansion.ts';

export interface MacroPlace {
  /** The file that is being read. */
  readonly reader: FileReader;
  readonly main: FileId;
  /** How many includes are open. */
  readonly level: number;
  /** The next value of `__COUNTER__`. */
  count(): number;
}

const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** What `use` of the macro stands for; null where it is none of these. The same text has the same date, that of no day. */
export const placeMacro = (name: string, use: Token, place: MacroPlace): Token | null => {
  const { reader } = place;
  const make = (kind: Token['kind'], text: string): Token => {
    const expansion = { macro: name, definition: null, call: use, parent: use.expansion };
    return new Token(kind, text, use.file, use.start, use.end, use.flags & ~FLAG.noExpand, expansion, text);
  };
  const number = (value: number): Token => make(K.number, String(value));
  const quoted = (text: string): Token => make(K.string, `"${text.replace(/[\\"]/g, '\\$&')}"`);
  switch (name) {
    case '__LINE__': {
      const at = placeInFile(use);
      // The line on which the outermost use ends, as compilers have it.
      return number(at.file === reader.file ? reader.lineOf(at.end - 1) + reader.lineShift : 1);
    }
    case '__FILE__':
      return quoted(reader.presumedName ?? reader.file);
    case '__FILE_NAME__':
      return quoted(baseName(reader.presumedName ?? reader.file));
    case '__BASE_FILE__':
      return quoted(place.main);
    case '__COUNTER__':
      return number(place.count());
    case '__INCLUDE_LEVEL__':
      return number(place.level);
    case '__DATE__':
      return quoted('Jan  1 1970');
    case '__TIME__':
      return quoted('00:00:00');
    case '__TIMESTAMP__':
      return quoted('Thu Jan  1 00:00:00 1970');
    default:
      return null;
  }
};
