/**
 * Notes what host code does with queues and memory while it is executed abstractly, in the order of issue. The machine
 * calls it at a few places; without it nothing of the lowering changes.
 */

import { NO_SPAN } from '../../../ir/build.ts';
import type { Origin } from '../../../ir/nodes.ts';
import type { AccessMode, JumpStep, ProgramStep, QueueStep } from '../../../ir/program.ts';
import type { Span } from '../../../text/span.ts';
import { type Machine, Unmodelled } from '../lower/machine.ts';
import type { Place, Value } from '../lower/values.ts';
import type { Binding } from '../meaning/entities.ts';
import type { Node } from '../parse/ast.ts';
import { plain, type Type } from '../types/types.ts';
import type { Draft, Frame, Identity, MemoryInfo, Names } from './drafts.ts';
import { EventCell, type Token } from './events.ts';
import { asSymbols } from './symbols.ts';

/** Classes whose objects are no memory of the host. */
const NO_CONTAINER: ReadonlySet<string> = new Set([
  ...[
    'queue',
    'event',
    'handler',
    'device',
    'context',
    'platform',
    'buffer',
    'accessor',
    'host_accessor',
    'raw_memory',
  ],
  ...[
    'local_accessor',
    'nd_range',
    'range',
    'id',
    'item',
    'nd_item',
    'reduction',
    'token',
    'duration',
    'property_list',
  ],
  ...['exception', 'exception_list', 'kernel', 'program', 'kernel_bundle', 'stream', 'sampler', 'function', 'in_order'],
]);

/** In names of memory: of one of many objects, so that it may be another one each time. */
export const ANY_ELEMENT = '[].';

export class HostRecorder {
  readonly frames = new Map<string, Frame>();
  /** By name; names are unique in a file. */
  readonly memory = new Map<string, MemoryInfo>();
  /** Variables that may point to several things: to what; null: to anything. */
  readonly flows = new Map<string, Set<string | null>>();
  readonly queues = new Map<object, { name: string; order: QueueStep['order']; at: Span }>();
  /** Calls that were carried out: what they do is noted already. */
  readonly followed = new WeakSet<Node>();
  /** The left side of an assignment while it is evaluated: what fails there is told of with the whole. */
  target: Node | null = null;
  private readonly sames = new Map<string, string>();
  private readonly tags = new WeakMap<object, string>();
  private readonly cells = new WeakMap<object, EventCell>();
  private readonly names = new Set<string>();
  private open: { drafts: Draft[]; called: Set<string> } | null = null;
  private region: Draft[] = [];
  private owned: string[][] = [];

  // ---- structure ---------------------------------------------------------------------------------------------------

  /** Whether code of a host function is being executed. */
  get isOpen(): boolean {
    return this.open !== null;
  }
  /** Where a step is noted now. */
  get place(): unknown {
    return this.region;
  }

  /** The whole of a host function. */
  entry<T>(
    m: Machine,
    who: { readonly key: string; readonly name: string; readonly node: Node },
    args: readonly Value[],
    self: Value | null,
    run: () => T,
  ): T {
    const { open, region, owned, base } = this;
    const drafts: Draft[] = [];
    const called = new Set<string>();
    this.open = { drafts, called };
    this.region = drafts;
    this.owned = [];
    this.begins = true;
    this.base = drafts;
    const params = this.identities(args, self);
    const { key, name, node } = who;
    if (!this.frames.has(key)) this.frames.set(key, { key, name, params, drafts, called, at: m.at(node) });
    try {
      return run();
    } catch (error) {
      const reason = error instanceof Unmodelled ? error.reason : 'its text is nested too deeply';
      this.unknown(m, `the rest of \`${name}\` is not followed: ${reason}`, null, node);
      throw error;
    } finally {
      Object.assign(this, { open, region, owned, base });
    }
  }

  /** A function that is followed on its own. */
  callEntry(m: Machine, key: string, args: readonly Value[], self: Value | null, node: Node): void {
    if (this.open === null) return;
    this.open.called.add(key);
    const given = this.identities(args, self);
    const origin = originOf(m, node);
    this.add((names) => names.call(key, given, origin));
  }

  add(draft: Draft): void {
    if (this.open !== null) this.region.push(draft);
  }

