/** Runs the program of a witness and looks whether its two instances touch one element in the order that it says. */

import { type RunOptions, run } from '../../exec/run.ts';
import type { Func, Stmt } from '../../ir/nodes.ts';
import type { Conflict } from '../rewrite.ts';

export type Replayed =
  | { readonly kind: 'shown' }
  /** The interpreter does not reach the end of the program on these inputs. */
  | { readonly kind: 'not-run'; readonly why: string }
  | { readonly kind: 'not-shown'; readonly why: string };

/** Sizes among the values of a witness. */
const sizesIn = (c: Conflict): ReadonlyMap<string, bigint> =>
  new Map(
    Object.entries(c.values).flatMap(([name, v]) =>
      /^[\p{L}_][\p{L}\p{N}_]*$/u.test(name) && /^-?\d+$/.test(v) ? [[name, BigInt(v)] as const] : [],
    ),
  );

/** @param func the program before the call, where the witness is not of one on the way. */
export const replay = (func: Func, c: Conflict, options: RunOptions): Replayed => {
  const bindings = new Map([...(options.bindings ?? []), ...sizesIn(c)]);
  const seen: { earlier: string | null; later: string | null } = { earlier: null, later: null };
  const matches = (
    x: Conflict['earlier'],
    stmt: Stmt,
    kind: string,
    iterators: Readonly<Record<string, number>>,
  ): boolean =>
    stmt.id === x.stmt &&
    (x.access === 'read') === (kind === 'read') &&
    [...x.iterators].every(([name, value]) => iterators[name] === undefined || BigInt(iterators[name]) === value);
  const result = run(c.program ?? func, {
    ...options,
    bindings,
    onAccess: ({ stmt, tensor, kind, index, iterators }) => {
      if (tensor !== c.tensor) return;
      const wanted = c.element.slice(-index.length);
      if (index.length > 0 && wanted.some((v, d) => v !== null && v !== BigInt(index[d] ?? 0))) return;
      if (seen.earlier === null && matches(c.earlier, stmt, kind, iterators)) seen.earlier = index.join(',');
      else if (seen.earlier !== null && matches(c.later, stmt, kind, iterators)) seen.later ??= index.join(',');
    },
  });
  const not = (why: string): Replayed => ({ kind: 'not-shown', why });
  if (result.kind !== 'finished') return { kind: 'not-run', why: result.kind };
  if (seen.earlier === null) return not(`the earlier access is not reached: ${c.text}`);
  if (seen.later === null) return not(`the later access is not reached after the earlier one: ${c.text}`);
  return seen.earlier === seen.later ? { kind: 'shown' } : not(`they touch ${seen.earlier} and ${seen.later}`);
};
