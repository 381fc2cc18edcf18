/** What the parser stands on: the tokens, where it is in them, the scopes, the faults, and its limits. */

import type { Span } from '../../../text/span.ts';
import { FLAG, K, type Token, type TokenKind } from '../lex/tokens.ts';
import { placeInFile } from '../preprocess/expansion.ts';
import type { Problems } from '../preprocess/problems.ts';
import type { LambdaExpr, Node } from './ast.ts';
import type { ParserTokens } from './parser-tokens.ts';
import type { Entry, NameKind, Scope } from './scope.ts';

/** Thrown where no rule fits; the statement or member around it becomes an error region. */
export class Unparsed extends Error {
  constructor(
    readonly at: number,
    message: string,
  ) {
    super(message);
  }
}

/** A place where names that are not known left two readings, and the usual one was taken. */
export interface Guess extends Node {
  readonly what: string;
}

/** Of a guess: what the text may be is not known at all. */
export const UNDEFINED_MACRO = 'a macro that is not defined here';

/** Nothing real nests deeper; it keeps the recursion inside any stack. */
const MAX_DEPTH = 256;

export class Reader {
  at = 0;
  scope: Scope;
  /** `>` closes a template's arguments here, it compares nothing. */
  greaterCloses = false;
  /** Lambdas that were read, by their last token; what an error region keeps of them. */
  readonly lambdas: LambdaExpr[] = [];
  readonly guesses: Guess[] = [];
  /** Bodies of members, read when their class is complete. */
  deferred: (() => void)[] | null = null;
  /** The class whose members are being read: its name there declares constructors. */
  className: string | null = null;
  /** Names of member templates anywhere in the unit. */
  readonly memberTemplates = new Set<string>();
  /**
   * Where template arguments that begin at this token end, plus 2; 1: nowhere; 0: not looked yet. By what is known of
   * the name before them: that it is a template, or nothing.
   */
  readonly sureEnds: Int32Array;
  readonly likelyEnds: Int32Array;
  readonly kinds: readonly TokenKind[];
  readonly texts: readonly string[];
  readonly partners: Int32Array;
  depth = 0;
  /** How deep a scan ahead is in types inside of types. */
  scanDepth = 0;

  constructor(
    readonly input: ParserTokens,
    readonly problems: Problems,
    readonly global: Scope,
  ) {
    this.scope = global;
    this.kinds = input.kinds;
    this.texts = input.texts;
    this.partners = input.partners;
    this.sureEnds = new Int32Array(input.tokens.length);
    this.likelyEnds = new Int32Array(input.tokens.length);
  }

  get kind(): TokenKind {
    return this.kinds[this.at] ?? K.end;
  }

  get text(): string {
    return this.texts[this.at] ?? '';
  }

  get token(): Token {
    const { tokens } = this.input;
    return (tokens[this.at] ?? tokens.at(-1)) as Token;
  }

  get ended(): boolean {
    return this.kind === K.end;
  }

  is(text: string): boolean {
    return this.texts[this.at] === text;
  }

  peek(ahead = 1): string {
    return this.texts[this.at + ahead] ?? '';
  }

  kindAt(index: number): TokenKind {
    return this.kinds[index] ?? K.end;
  }

  textAt(index: number): string {
    return this.texts[index] ?? '';
  }

  isNameAt(index: number): boolean {
    return this.kinds[index] === K.name;
  }

  /** The index behind the bracket at `index` and all that it encloses; -1 where it is not closed. */
  past(index: number): number {
    const partner = this.partners[index] ?? -1;
    return partner > index ? partner + 1 : -1;
  }

  startsLine(index: number): boolean {
    return this.input.tokens[index]?.has(FLAG.lineStart) ?? true;
  }

  accept(text: string): boolean {
    if (this.texts[this.at] !== text) return false;
    this.at++;
    return true;
  }

  expect(text: string): void {
    if (!this.accept(text)) this.fail(`expected \`${text}\``);
  }

  expectName(what: string): string {
    if (this.kind !== K.name) this.fail(`expected ${what}`);
    const { text } = this;
    this.at++;
    return text;
  }

  /**
   * A closer or a semicolon that is missing while it is typed: where the next token cannot go on with what is open,
   * it is reported and taken as there, so that what was read before is kept.
   */
  expectOrMissing(text: string): void {
    if (this.accept(text)) return;
    const { text: next } = this;
    const stops = next === '}' || next === ';' || this.ended || (text === ';' && this.startsLine(this.at));
    if (!stops || (text === ';' && next === ';')) this.fail(`expected \`${text}\``);
    this.problem(Math.max(0, this.at - 1), this.at, `\`${text}\` is missing`);
  }

  fail(message: string): never {
    throw new Unparsed(
      this.at,
      this.ended ? `${message}, the text ends here` : `${message} before \`${this.shown()}\``,
    );
  }

  private shown(): string {
    const { spelling } = this.token;
    return spelling.length > 30 ? `${spelling.slice(0, 27)}...` : spelling;
  }

  problem(from: number, to: number, message: string): void {
    this.problems.add('unparsed-code', this.spanOf({ from, to }), message);
  }

  guess(from: number, to: number, what: string): void {
    this.guesses.push({ from, to, what });
  }

  /** Runs a rule; where it fails, the failure is given and all but the place is as it was before. */
  attempt<T>(read: () => T): T | Unparsed {
    const { scope, greaterCloses, depth, deferred, className } = this;
    try {
      return read();
    } catch (error) {
      if (!(error instanceof Unparsed)) throw error;
      Object.assign(this, { scope, greaterCloses, depth, deferred, className });
      return error;
    }
  }

  // What these three set is put back by `attempt` where the rule fails.

  /** Counts one level of nesting while `read` runs. */
  deeper<T>(read: () => T): T {
    this.enter();
    const value = read();
    this.depth--;
    return value;
  }

  /** One level down, for rules that are too many for a closure each; `depth--` ends it. */
  enter(): void {
    if (this.depth >= MAX_DEPTH) this.fail('this nests too deeply');
    this.depth++;
  }

  /** Reads with `>` as an operator (inside brackets), or as what closes a template's arguments. */
  inside<T>(read: () => T, greaterCloses = false): T {
    const before = this.greaterCloses;
    this.greaterCloses = greaterCloses;
    const value = read();
    this.greaterCloses = before;
    return value;
  }

  within<T>(scope: Scope, read: () => T): T {
    const before = this.scope;
    this.scope = scope;
    const value = read();
    this.scope = before;
    return value;
  }

  lookup(name: string): Entry | null {
    return this.scope.lookup(name);
  }

  /** Declares where declarations go: never in the head of a template. */
  declare(name: string, kind: NameKind, members: Scope | null = null): void {
    let { scope } = this;
    while (scope.kind === 'template' && scope.parent !== null) scope = scope.parent;
    scope.declare(name, kind, members);
  }

  spanOf(node: Node): Span {
    return spanOfTokens(this.input.tokens, node);
  }
}

/** The place of a range of tokens in the file as it is written; that of its first token where it spans files. */
export const spanOfTokens = (tokens: readonly Token[], { from, to }: Node): Span => {
  const first = tokens[Math.min(from, tokens.length - 1)] as Token;
  const start = placeInFile(first);
  const end = to > from ? placeInFile(tokens[to - 1] as Token) : start;
  const { file } = start;
  if (to <= from) return { file, start: start.start, end: start.start };
  if (end.file !== file || end.end < start.start) return { file, start: start.start, end: start.end };
  return { file, start: start.start, end: end.end };
};
