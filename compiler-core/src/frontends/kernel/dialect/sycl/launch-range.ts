/** The index space of a launch. */

import type { Expr } from '../../../../ir/nodes.ts';
import { type Machine, OutOfBudget, Unmodelled } from '../../lower/machine.ts';
import { rvalue } from '../../lower/rvalue.ts';
import type { Value } from '../../lower/values.ts';
import type { Node } from '../../parse/ast.ts';
import { isScalarLike, plain, type Type } from '../../types/types.ts';
import { sizesOf } from './construct.ts';
import type { NdRangeData } from './host-objects.ts';

/** Whether it may say a range: a range, an id, a number, a list. */
export const isVectorType = (given: Type): boolean => {
  const type = plain(given);
  return (
    isScalarLike(type) ||
    type.kind === 'void' ||
    (type.kind === 'library' && ['range', 'id', 'nd_range'].includes(type.name))
  );
};

export const ndRangeOf = (m: Machine, value: Value, node: Node): NdRangeData | null => {
  try {
    const read = rvalue(m, value, node);
    if (read.kind === 'object' && 'global' in read.data) return read.data as NdRangeData;
    if (
      read.kind === 'list' &&
      read.items.length >= 2 &&
      read.items.every((item) => plain(item.type).kind === 'library')
    ) {
      const [global, local] = read.items.map((item) => sizesOf(m, item, node));
      return global === undefined || local === undefined ? null : { global, local, offset: null };
    }
    return null;
  } catch (error) {
    if (!(error instanceof Unmodelled) || error instanceof OutOfBudget) throw error;
    return null;
  }
};

/** Null where it is not known. */
export const rangeOf = (m: Machine, value: Value, node: Node): readonly Expr[] | null => {
  try {
    return sizesOf(m, value, node);
  } catch (error) {
    if (!(error instanceof Unmodelled) || error instanceof OutOfBudget) throw error;
    return null;
  }
};
