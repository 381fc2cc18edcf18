/** Definitions: where each one's memory is, how long it lives, and what is watched of it. */

import type { Func, Stmt, VarDef } from '../../ir/nodes.ts';
import { bitsOf } from '../../ir/types.ts';
import { stmtsIn, writtenBy } from '../../ir/walk.ts';
import type { Span } from '../../text/span.ts';
import {
  bytesOf,
  elementsIn,
  isStored,
  type StoredDType,
  type TensorInput,
  type TensorValue,
  tensorValue,
  writeElement,
} from '../values.ts';
import type { Slot } from './access.ts';
import type { Space } from './findings.ts';
import { type Machine, Stop } from './machine.ts';
import { Shadow } from './shadow.ts';
import { NOT_YET, type Permit, Storage } from './storage.ts';

/** What the whole function does with each storage, by the name of the definition at its base. */
interface Uses {
  readonly written: boolean;
  readonly atomics: boolean;
  readonly grain: number;
}

export interface MemoryOptions {
  readonly inputs: ReadonlyMap<string, TensorInput>;
  /** Parameters that a caller passes the memory of another parameter for. */
  readonly aliases: ReadonlyMap<string, string>;
  readonly unwritten: ReadonlySet<string>;
  readonly permits: ReadonlyMap<string, Permit>;
  readonly races: boolean;
  readonly uninitialised: boolean;
}

export const spaceOf = (def: VarDef): Space =>
  def.access !== 'cache' || def.memory === 'byvalue' || def.memory === 'gpu/global' || def.memory === 'gpu/global/heap'
    ? 'global'
    : def.memory === 'gpu/shared'
      ? 'local'
      : 'private';

export class Memory {
  private readonly bases = new Map<string, string>();
  private readonly uses = new Map<string, Uses>();
  private readonly globals = new Map<string, Storage>();
  private next = 0;

  constructor(
    private readonly m: Machine,
    func: Func,
    private readonly options: MemoryOptions,
  ) {
    this.summarise(stmtsIn(func.body));
  }

  private baseOf(name: string): string {
    let at = name;
    for (let next = this.bases.get(at); next !== undefined && next !== at; next = this.bases.get(at)) at = next;
    return at;
  }

  private summarise(all: readonly Stmt[]): void {
    const defs = all.filter((s) => s.kind === 'varDef');
    for (const d of defs) if (d.view) this.bases.set(d.name, d.view.tensor);
    for (const [name, other] of this.options.aliases) this.bases.set(name, other);
    const note = (name: string, more: Partial<Uses>): void => {
      const base = this.baseOf(name);
      const known = this.uses.get(base) ?? { written: false, atomics: false, grain: 8 };
      this.uses.set(base, {
        written: known.written || (more.written ?? false),
        atomics: known.atomics || (more.atomics ?? false),
        grain: Math.min(known.grain, more.grain ?? 8),
      });
    };
    for (const d of defs) note(d.name, { grain: isStored(d.dtype) ? bytesOf(d.dtype) : 1 });
    for (const s of all) {
      for (const t of writtenBy(s)) note(t, { written: true });
      if (s.kind === 'atomicRMW' || (s.kind === 'reduceTo' && s.atomic)) note(s.tensor, { atomics: true });
    }
  }

  /** Parameters that share memory have one storage. */
  storageFor(def: VarDef, dtype: StoredDType): Storage {
    const base = this.baseOf(def.name);
    const known = def.access === 'cache' ? undefined : this.globals.get(base);
    if (known) return known;
    const { grain } = this.uses.get(base) ?? { grain: 1 };
    const made = new Storage(this.next++, def.name, def.spelled ?? def.name, dtype, spaceOf(def), grain);
    if (def.access !== 'cache') this.globals.set(base, made);
    return made;
  }

  /** A shadow for races where some item writes; none for what only one item can touch. */
  private watch(storage: Storage, at: Span): void {
    const uses = this.uses.get(this.baseOf(storage.name));
    if (!this.options.races || !uses?.written || storage.space === 'private') return;
    const cells = storage.bytes / storage.grain;
    if (storage.shadow?.cells === cells) storage.shadow.clear();
    else {
      this.m.claim(Shadow.bytes(cells, uses.atomics), at);
      storage.shadow = new Shadow(cells, uses.atomics, this.m);
    }
  }

  /** Fresh memory for one entry of a scope. */
  open({ storage, def }: Slot, dims: readonly number[]): void {
    const at = def.origin.span;
    const { m } = this;
    const before = storage.bytes;
    const instances = storage.space === 'private' ? m.width : 1;
    m.claim(Math.ceil((elementsIn(dims) * storage.itemBytes) / 8) * 8 * instances - before, at);
    if (this.options.uninitialised) storage.init = new Uint8Array(0);
    storage.allocate(dims, instances);
    this.watch(storage, at);
  }

  /** Before anything is asked about its size. */
  need({ def, storage }: Slot): void {
    if (def.access === 'output' || this.options.inputs.has(storage.name)) return;
    throw new Stop({ kind: 'bad-input', name: def.name, reason: 'it is not given' });
  }

  /** A parameter: its memory is the caller's, one for the whole run. */
  attach({ def, storage }: Slot, dims: readonly number[]): void {
    const { name, origin } = def;
    const size = elementsIn(dims);
    const fail = (reason: string): never => {
      throw new Stop({ kind: 'bad-input', name, reason });
    };
    if (storage.dims !== NOT_YET) {
      const wanted = size * (bitsOf(def.dtype) ?? 8);
      const bits = storage.size * storage.itemBytes * 8;
      if (wanted !== bits) fail(`it shares memory of ${bits / 8} bytes and needs ${wanted / 8}`);
      return;
    }
    const given = this.options.inputs.get(storage.name);
    if (given && given.data.length !== size)
      fail(`${given.data.length} elements are given, [${dims.join(', ')}] is declared`);
    this.m.claim(size * storage.itemBytes, origin.span);
    const fresh = !given || this.options.unwritten.has(name);
    storage.permits = this.options.permits.get(name) ?? 'all';
    if (fresh && this.options.uninitialised) storage.init = new Uint8Array(0);
    storage.allocate(dims, 1);
    const elements = storage.elements();
    if (given) for (let k = 0; k < size; k++) writeElement(storage.dtype, elements, k, given.data[k] ?? 0);
    this.watch(storage, origin.span);
  }

  outputs(defs: readonly VarDef[]): Map<string, TensorValue> {
    const out = new Map<string, TensorValue>();
    for (const def of defs) {
      const storage = this.globals.get(this.baseOf(def.name));
      if (storage && storage.dims !== NOT_YET && def.access !== 'input' && def.access !== 'cache') {
        out.set(def.name, tensorValue(storage.dtype, storage.dims, storage.elements()));
      }
    }
    return out;
  }
}
