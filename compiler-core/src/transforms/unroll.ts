/**
 * Unrolls a loop of constant length: by a mark for the compiler behind us, or (`immediate`) at once.
 *
 * Before, and after `unroll(L, immediate=True)`:
 *
 * ```text
 * L: for i in 0 : 2 : 1 {             S.0: y[0] = x[0]
 *   S: y[i] = x[i]                    S.1: y[1] = x[1]
 * }
 * ```
 *
 * Legality: the length is constant. The order of instances stays.
 */

import { binary, int } from '../ir/build.ts';
import type { Expr, Func, NodeId } from '../ir/nodes.ts';
import { replaceAt } from '../ir/paths.ts';
import { constantLength } from './constant-length.ts';
import { finish } from './finish.ts';
import { removeWrites } from './remove-writes.ts';
import { DEFAULTS, type Options, type Rewrite, refused } from './rewrite.ts';
import { simplify } from './simplify.ts';
import {
  builderFor,
  type Copies,
  copyTree,
  isRefused,
  labelOf,
  locateLoop,
  replaceIterator,
  suffixed,
  traced,
} from './tree.ts';

export interface UnrollArgs {
  readonly loop: NodeId;
  readonly immediate?: boolean;
}

/** Copies of a body beyond which unrolling is refused: the program would not fit an editor. */
const MOST = 4096;

export const unroll = (func: Func, args: UnrollArgs, options: Options = DEFAULTS): Rewrite<null> => {
  const found = locateLoop(func, args.loop);
  if (isRefused(found)) return found;
  const { stmt: loop, path } = found;
  const length = constantLength(loop);
  if (length === null) {
    return refused('not-constant-length', loop.at, `the length of ${labelOf(loop)} is not constant`);
  }
  const origin = traced(loop.origin, `unroll ${labelOf(loop)}`);
  if (!args.immediate) {
    const marked = { ...loop, origin, property: { ...loop.property, unroll: true } };
    return finish(func, replaceAt(func.body, path, marked), null, options);
  }
  if (length > MOST) return refused('bad-argument', loop.at, `${labelOf(loop)} has ${length} iterations`);
  const build = builderFor(func, origin);
  const copies: Copies = new Map();
  const parts = Array.from({ length: Number(length) }, (_, k) => {
    const value: Expr = binary('add', loop.begin, binary('mul', int(k, loop.at), loop.step, loop.at), loop.at);
    const body = replaceIterator(loop.body, loop.iter, value);
    return copyTree(body, build, copies, suffixed(options.era, `.${k}`, `unroll.${k}`));
  });
  const body = replaceAt(func.body, path, build.seq(parts));
  // Subscripts are constants only after simplification, and there is more to simplify where writes are gone.
  const done = simplify({ ...func, body }, options.budget, 'all', options.settled);
  if (done.kind === 'always-false') return refused('always-false', done.stmt.origin.span, 'an assertion never holds');
  return finish(func, removeWrites({ ...func, body: done.body }), null, options, { copies });
};
