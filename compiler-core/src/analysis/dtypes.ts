/**
 * Element types that do not fit: operations that FreeTensor refuses for these operands (`dtype-operation`), subscripts
 * that are no integers (`bad-index`), floats that lose their fraction in an integer tensor (`lossy-store`).
 * An operand of unknown type satisfies every rule.
 */

import type { Diagnostic } from '../diag/diagnostic.ts';
import { dtypeOfBinary, dtypeOfInt } from '../ir/dtype-of.ts';
import type { BinaryOp, Expr, Func, Stmt, UnaryOp, VarDef } from '../ir/nodes.ts';
import { type DType, isFloat, isInt, upCast } from '../ir/types.ts';
import { foldExpr, ownExprs, visitStmt } from '../ir/walk.ts';
import { finding } from './dataflow.ts';

type Rule = { readonly ok: (t: DType) => boolean; readonly needs: string };
const open = (t: DType): boolean => t === 'unknown' || t === 'custom';
const INTEGER: Rule = { ok: (t) => open(t) || isInt(t), needs: 'integers' };
const NUMBER: Rule = { ok: (t) => open(t) || isInt(t) || isFloat(t), needs: 'numbers' };
const BOOL: Rule = { ok: (t) => open(t) || t === 'bool', needs: 'bools' };
const FLOAT: Rule = { ok: (t) => open(t) || isFloat(t), needs: 'floats' };

/** How the source writes an operator. */
const SHOWN: Readonly<Partial<Record<BinaryOp | UnaryOp, string>>> = {
  mod: '%',
  remainder: 'remainder',
  floorDiv: '//',
  ceilDiv: 'ceildiv',
  roundTowards0Div: 'round_towards_0_div',
  lAnd: 'and',
  lOr: 'or',
  lNot: 'not',
  add: '+',
  sub: '-',
  mul: '*',
  realDiv: '/',
  bitAnd: '&',
  bitOr: '|',
  bitXor: '^',
  bitNot: '~',
  shl: '<<',
  shr: '>>',
};

const ruleOf = (op: BinaryOp): Rule | null => {
  switch (op) {
    case 'mod':
    case 'remainder':
    case 'floorDiv':
    case 'ceilDiv':
    case 'roundTowards0Div':
    case 'bitAnd':
    case 'bitOr':
    case 'bitXor':
    case 'shl':
    case 'shr':
      return INTEGER;
    case 'lAnd':
    case 'lOr':
      return BOOL;
    case 'add':
    case 'sub':
    case 'mul':
    case 'realDiv':
    case 'min':
    case 'max':
      return NUMBER;
    default:
      // Comparisons: versions differ in whether they compare bools.
      return null;
  }
};
const unaryRule = (op: UnaryOp): Rule => {
  if (op === 'lNot') return BOOL;
  if (op === 'bitNot') return INTEGER;
  return op === 'floor' || op === 'ceil' ? FLOAT : NUMBER;
};

class Checker {
  readonly out: Diagnostic[] = [];
  private readonly defs = new Map<string, VarDef[]>();

  private refuse(stmt: Stmt, at: Expr, op: BinaryOp | UnaryOp, rule: Rule, got: readonly DType[]): void {
    const types = [...new Set(got)].join(' and ');
    const message = `${SHOWN[op] ?? op} needs ${rule.needs}, here it gets ${types}`;
    this.out.push(
      finding({ code: 'dtype-operation', severity: 'error', class: 'proved', message }, stmt.origin, at.at),
    );
  }

  private index(stmt: Stmt, e: Expr, type: DType): void {
    // A bare constant or element is said while staging already, with a fix.
    if (!isFloat(type) || e.kind === 'float' || e.kind === 'load') return;
    const message = `a subscript is an integer, this is ${type}`;
    this.out.push(finding({ code: 'bad-index', severity: 'error', class: 'proved', message }, stmt.origin, e.at));
  }

