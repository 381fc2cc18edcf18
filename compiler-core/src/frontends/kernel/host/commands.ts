/** Queues, command groups and events, as host code uses them (SYCL 2020, 4.6.5, 4.6.6, 4.9.4). */

import { param } from '../../../ir/build.ts';
import type { Func, Origin } from '../../../ir/nodes.ts';
import type { AccessMode, ProgramArg, ProgramStep, Requirement } from '../../../ir/program.ts';
import { effectOf, ownExprs, stmtsIn, visitExpr } from '../../../ir/walk.ts';
import type { Call, Handler } from '../dialect/sycl/call.ts';
import { constantOfExpr } from '../lower/constants.ts';
import type { Machine } from '../lower/machine.ts';
import type { Value } from '../lower/values.ts';
import type { Node } from '../parse/ast.ts';
import { library, plain } from '../types/types.ts';
import type { Names } from './drafts.ts';
import { EventCell, type Token } from './events.ts';
import { bareOf, type HostRecorder, nameIn, originOf } from './recorder.ts';
import { touchesOf } from './text-accesses.ts';

/** A command group while its function runs; what it asks for is complete when a program is built of it. */
export interface Group {
  readonly queue: object;
  readonly requires: Requirement[];
  readonly after: EventCell[];
  readonly tokens: Token[];
}
interface HandlerData {
  readonly group?: Group;
}

const groupOf = (self: Value | null): Group | null => {
  const bare = self === null ? null : bareOf(self);
  return bare?.kind === 'object' ? ((bare.data as HandlerData).group ?? null) : null;
};

/** The queue that a command goes to: of the queue or handler it is a member call of. */
const queueOf = (record: HostRecorder, self: Value | null): object => {
  const group = groupOf(self);
  if (group !== null) return group.queue;
  const bare = self === null ? null : bareOf(self);
  if (bare?.kind !== 'object') return record.nameQueue(record, 'queue');
  return record.nameQueue(bare.data, nameIn(bare.data));
};

const newEvent = (record: HostRecorder, ...tokens: readonly Token[]): Value => {
  const data = {};
  record.event(data, ...tokens);
  return { kind: 'object', type: library('event'), data };
};

type Made = (
  names: Names,
  common: { event: string; queue: string; after: ReturnType<Names['events']>; origin: Origin },
) => ProgramStep;

/** A command of the queue or group that `self` is; the value is its event. */
const command = (m: Machine, self: Value | null, args: readonly Value[], node: Node, make: Made): Value => {
  const { record } = m;
  const event: Value = { kind: 'object', type: library('event'), data: {} };
  if (record === null) return event;
  const group = groupOf(self);
  const queue = queueOf(record, self);
  const token: Token = { command: '' };
  const after = group?.after ?? record.usesOf(args);
  const origin = originOf(m, node);
  group?.tokens.push(token);
  record.add((names) => [
    make(names, { event: names.command(token), queue: names.queue(queue), after: names.events(after), origin }),
  ]);
  return newEvent(record, token);
};

/** `q.submit([&](handler &h) { ... })`. @param run executes the function with its handler */
export const submitGroup = (m: Machine, self: Value | null, run: (handler: Value) => void): Value => {
  const { record } = m;
  const data: HandlerData =
    record === null ? {} : { group: { queue: queueOf(record, self), requires: [], after: [], tokens: [] } };
  run({ kind: 'object', type: library('handler'), data });
  const tokens = data.group?.tokens ?? [];
  return record === null ? { kind: 'object', type: library('event'), data: {} } : newEvent(record, ...tokens);
};

/** What a kernel does to the memory of each of its parameters. */
const modesOf = (func: Func): ReadonlyMap<string, AccessMode> => {
  const modes = new Map<string, AccessMode>();
  const note = (tensor: string, mode: AccessMode): void => {
    const before = modes.get(tensor);
    modes.set(tensor, before === undefined || before === mode ? mode : 'readWrite');
  };
  for (const s of stmtsIn(func.body)) {
    for (const e of ownExprs(s)) {
      visitExpr(e, (inner) => {
        if (inner.kind === 'load') note(inner.tensor, 'read');
        return true;
      });
    }
    if (s.kind === 'store' || s.kind === 'reduceTo' || s.kind === 'atomicRMW') {
      const effect = effectOf(s);
      note(s.tensor, effect === 'update' ? 'readWrite' : effect);
    } else if (s.kind === 'varDef' && s.view !== null) note(s.view.tensor, 'readWrite');
    else if (s.kind === 'notModelled') for (const tensor of s.tensors ?? func.params) note(tensor, 'readWrite');
  }
  return modes;
};

