/** How many elements an access needs, in sizes alone: what may be said of memory whose own size is not known. */

import type { Affine } from '../../../presburger/index.ts';
import type { Context } from '../../affine/context.ts';
import type { Piece } from '../../affine/convert.ts';
import type { SymbolTable } from '../../affine/symbols.ts';

const MAX_STEPS = 8;

/**
 * A bound that every value of the subscript stays below: each counter in it is put to the greatest value that a condition
 * around the access leaves it. Null where that does not lead to sizes, or there are several cases.
 */
export const elementsNeeded = (pieces: readonly Piece[], context: Context, symbols: SymbolTable): string | null => {
  const [piece, more] = pieces;
  const [domain, other] = context.domain;
  if (!piece || more || !domain || other) return null;
  const { constraints } = domain.intersect(piece.when);
  const isSize = (a: Affine): boolean => [...a.variables()].every((id) => symbols.kindOf(id) === 'size');
  let most = piece.value;
  for (let step = 0; step < MAX_STEPS && !isSize(most); step++) {
    // A condition on the whole subscript, such as `i < n`.
    const whole = constraints.find((c) => c.kind === 'ge' && isSize(c.expr.plus(most)));
    if (whole) {
      most = whole.expr.plus(most);
      break;
    }
    const term = most.terms.find((t) => !t.div && symbols.kindOf(t.name) !== 'size' && t.coef > 0);
    if (!term) return null;
    // `U - i >= 0`, with U of other symbols.
    const bounds = constraints.flatMap((c) =>
      c.kind === 'ge' && c.expr.coefficient(term.name) === -1
        ? [c.expr.substitute((id) => (id === term.name ? c.expr.minus(c.expr) : null))]
        : [],
    );
    const bound = bounds.find(isSize) ?? bounds.find((b) => !b.variables().has(term.name));
    if (!bound || bound.variables().has(term.name)) return null;
    most = most.substitute((id) => (id === term.name ? bound : null));
  }
  return isSize(most) ? symbols.show(most.plusConstant(1)) : null;
};
