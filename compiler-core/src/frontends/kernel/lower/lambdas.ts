/** Lambda expressions ([expr.prim.lambda]): the environment they are made in, and their calls. */

import { Scope } from '../meaning/entities.ts';
import { LAUNCH_CALLS } from '../meaning/launches.ts';
import { type Bindings, bindParameters, deduceType } from '../meaning/templates.ts';
import { typeOfTypeId } from '../meaning/types.ts';
import type { FunctionPart, LambdaExpr, Name, Node } from '../parse/ast.ts';
import { walk } from '../parse/walk.ts';
import type { Type } from '../types/types.ts';
import { AUTO } from '../types/types.ts';
import { bindArguments, execute, inlined } from './functions.ts';
import { initialValue } from './initialize.ts';
import type { Machine } from './machine.ts';
import { settled } from './operands.ts';
import { typeOfArgument } from './overloads.ts';
import { allocate, placeOf, placeValue, storePlace } from './places.ts';
import { rvalue } from './rvalue.ts';
import { executeBlock } from './statements.ts';
import type { ClosureValue, Value } from './values.ts';
import { bindVariable } from './variables.ts';

export const evaluateLambda = (m: Machine, lambda: LambdaExpr): Value => {
  const scope = new Scope(m.scope, 'block');
  scope.closure = lambda;
  for (const capture of lambda.captures) {
    if (capture.initializer === null) {
      if (!capture.byReference && capture.name !== 'this' && capture.name !== '*this')
        copyCapture(m, scope, capture.name, lambda);
      continue;
    }
    const value = initialValue(
      m,
      capture.byReference ? { kind: 'reference', to: AUTO, constant: false, rvalue: false } : AUTO,
      capture.initializer,
      capture,
    );
    const type: Type = capture.byReference
      ? { kind: 'reference', to: value.type, constant: false, rvalue: false }
      : value.type;
    scope.set(capture.name, bindVariable(m, capture.name, capture, type, value, true));
  }
  if (lambda.default === '=') for (const name of namesIn(lambda)) copyCapture(m, scope, name, lambda);
  const made: ClosureValue = {
    kind: 'closure',
    type: { kind: 'closure', id: m.nextClosure() },
    lambda,
    scope,
    self: m.self,
  };
  if (m.host && m.uncalled.get(lambda) !== 'called' && launches(m, lambda))
    m.uncalled.set(lambda, { closure: made, assigned: m.assigned });
  return made;
};

const launching = new WeakMap<LambdaExpr, boolean>();
/** Whether its text holds a launch, or calls by name what leads to one. */
function launches(m: Machine, lambda: LambdaExpr): boolean {
  const known = launching.get(lambda);
  if (known !== undefined) return known;
  let found = false;
  walk([lambda.body], (node) => {
    if ('parts' in node) {
      const { text } = (node as Name).parts.at(-1) ?? { text: '' };
      if (m.launching.has(text) || (LAUNCH_CALLS as readonly string[]).includes(text)) found = true;
    }
    return !found;
  });
  launching.set(lambda, found);
  return found;
}

/** A variable that changes is copied where the lambda is made, into one that its calls share if it is `mutable`; the others are what they are. */
function copyCapture(m: Machine, scope: Scope, name: string, node: LambdaExpr): void {
  const isMutable = node.words.includes('mutable');
  if (m.host) return;
  const [entity] = m.scope.lookup(name);
  if (entity?.kind !== 'binding' || entity.value.kind !== 'place') return;
  const { allocation } = entity.value.place;
  if (allocation.external || allocation.memory !== 'gpu/local') return;
  const value = rvalue(m, entity.value, node);
  if (isMutable) {
    const own = placeOf(allocate(m, name, entity.value.type, node, 'gpu/local'));
    storePlace(m, own, value, node);
    scope.set(name, { ...entity, value: placeValue(own) });
  } else scope.set(name, { ...entity, value: value.kind === 'place' ? value : settled(m, value, node, name) });
}

const names = new WeakMap<LambdaExpr, ReadonlySet<string>>();
const namesIn = (lambda: LambdaExpr): ReadonlySet<string> => {
  const known = names.get(lambda);
  if (known !== undefined) return known;
  const found = new Set<string>();
  walk([lambda.body], (node) => {
    if ('parts' in node && (node as Name).parts.length === 1) found.add((node as Name).parts[0]?.text ?? '');
    return;
  });
  names.set(lambda, found);
  return found;
};

const NO_PARAMETERS: FunctionPart = {
  kind: 'function',
  parameters: [],
  variadic: false,
  const: false,
  volatile: false,
  reference: '',
  noexcept: false,
  trailing: null,
  words: [],
  requires: null,
  attributes: [],
};
export const lambdaParameters = (lambda: LambdaExpr): FunctionPart => lambda.function ?? NO_PARAMETERS;

export const callClosure = (m: Machine, closure: ClosureValue, args: readonly Value[], node: Node): Value => {
  const { lambda, scope: environment } = closure;
  const part = lambdaParameters(lambda);
  const outer = new Scope(environment, 'template');
  if (lambda.template !== null) {
    const { parameters } = lambda.template;
    const bindings: Bindings = new Map();
    m.within(environment, () => {
      for (const [i, parameter] of part.parameters.entries()) {
        const arg = args[i];
        if (arg !== undefined)
          deduceType(m, parameter.specifiers, parameter.declarator, typeOfArgument(arg), parameters, bindings);
      }
      bindParameters(m, parameters, [], outer, bindings);
    });
  }
  const key = `lambda${lambda.from}#${closure.type.id}`;
  if (m.active.includes(key)) return m.fail(node, 'a lambda calls itself');
  if (m.active.length >= m.limits.callDepth) return m.fail(node, 'calls are nested too deeply');
  if (m.host && m.uncalled.has(lambda)) m.uncalled.set(lambda, 'called');
  return inlined(m, 'lambda', key, outer, closure.self, node, () => {
    bindArguments(m, part, args, node);
    const result = part.trailing === null ? null : typeOfTypeId(m, part.trailing).type;
    m.guessed(lambda.body);
    return execute(m, result, node, () => executeBlock(m, lambda.body));
  });
};
