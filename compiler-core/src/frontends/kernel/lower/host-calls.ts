/** Calls in host code: carried out where they lead to a launch, or compute a constant; else only their type is known. */

import { isWorthwhile, passed } from '../host/follow.ts';
import type { FunctionEntity } from '../meaning/entities.ts';
import type { Bindings } from '../meaning/templates.ts';
import { declaredType, typeOfSpecifiers } from '../meaning/types.ts';
import type { Expr } from '../parse/ast.ts';
import { printArg, printType } from '../types/print-type.ts';
import { plain, type TemplateArg, type Type, unknownType } from '../types/types.ts';
import { constantOf } from './constants.ts';
import { symbol } from './externals.ts';
import { callFunction, functionPart, parameterType, scopeOfFunction } from './functions.ts';
import { type Machine, OutOfBudget, Unmodelled } from './machine.ts';
import { callValue } from './methods.ts';
import { type Chosen, chooseOverload, deduceCall, misfit } from './overloads.ts';
import type { Value } from './values.ts';

type CallExpr = Extract<Expr, { kind: 'call' }>;

export const hostCall = (m: Machine, callee: Value, args: readonly Value[], e: CallExpr): Value => {
  const bare = callee.kind === 'variable' ? callee.value : callee;
  if (bare.kind === 'functions') return callHostFunction(m, bare, args, e);
  return callValue(m, callee, args, e);
};

function callHostFunction(
  m: Machine,
  callee: Extract<Value, { kind: 'functions' }>,
  args: readonly Value[],
  e: CallExpr,
): Value {
  const { entities, self, name } = callee;
  let chosen: Chosen | null = null;
  try {
    chosen = chooseOverload(m, entities, args, callee.args, e, name);
  } catch (error) {
    if (!(error instanceof Unmodelled) || error instanceof OutOfBudget) throw error;
  }
  chosen ??= onlyOne(m, entities, args, callee.args);
  if (chosen === null) return m.fail(e, misfit(m, name, entities, args));
  const { entity, bindings } = chosen;
  const { declaration } = entity;
  // A function that is handed over may be the one that launches.
  const isHanded = args.some((arg) => arg.kind === 'functions' && m.launching.has(arg.name));
  const launches = (m.launching.has(name) || isHanded) && declaration.body !== null;
  const isGeneric = entity.head !== null || isGenericMember(entity);
  if (launches && (isGeneric || args.some(isFunctionLike))) {
    const key = `${instanceKey(entity, bindings)}:${args.map((arg) => (isFunctionLike(arg) ? nameOfFunction(arg) : '')).join(',')}`;
    if (!m.visited.has(key)) {
      m.visited.add(key);
      m.visited.add(instanceKey(entity, bindings));
      visit(m, key, entity, bindings, self, args, e);
    }
    m.record?.callEntry(m, key, args, self, e);
  } else if (launches && entity.owner !== null && self !== null) {
    // A member of an object that is known here better than anywhere else was read on its own already.
    m.record?.callEntry(m, instanceKey(entity, bindings), args, entity.isStatic ? null : self, e);
  } else if (
    declaration.body !== null &&
    args.every((arg) => constantOf(arg) !== null) &&
    declaration.specifiers.words.includes('constexpr')
  ) {
    return callFunction(m, entity, bindings, null, args, e);
  } else if (launches) m.record?.callEntry(m, instanceKey(entity, bindings), args, null, e);
  else if (isWorthwhile(m, entity, args)) return executeHere(m, entity, bindings, self, args, e);
  else passed(m, entity, functionPart(entity), args, self, e);
  const type = returnType(m, entity, bindings);
  if (m.record !== null && type.kind === 'library' && type.name === 'event') return { kind: 'object', type, data: {} };
  return { kind: 'unknown', type, reason: `the result of \`${name}\`` };
}

