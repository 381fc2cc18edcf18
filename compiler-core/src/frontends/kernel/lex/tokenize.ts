/** C++20's lexical analysis: preprocessing tokens with exact places. Any text gives tokens. */

import { type FileId, offset } from '../../../text/span.ts';
import { identifierUnits, isBlank, isDigit, isLineEnd, type Unspliced, unsplice } from './characters.ts';
import { ALTERNATIVES, FLAG, K, KEYWORDS, PUNCTUATORS, Token, type TokenKind } from './tokens.ts';

/** Candidates by first character, longest first. */
const BY_FIRST: readonly (readonly string[] | undefined)[] = (() => {
  const table: string[][] = [];
  for (const text of PUNCTUATORS) {
    const c = text.charCodeAt(0);
    table[c] ??= [];
    table[c].push(text);
  }
  for (const list of table) list?.sort((a, b) => b.length - a.length);
  return table;
})();

const PREFIXES: ReadonlySet<string> = new Set(['L', 'u', 'U', 'u8', 'R', 'LR', 'uR', 'UR', 'u8R']);
/** Suffixes of the standard library; others begin with an underscore, and what does neither is a macro's name. */
const STANDARD_SUFFIXES: ReadonlySet<string> = new Set('s sv h min ms us ns d y i il if'.split(' '));
const UCN = /\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8}))/y;
const MAX_DELIMITER = 16;

class Tokenizer {
  private readonly out: Token[] = [];
  private readonly clean: Unspliced;
  private readonly text: string;
  private at = 0;
  private flags: number = FLAG.lineStart;

  constructor(
    private readonly file: FileId,
    private readonly raw: string,
  ) {
    this.clean = unsplice(raw);
    this.text = this.clean.text;
  }

  run(): readonly Token[] {
    if (this.text.charCodeAt(0) === 0xfeff) this.at = 1;
    for (;;) {
      this.layout();
      if (this.at >= this.text.length) break;
      this.token();
    }
    this.flags |= FLAG.lineStart;
    this.push(K.end, this.at, '');
    return this.out;
  }

  private push(kind: TokenKind, start: number, text: string, spelling = text): void {
    const { toRaw } = this.clean;
    const from = toRaw(start);
    const to = this.at > start ? toRaw(this.at - 1) + 1 : from;
    this.out.push(new Token(kind, text, this.file, offset(from), offset(to), this.flags, null, spelling));
    this.flags = 0;
  }

  /** Passes over white space and comments. */
  private layout(): void {
    const { text } = this;
    for (;;) {
      const c = text.charCodeAt(this.at);
      if (isBlank(c)) {
        this.at++;
        this.flags |= FLAG.space;
      } else if (isLineEnd(c)) {
        this.at++;
        this.flags |= FLAG.space | FLAG.lineStart;
      } else if (c === 47 && text.charCodeAt(this.at + 1) === 47) {
        while (this.at < text.length && !isLineEnd(text.charCodeAt(this.at))) this.at++;
        this.flags |= FLAG.space;
      } else if (c === 47 && text.charCodeAt(this.at + 1) === 42) {
        // A comment is one blank: the line goes on behind it, however many it spans.
        const end = text.indexOf('*/', this.at + 2);
        this.at = end < 0 ? text.length : end + 2;
        this.flags |= FLAG.space;
      } else return;
    }
  }

