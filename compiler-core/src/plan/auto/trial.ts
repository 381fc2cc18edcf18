/**
 * A program that automatic passes try rewrites on. Every try is written down with its reason; what fails inside a
 * transaction takes the steps before it back.
 *
 * Legality is that of the rewrites alone. Two ways to keep what they apply: `proved` keeps only what is shown to leave
 * results as they are (the rounding of reordered updates apart, which is written down); `accepted` keeps what FreeTensor
 * of the era accepts, as a run does, and gives up where its answer is not known.
 */

import { andThen, type Forward, IDENTITY } from '../../ir/forward.ts';
import type { Func } from '../../ir/nodes.ts';
import { stmtsIn } from '../../ir/walk.ts';
import type { RefusalCode } from '../../transforms/refusals.ts';
import type { Caveat, Options, Refused, Rewrite } from '../../transforms/rewrite.ts';
import { Settled } from '../../transforms/settled.ts';

export type Target = 'cpu' | 'gpu';

export interface AutoOptions extends Options {
  readonly target: Target;
  readonly keep: 'proved' | 'accepted';
  /** Tries of all passes together. */
  readonly attempts: number;
  /** Statements that all tries together may walk over: it bounds the time on large programs. */
  readonly work: number;
}

export interface AutoStep {
  readonly pass: string;
  /** The call as FreeTensor's log has it, `fuse(L1, L2)`; null: nothing was called, the rule decided. */
  readonly call: string | null;
  /** What the rule saw. */
  readonly why: string;
  /** `undone`: applied, and taken back, since what it was for failed. */
  readonly verdict: 'applied' | 'refused' | 'undone' | 'decided';
  /** Why it was refused. `not-proved`: FreeTensor accepts, and results may change. */
  readonly refusal: { readonly code: RefusalCode | 'not-proved'; readonly message: string } | null;
  readonly undoneBy: string | null;
  readonly caveats: readonly Caveat[];
}

/** A caveat of a step that was applied, with the program it was applied to. */
export interface StepCaveat {
  readonly caveat: Caveat;
  readonly call: string;
  readonly before: Func;
}

/** A call that was refused. Thrown inside passes alone, which decide what to do without it. */
export class Invalid extends Error {
  constructor(
    readonly code: RefusalCode | 'not-proved',
    message: string,
  ) {
    super(message);
  }
}
/** What FreeTensor does from here on is not known. */
export class Undecided extends Error {}
/** The budget of tries ended. */
export class Spent extends Error {}

/** What the log has of a try while it goes on. */
interface Entry {
  readonly step: Omit<AutoStep, 'verdict' | 'undoneBy'>;
  readonly kind: 'applied' | 'refused' | 'decided';
  readonly before: Func;
  undoneBy: string;
}

/** The program and the steps that made it; what a transaction goes back to. */
export interface Saved {
  readonly func: Func;
  readonly forward: Forward;
  readonly applied: readonly Entry[];
}

/** A cover that is not found may be there all the same: FreeTensor may find it. */
export const isOpen = (r: Refused): boolean =>
  r.code === 'not-modelled' || (r.code === 'not-covered' && r.truth === 'unknown');

export class Trial {
  pass = '';
  private state: Saved;
  private readonly entries: Entry[] = [];
  private attempts = 0;
  private work = 0;

  readonly options: AutoOptions;

  constructor(func: Func, options: AutoOptions) {
    this.options = { ...options, settled: new Settled() };
    this.state = { func, forward: IDENTITY, applied: [] };
  }

  get func(): Func {
    return this.state.func;
  }
  get forward(): Forward {
    return this.state.forward;
  }
  get caveats(): readonly StepCaveat[] {
    return this.state.applied.flatMap(({ step, before }) =>
      step.caveats.map((caveat) => ({ caveat, call: step.call ?? '', before })),
    );
  }
  get steps(): readonly AutoStep[] {
    const kept = new Set(this.state.applied);
    return this.entries.map((e) => {
      const undone = e.kind === 'applied' && !kept.has(e);
      return { ...e.step, verdict: undone ? 'undone' : e.kind, undoneBy: undone ? e.undoneBy : null };
    });
  }
  /** Calls that made the program, as FreeTensor's log has them. */
  get calls(): readonly string[] {
    return this.state.applied.flatMap((e) => e.step.call ?? []);
  }

  /** Writes down what the rule decided without a call. */
  decided(why: string): void {
    this.entries.push({ step: this.step(null, why, null), kind: 'decided', before: this.func, undoneBy: '' });
  }

  /**
   * Runs a rewrite on the program as it is; `steps` says which calls a composite one made.
   * @throws Invalid, Undecided, Spent
   */
  attempt<R>(
    call: string,
    why: string,
    rewrite: (func: Func) => Rewrite<R>,
    steps: (result: R) => readonly string[] = () => [call],
  ): R {
    const { attempts, work, keep } = this.options;
    this.attempts += 1;
    this.work += stmtsIn(this.func.body).length;
    if (this.attempts > attempts) throw new Spent(`the budget of ${attempts} tries is spent`);
    if (this.work > work) throw new Spent('the program is too large for further tries');
    const r = rewrite(this.func);
    if (r.kind === 'refused') {
      if (keep === 'accepted' && isOpen(r))
        throw new Undecided(`whether \`${call}\` is legal is not known: ${r.message}`);
      return this.refuse(call, why, r.code, r.message);
    }
    const doubt = r.caveats.find((c) => c.kind === 'result-changes' || c.kind === 'undecided');
    if (keep === 'proved' && doubt) {
      const what =
        doubt.kind === 'undecided' ? 'results are not shown to stay' : 'FreeTensor accepts, but results change';
      return this.refuse(call, why, 'not-proved', `${what}: ${doubt.text}`);
    }
    const caveats = r.caveats.filter((c) => c.kind !== 'no-effect');
    const made = steps(r.result).map((name, k): Entry => {
      const step = { ...this.step(name, why, null), caveats: k === 0 ? caveats : [] };
      return { step, kind: 'applied', before: this.func, undoneBy: '' };
    });
    this.entries.push(...made);
    this.state = {
      func: r.ir,
      forward: andThen(this.state.forward, r.forward),
      applied: [...this.state.applied, ...made],
    };
    return r.result;
  }

  private step(call: string | null, why: string, refusal: AutoStep['refusal']): Entry['step'] {
    return { pass: this.pass, call, why, refusal, caveats: [] };
  }
  private refuse(call: string, why: string, code: Invalid['code'], message: string): never {
    this.entries.push({
      step: this.step(call, why, { code, message }),
      kind: 'refused',
      before: this.func,
      undoneBy: '',
    });
    throw new Invalid(code, message);
  }

  save(): Saved {
    return this.state;
  }
  /** Goes to another state, which need not be an earlier one. */
  restore(saved: Saved, why: string): void {
    const kept = new Set(saved.applied);
    for (const e of this.state.applied) if (!kept.has(e)) e.undoneBy = why;
    this.state = saved;
  }
  /** Whether `steps` went through; else nothing of them is left. */
  tries(steps: () => void): boolean {
    const saved = this.save();
    try {
      steps();
      return true;
    } catch (e) {
      this.restore(saved, e instanceof Error ? e.message : String(e));
      if (e instanceof Invalid) return false;
      throw e;
    }
  }
}
