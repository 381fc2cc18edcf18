/**
 * Macro expansion by the standard's rescanning ([cpp.rescan]): a stack of token lists, where a macro is off while its
 * own list is being read; a name met while its macro is off is never expanded again.
 */

import { offset, type Span } from '../../../text/span.ts';
import { FLAG, isWord, K, type Token } from '../lex/tokens.ts';
import type { Expansion } from './expansion.ts';
import type { Macro } from './macro.ts';
import type { Limits } from './options.ts';
import type { Problems } from './problems.ts';
import { type Argument, Substitution } from './substitute.ts';

/** Where the expander gets tokens when its own stack is empty: the files, directives carried out. */
export interface TokenSource {
  /** The next token; `end` at the end of each file while arguments are read, else of the last one. */
  read(inArguments: boolean): Token;
  /** The token that `read` would give, no directive carried out; null at the end of a file. */
  peek(): Token | null;
  /** What a macro of ours stands for at this use: `__LINE__` and its kind. */
  builtin(name: string, use: Token): Token | null;
}

interface Frame {
  readonly tokens: readonly Token[];
  at: number;
  readonly macro: Macro | null;
  /** Nothing below is read: the list is an argument, expanded on its own. */
  readonly closed: boolean;
}

/** Budgets shared by all that is expanded for one file. */
export class ExpansionBudget {
  tokens = 0;
  depth = 0;
  said = false;
}

export class Expander {
  private readonly stack: Frame[] = [];

  constructor(
    private readonly macros: ReadonlyMap<string, Macro>,
    private readonly source: TokenSource,
    private readonly problems: Problems,
    private readonly limits: Limits,
    private readonly budget: ExpansionBudget,
  ) {}

  /** The next token that is no use of a macro. */
  next(): Token {
    for (;;) {
      const token = this.read(false);
      const use = this.enter(token);
      if (use !== null) return use;
    }
  }

  /** All tokens of a list, expanded as if nothing followed. */
  expandAll(tokens: readonly Token[]): readonly Token[] {
    if (!tokens.some((token) => this.isUse(token))) return tokens;
    if (this.budget.depth >= this.limits.expansionDepth) {
      this.exhausted(tokens[0] as Token, `macro arguments nest more than ${this.limits.expansionDepth} deep`);
      return tokens;
    }
    this.budget.depth++;
    const frame: Frame = { tokens, at: 0, macro: null, closed: true };
    this.stack.push(frame);
    const out: Token[] = [];
    for (;;) {
      const token = this.read(false);
      if (token.kind === K.end) break;
      const use = this.enter(token);
      if (use !== null) out.push(use);
    }
    // An unfinished use may have read to the end of the list and left it there.
    while (this.stack.at(-1) !== frame) this.pop();
    this.stack.pop();
    this.budget.depth--;
    return out;
  }

  private isUse(token: Token): boolean {
    return isWord(token) && !token.has(FLAG.noExpand) && this.macros.has(token.text);
  }

  private pop(): void {
    const frame = this.stack.pop();
    if (frame?.macro) frame.macro.active = false;
  }

  private read(inArguments: boolean): Token {
    for (;;) {
      const frame = this.stack.at(-1);
      if (frame === undefined) return this.source.read(inArguments);
      const token = frame.tokens[frame.at];
      if (token !== undefined) {
        frame.at++;
        return token;
      }
      if (frame.closed) return endOf(frame);
      this.pop();
    }
  }

  /** Whether a parenthesis comes next, wherever it comes from. */
  private parenthesisNext(): boolean {
    for (let i = this.stack.length - 1; i >= 0; i--) {
      const frame = this.stack[i] as Frame;
      const token = frame.tokens[frame.at];
      if (token !== undefined) return token.kind === K.punctuator && token.text === '(';
      if (frame.closed) return false;
    }
    const token = this.source.peek();
    return token !== null && token.kind === K.punctuator && token.text === '(';
  }

