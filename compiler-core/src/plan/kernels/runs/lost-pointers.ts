/**
 * Pointer parameters of a kernel behind which there is no memory for it, as the programs that launch it know: memory of the
 * host's own, and memory that was freed before the launch. Said only where it holds on every way to one launch.
 */

import type { Func, Origin } from '../../../ir/nodes.ts';
import type { LaunchStep, Program, ProgramStep } from '../../../ir/program.ts';
import { stepsOf } from '../../../ir/program.ts';
import { stmtsIn } from '../../../ir/walk.ts';
import type { Span } from '../../../text/span.ts';

export interface LostPointer {
  /** The parameter. */
  readonly tensor: string;
  readonly kind: 'foreign' | 'freed';
  /** Where the memory was made, or freed. */
  readonly at: Span;
  /** What the host calls it. */
  readonly memory: string;
}

/** What is freed: where, or null where that is not sure. Absent: it is not. */
type Freed = Map<string, Origin | null>;
interface Ways {
  /** How a function or loop may be left, by the jump. */
  readonly left: Map<string, Freed[]>;
}

const merge = (states: readonly Freed[]): Freed | null => {
  const [first, ...rest] = states;
  if (first === undefined) return null;
  const out: Freed = new Map(first);
  for (const state of rest) {
    for (const [name, origin] of state) if (out.get(name) !== origin) out.set(name, null);
    for (const name of out.keys()) if (!state.has(name)) out.set(name, null);
  }
  return out;
};

class Walk {
  readonly found: LostPointer[] = [];
  private readonly made = new Map<string, { readonly kind: string; readonly origin: Origin }>();
  private readonly pointers = new Map<string, readonly string[] | null>();
  private readonly all: readonly string[];

  constructor(
    { steps }: Program,
    /** Memory parameters of the kernel, in their order. */
    private readonly tensors: readonly string[],
    private readonly name: string,
  ) {
    for (const step of stepsOf(steps)) {
      if (step.kind === 'memory') this.made.set(step.name, { kind: step.memory, origin: step.origin });
      else if (step.kind === 'pointer') this.pointers.set(step.name, step.targets);
    }
    this.all = [...this.made.keys()];
  }

  private targets(name: string): readonly string[] | null {
    const known = this.pointers.get(name);
    return known === undefined ? [name] : known;
  }

  private launch(step: LaunchStep, state: Freed): void {
    if (step.func !== this.name) return;
    const memory = step.args.filter((arg) => arg.kind === 'memory');
    // The kernel was lowered without knowing what its host does: perhaps as another one.
    if (memory.length !== this.tensors.length) return;
    for (const [k, arg] of memory.entries()) {
      const tensor = this.tensors[k] ?? '';
      const targets = this.targets(arg.memory);
      const [first] = targets ?? [];
      if (targets === null || first === undefined) continue;
      const own = this.made.get(first);
      if (own !== undefined && targets.every((target) => this.made.get(target)?.kind === 'system')) {
        this.found.push({ tensor, kind: 'foreign', at: own.origin.span, memory: first });
        continue;
      }
      const origins = targets.map((target) => state.get(target) ?? null);
      if (origins[0] != null && origins.every((origin) => origin !== null))
        this.found.push({ tensor, kind: 'freed', at: origins[0].span, memory: first });
    }
  }

  /** The state behind the steps; null where none of them goes on. */
  steps(steps: readonly ProgramStep[], before: Freed, ways: Ways): Freed | null {
    let state: Freed | null = before;
    for (const step of steps) {
      if (state === null) return null;
      state = this.step(step, state, ways);
    }
    return state;
  }

  private step(step: ProgramStep, state: Freed, ways: Ways): Freed | null {
    switch (step.kind) {
      case 'memory':
        state.delete(step.name);
        return state;
      case 'free': {
        const targets = this.targets(step.memory) ?? this.all;
        for (const target of targets) state.set(target, targets.length === 1 ? step.origin : null);
        return state;
      }
      case 'unknown':
        for (const name of step.touches ?? this.all)
          for (const target of this.targets(name) ?? this.all) state.set(target, null);
        return state;
      case 'launch':
        this.launch(step, state);
        return state;
      case 'jump': {
        const list = ways.left.get(step.to) ?? [];
        ways.left.set(step.to, [...list, state]);
        return null;
      }
      case 'branch': {
        const ends = step.alternatives.map((steps) => this.steps(steps, new Map(state), ways));
        return merge(ends.filter((end) => end !== null));
      }
      case 'loop': {
        const inner: Ways = { left: new Map() };
        const end = this.steps(step.body, new Map(state), inner);
        const ends = [state, end, ...(inner.left.get('break') ?? []), ...(inner.left.get('continue') ?? [])];
        for (const to of ['return', 'exit'])
          ways.left.set(to, [...(ways.left.get(to) ?? []), ...(inner.left.get(to) ?? [])]);
        return merge(ends.filter((one) => one !== null));
      }
      case 'call': {
        const inner: Ways = { left: new Map() };
        const end = this.steps(step.body, state, inner);
        return merge([end, ...(inner.left.get('return') ?? [])].filter((one) => one !== null));
      }
      default:
        return state;
    }
  }
}

/** The first place of each parameter. Cost grows with the steps of the programs. */
export const lostPointers = (programs: readonly Program[], func: Func): readonly LostPointer[] => {
  const params = new Set(func.params);
  const tensors = stmtsIn(func.body).flatMap((s) =>
    s.kind === 'varDef' && params.has(s.name) && s.memory !== 'byvalue' ? [s.name] : [],
  );
  const { span } = func.origin;
  const found = programs.flatMap((program) => {
    const same = program.funcs.filter(
      ({ origin, kernel }) =>
        origin.span.file === span.file && origin.span.start === span.start && kernel?.name === func.kernel?.name,
    );
    const [only, ...more] = same;
    // Which of several instances it is is not known here.
    if (only === undefined || more.length > 0) return [];
    const walk = new Walk(
      program,
      func.params.filter((name) => tensors.includes(name)),
      only.name,
    );
    walk.steps(program.steps, new Map(), { left: new Map() });
    return walk.found;
  });
  const first = new Map<string, LostPointer>();
  for (const lost of found) if (!first.has(lost.tensor)) first.set(lost.tensor, lost);
  return [...first.values()];
};
