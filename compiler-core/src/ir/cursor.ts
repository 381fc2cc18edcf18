/** A place among the tokens of the text form, and the small productions that need no other. */

import type { FileId, Span } from '../text/span.ts';
import { span } from '../text/span.ts';
import { type Token, tokenise } from './lex.ts';
import * as words from './spelling.ts';
import type { DType } from './types.ts';

export class Failure {
  constructor(
    readonly token: Token,
    readonly message: string,
  ) {}
}

export class Cursor {
  protected readonly tokens: readonly Token[];
  protected at = 0;

  constructor(
    protected readonly text: string,
    protected readonly file: FileId,
  ) {
    this.tokens = tokenise(text);
  }

  protected get token(): Token {
    return this.tokens[this.at] as Token;
  }
  protected peek(ahead: number): Token {
    return this.tokens[Math.min(this.at + ahead, this.tokens.length - 1)] as Token;
  }
  protected fail(message: string, token: Token = this.token): never {
    throw new Failure(token, message);
  }
  protected is(text: string): boolean {
    const t = this.token;
    return t.text === text && !t.quoted && (t.kind === 'punct' || t.kind === 'name');
  }
  protected accept(text: string): boolean {
    if (!this.is(text)) return false;
    this.at++;
    return true;
  }
  protected expect(text: string): void {
    if (!this.accept(text)) this.fail(`expected \`${text}\``);
  }
  protected name(): string {
    if (this.token.kind !== 'name') this.fail('expected a name');
    return this.tokens[this.at++]?.text ?? '';
  }
  protected string(): string {
    if (this.token.kind !== 'string') this.fail('expected a string');
    return this.tokens[this.at++]?.text ?? '';
  }
  protected oneOf<T extends string>(options: readonly T[], what: string, prefix = ''): T {
    const found = options.find((o) => this.is(prefix + o));
    if (found === undefined) return this.fail(`expected ${what}`);
    this.at++;
    return found;
  }
  protected count(): number {
    if (this.token.kind !== 'int') this.fail('expected a number');
    return Number(this.tokens[this.at++]?.text);
  }
  protected dtype(): DType {
    const word = this.name();
    return words.isDType(word) ? word : this.fail('expected an element type', this.peek(-1));
  }
  protected names(): string[] {
    const out = [this.name()];
    while (this.accept(',')) out.push(this.name());
    return out;
  }
  protected spanFrom(start: Token): Span {
    return span(this.file, start.start, Math.max(start.end, this.peek(-1).end));
  }
  protected annotation(): DType | null {
    const t = this.token;
    if (t.kind !== 'punct' || t.first || !t.text.startsWith('@') || !words.isDType(t.text.slice(1))) return null;
    this.at++;
    return t.text.slice(1) as DType;
  }
}