  /** What is noted while it runs; where it fails that stays noted here. */
  private inside<T>(run: () => T): { readonly drafts: readonly Draft[]; readonly value: T } {
    const { region } = this;
    const drafts: Draft[] = [];
    this.region = drafts;
    try {
      return { value: run(), drafts };
    } catch (error) {
      region.push(...drafts);
      throw error;
    } finally {
      this.region = region;
    }
  }

  loop<T>(m: Machine, node: Node, run: () => T): T {
    const origin = originOf(m, node);
    const { drafts, value } = this.inside(run);
    if (drafts.length > 0) this.add((names) => [{ kind: 'loop', body: built(drafts, names), origin }]);
    return value;
  }

  /** One of them runs. */
  branch<T>(m: Machine, node: Node, runs: readonly (() => T)[]): readonly T[] {
    const origin = originOf(m, node);
    const sides = runs.map((run) => this.inside(run));
    if (sides.some(({ drafts }) => drafts.length > 0))
      this.add((names) => [{ kind: 'branch', alternatives: sides.map(({ drafts }) => built(drafts, names)), origin }]);
    return sides.map(({ value }) => value);
  }

  /** Statements of which any may be left out: the cases of a `switch`. */
  some<T>(m: Machine, node: Node, run: () => T): T {
    const origin = originOf(m, node);
    const { drafts, value } = this.inside(run);
    for (const draft of drafts)
      this.add((names) => {
        const steps = draft(names).filter((step) => step.kind !== 'jump' || step.to !== 'break');
        return steps.length === 0 ? [] : [{ kind: 'branch', alternatives: [steps, []], origin }];
      });
    return value;
  }

  private begins = false;
  /** Where the body of the function that is executed begins. */
  private base: readonly Draft[] = [];
  /** The body of a call that is executed where it stands; an entry's own is the program. */
  call<T>(m: Machine, callee: string, node: Node, run: () => T): T {
    if (this.open === null || this.begins) {
      this.begins = false;
      return run();
    }
    const origin = originOf(m, node);
    const { base } = this;
    const { drafts, value } = this.inside(() => {
      this.base = this.region;
      try {
        return run();
      } finally {
        this.base = base;
      }
    });
    if (drafts.length > 0) this.add((names) => [{ kind: 'call', callee, body: built(drafts, names), origin }]);
    return value;
  }

  /** A block: buffers that are declared in it end with it, the last first. */
  scope<T>(m: Machine, node: Node, run: () => T): T {
    const here: string[] = [];
    this.owned.push(here);
    try {
      return run();
    } finally {
      this.owned.pop();
      const end = { from: Math.max(node.from, node.to - 1), to: node.to };
      for (const name of here.reverse()) this.destroy(m, name, end);
    }
  }

  jump(m: Machine, to: JumpStep['to'], node: Node): void {
    if (this.open !== null && (this.region !== this.base || to === 'exit')) {
      const origin = originOf(m, node);
      this.add(() => [{ kind: 'jump', to, origin }]);
    }
  }

  unknown(m: Machine, reason: string, touches: readonly string[] | null, node: Node): void {
    const origin = originOf(m, node);
    this.add((names) => [
      { kind: 'unknown', reason, touches: touches?.map((name) => names.memory(name)) ?? null, origin },
    ]);
  }

  // ---- memory ------------------------------------------------------------------------------------------------------

  private fresh(name: string): string {
    let unique = name;
    for (let k = 2; this.names.has(unique) || this.memory.has(unique); k++) unique = `${name}_${k}`;
    this.names.add(unique);
    return unique;
  }

  private know(name: string, info: MemoryInfo): string {
    if (!this.memory.has(name)) this.memory.set(name, info);
    return name;
  }

  /** Memory that begins to be here. */
  allocate(m: Machine, name: string, info: Omit<MemoryInfo, 'at'>, node: Node, over: string | null = null): void {
    this.know(name, { ...info, at: m.at(node) });
    this.made.add(name);
    const origin = originOf(m, node);
    this.add((names) => [names.make(name, over, origin)]);
  }

  /** Memory that a step makes; other memory is there before. */
  readonly made = new Set<string>();

