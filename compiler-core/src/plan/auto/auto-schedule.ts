/**
 * All automatic passes, and the order in which `auto_schedule` runs them.
 *
 * FreeTensor of 2022: libraries, fusion, parallelism, memory, unrolling. Since 1.0: libraries, fission and fusion, order of
 * loops, parallelism, memory, unrolling. The newest versions have more passes, which can be called one by one here; the
 * order of their driver is not known to us. The order is the same for both targets; a pass that has nothing to do on one
 * says so.
 * @source FreeTensor, `auto_schedule`; `seed-systems.md` 1.10
 */

import type { Forward } from '../../ir/forward.ts';
import type { Func } from '../../ir/nodes.ts';
import { stmtDepth } from '../../ir/walk.ts';
import { DEFAULTS, type Era } from '../../transforms/rewrite.ts';
import { autoFissionFuse } from './auto-fission-fuse.ts';
import { autoFuse } from './auto-fuse.ts';
import { autoInline } from './auto-inline.ts';
import { autoMemLayout } from './auto-mem-layout.ts';
import { autoParallelize } from './auto-parallelize.ts';
import { autoReorder } from './auto-reorder.ts';
import { autoSetMemType } from './auto-set-mem-type.ts';
import { autoSwap } from './auto-swap.ts';
import { autoUnroll } from './auto-unroll.ts';
import { autoUseLib } from './auto-use-lib.ts';
import { Calls } from './calls.ts';
import { type AutoOptions, type AutoStep, Spent, type StepCaveat, Undecided } from './trial.ts';

type Pass = (t: Calls) => void;

const PASSES: Readonly<Record<string, Pass>> = {
  auto_inline: autoInline,
  auto_use_lib: autoUseLib,
  auto_fuse: autoFuse,
  auto_fission_fuse: autoFissionFuse,
  auto_swap: autoSwap,
  auto_reorder: autoReorder,
  auto_mem_layout: autoMemLayout,
  auto_parallelize: autoParallelize,
  auto_set_mem_type: autoSetMemType,
  auto_unroll: autoUnroll,
};
const ORDER: Readonly<Record<Era, readonly string[]>> = {
  '2022': ['auto_use_lib', 'auto_fuse', 'auto_parallelize', 'auto_set_mem_type', 'auto_unroll'],
  later: ['auto_use_lib', 'auto_fission_fuse', 'auto_reorder', 'auto_parallelize', 'auto_set_mem_type', 'auto_unroll'],
};
export const AUTO_PASSES: readonly string[] = ['auto_schedule', ...Object.keys(PASSES)];

export const AUTO_DEFAULTS: Omit<AutoOptions, 'target' | 'keep'> = { ...DEFAULTS, attempts: 2_000, work: 2_000_000 };
/** Passes recurse over the tree. */
const MOST_DEPTH = 400;

export type AutoResult =
  | {
      readonly kind: 'done';
      readonly func: Func;
      readonly forward: Forward;
      readonly steps: readonly AutoStep[];
      /** Calls that made the program, as FreeTensor's log has them. */
      readonly calls: readonly string[];
      readonly caveats: readonly StepCaveat[];
      /** Why the passes ended early; null where they did not. What was applied so far is sound. */
      readonly stopped: string | null;
    }
  /** What FreeTensor does here is not known; with `keep: 'accepted'` alone. */
  | { readonly kind: 'unknown'; readonly reason: string; readonly steps: readonly AutoStep[] };

/**
 * Runs one pass, or `auto_schedule`. Never throws on a program. Cost: that of the rewrites that are tried, within the
 * budgets of `options`.
 * @param name one of `AUTO_PASSES`
 */
export const runAuto = (name: string, func: Func, options: AutoOptions): AutoResult => {
  if (stmtDepth(func.body) > MOST_DEPTH)
    return { kind: 'unknown', reason: 'the program is nested too deeply', steps: [] };
  const t = new Calls(func, options);
  let stopped: string | null = null;
  try {
    for (const pass of name === 'auto_schedule' ? ORDER[options.era] : [name]) {
      t.pass = pass;
      PASSES[pass]?.(t);
    }
  } catch (e) {
    if (!(e instanceof Spent || e instanceof Undecided)) throw e;
    if (options.keep === 'accepted') return { kind: 'unknown', reason: `${t.pass}: ${e.message}`, steps: t.steps };
    stopped = e.message;
  }
  const { forward, steps, calls, caveats } = t;
  return { kind: 'done', func: t.func, forward, steps, calls, caveats, stopped };
};
