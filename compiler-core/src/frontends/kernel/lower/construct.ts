/** Objects are made ([class.init], [dcl.init.aggr]): `T(a, b)`, `T{a, b}`, `T x(a)`. */

import { constructLibrary } from '../dialect/sycl/construct.ts';
import { instantiateTemplate } from '../meaning/classes.ts';
import { deduceClass } from '../meaning/deduce-class.ts';
import type { FunctionEntity } from '../meaning/entities.ts';
import { typeOfSpecifier } from '../meaning/types.ts';
import type { Expr, Node } from '../parse/ast.ts';
import type { Field } from '../types/classes.ts';
import { shapeOf, widestField } from '../types/shape.ts';
import { type ClassType, isScalarLike, plain, type Type } from '../types/types.ts';
import { explicitly } from './casts.ts';
import { runConstructor } from './constructors.ts';
import { convertTo, zeroOf } from './conversions.ts';
import { evaluate, evaluateList } from './expressions.ts';
import { initialValue } from './initialize.ts';
import type { Machine } from './machine.ts';
import { chooseOverload } from './overloads.ts';
import { rvalue } from './rvalue.ts';
import type { Value } from './values.ts';

export const evaluateConstruct = (m: Machine, e: Extract<Expr, { kind: 'construct' }>): Value => {
  const type = typeOfSpecifier(m, e.type);
  const { initializer } = e;
  if (initializer.kind === 'brace') {
    const list = evaluate(m, initializer.list);
    return list.kind === 'list' ? construct(m, type, list.items, e, true, list.designators) : list;
  }
  const values =
    initializer.kind === 'paren' ? evaluateList(m, initializer.arguments) : [evaluate(m, initializer.value)];
  const [only] = values;
  if (values.length === 1 && only !== undefined && type.kind !== 'template') return explicitly(m, only, type, e);
  return construct(m, type, values, e, false);
};

/** @param braces a list: an aggregate's members are given in their order */
export const construct = (
  m: Machine,
  type: Type,
  values: readonly Value[],
  node: Node,
  braces: boolean,
  designators: readonly (string | null)[] | null = null,
): Value => {
  const [first] = values;
  if (isScalarLike(type) || type.kind === 'pointer') {
    return first === undefined ? zeroOf(m, type, node) : convertTo(m, first, type, node);
  }
  switch (type.kind) {
    case 'class':
      return constructClass(m, type, values, node, braces, designators);
    case 'library':
      return constructLibrary(m, type, values, node);
    case 'template': {
      if (type.entity === null)
        return constructLibrary(m, { kind: 'library', name: type.name, args: [] }, values, node, true);
      const args = deduceClass(m, type.entity, values);
      if (args === null) return m.fail(node, `the arguments of \`${type.name}\` cannot be deduced`);
      return construct(m, instantiateTemplate(m, type.entity, args), values, node, braces);
    }
    case 'array': {
      const shape = shapeOf(type);
      if (shape.kind !== 'elements') return m.fail(node, 'an array whose size is not known');
      const list = first?.kind === 'list' && values.length === 1 && shape.of.kind !== 'array' ? first.items : values;
      const parts = m.parts(node, shape.count, (i) => {
        const value = list[i];
        return value === undefined ? zeroOf(m, shape.of, node) : rvalue(m, convertTo(m, value, shape.of, node), node);
      });
      return { kind: 'record', type, parts };
    }
    case 'reference':
    case 'auto':
      return first === undefined ? m.fail(node, 'an object without a value') : convertTo(m, first, type, node);
    case 'unknown':
      return m.fail(node, type.reason);
    case 'void':
      return { kind: 'void', type };
    default:
      return m.fail(node, `an object of ${type.kind}`);
  }
};

