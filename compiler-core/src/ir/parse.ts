/**
 * Reads the text form of IR back (docs/ir.md), for tests and goldens. Total: any text gives a tree or one error with
 * its place. Nesting is bounded by memory only: productions are generators run on an explicit stack.
 * Every node's place is its text here; `parseFunc(printFunc(f))` equals `f` up to places, and prints as the same text.
 */

import { type FileId, fileId, type Span, span } from '../text/span.ts';
import * as b from './build.ts';
import { Builder, type Meta, originAt } from './build.ts';
import { Cursor, Failure } from './cursor.ts';
import type { Token } from './lex.ts';
import type { BinaryOp, Expr, ForProperty, Func, KernelInfo, NodeId, Param, ReduceOp, Stmt, UnaryOp } from './nodes.ts';
import { nodeId } from './nodes.ts';
import * as words from './spelling.ts';
import { LEVEL } from './spelling.ts';
import type { DType } from './types.ts';

export interface IrError {
  readonly at: Span;
  readonly message: string;
}
/** `value` is null exactly where there is an error. */
export interface IrParsed<T> {
  readonly value: T | null;
  readonly error: IrError | null;
}

/** A production in progress: it yields the productions it needs and is resumed with their values. */
export type Task<T> = Generator<Task<unknown>, T, unknown>;

const drive = <T>(root: Task<T>): T => {
  const stack: Task<unknown>[] = [root];
  let value: unknown;
  for (let task = stack.at(-1); task; task = stack.at(-1)) {
    const step = task.next(value);
    value = undefined;
    if (step.done) {
      stack.pop();
      value = step.value;
    } else stack.push(step.value);
  }
  return value as T;
};

const flip = <K extends string>(table: Readonly<Partial<Record<K, string>>>): ReadonlyMap<string, K> =>
  new Map(Object.entries(table).map(([key, text]) => [text as string, key as K]));
const infixOf = new Map(Object.entries(words.INFIX).map(([op, i]) => [i.text, { op: op as BinaryOp, level: i.level }]));
const roundedOf = flip<BinaryOp>(words.ROUNDED_DIV);
const binaryCallOf = flip<BinaryOp>(words.BINARY_CALL);
const unaryCallOf = flip<UnaryOp>(words.UNARY_CALL);
const reduceOf = flip<ReduceOp>(words.REDUCE);

/** Productions of expressions, statements and functions. */
export class Parser extends Cursor {
  private builder = new Builder();
  private readonly dtypes = new Map<string, DType>();

  constructor(text: string, { file }: IrContext) {
    super(text, file ?? fileId('ir'));
  }

  // ---- expressions -------------------------------------------------------------------------------------------------

  *expr(level: number = LEVEL.select): Task<Expr> {
    const start = this.token;
    let left = (yield this.operand()) as Expr;
    while (!this.token.first) {
      const infix = this.token.kind === 'punct' ? infixOf.get(this.token.text) : undefined;
      if (!infix || infix.level < level) break;
      if (infix.level === LEVEL.compare && left.kind === 'binary' && this.bare.has(left)) {
        const inner = words.INFIX[left.op];
        if (inner?.level === LEVEL.compare) this.fail('comparisons do not chain: add parentheses');
      }
      this.at++;
      const right = (yield this.expr(infix.level + 1)) as Expr;
      left = b.binary(infix.op, left, right, this.spanFrom(start));
      this.bare.add(left);
    }
    if (level > LEVEL.select || this.token.first || !this.accept('?')) return left;
    const then = (yield this.expr(LEVEL.select + 1)) as Expr;
    this.expect(':');
    const otherwise = (yield this.expr(LEVEL.select + 1)) as Expr;
    return b.select(left, then, otherwise, this.spanFrom(start));
  }
  /** Infix expressions that stand without parentheses of their own. */
  private readonly bare = new WeakSet<Expr>();

  protected *list(close: string): Task<Expr[]> {
    const out: Expr[] = [];
    if (this.accept(close)) return out;
    do out.push((yield this.expr()) as Expr);
    while (this.accept(','));
    this.expect(close);
    return out;
  }

