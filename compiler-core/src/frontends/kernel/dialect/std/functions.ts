/** Functions of the standard library that device code calls ([utility], [algorithms]). */

import { binaryScalars } from '../../lower/arithmetic.ts';
import { write } from '../../lower/assign.ts';
import { intConstant, integerOf, scalarConstant } from '../../lower/constants.ts';
import { construct } from '../../lower/construct.ts';
import { toScalar } from '../../lower/conversions.ts';
import { VOID_VALUE } from '../../lower/expressions.ts';
import { addressOf, element, fieldOf } from '../../lower/members.ts';
import { callValue } from '../../lower/methods.ts';
import { settled } from '../../lower/operands.ts';
import { temporary } from '../../lower/places.ts';
import { rvalue } from '../../lower/rvalue.ts';
import type { ScalarValue, Value } from '../../lower/values.ts';
import { BOOL } from '../../types/fundamental.ts';
import { shapeOf } from '../../types/shape.ts';
import { isArithmetic, type LibraryType, plain } from '../../types/types.ts';
import { arg, type Call, type Handler } from '../sycl/call.ts';
import { extreme, mathFunctions } from '../sycl/math.ts';
import { complexOf, complexParts, elementOf } from './complex.ts';

const NAMES = new Set(
  `move forward swap exchange get make_pair make_tuple tie as_const addressof declval max min real imag conj norm arg polar
  abs invoke apply is_constant_evaluated __builtin_expect ignore fill_n fill copy`
    .split(/\s+/)
    .filter((word) => word !== ''),
);
export const isStdName = (name: string): boolean => NAMES.has(name);

const isComplex = (value: Value): boolean => {
  const type = plain(value.type);
  return type.kind === 'library' && type.name === 'complex';
};

export const stdFunctions: Handler = (call) => {
  const { m, name, args, node, at, templateArgs } = call;
  const [first] = args;
  if (first !== undefined && isComplex(first)) return complexFunction(call);
  switch (name) {
    case 'move':
    case 'forward':
    case 'as_const':
    case '__builtin_expect':
      return arg(call, 0);
    case 'addressof':
      return addressOf(m, arg(call, 0), node);
    case 'swap': {
      const [a, b] = [arg(call, 0), arg(call, 1)];
      const old = kept(call, rvalue(m, a, node));
      write(m, a, rvalue(m, b, node), node);
      write(m, b, old, node);
      return VOID_VALUE;
    }
    case 'exchange': {
      const old = kept(call, rvalue(m, arg(call, 0), node));
      write(m, arg(call, 0), arg(call, 1), node);
      return old;
    }
    case 'get': {
      const [index] = templateArgs ?? [];
      const position = index?.kind === 'value' ? integerOf(index.value) : null;
      return position === null ? null : part(call, arg(call, 0), position);
    }
    case 'make_pair':
    case 'make_tuple':
      return construct(m, { kind: 'template', name: name.slice(5), entity: null }, args, node, false);
    case 'min':
    case 'max': {
      // With a comparison of the program's.
      const compare = args[2];
      if (compare === undefined || args.length !== 3) {
        const forced = templateArgs?.[0];
        if (forced?.kind === 'type' && isArithmetic(forced.type) && args.length === 2) {
          const type = forced.type;
          const [a, b] = args.map((value) => toScalar(m, construct(m, type, [value], node, false), node));
          return extreme(name, a as ScalarValue, b as ScalarValue, at);
        }
        return null;
      }
      const [a, b] = [rvalue(m, arg(call, 0), node), rvalue(m, arg(call, 1), node)];
      const test = toScalar(m, callValue(m, compare, name === 'max' ? [a, b] : [b, a], node), node);
      return { kind: 'choice', type: a.type, cond: test.expr, then: b, else: a };
    }
    case 'invoke':
      return callValue(m, arg(call, 0), args.slice(1), node);
    case 'is_constant_evaluated':
      return scalarConstant(false, BOOL, at);
    default:
      return null;
  }
};

/** In variables of its own, so that writing the source leaves it. */
const kept = ({ m, node }: Call, value: Value): Value => {
  if (value.kind === 'scalar') return temporary(m, value, node, 'old');
  if (value.kind === 'record')
    return {
      ...value,
      parts: value.parts.map((one) => (one.kind === 'scalar' ? temporary(m, one, node, 'old') : settled(m, one, node))),
    };
  return settled(m, value, node);
};

function part({ m, node, at }: Call, value: Value, position: number): Value {
  const type = plain(value.type);
  const shape = shapeOf(type);
  if (shape.kind === 'fields') {
    const field = shape.fields[position];
    return field === undefined ? m.fail(node, `part ${position}`) : fieldOf(m, value, field.name, field.type, node);
  }
  if (shape.kind === 'elements') return element(m, value, intConstant(position, at), shape.of, node);
  return m.fail(node, '`get` of an object that is not known');
}

function complexFunction(call: Call): Value | null {
  const { m, name, node, at } = call;
  const value = arg(call, 0);
  const type = plain(value.type) as LibraryType;
  const of = elementOf(type);
  const [re, im] = complexParts(m, value, of, node);
  const op = (symbol: string, a: ScalarValue, b: ScalarValue): ScalarValue =>
    binaryScalars(symbol, a, b, at) ?? m.fail(node, name);
  const math = (fn: string, ...args: Value[]): Value =>
    mathFunctions({ ...call, path: fn, name: fn, args }) ?? m.fail(node, fn);
  switch (name) {
    case 'real':
      return re;
    case 'imag':
      return im;
    case 'conj':
      return complexOf(type, re, op('-', scalarConstant(-0, of, at), im));
    case 'norm':
      return op('+', op('*', re, re), op('*', im, im));
    case 'abs':
      return math('hypot', re, im);
    case 'arg':
      return math('atan2', im, re);
    case 'exp': {
      const scale = toScalar(m, math('exp', re), node);
      const turn = (fn: string): ScalarValue => op('*', scale, toScalar(m, math(fn, im), node));
      return complexOf(type, turn('cos'), turn('sin'));
    }
    default:
      return null;
  }
}
