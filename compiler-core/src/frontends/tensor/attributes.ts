/** `object.name`, for modules, tensors, classes and Python's own types. */

import { dtypeOf } from '../../ir/dtype-of.ts';
import { nearest } from '../../text/nearest.ts';
import type { Span } from '../../text/span.ts';
import { isNumber } from './arithmetic.ts';
import { isStaged } from './operators.ts';
import { methodOf } from './pylib/methods.ts';
import type { State } from './state.ts';
import { subscript } from './subscript.ts';
import { loadOf, rankOf, shapeOf, TensorRef } from './tensor.ts';
import {
  BoundMethod,
  Builtin,
  dtypeValue,
  ExprValue,
  NativeObject,
  PyClass,
  PyFunction,
  PyInstance,
  PyList,
  PyModuleValue,
  PySlice,
  PyTuple,
  TypeName,
  typeOf,
  Unknown,
  type Value,
} from './values.ts';

const TENSOR_ATTRIBUTES = [
  'shape',
  'ndim',
  'dtype',
  'mtype',
  'name',
  'select',
  'select_slice',
  'as_load',
  'full_shape',
  'indices',
  'vardef',
];

export const attribute = (st: State, object: Value, name: string, nameAt: Span, at: Span): Value => {
  if (object instanceof TensorRef) return tensorAttribute(st, object, name, nameAt, at);
  if (object instanceof PyModuleValue) {
    const value = object.get(name);
    if (value !== undefined) return value;
    if (!object.complete) return st.unknown(`${object.name}.${name}`, at);
    const near = nearest(name, object.names());
    return st.failWith(
      'unknown-attribute',
      nameAt,
      `module \`${object.name}\` has no \`${name}\`${near ? `; did you mean \`${near}\`?` : ''}`,
      'AttributeError',
      [],
    );
  }
  if (object instanceof Unknown)
    return object.broken ? object : object.part(`.${name}`, () => st.unknown(`${object.name}.${name}`, at));
  if (object instanceof NativeObject)
    return (
      object.member(name, at) ??
      st.fail('unknown-attribute', nameAt, `'${object.type}' object has no attribute '${name}'`, 'AttributeError', true)
    );
  if (object instanceof PyInstance) {
    const data = object.members.get('data');
    if (object.of.name === 'ndarray' && name === 'tolist' && data instanceof PyList)
      return new Builtin('tolist', () => data);
    const own = object.members.get(name);
    if (own !== undefined) return own;
    const member = classMember(object.of, name);
    if (member instanceof PyFunction) {
      if (member.attributes.get('property') === true)
        return st.call(new BoundMethod(object, member), { positional: [], keywords: new Map(), at, spans: [] });
      return member.attributes.get('static') === true ? member : new BoundMethod(object, member);
    }
    if (member !== undefined) return member;
    if (object.any) {
      const set = st.unknown(`${object.of.name}.${name}`, at);
      object.members.set(name, set);
      return set;
    }
    if (object.of.bases.length > 0 || object.of.name === 'ndarray') return st.unknown(`${object.of.name}.${name}`, at);
    return st.fail('unknown-attribute', nameAt, `\`${object.of.name}\` has no attribute \`${name}\``, 'AttributeError');
  }
  if (object instanceof PyClass) {
    if (name === '__name__') return object.name;
    return classMember(object, name) ?? st.unknown(`${object.name}.${name}`, at);
  }
  if (object instanceof PyFunction)
    return (
      object.attributes.get(name) ?? (name === '__name__' ? object.name : st.unknown(`${object.name}.${name}`, at))
    );
  const scalar = scalarAttribute(st, object, name);
  if (scalar !== undefined) return scalar;
  const method = methodOf(st, object, name);
  if (method) return method;
  if (object !== null && typeof object === 'object') {
    switch (object.kind) {
      case 'undeclared':
        return st.failWith(
          'undeclared-parameter',
          at,
          `\`${object.name}\` is used as a tensor but never declared: FreeTensor passes its name as a string`,
          'AttributeError',
          [{ span: object.at, message: `declare it: \`${object.name}: ft.Var[(...), "float32"]\`` }],
        );
      case 'stagedFunc':
      case 'misc':
      case 'exception':
      case 'declaration':
      case 'typeName':
      case 'builtin':
      case 'with':
      case 'expr':
        return st.unknown(`${typeOf(object)}.${name}`, at);
      default:
    }
  }
  return st.fail(
    'unknown-attribute',
    nameAt,
    `'${typeOf(object)}' object has no attribute '${name}'`,
    'AttributeError',
    isStaged(object),
  );
};

