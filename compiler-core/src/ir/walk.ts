/**
 * Walks over IR trees: children, visitors, folds, rebuilding maps. All of them keep their own stack, so that depth is
 * bounded by memory, and all take O(nodes) of what they visit.
 */

import { assertNever, type Expr, type Func, type Stmt, type StmtOf } from './nodes.ts';

// ---- children ------------------------------------------------------------------------------------------------------

const NONE: readonly never[] = [];

/** Direct operands, in the order they are evaluated. */
export const childExprs = (e: Expr): readonly Expr[] => {
  switch (e.kind) {
    case 'load':
      return e.indices;
    case 'binary':
      return [e.lhs, e.rhs];
    case 'unary':
    case 'cast':
      return [e.operand];
    case 'select':
      return [e.cond, e.then, e.else];
    case 'intrinsic':
      return e.args;
    case 'int':
    case 'float':
    case 'bool':
    case 'var':
    case 'param':
    case 'unknown':
      return NONE;
    default:
      return assertNever(e);
  }
};

/** Direct sub-statements, in order. */
export const childStmts = (s: Stmt): readonly Stmt[] => {
  switch (s.kind) {
    case 'seq':
      return s.stmts;
    case 'varDef':
    case 'for':
    case 'while':
    case 'assert':
    case 'assume':
      return [s.body];
    case 'if':
      return s.else === null ? [s.then] : [s.then, s.else];
    case 'store':
    case 'reduceTo':
    case 'atomicRMW':
    case 'eval':
    case 'barrier':
    case 'fence':
    case 'collective':
    case 'any':
    case 'notModelled':
      return NONE;
    default:
      return assertNever(s);
  }
};

/** The expressions that stand in a statement itself, not in its sub-statements. */
export const ownExprs = (s: Stmt): readonly Expr[] => {
  switch (s.kind) {
    case 'varDef':
      if (s.view === null && !s.ioShape) return s.shape;
      return [...s.shape, ...(s.view === null ? [] : [s.view.byteOffset]), ...(s.ioShape ?? NONE)];
    case 'store':
    case 'reduceTo':
      return [...s.indices, s.value];
    case 'atomicRMW':
      return s.expected === null ? [...s.indices, s.value] : [...s.indices, s.value, s.expected];
    case 'for':
      return [s.begin, s.end, s.step];
    case 'while':
    case 'if':
    case 'assert':
    case 'assume':
      return [s.cond];
    case 'eval':
      return [s.value];
    case 'collective':
      return s.argument === null ? [s.value] : [s.value, s.argument];
    case 'seq':
    case 'barrier':
    case 'fence':
    case 'any':
    case 'notModelled':
      return NONE;
    default:
      return assertNever(s);
  }
};

/** Tensors that a statement itself writes: its target, and the scalar that keeps a result. O(1). */
export const writtenBy = (s: Stmt): readonly string[] => {
  switch (s.kind) {
    case 'store':
    case 'reduceTo':
      return [s.tensor];
    case 'atomicRMW': {
      const target = s.op === 'load' ? NONE : [s.tensor];
      return s.result === null ? target : [...target, s.result];
    }
    case 'collective':
      return s.result === null ? NONE : [s.result];
    default:
      return NONE;
  }
};

/** What a statement does to its target. */
export const effectOf = (s: StmtOf<'store' | 'reduceTo' | 'atomicRMW'>): 'read' | 'write' | 'update' => {
  if (s.kind === 'reduceTo') return 'update';
  if (s.kind === 'store' || s.op === 'store') return 'write';
  return s.op === 'load' ? 'read' : 'update';
};

/** What other items wrote may be seen from here on: no rewrite moves an access across, and no value is the same after. */
export const isWall = (s: Stmt): boolean =>
  s.kind === 'barrier' ||
  s.kind === 'fence' ||
  s.kind === 'collective' ||
  (s.kind === 'atomicRMW' && s.order !== 'relaxed' && s.scope !== 'workItem');

