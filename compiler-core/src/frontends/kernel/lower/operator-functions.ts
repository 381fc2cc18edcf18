/** Operators that the program defines ([over.oper]). */

import type { FunctionEntity } from '../meaning/entities.ts';
import type { Node } from '../parse/ast.ts';
import { byArguments } from './calls.ts';
import { callFunction } from './functions.ts';
import type { Machine } from './machine.ts';
import { type Chosen, chooseOverload } from './overloads.ts';
import type { Value } from './values.ts';

export interface FoundOperator extends Chosen {
  readonly isMember: boolean;
}

const isOwn = (value: Value | undefined): boolean =>
  value !== undefined && (value.type.kind === 'class' || value.type.kind === 'enum' || value.type.kind === 'library');
const functionsAmong = (entities: readonly { readonly kind: string }[]): FunctionEntity[] =>
  entities.filter((entity): entity is FunctionEntity => entity.kind === 'function');

/** The operator function for these operands; null: the built-in one, or none. */
export const findOperator = (
  m: Machine,
  symbol: string,
  operands: readonly Value[],
  node: Node = { from: 0, to: 0 },
): FoundOperator | null => {
  if (!operands.some(isOwn)) return null;
  const name = `operator${symbol}`;
  const [first] = operands;
  if (first?.type.kind === 'class') {
    const members = functionsAmong(first.type.info.scope.find(name));
    const chosen = members.length === 0 ? null : chooseOverload(m, members, operands.slice(1), null, node, name, first);
    if (chosen !== null) return { ...chosen, isMember: true };
  }
  const free = new Set([...functionsAmong(m.scope.lookup(name)), ...byArguments(m, name, operands)]);
  for (const entity of functionsAmong(m.root.own(name))) free.add(entity);
  const candidates = [...free].filter(({ owner }) => owner === null);
  const chosen = candidates.length === 0 ? null : chooseOverload(m, candidates, operands, null, node, name);
  return chosen === null ? null : { ...chosen, isMember: false };
};

export const callOperator = (m: Machine, found: FoundOperator, operands: readonly Value[], node: Node): Value => {
  const [self = null, ...rest] = operands;
  return found.isMember
    ? callFunction(m, found.entity, found.bindings, self, rest, node)
    : callFunction(m, found.entity, found.bindings, null, operands, node);
};
