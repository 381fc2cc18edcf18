/** Compiles expressions to closures, once per run, specialised on element types. */

import { dtypeOfBinary, dtypeOfInt, isPredicate } from '../ir/dtype-of.ts';
import { assertNever, type Expr, type ExprOf } from '../ir/nodes.ts';
import { type DType, isFloat, isInt, upCast } from '../ir/types.ts';
import type { Span } from '../text/span.ts';
import { type AccessSite, offsetOf, reader } from './access.ts';
import { arithmetic, comparison, FLOAT_UNARY, type Traps } from './arith.ts';
import { asNumber, asTruth, bigCode, type Code, converted, numberCode, rounded } from './code.ts';
import { intrinsicOf, isPrint } from './intrinsics.ts';
import { type Cell, fault, type Site, type Slot, unsupported } from './machine.ts';
import { isBig } from './values.ts';

export type AccessKind = 'read' | 'write' | 'reduce';

/** A Python value for a symbol: a bigint is an `int`, a number a `float` unless the symbol is known to be integer. */
export type Binding = bigint | number | boolean;

/** What expressions are compiled against: the scopes around them. */
export interface Env {
  slot(name: string): Slot | undefined;
  cell(name: string): Cell | undefined;
  binding(name: string): Binding | undefined;
  /** Told of each access with its offset; absent where nobody listens. */
  readonly onAccess: ((a: AccessSite, kind: AccessKind, offset: number) => void) | undefined;
}

const trapsAt = (site: Site, divisor: Span): Traps => ({
  zeroDivisor: () => fault(site, 'division-by-zero', divisor, 'the divisor is 0'),
  badShift: () => fault(site, 'bad-shift', divisor, 'the shift is negative or at least the width'),
});

/** Gives a value of any type by ending the run when it is asked for. */
const refuse = (dtype: DType, at: Span, reason: string): Code =>
  isBig(dtype) ? bigCode(dtype, () => unsupported(at, reason)) : numberCode(dtype, () => unsupported(at, reason));

export const constantInt = (value: bigint): Code => {
  const dtype = dtypeOfInt(value);
  if (dtype === 'int64') {
    const wrapped = BigInt.asIntN(64, value);
    return bigCode(dtype, () => wrapped);
  }
  const n = Number(value);
  return numberCode(dtype, () => n);
};
/** Float constants are single precision in the code FreeTensor generates. */
const constantFloat = (value: number): Code => {
  const single = Math.fround(value);
  return numberCode('float32', () => single);
};
const constantBool = (value: boolean): Code => numberCode('bool', value ? () => 1 : () => 0);

export class ExprCompiler {
  constructor(
    private readonly env: Env,
    private readonly site: Site,
  ) {}

  expr(e: Expr): Code {
    switch (e.kind) {
      case 'int':
        return constantInt(e.value);
      case 'float':
        return constantFloat(e.value);
      case 'bool':
        return constantBool(e.value);
      case 'var':
        return this.iterator(e);
      case 'param':
        return this.symbol(e);
      case 'load':
        return this.load(e);
      case 'binary':
        return this.binary(e);
      case 'unary':
        return this.unary(e);
      case 'select':
        return this.select(e);
      case 'cast':
        return this.cast(e);
      case 'intrinsic':
        return this.intrinsic(e);
      case 'unknown':
        return refuse(e.dtype, e.at, `a value is not modelled: ${e.reason}`);
      default:
        return assertNever(e);
    }
  }

  number(e: Expr): () => number {
    return asNumber(this.expr(e));
  }
  truth(e: Expr): () => boolean {
    return asTruth(this.expr(e));
  }

  private iterator(e: ExprOf<'var'>): Code {
    const cell = this.env.cell(e.name);
    if (!cell) return refuse(e.dtype, e.at, `iterator ${e.name} is not defined here`);
    if (isBig(e.dtype)) return bigCode(e.dtype, () => BigInt(cell.v));
    return numberCode(e.dtype, () => cell.v);
  }

  private symbol(e: ExprOf<'param'>): Code {
    const value = this.env.binding(e.name);
    if (value === undefined) return refuse('int32', e.at, `${e.name} is not bound to a value`);
    if (typeof value === 'bigint') return constantInt(value);
    return typeof value === 'boolean' ? constantBool(value) : constantFloat(value);
  }

  /** The access and its offset; null after making sure that reaching it ends the run. */
  access(
    tensor: string,
    indices: readonly Expr[],
    at: Span,
    kind: AccessKind,
  ): { readonly a: AccessSite; readonly offset: () => number } | string {
    const slot = this.env.slot(tensor);
    if (!slot) return `tensor ${tensor} is not defined here`;
    if (slot.def.shape.length !== indices.length) {
      return `${tensor} has rank ${slot.def.shape.length}, ${indices.length} indices are given`;
    }
    const codes = indices.map((i) => this.expr(i));
    const wrong = codes.find((c) => isFloat(c.dtype));
    if (wrong) return `a subscript is ${wrong.dtype}, not an integer`;
    const a: AccessSite = { site: this.site, slot, at, subscripts: indices.map((i) => i.at) };
    const offset = offsetOf(a, codes.map(asNumber));
    const { onAccess } = this.env;
    if (!onAccess) return { a, offset };
    const told = (): number => {
      const o = offset();
      onAccess(a, kind, o);
      return o;
    };
    return { a, offset: told };
  }

  private load(e: ExprOf<'load'>): Code {
    const access = this.access(e.tensor, e.indices, e.at, 'read');
    if (typeof access === 'string') return refuse(e.dtype, e.at, access);
    return reader(access.a, access.offset);
  }