const same = <T>(a: readonly T[], b: readonly T[]): boolean => a.length === b.length && a.every((x, k) => x === b[k]);

/** `e` with other operands; `e` itself where all are the same objects. `children` is as long as `childExprs(e)`. */
export const withExprs = (e: Expr, children: readonly Expr[]): Expr => {
  if (same(childExprs(e), children)) return e;
  const [a, b, c] = children as readonly [Expr, Expr, Expr];
  switch (e.kind) {
    case 'load':
      return { ...e, indices: children };
    case 'binary':
      return { ...e, lhs: a, rhs: b };
    case 'unary':
    case 'cast':
      return { ...e, operand: a };
    case 'select': {
      const then = b;
      return { ...e, cond: a, then, else: c };
    }
    case 'intrinsic':
      return { ...e, args: children };
    default:
      return e;
  }
};

/** `s` with other sub-statements and own expressions, each list as long as before; `s` itself where nothing differs. */
export const withParts = (s: Stmt, stmts: readonly Stmt[], exprs: readonly Expr[]): Stmt => {
  if (same(childStmts(s), stmts) && same(ownExprs(s), exprs)) return s;
  const [first, second] = stmts as readonly [Stmt, Stmt | undefined];
  const [a, b, c] = exprs as readonly [Expr, Expr, Expr];
  switch (s.kind) {
    case 'seq':
      return { ...s, stmts };
    case 'varDef': {
      const shape = exprs.slice(0, s.shape.length);
      const view = s.view && { ...s.view, byteOffset: exprs[s.shape.length] as Expr };
      const io = s.ioShape && { ioShape: exprs.slice(exprs.length - s.ioShape.length) };
      return { ...s, shape, view, ...io, body: first };
    }
    case 'store':
    case 'reduceTo':
      return { ...s, indices: exprs.slice(0, -1), value: exprs.at(-1) as Expr };
    case 'atomicRMW': {
      const n = s.indices.length;
      return { ...s, indices: exprs.slice(0, n), value: exprs[n] as Expr, expected: exprs[n + 1] ?? null };
    }
    case 'for':
      return { ...s, begin: a, end: b, step: c, body: first };
    case 'while':
    case 'assert':
    case 'assume':
      return { ...s, cond: a, body: first };
    case 'if': {
      const then = first;
      return { ...s, cond: a, then, else: second ?? null };
    }
    case 'eval':
      return { ...s, value: a };
    case 'collective':
      return { ...s, value: a, argument: exprs[1] ?? null };
    default:
      return s;
  }
};

// ---- folds ---------------------------------------------------------------------------------------------------------

/** Post-order fold of any tree: `combine` gets a node and the results of its children, in order. */
export const foldTree = <N, T>(
  root: N,
  children: (node: N) => readonly N[],
  combine: (node: N, parts: readonly T[]) => T,
): T => {
  interface Frame {
    readonly node: N;
    readonly kids: readonly N[];
    readonly parts: T[];
  }
  const frame = (node: N): Frame => ({ node, kids: children(node), parts: [] });
  const stack = [frame(root)];
  while (true) {
    const top = stack[stack.length - 1] as Frame;
    if (top.parts.length < top.kids.length) {
      stack.push(frame(top.kids[top.parts.length] as N));
      continue;
    }
    const value = combine(top.node, top.parts);
    stack.pop();
    const parent = stack[stack.length - 1];
    if (!parent) return value;
    parent.parts.push(value);
  }
};

export const foldExpr = <T>(root: Expr, combine: (e: Expr, parts: readonly T[]) => T): T =>
  foldTree(root, childExprs, combine);
export const foldStmt = <T>(root: Stmt, combine: (s: Stmt, parts: readonly T[]) => T): T =>
  foldTree(root, childStmts, combine);

