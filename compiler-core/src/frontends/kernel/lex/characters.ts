/** Classes of characters, and the splices that phase 2 of translation takes out. */

const CLASS = new Uint8Array(128);
const LETTER = 1;
const DIGIT = 2;
const SPACE = 4;
for (let c = 65; c <= 90; c++) CLASS[c] = CLASS[c + 32] = LETTER;
for (let c = 48; c <= 57; c++) CLASS[c] = DIGIT;
// `$` in identifiers is an extension that every compiler of the field has.
for (const c of [95, 36]) CLASS[c] = LETTER;
for (const c of [32, 9, 11, 12]) CLASS[c] = SPACE;

export const isDigit = (c: number): boolean => c < 128 && CLASS[c] === DIGIT;
export const isBlank = (c: number): boolean => c < 128 && CLASS[c] === SPACE;
export const isLineEnd = (c: number): boolean => c === 10 || c === 13;

const START = /^\p{XID_Start}$/u;
const CONTINUE = /^\p{XID_Continue}$/u;

/** Units of the identifier character at `at`; 0 where there is none. Surrogate pairs are one character. */
export const identifierUnits = (text: string, at: number, first: boolean): number => {
  const c = text.charCodeAt(at);
  if (c < 128) return CLASS[c] === LETTER || (!first && CLASS[c] === DIGIT) ? 1 : 0;
  if (Number.isNaN(c)) return 0;
  const point = String.fromCodePoint(text.codePointAt(at) ?? 0);
  return (first ? START : CONTINUE).test(point) ? point.length : 0;
};

/** Text without its splices, and how its offsets map to those of the text that has them. */
export interface Unspliced {
  readonly text: string;
  /** Offset in the original of an offset in `text`; amortised O(1) while the offsets asked for grow. */
  toRaw(at: number): number;
  /** The reverse; a place inside a splice maps to the character after it. */
  fromRaw(at: number): number;
}

const identity = (at: number): number => at;
/** A backslash at the end of a line; blanks between are forgiven, as compilers do. */
const SPLICE = /\\[ \t\v\f]*(?:\r\n|\n|\r)/g;

/** O(length). */
export const unsplice = (raw: string): Unspliced => {
  if (!/\\[ \t\v\f]*[\r\n]/.test(raw)) return { text: raw, toRaw: identity, fromRaw: identity };
  const parts: string[] = [];
  /** Pairs: an offset in the result, and what is added from there on. */
  const starts = [0];
  const shifts = [0];
  let from = 0;
  let length = 0;
  for (const match of raw.matchAll(SPLICE)) {
    const part = raw.slice(from, match.index);
    parts.push(part);
    length += part.length;
    from = match.index + match[0].length;
    starts.push(length);
    shifts.push(from - length);
  }
  parts.push(raw.slice(from));
  let last = 0;
  const toRaw = (at: number): number => {
    if ((starts[last] as number) > at) last = 0;
    while (last + 1 < starts.length && (starts[last + 1] as number) <= at) last++;
    return at + (shifts[last] as number);
  };
  const fromRaw = (at: number): number => {
    let lo = 0;
    let hi = starts.length - 1;
    while (lo < hi) {
      const mid = (lo + hi + 1) >> 1;
      if ((starts[mid] as number) + (shifts[mid] as number) <= at) lo = mid;
      else hi = mid - 1;
    }
    const next = starts[lo + 1] ?? Number.POSITIVE_INFINITY;
    return Math.min(at - (shifts[lo] as number), next);
  };
  return { text: parts.join(''), toRaw, fromRaw };
};