  private token(): void {
    const { text, at } = this;
    const c = text.charCodeAt(at);
    if (identifierUnits(text, at, true) > 0 || (c === 92 && this.ucnUnits(at) > 0)) {
      this.word();
      return;
    }
    if (isDigit(c) || (c === 46 && isDigit(text.charCodeAt(at + 1)))) {
      this.number();
      return;
    }
    if (c === 34 || c === 39) {
      this.quoted(at, c === 34);
      return;
    }
    for (const candidate of BY_FIRST[c] ?? []) {
      if (!text.startsWith(candidate, at)) continue;
      if (candidate === '<:' && this.isScopeAfterLess(at)) continue;
      this.at = at + candidate.length;
      this.push(K.punctuator, at, ALTERNATIVES.get(candidate) ?? candidate, candidate);
      return;
    }
    this.at = at + ((text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1);
    this.push(K.other, at, text.slice(at, this.at));
  }

  /** `<::` is `<` before `::`, unless `:` or `>` follows ([lex.pptoken]). */
  private isScopeAfterLess(at: number): boolean {
    const { text } = this;
    return text[at + 2] === ':' && text[at + 3] !== ':' && text[at + 3] !== '>';
  }

  /** Units of a universal character name that may stand in an identifier. */
  private ucnUnits(at: number): number {
    UCN.lastIndex = at;
    const match = UCN.exec(this.text);
    if (!match) return 0;
    const point = Number.parseInt(match[1] ?? match[2] ?? '', 16);
    // Characters of ASCII stand for themselves only ([lex.charset]).
    return point >= 0x80 && point <= 0x10ffff && identifierUnits(String.fromCodePoint(point), 0, false) > 0
      ? match[0].length
      : 0;
  }

  /** From `at` past what an identifier may go on with. */
  private wordEnd(at: number): number {
    for (;;) {
      const units = identifierUnits(this.text, at, false);
      if (units > 0) at += units;
      else if (this.text.charCodeAt(at) === 92 && this.ucnUnits(at) > 0) at += this.ucnUnits(at);
      else return at;
    }
  }

  private word(): void {
    const { text, at } = this;
    this.at = this.wordEnd(at);
    const spelling = text.slice(at, this.at);
    const quote = text.charCodeAt(this.at);
    if ((quote === 34 || quote === 39) && PREFIXES.has(spelling)) {
      if (!spelling.endsWith('R')) {
        this.quoted(at, quote === 34);
        return;
      }
      if (quote === 34) {
        this.rawString(at);
        return;
      }
    }
    const operator = ALTERNATIVES.get(spelling);
    if (operator !== undefined) {
      this.push(K.punctuator, at, operator, spelling);
      return;
    }
    if (KEYWORDS.has(spelling)) {
      this.push(K.keyword, at, spelling);
      return;
    }
    const resolved = spelling.includes('\\')
      ? spelling.replace(/\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8}))/g, (_, short?: string, long?: string) =>
          String.fromCodePoint(Number.parseInt(short ?? long ?? '', 16)),
        )
      : spelling;
    this.push(K.name, at, resolved, spelling);
  }

  private number(): void {
    const { text } = this;
    const start = this.at;
    let at = start + 1;
    for (;;) {
      const c = text.charCodeAt(at);
      const sign = text.charCodeAt(at + 1);
      const letter = c | 32;
      if ((letter === 101 || letter === 112) && (sign === 43 || sign === 45)) at += 2;
      else if (c === 39 && identifierUnits(text, at + 1, false) > 0 && sign < 128) at += 2;
      else if (c === 46) at++;
      else {
        const next = this.wordEnd(at);
        if (next === at) break;
        // An exponent's sign may follow the word's last letter.
        const last = text.charCodeAt(next - 1) | 32;
        const after = text.charCodeAt(next);
        at = (last === 101 || last === 112) && (after === 43 || after === 45) ? next + 1 : next;
      }
    }
    this.at = at;
    this.push(K.number, start, text.slice(start, at));
  }

  /** A string or character literal whose opening quote stands at `this.at`, its prefix at `start`. */
  private quoted(start: number, isString: boolean): void {
    const { text } = this;
    const quote = isString ? 34 : 39;
    let at = this.at + 1;
    for (;;) {
      const c = text.charCodeAt(at);
      if (at >= text.length || isLineEnd(c)) {
        this.flags |= FLAG.unterminated;
        break;
      }
      if (c === quote) {
        at = this.suffixEnd(at + 1);
        break;
      }
      at += c === 92 && at + 1 < text.length && !isLineEnd(text.charCodeAt(at + 1)) ? 2 : 1;
    }
    this.at = at;
    const spelling = text.slice(start, at);
    // A lone apostrophe in text that a condition skips is a character, as the standard has it.
    this.push(isString ? K.string : K.char, start, spelling);
  }

  private suffixEnd(at: number): number {
    const end = this.wordEnd(at);
    if (end === at || isDigit(this.text.charCodeAt(at))) return at;
    const suffix = this.text.slice(at, end);
    return suffix.startsWith('_') || STANDARD_SUFFIXES.has(suffix) ? end : at;
  }

  /** Splices inside a raw string are its own characters, so it is read from the original text. */
  private rawString(start: number): void {
    const { raw } = this;
    const quote = this.clean.toRaw(this.at);
    const open = raw.indexOf('(', quote);
    const delimiter = open < 0 ? '' : raw.slice(quote + 1, open);
    if (open < 0 || delimiter.length > MAX_DELIMITER || /[\s\\)]/.test(delimiter)) {
      this.quoted(start, true);
      return;
    }
    const closing = `)${delimiter}"`;
    const end = raw.indexOf(closing, open + 1);
    const prefix = this.text.slice(start, this.at);
    if (end < 0) {
      this.flags |= FLAG.unterminated;
      this.at = this.text.length;
      this.push(K.string, start, prefix + raw.slice(quote));
      return;
    }
    const rawEnd = end + closing.length;
    this.at = this.clean.fromRaw(rawEnd);
    const afterQuote = this.at;
    this.at = this.suffixEnd(afterQuote);
    this.push(K.string, start, prefix + raw.slice(quote, rawEnd) + this.text.slice(afterQuote, this.at));
  }
}

/** The tokens of a file, an `end` token last. Offsets are those of `text` as it is given. O(length). */
export const tokenize = (file: FileId, text: string): readonly Token[] => new Tokenizer(file, text).run();