/** Behind `lowerKernel`, which read the kernels `first` and those after it. */
export const recordLaunch = (
  m: Machine,
  self: Value | null,
  first: number,
  args: readonly Value[],
  node: Node,
): Value => {
  const { record } = m;
  if (record === null) return { kind: 'object', type: library('event'), data: {} };
  const launched = m.kernels[first];
  const group = groupOf(self);
  if (launched === undefined)
    return command(m, self, args.slice(0, -1), node, (_, common) => ({
      kind: 'command',
      what: 'a kernel that is not read',
      touches: null,
      ...common,
    }));
  const { func, sizes } = launched;
  const modes = modesOf(func);
  const given = func.params.map((tensor): ((names: Names) => ProgramArg) => {
    const allocation = m.externalLeaves.get(tensor)?.allocation;
    if (allocation === undefined || allocation.memory === 'byvalue')
      return (names) => ({ kind: 'value', value: names.value(param(tensor, m.at(node))) });
    const memory = record.nameOf({ allocation, path: '', indices: [], type: allocation.type });
    return (names) => ({ kind: 'memory', memory: names.memory(memory), mode: modes.get(tensor) ?? 'read' });
  });
  return command(m, self, args.slice(0, -1), node, (names, common) => ({
    kind: 'launch',
    func: names.func(func),
    global: sizes.global?.map((e) => names.value(e)) ?? null,
    local: sizes.local?.map((e) => names.value(e)) ?? null,
    args: given.map((make) => make(names)),
    requires: (group?.requires ?? []).map((r) => ({ ...r, memory: names.memory(r.memory) })),
    ...common,
  }));
};

const MODES: Readonly<Record<string, AccessMode>> = {
  read: 'read',
  read_only: 'read',
  read_only_host_task: 'read',
  write: 'write',
  write_only: 'write',
  write_only_host_task: 'write',
  discard_write: 'write',
};

/** An accessor of a buffer is made: for a command group, for the host, or for a group that will `require` it. */
export const recordAccessor = (
  m: Machine,
  made: Value,
  given: readonly Value[],
  words: readonly string[],
  isHost: boolean,
  node: Node,
): void => {
  const { record } = m;
  const memory = record?.memoryOf(made) ?? null;
  if (record == null || memory === null || made.kind !== 'object') return;
  const mode = words.map((word) => MODES[word]).find((known) => known !== undefined) ?? 'readWrite';
  const group = given.map((value) => groupOf(value)).find((known) => known !== null);
  const noInit = words.some((word) => word === 'no_init' || word.startsWith('discard_')) && { noInit: true };
  if (group != null) group.requires.push({ memory, mode, ...noInit });
  else if (isHost || words.includes('host_buffer')) record.access(m, memory, mode, 'accessor', node);
  else placeholders.set(made.data, { mode, ...noInit });
};
const placeholders = new WeakMap<object, Omit<Requirement, 'memory'>>();

/** The range of memory that an argument names; null: not known. */
const end = (record: HostRecorder, value: Value | undefined): string | null =>
  value === undefined ? null : record.memoryOf(value);
/** Whether an argument is memory from its first element on, as all but pointers are. */
const isStart = (value: Value | undefined): boolean => {
  const bare = value === undefined ? null : bareOf(value);
  if (bare?.kind === 'place') return bare.type.kind === 'pointer' || bare.place.indices.length === 0;
  if (bare?.kind !== 'pointer') return true;
  return (bare.base?.indices.length ?? 0) === 0 && (bare.index === null || constantOfExpr(bare.index) === 0n);
};
const inside = (...ends: readonly (Value | undefined)[]): { inside?: true } =>
  ends.every(isStart) ? {} : { inside: true };
const named = (names: Names, memory: string | null): string | null => (memory === null ? null : names.memory(memory));