/** A function with its template's arguments, of one instance of its class. */
export const instanceKey = ({ declaration, owner }: FunctionEntity, bindings: Bindings | null): string =>
  `${declaration.from}:${bindings === null ? '' : [...bindings.values()].map(printArg).join(', ')}:${owner?.key ?? ''}`;

const nameOfFunction = (value: Value): string =>
  value.kind === 'functions' ? `${value.name}<${(value.args ?? []).map(printArg).join(', ')}>` : printType(value.type);

/** The function that is meant where arguments of no known type hide which one fits: the only one that can be. */
function onlyOne(
  m: Machine,
  entities: readonly FunctionEntity[],
  args: readonly Value[],
  explicit: readonly TemplateArg[] | null,
): Chosen | null {
  const able = entities.flatMap((entity): Chosen[] => {
    if (entity.head === null) return explicit === null ? [{ entity, bindings: null }] : [];
    const part = functionPart(entity);
    const bindings = part === null ? null : deduceCall(m, entity, part, args, explicit);
    return bindings === null ? [] : [{ entity, bindings }];
  });
  const [first, ...more] = able.length > 1 ? able.filter(({ entity }) => entity.declaration.body !== null) : able;
  return first === undefined || more.length > 0 ? null : first;
}

const isGenericMember = ({ owner }: FunctionEntity): boolean =>
  owner !== null && (owner.args.length > 0 || owner.scope.parent?.kind === 'template');
const isFunctionLike = (value: Value): boolean => {
  const type = plain(value.type);
  return (
    value.kind === 'functions' ||
    type.kind === 'closure' ||
    (type.kind === 'class' && type.info.scope.find('operator()').length > 0)
  );
};

/** A function that gives commands to a queue, or makes memory. */
function executeHere(
  m: Machine,
  entity: FunctionEntity,
  bindings: Chosen['bindings'],
  self: Value | null,
  args: readonly Value[],
  e: CallExpr,
): Value {
  const { assigned } = m;
  m.assigned = m.changesIn(entity.declaration);
  try {
    return callFunction(m, entity, bindings, entity.isStatic ? null : self, args, e);
  } finally {
    m.assigned = assigned;
  }
}

/** Executes a function of the host with values that are not known, but types that are. */
function visit(
  m: Machine,
  key: string,
  entity: FunctionEntity,
  bindings: Chosen['bindings'],
  self: Value | null,
  args: readonly Value[],
  e: CallExpr,
): void {
  const part = functionPart(entity);
  if (part === null) return;
  const scope = scopeOfFunction(m, entity, bindings);
  const values = m.within(scope, () =>
    part.parameters.map((parameter, i): Value => {
      const given = args[i];
      const declared = plain(parameterType(m, parameter).type);
      const isKept =
        given !== undefined &&
        (isFunctionLike(given) ||
          declared.kind === 'library' ||
          declared.kind === 'auto' ||
          given.type.kind === 'library');
      if (isKept && given !== undefined) return given;
      return symbol(
        m,
        parameter.declarator.name?.parts[0]?.text ?? 'value',
        declared.kind === 'auto' ? plain(given?.type ?? declared) : declared,
        parameter,
      );
    }),
  );
  const { assigned } = m;
  m.assigned = m.changesIn(entity.declaration);
  try {
    const own = entity.isStatic ? null : self;
    const run = (): Value => callFunction(m, entity, bindings, own, values, e);
    m.record === null
      ? run()
      : m.record.entry(m, { key, name: entity.name, node: entity.declaration }, values, own, run);
  } finally {
    m.assigned = assigned;
  }
}

function returnType(m: Machine, entity: FunctionEntity, bindings: Chosen['bindings']): Type {
  const { specifiers, declarator } = entity.declaration;
  const scope = scopeOfFunction(m, entity, bindings);
  const { type } = m.within(scope, () =>
    declaredType(m, typeOfSpecifiers(m, specifiers), { ...declarator, chunks: declarator.chunks.slice(1) }),
  );
  return type.kind === 'auto' ? unknownType(`the result of \`${entity.name}\``) : type;
}
