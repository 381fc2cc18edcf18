/**
 * `ft.Schedule(func)` as a Python object. A call that is applied replaces its program; one that is refused raises and
 * leaves it; after one whose effect is not known the program is not known either, which is said once.
 */

import type { Func, NodeId } from '../../../ir/nodes.ts';
import { nearest } from '../../../text/nearest.ts';
import type { Span } from '../../../text/span.ts';
import { Raised, Stopped } from '../errors.ts';
import { take } from '../ftlib/expressions.ts';
import type { State } from '../state.ts';
import {
  type Args,
  argumentAt,
  Builtin,
  NativeObject,
  PyList,
  PyTuple,
  StagedFunc,
  Unknown,
  type Value,
} from '../values.ts';
import { NotConstant, scheduleArguments } from './arguments.ts';
import { callInWords, type ScheduleProgram } from './history.ts';
import type { Era, ScheduleAnswer, ScheduleRecord, ScheduleResult } from './host.ts';
import { type Selecting, select, selectOne, selectSome } from './select.ts';
import { SIGNATURES } from './signatures.ts';
import { idObject, stmtObject } from './statement.ts';
import { Tree } from './tree.ts';

/** A schedule's state, apart from its Python object: branches that may or may not be taken put it back. */
export class ScheduleState {
  private saved: (ScheduleProgram | null)[] = [];
  /** Calls that were applied so far. */
  applied = 0;
  /** An automatic pass was applied: it may have left other labels than it does in FreeTensor. */
  guessed = false;
  constructor(
    /** Index of the scheduled unit. */
    readonly unit: number,
    readonly name: string,
    /** Null: not known, and said. */
    public program: ScheduleProgram | null,
    /** As the user wrote it, before the simplification that every schedule starts with. */
    readonly written: Func,
  ) {}
  begin(): void {
    this.saved.push(this.program);
  }
  end(keep: boolean): void {
    const before = this.saved.pop();
    if (!keep && before !== undefined) this.program = before;
  }
}

const eraOf = (st: State): Era => (st.laterEra ? 'later' : '2022');

/** What reads a schedule; the rest of the methods are in `SIGNATURES`. */
const READERS = ['ast', 'func', 'find', 'find_all', 'find_at_least_one', 'logs', 'pretty_logs', 'verbose', 'fork'];
const TRANSACTIONS = ['begin_transaction', 'commit_transaction', 'abort_transaction'];
const METHODS = [...READERS, ...TRANSACTIONS, ...Object.keys(SIGNATURES)];

/** A new schedule of a function; a refusal of FreeTensor's own raises. */
export const startSchedule = (st: State, unit: number, name: string, func: Func, at: Span): ScheduleState => {
  const state = new ScheduleState(unit, name, null, func);
  st.schedules.add(state);
  const host = st.options.schedules;
  if (!host) {
    st.notModelled(at, 'schedules are read and left alone: the program is analysed as it is before them', false);
    return state;
  }
  settle(st, state, { primitive: 'Schedule', words: 'Schedule', at }, host.begin(func, eraOf(st)));
  return state;
};

export const scheduleObject = (st: State, state: ScheduleState): NativeObject =>
  new NativeObject('Schedule', state, (name, at) => {
    if (name === 'verbose') return new Unknown('verbose', at);
    if (name.startsWith('multi_level_tiling'))
      return new Builtin(name, (args) => lose(st, state, name, args, `\`${name}\` is not modelled`));
    if (!METHODS.includes(name)) {
      const near = nearest(name, METHODS);
      return near
        ? st.fail(
            'unknown-attribute',
            at,
            `a schedule has no \`${name}\`; did you mean \`${near}\`?`,
            'AttributeError',
            true,
          )
        : undefined;
    }
    return new Builtin(name, (args) => {
      try {
        return method(st, state, name, args);
      } catch (e) {
        if (!(e instanceof Raised && e.code === 'unknown-label' && state.guessed && st.handlers === 0)) throw e;
        return lose(st, state, name, args, `whether there is such a statement after an automatic pass is not certain`);
      }
    });
  });

const selecting = (st: State, { name, written }: ScheduleState, program: ScheduleProgram): Selecting => ({
  st,
  program,
  name,
  written,
});

const method = (st: State, state: ScheduleState, name: string, args: Args): Value => {
  const signature = SIGNATURES[name];
  if (signature) return primitive(st, state, name, signature, args);
  if (TRANSACTIONS.includes(name)) {
    if (name === 'begin_transaction') state.begin();
    else state.end(name === 'commit_transaction');
    return null;
  }
  const { program } = state;
  if (!program) return new Unknown(`Schedule.${name}(…)`, args.at);
  const on = selecting(st, state, program);
  const filter = (): readonly [Value, Span] => {
    const [value] = take(st, name, args, ['filter']) as [Value];
    return [value, argumentAt(args, 0, 'filter')];
  };
  const unknown = (): Unknown => new Unknown(`Schedule.${name}(…)`, args.at);
  switch (name) {
    case 'find': {
      const found = selectOne(on, ...filter());
      return found ? stmtObject(st, program.tree, found) : unknown();
    }
    case 'find_all': {
      const found = select(on, ...filter());
      return found === 'unknown' ? unknown() : new PyList(found.map((s) => stmtObject(st, program.tree, s)));
    }
    case 'find_at_least_one': {
      const found = selectSome(on, ...filter());
      return found ? new PyList(found.map((s) => stmtObject(st, program.tree, s))) : unknown();
    }
    case 'func':
      return new StagedFunc(state.name, state.unit, program.func);
    case 'ast':
      return stmtObject(st, program.tree, program.tree.root);
    case 'fork': {
      const made = new ScheduleState(state.unit, state.name, program, state.written);
      st.schedules.add(made);
      return scheduleObject(st, made);
    }
    default:
      return unknown();
  }
};

