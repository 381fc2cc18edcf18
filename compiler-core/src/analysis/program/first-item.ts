/**
 * What the first work-item of a kernel certainly does to its memory, in its first run through each loop: the element, where
 * the item's number alone says which. Two kernels that both do so to one element do it whatever their sizes are.
 */

import type { BinaryOp, Expr, Func, Stmt } from '../../ir/nodes.ts';
import { childExprs, childStmts, effectOf, exprDepth, ownExprs, stmtDepth, stmtsIn, writtenBy } from '../../ir/walk.ts';
import type { Span } from '../../text/span.ts';

export interface Touch {
  readonly tensor: string;
  readonly effect: 'read' | 'write' | 'update';
  /** `0`, `0, 2`; null: not known. */
  readonly element: string | null;
  /** The item comes here for all inputs, on `assumptions`. */
  readonly isSure: boolean;
  readonly isAtomic: boolean;
  /** The kernel may have written something of the tensor before. */
  readonly isAfterWrite: boolean;
  readonly assumptions: readonly string[];
  readonly at: Span;
}

/** Of kernels that are nested deeper nothing is certain. */
const MAX_DEPTH = 400;

/** A number, a size by its name, or a truth; null: not known. */
type Value = bigint | boolean | { readonly size: string } | null;

const isSize = (v: Value): v is { readonly size: string } => typeof v === 'object' && v !== null;

const lesser = (a: bigint, b: bigint): bigint => {
  if (a < b) return a;
  return b;
};

const ARITHMETIC: Partial<Record<BinaryOp, (a: bigint, b: bigint) => bigint | boolean | null>> = {
  add: (a, b) => a + b,
  sub: (a, b) => a - b,
  mul: (a, b) => a * b,
  roundTowards0Div: (a, b) => (b === 0n ? null : a / b),
  remainder: (a, b) => (b === 0n ? null : a % b),
  min: (a, b) => lesser(a, b),
  max: (a, b) => -lesser(-a, -b),
  lt: (a, b) => a < b,
  le: (a, b) => a <= b,
  gt: (a, b) => a > b,
  ge: (a, b) => a >= b,
  eq: (a, b) => a === b,
  ne: (a, b) => a !== b,
};

class FirstItem {
  readonly touches: Touch[] = [];
  private readonly seen = new Set<string>();
  private readonly values = new Map<string, Value>();
  private readonly written = new Set<string>();
  private readonly views = new Map<string, string>();
  private assumptions: readonly string[] = [];
  private isSure = true;
  /** Something before may have ended the item. */
  private isLost = false;

  private readonly params: ReadonlySet<string>;

  constructor(private readonly func: Func) {
    this.params = new Set(func.params);
  }

  run(): readonly Touch[] {
    this.stmt(this.func.body);
    return this.touches;
  }

  private root(tensor: string): string {
    const on = this.views.get(tensor);
    return on === undefined ? tensor : this.root(on);
  }

  private note(tensor: string, effect: Touch['effect'], indices: readonly Expr[], at: Span, isAtomic = false): void {
    const root = this.root(tensor);
    if (this.params.has(root)) {
      // Of equal ones the first.
      const values = indices.map((e) => this.value(e));
      const isKnown = root === tensor && values.every((v) => typeof v === 'bigint');
      const element = isKnown ? values.join(', ') : null;
      const isSure = this.isSure && !this.isLost;
      const isAfterWrite = this.written.has(root);
      const key = `${root} ${effect} ${element} ${isSure} ${isAtomic} ${isAfterWrite}`;
      if (!this.seen.has(key))
        this.touches.push({
          tensor: root,
          effect,
          element,
          isSure,
          isAtomic,
          isAfterWrite,
          assumptions: this.assumptions,
          at,
        });
      this.seen.add(key);
    }
    if (effect !== 'read') this.written.add(root);
  }

  // ---- values ------------------------------------------------------------------------------------------------------

  private value(e: Expr): Value {
    switch (e.kind) {
      case 'int':
      case 'bool':
        return e.value;
      case 'var':
        return this.values.get(e.name) ?? null;
      case 'param':
        return { size: e.name };
      case 'cast':
        return this.value(e.operand);
      case 'load':
        if (e.indices.length > 0) return null;
        return this.values.get(e.tensor) ?? (this.params.has(e.tensor) ? { size: e.tensor } : null);
      case 'unary': {
        const operand = this.value(e.operand);
        return e.op === 'lNot' && typeof operand === 'boolean' ? !operand : null;
      }
      case 'binary':
        return this.binary(e.op, this.value(e.lhs), this.value(e.rhs));
      default:
        return null;
    }
  }

