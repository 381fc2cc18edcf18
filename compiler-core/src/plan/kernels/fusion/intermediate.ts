/** What the second kernel reads back of the first one, and could get from a variable of the item instead. */

import type { Expr, Stmt, StmtOf } from '../../../ir/nodes.ts';
import { printExpr } from '../../../ir/print.ts';
import type { DType } from '../../../ir/types.ts';
import { childStmts, ownExprs, visitExpr } from '../../../ir/walk.ts';
import type { Merged } from './merge.ts';

export interface Intermediate {
  readonly memory: string;
  readonly tensor: string;
  readonly dtype: DType;
  /** As each kernel's text calls it. */
  readonly names: readonly [string, string];
}

interface Seen {
  readonly index: string;
  /** Conditions around it. */
  readonly under: readonly string[];
  readonly isPlain: boolean;
}

/** Accesses of a body to one tensor; null where something is not an access of its own. */
class Accesses {
  readonly loads: Seen[] = [];
  readonly stores: Seen[] = [];
  other = false;

  constructor(private readonly tensor: string) {}

  visit(s: Stmt, under: readonly string[], inLoop: boolean): void {
    for (const e of ownExprs(s)) this.expr(e, under);
    const target = s.kind === 'reduceTo' || s.kind === 'atomicRMW' ? s.tensor : null;
    if (target === this.tensor || s.kind === 'notModelled' || s.kind === 'any') this.other = true;
    if (s.kind === 'varDef' && s.view?.tensor === this.tensor) this.other = true;
    if (s.kind === 'store' && s.tensor === this.tensor) this.stores.push(this.stored(s, under, inLoop));
    if (s.kind === 'if') {
      const cond = isFixed(s.cond) ? printExpr(s.cond) : `#${s.id}`;
      this.visit(s.then, [...under, cond], inLoop);
      if (s.else) this.visit(s.else, [...under, `not ${cond}`], inLoop);
      return;
    }
    const loops = inLoop || s.kind === 'for' || s.kind === 'while';
    for (const inner of childStmts(s)) this.visit(inner, under, loops);
  }

  private stored(s: StmtOf<'store'>, under: readonly string[], inLoop: boolean): Seen {
    const index = s.indices.map((i) => printExpr(i)).join(', ');
    return { index, under, isPlain: !inLoop && s.indices.every(isFixed) };
  }
  private expr(root: Expr, under: readonly string[]): void {
    visitExpr(root, (e) => {
      if (e.kind === 'load' && e.tensor === this.tensor) {
        this.loads.push({ index: e.indices.map((i) => printExpr(i)).join(', '), under, isPlain: true });
      }
      return true;
    });
  }
}

/** Not at what memory holds: that may be another value later. */
const isFixed = (e: Expr): boolean => {
  let fixed = true;
  visitExpr(e, (x) => {
    fixed &&= x.kind !== 'load' || x.indices.length === 0;
    return fixed;
  });
  return fixed;
};

const find = (root: Stmt, id: Merged['first']): Stmt | null =>
  root.id === id ? root : childStmts(root).reduce<Stmt | null>((found, s) => found ?? find(s, id), null);

const definition = (root: Stmt, name: string): StmtOf<'varDef'> | null =>
  root.kind === 'varDef' && root.name === name
    ? root
    : childStmts(root).reduce<StmtOf<'varDef'> | null>((found, s) => found ?? definition(s, name), null);

/** One store of an element in the first kernel, and in the second only loads of that element, under the same conditions at least. */
export const intermediatesOf = ({ fused, first, second, common, spelled }: Merged): readonly Intermediate[] =>
  common.flatMap(({ tensor, memory }) => {
    const [a, b] = [new Accesses(tensor), new Accesses(tensor)];
    const [x, y] = [find(fused.body, first), find(fused.body, second)];
    const def = definition(fused.body, tensor);
    if (!x || !y || !def || def.layout || tensor.includes('.')) return [];
    a.visit(x, [], false);
    b.visit(y, [], false);
    const [store, ...more] = a.stores;
    const isOne = store?.isPlain && more.length === 0 && a.loads.length === 0 && b.stores.length === 0;
    if (!store || !isOne || a.other || b.other || b.loads.length === 0) return [];
    const isSame = b.loads.every((l) => l.index === store.index && store.under.every((c) => l.under.includes(c)));
    return isSame
      ? [{ memory, tensor, dtype: def.dtype, names: [def.spelled ?? tensor, spelled.get(tensor) ?? tensor] }]
      : [];
  });
