/** `ft.max`, `ft.exp`, `ft.cast` …: Python's on numbers, nodes of the program on elements, library calls on tensors. */

import type { BinaryOp, Expr, UnaryOp } from '../../../ir/nodes.ts';
import { isFloat, upCast } from '../../../ir/types.ts';
import { nearest } from '../../../text/nearest.ts';
import type { Span } from '../../../text/span.ts';
import { floorDiv, isNumber, toNumber } from '../arithmetic.ts';
import { shapeAt } from '../attributes.ts';
import { binaryOp, compareOp, isTensor } from '../operators.ts';
import type { BinOp, CmpOp } from '../python/ast.ts';
import type { State } from '../state.ts';
import { inWords, rankOf, shapeOf, TensorRef } from '../tensor.ts';
import {
  type Args,
  argumentAt,
  Builtin,
  dtypeValue,
  ExprValue,
  PyList,
  PyTuple,
  surplusAt,
  TypeName,
  typeOf,
  Unknown,
  type Value,
} from '../values.ts';

/** Reads parameters by position or name; raises `wrong-arguments` where one is missing. */
export const take = (
  st: State,
  name: string,
  args: Args,
  params: readonly string[],
  optional: readonly string[] = [],
): Value[] => {
  const surplus = [...args.keywords.keys()].find((k) => !params.includes(k) && !optional.includes(k));
  const all = [...params, ...optional];
  if (surplus) {
    const near = nearest(surplus, all);
    st.fail(
      'wrong-arguments',
      args.named?.get(surplus)?.nameAt ?? args.at,
      `${name}() has no parameter \`${surplus}\`${near ? `; did you mean \`${near}\`?` : ''}`,
      'TypeError',
      true,
    );
  }
  if (args.positional.length > all.length) {
    st.fail(
      'wrong-arguments',
      surplusAt(args, all.length),
      `${name}() takes ${all.length} argument${all.length === 1 ? '' : 's'}, ${args.positional.length} are given`,
      'TypeError',
      true,
    );
  }
  return all.map((p, i) => {
    const v = args.positional[i] ?? args.keywords.get(p);
    if (v === undefined && i < params.length && args.positional.length <= i) {
      if (args.keywords.get(p) === undefined)
        st.fail('wrong-arguments', args.at, `${name}() misses \`${p}\``, 'TypeError', true);
    }
    return v ?? null;
  });
};

/** Where an argument stands; the call where it is not written on its own. */
const placeOf = (args: Args, i: number): Span => args.spans[i] ?? args.at;

const operand = (st: State, name: string, v: Value, at: Args['at']): Expr => {
  const e = st.toExpr(v, at);
  return e ?? st.fail('store-type', at, `${name} works on numbers and tensors, not ${inWords(v)}`, 'TypeError', true);
};

const unknownCall = (name: string, values: readonly Value[], at: Args['at'], expr: Expr): Value =>
  values.some((v) => v instanceof ExprValue || v instanceof TensorRef)
    ? new ExprValue(expr)
    : new Unknown(`${name}(…)`, at, expr);

const binary = (st: State, name: string, op: BinaryOp, python: (a: Value, b: Value) => Value | undefined): Builtin =>
  new Builtin(name, (args) => {
    const [a, b] = take(st, name, args, ['lhs', 'rhs']) as [Value, Value];
    if (isTensor(a) || isTensor(b)) return st.libop(name, [a, b], args.at);
    const plain = python(a, b);
    if (plain !== undefined) return plain;
    const expr: Expr = {
      kind: 'binary',
      op,
      lhs: operand(st, name, a, placeOf(args, 0)),
      rhs: operand(st, name, b, placeOf(args, 1)),
      at: args.at,
    };
    return unknownCall(name, [a, b], args.at, expr);
  });

