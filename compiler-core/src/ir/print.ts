/**
 * The text form of IR: deterministic, exact (the parser gives the same tree back), close to what FreeTensor prints.
 * Grammar: docs/ir.md. Works with an explicit stack, so that nesting of any depth prints.
 */

import type { AtomicRMW, Collective, Expr, ForProperty, Func, KernelInfo, Stmt, VarDef } from './nodes.ts';
import { assertNever } from './nodes.ts';
import { BINARY_CALL, INFIX, LEVEL, REDUCE, ROUNDED_DIV, spellFloat, spellName, UNARY_CALL } from './spelling.ts';
import type { DType } from './types.ts';

export interface PrintOptions {
  /** Print statement ids as `#7:` lines, so that the text keeps them. Default no. */
  readonly ids?: boolean;
  /** Spaces before every line. Default 0. */
  readonly indent?: number;
}

/** Element types of the tensors in scope; a load of another type is annotated. Null: nothing is known, nothing is said. */
type Scope = ReadonlyMap<string, DType> | null;

// ---- expressions ---------------------------------------------------------------------------------------------------

/** What is still to be written: text, or an expression with the least level that stands without parentheses. */
type Piece = string | { readonly expr: Expr; readonly level: number };

const list = (items: readonly Expr[]): Piece[] =>
  items.flatMap((expr, k): Piece[] => (k === 0 ? [whole(expr)] : [', ', whole(expr)]));
const whole = (expr: Expr): Piece => ({ expr, level: LEVEL.select });

const levelOf = (e: Expr): number => {
  if (e.kind === 'binary') return INFIX[e.op]?.level ?? LEVEL.primary;
  if (e.kind === 'select') return LEVEL.select;
  return e.kind === 'unary' && e.op === 'lNot' ? LEVEL.not : LEVEL.primary;
};

const binaryPieces = (e: Extract<Expr, { kind: 'binary' }>): Piece[] => {
  const infix = INFIX[e.op];
  if (infix) {
    // A comparison of comparisons needs parentheses on both sides; the others associate to the left.
    const left = infix.level === LEVEL.compare ? infix.level + 1 : infix.level;
    return [{ expr: e.lhs, level: left }, ` ${infix.text} `, { expr: e.rhs, level: infix.level + 1 }];
  }
  const rounded = ROUNDED_DIV[e.op];
  if (rounded) {
    return [`@!${rounded}(`, { expr: e.lhs, level: LEVEL.mul }, ' / ', { expr: e.rhs, level: LEVEL.mul + 1 }, ')'];
  }
  return [`@!${BINARY_CALL[e.op]}(`, whole(e.lhs), ', ', whole(e.rhs), ')'];
};

const pieces = (e: Expr, scope: Scope): Piece[] => {
  switch (e.kind) {
    case 'int':
      return [String(e.value)];
    case 'float':
      return [spellFloat(e.value)];
    case 'bool':
      return [String(e.value)];
    case 'var':
      return [spellName(e.name), e.dtype === 'int32' ? '' : `@${e.dtype}`];
    case 'param':
      return [`$${spellName(e.name)}`];
    case 'load': {
      const plain = scope === null || (scope.get(e.tensor) ?? 'unknown') === e.dtype;
      return [`${spellName(e.tensor)}[`, ...list(e.indices), plain ? ']' : `]@${e.dtype}`];
    }
    case 'binary':
      return binaryPieces(e);
    case 'unary': {
      if (e.op === 'lNot') return ['!', { expr: e.operand, level: LEVEL.not }];
      // `@!floor(a / b)` is the integer division; the floor of a quotient keeps its parentheses.
      const quotient =
        (e.op === 'floor' || e.op === 'ceil') && e.operand.kind === 'binary' && e.operand.op === 'realDiv';
      return [`@!${UNARY_CALL[e.op]}(`, { expr: e.operand, level: quotient ? LEVEL.primary : LEVEL.select }, ')'];
    }
    case 'select': {
      const above = LEVEL.select + 1;
      return [
        { expr: e.cond, level: above },
        ' ? ',
        { expr: e.then, level: above },
        ' : ',
        { expr: e.else, level: above },
      ];
    }
    case 'cast':
      return [`${e.dtype}(`, whole(e.operand), ')'];
    case 'intrinsic': {
      const args = e.args.flatMap((expr): Piece[] => [', ', whole(expr)]);
      return [
        `@!intrinsic(${JSON.stringify(e.format)} -> ${e.dtype}`,
        ...args,
        e.sideEffect ? ', @!side_effect)' : ')',
      ];
    }
    case 'unknown':
      return [`@!unknown(${JSON.stringify(e.reason)} -> ${e.dtype})`];
    default:
      return assertNever(e);
  }
};

