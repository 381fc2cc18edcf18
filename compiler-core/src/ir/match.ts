/**
 * Structural equality of IR: places, ids, names of statements and rewrites do not count.
 * `matchStmt(pattern, instance)` is FreeTensor's `ast.match`: names of tensors and iterators may differ one-to-one,
 * and `Any` in the pattern stands for any statement. Depth is bounded by memory. O(nodes).
 */

import type { Expr, Func, Stmt } from './nodes.ts';
import { childExprs, childStmts, ownExprs } from './walk.ts';

/** The fields of an expression that are neither operands, place nor names to be bound. */
const exprHead = (e: Expr): string => {
  switch (e.kind) {
    case 'int':
      return `int ${e.value}`;
    case 'float':
      return `float ${Object.is(e.value, -0) ? '-0' : e.value}`;
    case 'bool':
      return `bool ${e.value}`;
    case 'var':
      return `var ${e.dtype}`;
    case 'param':
      return `param ${e.name}`;
    case 'load':
      return `load ${e.dtype} ${e.indices.length}`;
    case 'binary':
    case 'unary':
      return `${e.kind} ${e.op}`;
    case 'select':
      return 'select';
    case 'cast':
      return `cast ${e.dtype}`;
    case 'intrinsic':
      return `intrinsic ${e.dtype} ${e.sideEffect} ${e.args.length} ${e.format}`;
    case 'unknown':
      return `unknown ${e.dtype} ${e.reason}`;
  }
};
const exprName = (e: Expr): string | null => (e.kind === 'var' ? e.name : e.kind === 'load' ? e.tensor : null);

const stmtHead = (s: Stmt): string => {
  switch (s.kind) {
    case 'varDef':
      return `varDef ${s.shape.length} ${s.dtype} ${s.access} ${s.memory} ${s.aliasClass} ${s.view !== null} ${s.ioShape?.length} ${s.layout?.strideBytes} ${s.layout?.offsetBytes}`;
    case 'store':
      return `store ${s.indices.length}`;
    case 'reduceTo':
      return `reduceTo ${s.indices.length} ${s.op} ${s.atomic}`;
    case 'atomicRMW':
      return `atomicRMW ${s.indices.length} ${s.op} ${s.order} ${s.scope} ${s.expected !== null}`;
    case 'for':
      return `for ${s.property.parallel} ${s.property.unroll} ${s.property.vectorize} ${s.property.preferLibs} ${s.property.library}`;
    case 'barrier':
      return `barrier ${s.scope} ${s.memory ?? 'both'}`;
    case 'fence':
      return `fence ${s.order} ${s.scope}`;
    case 'collective':
      return `collective ${s.op} ${s.scope} ${s.argument !== null}`;
    case 'notModelled':
      return `notModelled ${s.reason} ${s.tensors === null}`;
    default:
      return s.kind;
  }
};
/** Names a statement uses or binds, aligned between two statements of equal head. */
const stmtNames = (s: Stmt): readonly (string | null)[] => {
  switch (s.kind) {
    case 'varDef':
      return [s.name, s.view?.tensor ?? null];
    case 'store':
    case 'reduceTo':
      return [s.tensor];
    case 'atomicRMW':
      return [s.tensor, s.result];
    case 'collective':
      return [s.result];
    case 'for':
      return [s.iter, ...s.property.noDeps];
    case 'notModelled':
      return s.tensors ?? [];
    default:
      return [];
  }
};

/** A one-to-one relation of names, grown as names are met; what a scope binds is released at its end. */
class Names {
  private readonly there = new Map<string, string>();
  private readonly back = new Map<string, string>();

  constructor(readonly renaming: boolean) {}

  agree(a: string | null, b: string | null): boolean {
    if (a === null || b === null || !this.renaming) return a === b;
    const image = this.there.get(a);
    if (image !== undefined) return image === b;
    if (this.back.has(b)) return false;
    this.there.set(a, b);
    this.back.set(b, a);
    return true;
  }

  release(a: string): void {
    const image = this.there.get(a);
    if (image !== undefined) this.back.delete(image);
    this.there.delete(a);
  }
}

const equalExprs = (a: Expr, b: Expr, names: Names): boolean => {
  const stack: [Expr, Expr][] = [[a, b]];
  for (let pair = stack.pop(); pair; pair = stack.pop()) {
    const [x, y] = pair;
    if (x === y && !names.renaming) continue;
    if (exprHead(x) !== exprHead(y) || !names.agree(exprName(x), exprName(y))) return false;
    const others = childExprs(y);
    for (const [k, child] of childExprs(x).entries()) stack.push([child, others[k] as Expr]);
  }
  return true;
};

const equalStmts = (a: Stmt, b: Stmt, names: Names, wildcards: boolean): boolean => {
  const stack: (readonly [Stmt, Stmt] | (() => void))[] = [[a, b]];
  for (let item = stack.pop(); item; item = stack.pop()) {
    if (typeof item === 'function') {
      item();
      continue;
    }
    const [x, y] = item;
    if ((wildcards && x.kind === 'any') || (x === y && !names.renaming)) continue;
    if (stmtHead(x) !== stmtHead(y)) return false;
    const [xs, ys] = [stmtNames(x), stmtNames(y)];
    const [xe, ye] = [ownExprs(x), ownExprs(y)];
    const [xk, yk] = [childStmts(x), childStmts(y)];
    if (xs.length !== ys.length || xe.length !== ye.length || xk.length !== yk.length) return false;
    // Bounds and shapes are outside the scope of the name that the statement binds.
    const binds = x.kind === 'varDef' ? x.name : x.kind === 'for' ? x.iter : null;
    if (!xe.every((e, k) => equalExprs(e, ye[k] as Expr, names))) return false;
    if (!xs.every((name, k) => names.agree(name, ys[k] ?? null))) return false;
    if (binds !== null) stack.push(() => names.release(binds));
    for (let k = xk.length - 1; k >= 0; k--) stack.push([xk[k] as Stmt, yk[k] as Stmt]);
  }
  return true;
};

/** Same operations on the same names and constants. */
export const sameExpr = (a: Expr, b: Expr): boolean => equalExprs(a, b, new Names(false));
export const sameStmt = (a: Stmt, b: Stmt): boolean => equalStmts(a, b, new Names(false), false);
const kernelHead = ({ kernel: k }: Func): string =>
  JSON.stringify(k && [k.launch, k.dimensions, k.name, k.reqdWorkGroupSize, k.reqdSubGroupSize]);
export const sameFunc = (a: Func, b: Func): boolean =>
  a.name === b.name &&
  String(a.params) === String(b.params) &&
  JSON.stringify(a.returns) === JSON.stringify(b.returns) &&
  JSON.stringify(a.externals.map((p) => [p.name, p.integer])) ===
    JSON.stringify(b.externals.map((p) => [p.name, p.integer])) &&
  kernelHead(a) === kernelHead(b) &&
  sameStmt(a.body, b.body);

/** `instance` has the shape of `pattern`, up to renaming, with `Any` in the pattern for any statement. */
export const matchStmt = (pattern: Stmt, instance: Stmt): boolean =>
  equalStmts(pattern, instance, new Names(true), true);
