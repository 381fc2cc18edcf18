/** Python's lexical analysis, as strict as CPython 3.12's: indentation, brackets, f-strings with their fields. */

import { numberFault, numberLength } from './numbers.ts';
import { type Fault, KEYWORDS, T, type TokenKind, type Tokens } from './tokens.ts';

export const NULL_BYTES = 'source code cannot contain null bytes';
const MAX_BRACKETS = 200;
const MAX_INDENTS = 100;
const NAME = /[\p{XID_Start}_][\p{XID_Continue}]*/uy;
const STRING_PREFIX = /(?:[rR][bBfF]?|[bBfF][rR]?|[uU])?(?=["'])/y;
const OPERATOR = /\*\*=|\/\/=|>>=|<<=|\.\.\.|[-+*/%&|^@:=!<>]=|->|\*\*|\/\/|<<|>>|<>|[-+*/%&|^~@:=<>()[\]{},.;!$?`]/y;
const CLOSER: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };

interface Bracket {
  readonly open: string;
  readonly at: number;
  /** The f-string whose field this brace opens. */
  readonly field: FormatString | null;
}
interface FormatString {
  readonly quote: string;
  readonly raw: boolean;
  readonly start: number;
  /** How many of its fields are open: an expression is read when the innermost is not in its specifier. */
  specs: number;
}

class Stop extends Error {}

class Tokenizer {
  private readonly kinds: TokenKind[] = [];
  private readonly starts: number[] = [];
  private readonly ends: number[] = [];
  private readonly texts: string[] = [];
  private readonly levels: number[] = [];
  private readonly brackets: Bracket[] = [];
  private readonly strings: FormatString[] = [];
  private readonly indents: number[] = [0];
  private readonly altIndents: number[] = [0];
  private fault: Fault | null = null;
  private faultIsLayout = false;
  private readonly layoutInBrackets: [number, number][] = [];
  private at = 0;

  constructor(private readonly text: string) {}

  run(): Tokens {
    try {
      this.at = this.text.charCodeAt(0) === 0xfeff ? 1 : 0;
      this.scan();
    } catch (error) {
      if (!(error instanceof Stop)) throw error;
    }
    const open = this.fault ? undefined : this.brackets.at(-1);
    const unclosed = open ? { start: open.at, end: open.at + 1, message: `'${open.open}' was never closed` } : null;
    const { kinds, starts, ends, texts, levels, fault, faultIsLayout, layoutInBrackets } = this;
    return { kinds, starts, ends, texts, levels, fault, faultIsLayout, layoutInBrackets, unclosed };
  }

  private push(kind: TokenKind, start: number, end: number, text = ''): void {
    this.kinds.push(kind);
    this.starts.push(start);
    this.ends.push(end);
    this.texts.push(text);
    this.levels.push(this.brackets.length);
  }

  private fail(start: number, end: number, message: string): never {
    this.fault = { start, end: Math.max(end, Math.min(start + 1, this.text.length)), message };
    throw new Stop();
  }

  private char(offset = 0): string {
    return this.text.charAt(this.at + offset);
  }

  private scan(): void {
    const { text } = this;
    let lineStart = true;
    for (;;) {
      if (lineStart && this.brackets.length === 0 && this.strings.length === 0) {
        if (this.indentation()) continue;
        lineStart = false;
      }
      const string = this.strings.at(-1);
      if (string && this.inLiteral(string)) {
        this.literalPart(string);
        continue;
      }
      const c = text.charCodeAt(this.at);
      if (this.at >= text.length) break;
      if (c === 32 || c === 9 || c === 12) this.at++;
      else if (c === 10 || c === 13) {
        const start = this.at;
        this.at += c === 13 && text.charCodeAt(start + 1) === 10 ? 2 : 1;
        if (this.brackets.length > 0) {
          this.layoutInBrackets.push([start, this.at]);
          continue;
        }
        this.push(T.newline, start, this.at);
        lineStart = true;
      } else if (c === 35) {
        const start = this.at;
        this.skipComment();
        if (this.brackets.length > 0) this.layoutInBrackets.push([start, this.at]);
      } else if (c === 92) this.continuation();
      else this.token(c);
    }
    this.finish();
  }

  private finish(): void {
    const end = this.text.length;
    const last = this.kinds.at(-1);
    if (this.brackets.length === 0) {
      if (last !== undefined && last !== T.newline && last !== T.dedent) this.push(T.newline, end, end);
      for (let i = this.indents.length; i > 1; i--) this.push(T.dedent, end, end);
    }
    this.push(T.end, end, end);
  }

  private skipComment(): void {
    while (this.at < this.text.length && !this.atLineEnd()) {
      if (this.text.charCodeAt(this.at) === 0) this.fail(this.at, this.at + 1, NULL_BYTES);
      this.at++;
    }
  }

  private atLineEnd(): boolean {
    const c = this.text.charCodeAt(this.at);
    return c === 10 || c === 13;
  }

  private skipLineEnd(): void {
    this.at += this.text.startsWith('\r\n', this.at) ? 2 : 1;
  }

  /** Reads the white space that begins a line; true when the line is blank and was passed over. */
  private indentation(): boolean {
    const start = this.at;
    let column = 0;
    let alt = 0;
    for (; ; this.at++) {
      const c = this.char();
      if (c === ' ') {
        column++;
        alt++;
      } else if (c === '\t') {
        column = (Math.floor(column / 8) + 1) * 8;
        alt++;
      } else if (c === '\f') column = alt = 0;
      else if (c === '\\' && (this.char(1) === '\n' || this.char(1) === '\r')) this.continuation();
      else break;
      if (c === '\\') this.at--;
    }
    if (this.char() === '#') this.skipComment();
    if (this.at >= this.text.length) return false;
    if (this.atLineEnd()) {
      this.skipLineEnd();
      return true;
    }
    this.indentTo(start, column, alt);
    return false;
  }

  private failLayout(start: number, end: number, message: string): never {
    this.faultIsLayout = true;
    return this.fail(start, end, message);
  }

  private indentTo(start: number, column: number, alt: number): void {
    const { indents, altIndents, at } = this;
    const mixed = 'inconsistent use of tabs and spaces in indentation';
    const top = indents.at(-1) ?? 0;
    const altTop = altIndents.at(-1) ?? 0;
    if (column === top) {
      if (alt !== altTop) this.failLayout(start, at, mixed);
    } else if (column > top) {
      if (indents.length >= MAX_INDENTS) this.failLayout(start, at, 'too many levels of indentation');
      if (alt <= altTop) this.failLayout(start, at, mixed);
      indents.push(column);
      altIndents.push(alt);
      this.push(T.indent, start, at);
    } else {
      while (column < (indents.at(-1) ?? 0)) {
        indents.pop();
        altIndents.pop();
        this.push(T.dedent, at, at);
      }
      if (column !== indents.at(-1))
        this.failLayout(start, this.lineEndFrom(at), 'unindent does not match any outer indentation level');
      if (alt !== altIndents.at(-1)) this.failLayout(start, at, mixed);
    }
  }

  private lineEndFrom(at: number): number {
    let end = at;
    while (end < this.text.length && !'\r\n'.includes(this.text.charAt(end))) end++;
    return end;
  }

  private continuation(): void {
    const start = this.at++;
    if (this.at >= this.text.length)
      this.fail(start, start + 1, 'unexpected end of file after line continuation character');
    if (!this.atLineEnd()) this.fail(start, start + 1, 'unexpected character after line continuation character');
    this.skipLineEnd();
    if (this.at >= this.text.length)
      this.fail(start, start + 1, 'unexpected end of file after line continuation character');
  }

  private token(c: number): void {
    const { text, at } = this;
    const isDigit = c >= 48 && c <= 57;
    const next = text.charCodeAt(at + 1);
    if (isDigit || (c === 46 && next >= 48 && next <= 57)) {
      const length = numberLength(text, at);
      const fault = numberFault(text, at, length);
      if (fault) this.fail(fault.start, fault.end, fault.message);
      this.push(T.number, at, at + length);
      this.at = at + length;
      return;
    }
    if (c === 34 || c === 39 || isPrefixLetter(c)) {
      STRING_PREFIX.lastIndex = at;
      const prefix = STRING_PREFIX.exec(text);
      if (prefix) {
        this.string(prefix[0]);
        return;
      }
    }
    NAME.lastIndex = at;
    const name = NAME.exec(text)?.[0];
    if (name !== undefined) {
      this.at += name.length;
      this.push(KEYWORDS.has(name) ? T.keyword : T.name, at, this.at, name);
      return;
    }
    OPERATOR.lastIndex = at;
    const op = OPERATOR.exec(text)?.[0];
    if (op === undefined) this.fail(at, at + (c >= 0xd800 && c < 0xdc00 ? 2 : 1), invalidCharacter(text, at));
    this.operator(op);
  }

  private operator(op: string): void {
    const { at } = this;
    const top = this.brackets.at(-1);
    const field = top?.field;
    if (field) {
      // In a field `:` begins the specifier and `!` the conversion, whatever would follow in an expression.
      if (op.startsWith(':')) {
        this.at++;
        this.push(T.op, at, this.at, ':');
        field.specs++;
        return;
      }
      if (op === '=' || op === '}' || op.startsWith('!')) {
        this.at += op === '!=' ? 2 : 1;
        if (op === '}') this.brackets.pop();
        this.push(T.op, at, this.at, op);
        return;
      }
    }
    this.at += op.length;
    if (op === '(' || op === '[' || op === '{') {
      if (this.brackets.length >= MAX_BRACKETS) this.fail(at, at + 1, 'too many nested parentheses');
      this.push(T.op, at, this.at, op);
      this.brackets.push({ open: op, at, field: null });
      return;
    }
    if (op === ')' || op === ']' || op === '}') {
      if (!top) this.fail(at, at + 1, `unmatched '${op}'`);
      if (CLOSER[top.open] !== op) {
        const message = `closing parenthesis '${op}' does not match opening parenthesis '${top.open}'`;
        this.fail(at, at + 1, message + this.onLine(top.at, at));
      }
      this.brackets.pop();
    }
    this.push(T.op, at, this.at, op);
  }

  private onLine(opened: number, at: number): string {
    const between = this.text.slice(opened, at);
    return between.includes('\n') ? ` on line ${this.text.slice(0, opened).split('\n').length}` : '';
  }

  private string(prefix: string): void {
    const { text, at: start } = this;
    const open = start + prefix.length;
    const quote = text.charAt(open);
    const triple = text.startsWith(quote.repeat(3), open);
    const close = triple ? quote.repeat(3) : quote;
    this.at = open + close.length;
    const lower = prefix.toLowerCase();
    if (lower.includes('f')) {
      this.push(T.fstart, start, this.at);
      if (this.strings.length >= MAX_BRACKETS) this.fail(start, this.at, 'f-string: nested too deeply');
      this.strings.push({ quote: close, raw: lower.includes('r'), start, specs: 0 });
      return;
    }
    for (;;) {
      const c = text.charCodeAt(this.at);
      if (this.at >= text.length || (!triple && (c === 10 || c === 13))) this.unterminated(start, triple, '');
      if (c === 92) {
        this.at++;
        this.skipLineEnd();
      } else if (text.startsWith(close, this.at)) break;
      else if (c === 0) this.fail(this.at, this.at + 1, NULL_BYTES);
      else this.at++;
    }
    this.at += close.length;
    this.push(T.string, start, this.at);
  }

  private unterminated(start: number, triple: boolean, format: string): never {
    const line = this.text.slice(0, this.at).split(/\r\n?|\n/).length;
    const what = triple ? `triple-quoted ${format}string` : `${format}string`;
    this.fail(start, this.lineEndFrom(start), `unterminated ${what} literal (detected at line ${line})`);
  }

  /** Whether the text here is a literal part of the f-string, or of a specifier in it. */
  private inLiteral(string: FormatString): boolean {
    let fields = 0;
    for (let i = this.brackets.length - 1; i >= 0; i--) if (this.brackets[i]?.field === string) fields++;
    return fields === string.specs && (fields === 0 || this.brackets.at(-1)?.field === string);
  }

  private literalPart(string: FormatString): void {
    const { text } = this;
    const triple = string.quote.length === 3;
    const inSpec = string.specs > 0;
    for (;;) {
      const c = this.char();
      if (this.at >= text.length) this.unterminated(string.start, triple, 'f-');
      if (!triple && (c === '\n' || c === '\r')) this.unterminated(string.start, triple, 'f-');
      if (text.startsWith(string.quote, this.at)) {
        if (inSpec) this.fail(this.at, this.at + 1, "f-string: expecting '}'");
        this.push(T.fend, this.at, this.at + string.quote.length);
        this.at += string.quote.length;
        this.strings.pop();
        return;
      }
      if (c === '\\') {
        // `\N{NAME}` has braces of its own.
        if (!string.raw && text.startsWith('\\N{', this.at))
          this.at = Math.max(this.at + 3, text.indexOf('}', this.at) + 1);
        else {
          this.at++;
          const escaped = this.char();
          if (escaped !== '{' && escaped !== '}') this.skipLineEnd();
        }
      } else if (c === '{') {
        if (!inSpec && this.char(1) === '{') this.at += 2;
        else {
          if (this.brackets.length >= MAX_BRACKETS) this.fail(this.at, this.at + 1, 'f-string: nested too deeply');
          this.push(T.op, this.at, this.at + 1, '{');
          this.brackets.push({ open: '{', at: this.at, field: string });
          this.at++;
          return;
        }
      } else if (c === '}') {
        if (inSpec) {
          string.specs--;
          this.brackets.pop();
          this.push(T.op, this.at, this.at + 1, '}');
          this.at++;
          return;
        }
        if (this.char(1) !== '}') this.fail(this.at, this.at + 1, "f-string: single '}' is not allowed");
        this.at += 2;
      } else if (c === '\0') this.fail(this.at, this.at + 1, NULL_BYTES);
      else this.at++;
    }
  }
}

const isPrefixLetter = (c: number): boolean => 'rRbBuUfF'.includes(String.fromCharCode(c));

function invalidCharacter(text: string, at: number): string {
  const point = text.codePointAt(at) ?? 0;
  if (point === 0) return NULL_BYTES;
  const code = `U+${point.toString(16).toUpperCase().padStart(4, '0')}`;
  const printable = /^[\p{L}\p{M}\p{N}\p{P}\p{S}]$/u.test(String.fromCodePoint(point));
  return printable
    ? `invalid character '${String.fromCodePoint(point)}' (${code})`
    : `invalid non-printable character ${code}`;
}

/** The tokens of `text`. O(text). */
export const tokenize = (text: string): Tokens => new Tokenizer(text).run();
