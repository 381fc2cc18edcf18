/** What a command or the host does to memory, as far as it is certain. */

import type { Func } from '../../ir/nodes.ts';
import type { CommandStep, HostAccessStep, LaunchStep } from '../../ir/program.ts';
import { stmtsIn } from '../../ir/walk.ts';
import type { Span } from '../../text/span.ts';
import { firstItemTouches, type Touch } from './first-item.ts';
import type { Meant, Names } from './memory.ts';

export interface Use {
  readonly meant: Meant;
  readonly effect: Touch['effect'];
  /** Of the first work-item, with the part of a structure it is: `.x 0`; `all`: from the first one on; null: not known. */
  readonly element: string | null;
  /** It happens wherever the step does. */
  readonly isSure: boolean;
  readonly isAtomic: boolean;
  readonly isAfterWrite: boolean;
  readonly assumptions: readonly string[];
  readonly at: Span;
}

const plainUse = (meant: Meant, effect: Use['effect'], element: string | null, isSure: boolean, at: Span): Use => ({
  meant,
  effect,
  element,
  isSure,
  isAtomic: false,
  isAfterWrite: false,
  assumptions: [],
  at,
});

/** Of one tensor in one kernel, the most certain first. */
const MAX_TOUCHES = 16;
const certainty = ({ isSure, element }: Touch): number => (isSure ? 2 : 0) + (element === null ? 0 : 1);

const MODES = { read: 'read', write: 'write', readWrite: 'update' } as const;

/** Where a tensor is one leaf of a structure: which. */
const leafOf = (tensor: string, index: string): string => {
  const dot = tensor.indexOf('.');
  return dot < 0 ? index : `${tensor.slice(dot)} ${index}`;
};

export class Uses {
  private readonly funcs: ReadonlyMap<string, Func>;
  private readonly touches = new Map<Func, readonly Touch[]>();
  private readonly grouped = new Map<CommandStep, ReadonlyMap<string, readonly Use[]>>();
  private readonly whole = new Map<Func, boolean>();
  private readonly known = new Map<CommandStep, readonly Use[]>();

  constructor(
    funcs: readonly Func[],
    private readonly names: Names,
    private readonly gaps: readonly Span[],
  ) {
    this.funcs = new Map(funcs.map((f) => [f.name, f]));
  }

  func(launch: LaunchStep): Func | undefined {
    return this.funcs.get(launch.func);
  }

  /** Whether all that a kernel does was read; else it may touch more than its arguments say. */
  isWhole(launch: LaunchStep): boolean {
    const func = this.func(launch);
    if (func === undefined) return false;
    let known = this.whole.get(func);
    if (known === undefined) {
      const { file, start, end } = launch.origin.span;
      known =
        stmtsIn(func.body).every((s) => s.kind !== 'notModelled') &&
        !this.gaps.some((gap) => gap.file === file && gap.start >= start && gap.end <= end);
      this.whole.set(func, known);
    }
    return known;
  }

  of(step: CommandStep): readonly Use[] {
    const known = this.known.get(step);
    if (known !== undefined) return known;
    const made = this.make(step);
    this.known.set(step, made);
    return made;
  }

  /** By the memory that is meant, or may be. */
  byMemory(step: CommandStep): ReadonlyMap<string, readonly Use[]> {
    const known = this.grouped.get(step);
    if (known !== undefined) return known;
    const made = groupUses(this.of(step));
    this.grouped.set(step, made);
    return made;
  }

  private make(step: CommandStep): readonly Use[] {
    const { names } = this;
    const at = step.origin.span;
    switch (step.kind) {
      case 'launch':
        return this.launch(step);
      case 'copy': {
        const element = step.inside ? null : 'all';
        return [
          plainUse(names.of(step.to), 'write', element, true, at),
          plainUse(names.of(step.from), 'read', element, true, at),
        ];
      }
      case 'fill':
        return [plainUse(names.of(step.to), 'write', step.inside ? null : 'all', true, at)];
      default:
        // Hints and barriers touch nothing.
        if (!/task/.test(step.what)) return [];
        return (step.touches ?? []).map((name) => plainUse(names.of(name), 'update', null, false, at));
    }
  }

  private launch(step: LaunchStep): readonly Use[] {
    const func = this.func(step);
    if (func === undefined) return [];
    let touches = this.touches.get(func);
    if (touches === undefined) {
      touches = firstItemTouches(func);
      this.touches.set(func, touches);
    }
    const byTensor = new Map<string, Touch[]>();
    for (const t of touches) byTensor.set(t.tensor, [...(byTensor.get(t.tensor) ?? []), t]);
    return step.args.flatMap((arg, k): readonly Use[] => {
      const tensor = func.params[k];
      if (arg.kind !== 'memory' || tensor === undefined) return [];
      const meant = this.names.of(arg.memory);
      const own = byTensor.get(tensor) ?? [];
      if (own.length === 0) return [plainUse(meant, MODES[arg.mode], null, false, step.origin.span)];
      return [...own]
        .sort((a, b) => certainty(b) - certainty(a))
        .slice(0, MAX_TOUCHES)
        .map((t) => ({
          ...t,
          meant,
          element: t.element === null ? null : leafOf(tensor, t.element),
        }));
    });
  }

  ofHost(step: HostAccessStep): Use {
    return plainUse(this.names.of(step.memory), MODES[step.mode], 'all', !step.perhaps, step.origin.span);
  }
}

export const writes = ({ effect }: Use): boolean => effect !== 'read';

const sameElement = (a: Use, b: Use): boolean => {
  if (a.element === null || b.element === null) return false;
  const isFirst = (element: string): boolean => /^(?:\.\S+ )?0?(?:, 0)*$/.test(element);
  if (a.element === 'all') return b.element === 'all' || isFirst(b.element);
  return b.element === 'all' ? isFirst(a.element) : a.element === b.element;
};

export interface Conflict {
  readonly memory: string;
  readonly first: Use;
  readonly second: Use;
  /** Both happen, to one memory for certain. */
  readonly isSure: boolean;
  /** And to one element of it. */
  readonly meets: boolean;
}

export const groupUses = (uses: readonly Use[]): ReadonlyMap<string, readonly Use[]> => {
  const out = new Map<string, Use[]>();
  for (const use of uses)
    for (const memory of use.meant.memories ?? []) {
      const list = out.get(memory);
      if (list === undefined) out.set(memory, [use]);
      else list.push(use);
    }
  return out;
};

const rank = (c: Conflict): number => (c.isSure ? 2 : 0) + (c.meets ? 1 : 0);

/** The most certain two of them that touch one memory, one of them writing. */
export const conflict = (
  first: ReadonlyMap<string, readonly Use[]>,
  second: ReadonlyMap<string, readonly Use[]>,
): Conflict | null => {
  let best: Conflict | null = null;
  for (const [memory, uses] of second) {
    for (const a of first.get(memory) ?? []) {
      for (const b of uses) {
        if ((!writes(a) && !writes(b)) || (a.isAtomic && b.isAtomic)) continue;
        const isSure = a.isSure && b.isSure && a.meant.isSure && b.meant.isSure;
        const found: Conflict = { memory, first: a, second: b, isSure, meets: isSure && sameElement(a, b) };
        if (found.meets) return found;
        if (best === null || rank(found) > rank(best)) best = found;
      }
    }
  }
  return best;
};
