/** For every primitive, random programs on which it has something to do. */

import { Random } from '../../exec/random.ts';
import type { RunOptions } from '../../exec/run.ts';
import type { Func } from '../../ir/nodes.ts';
import { replaceAt } from '../../ir/paths.ts';
import { mapStmt, stmtsIn } from '../../ir/walk.ts';
import { builderFor, locate } from '../tree.ts';
import { ATTEMPTS, type Attempt, checkCall, type Verdict } from './calls.ts';
import { nestInputs, randomNeighbours, randomNest } from './nests.ts';
import { productAttempt, randomProduct } from './products.ts';
import { TENSOR_ATTEMPTS, withLocals } from './tensor-calls.ts';

export interface Case {
  readonly func: Func;
  readonly options: RunOptions;
  /** Runs instead of what a call makes of the program, where that leaves the work to a library. */
  readonly reference?: Func;
}
interface Kind {
  readonly attempt: Attempt;
  readonly random: (seed: number) => Case;
}

/** A nest once more before it, its outer loop parallel: both go over the same elements. */
const withReference = (func: Func, r: Random): Func => {
  const loops = stmtsIn(func.body).filter((s) => s.kind === 'for');
  const nest = loops[r.below(loops.length)];
  const place = nest && locate(func, nest.id);
  if (!nest || !place) return func;
  const build = builderFor(func);
  const copy = mapStmt(nest, { stmt: (s) => ({ ...s, id: build.nextId(), names: [] }) });
  const bound = copy.kind === 'for' ? { ...copy, property: { ...copy.property, parallel: 'openmp' as const } } : copy;
  return { ...func, body: replaceAt(func.body, place.path, build.seq([bound, nest])) };
};

const options = (seed: number): RunOptions => nestInputs(seed, 1 + (seed % 5));
const local = (seed: number, bound: boolean): Func => withLocals(randomNest(seed), new Random(seed + 7), bound);
/** Every third program has local arrays, too. */
const onNests = (attempt: Attempt): Kind => ({
  attempt,
  random: (seed) => ({ func: seed % 3 === 0 ? local(seed, false) : randomNest(seed), options: options(seed) }),
});
const onNeighbours = (attempt: Attempt): Kind => ({
  attempt,
  random: (seed) => ({ func: seed % 2 === 0 ? randomNeighbours(seed) : randomNest(seed), options: options(seed) }),
});
const onLocals = (attempt: Attempt): Kind => ({
  attempt,
  random: (seed) => ({ func: local(seed, true), options: options(seed) }),
});
const each = (attempts: Readonly<Record<string, Attempt>>, kind: (a: Attempt) => Kind): Record<string, Kind> =>
  Object.fromEntries(Object.entries(attempts).map(([name, a]) => [name, kind(a)]));

const KINDS: Readonly<Record<string, Kind>> = {
  ...each(ATTEMPTS, onNests),
  fuse: onNeighbours(ATTEMPTS['fuse'] ?? (() => null)),
  ...each(TENSOR_ATTEMPTS, onLocals),
  parallelize_as: {
    attempt: ATTEMPTS['parallelize_as'] ?? (() => null),
    random: (seed) => ({ func: withReference(randomNest(seed), new Random(seed + 5)), options: options(seed) }),
  },
  as_matmul: { attempt: productAttempt, random: randomProduct },
};
export const CALLED: readonly string[] = Object.keys(KINDS);

/** One random call: what came of it; `wrong` is a broken promise. */
export const randomCall = (name: string, seed: number): Verdict => {
  const kind = KINDS[name];
  if (!kind) throw new RangeError(`no random calls of ${name}`);
  return checkCall(name, kind.attempt, kind.random(seed), seed);
};
