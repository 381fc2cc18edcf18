/** The value of a `#if` ([cpp.cond]): 64-bit arithmetic, signed or unsigned. */

import type { Span } from '../../../text/span.ts';
import { characterValue, readText } from '../lex/literals.ts';
import { readNumber } from '../lex/numbers.ts';
import { K, type Token } from '../lex/tokens.ts';

interface Value {
  readonly value: bigint;
  readonly unsigned: boolean;
}

export interface Condition {
  readonly value: boolean;
  /** Names that no macro defines; they count as 0. */
  readonly unknown: readonly Token[];
  /** Why the expression has no value; `value` is false then. */
  readonly fault: { readonly at: Span; readonly message: string } | null;
}

const PRECEDENCE: Readonly<Record<string, number>> = {
  '||': 1,
  '&&': 2,
  '|': 3,
  '^': 4,
  '&': 5,
  '==': 6,
  '!=': 6,
  '<': 7,
  '>': 7,
  '<=': 7,
  '>=': 7,
  '<<': 8,
  '>>': 8,
  '+': 9,
  '-': 9,
  '*': 10,
  '/': 10,
  '%': 10,
};
const MAX_DEPTH = 200;
const ZERO: Value = { value: 0n, unsigned: false };

class Fault extends Error {
  constructor(
    readonly at: Span,
    message: string,
  ) {
    super(message);
  }
}

const truth = (value: boolean): Value => ({ value: value ? 1n : 0n, unsigned: false });
const wrap = (value: bigint, unsigned: boolean): Value => ({
  value: unsigned ? BigInt.asUintN(64, value) : BigInt.asIntN(64, value),
  unsigned,
});

class Evaluator {
  readonly unknown: Token[] = [];
  private at = 0;
  private depth = 0;

  constructor(
    private readonly tokens: readonly Token[],
    private readonly where: Span,
  ) {}

  run(): Value {
    if (this.tokens.length === 0) throw new Fault(this.where, 'the condition is empty');
    const value = this.comma();
    const rest = this.tokens[this.at];
    if (rest !== undefined) throw new Fault(rest, `\`${rest.spelling}\` does not belong here`);
    return value;
  }

  private is(text: string): boolean {
    const token = this.tokens[this.at];
    return token?.kind === K.punctuator && token.text === text;
  }

  private accept(text: string): boolean {
    if (!this.is(text)) return false;
    this.at++;
    return true;
  }

  private fail(message: string): never {
    throw new Fault(this.tokens[this.at] ?? this.tokens.at(-1) ?? this.where, message);
  }

  private deeper<T>(read: () => T): T {
    if (this.depth >= MAX_DEPTH) this.fail('the condition nests too deeply');
    this.depth++;
    const value = read();
    this.depth--;
    return value;
  }

  private comma(evaluated = true): Value {
    let value = this.conditional(evaluated);
    while (this.accept(',')) value = this.conditional(evaluated);
    return value;
  }

  private conditional(evaluated: boolean): Value {
    const test = this.binary(1, evaluated);
    if (!this.accept('?')) return test;
    const isTrue = test.value !== 0n;
    const then = this.deeper(() => this.comma(evaluated && isTrue));
    if (!this.accept(':')) this.fail('expected `:`');
    const otherwise = this.deeper(() => this.conditional(evaluated && !isTrue));
    return wrap((isTrue ? then : otherwise).value, then.unsigned || otherwise.unsigned);
  }

  private binary(least: number, evaluated: boolean): Value {
    let left = this.unary(evaluated);
    for (;;) {
      const token = this.tokens[this.at];
      const precedence = token?.kind === K.punctuator ? PRECEDENCE[token.text] : undefined;
      if (token === undefined || precedence === undefined || precedence < least) return left;
      this.at++;
      const { text } = token;
      const needed = text === '&&' ? left.value !== 0n : text === '||' ? left.value === 0n : true;
      const right = this.deeper(() => this.binary(precedence + 1, evaluated && needed));
      left = apply(text, left, right, evaluated && needed, token);
    }
  }

