/** A call of a function of the program: its body is executed where the call stands ([expr.call]). */

import type { FunctionEntity } from '../meaning/entities.ts';
import { type Binding, Scope } from '../meaning/entities.ts';
import { type Bindings, bindParameters, expandPack } from '../meaning/templates.ts';
import { declaredType, typeOfSpecifiers, typeOfTypeId } from '../meaning/types.ts';
import type { FunctionPart, Node, Parameter } from '../parse/ast.ts';
import { printArg } from '../types/print-type.ts';
import { AUTO, plain, pointerTo, type Type, unknownType } from '../types/types.ts';
import { constantOf } from './constants.ts';
import { convertTo } from './conversions.ts';
import { evaluate, VOID_VALUE } from './expressions.ts';
import { type Frame, openTarget } from './frames.ts';
import { deducedType } from './initialize.ts';
import { type Machine, OutOfBudget, Unmodelled } from './machine.ts';
import { dereference } from './members.ts';
import { settled } from './operands.ts';
import { allocate, loadPlace, placeOf, placeValue } from './places.ts';
import { executeBlock } from './statements.ts';
import type { Place, Value } from './values.ts';
import { bindVariable } from './variables.ts';

export const functionPart = (entity: FunctionEntity): FunctionPart | null => {
  const chunk = entity.declaration.declarator.chunks[0];
  return chunk?.kind === 'function' ? chunk : null;
};

/** The scope in which parameters and body are read: that of the declaration, with the template's arguments. */
export const scopeOfFunction = (m: Machine, entity: FunctionEntity, bindings: Bindings | null): Scope => {
  if (bindings === null || entity.head === null) return entity.scope;
  const scope = new Scope(entity.scope, 'template');
  m.within(scope, () => bindParameters(m, entity.head?.parameters ?? [], [], scope, bindings));
  return scope;
};

export const parameterType = (m: Machine, parameter: Parameter): { type: Type; constant: boolean } => {
  const declared = declaredType(m, typeOfSpecifiers(m, parameter.specifiers), parameter.declarator);
  const { type } = declared;
  if (type.kind === 'array') return { type: pointerTo(type.of, declared.constant), constant: false };
  return type.kind === 'function' ? { type: AUTO, constant: true } : declared;
};

export const callFunction = (
  m: Machine,
  entity: FunctionEntity,
  bindings: Bindings | null,
  self: Value | null,
  args: readonly Value[],
  node: Node,
): Value => {
  const { declaration, name } = entity;
  const part = functionPart(entity);
  if (part === null) return m.fail(node, `\`${name}\` is no function`);
  const outer = scopeOfFunction(m, entity, bindings);
  if (declaration.body === null) {
    if (!m.host) m.bodiless.add(name);
    return m.fail(node, `\`${name}\` is declared, its body is not known`);
  }
  const key = `${declaration.from}<${bindings === null ? '' : [...bindings.values()].map(printArg).join(', ')}>`;
  const isConstant = args.every((arg) => constantOf(arg) !== null);
  if (m.active.includes(key) && !(isConstant && m.active.length < m.limits.callDepth))
    return m.fail(node, `\`${name}\` calls itself`);
  if (m.active.length >= m.limits.callDepth) return m.fail(node, 'calls are nested too deeply');
  const body = declaration.body;
  return inlined(m, name, key, outer, self, node, () => {
    bindArguments(m, part, args, node);
    m.guessed(body);
    return execute(m, resultType(m, entity, part), node, () => executeBlock(m, body));
  });
};

/** Runs `run` as the body of a function that was called at `node`. */
export const inlined = <T>(
  m: Machine,
  name: string,
  key: string,
  outer: Scope,
  self: Value | null,
  node: Node,
  run: () => T,
): T => {
  const before = { scope: m.scope, frame: m.frame, jumps: m.jumps, self: m.self, calls: m.calls };
  m.calls = [...m.calls, { span: m.at(node), callee: name }];
  m.self = self === null ? null : settled(m, self, node);
  m.active.push(key);
  m.scope = new Scope(outer, 'block');
  m.jumps = { breaks: null, continues: null };
  try {
    return m.host && m.record !== null ? m.record.call(m, name, node, run) : run();
  } finally {
    m.active.pop();
    Object.assign(m, before);
  }
};