const writeExpr = (root: Expr, level: number, scope: Scope): string => {
  let out = '';
  const stack: Piece[] = [{ expr: root, level }];
  for (let piece = stack.pop(); piece !== undefined; piece = stack.pop()) {
    if (typeof piece === 'string') {
      out += piece;
      continue;
    }
    const parts = pieces(piece.expr, scope);
    const enclosed = levelOf(piece.expr) < piece.level;
    if (enclosed) stack.push(')');
    for (let k = parts.length - 1; k >= 0; k--) stack.push(parts[k] as Piece);
    if (enclosed) out += '(';
  }
  return out;
};

/** The text of one expression. Loads carry no type: give the text a `Func` around it where that matters. O(nodes). */
export const printExpr = (e: Expr): string => writeExpr(e, LEVEL.select, null);

// ---- statements ----------------------------------------------------------------------------------------------------

const kernelHead = (k: KernelInfo): string => {
  const local = k.reqdWorkGroupSize ? `, local[${k.reqdWorkGroupSize.join(', ')}]` : '';
  const subGroup = k.reqdSubGroupSize === undefined ? '' : `, subGroup[${k.reqdSubGroupSize}]`;
  return `@!kernel(${k.launch}, ${k.dimensions}, ${JSON.stringify(k.name)}${local}${subGroup})`;
};

/** A body whose lines stand directly between its braces: a plain sequence of none, two or more. */
const isFlat = (s: Stmt): s is Extract<Stmt, { kind: 'seq' }> =>
  s.kind === 'seq' && s.names.length === 0 && s.stmts.length !== 1;

/** Lines further in than this stay there, so that text grows linearly with nesting. */
const DEEPEST_INDENT = 120;

class Writer {
  readonly lines: string[] = [];
  private depth: number;
  private readonly stack: (() => void)[] = [];
  private readonly scope = new Map<string, DType>();

  constructor(
    private readonly options: PrintOptions,
    private readonly typed: boolean,
  ) {
    this.depth = options.indent ?? 0;
  }

  line(text: string): void {
    this.lines.push(' '.repeat(Math.min(this.depth, DEEPEST_INDENT)) + text);
  }

  private expr(e: Expr, level: number = LEVEL.select): string {
    return writeExpr(e, level, this.typed ? this.scope : null);
  }

  private target(tensor: string, indices: readonly Expr[]): string {
    return `${spellName(tensor)}[${indices.map((e) => this.expr(e)).join(', ')}]`;
  }

  /** Runs everything that `later` has put off, in order, without recursion. */
  run(): void {
    for (let task = this.stack.pop(); task; task = this.stack.pop()) task();
  }

  later(...tasks: (() => void)[]): void {
    for (let k = tasks.length - 1; k >= 0; k--) this.stack.push(tasks[k] as () => void);
  }

  /** Writes `head {`, puts the body off, then `}`. */
  block(head: string, body: Stmt, after: () => void = () => {}): void {
    this.line(`${head} {`);
    this.depth += 2;
    const inner = isFlat(body) && !this.options.ids ? body.stmts : [body];
    this.later(...inner.map((s) => () => this.stmt(s)), () => {
      this.depth -= 2;
      this.line('}');
      after();
    });
  }

  private varDef(s: VarDef): void {
    const shape = s.shape.map((e) => this.expr(e)).join(', ');
    const alias = s.aliasClass === null ? '' : ` @!alias(${JSON.stringify(s.aliasClass)})`;
    const view = s.view === null ? '' : ` @!view(${spellName(s.view.tensor)}, ${this.expr(s.view.byteOffset)})`;
    const io = s.ioShape ? ` @!io_shape(${s.ioShape.map((e) => this.expr(e)).join(', ')})` : '';
    const layout = s.layout ? ` @!layout(${s.layout.strideBytes}, ${s.layout.offsetBytes})` : '';
    const outer = this.scope.get(s.name);
    this.block(
      `@${s.access} @${s.memory} ${spellName(s.name)}: ${s.dtype}[${shape}]${alias}${view}${io}${layout}`,
      s.body,
      () => {
        if (outer === undefined) this.scope.delete(s.name);
        else this.scope.set(s.name, outer);
      },
    );
    this.scope.set(s.name, s.dtype);
  }