  /** A cast says what the elements of memory are. */
  retype(name: string, type: Type, extents: MemoryInfo['extents']): void {
    const info = this.memory.get(name);
    if (info !== undefined) this.memory.set(name, { ...info, type, extents });
  }

  free(m: Machine, value: Value, node: Node): void {
    const memory = this.memoryOf(value);
    const origin = originOf(m, node);
    if (memory === null) {
      if (!isNull(value)) this.unknown(m, 'memory is freed, and it is not known which', null, node);
    } else this.add((names) => [{ kind: 'free', memory: names.memory(memory), origin }]);
  }

  private readonly kept = new Set<string>();
  /** A buffer that writes nothing back (`set_final_data(nullptr)`), or stands over constant memory. */
  keepsBack(buffer: string): void {
    this.kept.add(buffer);
  }

  /** The variable that holds the buffer is declared in the block here. */
  own(value: Value): void {
    const bare = bareOf(value);
    if (bare.kind !== 'object' || bare.type.name !== 'buffer' || !('extents' in bare.data)) return;
    const name = nameIn(bare.data);
    if (this.memory.has(name) && !this.owned.flat().includes(name)) this.owned.at(-1)?.push(name);
  }

  private destroy(m: Machine, buffer: string, node: Node): void {
    const origin = originOf(m, node);
    this.add((names) => [
      {
        kind: 'destroy',
        buffer: names.memory(buffer),
        writesBack: this.overs.has(buffer) && !this.kept.has(buffer),
        origin,
      },
    ]);
  }
  /** Buffers over memory of the host. */
  readonly overs = new Set<string>();

  /** @param perhaps it stands in text that is not executed */
  access(
    m: Machine,
    memory: string,
    mode: AccessMode,
    through: 'pointer' | 'accessor',
    node: Node,
    perhaps = false,
  ): void {
    const origin = originOf(m, node);
    this.add((names) => [
      { kind: 'hostAccess', memory: names.memory(memory), mode, through, ...(perhaps && { perhaps }), origin },
    ]);
  }

  /** An element is read or written by host code. */
  touch(m: Machine, place: Place, mode: AccessMode, node: Node): void {
    const { external, aliasClass } = place.allocation;
    if (this.open === null || !external || place.indices.length === 0) return;
    // The accessor itself is a step.
    if (aliasClass?.startsWith('buffer:')) return;
    this.access(m, this.nameOf(place), mode, 'pointer', node);
  }

  /** Another name for memory that has one. */
  same(name: string, as: string): void {
    if (name !== as) this.sames.set(name, this.canonical(as));
  }
  canonical(name: string): string {
    return this.sames.get(name) ?? name;
  }

  /** Iterators of containers. */
  readonly iterators = new WeakSet<object>();

  /** A variable is bound to what stands for it from here on; the answer is that. @param value what it was given */
  declared(bound: Value, value: Value | null, isReference: boolean): Value {
    if (this.open === null || isReference) return bound;
    this.own(bound);
    if (bound.kind === 'pointer' && (value === null || this.memoryOf(bound) !== this.memoryOf(value)))
      this.flow(bound, value);
    if (bound.kind !== 'object' || bound.type.name !== 'event') return bound;
    const copy = { ...bound, data: { ...bound.data } };
    const cell = value === null || value.kind === 'unknown' ? EventCell.unknown(this.region) : this.eventsOf(bound);
    this.setEvents(copy.data, Object.assign(EventCell.of(this.region, ...cell.tokens), { certain: cell.certain }));
    return copy;
  }

  /** A variable gets another value. */
  assign(target: Value, value: Value): void {
    if (this.open === null) return;
    if (target.kind === 'pointer') this.flow(target, value);
    else if (target.kind === 'object' && target.type.name === 'event')
      this.eventsOf(target).assign(this.eventsOf(value), this.region);
  }

  /** By text that is not executed. False: it is no pointer variable. */
  repoint(memory: string): boolean {
    const flows = this.flows.get(memory);
    flows?.add(null);
    if (flows === undefined && this.memory.get(memory)?.kind !== 'given') return false;
    if (flows === undefined) this.flows.set(memory, new Set([null]));
    return true;
  }