  private number(negative: boolean, start: Token): Expr | null {
    const t = this.token;
    const sign = negative ? -1 : 1;
    if (t.kind === 'int') {
      this.at++;
      return b.int(negative ? -BigInt(t.text) : BigInt(t.text), this.spanFrom(start));
    }
    const value = t.kind === 'float' ? Number(t.text) : this.is('inf') ? Infinity : null;
    if (value === null) return null;
    this.at++;
    return b.float(sign * value, this.spanFrom(start));
  }

  private *operand(): Task<Expr> {
    const start = this.token;
    if (this.accept('-')) return this.number(true, start) ?? this.fail('expected a number after `-`');
    const literal = this.number(false, start);
    if (literal) return literal;
    if (this.accept('nan')) return b.float(Number.NaN, this.spanFrom(start));
    if (this.is('true') || this.is('false')) return b.bool(this.name() === 'true', this.spanFrom(start));
    if (this.accept('!')) {
      const operand = (yield this.operand()) as Expr;
      return b.unary('lNot', operand, this.spanFrom(start));
    }
    if (this.accept('(')) {
      const inner = (yield this.expr()) as Expr;
      this.expect(')');
      this.bare.delete(inner);
      return inner;
    }
    if (this.accept('$')) return b.param(this.name(), this.spanFrom(start));
    if (start.kind === 'punct' && start.text.startsWith('@!')) return (yield this.call(start)) as Expr;
    if (start.kind !== 'name') return this.fail('expected an expression');
    const name = this.name();
    if (!start.quoted && words.isDType(name) && this.accept('(')) {
      const operand = (yield this.expr()) as Expr;
      this.expect(')');
      return b.cast(name, operand, this.spanFrom(start));
    }
    if (!this.token.first && this.accept('[')) {
      const indices = (yield this.list(']')) as Expr[];
      const dtype = this.annotation() ?? this.dtypes.get(name) ?? 'unknown';
      return b.load(name, indices, dtype, this.spanFrom(start));
    }
    const dtype = this.annotation() ?? 'int32';
    return b.iter(name, this.spanFrom(start), dtype);
  }

  private *call(start: Token): Task<Expr> {
    const word = start.text.slice(2);
    this.at++;
    this.expect('(');
    if (word === 'intrinsic') return (yield this.intrinsic(start)) as Expr;
    if (word === 'unknown') {
      const reason = this.string();
      this.expect('->');
      const dtype = this.dtype();
      this.expect(')');
      return b.unknownExpr(dtype, reason, this.spanFrom(start));
    }
    const first = (yield this.expr()) as Expr;
    const pair = binaryCallOf.get(word);
    if (pair) {
      this.expect(',');
      const second = (yield this.expr()) as Expr;
      this.expect(')');
      return b.binary(pair, first, second, this.spanFrom(start));
    }
    this.expect(')');
    const rounded = roundedOf.get(word);
    if (rounded && first.kind === 'binary' && first.op === 'realDiv' && this.bare.has(first)) {
      return b.binary(rounded, first.lhs, first.rhs, this.spanFrom(start));
    }
    const op = unaryCallOf.get(word);
    return op ? b.unary(op, first, this.spanFrom(start)) : this.fail(`\`${start.text}\` is no function`, start);
  }

  private *intrinsic(start: Token): Task<Expr> {
    const format = this.string();
    this.expect('->');
    const dtype = this.dtype();
    const args: Expr[] = [];
    let sideEffect = false;
    while (!sideEffect && this.accept(',')) {
      if (this.accept('@!side_effect')) sideEffect = true;
      else args.push((yield this.expr()) as Expr);
    }
    this.expect(')');
    return b.intrinsic(format, args, dtype, sideEffect, this.spanFrom(start));
  }

  // ---- statements --------------------------------------------------------------------------------------------------

  /** `{ ... }` as a body: one statement is itself, any other number a sequence. */
  private *body(): Task<Stmt> {
    const start = this.token;
    const stmts = (yield this.braced()) as Stmt[];
    const only = stmts.length === 1 ? stmts[0] : undefined;
    return only ?? this.builder.seq(stmts, { origin: originAt(this.spanFrom(start)) });
  }

  private *braced(): Task<Stmt[]> {
    this.expect('{');
    const out: Stmt[] = [];
    while (!this.accept('}')) {
      if (this.token.kind === 'end') this.fail('expected `}`');
      out.push((yield this.stmt()) as Stmt);
    }
    return out;
  }

