/** Template arguments: given, defaulted, matched against a specialisation, deduced from a call ([temp.arg], [temp.deduct]). */

import { convert } from '../lower/arithmetic.ts';
import { evaluateConstant } from '../lower/constant-expressions.ts';
import { constantOf, scalarConstant } from '../lower/constants.ts';
import { evaluate } from '../lower/expressions.ts';
import type { Machine } from '../lower/machine.ts';
import { rvalue } from '../lower/rvalue.ts';
import type { Value } from '../lower/values.ts';
import type {
  Declarator,
  Expr,
  Name,
  NamePart,
  Node,
  Specifiers,
  TemplateArgument,
  TemplateParameter,
} from '../parse/ast.ts';
import { walk } from '../parse/walk.ts';
import { ULONG } from '../types/fundamental.ts';
import { printArg, sameType } from '../types/print-type.ts';
import { isScalarLike, plain, type TemplateArg, type Type, typeArg } from '../types/types.ts';
import { type Entity, Scope } from './entities.ts';
import { findName } from './lookup.ts';
import { declaredType, typeOfPart, typeOfSpecifiers, typeOfTypeId } from './types.ts';

export type Bindings = Map<string, TemplateArg>;

/** Arguments as they are written, packs expanded. */
export const templateArgs = (m: Machine, list: readonly TemplateArgument[]): TemplateArg[] =>
  list.flatMap((argument) =>
    argument.pack ? expandPack(m, argument, () => templateArg(m, argument)) : [templateArg(m, argument)],
  );

export const templateArg = (m: Machine, argument: TemplateArgument): TemplateArg => {
  if (argument.kind === 'type') {
    const { type } = typeOfTypeId(m, argument.type);
    return type.kind === 'template' ? { kind: 'template', name: type.name, entity: type.entity } : typeArg(type);
  }
  if (argument.kind === 'value') return { kind: 'value', value: evaluateConstant(m, argument.value) };
  const found = findName(m, argument.name);
  if (found.kind === 'entities') {
    const [first] = found.entities;
    if (first?.kind === 'argument') return first.argument;
    if (first?.kind === 'alias' && first.head !== null && found.part.arguments === null) {
      return { kind: 'template', name: first.name, entity: first };
    }
  }
  const type = typeOfPart(m, found);
  if (type?.kind === 'template') return { kind: 'template', name: type.name, entity: type.entity };
  if (type !== null && (type.kind !== 'unknown' || found.kind === 'none')) return typeArg(type);
  const { from, to } = argument;
  return { kind: 'value', value: evaluateConstant(m, { kind: 'name', name: argument.name, from, to }) };
};

/** Runs `each` once for every item of the packs that are named below `pattern`, with their names standing for the item. */
export const expandPack = <T>(m: Machine, pattern: Node, each: (index: number) => T): T[] => {
  const packs = packsIn(m, pattern);
  const length = Math.max(0, ...packs.map(({ items }) => items.length));
  return m.parts(pattern, length, (i) => {
    const scope = m.inner('template');
    for (const { name, items } of packs) {
      const item = items[i];
      if (item !== undefined) scope.set(name, item);
    }
    return m.within(scope, () => each(i));
  });
};

const named = new WeakMap<Node, ReadonlySet<string>>();

/** Every name below a node. */
function namesIn(pattern: Node): ReadonlySet<string> {
  const before = named.get(pattern);
  if (before !== undefined) return before;
  const names = new Set<string>();
  walk([pattern], (node) => {
    if ('parts' in node) for (const { text } of (node as Name).parts) names.add(text);
    return;
  });
  named.set(pattern, names);
  return names;
}

function packsIn(m: Machine, pattern: Node): { name: string; items: readonly Entity[] }[] {
  const out = new Map<string, readonly Entity[]>();
  for (const text of namesIn(pattern)) {
    const [entity] = m.scope.lookup(text);
    if (entity?.kind === 'bindings') out.set(text, entity.items);
    else if (entity?.kind === 'argument' && entity.argument.kind === 'pack') {
      out.set(
        text,
        entity.argument.items.map((argument): Entity => ({ kind: 'argument', argument })),
      );
    }
  }
  return [...out].map(([name, items]) => ({ name, items }));
}

/** How many items a pack has: `sizeof...(pack)`. */
export const packLength = (m: Machine, pattern: Node): number | null => packsIn(m, pattern)[0]?.items.length ?? null;

/**
 * Declares the parameters in `scope`: those that are bound, then those given by position, then the defaults.
 * @returns all that are known, by name
 */
