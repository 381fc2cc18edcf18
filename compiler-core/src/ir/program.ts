/**
 * What happens on the host around kernels, in the order in which it is issued (DESIGN 3). Commands run later, as queues
 * and events order them; accesses of the host happen where they stand. What could not be followed is a step of its own,
 * so a question to a program can always tell "no" from "not known".
 */

import type { Expr, Func, Origin } from './nodes.ts';
import type { DType } from './types.ts';

/**
 * `buffer`: the runtime moves and orders it. `device`, `shared`, `host`: unified shared memory of that kind (SYCL 2020,
 * 4.8). `system`: the host's own (`new`, `malloc`, an array, a container). `given`: the host function gets it from
 * outside, so its kind is not known.
 */
export type MemoryKind = 'buffer' | 'device' | 'shared' | 'host' | 'system' | 'given';
export type AccessMode = 'read' | 'write' | 'readWrite';

export interface MemoryUse {
  readonly memory: string;
  readonly mode: AccessMode;
}
/** An accessor of a command group, with the mode that it declares. */
export interface Requirement extends MemoryUse {
  /** What the memory held before is given up (`no_init`, `discard_write`). */
  readonly noInit?: boolean;
}
/** What a kernel gets for each of its parameters, in their order: memory with what it does to it, or a value. */
export type ProgramArg = ({ readonly kind: 'memory' } & MemoryUse) | { readonly kind: 'value'; readonly value: Expr };

/** Commands that are waited for. Not `certain`: it may be fewer of these, or others as well. */
export interface EventSet {
  readonly events: readonly string[];
  readonly certain: boolean;
}

interface StepBase {
  readonly origin: Origin;
}
/** A command of a queue. It begins when those of `after` have ended, and what its memory or an in-order queue asks. */
interface Command extends StepBase {
  readonly event: string;
  readonly queue: string;
  readonly after: EventSet;
}

export interface QueueStep extends StepBase {
  readonly kind: 'queue';
  readonly name: string;
  readonly order: 'inOrder' | 'outOfOrder' | 'unknown';
}
export interface MemoryStep extends StepBase {
  readonly kind: 'memory';
  readonly name: string;
  readonly memory: MemoryKind;
  readonly dtype: DType;
  readonly shape: readonly Expr[];
  /** Memory of the host that a buffer stands over; null: none, or it is not known which. */
  readonly over: string | null;
  /** A buffer that is made of its size alone. */
  readonly empty?: boolean;
  /** A variable whose address is taken: what the host does to it by its name is no step. */
  readonly unfollowed?: boolean;
}
/** A variable that points to one of `targets`, which may be made later; null: to anything. */
export interface PointerStep extends StepBase {
  readonly kind: 'pointer';
  readonly name: string;
  readonly targets: readonly string[] | null;
}
export interface FreeStep extends StepBase {
  readonly kind: 'free';
  readonly memory: string;
}
/** The end of a buffer: the host waits for its commands, and gets its memory back where it `writesBack`. */
export interface DestroyStep extends StepBase {
  readonly kind: 'destroy';
  readonly buffer: string;
  readonly writesBack: boolean;
}
export interface LaunchStep extends Command {
  readonly kind: 'launch';
  readonly func: string;
  /** The index space, in the order of the source's dimensions; null: not known, or there is none. */
  readonly global: readonly Expr[] | null;
  readonly local: readonly Expr[] | null;
  readonly args: readonly ProgramArg[];
  /** The accessors of the command group, with the modes they declare: what the runtime orders it by. */
  readonly requires: readonly Requirement[];
}
/** Null: not known what. */
export interface CopyStep extends Command {
  readonly kind: 'copy';
  readonly to: string | null;
  readonly from: string | null;
  /** One of its ends does not begin where its memory does, or that is not known. */
  readonly inside?: boolean;
}
export interface FillStep extends Command {
  readonly kind: 'fill';
  readonly to: string | null;
  readonly inside?: boolean;
}
/** Any other command: `barrier`, `prefetch`, `host_task`, ... It may touch `touches` (null: anything). */
export interface OtherStep extends Command {
  readonly kind: 'command';
  readonly what: string;
  readonly touches: readonly string[] | null;
}
/** The host reads or writes memory here. `through` an accessor it waits for the buffer's commands first. */
export interface HostAccessStep extends StepBase, MemoryUse {
  readonly kind: 'hostAccess';
  readonly through: 'pointer' | 'accessor';
  /** Told by text that is not executed: it may not happen. */
  readonly perhaps?: boolean;
}
/** The host waits: for events, for all commands of a queue, or for all there are. */
export interface WaitStep extends StepBase {
  readonly kind: 'wait';
  readonly on: EventSet | { readonly queue: string } | 'all';
}
/** The steps of a function that is called here; `jump return` in it leads behind it. */
export interface CallStep extends StepBase {
  readonly kind: 'call';
  readonly callee: string;
  readonly body: readonly ProgramStep[];
}
/** Any number of times, none included. */
export interface LoopStep extends StepBase {
  readonly kind: 'loop';
  readonly body: readonly ProgramStep[];
}
/** One of them; which one is not known. */
export interface BranchStep extends StepBase {
  readonly kind: 'branch';
  readonly alternatives: readonly (readonly ProgramStep[])[];
}
export interface JumpStep extends StepBase {
  readonly kind: 'jump';
  readonly to: 'return' | 'break' | 'continue' | 'exit';
}
/** What is not followed. It may do anything to `touches` (null: to anything), commands, waits and frees included. */
export interface UnknownStep extends StepBase {
  readonly kind: 'unknown';
  readonly reason: string;
  readonly touches: readonly string[] | null;
}

export type ProgramStep =
  | QueueStep
  | MemoryStep
  | PointerStep
  | FreeStep
  | DestroyStep
  | LaunchStep
  | CopyStep
  | FillStep
  | OtherStep
  | HostAccessStep
  | WaitStep
  | CallStep
  | LoopStep
  | BranchStep
  | JumpStep
  | UnknownStep;
export type CommandStep = LaunchStep | CopyStep | FillStep | OtherStep;

export interface Program {
  readonly name: string;
  readonly funcs: readonly Func[];
  readonly steps: readonly ProgramStep[];
}

/** The lists of steps inside a step. */
export const bodiesOf = (step: ProgramStep): readonly (readonly ProgramStep[])[] =>
  step.kind === 'branch' ? step.alternatives : step.kind === 'call' || step.kind === 'loop' ? [step.body] : [];

/** Every step, the outer before the inner, in the order of issue. O(steps). */
export const stepsOf = (steps: readonly ProgramStep[]): readonly ProgramStep[] => {
  const out: ProgramStep[] = [];
  const stack = [...steps].reverse();
  for (let step = stack.pop(); step !== undefined; step = stack.pop()) {
    out.push(step);
    for (const body of [...bodiesOf(step)].reverse()) stack.push(...[...body].reverse());
  }
  return out;
};
