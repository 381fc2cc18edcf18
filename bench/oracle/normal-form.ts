/**
 * The one form in which our programs and recorded ones are compared. Both sides go through the same steps:
 *
 * 1. `simplify`: decided branches, loops of no or one iteration, integer expressions in affine form.
 * 2. Loops run from 0 by 1; a nest of branches without `else` is one condition.
 * 3. Iterators are named by depth, local tensors by their place in the text.
 * 4. Labels that are a file and line, or a number, are left out.
 * 5. The printer of FreeTensor omits parentheses round a right operand of equal precedence, so ours are taken out too.
 */

import { binary, int, iter, loopLength } from '../../compiler-core/src/ir/build.ts';
import { dtypeOf } from '../../compiler-core/src/ir/dtype-of.ts';
import type { Expr, Func, Stmt } from '../../compiler-core/src/ir/nodes.ts';
import { printStmt } from '../../compiler-core/src/ir/print.ts';
import { isFloat } from '../../compiler-core/src/ir/types.ts';
import { mapExpr, mapStmt } from '../../compiler-core/src/ir/walk.ts';
import { simplify } from '../../compiler-core/src/transforms/simplify.ts';
import { replaceIterator } from '../../compiler-core/src/transforms/tree.ts';

const simplified = (func: Func, body: Stmt): Stmt => {
  const done = simplify({ ...func, body });
  return done.kind === 'done' ? done.body : body;
};

/** `0 : len : 1`, as far as the step is known. */
const fromZero = (root: Stmt): Stmt =>
  mapStmt(root, {
    stmt: (s) => {
      if (s.kind !== 'for') return s;
      const plain = (e: Expr, v: bigint): boolean => e.kind === 'int' && e.value === v;
      if (plain(s.begin, 0n) && plain(s.step, 1n)) return s;
      const old = binary('add', s.begin, binary('mul', iter(s.iter), s.step));
      return { ...s, begin: int(0), end: loopLength(s), step: int(1), body: replaceIterator(s.body, s.iter, old) };
    },
  });

const joinBranches = (root: Stmt): Stmt =>
  mapStmt(root, {
    stmt: (s) =>
      s.kind === 'if' && !s.else && s.then.kind === 'if' && !s.then.else
        ? { ...s.then, names: [...s.names, ...s.then.names], cond: binary('lAnd', s.cond, s.then.cond) }
        : s,
  });

/** Conjuncts, and operands of exact commutative operators, in the order of their text. */
const ordered = (root: Stmt, text: (e: Expr) => string): Stmt =>
  mapStmt(root, {
    expr: (e) =>
      mapExpr(e, (x) => {
        if (x.kind !== 'binary') return x;
        if (x.op === 'gt') return { ...x, op: 'lt', lhs: x.rhs, rhs: x.lhs };
        if (x.op === 'ge') return { ...x, op: 'le', lhs: x.rhs, rhs: x.lhs };
        const commutes = x.op === 'lAnd' || x.op === 'lOr' || x.op === 'eq' || x.op === 'ne';
        if (!commutes) return x;
        const parts = x.op === 'lAnd' || x.op === 'lOr' ? operands(x, x.op) : [x.lhs, x.rhs];
        const [first, ...rest] = [...parts].sort((a, b) => (text(a) < text(b) ? -1 : 1));
        return first ? rest.reduce((a, b) => binary(x.op, a, b), first) : x;
      }),
  });
const operands = (e: Expr, op: 'lAnd' | 'lOr'): readonly Expr[] =>
  e.kind === 'binary' && e.op === op ? [...operands(e.lhs, op), ...operands(e.rhs, op)] : [e];

const GENERATED = /prog\.py|core\/|libop\/|#\d|^\d+$/;

/** Iterators by depth, local tensors by first mention. */
const renamed = (root: Stmt): Stmt => {
  let tensors = 0;
  const go = (s: Stmt, depth: number, names: ReadonlyMap<string, string>): Stmt => {
    const own = (e: Expr): Expr =>
      mapExpr(e, (x) => {
        if (x.kind === 'var') return { ...x, name: names.get(`i ${x.name}`) ?? x.name };
        return x.kind === 'load' ? { ...x, tensor: names.get(`t ${x.tensor}`) ?? x.tensor } : x;
      });
    const kept = s.names.filter((n) => !GENERATED.test(n));
    switch (s.kind) {
      case 'seq':
        return { ...s, names: kept, stmts: s.stmts.map((k) => go(k, depth, names)) };
      case 'varDef': {
        const name = s.access === 'cache' ? `t${tensors++}` : s.name;
        const body = go(s.body, depth, new Map(names).set(`t ${s.name}`, name));
        return { ...s, names: kept, name, shape: s.shape.map(own), body };
      }
      case 'for': {
        const name = `i${depth}`;
        const body = go(s.body, depth + 1, new Map(names).set(`i ${s.iter}`, name));
        const noDeps = s.property.noDeps.map((t) => names.get(`t ${t}`) ?? t).sort();
        const property = { ...s.property, noDeps, preferLibs: false };
        return {
          ...s,
          names: kept,
          iter: name,
          begin: own(s.begin),
          end: own(s.end),
          step: own(s.step),
          property,
          body,
        };
      }
      case 'if':
        return {
          ...s,
          names: kept,
          cond: own(s.cond),
          then: go(s.then, depth, names),
          else: s.else && go(s.else, depth, names),
        };
      case 'assert':
      case 'assume':
      case 'while':
        return { ...s, names: kept, cond: own(s.cond), body: go(s.body, depth, names) };
      case 'store':
      case 'reduceTo': {
        const tensor = names.get(`t ${s.tensor}`) ?? s.tensor;
        return { ...s, names: kept, tensor, indices: s.indices.map(own), value: own(s.value) };
      }
      case 'eval':
        return { ...s, names: kept, value: own(s.value) };
      default:
        return { ...s, names: kept };
    }
  };
  return go(root, 0, new Map());
};

/** Operators in the order the record's text would be read back: `a - (b - c)` was printed `a - b - c`. */
const LEVELS: readonly (readonly string[])[] = [
  ['add', 'sub'],
  ['mul', 'realDiv', 'mod', 'remainder'],
];
const leftmost = (e: Expr): Expr =>
  mapExpr(e, (x) => {
    if (x.kind !== 'binary' || x.rhs.kind !== 'binary') return x;
    const { op, rhs } = x;
    const level = LEVELS.find((l) => l.includes(op));
    if (!level?.includes(rhs.op)) return x;
    return leftmost({ ...rhs, lhs: { ...x, rhs: rhs.lhs } });
  });
const printed = (root: Stmt): Stmt =>
  mapStmt(root, { expr: (e) => (isFloat(dtypeOf(e)) || hasFloat(e) ? leftmost(e) : e) });
const hasFloat = (e: Expr): boolean => dtypeOf(e) !== 'int32';

/** The text under which two programs are equal. */
export const normalForm = (body: Stmt): string => {
  const func: Func = { name: 'f', params: [], returns: [], externals: [], body, origin: body.origin };
  let now = simplified(func, printed(body));
  now = simplified(func, fromZero(now));
  now = joinBranches(now);
  now = renamed(now);
  now = ordered(now, (e) => printStmt({ kind: 'eval', id: body.id, names: [], origin: body.origin, value: e }));
  return printStmt(now);
};
