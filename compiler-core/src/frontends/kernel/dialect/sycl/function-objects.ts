/** Function objects: `plus<>`, `less<T>` ([function.objects], SYCL 4.17.2). */

import { unaryScalar } from '../../lower/arithmetic.ts';
import { toScalar } from '../../lower/conversions.ts';
import { binaryValues } from '../../lower/operators.ts';
import type { Value } from '../../lower/values.ts';
import { arg, type Call } from './call.ts';
import { mathFunctions } from './math.ts';

const SYMBOLS: Readonly<Record<string, string>> = {
  plus: '+',
  minus: '-',
  multiplies: '*',
  divides: '/',
  modulus: '%',
  bit_and: '&',
  bit_or: '|',
  bit_xor: '^',
  logical_and: '&&',
  logical_or: '||',
  less: '<',
  greater: '>',
  less_equal: '<=',
  greater_equal: '>=',
  equal_to: '==',
  not_equal_to: '!=',
};

export const functionObject = (call: Call, name: string): Value | null => {
  const { m, node, at } = call;
  const symbol = SYMBOLS[name];
  if (symbol !== undefined) return binaryValues(m, symbol, arg(call, 0), arg(call, 1), node);
  if (name === 'minimum' || name === 'maximum')
    return mathFunctions({ ...call, self: null, name: name === 'minimum' ? 'min' : 'max' });
  if (name === 'negate') return unaryScalar('-', toScalar(m, arg(call, 0), node), at);
  return name === 'logical_not' ? unaryScalar('!', toScalar(m, arg(call, 0), node), at) : null;
};
