/**
 * The comments of a Python text, found without a parser so that they count in broken files too.
 * Strings are skipped: triple quotes, prefixes, escapes, and replacement fields of f-strings with strings inside.
 */

export interface Comment {
  /** UTF-16 offsets: `start` is that of `#`, `end` that of the line's end. */
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** Nothing but white space stands before it on its line. */
  readonly alone: boolean;
}

export const commentsOf = (text: string): readonly Comment[] => {
  const comments: Comment[] = [];
  let lineStart = 0;
  let at = 0;
  while (at < text.length) {
    const char = text[at];
    if (char === '\n' || char === '\r') {
      lineStart = ++at;
    } else if (char === '#') {
      let end = at;
      while (end < text.length && text[end] !== '\n' && text[end] !== '\r') end++;
      comments.push({ start: at, end, text: text.slice(at, end), alone: text.slice(lineStart, at).trim() === '' });
      at = end;
    } else if (char === '"' || char === "'") {
      const end = skipString(text, at, isFormatted(text, at), 0);
      const string = text.slice(at, end);
      const lastBreak = Math.max(string.lastIndexOf('\n'), string.lastIndexOf('\r'));
      if (lastBreak >= 0) lineStart = at + lastBreak + 1;
      at = end;
    } else at++;
  }
  return comments;
};

/** Whether the quote at `at` has a prefix with `f` or `t` before it: `rf"`. */
const isFormatted = (text: string, at: number): boolean => {
  const prefix = /(?:^|[^\w])([A-Za-z]{1,2})$/.exec(text.slice(Math.max(0, at - 3), at))?.[1] ?? '';
  return /^(?:[ft]r?|r[ft])$/i.test(prefix);
};

/** Nesting deeper than this is taken as plain text: no program has it, and the stack is finite. */
const DEEPEST = 50;

const skipString = (text: string, at: number, formatted: boolean, depth: number): number => {
  const quote = text[at] ?? '';
  const triple = text.startsWith(quote.repeat(3), at);
  const close = triple ? quote.repeat(3) : quote;
  let i = at + close.length;
  while (i < text.length) {
    const char = text[i];
    if (char === '\\') i += 2;
    else if (text.startsWith(close, i)) return i + close.length;
    // An unterminated string ends with its line.
    else if (!triple && (char === '\n' || char === '\r')) return i;
    else if (formatted && char === '{' && text[i + 1] === '{') i += 2;
    else if (formatted && char === '{' && depth < DEEPEST) i = skipField(text, i + 1, close, triple, depth);
    else i++;
  }
  return text.length;
};

/** The replacement field after `{`; strings inside are skipped where they use another quote, as before Python 3.12. */
const skipField = (text: string, from: number, close: string, triple: boolean, depth: number): number => {
  let open = 1;
  let i = from;
  while (i < text.length && open > 0) {
    const char = text[i];
    if (text.startsWith(close, i) || (!triple && (char === '\n' || char === '\r'))) return i;
    if (char === '{') open++;
    if (char === '}') open--;
    if (char === '"' || char === "'") i = skipString(text, i, isFormatted(text, i), depth + 1);
    else i++;
  }
  return i;
};
