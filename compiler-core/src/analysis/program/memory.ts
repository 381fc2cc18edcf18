/** What names of memory in a program stand for. */

import { type MemoryStep, type Program, type QueueStep, stepsOf } from '../../ir/program.ts';

/** What a name may stand for; null: anything. `isSure`: it is the one. */
export interface Meant {
  readonly memories: readonly string[] | null;
  readonly isSure: boolean;
}

export class Names {
  readonly memory = new Map<string, MemoryStep>();
  readonly queues = new Map<string, QueueStep>();
  private readonly pointers = new Map<string, readonly string[] | null>();

  constructor(program: Program) {
    for (const step of stepsOf(program.steps)) {
      if (step.kind === 'memory') this.memory.set(step.name, step);
      else if (step.kind === 'queue') this.queues.set(step.name, step);
      else if (step.kind === 'pointer') this.pointers.set(step.name, step.targets);
    }
  }

  /** @param name null: not known */
  of(name: string | null): Meant {
    if (name === null) return { memories: null, isSure: false };
    if (!this.pointers.has(name)) return { memories: [name], isSure: true };
    const found = new Set<string>();
    const seen = new Set<string>();
    const stack = [name];
    for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
      if (seen.has(at)) continue;
      seen.add(at);
      const targets = this.pointers.get(at);
      if (targets === null) return { memories: null, isSure: false };
      if (targets === undefined) found.add(at);
      else stack.push(...targets);
    }
    return { memories: [...found], isSure: false };
  }

  /** The one memory that a name stands for, if that is certain. */
  only(name: string | null): string | null {
    const { memories, isSure } = this.of(name);
    return isSure ? (memories?.[0] ?? null) : null;
  }

  order(queue: string): QueueStep['order'] {
    return this.queues.get(queue)?.order ?? 'unknown';
  }

  /** Whether two names of queues are surely two queues: both are made here. */
  areDistinct(a: string, b: string): boolean {
    return a !== b && this.order(a) !== 'unknown' && this.order(b) !== 'unknown';
  }
}
