/** Programs of the host functions that nothing else here calls, with those they call in place. */

import { originAt } from '../../../ir/build.ts';
import type { Expr, Func, Origin } from '../../../ir/nodes.ts';
import {
  type EventSet,
  type MemoryStep,
  type Program,
  type ProgramStep,
  stepsOf,
  type UnknownStep,
} from '../../../ir/program.ts';
import type { DType } from '../../../ir/types.ts';
import { mapExpr } from '../../../ir/walk.ts';
import { shapeOf, sizeOf } from '../types/shape.ts';
import { dtypeOfType, isScalarLike, type Type } from '../types/types.ts';
import type { Frame, Identity, MemoryInfo, Names } from './drafts.ts';
import type { EventCell, Token } from './events.ts';
import { ANY_ELEMENT, type HostRecorder } from './recorder.ts';
import { asSymbols } from './symbols.ts';
import { tidied } from './tidy.ts';

/** Of one program, functions that are called in several places counted each time. */
const MAX_STEPS = 20_000;

/** The type and the inner dimensions of an element. Structures are bytes. */
const elementOf = (type: Type | null, at: Expr['at']): { readonly dtype: DType; readonly dims: readonly Expr[] } => {
  if (type === null) return { dtype: 'unknown', dims: [] };
  if (isScalarLike(type)) return { dtype: dtypeOfType(type), dims: [] };
  const int = (n: number): Expr => ({ kind: 'int', value: BigInt(n), at });
  const shape = shapeOf(type);
  if (shape.kind === 'elements') {
    const { dtype, dims } = elementOf(shape.of, at);
    return { dtype, dims: [int(shape.count), ...dims] };
  }
  const size = sizeOf(type);
  return size === null ? { dtype: 'unknown', dims: [] } : { dtype: 'uint8', dims: [int(size.bytes)] };
};

/** What all functions of one program share. */
class Whole {
  readonly defined = new Set<string>();
  readonly head: ProgramStep[] = [];
  readonly funcs = new Map<Func, string>();
  readonly pointers = new Map<string, string>();
  readonly active = new Set<string>();
  /** How often each function is called so far. */
  readonly instances = new Map<string, number>();
  readonly queues = new Map<object, string>();
  events = 0;
  steps = 0;

  constructor(
    readonly record: HostRecorder,
    readonly origin: Origin,
  ) {}

  unique(name: string): string {
    let made = name;
    for (let k = 2; this.defined.has(made); k++) made = `${name}_${k}`;
    this.defined.add(made);
    return made;
  }

  step(
    name: string,
    kind: MemoryStep['memory'],
    over: string | null,
    info: MemoryInfo | undefined,
    names: Names,
    origin: Origin,
  ): MemoryStep {
    const { dtype, dims } = elementOf(info?.type ?? null, origin.span);
    const shape = [...(info?.extents ?? []).map((e) => names.value(e)), ...dims];
    return {
      kind: 'memory',
      name,
      memory: kind,
      dtype,
      shape,
      over,
      ...(info?.empty && { empty: true }),
      ...(info?.byName && { unfollowed: true }),
      origin,
    };
  }
}

class FrameNames implements Names {
  private readonly memories = new Map<string, string>();
  private readonly tokens = new Map<Token, string>();

  constructor(
    private readonly whole: Whole,
    private readonly parent: FrameNames | null,
    private readonly params: readonly Identity[],
    private readonly given: readonly Identity[],
    /** Which time the function is called in this program: variables of its own are others each time. */
    private readonly instance: number,
  ) {}

  value(e: Expr): Expr {
    return mapExpr(asSymbols(e), (x) => (x.kind === 'param' ? this.symbol(x) : x));
  }

  private symbol(e: Extract<Expr, { kind: 'param' }>): Expr {
    const k = this.params.findIndex(({ number }) => number?.kind === 'param' && number.name === e.name);
    const given = this.given[k]?.number;
    if (given != null && this.parent !== null) return this.parent.value(given);
    return this.instance === 1 ? e : { ...e, name: `${e.name}.${this.instance}` };
  }