const unary = (st: State, name: string, op: UnaryOp, python: ((v: number, original: Value) => Value) | null): Builtin =>
  new Builtin(name, (args) => {
    const [v] = take(st, name, args, ['expr']) as [Value];
    if (isTensor(v)) return st.libop(name, [v], args.at);
    if (python && (typeof v === 'bigint' || typeof v === 'number')) return python(Number(v), v);
    return unknownCall(name, [v], args.at, {
      kind: 'unary',
      op,
      operand: operand(st, name, v, placeOf(args, 0)),
      at: args.at,
    });
  });

/** Functions of later versions that the IR has as intrinsics of C. */
const intrinsicOf = (st: State, name: string, c: string, python: (v: number) => number): Builtin =>
  new Builtin(name, (args) => {
    const [v] = take(st, name, args, ['expr']) as [Value];
    if (typeof v === 'bigint' || typeof v === 'number') return python(Number(v));
    if (isTensor(v)) return st.libop(name, [v], args.at);
    const e = operand(st, name, v, placeOf(args, 0));
    const wide = v instanceof TensorRef && v.def.dtype === 'float64';
    return new ExprValue({
      kind: 'intrinsic',
      format: `${c}${wide ? '' : 'f'}(%)`,
      args: [e],
      dtype: wide ? 'float64' : 'float32',
      sideEffect: false,
      at: args.at,
    });
  });

const both = (a: Value, b: Value, f: (x: Value, y: Value) => Value): Value | undefined =>
  isNumber(a) && isNumber(b) ? f(a, b) : undefined;
const less = (a: Value, b: Value): boolean => toNumber(a as number) < toNumber(b as number);

const operator = (st: State, name: string, op: BinOp | CmpOp): Builtin =>
  new Builtin(name, (args) => {
    const [a, b] = take(st, name, args, ['lhs', 'rhs']) as [Value, Value];
    const compare: readonly string[] = ['<', '<=', '>', '>=', '==', '!='];
    return compare.includes(op)
      ? compareOp(st, op as CmpOp, a, b, args.at, [placeOf(args, 0), placeOf(args, 1)])
      : binaryOp(st, op as BinOp, a, b, args.at, [placeOf(args, 0), placeOf(args, 1)]);
  });

const intrinsic = (st: State, args: Args): Value => {
  const format = args.positional[0] ?? args.keywords.get('fmt');
  if (typeof format !== 'string')
    return st.fail(
      'wrong-arguments',
      args.at,
      'an intrinsic begins with its text, such as "sinf(%)"',
      'TypeError',
      true,
    );
  const exprs = args.positional.slice(1).map((v, i) => operand(st, 'intrinsic', v, placeOf(args, i + 1)));
  const ret = args.keywords.get('ret_type');
  const holes = format.replaceAll('%%', '').split('%').length - 1;
  if (holes !== exprs.length) {
    st.fail(
      'wrong-arguments',
      argumentAt(args, 0, 'fmt'),
      `"${format}" has ${holes} place${holes === 1 ? '' : 's'} for values, ${exprs.length} are given`,
      'InvalidProgram',
      true,
    );
  }
  return new ExprValue({
    kind: 'intrinsic',
    format,
    args: exprs,
    dtype: ret === undefined ? 'void' : st.dtypeName(ret, argumentAt(args, -1, 'ret_type')),
    sideEffect: args.keywords.get('has_side_effect') === true,
    at: args.at,
  });
};

const dtypeOfValue = (st: State, v: Value, at: Args['at']): Value => {
  if (v instanceof TensorRef) return dtypeValue(v.def.dtype);
  if (typeof v === 'number') return dtypeValue('float32');
  if (typeof v === 'bigint' || typeof v === 'boolean') return dtypeValue('int32');
  if (v instanceof Unknown) return new Unknown(`dtype(${v.name})`, at);
  return st.fail('wrong-arguments', at, `dtype takes a tensor or a Python number, not ${typeOf(v)}`, 'Exception', true);
};

