/** Filling in a macro's replacement list: arguments, `#`, `##` and `__VA_OPT__` ([cpp.subst], [cpp.stringize], [cpp.concat]). */

import { tokenize } from '../lex/tokenize.ts';
import { FLAG, K, Token } from '../lex/tokens.ts';
import type { Expansion } from './expansion.ts';
import type { Macro, Part } from './macro.ts';

/** The argument of one parameter, as written and, when somebody asks, fully expanded. */
export interface Argument {
  readonly raw: readonly Token[];
  expanded(): readonly Token[];
}

/** Moves the flags that say how a token is laid out from one to another. */
const laidOutAs = (token: Token, like: Token, expansion: Expansion | null): Token =>
  token.with((token.flags & ~(FLAG.space | FLAG.lineStart)) | (like.flags & FLAG.space), expansion);

const stringOf = (tokens: readonly Token[]): string => {
  let out = '';
  tokens.forEach((token, i) => {
    if (token.kind === K.placemarker) return;
    if (i > 0 && token.has(FLAG.space | FLAG.lineStart)) out += ' ';
    const { spelling } = token;
    out += token.kind === K.string || token.kind === K.char ? spelling.replace(/[\\"]/g, '\\$&') : spelling;
  });
  return `"${out.replace(/\n/g, '\\n')}"`;
};

export class Substitution {
  /** Two tokens that `##` could not make one of; they stand beside each other. */
  badPaste: string | null = null;
  private readonly rebased = new Map<Expansion, Expansion>();
  /** Tokens made so far, a long string or name counted by its length. */
  private size = 0;

  constructor(
    private readonly macro: Macro,
    private readonly args: readonly Argument[],
    private readonly expansion: Expansion,
  ) {}

  /** Null where more than `room` tokens would be made. */
  run(room: number): readonly Token[] | null {
    const made = this.fill(this.macro.parts, room);
    return this.size > room ? null : made.filter((token) => token.kind !== K.placemarker);
  }

  private fill(parts: readonly Part[], room: number): Token[] {
    const out: Token[] = [];
    for (const part of parts) {
      const operand = this.operand(part, room);
      this.size += operand.length;
      for (const { spelling } of operand) this.size += Math.floor(spelling.length / 64);
      if (this.size > room) return out;
      if (!part.paste) for (const token of operand) out.push(token);
      else if (this.isCommaBeforeRest(part, out)) {
        // The extension `, ## __VA_ARGS__`: no arguments, no comma; otherwise nothing is pasted.
        if (operand.every((token) => token.kind === K.placemarker)) out.pop();
        else for (const token of operand) out.push(token);
      } else this.paste(out, operand);
    }
    return out;
  }

  private isCommaBeforeRest(part: Part, out: readonly Token[]): boolean {
    const { variadic, parameters } = this.macro;
    const last = out.at(-1);
    return (
      variadic &&
      part.kind === 'parameter' &&
      part.index === (parameters?.length ?? 0) - 1 &&
      last?.kind === K.punctuator &&
      last.text === ','
    );
  }

  /** Never empty: an operand without tokens is a placemarker. */
  private operand(part: Part, room: number): readonly Token[] {
    const { expansion } = this;
    if (part.kind === 'token') return [part.token.with(part.token.flags & ~FLAG.lineStart, expansion)];
    if (part.kind === 'parameter') {
      const argument = this.args[part.index];
      const tokens = (part.raw ? argument?.raw : argument?.expanded()) ?? [];
      if (this.size + tokens.length > room) return tokens;
      const own = tokens.map((token, i) => {
        const moved = this.rebase(token.expansion);
        return i === 0 ? laidOutAs(token, part.token, moved) : token.with(token.flags, moved);
      });
      return own.length > 0 ? own : [this.placemarker(part.token)];
    }
    if (part.kind === 'stringize') {
      // `# parameter` takes the argument as it is written; `# __VA_OPT__` what would stand there.
      const first = part.parts[0];
      const plain = part.parts.length === 1 && first?.kind === 'parameter' && first.raw;
      const tokens = plain ? (this.args[first.index]?.raw ?? []) : this.hasRest() ? this.fill(part.parts, room) : [];
      const text = stringOf(tokens);
      return [this.made(K.string, text, part.token)];
    }
    const inner = this.hasRest() ? this.fill(part.parts, room) : [];
    const first = inner[0];
    if (first === undefined) return [this.placemarker(part.token)];
    return [laidOutAs(first, part.token, first.expansion), ...inner.slice(1)];
  }

  /** Whether the variable arguments have tokens once expanded. */
  private hasRest(): boolean {
    return (this.args[(this.macro.parameters?.length ?? 0) - 1]?.expanded().length ?? 0) > 0;
  }

  private placemarker(like: Token): Token {
    return this.made(K.placemarker, '', like);
  }

  private made(kind: Token['kind'], text: string, like: Token): Token {
    return new Token(kind, text, like.file, like.start, like.end, like.flags & FLAG.space, this.expansion, text);
  }

  /** The expansions of an argument's token, now inside this one. */
  private rebase(expansion: Expansion | null): Expansion {
    const outside = this.expansion.parent;
    if (expansion === null || expansion === outside) return this.expansion;
    const known = this.rebased.get(expansion);
    if (known !== undefined) return known;
    // From the outermost in, so that no depth of nesting can end the stack.
    const chain: Expansion[] = [];
    for (let e: Expansion | null = expansion; e !== null && e !== outside && !this.rebased.has(e); e = e.parent)
      chain.push(e);
    const last = chain.at(-1);
    let parent = (last?.parent && this.rebased.get(last.parent)) ?? this.expansion;
    for (const e of chain.reverse()) {
      parent = { ...e, parent };
      this.rebased.set(e, parent);
    }
    return parent;
  }

  private paste(out: Token[], operand: readonly Token[]): void {
    const left = out.pop();
    const right = operand[0];
    if (left === undefined || right === undefined) {
      for (const token of operand) out.push(token);
      return;
    }
    if (left.kind === K.placemarker)
      out.push(right.with((right.flags & ~FLAG.space) | (left.flags & FLAG.space), right.expansion));
    else if (right.kind === K.placemarker) out.push(left);
    else {
      const spelling = left.spelling + right.spelling;
      const made = tokenize(left.file, spelling);
      const only = made[0];
      const whole = made.length === 2 && only?.spelling === spelling;
      if (whole && only !== undefined) {
        const flags = (left.flags & FLAG.space) | (only.flags & FLAG.unterminated);
        out.push(new Token(only.kind, only.text, left.file, left.start, left.end, flags, this.expansion, spelling));
      } else {
        this.badPaste ??= spelling;
        out.push(left, right);
      }
    }
    for (let i = 1; i < operand.length; i++) out.push(operand[i] as Token);
  }
}
