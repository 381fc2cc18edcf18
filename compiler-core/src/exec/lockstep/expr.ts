/** Compiles expressions to vectors, once per run. Evaluation is lazy where C's is: `&&`, `||`, `? :`. */

import { dtypeOf, dtypeOfBinary, dtypeOfInt, isPredicate } from '../../ir/dtype-of.ts';
import { assertNever, type BinaryOp, type Expr, type ExprOf, type Stmt } from '../../ir/nodes.ts';
import { type DType, isFloat, upCast } from '../../ir/types.ts';
import { visitExpr } from '../../ir/walk.ts';
import type { Span } from '../../text/span.ts';
import type { Binding } from '../compile-expr.ts';
import { isPrint } from '../intrinsics.ts';
import { addressOf, loadFrom, type Slot } from './access.ts';
import { builtin } from './builtins.ts';
import type { Iterator } from './iterator.ts';
import { noLanes, splitLanes } from './lanes.ts';
import { type Machine, unsupported } from './machine.ts';
import { binary, unary } from './operators.ts';
import { cast, convertValue, type Node, newVector, settle, standing, withRun } from './vector.ts';
import { isWide, type Wide, wideOf } from './wide.ts';

/** What expressions are compiled against. */
export interface Scope {
  slot(name: string): Slot | undefined;
  iterator(name: string): Iterator | undefined;
  binding(name: string): Binding | undefined;
}

const DIVISIONS: ReadonlySet<BinaryOp> = new Set(['roundTowards0Div', 'remainder', 'floorDiv', 'ceilDiv', 'mod']);
/** Cannot go wrong, so it may be computed where nobody asks for it. */
const isHarmless = (root: Expr): boolean => {
  let harmless = true;
  visitExpr(root, (e) => {
    harmless &&= e.kind !== 'load' && e.kind !== 'unknown' && !(e.kind === 'binary' && DIVISIONS.has(e.op));
    return harmless;
  });
  return harmless;
};

export class ExprCompiler {
  constructor(
    private readonly m: Machine,
    private readonly scope: Scope,
    /** The statement at hand. */
    private readonly stmt: Stmt,
  ) {}

  /** A vector of any type that ends the run where it is asked for. */
  private refuse(at: Span, reason: string, dtype: DType = 'int32'): Node {
    const v = newVector(dtype, this.m.width) ?? newVector('int32', this.m.width);
    if (!v) return unsupported(at, reason);
    return withRun(v, (lanes) => {
      if (lanes.count > 0) unsupported(at, reason);
    });
  }
  private or(node: Node | null, at: Span, reason: string): Node {
    return node ?? this.refuse(at, reason);
  }

  private constant(value: Wide, dtype: DType, at: Span): Node {
    const v = newVector(dtype, this.m.width);
    if (!v) return this.refuse(at, `a constant of ${dtype} has no value here`);
    if (v.wide) v.data.fill(value);
    else v.data.fill(Number(value));
    return standing(v);
  }
  /** A literal under a cast keeps all its digits: it is converted once. */
  private literal(e: ExprOf<'int' | 'float' | 'bool'>, to: DType | null): Node {
    if (e.kind === 'int') {
      const dtype = to ?? dtypeOfInt(e.value);
      if (isWide(dtype)) return this.constant(wideOf(dtype, e.value), dtype, e.at);
      const from = e.value > 2n ** 63n - 1n ? 'uint64' : 'int64';
      return this.constant(convertValue(from, dtype)(wideOf(from, e.value)), dtype, e.at);
    }
    const value = Number(e.value);
    const dtype = to ?? (e.kind === 'bool' ? 'bool' : 'float32');
    const round = settle(dtype);
    return this.constant(round ? round(value) : convertValue('float64', dtype)(value), dtype, e.at);
  }

  expr(e: Expr): Node {
    switch (e.kind) {
      case 'int':
      case 'float':
      case 'bool':
        return this.literal(e, null);
      case 'var': {
        const it = this.scope.iterator(e.name);
        return it
          ? this.or(it.as(e.dtype), e.at, `an iterator is no ${e.dtype}`)
          : this.refuse(e.at, `${e.name} is not defined here`);
      }
      case 'param':
        return this.symbol(e, null);
      case 'load':
        return this.load(e, false);
      case 'binary':
        return this.binary(e);
      case 'unary':
        return this.or(
          unary(e.op, this.expr(e.operand), this.m.width),
          e.at,
          `${e.op} does not exist for ${dtypeOf(e.operand)}`,
        );
      case 'select':
        return this.select(e);
      case 'cast': {
        const { operand } = e;
        if (operand.kind === 'int' || operand.kind === 'float' || operand.kind === 'bool')
          return this.literal(operand, e.dtype);
        if (operand.kind === 'param') return this.symbol(operand, e.dtype);
        return this.or(cast(this.expr(operand), e.dtype, this.m.width), e.at, `nothing is cast to ${e.dtype} here`);
      }
      case 'intrinsic': {
        if (isPrint(e.format)) return this.printed(e);
        const args = e.args.map((a) => this.expr(a));
        const types = args.map((a) => a.dtype).join(', ');
        return this.or(builtin(e.format, args, e.dtype, this.m.width), e.at, `${e.format} is not known for (${types})`);
      }
      case 'unknown':
        return this.refuse(e.at, `a value is not modelled: ${e.reason}`, e.dtype);
      default:
        return assertNever(e);
    }
  }