/** Levels of nesting: 1 for a leaf. */
export const exprDepth = (root: Expr): number => foldExpr<number>(root, (_, parts) => 1 + maximum(parts));
export const stmtDepth = (root: Stmt): number => foldStmt<number>(root, (_, parts) => 1 + maximum(parts));
const maximum = (xs: readonly number[]): number => xs.reduce((a, b) => Math.max(a, b), 0);

// ---- visitors ------------------------------------------------------------------------------------------------------

/** Pre-order. `visit` answers `false` to leave out what is below. */
export const visitExpr = (root: Expr, visit: (e: Expr) => boolean | undefined): void => {
  const stack: Expr[] = [root];
  for (let e = stack.pop(); e; e = stack.pop()) {
    if (visit(e) === false) continue;
    const kids = childExprs(e);
    for (let k = kids.length - 1; k >= 0; k--) stack.push(kids[k] as Expr);
  }
};

export interface StmtVisitor {
  /** Before what is in the statement; `false` leaves that out (`leave` is still called). */
  readonly enter?: (s: Stmt) => boolean | undefined;
  /** After it. */
  readonly leave?: (s: Stmt) => void;
}

export const visitStmt = (root: Stmt, visitor: StmtVisitor): void => {
  const stack: { readonly s: Stmt; readonly leaving: boolean }[] = [{ s: root, leaving: false }];
  for (let item = stack.pop(); item; item = stack.pop()) {
    if (item.leaving) {
      visitor.leave?.(item.s);
      continue;
    }
    const down = visitor.enter?.(item.s) !== false;
    stack.push({ s: item.s, leaving: true });
    const kids = down ? childStmts(item.s) : NONE;
    for (let k = kids.length - 1; k >= 0; k--) stack.push({ s: kids[k] as Stmt, leaving: false });
  }
};

/** All statements, pre-order. */
export const stmtsIn = (root: Stmt): Stmt[] => {
  const out: Stmt[] = [];
  visitStmt(root, { enter: (s) => void out.push(s) });
  return out;
};
/** All expressions of a statement and of what is in it, pre-order. */
export const exprsIn = (root: Stmt): Expr[] => {
  const out: Expr[] = [];
  visitStmt(root, {
    enter: (s) => {
      for (const e of ownExprs(s)) visitExpr(e, (inner) => void out.push(inner));
    },
  });
  return out;
};

// ---- maps ----------------------------------------------------------------------------------------------------------

/** Rebuilds bottom-up: `f` sees a node whose operands are mapped already. Unchanged parts are shared with the input. */
export const mapExpr = (root: Expr, f: (e: Expr) => Expr): Expr =>
  foldExpr<Expr>(root, (e, parts) => f(withExprs(e, parts)));

/** Rebuilds bottom-up; `expr` maps whole own expressions of each statement (compose with `mapExpr` to go inside). */
export const mapStmt = (
  root: Stmt,
  f: { readonly stmt?: (s: Stmt) => Stmt; readonly expr?: (e: Expr) => Expr },
): Stmt => {
  const { stmt = (s: Stmt) => s, expr } = f;
  return foldStmt<Stmt>(root, (s, parts) => {
    const exprs = ownExprs(s);
    return stmt(withParts(s, parts, expr ? exprs.map(expr) : exprs));
  });
};

/** Tensors that are members of structures. O(nodes). */
export const membersOf = ({ body }: Func): ReadonlySet<string> =>
  new Set(stmtsIn(body).flatMap((s) => (s.kind === 'varDef' && s.layout !== undefined ? [s.name] : [])));

/**
 * Whether a statement copies a member of a structure that has no value of its own: copies of whole structures take members
 * along that nobody wrote, which is no use of them.
 */
export const isMemberCopy = (s: Stmt, isMember: (tensor: string) => boolean): boolean =>
  s.kind === 'store' && s.value.kind === 'load' && isMember(s.tensor) && isMember(s.value.tensor);
