/** `if __name__ == "__main__":` at the top of a file. It is run where it makes a schedule, as when the file is run; else not. */

import { mentions } from './ftlib/stageable.ts';
import type { PyExpr, PyStmtOf } from './python/ast.ts';

export const isMainGuard = (e: PyExpr): boolean =>
  e.kind === 'compare' && e.first.kind === 'name' && e.first.id === '__name__';

const SCHEDULE: ReadonlySet<string> = new Set(['Schedule']);

export const isRunMainGuard = ({ test, body }: PyStmtOf<'if'>): boolean => {
  if (test.kind !== 'compare' || !isMainGuard(test)) return false;
  const [only, ...more] = test.rest;
  const isMain = only?.op === '==' && only.value.kind === 'str' && only.value.value === '__main__';
  return isMain && more.length === 0 && mentions(body, SCHEDULE);
};
