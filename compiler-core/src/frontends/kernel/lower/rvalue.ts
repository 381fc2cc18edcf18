/** From lvalues to values, and choices that a condition makes when the program runs. */

import type { Expr } from '../../../ir/nodes.ts';
import type { Node } from '../parse/ast.ts';
import { sameType } from '../types/print-type.ts';
import { isScalarLike } from '../types/types.ts';
import { choose } from './arithmetic.ts';
import type { Machine } from './machine.ts';
import { loadPlace } from './places.ts';
import type { Value, ValueOf } from './values.ts';

/** Loads where it is an lvalue. A choice of scalars becomes one expression. */
export const rvalue = (m: Machine, value: Value, node: Node): Value => {
  switch (value.kind) {
    case 'place':
      return loadPlace(m, value.place, node);
    case 'variable':
      return rvalue(m, value.value, node);
    case 'record':
      // A swizzle is made of lvalues.
      return value.parts.some(({ kind }) => kind === 'variable' || kind === 'choice' || kind === 'place')
        ? {
            ...value,
            parts: value.parts.map((part) =>
              part.kind === 'place' && part.type.kind !== 'scalar' ? part : rvalue(m, part, node),
            ),
          }
        : value;
    case 'choice':
      return settleChoice(m, value, node);
    default:
      return value;
  }
};

function settleChoice(m: Machine, value: ValueOf<'choice'>, node: Node): Value {
  const a = rvalue(m, value.then, node);
  const b = rvalue(m, value.else, node);
  return joinValues(m, value.cond, a, b, node);
}

/** `cond ? a : b` of two values of one type. */
export const joinValues = (m: Machine, cond: Expr, a: Value, b: Value, node: Node): Value => {
  if (cond.kind === 'bool') return cond.value ? a : b;
  if (a.kind === 'scalar' && b.kind === 'scalar' && isScalarLike(a.type) && sameType(a.type, b.type)) {
    return { kind: 'scalar', type: a.type, expr: choose(cond, a.expr, b.expr, m.at(node)) };
  }
  if (a.kind === 'record' && b.kind === 'record' && a.parts.length === b.parts.length) {
    const parts = a.parts.map((part, i) => joinValues(m, cond, part, b.parts[i] as Value, node));
    return { kind: 'record', type: a.type, parts };
  }
  if (
    a.kind === 'pointer' &&
    b.kind === 'pointer' &&
    a.base !== null &&
    a.base === b.base &&
    a.index !== null &&
    b.index !== null
  ) {
    return { ...a, index: choose(cond, a.index, b.index, m.at(node)) };
  }
  return { kind: 'choice', type: a.type, cond, then: a, else: b };
};

/** Runs `each` for both sides under the condition. */
export const mapChoice = (m: Machine, value: ValueOf<'choice'>, each: (side: Value) => void, node: Node): void => {
  const sides = [value.then, value.else].map((side) =>
    m.inBlock(() => {
      if (side.kind === 'choice') mapChoice(m, side, each, node);
      else each(side);
    }),
  );
  const meta = m.meta(node);
  const [yes, no] = sides.map((side) => side.close(m.builder, meta));
  if (yes === undefined || no === undefined) return;
  m.block.emit(
    m.builder.ifThen(value.cond, yes, no, meta),
    sides.flatMap((side) => [...side.written]),
  );
};

/** The same question to both sides, the answers under the condition. */
export const overChoice = (m: Machine, value: Value, ask: (side: Value) => Value, node: Node): Value => {
  if (value.kind === 'variable' && value.value.kind === 'choice') return overChoice(m, value.value, ask, node);
  if (value.kind !== 'choice') return ask(value);
  const a = overChoice(m, value.then, ask, node);
  const b = overChoice(m, value.else, ask, node);
  if (a.kind === 'place' || b.kind === 'place')
    return { kind: 'choice', type: a.type, cond: value.cond, then: a, else: b };
  return joinValues(m, value.cond, a, b, node);
};
