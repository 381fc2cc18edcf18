/** The steps of a program in order, on all paths: what is known before each, and what is asked there. */

import type {
  CallStep,
  CommandStep,
  HostAccessStep,
  JumpStep,
  Program,
  ProgramStep,
  UnknownStep,
} from '../../ir/program.ts';
import type { Span } from '../../text/span.ts';
import type { Open } from '../kernels/answer.ts';
import type { Context } from './context.ts';
import type { Findings } from './findings.ts';
import { predecessors } from './happens-before.ts';
import { checkCommand, checkFreedTwice, checkHost } from './lifetimes.ts';
import type { Names } from './memory.ts';
import { checkFree, checkHostAccess, checkRaces } from './races.ts';
import { joinStates, type Mark, State } from './state.ts';
import { type Uses, writes } from './uses.ts';

/** Steps that are executed, those of loops each time. */
const MAX_STEPS = 12_000;
const MAX_DEPTH = 200;

/** States that leave a list of steps other than at its end. */
type Exits = Record<JumpStep['to'], State | null>;
const noExits = (): Exits => ({ return: null, break: null, continue: null, exit: null });

export class Walk {
  readonly open: Open[] = [];
  private state: State | null = new State();
  private path: readonly number[] = [];
  private calls: readonly CallStep[] = [];
  private assumptions: readonly string[] = [];
  private exits = noExits();
  private steps = 0;
  private isFull = false;
  private readonly ids = new Map<readonly ProgramStep[], number>();

  constructor(
    private readonly program: Program,
    private readonly names: Names,
    private readonly uses: Uses,
    private readonly findings: Findings,
    private readonly shouldStop: () => boolean,
  ) {}

  run(): void {
    this.list(this.program.steps, 0);
    if (!this.isFull) return;
    const [first] = this.program.steps;
    if (first !== undefined) this.say('budget', 'the steps of the host are too many', first.origin.span);
  }

  private say(code: Open['code'], reason: string, at: Span): void {
    if (!this.open.some((o) => o.reason === reason && o.at.start === at.start)) this.open.push({ code, reason, at });
  }

  private context(state: State): Context {
    const { names, uses, findings, path, calls, assumptions } = this;
    return { names, uses, findings, state, path, calls, assumptions };
  }

  private list(steps: readonly ProgramStep[], depth: number): void {
    for (const step of steps) {
      if (this.state === null) return;
      if (++this.steps > MAX_STEPS || depth > MAX_DEPTH || (this.steps % 256 === 0 && this.shouldStop())) {
        this.isFull = true;
        this.state = null;
        return;
      }
      this.step(step, this.state, depth);
    }
  }

  private step(step: ProgramStep, state: State, depth: number): void {
    switch (step.kind) {
      case 'memory':
        state.freed.delete(step.name);
        state.made.set(step.name, this.path);
        if (['device', 'shared', 'host'].includes(step.memory) || step.empty) state.written.set(step.name, 'no');
        return;
      case 'launch':
      case 'copy':
      case 'fill':
      case 'command':
        this.command(step, state);
        return;
      case 'hostAccess':
        this.hostAccess(step, state);
        return;
      case 'free':
        checkFree(step, this.context(state));
        checkFreedTwice(step, this.context(state));
        for (const memory of this.names.of(step.memory).memories ?? [])
          state.freed.set(memory, this.mark(step, this.names.only(step.memory) !== null));
        return;
      case 'destroy':
        this.finish(step.buffer, state);
        state.dirty.delete(step.buffer);
        return;
      case 'wait':
        this.wait(step, state);
        return;
      case 'unknown':
        this.unknown(step, state);
        return;
      case 'call':
        this.call(step, depth);
        return;
      case 'loop':
        this.loop(step.body, depth);
        return;
      case 'branch':
        this.branch(step.alternatives, state, depth);
        return;
      case 'jump':
        this.exits[step.to] = joinStates(this.exits[step.to], state);
        this.state = null;
        return;
      default:
        return;
    }
  }

  private mark(step: ProgramStep, isSure: boolean): Mark {
    return { is: isSure ? 'yes' : 'maybe', at: step.origin, path: this.path };
  }

