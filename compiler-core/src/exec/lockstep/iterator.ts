/** A loop's iterator: a value per lane, kept in every type that expressions ask for it in. */

import type { DType } from '../../ir/types.ts';
import { convertValue, type Node, newVector, standing, type Vector } from './vector.ts';
import type { Wide } from './wide.ts';

export class Iterator {
  readonly values: Wide[];
  private readonly mirrors = new Map<DType, { readonly to: Vector; readonly convert: (x: Wide) => Wide }>();

  constructor(
    readonly name: string,
    width: number,
  ) {
    this.values = new Array<Wide>(width).fill(0);
  }

  /** Null for a type that has no values. */
  as(dtype: DType): Node | null {
    const known = this.mirrors.get(dtype);
    if (known) return standing(known.to);
    const to = newVector(dtype, this.values.length);
    if (!to) return null;
    this.mirrors.set(dtype, { to, convert: convertValue('int64', dtype) });
    return standing(to);
  }

  set(lane: number, value: Wide): void {
    this.values[lane] = value;
    for (const { to, convert } of this.mirrors.values()) {
      const data: { [lane: number]: Wide } = to.data;
      data[lane] = convert(value);
    }
  }
  fill(value: Wide): void {
    for (let lane = 0; lane < this.values.length; lane++) this.set(lane, value);
  }
}