  private labels(): { names: string[]; id: NodeId | null } {
    const names: string[] = [];
    let id: NodeId | null = null;
    while (true) {
      if (this.is('#') && this.peek(1).kind === 'int' && this.peek(2).text === ':') {
        id = nodeId(Number(this.peek(1).text));
        this.at += 3;
      } else if (this.token.kind === 'name' && this.peek(1).kind === 'punct' && this.peek(1).text === ':') {
        names.push(this.name());
        this.at++;
      } else return { names, id };
    }
  }

  *stmt(): Task<Stmt> {
    const { names, id } = this.labels();
    const start = this.token;
    // Taken before the body is read, so that an enclosing statement has a lower id than what is in it.
    const ownId = id ?? this.builder.nextId();
    const meta = (): Meta => ({ id: ownId, names, origin: originAt(this.spanFrom(start)) });
    const B = this.builder;
    const property = this.property();
    if (property || this.is('for')) return (yield this.forLoop(property ?? {}, meta)) as Stmt;
    if (this.is('{')) return B.seq((yield this.braced()) as Stmt[], meta());
    if (this.accept('<Any>')) return B.any(meta());
    for (const word of ['while', 'assert', 'assume'] as const) {
      if (!this.accept(word)) continue;
      const cond = (yield this.expr()) as Expr;
      const body = (yield this.body()) as Stmt;
      const make = { while: B.whileLoop, assert: B.assertThat, assume: B.assume }[word].bind(B);
      return make(cond, body, meta());
    }
    if (this.accept('if')) {
      const cond = (yield this.expr()) as Expr;
      const then = (yield this.body()) as Stmt;
      const otherwise = this.accept('else') ? ((yield this.body()) as Stmt) : null;
      return B.ifThen(cond, then, otherwise, meta());
    }
    if (this.accept('@!eval')) {
      this.expect('(');
      const value = (yield this.expr()) as Expr;
      this.expect(')');
      return B.evaluate(value, meta());
    }
    if (this.accept('@!barrier')) {
      this.expect('(');
      const scope = this.oneOf(words.SYNC_SCOPES, 'a scope');
      const memory = this.accept(',') ? this.oneOf(words.BARRIER_MEMORY, '`local`, `global` or `both`') : undefined;
      this.expect(')');
      return B.barrier(scope, meta(), memory);
    }
    if (this.accept('@!fence')) {
      this.expect('(');
      const order = this.oneOf(words.MEMORY_ORDERS, 'a memory order');
      this.expect(',');
      const scope = this.oneOf(words.SYNC_SCOPES, 'a scope');
      this.expect(')');
      return B.fence(order, scope, meta());
    }
    if (this.accept('@!collective')) return (yield this.collective(start, meta)) as Stmt;
    if (this.accept('@!not_modelled')) return this.notModelled(meta);
    if (this.accept('@!rmw')) return (yield this.atomicRMW(meta)) as Stmt;
    if (words.ACCESS_TYPES.some((a) => this.is(`@${a}`))) return (yield this.varDef(meta)) as Stmt;
    return (yield this.write(meta)) as Stmt;
  }

  private notModelled(meta: () => Meta): Stmt {
    this.expect('(');
    const reason = this.string();
    const tensors: string[] = [];
    let anything = false;
    while (!anything && this.accept(',')) {
      if (this.accept('*')) anything = true;
      else tensors.push(this.name());
    }
    this.expect(')');
    return this.builder.notModelled(reason, anything ? null : tensors, meta());
  }

  private property(): Partial<ForProperty> | null {
    let found: Partial<ForProperty> = {};
    const before = this.at;
    while (true) {
      if (this.accept('@!no_deps')) {
        this.expect(':');
        found = { ...found, noDeps: this.names() };
      } else if (this.accept('@!parallel')) {
        this.expect(':');
        found = { ...found, parallel: this.oneOf(words.PARALLEL_SCOPES, 'a parallel scope', '@') };
      } else if (this.accept('@!unroll')) found = { ...found, unroll: true };
      else if (this.accept('@!vectorize')) found = { ...found, vectorize: true };
      else if (this.accept('@!prefer_libs')) found = { ...found, preferLibs: true };
      else if (this.accept('@!library')) {
        this.expect(':');
        found = { ...found, library: this.oneOf(['matmul'] as const, 'a library call') };
      } else return this.at === before ? null : found;
    }
  }

