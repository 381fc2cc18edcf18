/** Member functions of the standard library's classes, as far as kernels and their launches ask. */

import { write } from '../../lower/assign.ts';
import { intConstant, scalarConstant } from '../../lower/constants.ts';
import { VOID_VALUE } from '../../lower/expressions.ts';
import { addressOf, element } from '../../lower/members.ts';
import { settled } from '../../lower/operands.ts';
import { rvalue } from '../../lower/rvalue.ts';
import type { Value } from '../../lower/values.ts';
import { ULONG } from '../../types/fundamental.ts';
import { shapeOf } from '../../types/shape.ts';
import { library, plain, pointerTo, typeAt, unknownType } from '../../types/types.ts';
import type { Handler } from '../sycl/call.ts';
import { arg } from '../sycl/call.ts';
import { complexParts, elementOf } from './complex.ts';

export const containerMethods: Handler = (call) => {
  const { m, name, self, node, at } = call;
  if (self === null) return null;
  const type = plain(self.type);
  if (type.kind !== 'library') return null;
  const shape = shapeOf(type);
  if (type.name === 'complex' && (name === 'real' || name === 'imag'))
    return complexParts(m, self, elementOf(type), node)[name === 'real' ? 0 : 1];
  if (shape.kind === 'elements') {
    if (name === 'size') return scalarConstant(BigInt(shape.count), ULONG, at);
    if (name === 'at') return element(m, self, arg(call, 0), shape.of, node);
    if (name === 'front' || name === 'back')
      return element(m, self, intConstant(name === 'front' ? 0 : shape.count - 1, at), shape.of, node);
    if (name === 'fill') {
      const value = settled(m, rvalue(m, arg(call, 0), node), node);
      m.parts(node, shape.count, (i) => {
        write(m, element(m, self, intConstant(i, at), shape.of, node), value, node);
        return value;
      });
      return VOID_VALUE;
    }
    if (name === 'data' || name === 'begin')
      return addressOf(m, element(m, self, intConstant(0, at), shape.of, node), node);
  }
  if (!m.host) return null;
  // On the host: a value of the type that the call has.
  const unknown = (of: Value['type']): Value => ({ kind: 'unknown', type: of, reason: `\`${name}\` of ${type.name}` });
  switch (name) {
    case 'size':
    case 'length':
    case 'capacity':
      return unknown(ULONG);
    case 'data':
    case 'get':
      return unknown(type.args.length > 0 ? pointerTo(typeAt(type, 0)) : unknownType(name));
    case 'operator()':
    case 'front':
    case 'back':
    case 'at':
      return unknown(type.args.length > 0 ? typeAt(type, 0) : unknownType(name));
    case 'get_device':
      return { kind: 'object', type: library('device'), data: {} };
    case 'get_context':
      return { kind: 'object', type: library('context'), data: {} };
    case 'memcpy':
    case 'memset':
    case 'fill':
    case 'copy':
    case 'wait':
    case 'wait_and_throw':
    case 'submit_barrier':
      return { kind: 'object', type: library('event'), data: {} };
    default:
      return unknown(unknownType(`\`${name}\` of ${type.name}`));
  }
};