function resultType(m: Machine, entity: FunctionEntity, part: FunctionPart): Type | null {
  if (part.trailing !== null) {
    const { type } = typeOfTypeId(m, part.trailing);
    return type.kind === 'auto' ? null : type;
  }
  const { specifiers, declarator } = entity.declaration;
  const converted = declarator.name?.parts.at(-1)?.type ?? null;
  if (converted !== null) {
    const { type } = typeOfTypeId(m, converted);
    return type.kind === 'auto' ? null : type;
  }
  const { type } = declaredType(m, typeOfSpecifiers(m, specifiers), {
    ...declarator,
    chunks: declarator.chunks.slice(1),
  });
  return type.kind === 'auto' || (type.kind === 'reference' && type.to.kind === 'auto') ? null : type;
}

/** Declares the parameters with their arguments in the scope here. */
export const bindArguments = (m: Machine, part: FunctionPart, args: readonly Value[], node: Node): void => {
  for (const [i, parameter] of part.parameters.entries()) {
    const name = parameter.declarator.name?.parts[0]?.text ?? '';
    if (parameter.declarator.pack) {
      const rest = args.slice(i);
      const one = (k: number): Binding => bindParameter(m, parameter, `${name}_${k}`, rest[k] as Value, node);
      // Each has the type that its item of the template's pack says.
      const typed = expandPack(m, parameter.specifiers, (k) => (k < rest.length ? one(k) : null)).filter(
        (made) => made !== null,
      );
      const items = typed.length === rest.length ? typed : rest.map((_, k) => one(k));
      m.scope.set(name, { kind: 'bindings', items });
      return;
    }
    const given = args[i] ?? (parameter.default === null ? null : evaluate(m, parameter.default));
    if (given === null) m.fail(node, `the argument for \`${name}\` is missing`);
    else m.scope.set(name, bindParameter(m, parameter, name, given, node));
  }
};

function bindParameter(m: Machine, parameter: Parameter, name: string, given: Value, node: Node): Binding {
  if (!m.host) return boundParameter(m, parameter, name, given, node);
  try {
    return boundParameter(m, parameter, name, given, node);
  } catch (error) {
    // On the host one parameter of no known type costs no launch.
    if (!(error instanceof Unmodelled) || error instanceof OutOfBudget) throw error;
    const known = declaredOrNull(m, parameter);
    if (known !== null && known.kind !== 'auto' && known.kind !== 'unknown') {
      const reason = error.reason;
      return bindVariable(m, name, parameter, known, { kind: 'unknown', type: known, reason }, false);
    }
    const type = unknownType(error.reason);
    return {
      kind: 'binding',
      name,
      declaration: parameter,
      type,
      constant: false,
      value: { kind: 'unknown', type, reason: error.reason },
    };
  }
}

function declaredOrNull(m: Machine, parameter: Parameter): Type | null {
  try {
    return plain(parameterType(m, parameter).type);
  } catch (error) {
    if (!(error instanceof Unmodelled) || error instanceof OutOfBudget) throw error;
    return null;
  }
}

function boundParameter(m: Machine, parameter: Parameter, name: string, given: Value, node: Node): Binding {
  const declared = parameterType(m, parameter);
  const value = convertTo(m, given, declared.type, node);
  const type = deducedType(declared.type, value);
  return bindVariable(m, name === '' ? 'unnamed' : name, parameter, type, value, declared.constant);
}

/** Executes a body; what it returns is the value of the call. */
export const execute = (m: Machine, result: Type | null, node: Node, body: () => void): Value => {
  const { block } = m;
  const position = block.length;
  const returns = openTarget(m, 'returned', node);
  const frame: Frame = {
    returns,
    result,
    byReference: result?.kind === 'reference',
    value: null,
    place: null,
    depth: 0,
    openResult: (type, at) => {
      let place: Place | null = null;
      const inner = m.block;
      m.block = block;
      block.insertAt(position, () => {
        place = placeOf(allocate(m, 'result', plain(type), at));
      });
      m.block = inner;
      return place ?? m.fail(at, 'a result');
    },
  };
  const before = m.frame;
  m.frame = frame;
  try {
    body();
  } finally {
    m.frame = before;
  }
  const { place, value } = frame;
  if (place !== null) {
    for (const { tensor } of place.allocation.leaves.values()) m.immutable.add(tensor);
    if (m.host) return placeValue(place);
    const made = loadPlace(m, place, node);
    return frame.byReference ? dereference(m, made, node) : made;
  }
  return value ?? VOID_VALUE;
};
