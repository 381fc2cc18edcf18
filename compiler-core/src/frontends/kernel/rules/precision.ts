/** Mixed arithmetic of a kernel that loses precision, or computes with more than was meant: clear cases alone. */

import { CODES } from '../../../diag/codes.ts';
import type { Diagnostic } from '../../../diag/diagnostic.ts';
import { dtypeOf } from '../../../ir/dtype-of.ts';
import type { Expr, Func } from '../../../ir/nodes.ts';
import { childExprs, ownExprs, stmtsIn, visitExpr } from '../../../ir/walk.ts';
import type { Span } from '../../../text/span.ts';

const hint = (at: Span, message: string, witness: string): Diagnostic => ({
  code: 'precision-loss',
  severity: CODES['precision-loss'].severity,
  class: 'proved',
  span: at,
  message,
  related: [],
  witness: { text: witness, values: {} },
  assumptions: [],
  fixes: [],
});

const isSingle = (e: Expr): boolean =>
  e.kind === 'cast' && e.dtype === 'float64' && e.operand.kind !== 'float' && dtypeOf(e.operand) === 'float32';
const isArithmetic = (e: Expr): e is Extract<Expr, { kind: 'binary' }> =>
  e.kind === 'binary' && ['add', 'sub', 'mul', 'realDiv'].includes(e.op);

/** Arithmetic in `double` of nothing but `float` values and literals: the literals make it so. */
const doubledBy = (e: Expr): Expr | null => {
  let literal: Expr | null = null;
  let singles = 0;
  const isOnly = (x: Expr): boolean => {
    if (isSingle(x)) {
      singles++;
      return true;
    }
    const plain = x.kind === 'cast' && x.dtype === 'float64' ? x.operand : x;
    if (plain.kind === 'float') {
      literal ??= plain;
      return true;
    }
    return isArithmetic(x) && isOnly(x.lhs) && isOnly(x.rhs);
  };
  return isArithmetic(e) && isOnly(e) && singles > 0 ? literal : null;
};

const isIntegral = (e: Expr): boolean => /^u?int/.test(dtypeOf(e));

/** An integer that becomes a `float` below: its text. */
const integerIn = (e: Expr): Expr | null => {
  if (e.kind === 'cast' && e.dtype === 'float32' && isIntegral(e.operand) && e.operand.kind !== 'int') return e.operand;
  for (const child of childExprs(e)) {
    if (e.kind === 'load') continue;
    const found = integerIn(child);
    if (found !== null) return found;
  }
  return null;
};

const inExpr = (root: Expr): readonly Diagnostic[] => {
  const out: Diagnostic[] = [];
  visitExpr(root, (e) => {
    if (e.kind === 'cast' && e.dtype === 'float32') {
      const literal = doubledBy(e.operand);
      if (literal !== null)
        out.push(
          hint(
            literal.at,
            'this literal is a `double`, so arithmetic of `float` values is done in `double` and rounded; give it the suffix `f`',
            'all other operands are `float`, and the result is stored as `float`',
          ),
        );
    }
    return true;
  });
  return out;
};

/** An element is chosen by a `float` that an integer became. */
const inIndex = (index: Expr): readonly Diagnostic[] => {
  const out: Diagnostic[] = [];
  visitExpr(index, (e) => {
    if (e.kind === 'load') return false;
    if (e.kind !== 'cast' || !/^u?int/.test(e.dtype) || dtypeOf(e.operand) !== 'float32') return true;
    const source = integerIn(e.operand);
    if (source !== null)
      out.push(
        hint(
          e.at,
          'an index is computed in `float`, which has 24 bits: beyond 16777216 elements it is off; compute it in integers',
          'integers above 2^24 are rounded when they become `float`',
        ),
      );
    return false;
  });
  return out;
};

export const precisionHints = (func: Func): readonly Diagnostic[] => {
  const out: Diagnostic[] = [];
  for (const s of stmtsIn(func.body)) {
    const indices = s.kind === 'store' || s.kind === 'reduceTo' || s.kind === 'atomicRMW' ? s.indices : [];
    for (const index of indices) out.push(...inIndex(index));
    for (const e of ownExprs(s)) {
      out.push(...inExpr(e));
      visitExpr(e, (inner) => {
        if (inner.kind === 'load') for (const index of inner.indices) out.push(...inIndex(index));
        return true;
      });
    }
  }
  return out;
};
