/** What the strict parser stands on: the tokens, where it is in them, and the faults found. */

import { type Fault, T, type TokenKind, type Tokens } from './tokens.ts';

/** Thrown at a fault; the statement that contains it is given up. */
export class SyntaxFault extends Error {
  constructor(readonly fault: Fault) {
    super(fault.message);
  }
}

/** What an expression looks like to an assignment. */
export interface Shape {
  readonly what: string;
  readonly start: number;
  readonly end: number;
  /** May be assigned to, deleted; a single name, attribute or element. */
  readonly target: boolean;
  readonly single: boolean;
  /** The part that may not be assigned to. */
  readonly bad: Shape | null;
  /** The text of a bare name. */
  readonly name: string;
}

export interface Scope {
  readonly kind: 'module' | 'class' | 'function' | 'lambda';
  readonly isAsync: boolean;
  loops: number;
}

/** A fault of a program that parses, with the token at which it was noticed. */
export interface LateFault extends Fault {
  readonly kind: 'yield' | 'await' | 'other';
}

export const UNEXPECTED_INDENT = 'unexpected indent';
/** Whether a token is there to be seen; layout is not. */
const isVisible = (kind: TokenKind | undefined): boolean => kind !== undefined && kind >= T.name;

const MAX_DEPTH = 1000;

export class Reader {
  at = 0;
  readonly late: LateFault[] = [];
  readonly scopes: Scope[] = [{ kind: 'module', isAsync: false, loops: 0 }];
  private depth = 0;
  readonly kinds: readonly TokenKind[];
  readonly texts: readonly string[];

  constructor(
    readonly text: string,
    readonly tokens: Tokens,
  ) {
    this.kinds = tokens.kinds;
    this.texts = tokens.texts;
  }

  get kind(): TokenKind {
    return this.kinds[this.at] ?? T.end;
  }

  has(kind: TokenKind): boolean {
    return this.kind === kind;
  }

  /** The text of a name, keyword or operator. */
  get word(): string {
    return this.texts[this.at] ?? '';
  }

  get start(): number {
    return this.tokens.starts[this.at] ?? this.text.length;
  }

  get end(): number {
    return this.tokens.ends[this.at] ?? this.text.length;
  }

  /** Where the token before ends. */
  get lastEnd(): number {
    return this.tokens.ends[this.at - 1] ?? 0;
  }

  get lastStart(): number {
    return this.tokens.starts[this.at - 1] ?? 0;
  }

  get scope(): Scope {
    return this.scopes.at(-1) ?? { kind: 'module', isAsync: false, loops: 0 };
  }

  get inBrackets(): boolean {
    return (this.tokens.levels[this.at] ?? 0) > 0;
  }

  is(word: string): boolean {
    return this.texts[this.at] === word;
  }

  peek(ahead = 1): string {
    return this.texts[this.at + ahead] ?? '';
  }

  accept(word: string): boolean {
    if (this.texts[this.at] !== word) return false;
    this.at++;
    return true;
  }

  expect(word: string): void {
    if (!this.accept(word)) this.failHere(`expected '${word}'`);
  }

  expectName(what = 'a name'): string {
    if (this.kind !== T.name) this.failHere(`expected ${what}`);
    const name = this.word;
    this.at++;
    return name;
  }

  fail(start: number, end: number, message: string): never {
    throw new SyntaxFault({ start, end, message });
  }

  /** A fault at the token here; where it cannot be shown, at the one before. */
  failHere(message: string): never {
    if (this.has(T.indent)) this.fail(this.start, this.end, UNEXPECTED_INDENT);
    if (this.has(T.dedent)) this.skip(T.dedent);
    if (isVisible(this.kind)) this.fail(this.start, this.end, message);
    let before = this.at - 1;
    while (before >= 0 && !isVisible(this.kinds[before])) before--;
    const { starts, ends } = this.tokens;
    this.fail(starts[before] ?? 0, ends[before] ?? Math.min(1, this.text.length), message);
  }

  private skip(kind: TokenKind): void {
    while (this.kind === kind) this.at++;
  }

  /** A fault that CPython finds only in a program that parses. */
  note(start: number, end: number, message: string, kind: LateFault['kind'] = 'other'): void {
    this.late.push({ start, end, message, kind });
  }

  deeper<R>(read: () => R): R {
    if (this.depth >= MAX_DEPTH) this.failHere('nested too deeply');
    this.depth++;
    try {
      return read();
    } finally {
      this.depth--;
    }
  }
}
