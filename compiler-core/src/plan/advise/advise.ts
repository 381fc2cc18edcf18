/**
 * A schedule that moves less. A round tries all moves and takes those that save something, the best first, each tried
 * again where one before it has changed the program; there are rounds until nothing saves any more. Then come loops that may
 * run in parallel. Only what is proved to leave results as they are is taken, the rounding of reordered updates apart.
 *
 * Cost: at most `ROUNDS` times `moves` rewrites, within a budget of expressions looked at.
 */

import type { For, Func, Stmt } from '../../ir/nodes.ts';
import { childStmts } from '../../ir/walk.ts';
import { constantLength } from '../../transforms/constant-length.ts';
import { parallelize } from '../../transforms/parallelize.ts';
import { type Caveat, DEFAULTS, type Options } from '../../transforms/rewrite.ts';
import { type DraftCall, meant } from '../draft-call.ts';
import { isParallel, verdictOf } from '../effect.ts';
import { type Move, movesOf, sizeOf, type Tried } from './moves.ts';
import { weightOf } from './weight.ts';

export interface AdvisedStep {
  readonly calls: readonly DraftCall[];
  readonly why: string;
  readonly after: Func;
  /** Bytes of accesses to arrays before it and after it, by the estimate of `weight.ts`. */
  readonly bytes: readonly [number, number];
  readonly caveats: readonly Caveat[];
}

export interface Advice {
  readonly func: Func;
  readonly steps: readonly AdvisedStep[];
  readonly after: Func;
  /** The best other moves of the first program, that were not taken there. */
  readonly others: readonly (Tried & { readonly saves: number })[];
  /** What the estimate takes for granted. */
  readonly assumed: ReadonlySet<string>;
  /** Why the search ended before no move saved any more; null where it did not. */
  readonly stopped: string | null;
}

const ROUNDS = 6;
/** Less than this part is not worth a call. */
const WORTH = 0.002;
const WORK = 4_000_000;

class TooLarge extends Error {}

/** @param func as a schedule begins with it. */
export const advise = (func: Func, options: Options = DEFAULTS): Advice => {
  const search = new Search(func, options);
  let stopped: string | null = null;
  try {
    for (let round = 0; round < ROUNDS && search.round(); round++);
  } catch (e) {
    if (!(e instanceof TooLarge)) throw e;
    stopped = 'the program is too large for further tries';
  }
  const parallel = inParallel(search.now, options);
  const after = parallel.at(-1)?.after ?? search.now;
  const { others } = search;
  return { func, steps: [...search.steps, ...parallel], after, others, assumed: weightOf(func).assumed, stopped };
};

/** A move that is legal and saves something. */
interface Saving extends Tried {
  readonly key: string;
  readonly after: Func;
  readonly bytes: number;
  readonly caveats: readonly Caveat[];
}

class Search {
  readonly steps: AdvisedStep[] = [];
  others: Advice['others'] = [];
  private work = 0;
  private bytes: number;

  constructor(
    public now: Func,
    private readonly options: Options,
  ) {
    this.bytes = weightOf(now).bytes;
  }

  private tried({ key, attempt }: Move): Saving | null {
    this.work += sizeOf(this.now);
    if (this.work > WORK) throw new TooLarge();
    const move = attempt();
    if (move.outcome.kind === 'refused' || verdictOf(move.outcome) !== 'legal') return null;
    const { after, caveats } = move.outcome;
    const { bytes } = weightOf(after);
    return bytes < this.bytes * (1 - WORTH) ? { ...move, key, after, bytes, caveats } : null;
  }

  /** Whether anything was taken. @throws TooLarge */
  round(): boolean {
    const first = this.steps.length === 0;
    const start = this.bytes;
    const found = movesOf(this.now, this.options).flatMap((move) => this.tried(move) ?? []);
    found.sort((a, b) => a.bytes - b.bytes);
    const taken = found.filter((move, k) => this.take(k === 0 ? move : this.again(move.key)));
    if (first) {
      this.others = found
        .filter((move) => !taken.includes(move))
        .map(({ calls, why, outcome, bytes }) => ({ calls, why, outcome, saves: start - bytes }));
    }
    return taken.length > 0;
  }

  /** The move in the program as it is now. */
  private again(key: string): Saving | null {
    const move = movesOf(this.now, this.options).find((m) => m.key === key);
    return move ? this.tried(move) : null;
  }

  private take(move: Saving | null): boolean {
    if (!move) return false;
    const { calls, why, after, bytes, caveats } = move;
    this.steps.push({ calls, why, after, bytes: [this.bytes, bytes], caveats });
    this.now = after;
    this.bytes = bytes;
    return true;
  }
}

/** The outermost loops whose iterations may run at the same time. */
const inParallel = (func: Func, options: Options): readonly AdvisedStep[] => {
  const steps: AdvisedStep[] = [];
  let now = func;
  for (const loop of outermost(func.body, (l) => l.property.parallel === 'serial' && isParallel(func, l.id, options))) {
    const r = parallelize(now, { loop: loop.id, parallel: 'openmp' }, options);
    if (r.kind === 'refused') continue;
    const { bytes } = weightOf(now);
    steps.push({
      calls: [{ name: 'parallelize', args: [meant(now, loop.id), 'openmp'] }],
      why: 'no two iterations conflict',
      after: r.ir,
      bytes: [bytes, bytes],
      caveats: r.caveats,
    });
    now = r.ir;
  }
  return steps;
};

const outermost = (s: Stmt, wanted: (loop: For) => boolean): readonly For[] => {
  if (s.kind === 'for') {
    if (s.property.parallel !== 'serial') return [];
    const length = constantLength(s);
    if ((length === null || length > 1n) && wanted(s)) return [s];
  }
  return childStmts(s).flatMap((k) => outermost(k, wanted));
};