  private binary(e: ExprOf<'binary'>): Code {
    const a = this.expr(e.lhs);
    const b = this.expr(e.rhs);
    if (e.op === 'lAnd' || e.op === 'lOr') {
      const x = asTruth(a);
      const y = asTruth(b);
      return numberCode('bool', e.op === 'lAnd' ? () => (x() && y() ? 1 : 0) : () => (x() || y() ? 1 : 0));
    }
    const common = isPredicate(e.op) ? upCast(a.dtype, b.dtype) : dtypeOfBinary(e.op, a.dtype, b.dtype);
    if (common === 'unknown' || common === 'custom') return refuse(common, e.at, 'an operand has no known type');
    const x = converted(a, common);
    const y = converted(b, common);
    const code = comparison(e.op, x, y) ?? arithmetic(e.op, common, x, y, trapsAt(this.site, e.rhs.at));
    return code ?? refuse(common, e.at, `${e.op} does not exist for ${common}`);
  }

  private unary(e: ExprOf<'unary'>): Code {
    const operand = this.expr(e.operand);
    if (e.op === 'lNot') {
      const x = asTruth(operand);
      return numberCode('bool', () => (x() ? 0 : 1));
    }
    if (operand.dtype === 'unknown' || operand.dtype === 'custom') {
      return refuse(operand.dtype, e.at, 'the operand has no known type');
    }
    if (isFloat(operand.dtype) && !operand.big) return this.floatUnary(e, operand.dtype, operand.run);
    return this.intUnary(e, operand);
  }

  private floatUnary(e: ExprOf<'unary'>, dtype: DType, x: () => number): Code {
    const apply = FLOAT_UNARY[e.op];
    if (!apply) return refuse(dtype, e.at, `${e.op} does not exist for ${dtype}`);
    const round = dtype === 'float64' ? (v: number) => v : undefined;
    if (e.op === 'sigmoid') {
      // 1 / (1 + exp(-x)): the exponential is rounded to the type, the rest is done in double.
      const exp = rounded(dtype, () => Math.exp(-x()));
      return numberCode(
        dtype,
        rounded(dtype, () => 1 / (1 + exp())),
      );
    }
    return numberCode(dtype, round ? () => apply(x()) : rounded(dtype, () => apply(x())));
  }

  private intUnary(e: ExprOf<'unary'>, operand: Code): Code {
    const { dtype } = operand;
    const asDouble = converted(operand, 'float64');
    if (asDouble.big) return refuse(dtype, e.at, `${e.op} does not exist for ${dtype}`);
    const x = asDouble.run;
    switch (e.op) {
      case 'sqrt':
      case 'exp':
      case 'tanh': {
        const apply = Math[e.op];
        return numberCode('float64', () => apply(x()));
      }
      case 'sigmoid':
        return converted(
          numberCode('float64', () => 1 / (1 + Math.exp(-x()))),
          dtype,
        );
      case 'floor':
      case 'ceil':
        return operand;
      default:
        break;
    }
    if (operand.big) {
      const { run } = operand;
      const apply = BIG_UNARY[e.op];
      if (!apply) return refuse(dtype, e.at, `${e.op} does not exist for ${dtype}`);
      return converted(
        bigCode(dtype === 'int64' ? 'uint64' : 'int64', () => apply(run())),
        dtype,
      );
    }
    const { run } = operand;
    const apply = INT_UNARY[e.op];
    if (!apply) return refuse(dtype, e.at, `${e.op} does not exist for ${dtype}`);
    // Marked as a wider type, so that the conversion wraps.
    return converted(
      numberCode(dtype === 'int32' ? 'uint32' : 'int32', () => apply(run())),
      dtype,
    );
  }

  private select(e: ExprOf<'select'>): Code {
    const cond = this.truth(e.cond);
    const a = this.expr(e.then);
    const b = this.expr(e.else);
    const common = upCast(a.dtype, b.dtype);
    const x = converted(a, common);
    const y = converted(b, common);
    if (x.big && y.big) {
      const [p, q] = [x.run, y.run];
      return bigCode(common, () => (cond() ? p() : q()));
    }
    if (x.big || y.big) return refuse(common, e.at, 'the arms have no common type');
    const [p, q] = [x.run, y.run];
    return numberCode(common, () => (cond() ? p() : q()));
  }

  private cast(e: ExprOf<'cast'>): Code {
    if (!isFloat(e.dtype) && !isInt(e.dtype) && e.dtype !== 'bool') {
      return refuse(e.dtype, e.at, `a cast to ${e.dtype} has no meaning here`);
    }
    return converted(this.expr(e.operand), e.dtype);
  }

  private intrinsic(e: ExprOf<'intrinsic'>): Code {
    const args = e.args.map((arg) => this.expr(arg));
    if (isPrint(e.format)) {
      const runs = args.map(asNumber);
      return numberCode('int32', () => {
        for (const run of runs) run();
        return 0;
      });
    }
    const found = intrinsicOf(e.format);
    if (!found) return refuse(e.dtype, e.at, `intrinsic ${JSON.stringify(e.format)} is not known`);
    const inner: DType = found.single ? 'float32' : 'float64';
    const [a, b] = args.map((arg) => asNumber(converted(arg, inner)));
    const { apply } = found;
    const raw = b && a ? () => apply(a(), b()) : a ? () => apply(a()) : () => apply();
    return converted(numberCode(inner, rounded(inner, raw)), e.dtype);
  }
}

const INT_UNARY: Readonly<Record<string, ((x: number) => number) | undefined>> = {
  square: (x) => Math.imul(x, x),
  abs: Math.abs,
  bitNot: (x) => ~x,
};
const BIG_UNARY: Readonly<Record<string, ((x: bigint) => bigint) | undefined>> = {
  square: (x) => x * x,
  abs: (x) => (x < 0n ? -x : x),
  bitNot: (x) => ~x,
};
