/** Steps as they are noted while the host's code is executed: names are settled when a program is built of them. */

import type { Expr, Func, Origin } from '../../../ir/nodes.ts';
import type { EventSet, MemoryKind, ProgramStep } from '../../../ir/program.ts';
import type { Span } from '../../../text/span.ts';
import type { Type } from '../types/types.ts';
import type { EventCell, Token } from './events.ts';

/** What names and objects of a host function are in the program that it becomes part of. */
export interface Names {
  /** Memory that is made here. @param over memory of the host that a buffer stands over */
  make(memory: string, over: string | null, origin: Origin): ProgramStep;
  memory(name: string): string;
  /** In symbols of the whole program. */
  value(e: Expr): Expr;
  func(func: Func): string;
  queue(identity: object): string;
  command(token: Token): string;
  events(cells: readonly EventCell[]): EventSet;
  /** The steps of another function, its parameters being what is given for them. */
  call(key: string, given: readonly Identity[], origin: Origin): readonly ProgramStep[];
}
export type Draft = (names: Names) => readonly ProgramStep[];

export interface MemoryInfo {
  readonly kind: MemoryKind;
  /** Of an element; null where it is not known. */
  readonly type: Type | null;
  readonly extents: readonly Expr[];
  readonly at: Span;
  /** A variable: what is done to it by its name is not followed. */
  readonly byName?: boolean;
  /** A buffer that is made of its size alone. */
  readonly empty?: boolean;
}

/** What a value of the host is for programs: memory, a queue, events; all null: nothing that matters. */
export interface Identity {
  readonly memory: string | null;
  readonly queue: object | null;
  readonly events: EventCell | null;
  /** A number: what it is, in symbols of the host. */
  readonly number: Expr | null;
  /** An object of a class: what names of memory in it begin with. */
  readonly prefix: string | null;
}

/** The drafts of one host function. */
export interface Frame {
  readonly key: string;
  readonly name: string;
  /** Of its parameters, and of the object it is a member of. */
  readonly params: readonly Identity[];
  readonly drafts: readonly Draft[];
  readonly called: ReadonlySet<string>;
  readonly at: Span;
}