function constructClass(
  m: Machine,
  type: ClassType,
  values: readonly Value[],
  node: Node,
  braces: boolean,
  designators: readonly (string | null)[] | null,
): Value {
  const { info } = type;
  const [first] = values;
  const isCopy =
    values.length === 1 &&
    first !== undefined &&
    plain(first.type).kind === 'class' &&
    (plain(first.type) as ClassType).info.derivesFrom(info);
  const own = info.constructors.filter(({ declaration }) => declaration.form !== 'delete');
  if (isCopy && first !== undefined && !own.some(isUserCopy)) return convertTo(m, first, type, node);
  const usable = own.filter(({ declaration }) => declaration.form !== 'default' || values.length > 0);
  if (
    usable.length > 0 &&
    !(values.length === 0 && usable.every(({ declaration }) => declaration.form === 'default'))
  ) {
    const chosen = chooseOverload(m, usable, values, null, node, info.name);
    if (chosen !== null) return runConstructor(m, type, chosen, values, node);
    if (own.some(({ declaration }) => declaration.form === '') && !(values.length === 0))
      return m.fail(node, `no constructor of \`${info.name}\` fits`);
    if (values.length > 0) return m.fail(node, `no constructor of \`${info.name}\` fits`);
  }
  return aggregate(m, type, values, node, braces, designators);
}

const isUserCopy = ({ declaration, owner }: FunctionEntity): boolean => {
  if (declaration.form !== '' || declaration.body === null) return false;
  const chunk = declaration.declarator.chunks.find(({ kind }) => kind === 'function');
  if (chunk?.kind !== 'function') return false;
  const [only, ...more] = chunk.parameters;
  const named = only?.specifiers.type.kind === 'named' ? only.specifiers.type.name.parts.at(-1)?.text : '';
  return only !== undefined && more.length === 0 && named === owner?.name;
};

function aggregate(
  m: Machine,
  type: ClassType,
  values: readonly Value[],
  node: Node,
  _braces: boolean,
  designators: readonly (string | null)[] | null,
): Value {
  const { info } = type;
  let at = 0;
  if (info.isUnion) return unionOf(m, type, values, node, designators);
  const parts = info.fields.map((field): Value => {
    const value = designators === null ? values[at++] : values[designators.indexOf(field.name)];
    if (value !== undefined) return rvalue(m, partOf(m, value, field, node), node);
    return defaultField(m, field, node);
  });
  if (designators === null && values.length > info.fields.length)
    return m.fail(node, `too many values for \`${info.name}\``);
  return { kind: 'record', type, parts };
}

/** The first member, or the one that is named, has the value; the others are its bytes. */
function unionOf(
  m: Machine,
  type: ClassType,
  values: readonly Value[],
  node: Node,
  designators: readonly (string | null)[] | null,
): Value {
  const { fields } = type.info;
  const named = designators?.[0] ?? null;
  const [value] = values;
  const at =
    value === undefined ? widestField(type.info) : named === null ? 0 : fields.findIndex(({ name }) => name === named);
  if (values.length > 1 || fields[at] === undefined) return m.fail(node, `these values for \`${type.info.name}\``);
  const parts = fields.map((field, i): Value => {
    if (i !== at) return { kind: 'unknown', type: field.type, reason: 'another member of a union' };
    return value === undefined ? defaultField(m, field, node) : rvalue(m, partOf(m, value, field, node), node);
  });
  return { kind: 'record', type, parts };
}

const partOf = (m: Machine, value: Value, field: Field, node: Node): Value =>
  field.type.kind === 'array'
    ? construct(m, field.type, value.kind === 'list' ? value.items : [value], node, true)
    : convertTo(m, value, field.type, node);

/** What a field is that nothing is said about: its own initialiser, else zero. */
export const defaultField = (m: Machine, field: Field, node: Node): Value => {
  const { initializer } = field;
  if (initializer !== null) {
    return m.within(field.scope, () => {
      const value = initialValue(m, field.type, initializer, node);
      return rvalue(m, value.kind === 'list' ? construct(m, field.type, value.items, node, true) : value, node);
    });
  }
  if (field.type.kind === 'class' || field.type.kind === 'library')
    return rvalue(m, construct(m, field.type, [], node, true), node);
  if (field.type.kind === 'reference') return m.fail(node, 'a reference to nothing');
  return zeroOf(m, field.type, node);
};
