/** A part of a translation unit to the kernels it launches, each as a function of the loop IR. */

import type { HostRecorder } from '../host/recorder.ts';
import { rootScope } from '../meaning/declare.ts';
import type { Binding, Entity, FunctionEntity, Scope } from '../meaning/entities.ts';
import { findName } from '../meaning/lookup.ts';
import { type Bindings, templateArgs } from '../meaning/templates.ts';
import { typeOfEntity } from '../meaning/types.ts';
import type { Decl, FunctionPart, Node } from '../parse/ast.ts';
import type { SyntaxUnit } from '../parse/parse.ts';
import { type ClassType, plain, unknownType } from '../types/types.ts';
import { external, symbol } from './externals.ts';
import { callFunction, functionPart, parameterType, scopeOfFunction } from './functions.ts';
import { instanceKey } from './host-calls.ts';
import type { Launched } from './kernels.ts';
import { callClosure, lambdaParameters } from './lambdas.ts';
import { type Limits, Machine, type Reason, Unmodelled } from './machine.ts';
import { chooseOverload, deduceCall } from './overloads.ts';
import type { Part } from './parts.ts';
import { placeOf, placeValue } from './places.ts';
import type { Value } from './values.ts';

export interface LoweredPart {
  readonly kernels: readonly Launched[];
  /** What of the host's code could not be followed. */
  readonly host: readonly Reason[];
  /** Where a limit left kernels out. */
  readonly limited: readonly Reason[];
  /** Expressions and statements executed, of the limits' total. */
  readonly steps: number;
  /** What the names that kernels use stand for, by what declares them: one for each type that it has. */
  readonly bound: ReadonlyMap<Node, readonly Binding[]>;
  /** Functions that kernels call and whose bodies stand in none of the text. */
  readonly bodiless: ReadonlySet<string>;
}

/**
 * Never throws; what is not modelled is said in each kernel. Time grows with the text that kernels reach.
 * @param record notes what the host does around them
 */
export const lowerPart = (
  unit: SyntaxUnit,
  { body, isOwn }: Part,
  launching: ReadonlySet<string>,
  limits: Limits,
  record: HostRecorder | null = null,
): LoweredPart => {
  const m = new Machine(unit, rootScope(body), body);
  m.limits = limits;
  m.launching = launching;
  m.record = record;
  // Templates are read where they are called; the functions that call them first.
  for (const entity of entries(m.root, m)) if (isOwn(entity.declaration)) visit(m, entity);
  for (const declaration of body) instantiate(m, declaration, m.root, isOwn);
  readUncalled(m, isOwn);
  const { kernels, hostReasons: host, limited, spent: steps, bound, bodiless } = m;
  return { kernels, host, limited, steps, bound, bodiless };
};

/** Functions that are not templates and lead to a launch, in the order of the text; members of classes too. */
function entries(root: Scope, m: Machine): FunctionEntity[] {
  const out: FunctionEntity[] = [];
  const scopes = [root];
  const seen = new Set<Scope>();
  for (const scope of scopes) {
    if (seen.has(scope)) continue;
    seen.add(scope);
    for (const name of scope.names()) for (const entity of scope.own(name)) add(entity);
    scopes.push(...scope.opened);
  }
  function add(entity: Entity): void {
    if (entity.kind === 'function') {
      const isOutside =
        entity.declaration.declarator.name !== null &&
        entity.declaration.declarator.name.parts.length > 1 &&
        entity.owner === null;
      if (entity.head === null && entity.declaration.body !== null && m.launching.has(entity.name) && !isOutside)
        out.push(entity);
    } else if (entity.kind === 'namespace') scopes.push(entity.scope);
    else if (
      entity.kind === 'class' &&
      entity.head === null &&
      entity.definition !== null &&
      mayLaunch(m, entity.definition.members, entity.name, entity.scope)
    ) {
      const type = safely(() =>
        typeOfEntity(m, entity, {
          form: 'identifier',
          text: entity.name,
          arguments: null,
          type: null,
          expression: null,
          from: 0,
          to: 0,
        }),
      );
      if (type?.kind === 'class') members(type, out, m, scopes);
    }
  }
  return out.sort((a, b) => a.declaration.from - b.declaration.from);
}

const mayLaunch = (m: Machine, members: readonly Decl[], name: string, scope: Scope): boolean =>
  members.some((member) => member.kind === 'template' || member.kind === 'function' || member.kind === 'simple') &&
  ([...scope.names()].some((other) => other.startsWith(`${name}::`)) || m.launching.size > 0);

function members(type: ClassType, out: FunctionEntity[], m: Machine, scopes: Scope[]): void {
  const { scope } = type.info;
  for (const name of scope.names()) {
    for (const entity of scope.own(name)) {
      if (
        entity.kind === 'function' &&
        entity.head === null &&
        entity.declaration.body !== null &&
        m.launching.has(entity.name)
      )
        out.push(entity);
      else if (entity.kind === 'class') scopes.push(scope);
    }
  }
  for (const entity of type.info.constructors)
    if (entity.declaration.body !== null && m.launching.has(type.info.name) && entity.head === null)
      out.push({ ...entity });
}

