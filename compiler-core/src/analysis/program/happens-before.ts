/**
 * Happens-before over the commands of a program (SYCL 2020, 3.7.3 and 4.9): a command begins after those its events name,
 * after those of its in-order queue, after the barrier of its queue, and after those that use a buffer as it does, unless
 * both only read it. Transitive. What the host waits for has ended.
 */

import type { CommandStep, Requirement } from '../../ir/program.ts';
import type { Names } from './memory.ts';

export type Tri = 'no' | 'maybe' | 'yes';
export const joinTri = (a: Tri, b: Tri): Tri => (a === b ? a : 'maybe');

/** A command that has not surely ended. */
export interface Issued {
  readonly step: CommandStep;
  /** Branches that it was issued in, the outer first. */
  readonly path: readonly number[];
  /** Whether it was issued and not waited for. */
  readonly pending: 'maybe' | 'yes';
  /** Something that is not followed may have waited for it. */
  readonly isBlurred: boolean;
  /** Events of commands that have surely ended when it begins, and of those that may have. Null: of any. */
  readonly must: ReadonlySet<string>;
  readonly may: ReadonlySet<string> | null;
}

const requiresOf = (step: CommandStep): readonly Requirement[] => (step.kind === 'launch' ? step.requires : []);

/** Whether the runtime orders two commands by the buffers they use. */
const byBuffers = (a: CommandStep, b: CommandStep, names: Names): Tri => {
  let answer: Tri = 'no';
  for (const x of requiresOf(a)) {
    for (const y of requiresOf(b)) {
      if (x.mode === 'read' && y.mode === 'read') continue;
      const [left, right] = [names.of(x.memory), names.of(y.memory)];
      if (left.isSure && right.isSure) {
        if (left.memories?.[0] === right.memories?.[0]) return 'yes';
      } else answer = 'maybe';
    }
  }
  // What a task of the host requires is not among the steps.
  const isOpen = (step: CommandStep): boolean => step.kind === 'command' && step.what !== 'barrier';
  return answer === 'no' && (isOpen(a) || isOpen(b)) ? 'maybe' : answer;
};

/** What comes before `step` when it is issued where these are pending. O(commands). */
export const predecessors = (
  step: CommandStep,
  issued: ReadonlyMap<string, Issued>,
  barriers: ReadonlySet<string>,
  names: Names,
): Pick<Issued, 'must' | 'may'> => {
  const must = new Set<string>();
  let may: Set<string> | null = new Set();
  const add = (event: string, sure: boolean): void => {
    if (must.has(event)) return;
    const known = issued.get(event);
    if (sure) {
      must.add(event);
      for (const e of known?.must ?? []) must.add(e);
    }
    may?.add(event);
    if (known?.may === null) may = null;
    else for (const e of known?.may ?? []) may?.add(e);
  };
  for (const event of step.after.events) add(event, step.after.certain);
  const order = names.order(step.queue);
  const waitsForAll = step.kind === 'command' && step.what === 'barrier' && step.after.events.length === 0;
  // The last one first: those that come before it are known with it.
  for (const [event, other] of [...issued].reverse()) {
    if (must.has(event)) continue;
    const isSame = other.step.queue === step.queue;
    if (isSame && (order === 'inOrder' || barriers.has(event) || waitsForAll)) add(event, true);
    else if (isSame ? order === 'unknown' : !names.areDistinct(step.queue, other.step.queue)) add(event, false);
    const ordered = byBuffers(other.step, step, names);
    if (ordered !== 'no') add(event, ordered === 'yes');
  }
  if (!step.after.certain) may = null;
  const live = (event: string): boolean => issued.has(event);
  return { must: new Set([...must].filter(live)), may: may && new Set([...may].filter(live)) };
};

/** Whether a pending command comes before another one. */
export const isBefore = (event: string, { must, may }: Pick<Issued, 'must' | 'may'>): Tri =>
  must.has(event) ? 'yes' : may === null || may.has(event) ? 'maybe' : 'no';
