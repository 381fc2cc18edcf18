/**
 * Element accesses in lock step: subscripts to addresses with bounds, reads and writes with the shadows. A lane whose
 * address is wrong is told of and reads 0 or writes nothing.
 */

import type { VarDef } from '../../ir/nodes.ts';
import { bytesOf, type StoredDType } from '../values.ts';
import type { FindingKind } from './findings.ts';
import type { Lanes } from './lanes.ts';
import { gatherSingle, scatterSingle } from './loops.ts';
import type { Machine, Site } from './machine.ts';
import { observed } from './observer.ts';
import type { Permit, Storage } from './storage.ts';
import { type Node, newVector, withRun } from './vector.ts';
import type { Wide } from './wide.ts';

/** A definition in scope. A view has its own type and place in another's storage. */
export interface Slot {
  readonly def: VarDef;
  readonly dtype: StoredDType;
  readonly storage: Storage;
  /** Where each lane's view begins in its instance, in bytes; null for what is no view. */
  readonly start: Float64Array | null;
  dims: readonly number[];
}

/** Addresses of one access, as element numbers of the slot's type in the storage; -1 for a lane that has none. */
export interface Address {
  readonly slot: Slot;
  readonly site: Site;
  readonly at: Int32Array;
  readonly run: (lanes: Lanes) => void;
}

const shown = (slot: Slot, index: readonly Wide[]): string =>
  `${slot.def.spelled ?? slot.def.name}[${index.join(', ')}]`;

export const addressOf = (m: Machine, slot: Slot, indices: readonly Node[], site: Site): Address => {
  const at = new Int32Array(m.width);
  const { storage, start } = slot;
  const itemBytes = bytesOf(slot.dtype);
  const instances = storage.space === 'private';
  const data: readonly ArrayLike<Wide>[] = indices.map((i) => i.data);
  const subscripts = (lane: number): Wide[] => data.map((d) => d[lane] as Wide);
  const outside = (lane: number, why: (who: string) => string): void => {
    const index = subscripts(lane).map(Number);
    m.report('out-of-bounds', site, lane, why, { storage, index });
    at[lane] = -1;
  };
  const linear = (lane: number): number => {
    let offset = 0;
    for (let d = 0; d < data.length; d++) {
      const x = data[d]?.[lane] as Wide;
      const extent = slot.dims[d] ?? 0;
      if (!(x >= 0 && x < extent)) {
        outside(lane, (who) => {
          const what = shown(slot, subscripts(lane));
          return `${what} by ${who}: subscript ${x} is outside dimension ${d} of size ${extent}`;
        });
        return -1;
      }
      offset = offset * extent + Number(x);
    }
    return offset;
  };
  const place = (lane: number, offset: number): void => {
    const base = instances ? lane * storage.instanceBytes : 0;
    if (!start) {
      at[lane] = base / itemBytes + offset;
      return;
    }
    const byte = (start[lane] as number) + offset * itemBytes;
    const size = storage.size * storage.itemBytes;
    if (byte < 0 || byte + itemBytes > size) {
      outside(
        lane,
        (who) => `${shown(slot, subscripts(lane))} by ${who} is at byte ${byte} of the ${size} of ${storage.spelled}`,
      );
    } else if (byte % itemBytes !== 0) {
      const why = (who: string): string =>
        `${shown(slot, subscripts(lane))} by ${who} is at byte ${byte}, not aligned for ${slot.dtype}`;
      m.report('misaligned', site, lane, why, { storage, index: subscripts(lane).map(Number) });
      at[lane] = -1;
    } else at[lane] = (base + byte) / itemBytes;
  };
  const [x, y] = data;
  const plain = start === null && !instances;
  /** Sure to be inside, told otherwise by `linear`. */
  const fill = (lanes: Lanes): void => {
    const [rows = 1, columns = 1] = slot.dims;
    for (let k = 0; k < lanes.count; k++) {
      const lane = lanes.list[k] as number;
      const i = x ? (x[lane] as Wide) : 0;
      const j = y ? (y[lane] as Wide) : 0;
      if (typeof i === 'number' && typeof j === 'number' && i >= 0 && i < rows && j >= 0 && j < columns) {
        at[lane] = i * columns + j;
      } else if (linear(lane) >= 0) at[lane] = linear(lane);
    }
  };
  const run = (lanes: Lanes): void => {
    for (const i of indices) i.run(lanes);
    if (plain && data.length <= 2) {
      fill(lanes);
      return;
    }
    if (data.length === 0 && start === null) {
      const stride = storage.instanceBytes / itemBytes;
      for (let k = 0; k < lanes.count; k++) at[lanes.list[k] as number] = (lanes.list[k] as number) * stride;
      return;
    }
    for (let k = 0; k < lanes.count; k++) {
      const lane = lanes.list[k] as number;
      const offset = linear(lane);
      if (offset >= 0) place(lane, offset);
    }
  };
  return { slot, site, at, run: observed(m, { slot, site, at, run }) };
};