  /** Null when the token was a use and its expansion now lies on the stack. */
  private enter(token: Token): Token | null {
    if (!this.isUse(token)) return token;
    const macro = this.macros.get(token.text) as Macro;
    if (macro.active) return token.with(token.flags | FLAG.noExpand, token.expansion);
    const builtin = macro.predefined ? this.source.builtin(macro.name, token) : null;
    if (builtin !== null) return builtin;
    if (macro.parameters !== null && !this.parenthesisNext()) return token;
    if (this.budget.tokens > this.limits.expansionTokens) {
      this.exhausted(token, `macros made more than ${this.limits.expansionTokens} tokens`);
      return token;
    }
    let close = token;
    let args: readonly Argument[] = [];
    if (macro.parameters !== null) {
      const list = this.arguments(macro, token);
      if (list === null) return token.with(token.flags | FLAG.noExpand, token.expansion);
      ({ args, close } = list);
    }
    const expansion: Expansion = {
      macro: macro.name,
      definition: macro.predefined ? null : macro.at,
      call: callSpan(token, close),
      parent: token.expansion,
    };
    const substitution = new Substitution(macro, args, expansion);
    let tokens = substitution.run(this.limits.expansionTokens - this.budget.tokens);
    if (tokens === null) {
      this.budget.tokens = Number.POSITIVE_INFINITY;
      this.exhausted(token, `macros made more than ${this.limits.expansionTokens} tokens`);
      return token.with(token.flags | FLAG.noExpand, token.expansion);
    }
    if (substitution.badPaste !== null)
      this.problems.add(
        'bad-directive',
        token,
        `\`${substitution.badPaste}\` is not one token, and \`##\` must make one`,
      );
    this.budget.tokens += tokens.length + 1;
    const first = tokens[0];
    // The first token is laid out as the use was.
    const layout = FLAG.space | FLAG.lineStart;
    if (first !== undefined && (first.flags & layout) !== (token.flags & layout))
      tokens = [first.with((first.flags & ~layout) | (token.flags & layout), first.expansion), ...tokens.slice(1)];
    macro.active = true;
    this.stack.push({ tokens, at: 0, macro, closed: false });
    return null;
  }

  /** Reads the arguments of a use, its parenthesis next. Null when they do not fit or have no end. */
  private arguments(macro: Macro, name: Token) {
    this.read(true);
    const parameters = macro.parameters ?? [];
    const lists: Token[][] = [[]];
    let depth = 0;
    let close: Token;
    for (;;) {
      const token = this.read(true);
      if (token.kind === K.end) {
        this.problems.add('bad-directive', name, `the arguments of the macro \`${macro.name}\` have no end`);
        return null;
      }
      if (token.kind === K.punctuator) {
        if (token.text === '(') depth++;
        else if (token.text === ')' && depth-- === 0) {
          close = token;
          break;
        } else if (token.text === ',' && depth === 0 && !(macro.variadic && lists.length === parameters.length)) {
          lists.push([]);
          continue;
        }
      }
      // A line's end is a blank here. What is off now stays so: the rescan of the result is another one.
      let flags = token.has(FLAG.lineStart) ? (token.flags & ~FLAG.lineStart) | FLAG.space : token.flags;
      if (isWord(token) && this.macros.get(token.text)?.active) flags |= FLAG.noExpand;
      (lists.at(-1) as Token[]).push(flags === token.flags ? token : token.with(flags, token.expansion));
    }
    const given = lists.length === 1 && lists[0]?.length === 0 && parameters.length === 0 ? 0 : lists.length;
    const least = macro.variadic ? parameters.length - 1 : parameters.length;
    if (given < least || (given > parameters.length && !macro.variadic)) {
      const wants = macro.variadic ? `at least ${least}` : String(least);
      const message = `the macro \`${macro.name}\` takes ${wants} argument${least === 1 ? '' : 's'}, ${given} given`;
      this.problems.add('bad-directive', callSpan(name, close), message);
      return null;
    }
    return { args: lists.map((raw) => this.argument(raw)), close };
  }

  private argument(raw: readonly Token[]): Argument {
    let expanded: readonly Token[] | null = null;
    return {
      raw,
      expanded: () => {
        expanded ??= this.expandAll(raw);
        return expanded;
      },
    };
  }

  private exhausted(at: Span, what: string): void {
    if (this.budget.said) return;
    this.budget.said = true;
    this.problems.add('budget-exceeded', at, `${what}; macros are not expanded from here on`);
  }
}

const callSpan = (name: Token, close: Token): Span =>
  close.file === name.file && close.end >= name.end
    ? { file: name.file, start: name.start, end: close.end }
    : { file: name.file, start: name.start, end: name.end };

function endOf(frame: Frame): Token {
  const last = frame.tokens.at(-1) as Token;
  const at = offset(last.end);
  return new (last.constructor as typeof Token)(K.end, '', last.file, at, at, 0, null, '');
}
