/** A tensor for people: its type, then its elements in rows, the middle of what is long left out. */

import type { TensorValue } from '@athanor/compiler-core/exec/values.ts';
import { isFloat } from '@athanor/compiler-core/ir/types.ts';

/** At the ends of each dimension. */
const EDGE = 4;

export const printTensor = (name: string, tensor: TensorValue): string => {
  const { dtype, shape, data } = tensor;
  const element = (at: number): string => {
    const value = data[at];
    if (value === undefined) return '?';
    if (dtype === 'bool') return value === 0 ? 'false' : 'true';
    return isFloat(dtype) && typeof value === 'number' ? floatText(value) : String(value);
  };
  const picked = (extent: number): readonly (number | null)[] =>
    extent <= 2 * EDGE + 1
      ? Array.from({ length: extent }, (_, i) => i)
      : [
          ...Array.from({ length: EDGE }, (_, i) => i),
          null,
          ...Array.from({ length: EDGE }, (_, i) => extent - EDGE + i),
        ];
  const rows = (dimension: number, base: number, indent: string): string => {
    const extent = shape[dimension];
    if (extent === undefined) return element(base);
    const stride = shape.slice(dimension + 1).reduce((a, b) => a * b, 1);
    const last = dimension === shape.length - 1;
    const parts = picked(extent).map((i) =>
      i === null ? '...' : rows(dimension + 1, base + i * stride, `${indent} `),
    );
    return `[${parts.join(last ? ' ' : `\n${indent} `)}]`;
  };
  return `${name}: ${dtype}[${shape.join(', ')}]\n  ${rows(0, 0, '  ')}\n`;
};

const floatText = (value: number): string => {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'nan' : value > 0 ? 'inf' : '-inf';
  const short = Number(value.toPrecision(7));
  const text = String(short);
  return /[.e]/.test(text) ? text : `${text}.`;
};
