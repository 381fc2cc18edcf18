/** The accesses of a function as integer sets: what bounds, dependences and footprints are computed from. */

import type { SymbolTable } from './affine/symbols.ts';
import type { Access } from './affine/traverse.ts';

export { type Access, type Sites, traverse as collectSites } from './affine/traverse.ts';

/** `n >= 0 and i >= 0 and n >= i + 1 : y[i] write`: one line per access, for dumps. */
export const printAccess = (a: Access, symbols: SymbolTable): string => {
  const subscripts = a.indices.map(({ pieces }) => pieces.map((p) => symbols.show(p.value)).join(' | '));
  const domain = a.context.domain.map((s) =>
    s.constraints.length === 0 ? 'always' : s.constraints.map((c) => symbols.showConstraint(c)).join(' and '),
  );
  return `${a.kind} ${a.tensor}[${subscripts.join(', ')}] : ${domain.length === 0 ? 'never' : domain.join(' or ')}`;
};
