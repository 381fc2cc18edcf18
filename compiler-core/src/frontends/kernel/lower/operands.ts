/** Operands in their order: what one of them does must not change the value of one before it. */

import type { Node } from '../parse/ast.ts';
import type { Machine } from './machine.ts';
import { placeValue, temporary } from './places.ts';
import { rvalue } from './rvalue.ts';
import type { Place, Value } from './values.ts';

/** Evaluates the first, then the second; the first's value is kept where the second's effects would change it. */
export const both = (m: Machine, first: () => Value, second: () => Value, node: Node): [Value, Value] => {
  const a = first();
  const mark = m.block.length;
  const b = second();
  return [m.block.length === mark ? a : preserved(m, a, mark, node), b];
};

/** The value as it was when `mark` statements stood in the block. */
export const preserved = (m: Machine, value: Value, mark: number, node: Node): Value => {
  switch (value.kind) {
    case 'scalar': {
      if (!m.block.disturbs(mark, value.expr, m.isConstant, m.isPrivate, m.rootOf)) return value;
      let kept: Value = value;
      m.block.insertAt(mark, () => {
        kept = temporary(m, value, node);
      });
      return kept;
    }
    case 'record':
      return { ...value, parts: value.parts.map((part) => preserved(m, part, mark, node)) };
    case 'pointer': {
      const { base, index } = value;
      if (base === null) return value;
      return {
        ...value,
        base: preservedPlace(m, base, mark, node),
        index: index === null ? null : preservedExpr(m, index, mark, node),
      };
    }
    case 'place':
      return placeValue(preservedPlace(m, value.place, mark, node));
    case 'choice':
      return {
        ...value,
        cond: preservedExpr(m, value.cond, mark, node),
        then: preserved(m, value.then, mark, node),
        else: preserved(m, value.else, mark, node),
      };
    default:
      return value;
  }
};

const preservedPlace = (m: Machine, place: Place, mark: number, node: Node): Place => ({
  ...place,
  indices: place.indices.map((index) => preservedExpr(m, index, mark, node)),
});

function preservedExpr(m: Machine, expr: Place['indices'][number], mark: number, node: Node): typeof expr {
  if (!m.block.disturbs(mark, expr, m.isConstant, m.isPrivate, m.rootOf)) return expr;
  let kept = expr;
  m.block.insertAt(mark, () => {
    kept = settledExpr(m, expr, node);
  });
  return kept;
}

/** In a variable of its own, where it is not the same wherever it stands. */
export const settledExpr = (m: Machine, expr: Place['indices'][number], node: Node): typeof expr => {
  const dtype = dtypeOf(expr);
  if (m.isStable(expr) || dtype === 'unknown') return expr;
  const type = { kind: 'scalar', name: dtype, dtype } as const;
  const kept = temporary(m, { kind: 'scalar', type, expr }, node);
  return kept.kind === 'scalar' ? kept.expr : expr;
};

/** Whose parts mean the same wherever they stand later: for what a name will stand for. */
export const settled = (m: Machine, value: Value, node: Node, name = 't'): Value => {
  switch (value.kind) {
    case 'scalar':
      return m.isStable(value.expr) ? value : temporary(m, value, node, name);
    case 'record':
      return { ...value, parts: value.parts.map((part) => settled(m, part, node, name)) };
    case 'pointer': {
      const { base, index } = value;
      if (base === null) return value;
      return {
        ...value,
        base: settledPlace(m, base, node),
        index: index === null ? null : settledExpr(m, index, node),
      };
    }
    case 'place':
      return placeValue(settledPlace(m, value.place, node));
    case 'choice':
      return {
        ...value,
        cond: settledExpr(m, value.cond, node),
        then: settled(m, value.then, node, name),
        else: settled(m, value.else, node, name),
      };
    default:
      return value;
  }
};

const settledPlace = (m: Machine, place: Place, node: Node): Place => ({
  ...place,
  indices: place.indices.map((index) => settledExpr(m, index, node)),
});

/** Operands of a call, each loaded where it is a scalar. */
export const loaded = (m: Machine, values: readonly Value[], node: Node): Value[] =>
  values.map((value) => rvalue(m, value, node));

import { dtypeOf } from '../../../ir/dtype-of.ts';
