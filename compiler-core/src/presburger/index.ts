/** Integer sets: what the analyses ask of them. The rest of this folder is its implementation. */

export { Affine, ceilDiv, constant, type Div, floorDiv, mod, type Term, variable, zero } from './affine.ts';
export type { Count, CountTerm } from './count.ts';
export { Domain } from './domain.ts';
export type { Int } from './int.ts';
export { type Parsed, parseRelation, parseSet } from './parse.ts';
export { holdsAt, type Point, valueAt } from './point.ts';
export { findPoint } from './propagate.ts';
export { Budget } from './rows.ts';
export { IntegerRelation, IntegerSet, type LexOrder, type Lexopt, type Witness } from './sets.ts';
export {
  type Approx,
  demand,
  type Extremes,
  extremes,
  gist,
  isEmpty,
  project,
  sample,
  subset,
  within,
} from './solve.ts';
export { columnNames, relationSpace, type Space, setSpace, type Tuple, tuple } from './space.ts';
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
