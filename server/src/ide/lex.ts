/** Python's tokens as far as an editor needs them in text that does not parse: brackets, strings, comments, words. */

export interface Token {
  readonly kind: 'word' | 'string' | 'comment' | 'open' | 'close' | 'comma' | 'newline' | 'other';
  readonly start: number;
  readonly end: number;
}

const PREFIX = /[rRbBuUfFtT]{0,2}(?=["'])/y;
const WORD = /[\p{L}\p{N}_]+/uy;

/** O(text). Any text gives tokens; an open string ends with its line, or with the text. */
export const tokensOf = (text: string): readonly Token[] => {
  const out: Token[] = [];
  let at = 0;
  const push = (kind: Token['kind'], end: number): void => {
    out.push({ kind, start: at, end });
    at = end;
  };
  while (at < text.length) {
    const c = text[at] as string;
    if (c === ' ' || c === '\t') at++;
    else if (c === '\n' || c === '\r') push('newline', at + 1);
    else if (c === '#') {
      let end = at;
      while (end < text.length && text[end] !== '\n' && text[end] !== '\r') end++;
      push('comment', end);
    } else if ('([{'.includes(c)) push('open', at + 1);
    else if (')]}'.includes(c)) push('close', at + 1);
    else if (c === ',') push('comma', at + 1);
    else {
      PREFIX.lastIndex = at;
      const prefix = PREFIX.exec(text);
      WORD.lastIndex = at;
      if (prefix) push('string', stringEnd(text, at + prefix[0].length));
      else if (WORD.exec(text)) push('word', WORD.lastIndex);
      else push('other', at + 1);
    }
  }
  return out;
};

const stringEnd = (text: string, quoteAt: number): number => {
  const quote = text[quoteAt] as string;
  const triple = text.startsWith(quote.repeat(3), quoteAt);
  const close = triple ? quote.repeat(3) : quote;
  for (let i = quoteAt + close.length; i < text.length; i++) {
    if (text[i] === '\\') i++;
    else if (text.startsWith(close, i)) return i + close.length;
    else if (!triple && (text[i] === '\n' || text[i] === '\r')) return i;
  }
  return text.length;
};

/** The index of the last token that starts before an offset; -1 where there is none. */
export const tokenBefore = (tokens: readonly Token[], offset: number): number => {
  let lo = 0;
  let hi = tokens.length;
  while (lo < hi) {
    const mid = (lo + hi) >> 1;
    if ((tokens[mid] as Token).start < offset) lo = mid + 1;
    else hi = mid;
  }
  return lo - 1;
};

/** The string or comment that an offset is strictly inside of. */
export const insideOf = (tokens: readonly Token[], offset: number, text: string): Token | null => {
  const token = tokens[tokenBefore(tokens, offset)];
  if (!token) return null;
  if (token.kind === 'comment') return offset <= token.end ? token : null;
  if (token.kind !== 'string') return null;
  const open = offset === token.end && !closed(text.slice(token.start, token.end));
  return offset < token.end || open ? token : null;
};

const closed = (literal: string): boolean => {
  const body = /^[A-Za-z]*("""|'''|"|')([\s\S]*)$/.exec(literal);
  return body ? (body[2] ?? '').endsWith(body[1] ?? '') : false;
};

/** An open bracket around an offset, what stands before it, and how far the offset is in its list. */
export interface Bracket {
  readonly open: '(' | '[' | '{';
  readonly at: number;
  /** The dotted words before it: `ft.Var`; empty where there are none. */
  readonly callee: string;
  readonly calleeStart: number;
  /** Commas between the bracket and the offset, on its own level. */
  readonly index: number;
  /** `name` of `name=` where the offset is in such an argument. */
  readonly keyword: string | null;
}

const STARTS = new Set(
  'def class for while if elif else with try except finally return import from raise assert pass break continue'.split(
    ' ',
  ),
);
/** Further back than this nobody's bracket is still open. */
const FAR = 4000;

/** Open brackets around an offset, innermost first. A line that begins a statement ends the search. */
export const bracketsAt = (tokens: readonly Token[], text: string, offset: number): readonly Bracket[] => {
  const out: Bracket[] = [];
  let depth = 0;
  let index = 0;
  let keyword: string | null = null;
  let settled = false;
  let i = tokenBefore(tokens, offset);
  const inside = tokens[i];
  if (
    inside &&
    (inside.kind === 'string' || inside.kind === 'comment') &&
    offset <= inside.end &&
    offset > inside.start
  )
    i--;
  for (; i >= 0 && offset - (tokens[i] as Token).start < FAR; i--) {
    const t = tokens[i] as Token;
    if (t.kind === 'close') depth++;
    else if (t.kind === 'open' && depth > 0) depth--;
    else if (t.kind === 'open') {
      const { callee, start } = calleeBefore(tokens, text, i);
      out.push({ open: text[t.start] as Bracket['open'], at: t.start, callee, calleeStart: start, index, keyword });
      index = 0;
      keyword = null;
      settled = false;
    } else if (depth === 0 && t.kind === 'comma') {
      index++;
      settled = true;
    } else if (depth === 0 && !settled && t.kind === 'other' && text[t.start] === '=') {
      const word = tokens[i - 1];
      if (word?.kind === 'word' && !'=<>!'.includes(text[t.start - 1] ?? '') && text[t.start + 1] !== '=')
        keyword = text.slice(word.start, word.end);
    } else if (t.kind === 'newline') {
      const next = tokens[i + 1];
      if (next?.kind === 'word' && STARTS.has(text.slice(next.start, next.end)) && !continues(text, next)) break;
    }
  }
  return out;
};

/** `for` and `if` inside brackets may belong to a comprehension that is written over several lines. */
const continues = (text: string, word: Token): boolean => {
  const line = text.slice(word.start, text.indexOf('\n', word.start) + 1 || text.length).trimEnd();
  return /^(?:for|if|else)\b/.test(line) && !line.endsWith(':');
};

const calleeBefore = (tokens: readonly Token[], text: string, open: number): { callee: string; start: number } => {
  let end = (tokens[open] as Token).start;
  let start = end;
  const parts: string[] = [];
  for (let i = open - 1; ; i -= 2) {
    const word = tokens[i];
    if (word?.kind !== 'word' || word.end !== end) break;
    parts.unshift(text.slice(word.start, word.end));
    start = word.start;
    const dot = tokens[i - 1];
    if (!dot || text[dot.start] !== '.' || dot.end !== start) break;
    end = dot.start;
  }
  return { callee: parts.join('.'), start };
};
