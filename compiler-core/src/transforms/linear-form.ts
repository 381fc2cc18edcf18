/** Linear expressions by the names of what is in them, and back. */

import { binary, int } from '../ir/build.ts';
import type { Expr } from '../ir/nodes.ts';
import { printExpr } from '../ir/print.ts';
import { isInt } from '../ir/types.ts';
import { type Affine, constant, variable } from '../presburger/index.ts';

export interface LinearForm {
  readonly value: Affine;
  /** What each name stands for: an iterator by its own, anything else by its text. */
  readonly atoms: ReadonlyMap<string, Expr>;
}

/** Null where the expression is not a sum of integer multiples of iterators, symbols and loads. */
export const linearForm = (root: Expr): LinearForm | null => {
  const atoms = new Map<string, Expr>();
  const go = (e: Expr): Affine | null => {
    switch (e.kind) {
      case 'int':
        return constant(Number(e.value));
      case 'var':
        atoms.set(e.name, e);
        return variable(e.name);
      case 'param':
      case 'load': {
        if (e.kind === 'load' && !isInt(e.dtype)) return null;
        const name = printExpr(e);
        atoms.set(name, e);
        return variable(name);
      }
      case 'binary': {
        const [a, b] = [go(e.lhs), go(e.rhs)];
        if (!a || !b) return null;
        if (e.op === 'add') return a.plus(b);
        if (e.op === 'sub') return a.minus(b);
        if (e.op !== 'mul') return null;
        if (b.isConstant) return a.times(b.constant);
        return a.isConstant ? b.times(a.constant) : null;
      }
      default:
        return null;
    }
  };
  const value = go(root);
  return value && { value, atoms };
};

/** Every name in it is among `atoms`. */
export const spellAffine = (a: Affine, atoms: ReadonlyMap<string, Expr>): Expr => {
  let out: Expr | null = null;
  for (const t of a.terms) {
    const atom: Expr = t.div
      ? binary('floorDiv', spellAffine(t.div.num, atoms), int(t.div.den))
      : (atoms.get(t.name) ?? int(0));
    const part = t.coef === 1 ? atom : binary('mul', int(t.coef), atom);
    out = out ? binary('add', out, part) : part;
  }
  if (!out) return int(a.constant);
  return a.constant === 0 ? out : binary('add', out, int(a.constant));
};
