/**
 * Our IR in the shape of the recorded trees of FreeTensor (May 2022), and the one normalisation under which they are
 * compared: floats to single precision, `StmtSeq`s flattened, ids that are a file and a line left out
 * (both sides), an external scalar of ours never occurs.
 */

import type { StagedUnit } from '../../compiler-core/src/frontends/tensor/stage.ts';
import type { BinaryOp, Expr, Stmt, UnaryOp } from '../../compiler-core/src/ir/nodes.ts';

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

const BINARY: Record<BinaryOp, string> = {
  add: 'Add',
  sub: 'Sub',
  mul: 'Mul',
  realDiv: 'RealDiv',
  floorDiv: 'FloorDiv',
  ceilDiv: 'CeilDiv',
  roundTowards0Div: 'RoundTowards0Div',
  mod: 'Mod',
  remainder: 'Remainder',
  min: 'Min',
  max: 'Max',
  lt: 'LT',
  le: 'LE',
  gt: 'GT',
  ge: 'GE',
  eq: 'EQ',
  ne: 'NE',
  lAnd: 'LAnd',
  lOr: 'LOr',
  bitAnd: 'BitAnd',
  bitOr: 'BitOr',
  bitXor: 'BitXor',
  shl: 'Shl',
  shr: 'Shr',
};
const UNARY: Record<UnaryOp, string> = {
  lNot: 'LNot',
  sqrt: 'Sqrt',
  exp: 'Exp',
  square: 'Square',
  sigmoid: 'Sigmoid',
  tanh: 'Tanh',
  abs: 'Abs',
  floor: 'Floor',
  ceil: 'Ceil',
  bitNot: 'BitNot',
};

const float = (v: number): Json =>
  Number.isNaN(v)
    ? 'nan'
    : v === Number.POSITIVE_INFINITY
      ? 'inf'
      : v === Number.NEGATIVE_INFINITY
        ? '-inf'
        : Math.fround(v);

export const exprTree = (e: Expr): Json => {
  switch (e.kind) {
    case 'int':
      return ['IntConst', Number(e.value)];
    case 'float':
      return ['FloatConst', float(e.value)];
    case 'bool':
      return ['BoolConst', e.value];
    case 'var':
      return ['Var', e.name];
    case 'param':
      return ['Param', e.name];
    case 'load':
      return ['Load', e.tensor, ...e.indices.map(exprTree)];
    case 'binary':
      return [BINARY[e.op], exprTree(e.lhs), exprTree(e.rhs)];
    case 'unary':
      return [UNARY[e.op], exprTree(e.operand)];
    case 'select':
      return ['IfExpr', exprTree(e.cond), exprTree(e.then), exprTree(e.else)];
    case 'cast':
      return ['Cast', e.dtype, exprTree(e.operand)];
    case 'intrinsic':
      return ['Intrinsic', e.format];
    case 'unknown':
      return ['Unknown', e.reason];
  }
};

const id = (s: Stmt): Json => s.names[0] ?? null;

export const stmtTree = (s: Stmt): Json => {
  switch (s.kind) {
    case 'seq': {
      if (s.names.length > 0) return { op: 'StmtSeq', id: id(s), stmts: s.stmts.map(stmtTree) };
      return { op: 'StmtSeq', id: null, stmts: s.stmts.map(stmtTree) };
    }
    case 'varDef':
      return {
        op: 'VarDef',
        id: id(s),
        name: s.name,
        dtype: s.dtype,
        shape: s.shape.map(exprTree),
        atype: s.access,
        mtype: s.memory,
        body: stmtTree(s.body),
      };
    case 'store':
      return { op: 'Store', id: id(s), var: s.tensor, indices: s.indices.map(exprTree), expr: exprTree(s.value) };
    case 'for':
      return {
        op: 'For',
        id: id(s),
        iter: s.iter,
        begin: exprTree(s.begin),
        end: exprTree(s.end),
        step: exprTree(s.step),
        no_deps: [...s.property.noDeps],
        prefer_libs: s.property.preferLibs,
        body: stmtTree(s.body),
      };
    case 'if':
      return {
        op: 'If',
        id: id(s),
        cond: exprTree(s.cond),
        then: stmtTree(s.then),
        ...(s.else ? { else: stmtTree(s.else) } : {}),
      };
    case 'assert':
      return { op: 'Assert', id: id(s), cond: exprTree(s.cond), body: stmtTree(s.body) };
    case 'eval':
      return { op: 'Eval', id: id(s), expr: exprTree(s.value) };
    default:
      return { op: s.kind, id: id(s) };
  }
};

export const unitTree = (u: StagedUnit): Json =>
  u.kind === 'builder' && u.func.name === 'program'
    ? stmtTree(u.func.body)
    : {
        op: 'Func',
        name: u.func.name,
        params: [...u.func.params],
        returns: u.func.returns.map((r) => [r.tensor, r.dtype]),
        body: stmtTree(u.func.body),
      };

const isObject = (j: Json): j is { readonly [key: string]: Json } =>
  j !== null && typeof j === 'object' && !Array.isArray(j);

/** The normalisation, for both sides. `ids`: keep ids that the user gave. */
export const normalise = (j: Json, ids: boolean): Json => {
  if (Array.isArray(j)) {
    if (j[0] === 'FloatConst' && typeof j[1] === 'number') return ['FloatConst', Math.fround(j[1])];
    if (j[0] === 'Intrinsic') {
      const format = /@!intrinsic\("(.*)" -> /.exec(String(j[1]));
      return ['Intrinsic', format ? (format[1] as string) : (j[1] as Json)];
    }
    return j.map((x) => normalise(x, ids));
  }
  if (!isObject(j)) return j;
  const out: Record<string, Json> = {};
  for (const [k, v] of Object.entries(j)) {
    if (k === 'id') {
      if (ids && typeof v === 'string' && !/\.py:\d+(\$\d+)?$/.test(v))
        out['id'] = v.replace(/[^>]*\.py:\d+(\$\d+)?->/g, '');
    } else if (k === 'returns' && Array.isArray(v)) out['returns'] = v.length;
    // `len` follows from begin, end and step.
    else if (k !== 'len') out[k] = normalise(v, ids);
  }
  if (out['op'] === 'StmtSeq' && Array.isArray(out['stmts'])) {
    const flat = (out['stmts'] as Json[]).flatMap((s) =>
      isObject(s) && s['op'] === 'StmtSeq' && !s['id'] ? (s['stmts'] as Json[]) : [s],
    );
    if (flat.length === 1 && !out['id']) return flat[0] as Json;
    out['stmts'] = flat;
  }
  return out;
};
