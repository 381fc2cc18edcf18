/** Where `return`, `break` and `continue` go. Each target has a flag, kept only where something asks it. */

import { bool, load } from '../../../ir/build.ts';
import type { Expr } from '../../../ir/nodes.ts';
import type { Node } from '../parse/ast.ts';
import type { Type } from '../types/types.ts';
import { not, or } from './arithmetic.ts';
import type { Machine } from './machine.ts';
import type { Place, Value } from './values.ts';

export interface JumpTarget {
  readonly flag: string;
}
export interface Jumps {
  readonly breaks: JumpTarget | null;
  readonly continues: JumpTarget | null;
}
export interface Frame {
  readonly returns: JumpTarget;
  /** Null: deduced from the first `return`. */
  result: Type | null;
  readonly byReference: boolean;
  /** The value of a `return` that nothing runs after, where it is the only one. */
  value: Value | null;
  /** Where several ones store theirs. */
  place: Place | null;
  /** Statements of run-time control around the one that is executed, inside this function. */
  depth: number;
  readonly openResult: (type: Type, node: Node) => Place;
}

/** How a statement may end. */
export interface Flow {
  /** It may be followed by the next one. */
  readonly falls: boolean;
  readonly jumps: ReadonlySet<JumpTarget>;
}
const NONE: ReadonlySet<JumpTarget> = new Set();
export const FALLS: Flow = { falls: true, jumps: NONE };
export const jumpsTo = (target: JumpTarget): Flow => ({ falls: false, jumps: new Set([target]) });
/** One of both happens. */
export const either = (a: Flow, b: Flow): Flow =>
  a.jumps.size === 0 && b.jumps.size === 0
    ? { falls: a.falls || b.falls, jumps: NONE }
    : { falls: a.falls || b.falls, jumps: new Set([...a.jumps, ...b.jumps]) };
export const inTurn = (a: Flow, b: Flow): Flow => ({ ...either(a, b), falls: a.falls && b.falls });
export const without = (flow: Flow, ...targets: readonly (JumpTarget | null)[]): ReadonlySet<JumpTarget> => {
  if (flow.jumps.size === 0) return flow.jumps;
  const left = new Set(flow.jumps);
  for (const target of targets) if (target !== null) left.delete(target);
  return left;
};

/** Declares the flag of a target in the block, false at first. */
export const openTarget = (m: Machine, name: string, node: Node): JumpTarget => {
  const flag = m.fresh(name);
  const { builder } = m;
  const meta = m.meta(node);
  m.flags.add(flag);
  m.privates.add(flag);
  m.block.open((body) =>
    m.askedFlags.has(flag)
      ? builder.varDef({ name: flag, shape: [], dtype: 'bool', memory: 'gpu/local', body }, meta)
      : body,
  );
  setFlag(m, { flag }, false, node);
  return { flag };
};

export const setFlag = (m: Machine, { flag }: JumpTarget, value: boolean, node: Node): void => {
  const at = m.at(node);
  m.block.emit(m.builder.store(flag, [], bool(value, at), at, m.meta(node)), [flag]);
};

/** That none of the jumps was taken. */
export const noneTaken = (m: Machine, targets: Iterable<JumpTarget>, node: Node): Expr => {
  const at = m.at(node);
  let taken: Expr = bool(false, at);
  for (const { flag } of targets) {
    m.askedFlags.add(flag);
    taken = or(taken, load(flag, [], 'bool', at), at);
  }
  return not(taken, at);
};