  /** The type of an expression, checking every operation in it once. */
  private typed(stmt: Stmt, root: Expr): DType {
    return foldExpr<DType>(root, (e, parts) => {
      const [a = 'unknown', b = 'unknown', c = 'unknown'] = parts;
      switch (e.kind) {
        case 'int':
          return dtypeOfInt(e.value);
        case 'float':
          return 'float32';
        case 'bool':
          return 'bool';
        case 'param':
          return 'unknown';
        case 'load':
          for (const [k, i] of e.indices.entries()) this.index(stmt, i, parts[k] ?? 'unknown');
          return e.dtype;
        case 'binary': {
          const rule = ruleOf(e.op);
          if (rule && !(rule.ok(a) && rule.ok(b))) this.refuse(stmt, e, e.op, rule, [a, b]);
          return dtypeOfBinary(e.op, a, b);
        }
        case 'unary': {
          const rule = unaryRule(e.op);
          if (!rule.ok(a)) this.refuse(stmt, e, e.op, rule, [a]);
          if (e.op === 'lNot') return 'bool';
          return (e.op === 'sqrt' || e.op === 'exp' || e.op === 'tanh') && isInt(a) ? 'float64' : a;
        }
        case 'select':
          return upCast(b, c);
        default:
          return e.dtype;
      }
    });
  }

  private stored(s: Extract<Stmt, { kind: 'store' | 'reduceTo' }>, type: DType): void {
    const def = this.defs.get(s.tensor)?.at(-1);
    if (!def || !isInt(def.dtype) || !isFloat(type) || isWhole(s.value)) return;
    if (s.kind === 'reduceTo' && (s.op === 'lAnd' || s.op === 'lOr')) return;
    const name = def.spelled ?? def.name;
    const quotient = s.value.kind === 'binary' && s.value.op === 'realDiv';
    const hint = quotient ? '; // would divide integers' : '; ft.cast says that it is meant';
    const message = `a ${type} value loses its fraction in ${name}, which holds ${def.dtype}${hint}`;
    const related = [{ span: def.origin.span, message: `${name} holds ${def.dtype}` }];
    const about = { code: 'lossy-store', severity: 'warning', class: 'proved', message } as const;
    this.out.push(finding(about, s.origin, s.value.at, related));
  }

  run(root: Stmt): Diagnostic[] {
    visitStmt(root, {
      enter: (s) => {
        const types = ownExprs(s).map((e) => this.typed(s, e));
        if (s.kind === 'store' || s.kind === 'reduceTo' || s.kind === 'atomicRMW') {
          for (const [k, i] of s.indices.entries()) this.index(s, i, types[k] ?? 'unknown');
        }
        if (s.kind === 'store' || s.kind === 'reduceTo') this.stored(s, types.at(-1) ?? 'unknown');
        if (s.kind === 'varDef') {
          const outer = this.defs.get(s.name);
          if (outer) outer.push(s);
          else this.defs.set(s.name, [s]);
        }
        return true;
      },
      leave: (s) => {
        if (s.kind === 'varDef') this.defs.get(s.name)?.pop();
      },
    });
    return this.out;
  }
}

const KEEPS_WHOLE: ReadonlySet<BinaryOp> = new Set([
  'add',
  'sub',
  'mul',
  'min',
  'max',
  'mod',
  'remainder',
  'floorDiv',
  'ceilDiv',
]);
/** Has no fraction to lose: roundings, whole constants, integers turned into floats, and sums and products of these. */
const isWhole = (root: Expr): boolean =>
  foldExpr<boolean>(root, (e, parts) => {
    switch (e.kind) {
      case 'float':
        return Number.isInteger(e.value);
      case 'load':
      case 'cast':
        return isInt(e.dtype) || e.dtype === 'bool' || (e.kind === 'cast' && parts[0] === true);
      case 'unary':
        return e.op === 'floor' || e.op === 'ceil' || ((e.op === 'abs' || e.op === 'square') && parts[0] === true);
      case 'binary':
        return KEEPS_WHOLE.has(e.op) && parts.every((p) => p);
      case 'select':
        return parts[1] === true && parts[2] === true;
      default:
        return e.kind === 'int' || e.kind === 'bool' || e.kind === 'var';
    }
  });

/** Findings in the order of the text. O(nodes). */
export const checkDtypes = (func: Func): Diagnostic[] => new Checker().run(func.body);
