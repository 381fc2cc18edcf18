/** Enumerations: the underlying type, the values of the enumerators ([dcl.enum]). */

import { evaluateConstant } from '../lower/constant-expressions.ts';
import { integerOf, scalarConstant } from '../lower/constants.ts';
import type { Machine } from '../lower/machine.ts';
import { INT, LONG, UINT } from '../types/fundamental.ts';
import type { EnumType, Type } from '../types/types.ts';
import type { EnumEntity } from './entities.ts';
import { typeOfTypeId } from './types.ts';

export const enumType = (m: Machine, entity: EnumEntity): Type => {
  if (entity.type !== null) return entity.type;
  const { definition } = entity;
  const named =
    definition.underlying === null
      ? null
      : m.within(entity.scope, () => typeOfTypeId(m, definition.underlying ?? never()).type);
  const values: [string, bigint, typeof definition][] = [];
  let next = 0n;
  // Enumerators may name those before them.
  for (const enumerator of definition.enumerators ?? []) {
    if (enumerator.value !== null) {
      const given = m.within(entity.scope, () => integerOf(evaluateConstant(m, enumerator.value ?? never())));
      if (given !== null) next = BigInt(given);
    }
    values.push([enumerator.name, next, definition]);
    const value = scalarConstant(next, named?.kind === 'scalar' ? named : INT, m.at(enumerator));
    entity.scope.set(enumerator.name, { kind: 'enumerator', value });
    next++;
  }
  const all = values.map(([, value]) => value).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  const max = all.at(-1) ?? 0n;
  const min = all[0] ?? 0n;
  const fitting = max < 2n ** 31n && min >= -(2n ** 31n) ? (min < 0n ? INT : UINT) : LONG;
  const underlying = named?.kind === 'scalar' ? named : definition.scoped ? INT : fitting;
  const type: EnumType = {
    kind: 'enum',
    name: `${entity.name}`,
    underlying,
    scoped: definition.scoped,
    scope: entity.scope,
  };
  entity.type = type;
  for (const [name, value] of values) {
    entity.scope.set(name, { kind: 'enumerator', value: scalarConstant(value, type, m.at(definition)) });
  }
  return type;
};

function never(): never {
  throw new Error('unreachable');
}
