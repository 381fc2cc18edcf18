/** The accesses of a function as integer sets: what bounds, dependences and footprints are computed from. */

import type { Func } from '../ir/nodes.ts';
import type { SymbolTable } from './affine/symbols.ts';
import { type Access, traverse } from './affine/traverse.ts';

export type { Access } from './affine/traverse.ts';

export interface Accesses {
  /** In program order; the loads of a statement come before its write. */
  readonly accesses: readonly Access[];
  readonly symbols: SymbolTable;
  /** Whether nothing was too deep to be looked at. */
  readonly complete: boolean;
}

/** Every load, store and update with the points at which it runs and the value of its subscripts. O(nodes · nesting). */
export const collectAccesses = (func: Func): Accesses => {
  const accesses: Access[] = [];
  let complete = true;
  const symbols = traverse(func, {
    access: (a) => void accesses.push(a),
    skipped: () => {
      complete = false;
    },
  });
  return { accesses, symbols, complete };
};

/** `n >= 0 and i >= 0 and n >= i + 1 : y[i] write`: one line per access, for dumps. */
export const printAccess = (a: Access, symbols: SymbolTable): string => {
  const subscripts = a.indices.map(({ pieces }) => pieces.map((p) => symbols.show(p.value)).join(' | '));
  const domain = a.context.domain.map((s) =>
    s.constraints.length === 0 ? 'always' : s.constraints.map((c) => symbols.showConstraint(c)).join(' and '),
  );
  return `${a.kind} ${a.tensor}[${subscripts.join(', ')}] : ${domain.length === 0 ? 'never' : domain.join(' or ')}`;
};