  private property(p: ForProperty): void {
    if (p.noDeps.length > 0) this.line(`@!no_deps : ${p.noDeps.map(spellName).join(', ')}`);
    if (p.parallel !== 'serial') this.line(`@!parallel : @${p.parallel}`);
    if (p.unroll) this.line('@!unroll');
    if (p.vectorize) this.line('@!vectorize');
    if (p.preferLibs) this.line('@!prefer_libs');
    if (p.library) this.line(`@!library : ${p.library}`);
  }

  private atomic(s: AtomicRMW): string {
    const expected = s.expected === null ? '' : `, ${this.expr(s.expected)}`;
    const result = s.result === null ? '' : ` -> ${spellName(s.result)}`;
    const args = `${this.target(s.tensor, s.indices)}, ${this.expr(s.value)}${expected}`;
    return `@!rmw(${s.op}, ${args}) @${s.order} @${s.scope}${result}`;
  }

  private collective(s: Collective): string {
    const argument = s.argument === null ? '' : `, ${this.expr(s.argument)}`;
    const result = s.result === null ? '' : ` -> ${spellName(s.result)}`;
    return `@!collective(@${s.op}, ${this.expr(s.value)}${argument}) @${s.scope}${result}`;
  }

  stmt(s: Stmt): void {
    if (this.options.ids) this.line(`#${s.id}:`);
    for (const name of s.names) this.line(`${spellName(name)}:`);
    switch (s.kind) {
      case 'seq': {
        this.line('{');
        this.depth += 2;
        this.later(...s.stmts.map((inner) => () => this.stmt(inner)), () => {
          this.depth -= 2;
          this.line('}');
        });
        break;
      }
      case 'varDef':
        this.varDef(s);
        break;
      case 'store':
        this.line(`${this.target(s.tensor, s.indices)} = ${this.expr(s.value)}`);
        break;
      case 'reduceTo':
        if (s.atomic) this.line('@!atomic');
        this.line(`${this.target(s.tensor, s.indices)} ${REDUCE[s.op]} ${this.expr(s.value)}`);
        break;
      case 'atomicRMW':
        this.line(this.atomic(s));
        break;
      case 'for': {
        this.property(s.property);
        const range = [s.begin, s.end, s.step].map((e) => this.expr(e, LEVEL.select + 1)).join(' : ');
        this.block(`for ${spellName(s.iter)} in ${range}`, s.body);
        break;
      }
      case 'while':
      case 'assert':
      case 'assume':
        this.block(`${s.kind} ${this.expr(s.cond)}`, s.body);
        break;
      case 'if': {
        const otherwise = s.else;
        this.block(`if ${this.expr(s.cond)}`, s.then, () => {
          if (otherwise) this.block('else', otherwise);
        });
        break;
      }
      case 'eval':
        this.line(`@!eval(${this.expr(s.value)})`);
        break;
      case 'barrier':
        this.line(`@!barrier(${s.scope}${s.memory ? `, ${s.memory}` : ''})`);
        break;
      case 'fence':
        this.line(`@!fence(${s.order}, ${s.scope})`);
        break;
      case 'collective':
        this.line(this.collective(s));
        break;
      case 'any':
        this.line('<Any>');
        break;
      case 'notModelled': {
        const touched = s.tensors === null ? ', *' : s.tensors.map((t) => `, ${spellName(t)}`).join('');
        this.line(`@!not_modelled(${JSON.stringify(s.reason)}${touched})`);
        break;
      }
      default:
        assertNever(s);
    }
  }

  func(f: Func): void {
    const externals = f.externals.map((p) => `$${spellName(p.name)}${p.integer ? ': int' : ''}`).join(', ');
    const returns = f.returns.map((r) => `${spellName(r.tensor)}: ${r.dtype}`).join(', ');
    const head = `func ${spellName(f.name)}(${f.params.map(spellName).join(', ')})`;
    const kernel = f.kernel ? ` ${kernelHead(f.kernel)}` : '';
    this.block(`${head}${externals && ` with ${externals}`}${returns && ` -> ${returns}`}${kernel}`, f.body);
  }
}

const written = (options: PrintOptions, typed: boolean, write: (w: Writer) => void): string => {
  const w = new Writer(options, typed);
  write(w);
  w.run();
  return `${w.lines.join('\n')}\n`;
};

/** The lines of one statement. Loads of tensors defined outside it carry no type. */
export const printStmt = (s: Stmt, options: PrintOptions = {}): string => written(options, false, (w) => w.stmt(s));
/** The whole function; `parseFunc` gives an equal one back. O(nodes). */
export const printFunc = (f: Func, options: PrintOptions = {}): string => written(options, true, (w) => w.func(f));
