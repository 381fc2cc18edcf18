/** Call expressions: who is called. */

import { controlCall, isControlCall } from '../dialect/sycl/host.ts';
import { readArguments } from '../host/follow.ts';
import type { FunctionEntity } from '../meaning/entities.ts';
import { findName } from '../meaning/lookup.ts';
import { templateArgs } from '../meaning/templates.ts';
import { typeOfPart } from '../meaning/types.ts';
import type { Expr, Node } from '../parse/ast.ts';
import { unknownType } from '../types/types.ts';
import { explicitly } from './casts.ts';
import { construct } from './construct.ts';
import { evaluate, evaluateList } from './expressions.ts';
import { hostCall } from './host-calls.ts';
import { type Machine, OutOfBudget, Unmodelled } from './machine.ts';
import { evaluateMember } from './members.ts';
import { callValue } from './methods.ts';
import { functionsValue, valueOfFound } from './names.ts';
import { preserved } from './operands.ts';
import type { Value } from './values.ts';

export const evaluateCall = (m: Machine, e: Extract<Expr, { kind: 'call' }>): Value => {
  const { callee } = e;
  if (callee.kind === 'name') {
    const found = findName(m, callee.name);
    const value = valueOfFound(m, found, callee.name, callee);
    if (value === null || value.kind === 'unknown') {
      const type = typeOfPart(m, found);
      if (type !== null && type.kind !== 'unknown') {
        const values = argumentsOf(m, e);
        const [only] = values;
        return values.length === 1 && only !== undefined && type.kind !== 'template'
          ? explicitly(m, only, type, e)
          : construct(m, type, values, e, false);
      }
    }
    const args = argumentsOf(m, e);
    const { text, arguments: written } = found.part;
    // A name that is looked up here alone is looked for in what the arguments belong to, too.
    if (callee.name.parts.length === 1 && (value === null || value.kind === 'builtin' || isFree(value))) {
      const known = value?.kind === 'functions' ? value.entities : [];
      const associated = byArguments(m, text, args).filter((entity) => !known.includes(entity));
      const own = written === null ? null : templateArgs(m, written);
      if (associated.length > 0) return called(m, functionsValue(text, [...known, ...associated], null, own), args, e);
    }
    return called(m, value ?? m.fail(callee, `\`${text}\` is not known`), args, e);
  }
  if (callee.kind === 'member') {
    const mark = m.block.length;
    const value = evaluateMember(m, callee);
    const before = m.block.length;
    const args = argumentsOf(m, e);
    const kept = m.block.length === before ? value : withSelf(m, value, mark, e);
    return called(m, kept, args, e);
  }
  const value = evaluate(m, callee);
  return called(m, value, argumentsOf(m, e), e);
};

const called = (m: Machine, callee: Value, args: readonly Value[], e: Extract<Expr, { kind: 'call' }>): Value => {
  if (m.host) readArguments(m, args, e);
  if (callee.kind === 'builtin' && isControlCall(callee)) return controlCall(m, callee, args, e);
  return m.host ? hostCall(m, callee, args, e) : callValue(m, callee, args, e);
};

function withSelf(m: Machine, value: Value, mark: number, node: Node): Value {
  if ((value.kind === 'functions' || value.kind === 'builtin') && value.self !== null) {
    return { ...value, self: preserved(m, value.self, mark, node) };
  }
  return value;
}

/** Arguments left to right; each keeps its value whatever those after it do. */
function argumentsOf(m: Machine, e: Extract<Expr, { kind: 'call' }>): Value[] {
  const out: Value[] = [];
  const marks: number[] = [];
  for (const argument of e.arguments) {
    for (const value of m.host ? hostArgument(m, argument) : evaluateList(m, [argument])) {
      out.push(value);
      marks.push(m.block.length);
    }
  }
  const end = m.block.length;
  return out.map((value, i) => {
    const mark = marks[i] ?? end;
    return mark === end || value.kind === 'place' ? value : preserved(m, value, mark, e);
  });
}

/** On the host one argument that is not followed costs no call. */
function hostArgument(m: Machine, argument: Expr): readonly Value[] {
  try {
    return evaluateList(m, [argument]);
  } catch (error) {
    if (!(error instanceof Unmodelled) || error instanceof OutOfBudget) throw error;
    m.hostReasons.push({ reason: error.reason, at: error.at });
    return [{ kind: 'unknown', type: unknownType(error.reason), reason: error.reason }];
  }
}

const isFree = (value: Value): boolean =>
  value.kind === 'functions' && value.entities.every(({ owner }) => owner === null);

/** Functions of that name in the namespaces of the arguments' classes, and their friends ([basic.lookup.argdep]). */
export const byArguments = (_m: Machine, name: string, args: readonly Value[]): readonly FunctionEntity[] => {
  const out = new Set<FunctionEntity>();
  for (const { type } of args) {
    if (type.kind !== 'class') continue;
    const classes = [type.info];
    for (const info of classes) {
      for (const friend of info.friends) if (friend.name === name) out.add(friend);
      classes.push(...info.bases);
    }
    for (let scope = type.info.scope.parent; scope !== null; scope = scope.parent) {
      if (scope.kind !== 'namespace') continue;
      for (const entity of scope.own(name)) if (entity.kind === 'function') out.add(entity);
      break;
    }
  }
  return [...out];
};
