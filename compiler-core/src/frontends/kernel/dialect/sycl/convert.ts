/** Conversions of the library's objects to numbers. */

import { scalarConstant } from '../../lower/constants.ts';
import type { Machine } from '../../lower/machine.ts';
import type { Value } from '../../lower/values.ts';
import type { Node } from '../../parse/ast.ts';
import { BOOL, INT } from '../../types/fundamental.ts';
import { numberAt } from '../../types/shape.ts';
import { plain } from '../../types/types.ts';
import { valueTrait } from '../std/traits.ts';
import { atomicMethods } from './atomics.ts';
import { accessorElement, accessorOf, globalIdOf } from './members.ts';
import { partsOf } from './vectors.ts';

/** The number that an object of one element stands for; null: it stands for none. */
export const libraryScalar = (m: Machine, value: Value, node: Node): Value | null => {
  const type = plain(value.type);
  if (type.kind !== 'library') return null;
  switch (type.name) {
    case 'id':
    case 'range':
      return numberAt(type, 0) === 1 ? (partsOf(m, value, node)[0] ?? null) : null;
    case 'vec':
    case 'marray':
      return numberAt(type, 1) === 1 ? (partsOf(m, value, node)[0] ?? null) : null;
    case 'item':
      return numberAt(type, 0) === 1 ? libraryScalar(m, globalIdOf(m, value, node), node) : null;
    case 'atomic_ref':
    case 'atomic':
      return atomicMethods({
        m,
        name: 'load',
        path: 'atomic_ref.load',
        self: value,
        args: [],
        templateArgs: null,
        node,
        at: m.at(node),
      });
    case 'accessor': {
      const data = accessorOf(value);
      return data !== null && data.extents.length === 0 ? accessorElement(m, value, [], node) : null;
    }
    case 'token':
      return null;
    default: {
      const constant = valueTrait(type.name, type.args);
      return constant === null
        ? null
        : scalarConstant(constant, typeof constant === 'boolean' ? BOOL : INT, m.at(node));
    }
  }
};
