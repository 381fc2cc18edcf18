/**
 * The one form in which our programs and recorded ones are compared. Both sides go through the same steps:
 *
 * 1. `simplify`: decided branches, loops of no or one iteration, integer expressions in affine form.
 * 2. Loops run from 0 by 1; a nest of branches without `else` is one condition.
 * 3. Iterators are named by depth, local tensors by their place in the text.
 * 4. Sums of integers are sums of products in the order of their text; comparisons have 0 on the right.
 * 5. Labels that are a file and line, or a number, are left out.
 * 6. Of labels the ends `.front` and `.back` do not count.
 * 7. The printer of FreeTensor omits parentheses round a right operand of equal precedence, so ours are taken out too.
 */

import { binary, int, iter, loopLength } from '../../compiler-core/src/ir/build.ts';
import { dtypeOf } from '../../compiler-core/src/ir/dtype-of.ts';
import type { BinaryOp, Expr, ExprOf, Func, Stmt } from '../../compiler-core/src/ir/nodes.ts';
import { printExpr, printStmt } from '../../compiler-core/src/ir/print.ts';
import { isFloat, isInt } from '../../compiler-core/src/ir/types.ts';
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

const spelling = (e: Expr): string => printExpr(e);

/** Sums of integers as one sum of products, in the order of their text; operands of exact commutative operators too. */
const ordered = (root: Stmt): Stmt => mapStmt(root, { expr: (e) => mapExpr(e, inOrder) });

const inOrder = (x: Expr): Expr => {
  if (x.kind !== 'binary') return x;
  switch (x.op) {
    case 'gt':
      return compared({ ...x, op: 'lt', lhs: x.rhs, rhs: x.lhs });
    case 'ge':
      return compared({ ...x, op: 'le', lhs: x.rhs, rhs: x.lhs });
    case 'lt':
    case 'le':
    case 'eq':
    case 'ne':
      return compared(x);
    case 'lAnd':
    case 'lOr':
    case 'min':
    case 'max':
      return rejoined(x.op, operands(x, x.op));
    case 'add':
    case 'sub':
    case 'mul':
    case 'floorDiv':
    case 'mod':
      return isInt(dtypeOf(x)) ? sum(linear(x, 1n)) : x;
    default:
      return x;
  }
};
const operands = (e: Expr, op: BinaryOp): readonly Expr[] =>
  e.kind === 'binary' && e.op === op ? [...operands(e.lhs, op), ...operands(e.rhs, op)] : [e];
const rejoined = (op: BinaryOp, parts: readonly Expr[]): Expr =>
  [...new Map(parts.map((p) => [spelling(p), p]))]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, p]) => p)
    .reduce((a, b) => binary(op, a, b));

/** Integer comparisons have 0 on the right, and `<` is `<=`. */
const compared = (x: ExprOf<'binary'>): Expr => {
  const [a, b] = [dtypeOf(x.lhs), dtypeOf(x.rhs)];
  if (!isInt(a) || !isInt(b)) return x;
  const strict = x.op === 'lt';
  const all = linear(binary('sub', x.lhs, x.rhs), 1n);
  if (strict) add(all, '', int(1), 1n);
  const terms = sum(all);
  if (strict) return { ...x, op: 'le', lhs: terms, rhs: int(0) };
  const negated = sum(linear(terms, -1n));
  const flip = (x.op === 'eq' || x.op === 'ne') && spelling(negated) < spelling(terms);
  return { ...x, lhs: flip ? negated : terms, rhs: int(0) };
};