  make(memory: string, over: string | null, origin: Origin): ProgramStep {
    const { whole } = this;
    const info = whole.record.memory.get(memory);
    const name = whole.unique(memory);
    this.memories.set(memory, name);
    return whole.step(name, info?.kind ?? 'given', over === null ? null : this.memory(over), info, this, origin);
  }

  memory(name: string): string {
    const made = this.memories.get(name);
    if (made !== undefined) return made;
    const outer = this.outside(name);
    if (outer !== null && this.parent !== null) return this.parent.memory(outer);
    const { flows } = this.whole.record;
    if (name.includes(ANY_ELEMENT) && !flows.has(name)) flows.set(name, new Set([null]));
    if (flows.has(name)) return this.pointer(name);
    if (this.parent !== null) return this.parent.memory(name);
    // It is there before the program begins.
    const { record, origin } = this.whole;
    const info = record.memory.get(name);
    const kind = info?.kind === 'system' && !record.made.has(name) ? 'system' : 'given';
    const unique = this.whole.unique(name);
    this.memories.set(name, unique);
    this.whole.head.push(
      this.whole.step(
        unique,
        kind,
        null,
        info,
        this,
        info === undefined || info.at.file === '' ? origin : originAt(info.at),
      ),
    );
    return unique;
  }

  /** What the caller calls it; null: it is not from there. */
  private outside(name: string): string | null {
    const k = this.params.findIndex(({ memory }) => memory === name);
    const given = this.given[k]?.memory;
    if (given !== null && given !== undefined) return given;
    for (const [i, { prefix }] of this.params.entries()) {
      const outer = this.given[i]?.prefix ?? null;
      if (prefix !== null && outer !== null && name.startsWith(prefix)) return outer + name.slice(prefix.length);
    }
    return null;
  }

  /** A variable that points to what it was given anywhere, that alone where it is one thing. */
  private pointer(name: string): string {
    const { record, head, pointers } = this.whole;
    const targets = new Set<string | null>();
    const seen = new Set<string>();
    const follow = (at: string): void => {
      if (seen.has(at)) return;
      seen.add(at);
      const flows = record.flows.get(at);
      if (flows === undefined) targets.add(this.memory(at));
      else if (flows.size === 0) targets.add(null);
      else for (const next of flows) next === null ? targets.add(null) : follow(next);
    };
    follow(name);
    const [only] = targets;
    if (targets.size === 1 && typeof only === 'string') return only;
    const all = targets.size === 0 || targets.has(null) ? null : [...targets].filter((target) => target !== null);
    const key = `${name} ${all?.join(' ')}`;
    const known = pointers.get(key);
    if (known !== undefined) return known;
    const unique = this.whole.unique(name);
    pointers.set(key, unique);
    const at = record.memory.get(name)?.at;
    head.push({
      kind: 'pointer',
      name: unique,
      targets: all,
      origin: at === undefined || at.file === '' ? this.whole.origin : originAt(at),
    });
    return unique;
  }

  func(func: Func): string {
    const { funcs } = this.whole;
    const known = funcs.get(func);
    if (known !== undefined) return known;
    const taken = new Set(funcs.values());
    let name = func.name;
    for (let k = 2; taken.has(name); k++) name = `${func.name}_${k}`;
    funcs.set(func, name);
    return name;
  }

  queue(identity: object): string {
    const k = this.params.findIndex(({ queue }) => queue === identity);
    const given = this.given[k]?.queue;
    if (this.parent !== null) return this.parent.queue(given ?? identity);
    const { queues, record, head, origin } = this.whole;
    const known = queues.get(identity);
    if (known !== undefined) return known;
    const { name, order, at } = record.queues.get(identity) ?? { name: 'queue', order: 'unknown', at: origin.span };
    const taken = new Set(queues.values());
    let unique = name;
    for (let n = 2; taken.has(unique); n++) unique = `${name}_${n}`;
    queues.set(identity, unique);
    head.push({ kind: 'queue', name: unique, order, origin: at.file === '' ? origin : originAt(at) });
    return unique;
  }

