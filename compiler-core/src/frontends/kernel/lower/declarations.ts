/** Declarations in functions ([stmt.dcl]). */

import { isLocal } from '../dialect/opencl/kernels.ts';
import { groupMemory } from '../dialect/sycl/local-memory.ts';
import { declare, declareClassIn } from '../meaning/declare.ts';
import { declaredType, typeOfSpecifiers } from '../meaning/types.ts';
import type { Decl, InitDeclarator, Node, Specifiers } from '../parse/ast.ts';
import { shapeOf } from '../types/shape.ts';
import { plain, type Type, unknownType } from '../types/types.ts';
import { intConstant } from './constants.ts';
import { construct } from './construct.ts';
import { symbol } from './externals.ts';
import { deducedType, initialValue, sizedType } from './initialize.ts';
import { type Machine, OutOfBudget, Unmodelled } from './machine.ts';
import { element, fieldOf } from './members.ts';
import { placeOf, placeValue } from './places.ts';
import type { Value } from './values.ts';
import { bindVariable } from './variables.ts';

export const declareLocal = (m: Machine, declaration: Decl, node: Node): void => {
  switch (declaration.kind) {
    case 'simple':
      declareVariables(m, declaration.specifiers, declaration.declarators, declaration);
      break;
    case 'function':
      declare(declaration, m.scope, null, null);
      break;
    case 'staticAssert':
    case 'empty':
    case 'access':
      break;
    case 'asm':
      m.fail(node, 'inline assembly');
      break;
    case 'macro':
      m.fail(node, `the macro \`${declaration.name}\` is not known`);
      break;
    case 'error':
      m.fail(node, 'code that does not parse');
      break;
    default:
      declare(declaration, m.scope, null, null);
  }
};

function declareVariables(
  m: Machine,
  specifiers: Specifiers,
  list: readonly InitDeclarator[],
  declaration: Extract<Decl, { kind: 'simple' }>,
): void {
  if (specifiers.words.includes('typedef') || list.length === 0) {
    declare(declaration, m.scope, null, null);
    return;
  }
  declareClassIn(specifiers, m.scope, null);
  const base = typeOfSpecifiers(m, specifiers);
  for (const one of list) {
    const name = one.declarator.name?.parts[0]?.text ?? '';
    try {
      declareVariable(m, specifiers, one, base);
    } catch (error) {
      if (!(error instanceof Unmodelled) || error instanceof OutOfBudget) throw error;
      bindUnknown(m, name, one, base.type, error.reason);
      throw error;
    }
  }
}

/** So that what follows fails for the same reason, or, on the host, goes on with a value that is not known. */
function bindUnknown(m: Machine, name: string, { declarator }: InitDeclarator, base: Type, reason: string): void {
  let type = base;
  try {
    ({ type } = declaredType(m, { type: base, constant: false }, declarator));
  } catch {
    type = unknownType(reason);
  }
  const isKnown = m.host && type.kind !== 'auto' && type.kind !== 'unknown' && type.kind !== 'template';
  const value: Value = isKnown
    ? symbol(m, name, plain(type), declarator)
    : { kind: 'unknown', type: unknownType(reason), reason };
  if (m.host) m.record?.declared(value, { kind: 'unknown', type: unknownType(reason), reason }, false);
  for (const part of declarator.bindings ?? []) {
    m.scope.set(part.text, {
      kind: 'binding',
      name: part.text,
      declaration: declarator,
      type: unknownType(reason),
      constant: false,
      value: { kind: 'unknown', type: unknownType(reason), reason },
    });
  }
  if (name !== '') m.scope.set(name, { kind: 'binding', name, declaration: declarator, type, constant: false, value });
}

function declareVariable(
  m: Machine,
  specifiers: Specifiers,
  one: InitDeclarator,
  base: { type: Type; constant: boolean },
): void {
  const { declarator, initializer } = one;
  const name = declarator.name?.parts[0]?.text ?? '';
  if (declarator.chunks[0]?.kind === 'function' && initializer === null) return;
  const declared = declaredType(m, base, declarator);
  m.hint = name;
  if (declarator.bindings !== null) {
    bindParts(m, one, declared);
    return;
  }
  if (specifiers.words.includes('extern')) return;
  const isConstant = declared.constant;
  if (m.dialect === 'opencl' && !m.host && isLocal(specifiers.attributes)) {
    // One for all items of the group, wherever it is declared.
    const memory = groupMemory(m, `local:${declarator.from}`, name, declared.type, [], declarator);
    const value = placeValue(placeOf(memory));
    m.scope.set(name, { kind: 'binding', name, declaration: declarator, type: declared.type, constant: false, value });
    return;
  }
  if (initializer === null) {
    const value = uninitialized(m, declared.type, one);
    m.scope.set(name, bindVariable(m, name, declarator, value?.type ?? declared.type, value, isConstant));
    return;
  }
  const sized = sizedType(m, declared.type, initializer);
  // Its initialiser may ask for its type: `decltype(x)`.
  if (sized.kind !== 'auto' && sized.kind !== 'template') {
    const reason = `\`${name}\` in its own initialiser`;
    m.scope.set(name, {
      kind: 'binding',
      name,
      declaration: declarator,
      type: sized,
      constant: false,
      value: { kind: 'unknown', type: sized, reason },
    });
  }
  const value = initialValue(m, sized, initializer, one);
  const type = deducedType(sized, value);
  m.scope.set(name, bindVariable(m, name, declarator, type, value, isConstant));
}

/** A class with constructors or field initialisers makes its object; anything else has no value yet. */
function uninitialized(m: Machine, type: Type, node: Node): Value | null {
  if (type.kind === 'class') {
    const { info } = type;
    const isMade =
      info.constructors.some(({ declaration }) => declaration.body !== null) ||
      info.fields.some(({ initializer }) => initializer !== null);
    if (isMade) return construct(m, type, [], node, false);
    return null;
  }
  if (type.kind === 'unknown') return m.fail(node, type.reason);
  if (type.kind === 'library' && shapeOf(type).kind === 'opaque') return construct(m, type, [], node, false);
  return type.kind === 'template' ? construct(m, type, [], node, false) : null;
}

/** `auto [a, b] = pair;` */
function bindParts(
  m: Machine,
  { declarator, initializer }: InitDeclarator,
  declared: { type: Type; constant: boolean },
): void {
  if (initializer === null) return;
  const value = initialValue(m, declared.type, initializer, declarator);
  const whole = bindVariable(m, 'parts', declarator, deducedType(declared.type, value), value, declared.constant);
  const type = plain(whole.value.type);
  const shape = shapeOf(type);
  for (const [i, part] of (declarator.bindings ?? []).entries()) {
    const source: Value =
      whole.value.kind === 'place' || whole.value.kind === 'variable'
        ? whole.value
        : { kind: 'variable', type: whole.value.type, binding: whole, value: whole.value };
    let bound: Value;
    if (shape.kind === 'fields') {
      const field = shape.fields[i];
      bound =
        field === undefined
          ? m.fail(declarator, 'more names than parts')
          : fieldOf(m, source, field.name, field.type, declarator);
    } else if (shape.kind === 'elements')
      bound = element(m, source, intConstant(i, m.at(declarator)), shape.of, declarator);
    else bound = m.fail(declarator, 'parts of an object that is not known');
    m.scope.set(part.text, {
      kind: 'binding',
      name: part.text,
      declaration: declarator,
      type: bound.type,
      constant: declared.constant,
      value: bound,
    });
  }
}
