/** Whether the inputs of a run are those that the author's assumptions allow. */

import { evalInt } from '../../../exec/eval-int.ts';
import type { TensorInput } from '../../../exec/values.ts';
import type { Assumption } from '../../../frontends/kernel/launch-files/assumption-comments.ts';
import type { Expr } from '../../../ir/nodes.ts';
import { mapExpr, visitExpr } from '../../../ir/walk.ts';

export interface Values {
  readonly inputs: ReadonlyMap<string, TensorInput>;
  readonly bindings: ReadonlyMap<string, bigint>;
}

const numberOf = (e: Expr, { inputs, bindings }: Values): bigint | null =>
  evalInt(
    mapExpr(e, (x) => (x.kind === 'cast' ? x.operand : x)),
    (symbol) => {
      if (symbol.kind === 'var') return null;
      if (symbol.kind === 'param') return bindings.get(symbol.name) ?? null;
      const value = inputs.get(symbol.tensor)?.data[0];
      if (typeof value === 'boolean') return value ? 1n : 0n;
      return value === undefined ? null : BigInt(Math.trunc(Number(value)));
    },
  );

const COMPARE: Readonly<Record<string, (a: bigint, b: bigint) => boolean>> = {
  lt: (a, b) => a < b,
  le: (a, b) => a <= b,
  gt: (a, b) => a > b,
  ge: (a, b) => a >= b,
  eq: (a, b) => a === b,
  ne: (a, b) => a !== b,
};

/** Null: a value is not known, or a division by zero. */
const holds = (e: Expr, values: Values): boolean | null => {
  if (e.kind === 'unary' && e.op === 'lNot') {
    const inner = holds(e.operand, values);
    return inner === null ? null : !inner;
  }
  if (e.kind !== 'binary') return null;
  if (e.op === 'lAnd' || e.op === 'lOr') {
    const [a, b] = [holds(e.lhs, values), holds(e.rhs, values)];
    const decided = e.op === 'lOr';
    if (a === decided || b === decided) return decided;
    return a === null || b === null ? null : !decided;
  }
  const [a, b] = [numberOf(e.lhs, values), numberOf(e.rhs, values)];
  return a === null || b === null ? null : (COMPARE[e.op]?.(a, b) ?? null);
};

/** The first that these values break, in words; null: none does. Memory of a run is never shared. */
export const brokenAssumption = (assumptions: readonly Assumption[], values: Values): string | null => {
  for (const assumption of assumptions) {
    if (assumption.kind !== 'assume' || holds(assumption.cond, values) !== false) continue;
    const named = new Map<string, string>();
    visitExpr(assumption.cond, (e) => {
      const name = e.kind === 'param' ? e.name : e.kind === 'load' ? e.tensor : null;
      if (name !== null) named.set(name, `${name} = ${numberOf(e, values)}`);
      return true;
    });
    return `\`${assumption.text}\` does not hold for ${[...named.values()].join(', ')}`;
  }
  return null;
};
