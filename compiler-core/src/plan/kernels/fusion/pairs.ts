/** Launches that follow each other with nothing between them but waits. */

import { type Program, type ProgramStep, stepsOf } from '../../../ir/program.ts';
import type { Launched } from './merge.ts';

export interface LaunchPair {
  readonly program: Program;
  readonly first: Launched;
  readonly second: Launched;
  /** Steps behind both, or, inside a loop, branch or call, all others: what the first kernel leaves may be wanted there. */
  readonly after: readonly ProgramStep[];
}

/** What may stand between two launches without a part in it. */
const isIdle = (s: ProgramStep): boolean => s.kind === 'wait' || s.kind === 'queue' || s.kind === 'pointer';

/** Of each list of steps. O(steps). */
export const launchPairs = (program: Program): readonly LaunchPair[] => {
  const funcs = new Map(program.funcs.map((f) => [f.name, f]));
  const all = stepsOf(program.steps);
  const out: LaunchPair[] = [];
  const lists: (readonly ProgramStep[])[] = [program.steps];
  for (const s of all) {
    if (s.kind === 'branch') lists.push(...s.alternatives);
    else if (s.kind === 'loop' || s.kind === 'call') lists.push(s.body);
  }
  const othersOf = (a: Launched, b: Launched, steps: readonly ProgramStep[]): readonly ProgramStep[] =>
    steps === program.steps ? all.slice(all.indexOf(b.step) + 1) : all.filter((s) => s !== a.step && s !== b.step);
  for (const steps of lists) {
    let before: Launched | null = null;
    for (const step of steps) {
      if (step.kind !== 'launch') {
        if (!isIdle(step)) before = null;
        continue;
      }
      const func = funcs.get(step.func);
      const now: Launched | null = func ? { func, step } : null;
      if (before && now) out.push({ program, first: before, second: now, after: othersOf(before, now, steps) });
      before = now;
    }
  }
  return out;
};

/** Whether nobody asks for what is in a memory behind the pair. */
export const isDead = ({ program, after }: LaunchPair, memory: string): boolean => {
  const made = stepsOf(program.steps).find((s) => s.kind === 'memory' && s.name === memory);
  // Memory of the caller outlives the function.
  if (made?.kind !== 'memory' || (made.memory !== 'buffer' && made.memory !== 'device' && made.memory !== 'shared'))
    return false;
  return after.every((s) => {
    switch (s.kind) {
      case 'launch':
        return s.args.every((a) => a.kind !== 'memory' || a.memory !== memory);
      case 'copy':
        return s.to !== memory && s.from !== memory && s.to !== null && s.from !== null;
      case 'fill':
        return s.to !== memory && s.to !== null;
      case 'hostAccess':
        return s.memory !== memory;
      case 'destroy':
        return s.buffer !== memory || !s.writesBack;
      case 'unknown':
      case 'command':
        return s.touches !== null && !s.touches.includes(memory);
      default:
        return true;
    }
  });
};
