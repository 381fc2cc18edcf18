/**
 * Memory of one definition: one instance for all, for a group, or per lane (`instances`). Elements are typed windows on the
 * same bytes, because a view may see them as another type. Shadows count `grain` bytes per cell.
 */

import { smallFloat } from '../small-floats.ts';
import { type BigArray, bytesOf, type NumberArray, type StoredDType, windowOn } from '../values.ts';
import type { Space } from './findings.ts';
import type { Shadow } from './shadow.ts';
import { isWide, lowBits, type Wide, wideOf } from './wide.ts';

type Window = { [k: number]: number };

/** Reads and writes elements of one type in a storage's bytes. */
export interface Port {
  readonly get: (k: number) => Wide;
  readonly set: (k: number, x: Wide) => void;
}

/** The extents of a storage that has no memory yet. */
export const NOT_YET: readonly number[] = [];

/** What is short of all: reading alone, writing alone, nothing since it is the host's own, or freed. */
export type Permit = 'read' | 'write' | 'foreign' | 'freed';

export class Storage {
  dims: readonly number[] = NOT_YET;
  /** Elements of one instance. */
  size = 0;
  /** Bytes from one lane's instance to the next. */
  instanceBytes = 0;
  private buffer = new ArrayBuffer(0);
  private readonly windows = new Map<StoredDType, Window>();
  private readonly ports = new Map<StoredDType, Port>();
  /** 1 per cell that was written; null: all have a value. */
  init: Uint8Array | null = null;
  shadow: Shadow | null = null;
  /** What the host lets kernels do with it. */
  permits: 'all' | Permit = 'all';
  readonly itemBytes: number;

  constructor(
    readonly id: number,
    readonly name: string,
    /** As the source has it. */
    readonly spelled: string,
    readonly dtype: StoredDType,
    readonly space: Space,
    readonly grain: number,
  ) {
    this.itemBytes = bytesOf(dtype);
  }

  /** The memory itself. */
  get raw(): ArrayBuffer {
    return this.buffer;
  }
  get bytes(): number {
    return this.buffer.byteLength;
  }

  /** New memory, all zeros, nothing written. */
  allocate(dims: readonly number[], instances: number): void {
    this.dims = dims;
    this.size = dims.reduce((a, b) => a * b, 1);
    this.instanceBytes = Math.ceil((this.size * this.itemBytes) / 8) * 8;
    const bytes = this.instanceBytes * instances;
    if (bytes !== this.buffer.byteLength) {
      this.buffer = new ArrayBuffer(bytes);
      this.windows.clear();
      this.ports.clear();
    } else new Uint8Array(this.buffer).fill(0);
    if (this.init) this.init = new Uint8Array(bytes / this.grain);
  }

  /** The stored form: 16-bit floats by their bits, 64-bit integers as pairs of words. */
  window(dtype: StoredDType): Window {
    const known = this.windows.get(dtype);
    if (known) return known;
    const words = isWide(dtype);
    const made = windowOn(
      words ? 'int32' : dtype,
      this.buffer,
      0,
      this.buffer.byteLength / (words ? 4 : bytesOf(dtype)),
    );
    this.windows.set(dtype, made as Window);
    return made as Window;
  }

  /** The elements of the first instance, as values are kept elsewhere. */
  elements(): NumberArray | BigArray {
    return windowOn(this.dtype, this.buffer, 0, this.size);
  }

  port(dtype: StoredDType): Port {
    const known = this.ports.get(dtype);
    if (known) return known;
    const made = this.newPort(dtype);
    this.ports.set(dtype, made);
    return made;
  }

  private newPort(dtype: StoredDType): Port {
    const w = this.window(dtype);
    if (isWide(dtype)) {
      const signed = dtype === 'int64';
      return {
        get: (k) => {
          const low = (w[2 * k] as number) >>> 0;
          const high = w[2 * k + 1] as number;
          if (high >= (signed ? -0x200000 : 0) && high < 0x200000) {
            const x = high * 2 ** 32 + low;
            if (x > Number.MIN_SAFE_INTEGER - 1) return x;
          }
          return wideOf(dtype, (BigInt(high) << 32n) | BigInt(low));
        },
        set: (k, x) => {
          w[2 * k] = lowBits(x);
          w[2 * k + 1] = typeof x === 'number' ? Math.floor(x / 2 ** 32) | 0 : Number(BigInt.asIntN(32, x >> 32n));
        },
      };
    }
    const small = smallFloat(dtype);
    if (small) {
      return {
        get: (k) => small.ofBits(w[k] as number),
        set: (k, x) => {
          w[k] = small.bits(Number(x));
        },
      };
    }
    return {
      get: (k) => w[k] as number,
      set: (k, x) => {
        w[k] = Number(x);
      },
    };
  }

  /** Subscripts of an element. */
  indexOf(k: number): number[] {
    const index: number[] = [];
    let rest = k;
    for (let d = this.dims.length - 1; d >= 0; d--) {
      const extent = this.dims[d] ?? 1;
      index.unshift(rest % extent);
      rest = Math.floor(rest / extent);
    }
    return index;
  }
}