  private binary(op: BinaryOp, a: Value, b: Value): Value {
    if (op === 'lAnd') return a === false || b === false ? false : a === true && b === true ? true : null;
    if (op === 'lOr') return a === true || b === true ? true : a === false && b === false ? false : null;
    if (typeof a === 'bigint' && typeof b === 'bigint') return ARITHMETIC[op]?.(a, b) ?? null;
    // A kernel is launched over something, so sizes are positive.
    if (a === 0n && isSize(b)) return this.positive(op === 'lt' || op === 'ne' ? true : op === 'ge' ? false : null, b);
    if (b === 0n && isSize(a)) return this.positive(op === 'gt' || op === 'ne' ? true : op === 'le' ? false : null, a);
    if (op === 'mul' && (a === 0n || b === 0n)) return 0n;
    return (op === 'roundTowards0Div' || op === 'remainder') && a === 0n ? 0n : null;
  }

  private positive(answer: boolean | null, { size }: { readonly size: string }): boolean | null {
    const said = `${size} > 0`;
    if (answer !== null && !this.assumptions.includes(said)) this.assumptions = [...this.assumptions, said];
    return answer;
  }

  /** Loads in it; what a condition decides is not certain. */
  private reads(e: Expr): void {
    if (e.kind === 'load') this.note(e.tensor, 'read', e.indices, e.at);
    const { isSure } = this;
    for (const [k, child] of childExprs(e).entries()) {
      const isDecided = k > 0 && (e.kind === 'select' || (e.kind === 'binary' && (e.op === 'lAnd' || e.op === 'lOr')));
      this.isSure = isSure && !isDecided;
      this.reads(child);
    }
    this.isSure = isSure;
  }

  // ---- statements --------------------------------------------------------------------------------------------------

  private perhaps(s: Stmt): void {
    const { isSure } = this;
    this.isSure = false;
    this.stmt(s);
    this.isSure = isSure;
    this.forget(s);
  }

  private forget(s: Stmt): void {
    for (const inner of stmtsIn(s)) for (const tensor of writtenBy(inner)) this.values.delete(tensor);
  }

  private stmt(s: Stmt): void {
    for (const e of ownExprs(s)) this.reads(e);
    switch (s.kind) {
      case 'varDef':
        if (s.view !== null) this.views.set(s.name, s.view.tensor);
        this.stmt(s.body);
        return;
      case 'store':
        this.note(s.tensor, 'write', s.indices, s.at);
        this.set(s.tensor, s.indices.length === 0 ? this.value(s.value) : null);
        return;
      case 'reduceTo':
        this.note(s.tensor, 'update', s.indices, s.at, s.atomic);
        this.set(s.tensor, null);
        return;
      case 'atomicRMW': {
        const effect = effectOf(s);
        this.note(s.tensor, effect, s.indices, s.at, true);
        if (s.result !== null) this.set(s.result, null);
        return;
      }
      case 'collective':
        if (s.result !== null) this.set(s.result, null);
        return;
      case 'if':
        this.branch(this.value(s.cond), s.then, s.else);
        return;
      case 'for': {
        const begin = this.value(s.begin);
        const runs = s.property.parallel !== 'serial' || this.binary('lt', begin, this.value(s.end)) === true;
        this.values.set(s.iter, begin);
        if (runs) this.stmt(s.body);
        else this.perhaps(s.body);
        this.forget(s.body);
        return;
      }
      case 'while':
        this.perhaps(s.body);
        return;
      case 'notModelled':
        for (const tensor of s.tensors ?? this.func.params) this.written.add(this.root(tensor));
        // It may end the item.
        this.isLost = true;
        this.values.clear();
        return;
      default:
        for (const inner of childStmts(s)) this.stmt(inner);
    }
  }

  private set(tensor: string, value: Value): void {
    if (value === null || !this.isSure || this.isLost) this.values.delete(tensor);
    else this.values.set(tensor, value);
  }

  private branch(cond: Value, then: Stmt, otherwise: Stmt | null): void {
    if (cond === true) this.stmt(then);
    else this.perhaps(then);
    if (otherwise === null) return;
    if (cond === false) this.stmt(otherwise);
    else this.perhaps(otherwise);
  }
}

/** In the order of execution. O(statements). */
export const firstItemTouches = (func: Func): readonly Touch[] => {
  if (stmtDepth(func.body) > MAX_DEPTH) return [];
  if (stmtsIn(func.body).some((s) => ownExprs(s).some((e) => exprDepth(e) > MAX_DEPTH))) return [];
  return new FirstItem(func).run();
};