export const bindParameters = (
  m: Machine,
  parameters: readonly TemplateParameter[],
  given: readonly TemplateArg[],
  scope: Scope,
  bound: Bindings,
): Bindings => {
  const out: Bindings = new Map();
  let at = 0;
  for (const [i, parameter] of parameters.entries()) {
    let arg: TemplateArg | undefined;
    if (parameter.pack) {
      const rest = i === parameters.length - 1 ? given.slice(at) : [];
      const more = bound.get(parameter.name);
      arg = rest.length > 0 || more === undefined ? { kind: 'pack', items: rest } : more;
      at = given.length;
    } else if (at < given.length) arg = given[at++];
    else arg = bound.get(parameter.name) ?? m.within(scope, () => defaultOf(m, parameter));
    if (arg === undefined) continue;
    const found = arg;
    const whole = m.within(scope, () => typed(m, parameter, found));
    out.set(parameter.name, whole);
    if (parameter.name !== '') scope.set(parameter.name, { kind: 'argument', argument: whole });
  }
  return out;
};

function defaultOf(m: Machine, parameter: TemplateParameter): TemplateArg | undefined {
  if (parameter.kind === 'type')
    return parameter.default === null ? undefined : typeArg(typeOfTypeId(m, parameter.default).type);
  if (parameter.kind === 'value') {
    const value = parameter.parameter.default;
    return value === null ? undefined : { kind: 'value', value: evaluateConstant(m, value) };
  }
  return undefined;
}

/** A value argument has the type of its parameter. */
function typed(m: Machine, parameter: TemplateParameter, arg: TemplateArg): TemplateArg {
  if (parameter.kind !== 'value' || arg.kind !== 'value' || arg.value.kind !== 'scalar') return arg;
  const { specifiers, declarator } = parameter.parameter;
  const { type } = declaredType(m, typeOfSpecifiers(m, specifiers), declarator);
  return isScalarLike(type) ? { kind: 'value', value: convert(arg.value, type, m.at(parameter)) } : arg;
}

// ---- matching ------------------------------------------------------------------------------------------------------

/** Whether arguments fit the pattern of a partial specialisation; binds its parameters. */
export const matchArguments = (
  m: Machine,
  patterns: readonly TemplateArgument[],
  args: readonly TemplateArg[],
  parameters: readonly TemplateParameter[],
  bindings: Bindings,
): boolean => {
  for (const [i, pattern] of patterns.entries()) {
    if (pattern.pack) {
      const name = pattern.kind === 'name' ? pattern.name.parts[0]?.text : nameOfType(pattern);
      if (name !== undefined) bindings.set(name, { kind: 'pack', items: args.slice(i) });
      return true;
    }
    const arg = args[i];
    if (arg === undefined) return false;
    if (!matchArgument(m, pattern, arg, parameters, bindings)) return false;
  }
  return patterns.length === args.length;
};

const nameOfType = (pattern: TemplateArgument): string | undefined =>
  pattern.kind === 'type' && pattern.type.specifiers.type.kind === 'named'
    ? pattern.type.specifiers.type.name.parts[0]?.text
    : undefined;

const parameterNamed = (name: Name | null, parameters: readonly TemplateParameter[]): TemplateParameter | undefined =>
  name !== null && name.parts.length === 1 && name.parts[0]?.arguments === null
    ? parameters.find((parameter) => parameter.name === name.parts[0]?.text)
    : undefined;

function bind(bindings: Bindings, name: string, arg: TemplateArg): boolean {
  const known = bindings.get(name);
  if (known === undefined) {
    bindings.set(name, arg);
    return true;
  }
  return printArg(known) === printArg(arg);
}

function matchArgument(
  m: Machine,
  pattern: TemplateArgument,
  arg: TemplateArg,
  parameters: readonly TemplateParameter[],
  bindings: Bindings,
): boolean {
  if (pattern.kind === 'value') {
    const name = nameOfExpr(pattern.value);
    const parameter = parameterNamed(name, parameters);
    if (parameter !== undefined) return bind(bindings, parameter.name, arg);
    return arg.kind === 'value' && sameConstant(evaluateConstant(m, pattern.value), arg.value);
  }
  const name =
    pattern.kind === 'name'
      ? pattern.name
      : pattern.type.declarator.chunks.length === 0
        ? nameOf(pattern.type.specifiers)
        : null;
  const parameter = parameterNamed(name, parameters);
  if (parameter !== undefined) return bind(bindings, parameter.name, arg);
  if (pattern.kind === 'type' && arg.kind === 'type') {
    return deduceType(m, pattern.type.specifiers, pattern.type.declarator, arg.type, parameters, bindings, true);
  }
  if (pattern.kind === 'name' && arg.kind === 'type')
    return deduceNamed(m, pattern.name, arg.type, parameters, bindings);
  const own = templateArg(m, pattern);
  if (own.kind === 'value' && arg.kind === 'value') return sameConstant(own.value, arg.value);
  return printArg(own) === printArg(arg);
}

const sameConstant = (a: Value, b: Value): boolean => {
  const [x, y] = [constantOf(a), constantOf(b)];
  if (x !== null && y !== null) return Number(x) === Number(y);
  return a.kind === 'token' && b.kind === 'token' && a.name === b.name;
};

const nameOf = (specifiers: Specifiers): Name | null =>
  specifiers.type.kind === 'named' ? specifiers.type.name : null;
const nameOfExpr = (e: Expr): Name | null =>
  e.kind === 'name' ? e.name : e.kind === 'paren' ? nameOfExpr(e.inner) : null;