type Terms = Map<string, { readonly atom: Expr; readonly coef: bigint }>;
const add = (into: Terms, key: string, atom: Expr, coef: bigint): void => {
  const now = (into.get(key)?.coef ?? 0n) + coef;
  if (now === 0n) into.delete(key);
  else into.set(key, { atom, coef: now });
};
const linear = (e: Expr, factor: bigint, into: Terms = new Map()): Terms => {
  if (e.kind === 'int') add(into, '', int(1), e.value * factor);
  else if (e.kind === 'binary' && (e.op === 'add' || e.op === 'sub')) {
    linear(e.lhs, factor, into);
    linear(e.rhs, e.op === 'add' ? factor : -factor, into);
  } else if (e.kind === 'binary' && e.op === 'mul' && e.rhs.kind === 'int') linear(e.lhs, factor * e.rhs.value, into);
  else if (e.kind === 'binary' && e.op === 'mul' && e.lhs.kind === 'int') linear(e.rhs, factor * e.lhs.value, into);
  else if (e.kind === 'binary' && e.op === 'mul') {
    const product = rejoined('mul', operands(e, 'mul'));
    add(into, spelling(product), product, factor);
  } else if (e.kind === 'binary' && e.op === 'floorDiv' && e.rhs.kind === 'int' && e.rhs.value > 0n) {
    floor(linear(e.lhs, 1n), e.rhs.value, factor, into);
  } else if (e.kind === 'binary' && e.op === 'mod' && e.rhs.kind === 'int' && e.rhs.value > 0n) {
    linear(e.lhs, factor, into);
    floor(linear(e.lhs, 1n), e.rhs.value, -factor * e.rhs.value, into);
  } else add(into, spelling(e), e, factor);
  return into;
};
const modulo = (a: bigint, d: bigint): bigint => ((a % d) + d) % d;

/** `floor(n / d)` without the multiples of `d` in `n`; of it and `-floor((d - 1 - n) / d)` the one that begins smaller. */
const floor = (n: Terms, d: bigint, factor: bigint, into: Terms): void => {
  const rest: Terms = new Map();
  for (const [key, { atom, coef }] of n) {
    const r = modulo(coef, d);
    if (r !== 0n) add(rest, key, atom, r);
    if (coef !== r) add(into, key, atom, ((coef - r) / d) * factor);
  }
  const first = [...rest.keys()].filter((k) => k !== '').sort()[0];
  if (first === undefined) return;
  const lead = rest.get(first)?.coef ?? 0n;
  const constant = rest.get('')?.coef ?? 0n;
  if (2n * lead > d || (2n * lead === d && 2n * constant >= d)) {
    const flipped: Terms = new Map();
    for (const [key, { atom, coef }] of rest) add(flipped, key, atom, -coef);
    add(flipped, '', int(1), d - 1n);
    floor(flipped, d, -factor, into);
    return;
  }
  const whole = binary('floorDiv', sum(rest), int(d));
  add(into, spelling(whole), whole, factor);
};
const sum = (terms: Terms): Expr => {
  const parts = [...terms]
    .sort(([a], [b]) => (a < b ? 1 : -1))
    .map(([key, { atom, coef }]) => (key === '' ? int(coef) : coef === 1n ? atom : binary('mul', int(coef), atom)));
  return parts.length === 0 ? int(0) : parts.reduce((a, b) => binary('add', a, b));
};

const GENERATED = /prog\.py|core\/|libop\/|#\d|^\d+$/;

/** `separate_tail` of FreeTensor splits at several points in the order of a hash table. */
const SPLIT_ORDER = /(\.(front|back))+$/;

/** Iterators by depth, local tensors by first mention. */
const renamed = (root: Stmt): Stmt => {
  let tensors = 0;
  const go = (s: Stmt, depth: number, names: ReadonlyMap<string, string>): Stmt => {
    const own = (e: Expr): Expr =>
      mapExpr(e, (x) => {
        if (x.kind === 'var') return { ...x, name: names.get(`i ${x.name}`) ?? x.name };
        return x.kind === 'load' ? { ...x, tensor: names.get(`t ${x.tensor}`) ?? x.tensor } : x;
      });
    const kept = s.names.map((n) => n.replace(SPLIT_ORDER, '')).filter((n) => !GENERATED.test(n));
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
  return printStmt(ordered(now));
};