  private *forLoop(property: Partial<ForProperty>, meta: () => Meta): Task<Stmt> {
    this.expect('for');
    const iterator = this.name();
    this.expect('in');
    const start = this.token;
    const begin = (yield this.expr(LEVEL.select + 1)) as Expr;
    this.expect(':');
    const end = (yield this.expr(LEVEL.select + 1)) as Expr;
    this.expect(':');
    const step = (yield this.expr(LEVEL.select + 1)) as Expr;
    const at = this.spanFrom(start);
    const body = (yield this.body()) as Stmt;
    return this.builder.forLoop(iterator, { begin, end, step, at }, body, property, meta());
  }

  private *varDef(meta: () => Meta): Task<Stmt> {
    const access = this.oneOf(words.ACCESS_TYPES, 'an access type', '@');
    const memory = this.oneOf(words.MEM_TYPES, 'a memory type', '@');
    const name = this.name();
    this.expect(':');
    const dtype = this.dtype();
    this.expect('[');
    const shape = (yield this.list(']')) as Expr[];
    let aliasClass: string | null = null;
    let view: { tensor: string; byteOffset: Expr } | null = null;
    if (this.accept('@!alias')) {
      this.expect('(');
      aliasClass = this.string();
      this.expect(')');
    }
    if (this.accept('@!view')) {
      this.expect('(');
      const tensor = this.name();
      this.expect(',');
      view = { tensor, byteOffset: (yield this.expr()) as Expr };
      this.expect(')');
    }
    let ioShape: readonly Expr[] | null = null;
    if (this.accept('@!io_shape')) {
      this.expect('(');
      ioShape = (yield this.list(')')) as Expr[];
    }
    let layout: { strideBytes: number; offsetBytes: number } | null = null;
    if (this.accept('@!layout')) {
      this.expect('(');
      const strideBytes = this.count();
      this.expect(',');
      layout = { strideBytes, offsetBytes: this.count() };
      this.expect(')');
    }
    const outer = this.dtypes.get(name);
    this.dtypes.set(name, dtype);
    const body = (yield this.body()) as Stmt;
    if (outer === undefined) this.dtypes.delete(name);
    else this.dtypes.set(name, outer);
    return this.builder.varDef(
      {
        name,
        shape,
        dtype,
        access,
        memory,
        aliasClass,
        view,
        ...(ioShape && { ioShape }),
        ...(layout && { layout }),
        body,
      },
      meta(),
    );
  }

  private *target(): Task<{ tensor: string; indices: Expr[]; at: Span }> {
    const start = this.token;
    const tensor = this.name();
    this.expect('[');
    const indices = (yield this.list(']')) as Expr[];
    return { tensor, indices, at: this.spanFrom(start) };
  }

  private *write(meta: () => Meta): Task<Stmt> {
    const atomic = this.accept('@!atomic');
    if (this.token.kind !== 'name') this.fail('expected a statement');
    const { tensor, indices, at } = (yield this.target()) as { tensor: string; indices: Expr[]; at: Span };
    const op = this.is(this.token.text) ? reduceOf.get(this.token.text) : undefined;
    if (op === undefined) {
      if (atomic) this.fail('expected a reduction');
      this.expect('=');
      const value = (yield this.expr()) as Expr;
      return this.builder.store(tensor, indices, value, at, meta());
    }
    this.at++;
    const value = (yield this.expr()) as Expr;
    return this.builder.reduceTo(tensor, indices, op, value, { atomic, at }, meta());
  }

  private *atomicRMW(meta: () => Meta): Task<Stmt> {
    this.expect('(');
    const op = this.oneOf(words.RMW_OPS, 'an atomic operation');
    this.expect(',');
    const { tensor, indices, at } = (yield this.target()) as { tensor: string; indices: Expr[]; at: Span };
    this.expect(',');
    const value = (yield this.expr()) as Expr;
    const expected = this.accept(',') ? ((yield this.expr()) as Expr) : null;
    this.expect(')');
    const order = this.oneOf(words.MEMORY_ORDERS, 'a memory order', '@');
    const scope = this.oneOf(words.SYNC_SCOPES, 'a scope', '@');
    const result = this.accept('->') ? this.name() : null;
    return this.builder.atomicRMW({ tensor, indices, op, value, expected, result, order, scope, at }, meta());
  }