/** `template void f<float>(float *);`: an instance that no call here asks for. */
function instantiate(m: Machine, declaration: Decl, scope: Scope, isOwn: Part['isOwn']): void {
  if (declaration.kind === 'namespace') {
    const inner = declaration.names.reduce<Scope | null>((at, name) => {
      const found = at?.own(name)[0];
      return found?.kind === 'namespace' ? found.scope : null;
    }, scope);
    if (inner !== null) for (const one of declaration.body) instantiate(m, one, inner, isOwn);
    return;
  }
  if (declaration.kind !== 'instantiation' || !isOwn(declaration)) return;
  const inner = declaration.declaration;
  const declarator =
    inner.kind === 'function'
      ? inner.declarator
      : inner.kind === 'simple'
        ? inner.declarators[0]?.declarator
        : undefined;
  const name = declarator?.name;
  const part = declarator?.chunks[0];
  const last = name?.parts.at(-1);
  if (name == null || last === undefined || part?.kind !== 'function' || !m.launching.has(last.text)) return;
  safely(() =>
    m.within(scope, () => {
      const found = findName(m, name);
      if (found.kind !== 'entities') return;
      const entities = found.entities.filter((entity): entity is FunctionEntity => entity.kind === 'function');
      const args = part.parameters.map(
        (parameter): Value =>
          symbol(
            m,
            parameter.declarator.name?.parts[0]?.text ?? 'value',
            plain(parameterType(m, parameter).type),
            parameter,
          ),
      );
      const explicit = last.arguments === null ? null : templateArgs(m, last.arguments);
      const chosen = chooseOverload(m, entities, args, explicit, declaration, last.text);
      if (chosen === null) return;
      const key = instanceKey(chosen.entity, chosen.bindings);
      if (m.visited.has(key)) return;
      m.visited.add(key);
      m.assigned = m.changesIn(chosen.entity.declaration);
      const who = { key, name: chosen.entity.name, node: chosen.entity.declaration };
      const run = (): Value => callFunction(m, chosen.entity, chosen.bindings, null, args, declaration);
      m.record === null ? run() : m.record.entry(m, who, args, null, run);
    }),
  );
  m.assigned = new Map();
  m.scope = m.root;
}

/** Members of instances, functions and lambdas that nothing here calls: something that is not followed may. */
function readUncalled(m: Machine, isOwn: Part['isOwn']): void {
  // Reading one may make more of them; both lists only grow, within the limits of instances and kernels.
  for (const info of m.classes) {
    const members = [...info.scope.names()].flatMap((name) => info.scope.own(name));
    for (const entity of [...members, ...info.constructors])
      if (entity.kind === 'function' && leadsToLaunch(m, entity) && entity.head === null && isOwn(entity.declaration))
        visit(m, entity);
  }
  for (const { entities, args } of m.named) {
    const [entity, ...more] = entities.filter(({ declaration }) => declaration.body !== null);
    const part = entity === undefined ? null : functionPart(entity);
    if (entity === undefined || more.length > 0 || part === null || !isOwn(entity.declaration)) continue;
    const bindings = entity.head === null ? null : safely(() => deduceCall(m, entity, part, [], args));
    if (entity.head === null || bindings !== null) visit(m, entity, bindings);
  }
  for (const [lambda, waiting] of m.uncalled) {
    if (waiting === 'called') continue;
    const { closure, assigned } = waiting;
    safely(() => {
      m.assigned = assigned;
      callClosure(m, closure, symbols(m, lambdaParameters(lambda), closure.scope), lambda);
    });
  }
  m.assigned = new Map();
  m.scope = m.root;
}

const leadsToLaunch = (m: Machine, { name, declaration }: FunctionEntity): boolean =>
  declaration.body !== null && m.launching.has(name);

/** With symbols for its parameters. */
function visit(m: Machine, entity: FunctionEntity, bindings: Bindings | null = null): void {
  const part = functionPart(entity);
  if (part === null) return;
  const key = instanceKey(entity, bindings);
  if (m.visited.has(key)) return;
  m.visited.add(key);
  safely(() => {
    const args = symbols(m, part, scopeOfFunction(m, entity, bindings));
    const self = entity.owner === null || entity.isStatic ? null : selfOf(m, { kind: 'class', info: entity.owner });
    m.assigned = m.changesIn(entity.declaration);
    m.scope = m.root;
    const who = { key, name: entity.name, node: entity.declaration };
    const run = (): Value => callFunction(m, entity, bindings, self, args, entity.declaration);
    m.record === null ? run() : m.record.entry(m, who, args, self, run);
  });
  m.assigned = new Map();
  m.scope = m.root;
}

const symbols = (m: Machine, part: FunctionPart, scope: Scope): Value[] =>
  m.within(scope, () =>
    part.parameters.map((parameter): Value => {
      const name = parameter.declarator.name?.parts[0]?.text ?? 'value';
      const value = safely(() => symbol(m, name, plain(parameterType(m, parameter).type), parameter));
      const reason = `the parameter \`${name}\``;
      return value ?? { kind: 'unknown', type: unknownType(reason), reason };
    }),
  );

/** An object that the host has somewhere. */
const selfOf = (m: Machine, type: ClassType): Value => {
  const known = m.objects.get(`this:${type.info.key}`);
  const made = known ?? placeValue(placeOf(external(m, m.freshExternal('this'), type, 'byvalue', [])));
  m.objects.set(`this:${type.info.key}`, made);
  return made;
};

/** Null where it is not modelled, or nested deeper than the stack. */
function safely<T>(run: () => T): T | null {
  try {
    return run();
  } catch (error) {
    if (error instanceof Unmodelled || error instanceof RangeError) return null;
    throw error;
  }
}