  private unary(evaluated: boolean): Value {
    const token = this.tokens[this.at];
    if (token === undefined) this.fail('the condition ends too early');
    if (token.kind === K.punctuator) {
      const { text } = token;
      this.at++;
      if (text === '(') {
        const value = this.deeper(() => this.comma(evaluated));
        if (!this.accept(')')) this.fail('expected `)`');
        return value;
      }
      if ('!~+-'.includes(text)) {
        const { value, unsigned } = this.deeper(() => this.unary(evaluated));
        if (text === '!') return truth(value === 0n);
        return wrap(text === '~' ? ~value : text === '-' ? -value : value, unsigned);
      }
      this.at--;
      this.fail(`\`${token.spelling}\` does not belong here`);
    }
    this.at++;
    return this.operand(token, evaluated);
  }

  private operand(token: Token, evaluated: boolean): Value {
    if (token.kind === K.number) {
      const literal = readNumber(token.text);
      if (literal?.kind !== 'integer') throw new Fault(token, `\`${token.spelling}\` is no integer`);
      return wrap(literal.value, literal.unsigned || literal.value >= 1n << 63n);
    }
    if (token.kind === K.char) {
      const value = characterValue(readText(token.text));
      if (value === null) throw new Fault(token, 'the character literal is empty');
      return { value, unsigned: false };
    }
    if (token.text === 'true') return truth(true);
    if (token.text === 'false') return ZERO;
    if (token.kind !== K.name && token.kind !== K.keyword)
      throw new Fault(token, `\`${token.spelling}\` does not belong here`);
    if (this.is('(')) throw new Fault(token, `\`${token.text}\` is no macro here, so its call has no value`);
    if (evaluated && token.kind === K.name) this.unknown.push(token);
    return ZERO;
  }
}

function apply(operator: string, left: Value, right: Value, evaluated: boolean, at: Token): Value {
  const a = left.value;
  const b = right.value;
  if (operator === '&&') return truth(a !== 0n && b !== 0n);
  if (operator === '||') return truth(a !== 0n || b !== 0n);
  if (operator === '<<' || operator === '>>') {
    // A count of 64 or more, or a negative one, is not defined; compilers give what is left of the bits.
    const count = b < 0n || b > 63n ? (b < 0n ? 0n : 64n) : b;
    return wrap(operator === '<<' ? a << count : a >> count, left.unsigned);
  }
  const unsigned = left.unsigned || right.unsigned;
  const x = wrap(a, unsigned).value;
  const y = wrap(b, unsigned).value;
  switch (operator) {
    case '|':
      return wrap(x | y, unsigned);
    case '^':
      return wrap(x ^ y, unsigned);
    case '&':
      return wrap(x & y, unsigned);
    case '==':
      return truth(x === y);
    case '!=':
      return truth(x !== y);
    case '<':
      return truth(x < y);
    case '>':
      return truth(x > y);
    case '<=':
      return truth(x <= y);
    case '>=':
      return truth(x >= y);
    case '+':
      return wrap(x + y, unsigned);
    case '-':
      return wrap(x - y, unsigned);
    case '*':
      return wrap(x * y, unsigned);
    default:
      if (y === 0n) {
        if (evaluated) throw new Fault(at, 'the condition divides by zero');
        return wrap(0n, unsigned);
      }
      return wrap(operator === '/' ? x / y : x % y, unsigned);
  }
}

/** @param tokens The condition with macros expanded and `defined` replaced by 0 or 1. Any tokens give an answer. */
export const evaluateCondition = (tokens: readonly Token[], where: Span): Condition => {
  const evaluator = new Evaluator(tokens, where);
  try {
    const { value } = evaluator.run();
    return { value: value !== 0n, unknown: evaluator.unknown, fault: null };
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    const { at, message } = error;
    return { value: false, unknown: evaluator.unknown, fault: { at, message } };
  }
};