/** A call on its way. */
interface Call {
  readonly primitive: string;
  readonly words: string;
  readonly at: Span;
}

const lose = (st: State, state: ScheduleState, name: string, args: Args, reason: string): Unknown => {
  if (state.program) {
    st.notModelled(args.at, `${reason}: what the schedule does from here on is not known`, false);
    record(st, state, { primitive: name, at: args.at }, { verdict: 'unknown', reason });
  }
  state.program = null;
  return new Unknown(`Schedule.${name}(…)`, args.at);
};

const primitive = (
  st: State,
  state: ScheduleState,
  name: string,
  signature: NonNullable<(typeof SIGNATURES)[string]>,
  args: Args,
): Value => {
  const { program } = state;
  const host = st.options.schedules;
  if (!program || !host) return new Unknown(`Schedule.${name}(…)`, args.at);
  const converted = argumentsOf(st, state, program, name, signature, args);
  if (converted instanceof NotConstant)
    return lose(st, state, name, args, `\`${converted.parameter}\` of \`${name}\` is not known before a run`);
  // A call may take long; where a newer text waits it would be for nothing.
  if (st.options.cancelled?.()) throw new Stopped('cancelled', args.at);
  const answer = host.call(program.func, { primitive: name, args: converted }, eraOf(st));
  if (answer.kind === 'unknown') return lose(st, state, name, args, answer.reason);
  if (answer.kind === 'refused' && state.applied >= CERTAIN && st.handlers === 0)
    return lose(
      st,
      state,
      name,
      args,
      `whether FreeTensor accepts \`${name}\` after ${state.applied} calls is not certain`,
    );
  const words = callInWords(name, signature, converted, program.tree);
  return settle(st, state, { primitive: name, words, at: args.at }, answer);
};

const argumentsOf = (
  st: State,
  state: ScheduleState,
  program: ScheduleProgram,
  name: string,
  signature: NonNullable<(typeof SIGNATURES)[string]>,
  args: Args,
): ReturnType<typeof scheduleArguments> => {
  try {
    return scheduleArguments(selecting(st, state, program), name, signature, args);
  } catch (e) {
    if (e instanceof Raised)
      record(st, state, { primitive: name, at: args.at }, { verdict: 'raised', reason: e.message });
    throw e;
  }
};

/**
 * Refusals are compared with recorded ones after at most two other calls. Later in a schedule the program may differ in
 * form from FreeTensor's own, and a refusal that nobody catches is not called an error.
 */
export const CERTAIN = 3;

const record = (
  st: State,
  state: ScheduleState,
  call: Pick<Call, 'primitive' | 'at'>,
  what: Pick<ScheduleRecord, 'verdict' | 'reason'> & Partial<ScheduleRecord>,
): void => {
  const definition = st.units[state.unit]?.span ?? call.at;
  st.scheduleCalls.push({
    scheduled: state.name,
    definition,
    primitive: call.primitive,
    at: call.at,
    order: state.applied,
    findings: [],
    notes: [],
    before: state.program?.func ?? null,
    after: null,
    steps: [],
    caught: st.handlers > 0,
    ...what,
  });
};

/** Takes over what the host answers: raises, or gives back what the call returns. */
const settle = (st: State, state: ScheduleState, call: Call, answer: ScheduleAnswer): Value => {
  const { at, words } = call;
  const before = state.program;
  if (answer.kind === 'refused') {
    const { code, message, related, witness } = answer.finding;
    record(st, state, call, { verdict: 'refused', reason: message, findings: [answer.finding] });
    throw new Raised(code, at, message, answer.className, { dsl: true, related, witness });
  }
  if (answer.kind === 'unknown') {
    record(st, state, call, { verdict: 'unknown', reason: answer.reason });
    st.notModelled(at, `${answer.reason}: what the schedule does is not known`, false);
    state.program = null;
    return null;
  }
  const { func, findings, notes, steps } = answer;
  record(st, state, call, { verdict: 'applied', reason: null, findings, notes, after: func, steps });
  state.program = { func, tree: new Tree(func.body), made: before && { before, at, words } };
  state.applied += 1 + steps.length;
  state.guessed ||= steps.length > 0;
  for (const f of findings) st.note({ ...f, at });
  return toValue(st, answer.result, before && selecting(st, state, before), at);
};

const toValue = (st: State, result: ScheduleResult, before: Selecting | null, at: Span): Value => {
  if (result === null || typeof result === 'string') return result;
  if (typeof result === 'number') return BigInt(result);
  if ('stmt' in result) return idObject(result);
  if ('copies' in result) return mapObject(st, result.copies, before);
  return new PyTuple((result as readonly ScheduleResult[]).map((r) => toValue(st, r, before, at)));
};

/** From statements before a call to those after it; asked by id, statement or selector of the program before. */
const mapObject = (st: State, map: ReadonlyMap<NodeId, NodeId>, before: Selecting | null): NativeObject =>
  new NativeObject(
    'IDMap',
    map,
    () => undefined,
    (key, at) => {
      const old = before && selectOne(before, key, at);
      if (!old) return new Unknown('ID', at);
      const now = map.get(old.id);
      if (now !== undefined) return idObject({ stmt: now });
      return st.fail('unknown-label', at, 'this statement is not among those that the call copied', 'KeyError', true);
    },
  );
