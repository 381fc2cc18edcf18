/** Operators on staged values: Python's on Python values, IR nodes on elements, library calls on whole tensors. */

import type { Fix } from '../../diag/diagnostic.ts';
import type { BinaryOp, Expr } from '../../ir/nodes.ts';
import type { Span } from '../../text/span.ts';
import { PyError, pyBinary, pyEqual, pyOrder } from './arithmetic.ts';
import { Stopped } from './errors.ts';
import { iterate } from './iteration.ts';
import type { BinOp, CmpOp } from './python/ast.ts';
import type { State } from './state.ts';
import { inWords, rankOf, TensorRef } from './tensor.ts';
import {
  type Args,
  BoundMethod,
  ExprValue,
  PyFunction,
  PyInstance,
  PyList,
  PyTuple,
  TypeName,
  typeOf,
  Unknown,
  type Value,
} from './values.ts';

const BINARY: Partial<Record<BinOp, BinaryOp>> = {
  '+': 'add',
  '-': 'sub',
  '*': 'mul',
  '/': 'realDiv',
  '//': 'floorDiv',
  '%': 'mod',
};
const COMPARE: Partial<Record<CmpOp, BinaryOp>> = {
  '<': 'lt',
  '<=': 'le',
  '>': 'gt',
  '>=': 'ge',
  '==': 'eq',
  '!=': 'ne',
};
const LIBOP: Partial<Record<BinOp | CmpOp, string>> = {
  '+': 'add',
  '-': 'sub',
  '*': 'mul',
  '/': 'truediv',
  '//': 'floordiv',
  '%': 'mod',
  '@': 'matmul',
  '<': 'lt',
  '<=': 'le',
  '>': 'gt',
  '>=': 'ge',
  '==': 'eq',
  '!=': 'ne',
};
const MIRROR: Partial<Record<CmpOp, CmpOp>> = { '<': '>', '<=': '>=', '>': '<', '>=': '<=', '==': '==', '!=': '!=' };
const DUNDER: Partial<Record<BinOp | CmpOp, string>> = {
  '+': 'add',
  '-': 'sub',
  '*': 'mul',
  '/': 'truediv',
  '//': 'floordiv',
  '%': 'mod',
  '**': 'pow',
  '@': 'matmul',
  '&': 'and',
  '|': 'or',
  '^': 'xor',
  '<': 'lt',
  '<=': 'le',
  '>': 'gt',
  '>=': 'ge',
  '==': 'eq',
  '!=': 'ne',
};

export const isTensor = (v: Value): v is TensorRef => v instanceof TensorRef && rankOf(v) > 0;
type Places = readonly [Span, Span];

const isSequence = (v: Value): boolean => typeof v === 'string' || v instanceof PyList || v instanceof PyTuple;
/** An element or expression of the program. */
export const isStaged = (v: Value): v is TensorRef | ExprValue => v instanceof ExprValue || v instanceof TensorRef;

export const node = (op: BinaryOp, lhs: Expr, rhs: Expr, at: Span): ExprValue => {
  const expr: Expr = { kind: 'binary', op, lhs, rhs, at };
  if (sizeOf(expr) > MAX_NODES) throw new Stopped('budget', at);
  return new ExprValue(expr);
};

/** An expression shared by its own operands (`x = x + x` in a Python loop) doubles with each step. */
const MAX_NODES = 50_000;
const sizes = new WeakMap<Expr, number>();
const sizeOf = (e: Expr): number => {
  if (e.kind !== 'binary') return 1;
  const known = sizes.get(e) ?? 1 + sizeOf(e.lhs) + sizeOf(e.rhs);
  sizes.set(e, known);
  return known;
};

/** Runs plain Python arithmetic; its exceptions become staging errors at `at`. */
const guarded = <T>(st: State, at: Span, body: () => T): T => {
  try {
    return body();
  } catch (e) {
    if (e instanceof PyError) return st.fail('python-error', at, `${e.className}: ${e.message}`, e.className);
    throw e;
  }
};

