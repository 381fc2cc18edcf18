/** What each fusion of a function would bring: legality, the program after it, local tensors, bytes no longer moved. */

import type { Func, VarDef } from '../ir/nodes.ts';
import { printExpr } from '../ir/print.ts';
import { stmtsIn } from '../ir/walk.ts';
import type { Options } from '../transforms/rewrite.ts';
import { type Bytes, bytesOf } from './bytes.ts';
import { type Fusion, fusionsOf } from './fusions.ts';

/** A local tensor that is smaller afterwards, or gone. */
export interface Shrunk {
  readonly tensor: string;
  readonly before: string;
  /** Null: it is gone. */
  readonly after: string | null;
}

export interface FusionPreview extends Fusion {
  /** Of the program after it; null where it is refused. */
  readonly bytes: Bytes | null;
  readonly shrunk: readonly Shrunk[];
}

export interface Preview {
  readonly func: Func;
  readonly bytes: Bytes;
  readonly fusions: readonly FusionPreview[];
}

/** @param func as a schedule begins with it. */
export const previewFusions = (func: Func, options: Options): Preview => ({
  func,
  bytes: bytesOf(func),
  fusions: fusionsOf(func, options).map((fusion) => {
    const { outcome } = fusion;
    if (outcome.kind === 'refused') return { ...fusion, bytes: null, shrunk: [] };
    return { ...fusion, bytes: bytesOf(outcome.after), shrunk: shrunkIn(func, outcome.after) };
  }),
});

/** Local tensors keep their names and ids while loops around them are joined. */
const shrunkIn = (before: Func, after: Func): readonly Shrunk[] => {
  const locals = (f: Func): readonly VarDef[] =>
    stmtsIn(f.body).filter((s): s is VarDef => s.kind === 'varDef' && s.access === 'cache');
  const now = new Map(locals(after).map((d) => [d.id, d]));
  const shape = (d: VarDef): string => `[${d.shape.map((e) => printExpr(e)).join(', ')}]`;
  return locals(before).flatMap((old) => {
    const left = now.get(old.id);
    const [was, is] = [shape(old), left ? shape(left) : null];
    return was === is ? [] : [{ tensor: old.name, before: was, after: is }];
  });
};

/** A size that nothing says counts as this, where numbers are wanted. */
export const ASSUMED_SIZE = 1024;

/** Part of the bytes of `before` that `after` does not move, for sizes as assumed; null where not known. */
export const savedShare = (before: Bytes, after: Bytes): number | null => {
  const values = new Map([...before.sizes, ...after.sizes].map((name) => [name, ASSUMED_SIZE]));
  const [a, b] = [before.at(values), after.at(values)];
  return a === null || b === null || a === 0 ? null : (a - b) / a;
};