const extreme = (st: State, least: boolean): Builtin =>
  new Builtin(least ? 'min_value' : 'max_value', (args) => {
    const [v] = take(st, 'min_value', args, ['dtype']) as [Value];
    const t = st.dtypeName(v, args.at);
    if (t === 'unknown') return new Unknown('extreme value', args.at);
    if (isFloat(t)) return least ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
    // FreeTensor writes the bit pattern of the least integer, which is a positive Python number.
    if (t === 'int32') return least ? 0x80000000n : 0x7fffffffn;
    if (t === 'int64') return least ? 0x8000000000000000n : 0x7fffffffffffffffn;
    return st.fail('unknown-dtype', args.at, `${t} has no least or greatest value here`, 'AssertionError', true);
  });

export const expressionApi = (st: State): Record<string, Value> => {
  const f = (name: string, call: (args: Args) => Value): Builtin => new Builtin(name, call);
  const api: Record<string, Value> = {
    max: binary(st, 'max', 'max', (a, b) => both(a, b, (x, y) => (less(x, y) ? y : x))),
    min: binary(st, 'min', 'min', (a, b) => both(a, b, (x, y) => (less(y, x) ? y : x))),
    l_and: binary(st, 'l_and', 'lAnd', (a, b) =>
      typeof a === 'boolean' && typeof b === 'boolean' ? a && b : undefined,
    ),
    l_or: binary(st, 'l_or', 'lOr', (a, b) => (typeof a === 'boolean' && typeof b === 'boolean' ? a || b : undefined)),
    ceildiv: binary(st, 'ceildiv', 'ceilDiv', (a, b) =>
      typeof a === 'bigint' && typeof b === 'bigint'
        ? b === 0n
          ? st.fail('python-error', st.emitter.here, 'ZeroDivisionError: integer division by zero', 'ZeroDivisionError')
          : -floorDiv(-a, b)
        : undefined,
    ),
    round_towards_0_div: binary(st, 'round_towards_0_div', 'roundTowards0Div', () => undefined),
    remainder: binary(st, 'remainder', 'remainder', () => undefined),
    l_not: f('l_not', (args) => {
      const [v] = take(st, 'l_not', args, ['expr']) as [Value];
      if (isTensor(v)) return st.libop('l_not', [v], args.at);
      if (typeof v === 'boolean') return !v;
      return unknownCall('l_not', [v], args.at, {
        kind: 'unary',
        op: 'lNot',
        operand: operand(st, 'l_not', v, placeOf(args, 0)),
        at: args.at,
      });
    }),
    abs: unary(st, 'abs', 'abs', (n, v) => (typeof v === 'bigint' ? (v < 0n ? -v : v) : Math.abs(n))),
    sqrt: unary(st, 'sqrt', 'sqrt', (n) => Math.sqrt(n)),
    exp: unary(st, 'exp', 'exp', (n) => Math.exp(n)),
    square: unary(st, 'square', 'square', (n, v) => (typeof v === 'bigint' ? v * v : n * n)),
    tanh: unary(st, 'tanh', 'tanh', (n) => Math.tanh(n)),
    sigmoid: unary(st, 'sigmoid', 'sigmoid', null),
    floor: unary(st, 'floor', 'floor', null),
    ceil: unary(st, 'ceil', 'ceil', null),
    ln: intrinsicOf(st, 'ln', 'log', Math.log),
    sin: intrinsicOf(st, 'sin', 'sin', Math.sin),
    cos: intrinsicOf(st, 'cos', 'cos', Math.cos),
    tan: intrinsicOf(st, 'tan', 'tan', Math.tan),
    unbound: f('unbound', (args) => take(st, 'unbound', args, ['expr'])[0] as Value),
    if_then_else: f('if_then_else', (args) => {
      const [c, a, b] = take(st, 'if_then_else', args, ['cond', 'then_case', 'else_case']) as [Value, Value, Value];
      if (typeof c === 'boolean') return c ? a : b;
      const [cond, then, other] = [c, a, b].map((v, i) => operand(st, 'if_then_else', v, placeOf(args, i))) as [
        Expr,
        Expr,
        Expr,
      ];
      return unknownCall('if_then_else', [c, a, b], args.at, { kind: 'select', cond, then, else: other, at: args.at });
    }),
    cast: f('cast', (args) => {
      const [v, t] = take(st, 'cast', args, ['expr', 'dtype']) as [Value, Value];
      if (isTensor(v))
        return st.fail(
          'rank-mismatch',
          argumentAt(args, 0, 'expr'),
          'cast works on elements, not on a whole tensor',
          'TypeError',
          true,
        );
      return new ExprValue({
        kind: 'cast',
        dtype: st.dtypeName(t, argumentAt(args, 1, 'dtype')),
        operand: operand(st, 'cast', v, placeOf(args, 0)),
        at: args.at,
      });
    }),
    intrinsic: f('intrinsic', (args) => intrinsic(st, args)),
    any: f('any', (args) => {
      take(st, 'any', args, []);
      return new ExprValue({ kind: 'unknown', dtype: 'unknown', reason: 'any()', at: args.at });
    }),
    ndim: f('ndim', (args) => {
      const [v] = take(st, 'ndim', args, ['var']) as [Value];
      return v instanceof TensorRef ? BigInt(rankOf(v)) : 0n;
    }),
    shape: f('shape', (args) => {
      const [v, i] = take(st, 'shape', args, ['var'], ['i']) as [Value, Value];
      if (v instanceof Unknown) return new Unknown(`shape(${v.name})`, args.at);
      if (!(v instanceof TensorRef)) return new PyList([]);
      return i === null ? new PyTuple(shapeOf(v, args.at).map((e) => new ExprValue(e))) : shapeAt(st, v, i, args.at);
    }),
    dtype: f('dtype', (args) => dtypeOfValue(st, take(st, 'dtype', args, ['var'])[0] as Value, args.at)),
    mtype: f('mtype', (args) => {
      const [v] = take(st, 'mtype', args, ['var']) as [Value];
      return new TypeName('mtype', v instanceof TensorRef ? v.def.memory : 'byvalue');
    }),
    up_cast: f('up_cast', (args) => {
      const [a, b] = take(st, 'up_cast', args, ['lhs', 'rhs']) as [Value, Value];
      return dtypeValue(upCast(st.dtypeName(a, args.at), st.dtypeName(b, args.at)));
    }),
    same_mtype: f('same_mtype', (args) => {
      const [a, b] = take(st, 'same_mtype', args, ['lhs', 'rhs']) as [Value, Value];
      const [x, y] = [a, b].map((v) => (v instanceof TypeName ? v.name : v));
      if (x !== y && x !== 'byvalue' && y !== 'byvalue' && typeof x === 'string' && typeof y === 'string') {
        return st.fail(
          'shape-mismatch',
          args.at,
          `operands live in different memories: ${x} and ${y}`,
          'AssertionError',
          true,
        );
      }
      // FreeTensor gives the left one, also where it is `byvalue` and the right one a real place.
      return a;
    }),
    min_value: extreme(st, true),
    max_value: extreme(st, false),
    is_float: f('is_float', (args) =>
      isFloat(st.dtypeName(take(st, 'is_float', args, ['dtype'])[0] as Value, args.at)),
    ),
  };
  const ops: [string, BinOp | CmpOp][] = [
    ['add', '+'],
    ['sub', '-'],
    ['mul', '*'],
    ['truediv', '/'],
    ['floordiv', '//'],
    ['mod', '%'],
    ['lt', '<'],
    ['le', '<='],
    ['gt', '>'],
    ['ge', '>='],
    ['eq', '=='],
    ['ne', '!='],
  ];
  for (const [name, op] of ops) api[name] = operator(st, name, op);
  return api;
};