/**
 * Deduces parameters from one argument's type; `exact` where no conversion may follow (specialisations).
 * @returns whether the shapes agree; where nothing is to be deduced that is so
 */
export const deduceType = (
  m: Machine,
  specifiers: Specifiers,
  declarator: Declarator,
  given: Type,
  parameters: readonly TemplateParameter[],
  bindings: Bindings,
  exact = false,
): boolean => {
  let type = given;
  for (const chunk of declarator.chunks) {
    if (chunk.kind === 'reference') {
      if (exact && type.kind !== 'reference') return false;
      type = plain(type);
    } else if (chunk.kind === 'pointer') {
      type = plain(type);
      if (type.kind === 'array') type = type.of;
      else if (type.kind === 'pointer') type = type.to;
      else return false;
    } else if (chunk.kind === 'array') {
      type = plain(type);
      if (type.kind === 'pointer' && !exact) type = type.to;
      else if (type.kind === 'array') {
        const parameter = chunk.size === null ? undefined : parameterNamed(nameOfExpr(chunk.size), parameters);
        if (parameter !== undefined && type.size !== null) {
          bind(bindings, parameter.name, {
            kind: 'value',
            value: scalarConstant(BigInt(type.size), ULONG, m.at(chunk)),
          });
        }
        type = type.of;
      } else return false;
    } else return true;
  }
  if (exact && declarator.chunks.length === 0 && type.kind === 'reference') return false;
  const byValue = declarator.chunks.length === 0 && !exact;
  type = plain(type);
  if (byValue && type.kind === 'array') type = { kind: 'pointer', to: type.of, constant: false };
  const name = nameOf(specifiers);
  if (name === null) {
    if (specifiers.type.kind === 'auto') return true;
    return exact ? sameType(typeOfSpecifiers(m, specifiers).type, type) : true;
  }
  return deduceNamed(m, name, type, parameters, bindings, exact);
};

/** `T`, `vec<T, N>`, `C<T>` against a type. */
function deduceNamed(
  m: Machine,
  name: Name,
  type: Type,
  parameters: readonly TemplateParameter[],
  bindings: Bindings,
  exact = true,
): boolean {
  const parameter = parameterNamed(name, parameters);
  if (parameter !== undefined) return bind(bindings, parameter.name, typeArg(type));
  const part = name.parts.at(-1);
  if (part === undefined || part.arguments === null || !mentions(part, parameters)) {
    if (!exact) return true;
    const own = typeOfPart(m, findName(m, name));
    return own !== null && sameType(own, type);
  }
  if (type.kind === 'class') {
    const own = instanceOf(type, name, m, parameters);
    return own !== null && matchArguments(m, part.arguments, own, parameters, bindings);
  }
  const template = parameters.find(({ name: text, kind }) => kind === 'template' && text === name.parts[0]?.text);
  if (type.kind === 'library') {
    if (template !== undefined) bind(bindings, template.name, { kind: 'template', name: type.name, entity: null });
    else if (part.text !== type.name && !(part.text === 'local_accessor' && type.name === 'accessor')) return false;
    return matchArguments(m, part.arguments, type.args.slice(0, part.arguments.length), parameters, bindings);
  }
  // `multi_ptr<T, space>` is a pointer here.
  if (type.kind === 'pointer' && /_ptr$/.test(part.text)) {
    const [first] = part.arguments;
    return first === undefined || matchArgument(m, first, typeArg(type.to), parameters, bindings);
  }
  return false;
}

/** The arguments of the class, or of the base of it, that is an instance of the named template. */
function instanceOf(
  type: Extract<Type, { kind: 'class' }>,
  name: Name,
  m: Machine,
  parameters: readonly TemplateParameter[],
): readonly TemplateArg[] | null {
  const found = findName(m, {
    ...name,
    parts: name.parts.map((part, i) => (i === name.parts.length - 1 ? { ...part, arguments: null } : part)),
  });
  const entity = found.kind === 'entities' ? found.entities.find(({ kind }) => kind === 'class') : undefined;
  const isTemplate = parameters.some(({ name: text, kind }) => kind === 'template' && text === name.parts[0]?.text);
  const queue = [type.info];
  for (const info of queue) {
    if (info.template === entity || (isTemplate && info.args.length > 0)) return info.args;
    queue.push(...info.bases);
  }
  return null;
}

function mentions(part: NamePart, parameters: readonly TemplateParameter[]): boolean {
  let found = false;
  walk(part.arguments ?? [], (node) => {
    if ('parts' in node && (node as Name).parts.some(({ text }) => parameters.some(({ name }) => name === text)))
      found = true;
    return !found;
  });
  return found;
}

/** The value of a template argument where an expression names it. */
export const valueOfArgument = (m: Machine, arg: TemplateArg, node: Node): Value => {
  if (arg.kind === 'value') return rvalue(m, arg.value, node);
  return m.fail(node, 'a type stands where a value is wanted');
};
export { evaluate, Scope };
