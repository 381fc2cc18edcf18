/** Macro definitions: the replacement list is cut into parts once, so that a use only has to fill them in. */

import type { Span } from '../../../text/span.ts';
import { isWord, K, type Token } from '../lex/tokens.ts';

export type Part =
  | { readonly kind: 'token'; readonly token: Token; readonly paste: boolean }
  /** `raw`: stands beside `##`, so its argument is not expanded first. */
  | {
      readonly kind: 'parameter';
      readonly token: Token;
      readonly index: number;
      readonly raw: boolean;
      readonly paste: boolean;
    }
  | { readonly kind: 'stringize'; readonly token: Token; readonly parts: readonly Part[]; readonly paste: boolean }
  /** `__VA_OPT__( ... )` */
  | { readonly kind: 'optional'; readonly token: Token; readonly parts: readonly Part[]; readonly paste: boolean };

export class Macro {
  /** True while its expansion is being rescanned. */
  active = false;

  constructor(
    readonly name: string,
    readonly at: Span,
    /** Null: object-like. */
    readonly parameters: readonly string[] | null,
    /** The last parameter takes all further arguments. */
    readonly variadic: boolean,
    readonly body: readonly Token[],
    readonly parts: readonly Part[],
    /** Of ours: what a compiler or a library predefines. The program may define it again in silence. */
    readonly predefined: boolean,
  ) {}

  /** The same definition for another translation unit. */
  fresh(): Macro {
    return new Macro(this.name, this.at, this.parameters, this.variadic, this.body, this.parts, this.predefined);
  }

  /** Whether a second definition says the same ([cpp.replace.general]). */
  equals(other: Macro): boolean {
    return (
      this.variadic === other.variadic &&
      this.parameters?.join() === other.parameters?.join() &&
      this.body.length === other.body.length &&
      this.body.every((token, i) => token.spelling === other.body[i]?.spelling)
    );
  }
}

export interface MacroFault {
  readonly at: Span;
  readonly message: string;
}

/** Reads what stands behind `#define`. The tokens end with the line. */
export const readMacro = (line: readonly Token[], where: Span, predefined: boolean): Macro | MacroFault => {
  const name = line[0];
  if (name === undefined) return { at: where, message: '`#define` without a name' };
  if (!isWord(name) || name.text === 'defined' || name.text === '__VA_OPT__')
    return { at: name, message: `\`${name.spelling}\` is no name for a macro` };
  let from = 1;
  let parameters: string[] | null = null;
  let variadic = false;
  const paren = line[1];
  if (paren !== undefined && paren.text === '(' && paren.kind === K.punctuator && paren.start === name.end) {
    const head = readParameters(line);
    if (typeof head === 'string') return { at: paren, message: head };
    ({ parameters, variadic, from } = head);
  }
  const body = line.slice(from);
  const reader = new PartReader(body, parameters, variadic);
  const parts = reader.read();
  if (reader.fault !== null) return reader.fault;
  return new Macro(name.text, name, parameters, variadic, body, parts, predefined);
};

function readParameters(line: readonly Token[]) {
  const parameters: string[] = [];
  let variadic = false;
  let at = 2;
  if (line[at]?.text === ')') return { parameters, variadic, from: at + 1 };
  for (;;) {
    const token = line[at];
    if (token === undefined) return 'the list of parameters has no end';
    if (token.text === '...') {
      parameters.push('__VA_ARGS__');
      variadic = true;
    } else if (isWord(token)) {
      if (parameters.includes(token.text)) return `the parameter \`${token.text}\` stands twice`;
      parameters.push(token.text);
      if (line[at + 1]?.text === '...') {
        variadic = true;
        at++;
      }
    } else return `\`${token.spelling}\` is no name for a parameter`;
    const next = line[at + 1]?.text;
    if (next === ')') return { parameters, variadic, from: at + 2 };
    if (next !== ',' || variadic) return 'expected `,` or `)` in the list of parameters';
    at += 2;
  }
}

class PartReader {
  fault: MacroFault | null = null;
  private at = 0;

  constructor(
    private readonly body: readonly Token[],
    private readonly parameters: readonly string[] | null,
    private readonly variadic: boolean,
  ) {}

  read(): readonly Part[] {
    const first = this.body[0];
    const last = this.body.at(-1);
    for (const token of [first, last])
      if (token !== undefined && isPaste(token)) this.fail(token, '`##` stands at an end of the replacement list');
    return this.parts(this.body.length);
  }

  private fail(at: Span, message: string): void {
    this.fault ??= { at, message };
  }

  private parts(end: number): readonly Part[] {
    const out: Part[] = [];
    while (this.at < end) {
      const paste = isPaste(this.body[this.at]);
      if (paste) this.at++;
      const part = this.part(end, paste);
      if (part !== null) out.push(part);
    }
    return out;
  }

  private part(end: number, paste: boolean): Part | null {
    const token = this.body[this.at];
    if (token === undefined || this.at >= end) return null;
    if (this.parameters !== null && token.kind === K.punctuator && token.text === '#') {
      this.at++;
      const operand = this.part(end, false);
      if (operand?.kind === 'parameter') {
        return { kind: 'stringize', token, parts: [{ ...operand, raw: true }], paste };
      }
      if (operand?.kind === 'optional') return { kind: 'stringize', token, parts: operand.parts, paste };
      this.fail(token, '`#` does not stand before a parameter');
      return null;
    }
    this.at++;
    if (!isWord(token) || this.parameters === null) return { kind: 'token', token, paste };
    if (token.text === '__VA_OPT__' && this.variadic && this.body[this.at]?.text === '(') {
      const close = this.closing(end);
      if (close < 0) {
        this.fail(token, '`__VA_OPT__` has no closing parenthesis');
        return null;
      }
      this.at++;
      const parts = this.parts(close);
      this.at = close + 1;
      return { kind: 'optional', token, parts, paste };
    }
    const index = this.parameters.indexOf(token.text);
    if (index < 0) return { kind: 'token', token, paste };
    return { kind: 'parameter', token, index, raw: paste || isPaste(this.body[this.at]), paste };
  }

  /** The parenthesis that closes the one here. */
  private closing(end: number): number {
    let depth = 0;
    for (let i = this.at; i < end; i++) {
      const text = this.body[i]?.text;
      if (text === '(') depth++;
      else if (text === ')' && --depth === 0) return i;
    }
    return -1;
  }
}

const isPaste = (token: Token | undefined): boolean => token?.kind === K.punctuator && token.text === '##';