  private command(step: CommandStep, state: State): void {
    const order = predecessors(step, state.issued, state.barriers, this.names);
    const context = this.context(state);
    checkRaces(step, order, context);
    checkCommand(step, context);
    for (const use of this.uses.of(step)) if (writes(use)) this.write(use.meant.memories, state);
    if (step.kind === 'launch') {
      if (!this.uses.isWhole(step)) this.write(null, state);
      for (const { memory, mode } of step.requires)
        if (mode !== 'read')
          for (const name of this.names.of(memory).memories ?? [])
            state.dirty.set(name, this.mark(step, this.names.only(memory) !== null));
    } else if (step.kind === 'command') {
      if (step.what === 'barrier') state.barriers.add(step.event);
      else
        this.write(step.touches === null ? null : step.touches.flatMap((t) => this.names.of(t).memories ?? []), state);
    }
    state.issue({ step, path: this.path, pending: 'yes', isBlurred: false, ...order });
  }

  private write(memories: readonly string[] | null, state: State): void {
    for (const name of memories ?? state.written.keys()) state.written.set(name, 'yes');
  }

  private hostAccess(step: HostAccessStep, state: State): void {
    const context = this.context(state);
    const meant = this.names.of(step.memory);
    if (step.through === 'accessor') {
      for (const name of meant.memories ?? []) {
        this.finish(name, state);
        state.dirty.delete(name);
      }
    } else checkHostAccess(step, context);
    checkHost(step, context);
    if (step.mode !== 'read') this.write(meant.memories, state);
  }

  /** The commands that use a buffer have ended. */
  private finish(buffer: string, state: State): void {
    for (const [event, { step }] of [...state.issued]) {
      if (step.kind === 'launch' && step.requires.some((r) => this.names.only(r.memory) === buffer)) state.ended(event);
      else if (step.kind !== 'launch' || step.requires.some((r) => !this.names.of(r.memory).isSure))
        state.end(event, false);
    }
  }

  private wait({ on }: Extract<ProgramStep, { kind: 'wait' }>, state: State): void {
    if (on === 'all') {
      state.issued.clear();
    } else if ('queue' in on) {
      for (const [event, { step }] of [...state.issued]) {
        if (step.queue === on.queue) state.ended(event);
        else if (!this.names.areDistinct(step.queue, on.queue)) state.end(event, false);
      }
    } else {
      if (!on.certain) state.blur();
      else for (const event of on.events) state.ended(event);
    }
  }

  private unknown({ reason, touches, origin }: UnknownStep, state: State): void {
    this.say('not-modelled', reason, origin.span);
    state.blur();
    const all = touches?.map((name) => this.names.of(name).memories) ?? [null];
    const memories = all.some((m) => m === null) ? null : all.flatMap((m) => m ?? []);
    this.write(memories, state);
    for (const name of memories ?? state.freed.keys()) state.freed.delete(name);
    if (memories === null) state.dirty.clear();
  }

  private call(step: CallStep, depth: number): void {
    const { calls, exits } = this;
    this.calls = [...calls, step];
    this.exits = noExits();
    this.list(step.body, depth + 1);
    this.state = joinStates(this.state, this.exits.return);
    exits.exit = joinStates(exits.exit, this.exits.exit);
    this.calls = calls;
    this.exits = exits;
  }

  /** Once, and once more behind that, where no loop around it runs again: a loop that does not run asks nothing. */
  private loop(body: readonly ProgramStep[], depth: number): void {
    const { exits, assumptions } = this;
    let left: State | null = null;
    const rounds = assumptions.length === 0 ? 2 : 1;
    for (let round = 0; round < rounds && this.state !== null; round++) {
      this.exits = { ...exits, break: null, continue: null };
      if (round > 0) this.assumptions = [...assumptions, 'a loop around runs at least twice'];
      this.list(body, depth + 1);
      this.state = joinStates(this.state, this.exits.continue);
      left = joinStates(left, this.exits.break);
      left = joinStates(left, this.state?.copy() ?? null);
      exits.return = this.exits.return;
      exits.exit = this.exits.exit;
    }
    this.state = left;
    this.exits = exits;
    this.assumptions = assumptions;
  }

  private branch(alternatives: readonly (readonly ProgramStep[])[], state: State, depth: number): void {
    const { path } = this;
    let joined: State | null = null;
    for (const steps of alternatives) {
      let id = this.ids.get(steps);
      if (id === undefined) {
        id = this.ids.size;
        this.ids.set(steps, id);
      }
      this.path = [...path, id];
      this.state = state.copy();
      this.list(steps, depth + 1);
      joined = joinStates(joined, this.state);
    }
    this.path = path;
    this.state = joined;
  }
}