/** Member functions of queues and handlers that are no launch. Null: it is none that matters. */
export const queueMethods: Handler = (call) => {
  const { m, name, self, args, node } = call;
  const { record } = m;
  if (record === null || !m.host || self === null) return null;
  const group = groupOf(self);
  switch (name) {
    case 'memcpy':
    case 'copy':
    case 'ext_oneapi_memcpy2d':
    case 'ext_oneapi_copy2d': {
      // `copy` has the source first, `memcpy` the target.
      const [a, b] = [end(record, args[0]), end(record, args[name === 'ext_oneapi_memcpy2d' ? 2 : 1])];
      const [to, from] = name === 'copy' || name === 'ext_oneapi_copy2d' ? [b, a] : [a, b];
      return command(m, self, args, node, (names, common) => ({
        kind: 'copy',
        to: named(names, to),
        from: named(names, from),
        ...inside(args[0], args[name === 'ext_oneapi_memcpy2d' ? 2 : 1]),
        ...common,
      }));
    }
    case 'memset':
    case 'fill':
    case 'ext_oneapi_fill2d':
    case 'ext_oneapi_memset2d': {
      const to = end(record, args[0]);
      return command(m, self, args, node, (names, common) => ({
        kind: 'fill',
        to: named(names, to),
        ...inside(args[0]),
        ...common,
      }));
    }
    case 'update_host':
    case 'prefetch':
    case 'mem_advise': {
      const memory = end(record, args[0]);
      return command(m, self, args, node, (names, common) => ({
        kind: 'command',
        what: name,
        touches: memory === null ? null : [names.memory(memory)],
        ...common,
      }));
    }
    case 'ext_oneapi_submit_barrier':
    case 'submit_barrier':
    case 'ext_oneapi_barrier':
      return command(m, self, args, node, (_, common) => ({
        kind: 'command',
        what: 'barrier',
        touches: [],
        ...common,
      }));
    case 'host_task':
    case 'codeplay_host_task':
    case 'interop_task': {
      const [task] = args;
      const bare = task === undefined ? null : bareOf(task);
      const touches = bare?.kind === 'closure' ? m.within(bare.scope, () => touchesOf(m, [bare.lambda.body])) : null;
      const all = touches?.some(({ memory }) => memory === null) ?? true;
      const list = [...new Set((touches ?? []).flatMap(({ memory }) => (memory === null ? [] : [memory])))];
      return command(m, self, args, node, (names, common) => ({
        kind: 'command',
        what: name,
        touches: all ? null : list.map((memory) => names.memory(memory)),
        ...common,
      }));
    }
    case 'depends_on':
      if (group === null) return null;
      group.after.push(...record.usesOf(args));
      if (!args.every((value) => record.isEvents(value))) group.after.push(EventCell.unknown(record.place));
      return VOID;
    case 'require': {
      const [accessor] = args;
      const bare = accessor === undefined ? null : bareOf(accessor);
      const memory = end(record, accessor);
      if (group !== null && memory !== null && bare?.kind === 'object')
        group.requires.push({ memory, ...(placeholders.get(bare.data) ?? { mode: 'readWrite' }) });
      return VOID;
    }
    case 'wait':
    case 'wait_and_throw': {
      const queue = queueOf(record, self);
      const origin = originOf(m, node);
      record.add((names) => [{ kind: 'wait', on: { queue: names.queue(queue) }, origin }]);
      return VOID;
    }
    default:
      return null;
  }
};
const VOID: Value = { kind: 'void', type: { kind: 'void' } };

const waitFor = (m: Machine, values: readonly Value[], node: Node): Value => {
  const { record } = m;
  if (record === null) return VOID;
  const cells = record.usesOf(values);
  const origin = originOf(m, node);
  record.add((names) => [{ kind: 'wait', on: names.events(cells), origin }]);
  return VOID;
};

export const eventMethods: Handler = ({ m, name, self, args, node }) => {
  if (m.record === null || !m.host || self === null || !/^wait(?:_and_throw)?$/.test(name)) return null;
  return waitFor(m, args.length > 0 ? args : [self], node);
};

export const isEventWait = (path: string): boolean => /(?:^|[.:])event[.:]+wait(?:_and_throw)?$/.test(path);
/** `event::wait(list)`. */
export const eventFunctions: Handler = ({ m, path, args, node }) =>
  m.record !== null && m.host && isEventWait(path) ? waitFor(m, args, node) : null;

const READS = new Set([
  'size',
  'length',
  'capacity',
  'empty',
  'data',
  'get',
  'begin',
  'end',
  'cbegin',
  'cend',
  'c_str',
  'rbegin',
  'rend',
]);
const ELEMENT = new Set(['at', 'front', 'back']);

/** A member function of a container of the host was called. */
export const containerCall = ({ m, name, self, args, node }: Call, result: Value): void => {
  const { record } = m;
  if (record === null || !m.host || self === null || plain(self.type).kind !== 'library') return;
  if (record.isEventList(self)) {
    if (name === 'push_back' || name === 'emplace_back')
      for (const arg of args) record.eventsOf(self).add(record.eventsOf(arg), record.place);
    else if (name === 'clear') record.eventsOf(self).assign(new EventCell(record.place), record.place);
    return;
  }
  const memory = record.memoryOf(self);
  if (memory === null || record.memory.get(memory)?.kind !== 'system') return;
  if (READS.has(name)) {
    record.tag(result, memory);
    if (/begin|end/.test(name)) record.iterators.add(result);
  } else record.access(m, memory, ELEMENT.has(name) ? 'readWrite' : 'write', 'pointer', node);
};