const REFUSALS = {
  read: ['forbidden-access', 'may only be read'],
  write: ['forbidden-access', 'may only be written'],
  foreign: ['foreign-pointer', 'is memory of the host that is no allocation for devices'],
  freed: ['freed-pointer', 'the host freed before the launch'],
} as const satisfies Record<Permit, readonly [FindingKind, string]>;

/** What accesses to a slot do besides moving a value: look at the shadows, and keep them. One per access. */
export class Watch {
  private readonly per: number;

  constructor(
    private readonly m: Machine,
    private readonly slot: Slot,
    private readonly site: Site,
  ) {
    this.per = bytesOf(slot.dtype) / slot.storage.grain;
  }

  /** Number of the element in its storage's own type, for messages. */
  private element(k: number): number {
    const { storage, dtype } = this.slot;
    return Math.floor(((k * bytesOf(dtype)) % Math.max(storage.instanceBytes, 1)) / storage.itemBytes);
  }

  /** The host gave the memory for something else. */
  refused(lanes: Lanes, at: Int32Array, does: string): void {
    const { storage } = this.slot;
    if (storage.permits === 'all') return;
    const [kind, but] = REFUSALS[storage.permits];
    for (let k = 0; k < lanes.count; k++) {
      const lane = lanes.list[k] as number;
      const index = storage.indexOf(this.element(Math.max(0, at[lane] as number)));
      const what = `${storage.spelled}[${index.join(', ')}]`;
      this.m.report(kind, this.site, lane, (who) => `${who} ${does} ${what}, which ${but}`, {
        storage,
        index,
      });
    }
  }

  isWritten(k: number): boolean {
    const { init } = this.slot.storage;
    if (init === null) return true;
    if (this.per === 1) return init[k] !== 0;
    for (let c = k * this.per; c < (k + 1) * this.per; c++) if (init[c] === 0) return false;
    return true;
  }
  mark(k: number, written: boolean): void {
    const { init } = this.slot.storage;
    if (init === null) return;
    if (this.per === 1) init[k] = written ? 1 : 0;
    else init.fill(written ? 1 : 0, k * this.per, (k + 1) * this.per);
  }

  /** Told once per place; the element counts as written from then on. */
  needWritten(lane: number, k: number): void {
    if (this.isWritten(k)) return;
    const { storage } = this.slot;
    const index = storage.indexOf(this.element(k));
    const what = `${storage.spelled}[${index.join(', ')}]`;
    this.m.report('uninitialised-read', this.site, lane, (who) => `${what} is read by ${who} before it is written`, {
      storage,
      index,
    });
    this.mark(k, true);
  }