/** A user-defined `__add__` and the like. */
const userOperator = (st: State, name: string, a: Value, b: Value, at: Span): Value | undefined => {
  for (const [self, other, prefix] of [
    [a, b, '__'],
    [b, a, '__r'],
  ] as const) {
    if (!(self instanceof PyInstance)) continue;
    const method = self.of.members.get(`${prefix}${name}__`);
    if (method instanceof PyFunction) {
      const args: Args = { positional: [other], keywords: new Map(), at, spans: [at] };
      return st.call(new BoundMethod(self, method), args);
    }
  }
  return undefined;
};

const arithmeticUnknown = (
  st: State,
  op: BinaryOp | undefined,
  a: Value,
  b: Value,
  at: Span,
  asBool: boolean,
): Value => {
  const name = shortened(`${describe(a)} ${op ?? '?'} ${describe(b)}`);
  const numeric = (v: Value): boolean =>
    typeof v === 'bigint' ||
    typeof v === 'number' ||
    typeof v === 'boolean' ||
    (v instanceof Unknown && v.type !== 'str');
  const ea = numeric(a) ? st.toExpr(a, at) : null;
  const eb = numeric(b) ? st.toExpr(b, at) : null;
  const expr: Expr | null = op && ea && eb ? { kind: 'binary', op, lhs: ea, rhs: eb, at } : null;
  if (expr && sizeOf(expr) <= MAX_NODES) return new Unknown(name, at, expr, asBool ? 'bool' : null);
  return new Unknown(name, at, null, asBool ? 'bool' : null);
};
/** Names of unknown values are shown to people; one that grows with each step says nothing. */
const shortened = (name: string): string => (name.length > 60 ? '…' : name);
const describe = (v: Value): string =>
  v instanceof Unknown ? v.name : typeof v === 'bigint' || typeof v === 'number' ? String(v) : typeOf(v);

/** `places`: where the operands stand, where that is known. */
export const binaryOp = (st: State, op: BinOp, a: Value, b: Value, at: Span, places: Places = [at, at]): Value => {
  const user = userOperator(st, DUNDER[op] ?? '', a, b, at);
  if (user !== undefined) return user;
  if (isTensor(a) || isTensor(b) || (op === '@' && (a instanceof TensorRef || b instanceof TensorRef))) {
    const name = LIBOP[op];
    const other = isTensor(a) ? b : a;
    if (name && (st.isScalar(other) || other instanceof TensorRef || other instanceof Unknown)) {
      return st.libop(name, [a, b], at);
    }
    return unsupported(st, op, a, b, at);
  }
  if (op === '*' && (isSequence(a) || isSequence(b))) {
    // A list repeated a constant length of times.
    const repeated = guarded(st, at, () => pyBinary(op, st.plain(a), st.plain(b)));
    if (repeated !== undefined) return repeated;
  }
  if (isStaged(a) || isStaged(b)) {
    const ir = BINARY[op];
    if (ir) {
      const lhs = st.toExpr(a, places[0]);
      const rhs = st.toExpr(b, places[1]);
      if (lhs && rhs) return node(ir, lhs, rhs, at);
    }
    if (a instanceof Unknown || b instanceof Unknown) return new Unknown(`${describe(a)} ${op} ${describe(b)}`, at);
    return unsupported(st, op, a, b, at);
  }
  if (a instanceof Unknown || b instanceof Unknown) return arithmeticUnknown(st, BINARY[op], a, b, at, false);
  if (op === '%' && typeof a === 'string') return new Unknown('formatted text', at, null, 'str');
  const result = guarded(st, at, () => pyBinary(op, a, b));
  return result === undefined ? unsupported(st, op, a, b, at) : result;
};