  private *collective(start: Token, meta: () => Meta): Task<Stmt> {
    this.expect('(');
    const op = this.oneOf(words.COLLECTIVE_OPS, 'a collective operation', '@');
    this.expect(',');
    const value = (yield this.expr()) as Expr;
    const argument = this.accept(',') ? ((yield this.expr()) as Expr) : null;
    this.expect(')');
    const at = this.spanFrom(start);
    const scope = this.oneOf(words.COLLECTIVE_SCOPES, 'a scope', '@');
    const result = this.accept('->') ? this.name() : null;
    return this.builder.collective({ op, scope, value, argument, result, at }, meta());
  }

  // ---- functions -----------------------------------------------------------------------------------------------

  *func(): Task<Func> {
    const start = this.token;
    this.builder = new Builder();
    this.expect('func');
    const name = this.name();
    this.expect('(');
    const params = this.accept(')') ? [] : this.names();
    if (params.length > 0) this.expect(')');
    const externals: Param[] = [];
    if (this.accept('with')) {
      do {
        const at = this.token;
        this.expect('$');
        const external = this.name();
        const integer = this.accept(':');
        if (integer) this.expect('int');
        externals.push({ name: external, integer, origin: this.spanFrom(at) });
      } while (this.accept(','));
    }
    const returns: { tensor: string; dtype: DType }[] = [];
    if (this.accept('->')) {
      do {
        const tensor = this.name();
        this.expect(':');
        returns.push({ tensor, dtype: this.dtype() });
      } while (this.accept(','));
    }
    const kernel = this.accept('@!kernel') ? this.kernel() : null;
    const body = (yield this.body()) as Stmt;
    const origin = originAt(this.spanFrom(start));
    return { name, params, returns, externals, ...(kernel && { kernel }), body, origin };
  }

  private kernel(): KernelInfo {
    this.expect('(');
    const launch = this.oneOf(words.LAUNCHES, 'a way to launch');
    this.expect(',');
    const dimensions = this.count();
    if (dimensions !== 1 && dimensions !== 2 && dimensions !== 3)
      this.fail('expected 1, 2 or 3 dimensions', this.peek(-1));
    this.expect(',');
    let info: KernelInfo = { launch, dimensions, name: this.string() };
    while (this.accept(',')) {
      const what = this.oneOf(['local', 'subGroup'] as const, '`local` or `subGroup`');
      this.expect('[');
      const sizes = [this.count()];
      while (this.accept(',')) sizes.push(this.count());
      this.expect(']');
      info = what === 'local' ? { ...info, reqdWorkGroupSize: sizes } : { ...info, reqdSubGroupSize: sizes[0] ?? 0 };
    }
    this.expect(')');
    return info;
  }

  /** All of the text as what `production` reads. */
  read<T>(production: () => Task<T>, context: IrContext): IrParsed<T> {
    for (const [name, dtype] of Object.entries(context.dtypes ?? {})) this.dtypes.set(name, dtype);
    try {
      const value = drive(production());
      if (this.token.kind !== 'end') this.fail('expected the end of the text');
      return { value, error: null };
    } catch (failure) {
      if (!(failure instanceof Failure)) throw failure;
      const { start, end } = failure.token;
      const got = failure.token.kind === 'end' ? 'the end' : `\`${this.text.slice(start, Math.min(end, start + 30))}\``;
      return { value: null, error: { at: span(this.file, start, end), message: `${failure.message}, got ${got}` } };
    }
  }
}

/** Where the text comes from, and the types of tensors that it uses but does not define. */
export interface IrContext {
  readonly file?: FileId;
  readonly dtypes?: Readonly<Record<string, DType>>;
}

export const parseExpr = (text: string, context: IrContext = {}): IrParsed<Expr> => {
  const parser = new Parser(text, context);
  return parser.read(() => parser.expr(), context);
};
export const parseStmt = (text: string, context: IrContext = {}): IrParsed<Stmt> => {
  const parser = new Parser(text, context);
  return parser.read(() => parser.stmt(), context);
};
export const parseFunc = (text: string, context: IrContext = {}): IrParsed<Func> => {
  const parser = new Parser(text, context);
  return parser.read(() => parser.func(), context);
};
