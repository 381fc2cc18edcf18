/** Arithmetic of affine forms by cases, as integers without bounds. */

import type { BinaryOp } from '../../ir/nodes.ts';
import {
  type Affine,
  ceilDiv,
  constant,
  floorDiv,
  isGe,
  isGt,
  isLe,
  isLt,
  mod,
  System,
} from '../../presburger/index.ts';
import type { Piece } from './convert.ts';

const just = (value: Affine): Piece => ({ when: System.universe, value });

export const ARITHMETIC: ReadonlySet<BinaryOp> = new Set([
  'add',
  'sub',
  'mul',
  'floorDiv',
  'ceilDiv',
  'roundTowards0Div',
  'mod',
  'remainder',
  'min',
  'max',
]);

/** The cases of `a op b`; null where they are not affine. */
export const arithmetic = (op: BinaryOp, a: Affine, b: Affine): readonly Piece[] | null => {
  switch (op) {
    case 'add':
      return [just(a.plus(b))];
    case 'sub':
      return [just(a.minus(b))];
    case 'mul':
      if (b.isConstant) return [just(a.times(b.constant))];
      return a.isConstant ? [just(b.times(a.constant))] : null;
    case 'min':
    case 'max': {
      const [low, high] = op === 'min' ? [a, b] : [b, a];
      const gap = high.minus(low);
      if (gap.isConstant) return [just(gap.constant >= 0 ? a : b)];
      return [
        { when: System.of(isLe(low, high)), value: a },
        { when: System.of(isGt(low, high)), value: b },
      ];
    }
    default:
      return b.isConstant && b.constant !== 0 ? division(op, a, b) : null;
  }
};

const division = (op: BinaryOp, a: Affine, b: Affine): readonly Piece[] | null => {
  const d = b.constant;
  switch (op) {
    case 'floorDiv':
      return [just(floorDiv(a, d))];
    case 'ceilDiv':
      return [just(ceilDiv(a, d))];
    case 'mod':
      return [just(mod(a, d))];
    case 'roundTowards0Div':
    case 'remainder': {
      // a = d · q + r with q rounded towards 0: floor and ceiling, by the sign of a / d.
      const up = d > 0 ? isLt(a, constant(0)) : isGt(a, constant(0));
      const down = d > 0 ? isGe(a, constant(0)) : isLe(a, constant(0));
      const result = (q: Affine): Affine => (op === 'remainder' ? a.minus(q.times(d)) : q);
      return [
        { when: System.of(down), value: result(floorDiv(a, d)) },
        { when: System.of(up), value: result(ceilDiv(a, d)) },
      ];
    }
    default:
      return null;
  }
};
