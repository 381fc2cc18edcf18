/** Values of the host in programs: constants stay what they are, variables are symbols. */

import { param } from '../../../ir/build.ts';
import type { Expr } from '../../../ir/nodes.ts';
import { mapExpr } from '../../../ir/walk.ts';

export const asSymbols = (e: Expr): Expr =>
  mapExpr(e, (inner) => (inner.kind === 'load' ? param(inner.tensor, inner.at) : inner));