  private readonly addressed = new WeakMap<object, string>();
  /** The address of a variable is taken: it is memory, and what is done to it by its name is not followed. */
  address(m: Machine, place: Place, binding: Binding, node: Node): void {
    const known =
      this.addressed.get(binding) ??
      this.know(this.fresh(binding.name), {
        kind: 'system',
        type: place.type,
        extents: [],
        at: m.at(node),
        byName: true,
      });
    this.addressed.set(binding, known);
    this.same(place.allocation.name, known);
  }

  /** `variable` stands for a pointer of which only a run tells where it goes; it got `value`. */
  flow(variable: Value, value: Value | null): void {
    const name = variable.kind === 'pointer' && variable.base !== null ? this.nameOf(variable.base) : null;
    if (name === null || this.open === null) return;
    const flows = this.flows.get(name) ?? new Set();
    this.flows.set(name, flows);
    if (value === null || isNull(value)) return;
    const target = this.memoryOf(value);
    if (target !== name) flows.add(target);
  }

  /** A pointer is kept in an object of the host: `data.p = malloc_device(...)`. */
  store(name: string | null, value: Value): void {
    if (this.open === null || name === null) return;
    const flows = this.flows.get(name) ?? new Set();
    this.flows.set(name, flows);
    if (!isNull(value)) flows.add(this.memoryOf(value));
  }

  /** A pointer comes from an object or array of the host. @param isNamed it is the same one each time */
  loaded(name: string, isNamed: boolean): void {
    if (!isNamed) this.flows.set(name, new Set([null]));
  }

  tag(value: object, memory: string): void {
    this.tags.set(value, memory);
  }

  /** A name for memory of the host that is not among the lowering's. */
  systemMemory(m: Machine, name: string, type: Type | null, node: Node): string {
    return this.know(this.fresh(name), { kind: 'system', type, extents: [], at: m.at(node) });
  }

  /** The memory that a value is, points to or gives access to; null: none, or it is not known. */
  memoryOf(value: Value): string | null {
    const tag = this.tags.get(value);
    if (tag !== undefined) return this.canonical(tag);
    switch (value.kind) {
      case 'variable':
        return this.memoryOf(value.value);
      case 'pointer':
        return value.base === null ? null : this.nameOf(value.base);
      case 'place': {
        const { place } = value;
        if (!place.allocation.external) return null;
        // One of many pointers: it may lead anywhere.
        if (place.type.kind === 'pointer' && place.indices.length > 0)
          return this.anything(`${place.allocation.name}${place.path}`);
        if (place.type.kind === 'pointer') return this.canonical(`${place.allocation.name}${place.path}`);
        return plain(place.type).kind === 'class' ? null : this.nameOf(place);
      }
      case 'object': {
        const { data, type } = value;
        if (type.name === 'buffer' && 'extents' in data) return nameIn(data);
        if ('isLocal' in data) {
          const { aliasClass, name, isLocal } = data as { aliasClass: string | null; name: string; isLocal: boolean };
          return isLocal ? null : aliasClass?.startsWith('buffer:') ? aliasClass.slice('buffer:'.length) : name;
        }
        if (type.name === 'raw_memory') return nameIn(data);
        if (NO_CONTAINER.has(type.name)) return null;
        const known = this.tags.get(data);
        if (known !== undefined) return known;
        if (!('name' in data)) return null;
        const name = this.fresh(nameIn(data) || type.name);
        this.tags.set(data, name);
        const element = type.args[0]?.kind === 'type' ? type.args[0].type : null;
        return this.know(name, { kind: 'system', type: element, extents: [], at: NO_SPAN });
      }
      default:
        return null;
    }
  }

  private anything(name: string): string {
    const element = `${name}[]`;
    this.know(element, { kind: 'given', type: null, extents: [], at: NO_SPAN });
    if (!this.flows.has(element)) this.flows.set(element, new Set([null]));
    return element;
  }

  /** The memory that a place lies in. */
  nameOf({ allocation, path }: Place): string {
    const { aliasClass, name, type, extents, memory } = allocation;
    if (aliasClass?.startsWith('buffer:')) return aliasClass.slice('buffer:'.length);
    if (memory === 'gpu/global') {
      const known = this.canonical(name);
      return this.know(known, { kind: 'given', type, extents, at: NO_SPAN });
    }
    return this.know(this.canonical(`${name}${path}`), { kind: 'system', type, extents, at: NO_SPAN });
  }

