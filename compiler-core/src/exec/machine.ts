/** State of one run: storage, budgets, and the signals that end it. Everything the compiled closures touch. */

import type { Origin, Stmt, VarDef } from '../ir/nodes.ts';
import type { Span } from '../text/span.ts';
import type { Ending, Fault, FaultKind } from './outcome.ts';
import { smallFloat } from './small-floats.ts';
import { type BigArray, bytesOf, elementsIn, type NumberArray, type StoredDType, windowOn } from './values.ts';

/** The current value of a loop's iterator. */
export interface Cell {
  readonly name: string;
  v: number;
}

/** Ends the run; caught by `run` alone. */
export class Stop {
  constructor(readonly ending: Ending) {}
}

/** Where compiled code stands in the program: what a fault reports. */
export interface Site {
  readonly stmt: Stmt;
  readonly iterators: readonly Cell[];
}

type Access = NonNullable<Fault['access']>;
export const fault = (
  site: Site,
  kind: FaultKind,
  span: Span,
  message: string,
  access: Access | null = null,
): never => {
  const iterators = Object.fromEntries(site.iterators.map((c) => [c.name, c.v]));
  const origin: Origin = site.stmt.origin;
  throw new Stop({ kind: 'fault', fault: { kind, span, stmt: site.stmt.id, origin, iterators, access, message } });
};
export const unsupported = (at: Span, reason: string): never => {
  throw new Stop({ kind: 'unsupported', at, reason });
};

/** Buffers of at most this many elements are kept for the next entry of their scope. */
const KEPT = 4096;

/**
 * The storage of one `VarDef`: only one instance is live at a time, because iterations run one after another.
 * `init` is the shadow: 1 where an element was written; null where all are. With `bytewise` it counts bytes, because
 * a view of another element type may write them.
 */
export class Slot {
  data: NumberArray | BigArray;
  init: Uint8Array | null = null;
  dims: readonly number[] = [];
  /** Extents of the first dimensions, for the common ranks; 1 where there is none. */
  d0 = 1;
  d1 = 1;
  d2 = 1;
  size = 0;
  byteStart = 0;
  readonly itemBytes: number;

  constructor(
    readonly def: VarDef,
    readonly dtype: StoredDType,
    readonly bytewise: boolean,
  ) {
    this.data = windowOn(dtype, new ArrayBuffer(0), 0, 0);
    this.itemBytes = bytesOf(dtype);
  }

  shapeAs(dims: readonly number[]): void {
    this.dims = dims;
    this.d0 = dims[0] ?? 1;
    this.d1 = dims[1] ?? 1;
    this.d2 = dims[2] ?? 1;
    this.size = elementsIn(dims);
  }

  /** This slot's type of window on the storage of another. */
  windowIn(base: Slot, byteStart: number): NumberArray | BigArray {
    return windowOn(this.dtype, base.data.buffer as ArrayBuffer, byteStart, this.size);
  }

  isInit(k: number): boolean {
    if (this.init === null) return true;
    if (!this.bytewise) return this.init[k] === 1;
    const from = this.byteStart + k * this.itemBytes;
    for (let b = from; b < from + this.itemBytes; b++) if (this.init[b] !== 1) return false;
    return true;
  }

  markInit(k: number): void {
    if (this.init === null) return;
    if (!this.bytewise) this.init[k] = 1;
    else {
      const from = this.byteStart + k * this.itemBytes;
      this.init.fill(1, from, from + this.itemBytes);
    }
  }

  valueAt(k: number): number | bigint {
    const x = this.data[k] ?? 0;
    return smallFloat(this.dtype)?.ofBits(Number(x)) ?? x;
  }
}

export interface Budgets {
  readonly maxSteps: number;
  readonly maxElements: number;
  readonly shouldStop: (() => boolean) | undefined;
}

const REFILL = 2_000_000;

export class Machine {
  /** Steps left before the budget is looked at again. */
  fuel = 0;
  private spent = 0;
  private granted = 0;
  private elements = 0;
  private readonly kept = new Map<Slot, number>();

  constructor(private readonly budgets: Budgets) {}

  get steps(): number {
    return this.spent + this.granted - this.fuel;
  }

  /** Called when `fuel` has run out: grants more, or ends the run. */
  refuel(at: Span): void {
    this.spent += this.granted - this.fuel;
    this.granted = 0;
    this.fuel = 0;
    const left = this.budgets.maxSteps - this.spent;
    if (left <= 0) throw new Stop({ kind: 'budget', what: 'steps', at });
    if (this.budgets.shouldStop?.()) throw new Stop({ kind: 'budget', what: 'stopped', at });
    this.granted = Math.min(REFILL, left);
    this.fuel = this.granted;
  }

  private count(slot: Slot, elements: number, at: Span): void {
    this.elements += elements - (this.kept.get(slot) ?? 0);
    this.kept.set(slot, elements);
    if (this.elements > this.budgets.maxElements) {
      throw new Stop({ kind: 'budget', what: 'elements', at });
    }
  }

  /** New storage for a scope entry, with no element written. Small buffers are used again. */
  allocate(slot: Slot, dims: readonly number[], at: Span): void {
    slot.shapeAs(dims);
    // Clearing eight elements takes about as long as one step.
    this.fuel -= Math.ceil(slot.size / 8);
    if (this.fuel < 0) this.refuel(at);
    if (slot.init && slot.data.length === slot.size) {
      slot.init.fill(0);
      return;
    }
    this.count(slot, slot.size, at);
    const bytes = slot.size * slot.itemBytes;
    slot.data = windowOn(slot.dtype, new ArrayBuffer(bytes), 0, slot.size);
    slot.init = new Uint8Array(slot.bytewise ? bytes : slot.size);
    slot.byteStart = 0;
  }

  /** The end of a scope: large buffers are given back. */
  release(slot: Slot, at: Span): void {
    if (slot.size <= KEPT) return;
    this.count(slot, 0, at);
    slot.data = windowOn(slot.dtype, new ArrayBuffer(0), 0, 0);
    slot.init = null;
    slot.size = 0;
  }
}
