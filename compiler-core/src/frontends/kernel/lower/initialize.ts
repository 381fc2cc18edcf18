/** What an initialiser makes ([dcl.init]). */

import { readElement } from '../host/follow.ts';
import type { Initializer, Node } from '../parse/ast.ts';
import { arrayOf, isScalarLike, plain, type Type } from '../types/types.ts';
import { construct } from './construct.ts';
import { convertTo, decay, zeroOf } from './conversions.ts';
import { evaluate, evaluateList } from './expressions.ts';
import type { Machine } from './machine.ts';
import type { Value } from './values.ts';

/** The value of a variable of the declared type; arrays keep their list. */
export const initialValue = (m: Machine, type: Type, initializer: Initializer, node: Node): Value => {
  if (initializer.kind === 'copy') {
    const value = evaluate(m, initializer.value);
    if (m.host && type.kind !== 'reference') readElement(m, initializer.value, value);
    return initialFrom(m, type, value, node);
  }
  if (initializer.kind === 'brace') {
    const list = evaluate(m, initializer.list);
    if (list.kind !== 'list') return list;
    if (type.kind === 'auto' || type.kind === 'reference') {
      const [only] = list.items;
      if (only !== undefined && list.items.length === 1) return initialFrom(m, type, only, node);
    }
    return initialFrom(m, type, list, node);
  }
  const values = evaluateList(m, initializer.arguments);
  const [only] = values;
  if (type.kind === 'auto' || type.kind === 'reference') {
    return only === undefined ? m.fail(node, 'an initialiser without a value') : initialFrom(m, type, only, node);
  }
  return construct(m, type, values, node, false);
};

const initialFrom = (m: Machine, type: Type, value: Value, node: Node): Value => {
  if (type.kind === 'auto') return decay(m, value, node);
  if (type.kind === 'reference') {
    if (type.to.kind === 'auto') return value;
    return convertTo(m, value, type, node);
  }
  if (type.kind === 'array') return value;
  if (value.kind === 'list' && isScalarLike(type)) {
    const [only] = value.items;
    return only === undefined ? zeroOf(m, type, node) : convertTo(m, only, type, node);
  }
  if (value.kind === 'list') return construct(m, type, value.items, node, true, value.designators);
  return convertTo(m, value, type, node);
};

/** `int a[] = {1, 2, 3}` has three elements. */
export const sizedType = (m: Machine, type: Type, initializer: Initializer): Type => {
  if (type.kind !== 'array' || type.size !== null) return type;
  if (initializer.kind === 'brace') return arrayOf(type.of, initializer.list.items.length);
  if (initializer.kind === 'copy') {
    const { value } = initializer;
    if (value.kind === 'list') return arrayOf(type.of, value.items.length);
    if (value.kind === 'string') return evaluate(m, value).type;
  }
  return type;
};

/** The type of a variable declared `auto`, `auto &`, `auto *`, or with a class template whose arguments are deduced. */
export const deducedType = (type: Type, value: Value): Type => {
  if (type.kind === 'auto' || type.kind === 'template') return plain(value.type);
  if (type.kind === 'reference' && (type.to.kind === 'auto' || type.to.kind === 'template'))
    return { ...type, to: plain(value.type) };
  if (type.kind === 'pointer' && type.to.kind === 'auto' && value.type.kind === 'pointer') return value.type;
  return type;
};