  /** Whether an object of the host has memory in it: a pointer that was given some. */
  holdsMemory({ allocation, path }: Place): boolean {
    const prefix = `${allocation.name}${path}.`;
    for (const names of [this.memory, this.flows])
      for (const name of names.keys()) if (name.startsWith(prefix)) return true;
    return false;
  }

  private prefixOf(value: Value): string | null {
    const bare = bareOf(value);
    if (bare.kind !== 'place' || bare.type.kind !== 'class') return null;
    const name = `${bare.place.allocation.name}${bare.place.path}`;
    return bare.place.indices.length > 0 ? `${name}${ANY_ELEMENT}` : `${name}.`;
  }

  // ---- queues and events -------------------------------------------------------------------------------------------

  private identities(args: readonly Value[], self: Value | null): readonly Identity[] {
    const own: Value = self ?? { kind: 'void', type: { kind: 'void' } };
    return [own, ...args].map((value) => this.identity(value));
  }

  private identity(value: Value): Identity {
    const bare = bareOf(value);
    const name = bare.kind === 'object' ? bare.type.name : '';
    return {
      memory: this.memoryOf(value),
      queue: bare.kind === 'object' && name === 'queue' ? bare.data : null,
      events: name === 'event' || this.isEventList(bare) ? this.eventsOf(value) : null,
      number: bare.kind === 'scalar' ? asSymbols(bare.expr) : null,
      prefix: this.prefixOf(value),
    };
  }

  /** A name of the queue, for programs. */
  nameQueue(identity: object, name: string, order: QueueStep['order'] = 'unknown', at: Span = NO_SPAN): object {
    if (!this.queues.has(identity)) this.queues.set(identity, { name: name === '' ? 'queue' : name, order, at });
    return identity;
  }

  setEvents(data: object, cell: EventCell): void {
    this.cells.set(data, cell);
  }

  event(data: object, ...tokens: readonly Token[]): void {
    this.cells.set(data, EventCell.of(this.region, ...tokens));
  }

  isEventList(value: Value): boolean {
    const bare = bareOf(value);
    if (bare.kind === 'list') return bare.items.length > 0 && bare.items.every((item) => this.isEvents(item));
    if (bare.kind !== 'object') return false;
    const [of] = bare.type.args;
    return of?.kind === 'type' && of.type.kind === 'library' && of.type.name === 'event';
  }
  isEvents(value: Value): boolean {
    const type = plain(value.type);
    return (type.kind === 'library' && type.name === 'event') || this.isEventList(value);
  }

  /** The cell of an event, of a vector of events, of a list of them. */
  eventsOf(value: Value): EventCell {
    const bare = bareOf(value);
    if (bare.kind !== 'object') return EventCell.unknown(this.region);
    const known = this.cells.get(bare.data);
    if (known !== undefined) return known;
    const made = bare.type.name === 'event' ? EventCell.unknown(this.region) : new EventCell(this.region);
    this.cells.set(bare.data, made);
    return made;
  }

  /** What is waited for by these, as it is here: events, vectors and lists of them. */
  usesOf(values: readonly Value[]): readonly EventCell[] {
    return values.flatMap((value): readonly EventCell[] => {
      const bare = bareOf(value);
      if (bare.kind === 'list') return this.usesOf(bare.items);
      return this.isEvents(bare) ? [this.eventsOf(bare).use()] : [];
    });
  }
}

export const nameIn = (data: object): string => ('name' in data ? String(data.name) : '');
const built = (drafts: readonly Draft[], names: Names): readonly ProgramStep[] =>
  drafts.flatMap((draft) => draft(names));

export const bareOf = (value: Value): Value => (value.kind === 'variable' ? bareOf(value.value) : value);
const isNull = (value: Value): boolean => {
  const bare = bareOf(value);
  return (bare.kind === 'pointer' && bare.base === null) || bare.type.kind === 'nullptr';
};

export const originOf = (m: Machine, node: Node): Origin => ({ span: m.at(node), calls: m.calls, trail: [] });