  command(token: Token): string {
    const name = `e${this.whole.events++}`;
    this.tokens.set(token, name);
    return name;
  }

  events(cells: readonly EventCell[]): EventSet {
    const events = new Set<string>();
    let certain = true;
    for (const cell of cells) {
      const k = this.params.findIndex((p) => p.events !== null && (p.events === cell || p.events === cell.source));
      const given = this.given[k]?.events;
      if (given != null && this.parent !== null) {
        const set = this.parent.events([given]);
        for (const event of set.events) events.add(event);
        certain &&= set.certain;
        continue;
      }
      certain &&= cell.certain;
      for (const token of cell.tokens) {
        const name = this.find(token);
        if (name === null) certain = false;
        else events.add(name);
      }
    }
    return { events: [...events], certain };
  }

  private find(token: Token): string | null {
    return this.tokens.get(token) ?? this.parent?.find(token) ?? null;
  }

  call(key: string, given: readonly Identity[], origin: Origin): readonly ProgramStep[] {
    const { whole } = this;
    const frame = whole.record.frames.get(key);
    const unknown = (reason: string): readonly UnknownStep[] => [{ kind: 'unknown', reason, touches: null, origin }];
    if (frame === undefined) return unknown('a function that launches kernels is not followed');
    if (whole.active.has(key)) return unknown(`\`${frame.name}\` calls itself`);
    if (whole.steps > MAX_STEPS) return unknown(`more than ${MAX_STEPS} steps are not followed`);
    whole.active.add(key);
    const instance = (whole.instances.get(key) ?? 0) + 1;
    whole.instances.set(key, instance);
    const inner = new FrameNames(whole, this, frame.params, given, instance);
    const body = frame.drafts.flatMap((draft) => draft(inner));
    whole.active.delete(key);
    whole.steps += body.length;
    return [{ kind: 'call', callee: frame.name, body, origin }];
  }
}

const build = (record: HostRecorder, frame: Frame): Program => {
  const whole = new Whole(record, originAt(frame.at));
  whole.active.add(frame.key);
  const names = new FrameNames(whole, null, [], [], 1);
  const steps = frame.drafts.flatMap((draft) => draft(names));
  const funcs = [...whole.funcs].map(([func, name]) => (func.name === name ? func : { ...func, name }));
  const kinds = ['queue', 'memory', 'pointer'];
  const head = [...whole.head].sort((a, b) => kinds.indexOf(a.kind) - kinds.indexOf(b.kind));
  return { name: frame.name, funcs, steps: tidied([...head, ...steps]) };
};

const hasCommands = ({ steps }: Program): boolean =>
  stepsOf(steps).some(
    (step) => 'event' in step || step.kind === 'unknown' || (step.kind === 'memory' && step.memory !== 'given'),
  );

/** In the order of the text; those without a step are left out. Cost grows with the steps. */
export const programsOf = (record: HostRecorder): readonly Program[] => {
  const frames = [...record.frames.values()];
  const called = new Set(frames.flatMap(({ key, called: all }) => [...all].filter((other) => other !== key)));
  const roots = frames.filter(({ key }) => !called.has(key));
  const reached = new Set<string>();
  const reach = (key: string): void => {
    if (reached.has(key)) return;
    reached.add(key);
    for (const next of record.frames.get(key)?.called ?? []) reach(next);
  };
  for (const { key } of roots) reach(key);
  // Of functions that call each other in a circle the first stands for all.
  for (const frame of frames) {
    if (reached.has(frame.key)) continue;
    roots.push(frame);
    reach(frame.key);
  }
  const programs = roots.map((frame) => build(record, frame)).filter(hasCommands);
  const names = new Map<string, number>();
  return programs.map((program) => {
    const count = (names.get(program.name) ?? 0) + 1;
    names.set(program.name, count);
    return count === 1 ? program : { ...program, name: `${program.name}_${count}` };
  });
};
