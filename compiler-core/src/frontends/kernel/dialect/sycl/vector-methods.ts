/** Member functions of `vec` and `marray` (SYCL 2020, 4.14.2). */

import { bitCast } from '../../lower/casts.ts';
import { integerOf, scalarConstant } from '../../lower/constants.ts';
import { castTo } from '../../lower/conversions.ts';
import { ULONG } from '../../types/fundamental.ts';
import { shapeOf, sizeOf } from '../../types/shape.ts';
import { isArithmetic, isScalarLike, type LibraryType, plain, typeAt } from '../../types/types.ts';
import { vectorMemory } from './accessors.ts';
import type { Handler } from './call.ts';
import { partsOf, swizzle, swizzled, vecOf } from './vectors.ts';

export const vectorMethods: Handler = (call) => {
  const { m, name, self, node, at, templateArgs } = call;
  if (self === null) return null;
  const type = plain(self.type) as LibraryType;
  const shape = shapeOf(type);
  if (shape.kind !== 'elements') return null;
  const positions = swizzle(name, shape.count);
  if (positions !== null) return swizzled(m, self, positions, node);
  switch (name) {
    case 'size':
    case 'get_count':
      return scalarConstant(BigInt(shape.count), ULONG, at);
    case 'byte_size':
    case 'get_size':
      return scalarConstant(BigInt(sizeOf(type)?.bytes ?? 0), ULONG, at);
    case 'swizzle': {
      const chosen = (templateArgs ?? []).map((arg) => (arg.kind === 'value' ? integerOf(arg.value) : null));
      return chosen.some((position) => position === null) ? null : swizzled(m, self, chosen as number[], node);
    }
    case 'convert': {
      const [to] = templateArgs ?? [];
      if (to?.kind !== 'type' || !isScalarLike(to.type) || to.type.kind === 'enum') return null;
      const element = to.type;
      return {
        kind: 'record',
        type: vecOf(element, shape.count),
        parts: partsOf(m, self, node).map((part) => castTo(m, part, element, node)),
      };
    }
    case 'as': {
      const [to] = templateArgs ?? [];
      if (to?.kind !== 'type' || to.type.kind !== 'library' || !isArithmetic(typeAt(to.type, 0))) return null;
      return bitCast(m, self, to.type, node);
    }
    case 'load':
    case 'store':
      return vectorMemory(call);
    default:
      return null;
  }
};
