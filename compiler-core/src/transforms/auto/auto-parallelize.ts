/** CPU: binds the outermost loop that can be run in parallel of each nest to threads; a refused loop is looked into. */

import type { For, Stmt } from '../../ir/nodes.ts';
import { childStmts } from '../../ir/walk.ts';
import { parallelize } from '../parallelize.ts';
import { labelOf } from '../tree.ts';
import type { Trial } from './trial.ts';

const outermost = (s: Stmt): readonly For[] => (s.kind === 'for' ? [s] : childStmts(s).flatMap(outermost));

export const autoParallelize = (t: Trial): void => {
  const go = (loops: readonly For[]): void => {
    for (const loop of loops) {
      const done = t.attempt(
        'auto_parallelize',
        `parallelize(${labelOf(loop)}, openmp)`,
        'outermost of its nest',
        (f) => parallelize(f, { loop: loop.id, parallel: 'openmp' }),
      );
      if (!done) go(outermost(loop.body));
    }
  };
  go(outermost(t.func.body));
};