const unsupported = (st: State, op: string, a: Value, b: Value, at: Span): never => {
  const dsl = isStaged(a) || isStaged(b);
  const pow =
    op === '**'
      ? '; write `ft.square(x)`, a product or an intrinsic such as `ft.intrinsic("powf(%, %)", x, y, ret_type="float32")`'
      : '';
  const bits = dsl && ['&', '|', '^'].includes(op) ? '; for truth values use `and`, `or` or `ft.l_and`, `ft.l_or`' : '';
  return st.fail(
    'unsupported-operator',
    at,
    `there is no operator \`${op}\` for ${inWords(a)} and ${inWords(b)}${pow}${bits}`,
    'TypeError',
    dsl,
  );
};

/** `fixes`: edits for a membership test that is a trap. */
/** `x.dtype == "float32"`: later versions read the string as a type; an enumerator of 2022 equals no string. Null: not known. */
const isSpelling = (st: State, a: Value, b: Value): boolean | null | undefined => {
  const [type, text] = a instanceof TypeName ? [a, b] : [b, a];
  if (!(type instanceof TypeName) || typeof text !== 'string') return undefined;
  if (type.name !== text || (type.of !== 'dtype' && type.of !== 'mtype')) return false;
  return st.laterEra || null;
};

export const compareOp = (
  st: State,
  op: CmpOp,
  a: Value,
  b: Value,
  at: Span,
  places: Places = [at, at],
  fixes: () => readonly Fix[] = () => [],
): Value => {
  if (op === 'is' || op === 'is not') {
    if (a instanceof Unknown || b instanceof Unknown) {
      // A tensor or number is never None; an unknown may be.
      const other = a instanceof Unknown ? b : a;
      if (other !== null || (a instanceof Unknown && a.expr) || (b instanceof Unknown && b.expr))
        return other === null ? op === 'is not' : new Unknown(`${describe(a)} ${op} ${describe(b)}`, at, null, 'bool');
      return new Unknown(`${describe(a)} ${op} None`, at, null, 'bool');
    }
    const same = a === b || (typeof a !== 'object' && a === b);
    return op === 'is' ? same : !same;
  }
  if (op === 'in' || op === 'not in') return membership(st, op, a, b, at, fixes);
  const user = userOperator(st, DUNDER[op] ?? '', a, b, at);
  if (user !== undefined) return user;
  if (isTensor(a) || isTensor(b)) {
    const other = isTensor(a) ? b : a;
    if (st.isScalar(other) || other instanceof TensorRef || other instanceof Unknown)
      return st.libop(LIBOP[op] as string, [a, b], at);
    if (op === '==' || op === '!=') return op === '!=';
    return unsupported(st, op, a, b, at);
  }
  if (isStaged(a) || isStaged(b)) {
    // Python asks the right operand with the mirrored operator where the left one is a plain number.
    const mirrored = !isStaged(a) && !(a instanceof Unknown);
    const [ea, eb] = [st.toExpr(a, places[0]), st.toExpr(b, places[1])];
    const [lhs, rhs, ir] = mirrored ? [eb, ea, COMPARE[MIRROR[op] as CmpOp]] : [ea, eb, COMPARE[op]];
    if (lhs && rhs && ir) return node(ir, lhs, rhs, at);
    if (op === '==' || op === '!=') return op === '!=';
    return unsupported(st, op, a, b, at);
  }
  if (op === '==' || op === '!=') {
    const spelling = isSpelling(st, a, b);
    const same = spelling === undefined ? pyEqual(a, b) : spelling;
    if (same === null) return arithmeticUnknown(st, COMPARE[op], a, b, at, true);
    return op === '==' ? same : !same;
  }
  if (a instanceof Unknown || b instanceof Unknown) return arithmeticUnknown(st, COMPARE[op], a, b, at, true);
  const result = pyOrder(op, a, b);
  if (result === undefined) return unsupported(st, op, a, b, at);
  return result;
};

