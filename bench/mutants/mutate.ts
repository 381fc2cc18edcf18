/** Small mistakes put into a correct function of the IR, one at a time. */

import { binary, int } from '../../compiler-core/src/ir/build.ts';
import type { Expr, Func, Stmt } from '../../compiler-core/src/ir/nodes.ts';
import { printExpr } from '../../compiler-core/src/ir/print.ts';
import { mapExpr, mapStmt } from '../../compiler-core/src/ir/walk.ts';

/** One alternative of a node; null where the mistake cannot be made there. */
export interface Mistake {
  readonly stmt?: (s: Stmt) => Stmt | null;
  readonly expr?: (e: Expr) => Expr | null;
}

const moved = (e: Expr, by: 1 | -1): Expr =>
  e.kind === 'int' ? { ...e, value: e.value + BigInt(by) } : binary(by > 0 ? 'add' : 'sub', e, int(1, e.at), e.at);

/** The last subscript moved: the one that runs fastest, and where mistakes by one are made. */
const shift =
  (by: 1 | -1) =>
  <N extends { readonly indices: readonly Expr[] }>(node: N): N | null => {
    const last = node.indices.at(-1);
    return last === undefined ? null : { ...node, indices: [...node.indices.slice(0, -1), moved(last, by)] };
  };

const swap = <N extends { readonly indices: readonly Expr[] }>(node: N): N | null => {
  const [a, b, ...rest] = node.indices;
  if (a === undefined || b === undefined || printExpr(a) === printExpr(b)) return null;
  return { ...node, indices: [b, a, ...rest] };
};

const accesses = (change: <N extends { readonly indices: readonly Expr[] }>(node: N) => N | null): Mistake => ({
  stmt: (s) => (s.kind === 'store' || s.kind === 'reduceTo' ? change(s) : null),
  expr: (e) => (e.kind === 'load' ? change(e) : null),
});

const INTEGER_DIVISIONS: ReadonlySet<string> = new Set(['floorDiv', 'ceilDiv', 'roundTowards0Div', 'mod', 'remainder']);
const isConstant = (e: Expr): boolean =>
  ['int', 'float', 'bool'].includes(e.kind) || (e.kind === 'unary' && isConstant(e.operand));

export const MISTAKES = {
  'index one more': accesses(shift(1)),
  'index one less': accesses(shift(-1)),
  'indices swapped': accesses(swap),
  'guard dropped': { stmt: (s) => (s.kind === 'if' ? s.then : null) },
  'extent one less': {
    stmt: (s) => {
      const last = s.kind === 'varDef' ? s.shape.at(-1) : undefined;
      if (s.kind !== 'varDef' || last === undefined) return null;
      return { ...s, shape: [...s.shape.slice(0, -1), moved(last, -1)] };
    },
  },
  'loop one longer': { stmt: (s) => (s.kind === 'for' ? { ...s, end: moved(s.end, 1) } : null) },
  'initialisation removed': {
    stmt: (s) =>
      s.kind === 'store' && isConstant(s.value)
        ? { kind: 'seq', stmts: [], id: s.id, names: s.names, origin: s.origin }
        : null,
  },
  'divisor one less': {
    expr: (e) => (e.kind === 'binary' && INTEGER_DIVISIONS.has(e.op) ? { ...e, rhs: moved(e.rhs, -1) } : null),
  },
} as const satisfies Record<string, Mistake>;
export type MistakeName = keyof typeof MISTAKES;
export const MISTAKE_NAMES = Object.keys(MISTAKES) as readonly MistakeName[];

/** `func` with the mistake at its `n`-th place, counted bottom-up; null beyond the last. Cost: the whole function. */
export const mutant = (func: Func, name: MistakeName, n: number): Func | null => withMistake(func, MISTAKES[name], n);

/** The same for any mistake. */
export const withMistake = (func: Func, { stmt, expr }: Mistake, n: number): Func | null => {
  let seen = 0;
  const at = <T>(node: T, change: ((node: T) => T | null) | undefined): T => {
    const changed = change?.(node) ?? null;
    return changed !== null && seen++ === n ? changed : node;
  };
  const body = mapStmt(func.body, {
    stmt: (s) => at(s, stmt),
    ...(expr === undefined ? {} : { expr: (e: Expr) => mapExpr(e, (inner) => at(inner, expr)) }),
  });
  return seen > n ? { ...func, body } : null;
};

/** Up to `most` mutants of each kind, spread over the function. */
export const mutantsOf = (func: Func, most: number): readonly { readonly name: MistakeName; readonly func: Func }[] =>
  MISTAKE_NAMES.flatMap((name) => {
    let count = 0;
    while (count < 200 && mutant(func, name, count) !== null) count++;
    const step = Math.max(1, Math.ceil(count / most));
    return Array.from({ length: Math.ceil(count / step) }, (_, k) => mutant(func, name, k * step)).flatMap((made) =>
      made === null ? [] : [{ name, func: made }],
    );
  });
