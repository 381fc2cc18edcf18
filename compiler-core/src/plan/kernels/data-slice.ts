/**
 * What of a kernel depends on data that only a run of the host program knows: the contents of its memory, values it is
 * passed. Where subscripts and the conditions around them do not, one run of a launch shows what every run of it does.
 *
 * The least set of tensors T with: memory of the host's and scalars passed by value are in T; a tensor is in T when a write
 * to it has a value or subscript that reads T, or stands under a condition that does; so are results of atomics and of
 * collectives over T. A fixpoint over the statements; O(nodes · tensors).
 */

import type { Expr, Func, NodeId, Stmt } from '../../ir/nodes.ts';
import { childStmts, ownExprs, visitExpr } from '../../ir/walk.ts';
import type { Span } from '../../text/span.ts';

export interface DataSlice {
  /** Statements whose subscripts or surrounding conditions depend on data, and where. */
  readonly dependent: ReadonlyMap<NodeId, Span>;
}

/** @param given scalars and symbols whose values the launch tells */
export const dataSlice = (func: Func, given: ReadonlySet<string> = new Set()): DataSlice => {
  const slice = new Slice(given);
  for (let size = -1; size !== slice.tensors.size; ) {
    size = slice.tensors.size;
    slice.dependent.clear();
    slice.visit(func.body, null);
  }
  return slice;
};

class Slice implements DataSlice {
  readonly tensors = new Set<string>();
  readonly dependent = new Map<NodeId, Span>();

  constructor(private readonly given: ReadonlySet<string>) {}

  /** The first place in it that reads data; null: none does. */
  private reads(e: Expr): Span | null {
    let found: Span | null = null;
    visitExpr(e, (x) => {
      const data =
        x.kind === 'unknown' ||
        (x.kind === 'param' && !this.given.has(x.name)) ||
        (x.kind === 'load' && this.tensors.has(x.tensor));
      if (data) found ??= x.at;
      return found === null;
    });
    return found;
  }

  private first(list: readonly (Expr | null)[]): Span | null {
    for (const e of list) {
      const found = e === null ? null : this.reads(e);
      if (found !== null) return found;
    }
    return null;
  }

  /** Subscripts of loads anywhere in the statement's own expressions. */
  private subscripts(s: Stmt): Expr[] {
    const out: Expr[] = [];
    for (const e of ownExprs(s)) {
      visitExpr(e, (x) => {
        if (x.kind === 'load') out.push(...x.indices);
        return true;
      });
    }
    return s.kind === 'store' || s.kind === 'reduceTo' || s.kind === 'atomicRMW' ? [...out, ...s.indices] : out;
  }

  /** @param under the place in the conditions around that reads data */
  visit(s: Stmt, under: Span | null): void {
    const at = under ?? this.first(this.subscripts(s));
    if (at !== null) this.dependent.set(s.id, at);
    switch (s.kind) {
      case 'varDef':
        if (s.access !== 'cache' && !(s.memory === 'byvalue' && this.given.has(s.name))) this.tensors.add(s.name);
        break;
      case 'store':
      case 'reduceTo':
        if (at !== null || this.reads(s.value) !== null) this.tensors.add(s.tensor);
        break;
      case 'atomicRMW':
        // The order of atomics is open, and so is what they return.
        if (s.result !== null) this.tensors.add(s.result);
        if (s.op !== 'load') this.tensors.add(s.tensor);
        break;
      case 'collective':
        if (s.result !== null && (under ?? this.first([s.value, s.argument])) !== null) this.tensors.add(s.result);
        break;
      case 'if':
      case 'while':
      case 'assert':
      case 'assume':
        for (const inner of childStmts(s)) this.visit(inner, under ?? this.reads(s.cond));
        return;
      case 'for':
        this.visit(s.body, under ?? this.first([s.begin, s.end, s.step]));
        return;
      case 'notModelled':
        this.dependent.set(s.id, s.origin.span);
        for (const name of s.tensors ?? []) this.tensors.add(name);
        return;
      default:
        break;
    }
    for (const inner of childStmts(s)) this.visit(inner, under);
  }
}