  /** As a vector of a type. */
  as(e: Expr, dtype: DType): Node {
    if (e.kind === 'int' || e.kind === 'float' || e.kind === 'bool') return this.literal(e, dtype);
    return this.or(cast(this.expr(e), dtype, this.m.width), e.at, `nothing is cast to ${dtype} here`);
  }
  /** 0 or another number per lane. */
  truth(e: Expr): Node {
    return this.as(e, 'bool');
  }

  /** Prints nothing, but evaluates what would be printed. */
  private printed(e: ExprOf<'intrinsic'>): Node {
    const args = e.args.map((a) => this.expr(a));
    return withRun(this.constant(0, 'int32', e.at), (lanes) => {
      for (const a of args) a.run(lanes);
    });
  }

  private symbol(e: ExprOf<'param'>, to: DType | null): Node {
    const value = this.scope.binding(e.name);
    const { at } = e;
    if (value === undefined) return this.refuse(at, `${e.name} is not bound to a value`);
    if (typeof value === 'bigint') return this.literal({ kind: 'int', value, at }, to);
    if (typeof value === 'boolean') return this.literal({ kind: 'bool', value, at }, to);
    return this.literal({ kind: 'float', value, at }, to);
  }

  /** @param lenient An unwritten element is passed on, not told of. */
  load(e: ExprOf<'load'>, lenient: boolean): Node {
    const slot = this.scope.slot(e.tensor);
    if (!slot) return this.refuse(e.at, `${e.tensor} is not defined here`);
    const rank = slot.def.shape.length;
    if (rank !== e.indices.length) return this.refuse(e.at, `${e.tensor} has rank ${rank}`);
    const site = this.m.site(this.stmt, e.at, 'read');
    const indices = e.indices.map((i) => this.expr(i));
    const wrong = indices.find((i) => isFloat(i.dtype));
    if (wrong) return this.refuse(e.at, `a subscript is ${wrong.dtype}, not an integer`);
    return this.or(loadFrom(this.m, addressOf(this.m, slot, indices, site), lenient), e.at, 'no value');
  }

  private binary(e: ExprOf<'binary'>): Node {
    if (e.op === 'lAnd' || e.op === 'lOr') return this.logical(e, e.op);
    const [s, t] = [this.expr(e.lhs), this.expr(e.rhs)];
    const common = isPredicate(e.op) ? upCast(s.dtype, t.dtype) : dtypeOfBinary(e.op, s.dtype, t.dtype);
    const [a, b] = [cast(s, common, this.m.width), cast(t, common, this.m.width)];
    if (!a || !b) return this.refuse(e.at, `an operand has no type that is known: ${common}`);
    const site = this.m.site(this.stmt, e.at, 'division');
    const zero = (lane: number): void => this.m.report('division-by-zero', site, lane, (who) => `${who} divides by 0`);
    return this.or(binary(e.op, a, b, this.m.width, zero), e.at, `${e.op} does not exist for ${common}`);
  }

  private logical(e: ExprOf<'binary'>, op: 'lAnd' | 'lOr'): Node {
    const [a, b] = [this.truth(e.lhs), this.truth(e.rhs)];
    if (isHarmless(e.rhs))
      return this.or(
        binary(op, a, b, this.m.width, () => {}),
        e.at,
        op,
      );
    const [yes, no] = [noLanes(this.m.width), noLanes(this.m.width)];
    const data = new Uint8Array(this.m.width);
    const [x, y] = [a.data as ArrayLike<number>, b.data as ArrayLike<number>];
    return withRun({ wide: false, dtype: 'bool', data }, (lanes) => {
      a.run(lanes);
      splitLanes(lanes, x, yes, no);
      const rest = op === 'lAnd' ? yes : no;
      if (rest.count > 0) b.run(rest);
      for (let k = 0; k < lanes.count; k++) {
        const l = lanes.list[k] as number;
        const first = x[l] as number;
        data[l] = (op === 'lAnd') === (first !== 0) ? (y[l] as number) : first;
      }
    });
  }

  private select(e: ExprOf<'select'>): Node {
    const cond = this.truth(e.cond);
    const [s, t] = [this.expr(e.then), this.expr(e.else)];
    const common = upCast(s.dtype, t.dtype);
    const [a, b] = [cast(s, common, this.m.width), cast(t, common, this.m.width)];
    const out = newVector(common, this.m.width);
    if (!a || !b || !out) return this.refuse(e.at, `an arm has no type that is known: ${common}`);
    const [yes, no] = [noLanes(this.m.width), noLanes(this.m.width)];
    const c = cond.data as ArrayLike<number>;
    const data: { [lane: number]: Wide } = out.data;
    const copy = (from: ArrayLike<Wide>, { list, count }: typeof yes): void => {
      for (let k = 0; k < count; k++) data[list[k] as number] = from[list[k] as number] as Wide;
    };
    return withRun(out, (lanes) => {
      cond.run(lanes);
      splitLanes(lanes, c, yes, no);
      if (yes.count > 0) a.run(yes);
      if (no.count > 0) b.run(no);
      copy(a.data, yes);
      copy(b.data, no);
    });
  }
}
