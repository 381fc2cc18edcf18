/** A program that passes try rewrites on: what is proved to keep results stays, the rest is rolled back; both are logged. */

import { andThen, type Forward, IDENTITY } from '../../ir/forward.ts';
import type { Func, NodeId } from '../../ir/nodes.ts';
import type { Caveat, Rewrite } from '../rewrite.ts';

export interface AutoStep {
  readonly pass: string;
  /** The schedule call in words, `fuse(L1, L2)`. */
  readonly call: string;
  readonly why: string;
  readonly verdict: 'applied' | 'refused';
  /** Why it was refused; null where it was applied. */
  readonly reason: string | null;
  readonly caveats: readonly Caveat[];
}

export class Trial {
  forward: Forward = IDENTITY;
  readonly steps: AutoStep[] = [];
  private left: number;

  /** `attempts` bounds the tries of all passes together. */
  constructor(
    public func: Func,
    attempts = 200,
  ) {
    this.left = attempts;
  }

  /** The result of an applied call, else null: refused, not proved to keep results, or out of attempts. */
  attempt<R>(
    pass: string,
    call: string,
    why: string,
    rewrite: (func: Func) => Rewrite<R>,
  ): { readonly result: R } | null {
    if (this.left <= 0) return null;
    this.left -= 1;
    const r = rewrite(this.func);
    const bad =
      r.kind === 'applied' ? r.caveats.find((c) => c.kind === 'result-changes' || c.kind === 'undecided') : undefined;
    const reason =
      r.kind === 'refused' ? r.message : bad ? bad.text : this.left === 0 ? 'the budget of attempts is spent' : null;
    const done = r.kind === 'applied' && reason === null;
    this.steps.push({
      pass,
      call,
      why,
      verdict: done ? 'applied' : 'refused',
      reason,
      caveats: done ? r.caveats : [],
    });
    if (!done) return null;
    this.func = r.ir;
    this.forward = andThen(this.forward, r.forward);
    return { result: r.result };
  }

  /** Ids tried already by a pass that walks the program again after each change. */
  fresh(seen: Set<NodeId>, ids: readonly NodeId[]): NodeId | null {
    const next = ids.find((id) => !seen.has(id)) ?? null;
    if (next !== null) seen.add(next);
    return next;
  }
}
