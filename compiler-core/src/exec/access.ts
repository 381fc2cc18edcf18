/** Compiled element accesses: subscripts to offsets with bounds checks, reads with the shadow, writes. */

import type { Span } from '../text/span.ts';
import type { Code } from './code.ts';
import { bigCode, numberCode } from './code.ts';
import { fault, type Site, type Slot } from './machine.ts';
import { smallFloat } from './small-floats.ts';
import { isBig } from './values.ts';

/** One access in the program: what is accessed, and where it says so. */
export interface AccessSite {
  readonly site: Site;
  readonly slot: Slot;
  /** Of the whole access, `x[i, j]`. */
  readonly at: Span;
  /** Of each subscript. */
  readonly subscripts: readonly Span[];
}

const shown = (a: AccessSite, index: readonly number[]): string => `${a.slot.def.name}[${index.join(', ')}]`;

const outside = (a: AccessSite, dimension: number, index: readonly number[]): never => {
  const value = index[dimension] ?? 0;
  const extent = a.slot.dims[dimension] ?? 0;
  const access = { tensor: a.slot.def.name, shape: a.slot.dims, index, dimension };
  const kind = value < 0 ? 'negative-index' : 'index-out-of-bounds';
  const message = `${shown(a, index)}: subscript ${value} is outside dimension ${dimension} of size ${extent}`;
  return fault(a.site, kind, a.subscripts[dimension] ?? a.at, message, access);
};

const unwritten = (a: AccessSite, offset: number): never => {
  const index = indexAt(a.slot, offset);
  const access = { tensor: a.slot.def.name, shape: a.slot.dims, index, dimension: null };
  return fault(a.site, 'uninitialised-read', a.at, `${shown(a, index)} is read before it is written`, access);
};

/** Subscripts of a linear offset. */
export const indexAt = (slot: Slot, offset: number): number[] => {
  const index: number[] = [];
  let rest = offset;
  for (let d = slot.dims.length - 1; d >= 0; d--) {
    const extent = slot.dims[d] ?? 1;
    index.unshift(rest % extent);
    rest = Math.floor(rest / extent);
  }
  return index;
};

/** The linear offset of the element; the run ends where a subscript is outside. */
export const offsetOf = (a: AccessSite, indices: readonly (() => number)[]): (() => number) => {
  const { slot } = a;
  const [i0, i1, i2] = indices;
  if (!i0) return () => 0;
  if (!i1) {
    return () => {
      const x = i0();
      return x >= 0 && x < slot.d0 ? x : outside(a, 0, [x]);
    };
  }
  if (!i2) {
    return () => {
      const x = i0();
      const y = i1();
      if (x >= 0 && x < slot.d0 && y >= 0 && y < slot.d1) return x * slot.d1 + y;
      return outside(a, x >= 0 && x < slot.d0 ? 1 : 0, [x, y]);
    };
  }
  if (indices.length === 3) {
    return () => {
      const x = i0();
      const y = i1();
      const z = i2();
      if (x >= 0 && x < slot.d0 && y >= 0 && y < slot.d1 && z >= 0 && z < slot.d2) {
        return (x * slot.d1 + y) * slot.d2 + z;
      }
      return outside(a, x < 0 || x >= slot.d0 ? 0 : y < 0 || y >= slot.d1 ? 1 : 2, [x, y, z]);
    };
  }
  return () => {
    const index = indices.map((run) => run());
    let offset = 0;
    for (let d = 0; d < index.length; d++) {
      const x = index[d] ?? 0;
      const extent = slot.dims[d] ?? 0;
      if (x < 0 || x >= extent) return outside(a, d, index);
      offset = offset * extent + x;
    }
    return offset;
  };
};

/** Tensors whose elements may be unwritten: the shadow is looked at. Null: every element has a value from the start. */
const shadowed = (slot: Slot): boolean => slot.bytewise || slot.def.access === 'cache' || slot.def.access === 'output';

/** Ends the run where the element is unwritten. */
export const checkWritten = (a: AccessSite): ((offset: number) => void) => {
  const { slot } = a;
  if (!shadowed(slot)) return () => {};
  return (o) => {
    if (!slot.isInit(o)) unwritten(a, o);
  };
};

/** Reads the element at an offset. One closure literal per storage type keeps the engine's caches monomorphic. */
export const reader = (a: AccessSite, offset: () => number): Code => {
  const { slot } = a;
  const { dtype } = slot;
  const plain = shadowed(slot) && !slot.bytewise;
  if (dtype === 'float32' && plain) {
    return numberCode(dtype, () => {
      const o = offset();
      if (slot.init !== null && slot.init[o] === 0) unwritten(a, o);
      return (slot.data as Float32Array)[o] as number;
    });
  }
  if (dtype === 'float32' && !shadowed(slot)) {
    return numberCode(dtype, () => (slot.data as Float32Array)[offset()] as number);
  }
  if (dtype === 'float64' && plain) {
    return numberCode(dtype, () => {
      const o = offset();
      if (slot.init !== null && slot.init[o] === 0) unwritten(a, o);
      return (slot.data as Float64Array)[o] as number;
    });
  }
  if (dtype === 'int32' && plain) {
    return numberCode(dtype, () => {
      const o = offset();
      if (slot.init !== null && slot.init[o] === 0) unwritten(a, o);
      return (slot.data as Int32Array)[o] as number;
    });
  }
  if (dtype === 'int32' && !shadowed(slot)) {
    return numberCode(dtype, () => (slot.data as Int32Array)[offset()] as number);
  }
  const check = checkWritten(a);
  const checked = (): number => {
    const o = offset();
    check(o);
    return o;
  };
  if (isBig(dtype)) return bigCode(dtype, () => slot.data[checked()] as bigint);
  const small = smallFloat(dtype);
  if (small) return numberCode(dtype, () => small.ofBits(slot.data[checked()] as number));
  return numberCode(dtype, () => slot.data[checked()] as number);
};

/** Writes an element of the tensor's own type at an offset. */
export const writer = (slot: Slot, value: Code): ((offset: number) => void) => {
  const { dtype } = slot;
  if (value.big) {
    const { run } = value;
    return (o) => {
      const x = run();
      (slot.data as BigInt64Array)[o] = x;
      slot.markInit(o);
    };
  }
  const { run } = value;
  const small = smallFloat(dtype);
  if (slot.bytewise || small) {
    const encode = small?.bits ?? ((x: number) => x);
    return (o) => {
      const x = run();
      slot.data[o] = encode(x);
      slot.markInit(o);
    };
  }
  if (dtype === 'float32') {
    return (o) => {
      const x = run();
      (slot.data as Float32Array)[o] = x;
      if (slot.init !== null) slot.init[o] = 1;
    };
  }
  if (dtype === 'int32') {
    return (o) => {
      const x = run();
      (slot.data as Int32Array)[o] = x;
      if (slot.init !== null) slot.init[o] = 1;
    };
  }
  return (o) => {
    const x = run();
    slot.data[o] = x;
    if (slot.init !== null) slot.init[o] = 1;
  };
};
