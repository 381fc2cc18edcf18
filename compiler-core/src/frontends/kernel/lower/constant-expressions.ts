/** Expressions that are evaluated while compiling: array sizes, template arguments, conditions of `if constexpr`. */

import type { Expr } from '../parse/ast.ts';
import { unknownType } from '../types/types.ts';
import { evaluate } from './expressions.ts';
import { type Machine, OutOfBudget, Unmodelled } from './machine.ts';
import { rvalue } from './rvalue.ts';
import type { Value } from './values.ts';

/** What it does is thrown away; what is no constant is unknown, with the reason. */
export const evaluateConstant = (m: Machine, e: Expr): Value => {
  let value: Value = { kind: 'unknown', type: unknownType('no constant'), reason: 'no constant' };
  try {
    m.inBlock(() => {
      value = rvalue(m, evaluate(m, e), e);
    });
  } catch (error) {
    if (!(error instanceof Unmodelled) || error instanceof OutOfBudget) throw error;
    return { kind: 'unknown', type: unknownType(error.reason), reason: error.reason };
  }
  return value;
};