/** Later versions give numbers and expressions the attributes of a rank-0 tensor in staged code. */
const scalarAttribute = (st: State, v: Value, name: string): Value | undefined => {
  if (!st.emitter.staging || !(isNumber(v) || v instanceof ExprValue)) return undefined;
  if (name === 'ndim') return 0n;
  if (name === 'shape') return new Builtin('shape', () => new PyTuple([]));
  if (name === 'mtype') return new TypeName('mtype', 'byvalue');
  if (name === 'dtype')
    return v instanceof ExprValue
      ? dtypeValue(dtypeOf(v.expr))
      : dtypeValue(typeof v === 'number' ? 'float32' : typeof v === 'boolean' ? 'bool' : 'int32');
  return undefined;
};

export const classMember = (c: PyClass, name: string): Value | undefined => {
  const own = c.members.get(name);
  if (own !== undefined) return own;
  for (const b of c.bases) {
    const inherited = b instanceof PyClass ? classMember(b, name) : undefined;
    if (inherited !== undefined) return inherited;
  }
  return undefined;
};

const tensorAttribute = (st: State, ref: TensorRef, name: string, nameAt: Span, at: Span): Value => {
  switch (name) {
    case 'shape':
      return new Builtin('shape', (args) => {
        const lengths = shapeOf(ref, args.at);
        const dim = args.positional[0] ?? args.keywords.get('dim');
        if (dim === undefined) return new PyTuple(lengths.map((e) => new ExprValue(e)));
        return shapeAt(st, ref, dim, args.at);
      });
    case 'ndim':
      return BigInt(rankOf(ref));
    case 'dtype':
      return dtypeValue(ref.def.dtype);
    case 'mtype':
      return new TypeName('mtype', ref.def.memory);
    case 'name':
      return ref.def.name;
    case 'full_shape':
      return new PyList(ref.def.shape.map((e) => new ExprValue(e)));
    case 'as_load':
      return new Builtin('as_load', (args) => new ExprValue(loadOf(ref, args.at)));
    case 'select':
      return new Builtin(name, (args) => {
        const [index, dim] = [
          args.positional[0] ?? args.keywords.get('idx'),
          args.positional[1] ?? args.keywords.get('dim'),
        ];
        if (index === undefined || typeof dim !== 'bigint')
          return st.fail('wrong-arguments', args.at, 'select takes an index and a dimension', 'TypeError', true);
        return alongDimension(st, ref, index, dim, args.at);
      });
    case 'select_slice':
      return new Builtin(name, (args) => {
        const [begin, end, dim] = ['begin', 'end', 'dim'].map((k, i) => args.positional[i] ?? args.keywords.get(k));
        if (begin === undefined || end === undefined || typeof dim !== 'bigint')
          return st.fail(
            'wrong-arguments',
            args.at,
            'select_slice takes a begin, an end and a dimension',
            'TypeError',
            true,
          );
        return alongDimension(st, ref, new PySlice(begin, end, null), dim, args.at);
      });
    case 'indices':
    case 'vardef':
      return new Unknown(`${ref.def.name}.${name}`, at);
    default: {
      const near = nearest(name, TENSOR_ATTRIBUTES);
      return st.failWith(
        'unknown-attribute',
        nameAt,
        `a tensor has no attribute \`${name}\`${near ? `; did you mean \`${near}\`?` : ''}`,
        'AttributeError',
        [{ span: ref.def.origin.span, message: `\`${ref.def.name}\` is defined here` }],
      );
    }
  }
};

/** The part of a tensor that a key of one dimension selects; the others stay whole. */
const alongDimension = (st: State, ref: TensorRef, index: Value, dim: bigint, at: Span): Value => {
  const rank = rankOf(ref);
  if (dim < 0n || dim >= BigInt(rank))
    return st.fail(
      'wrong-arguments',
      at,
      `there is no dimension ${dim} in \`${ref.def.name}\`, which has ${rank}`,
      'AssertionError',
      true,
    );
  const key = Array.from({ length: rank }, (_, d) => (BigInt(d) === dim ? index : new PySlice(null, null, null)));
  return subscript(st, ref, new PyTuple(key), at, null);
};

/** The length of one dimension, an expression as in FreeTensor (a constant one too). */
export const shapeAt = (st: State, ref: TensorRef, dim: Value, at: Span): Value => {
  const lengths = shapeOf(ref, at);
  if (dim instanceof Unknown) return new Unknown(`${ref.def.name}.shape(${dim.name})`, at);
  if (dim instanceof ExprValue && dim.expr.kind === 'int') return shapeAt(st, ref, dim.expr.value, at);
  if (typeof dim !== 'bigint')
    return st.fail('wrong-arguments', at, `a dimension is an integer, not ${typeOf(dim)}`, 'TypeError', true);
  const length = lengths[Number(dim)];
  if (dim < 0n || length === undefined) {
    return st.failWith(
      'rank-mismatch',
      at,
      `there is no dimension ${dim} here: \`${ref.def.name}\`${ref.indices.length > 0 ? ' indexed like this' : ''} has ${lengths.length} (counted from 0)`,
      'Error',
      [{ span: ref.def.origin.span, message: `\`${ref.def.name}\` is defined here` }],
    );
  }
  return new ExprValue({ ...length, at });
};
