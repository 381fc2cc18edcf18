/** Calls of member functions, closures and other things with a call operator. */

import { callBuiltin } from '../dialect/sycl/calls.ts';
import type { FunctionEntity } from '../meaning/entities.ts';
import type { Node } from '../parse/ast.ts';
import { callFunction } from './functions.ts';
import { callClosure } from './lambdas.ts';
import type { Machine } from './machine.ts';
import { chooseOverload, misfit } from './overloads.ts';
import { overChoice } from './rvalue.ts';
import type { Value } from './values.ts';

/** A member function that is known already; `args` fit it. */
export const callMethod = (
  m: Machine,
  entity: FunctionEntity,
  self: Value,
  args: readonly Value[],
  node: Node,
): Value => {
  const chosen = chooseOverload(m, [entity], args, null, node, entity.name);
  return callFunction(m, entity, chosen?.bindings ?? null, self, args, node);
};

/** `callee(args)` of any value that can be called. */
export const callValue = (m: Machine, callee: Value, args: readonly Value[], node: Node): Value => {
  switch (callee.kind) {
    case 'variable':
      // An object keeps the way back to its variable: its operator may change it.
      return callee.value.kind === 'record'
        ? callObject(m, callee, args, node)
        : callValue(m, callee.value, args, node);
    case 'closure':
      return callClosure(m, callee, args, node);
    case 'functions': {
      const chosen = chooseOverload(m, callee.entities, args, callee.args, node, callee.name, callee.self);
      const [only] = callee.entities;
      // C has one function of a name, and converts any pointer from `void *`.
      if (chosen === null && m.dialect === 'opencl' && callee.entities.length === 1 && only) {
        return callFunction(m, only, null, null, args, node);
      }
      if (chosen === null) return m.fail(node, misfit(m, callee.name, callee.entities, args));
      const { entity } = chosen;
      return callFunction(
        m,
        entity,
        chosen.bindings,
        entity.owner === null || entity.isStatic ? null : callee.self,
        args,
        node,
      );
    }
    case 'builtin':
      return callBuiltin(m, callee, args, node);
    case 'choice':
      return overChoice(m, callee, (one) => callValue(m, one, args, node), node);
    case 'unknown':
      return m.fail(node, callee.reason);
    default:
      return callObject(m, callee, args, node);
  }
};

export const callObject = (m: Machine, object: Value, args: readonly Value[], node: Node): Value => {
  const { type } = object;
  if (type.kind === 'class') {
    const entities = type.info.scope
      .find('operator()')
      .filter((entity): entity is FunctionEntity => entity.kind === 'function');
    const chosen = chooseOverload(m, entities, args, null, node, 'operator()', object);
    if (chosen === null) return m.fail(node, `\`${type.info.name}\` cannot be called with these arguments`);
    return callFunction(m, chosen.entity, chosen.bindings, object, args, node);
  }
  if (type.kind === 'library') {
    return callBuiltin(
      m,
      { kind: 'builtin', type, name: 'operator()', path: `${type.name}.operator()`, self: object, args: null },
      args,
      node,
    );
  }
  if (type.kind === 'pointer') return m.fail(node, 'a call through a pointer');
  return m.fail(node, `a call of a ${object.kind}`);
};