const membership = (st: State, op: CmpOp, a: Value, b: Value, at: Span, fixes: () => readonly Fix[]): Value => {
  if (b instanceof Unknown || a instanceof Unknown)
    return new Unknown(`${describe(a)} ${op} ${describe(b)}`, at, null, 'bool');
  let found: boolean | null = false;
  if (typeof b === 'string') {
    if (typeof a !== 'string') return unsupported(st, op, a, b, at);
    found = b.includes(a);
  } else if (b !== null && typeof b === 'object') {
    const items =
      b.kind === 'list' || b.kind === 'tuple' || b.kind === 'iterator'
        ? b.items
        : b.kind === 'dict'
          ? [...b.entries.values()].map((e) => e.key)
          : b.kind === 'set'
            ? [...b.entries.values()]
            : null;
    if (items === null) {
      if (b instanceof TensorRef) {
        return st.fail(
          'trap-iterate-tensor',
          at,
          'iterating over a tensor never ends while staging: it has no length to Python',
          'TypeError',
          true,
        );
      }
      return unsupported(st, op, a, b, at);
    }
    if ((isStaged(a) && items.length > 0) || items.some(isStaged)) {
      st.note({
        code: 'trap-membership',
        at,
        fixes: fixes(),
        message: `\`in\` compares while staging and takes the comparison of a tensor element for true: this is always ${op === 'in' ? 'True' : 'False'}; compare with each value and join with \`${op === 'in' ? 'or' : 'and'}\``,
      });
      found = true;
    } else {
      for (const item of items) {
        const same = pyEqual(a, item);
        if (same) {
          found = true;
          break;
        }
        if (same === null) found = null;
      }
    }
  } else return unsupported(st, op, a, b, at);
  if (found === null) return new Unknown(`${describe(a)} ${op} …`, at, null, 'bool');
  return op === 'in' ? found : !found;
};

export const unaryOp = (st: State, op: '-' | '+' | '~', a: Value, at: Span, place: Span = at): Value => {
  if (a instanceof PyInstance) {
    const method = a.of.members.get(op === '-' ? '__neg__' : op === '+' ? '__pos__' : '__invert__');
    if (method instanceof PyFunction)
      return st.call(new BoundMethod(a, method), { positional: [], keywords: new Map(), at, spans: [] });
  }
  if (op === '-') {
    if (isTensor(a)) return st.libop('neg', [a], at);
    if (isStaged(a)) return binaryOp(st, '-', 0n, a, at, [at, place]);
    if (typeof a === 'bigint' || typeof a === 'boolean') return -BigInt(a);
    if (typeof a === 'number') return -a;
    if (a instanceof Unknown) return arithmeticUnknown(st, 'sub', 0n, a, at, false);
  } else if (op === '+') {
    if (typeof a === 'bigint' || typeof a === 'number' || a instanceof Unknown) return a;
    if (typeof a === 'boolean') return BigInt(a);
  } else {
    if (typeof a === 'bigint' || typeof a === 'boolean') return ~BigInt(a);
    if (a instanceof Unknown) return new Unknown(`~${a.name}`, at);
  }
  return st.fail(
    'unsupported-operator',
    at,
    `there is no unary operator \`${op}\` for ${inWords(a)}`,
    'TypeError',
    isStaged(a),
  );
};

const IN_PLACE: Partial<Record<BinOp, string>> = {
  '+': 'add_to',
  '-': 'sub_to',
  '*': 'mul_to',
  '/': 'truediv_to',
  '//': 'floordiv_to',
  '%': 'mod_to',
};

/** `current op= value`: whole tensors are changed where they are, and the result is None; the rest is a new value. */
export const inPlaceOp = (
  st: State,
  op: BinOp,
  current: Value,
  value: Value,
  at: Span,
  places: Places = [at, at],
): Value => {
  const inPlace = IN_PLACE[op];
  if (isTensor(current) && inPlace) {
    st.libop(inPlace, [current, value], at);
    return null;
  }
  if (current instanceof PyList && op === '+') {
    const more = iterate(st, value, at);
    if (more) {
      current.items.push(...more);
      return current;
    }
  }
  return binaryOp(st, op, current, value, at, places);
};