  /** What is read stands in memory: it is looked up where it is told. */
  read(lane: number, k: number): void {
    const { storage } = this.slot;
    const { shadow } = storage;
    if (shadow === null) return;
    const now = this.m.enter(lane, this.site, storage.space);
    for (let c = k * this.per; c < (k + 1) * this.per; c++) {
      const earlier = shadow.read(c, now);
      if (earlier) {
        const value = storage.port(this.slot.dtype).get(k);
        this.m.race(earlier, this.site, now.item, storage, this.element(k), value, value);
      }
    }
  }
  write(lane: number, k: number, before: Wide, after: Wide): void {
    const { storage } = this.slot;
    const { shadow } = storage;
    if (shadow === null) return;
    const now = this.m.enter(lane, this.site, storage.space);
    for (let c = k * this.per; c < (k + 1) * this.per; c++) {
      const earlier = shadow.write(c, now);
      if (earlier) this.m.race(earlier, this.site, now.item, storage, this.element(k), before, after);
    }
  }
  atomic(lane: number, k: number, writes: boolean, before: Wide, after: Wide): void {
    const { storage } = this.slot;
    const { shadow } = storage;
    if (shadow === null) return;
    const now = this.m.enter(lane, this.site, storage.space);
    for (let c = k * this.per; c < (k + 1) * this.per; c++) {
      const earlier = shadow.atomic(c, now, writes);
      if (earlier) this.m.race(earlier, this.site, now.item, storage, this.element(k), before, after);
    }
  }
}

/** The elements at the addresses. `lenient`: an unwritten one is the caller's affair. */
export const loadFrom = (m: Machine, a: Address, lenient = false): Node | null => {
  const { slot, site, at } = a;
  const out = newVector(slot.dtype, m.width);
  if (!out) return null;
  const watch = new Watch(m, slot, site);
  const data: { [lane: number]: Wide } = out.data;
  return withRun(out, (lanes) => {
    a.run(lanes);
    const { storage } = slot;
    if (storage.permits !== 'all' && storage.permits !== 'read') watch.refused(lanes, at, 'reads');
    const from = storage.window(slot.dtype);
    if (storage.init !== null && !lenient) {
      for (let k = 0; k < lanes.count; k++) {
        const lane = lanes.list[k] as number;
        const e = at[lane] as number;
        if (e >= 0) watch.needWritten(lane, e);
      }
    }
    if (from instanceof Float32Array && out.data instanceof Float32Array) gatherSingle(from, at, out.data, lanes);
    else {
      const { get } = storage.port(slot.dtype);
      for (let k = 0; k < lanes.count; k++) {
        const lane = lanes.list[k] as number;
        const e = at[lane] as number;
        data[lane] = e < 0 ? 0 : get(e);
      }
    }
    if (storage.shadow === null) return;
    for (let k = 0; k < lanes.count; k++) {
      const lane = lanes.list[k] as number;
      const e = at[lane] as number;
      if (e >= 0) watch.read(lane, e);
    }
  });
};

/** Writes values of the slot's type. `written`: per lane, whether what is written has a value itself. */
export const storeTo = (m: Machine, a: Address, value: Node, written: ((lane: number) => boolean) | null) => {
  const { slot, site, at } = a;
  const watch = new Watch(m, slot, site);
  const data: ArrayLike<Wide> = value.data;
  return (lanes: Lanes): void => {
    value.run(lanes);
    a.run(lanes);
    const { storage } = slot;
    if (storage.permits !== 'all' && storage.permits !== 'write') {
      watch.refused(lanes, at, 'writes');
      if (storage.permits === 'read') return;
    }
    const to = storage.window(slot.dtype);
    const { get, set } = storage.port(slot.dtype);
    if (storage.shadow !== null) {
      for (let k = 0; k < lanes.count; k++) {
        const lane = lanes.list[k] as number;
        const e = at[lane] as number;
        if (e < 0) continue;
        // One lane after another: what an earlier one wrote is what a later one finds.
        const x = data[lane] as Wide;
        watch.write(lane, e, get(e), x);
        set(e, x);
      }
    } else if (to instanceof Float32Array && value.data instanceof Float32Array) {
      scatterSingle(to, at, value.data, lanes);
    } else {
      for (let k = 0; k < lanes.count; k++) {
        const lane = lanes.list[k] as number;
        const e = at[lane] as number;
        if (e >= 0) set(e, data[lane] as Wide);
      }
    }
    if (storage.init === null) return;
    for (let k = 0; k < lanes.count; k++) {
      const lane = lanes.list[k] as number;
      const e = at[lane] as number;
      if (e >= 0) watch.mark(e, written === null || written(lane));
    }
  };
};
