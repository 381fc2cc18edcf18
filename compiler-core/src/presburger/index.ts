/** Integer sets: what the analyses ask of them. The rest of this folder is its implementation. */

export { Affine, ceilDiv, constant, type Div, floorDiv, mod, type Term, variable, zero } from './affine.ts';
export type { Int } from './int.ts';
export { Budget } from './rows.ts';
export {
  type Approx,
  type Extremes,
  extremes,
  gist,
  isEmpty,
  type Point,
  project,
  sample,
  subset,
} from './solve.ts';
export {
  type Constraint,
  intersect,
  isEq,
  isGe,
  isGt,
  isLe,
  isLt,
  negate,
  printConstraint,
  System,
  type Union,
} from './system.ts';
export { type NamedSet, parseSet, printSet, type SetText } from './text.ts';
