/** Which of several functions a call means ([over.match]): the one whose parameters ask for the least conversion. */

import { accessorOf } from '../dialect/sycl/members.ts';
import type { FunctionEntity } from '../meaning/entities.ts';
import { Scope } from '../meaning/entities.ts';
import { type Bindings, bindParameters, deduceType, matchArguments } from '../meaning/templates.ts';
import { typeOfSpecifiers } from '../meaning/types.ts';
import type { FunctionPart, Node, TemplateParameter } from '../parse/ast.ts';
import { bitsOfScalar, isFloating, promote } from '../types/fundamental.ts';
import { printType, sameType } from '../types/print-type.ts';
import { numberAt } from '../types/shape.ts';
import { isScalarLike, type LibraryType, plain, type TemplateArg, type Type } from '../types/types.ts';
import { evaluateConstant } from './constant-expressions.ts';
import { constantOf } from './constants.ts';
import { functionPart, parameterType } from './functions.ts';
import { type Machine, OutOfBudget, Unmodelled } from './machine.ts';
import type { Value } from './values.ts';

export interface Chosen {
  readonly entity: FunctionEntity;
  readonly bindings: Bindings | null;
}
interface Candidate extends Chosen {
  readonly costs: readonly number[];
  readonly isTemplate: boolean;
  readonly signature: string;
  /** How much the parameters say about their arguments: `T *` more than `T`. */
  readonly special: number;
}

/** Null: none fits. @throws Unmodelled where several fit as well */
export const chooseOverload = (
  m: Machine,
  entities: readonly FunctionEntity[],
  args: readonly Value[],
  explicit: readonly TemplateArg[] | null,
  node: Node,
  name: string,
  self: Value | null = null,
): Chosen | null => {
  const fitting = entities.flatMap((entity) => candidate(m, entity, args, explicit) ?? []);
  const specialised = fitting.filter(({ entity }) => entity.specialisation !== null);
  const pool = specialised.length > 0 ? specialised : fitting;
  let best: Candidate[] = [];
  for (const one of pool) {
    if (best.some((other) => isBetter(other, one))) continue;
    best = [...best.filter((other) => !isBetter(one, other)), one];
  }
  const withBody = best.filter(({ entity }) => entity.declaration.body !== null || entity.declaration.form !== '');
  const [first, ...more] = withoutTwins(withBody.length > 0 ? withBody : best, self);
  if (first === undefined) return null;
  if (more.some(({ signature }) => signature !== first.signature)) {
    return m.fail(node, `\`${name}\` is one of several functions that fit`);
  }
  return first;
};

const CONST = / const$/;
/** Of two members that differ in `const` alone, an object that may change has the other one ([over.match.funcs]). */
function withoutTwins(best: readonly Candidate[], self: Value | null): readonly Candidate[] {
  const isConstant = self?.kind === 'variable' && self.binding.constant;
  const signatures = new Set(best.map(({ signature }) => signature));
  return best.filter(({ signature }) =>
    CONST.test(signature)
      ? isConstant || !signatures.has(signature.replace(CONST, ''))
      : !isConstant || !signatures.has(`${signature} const`),
  );
}

/** [over.match.best]: no argument worse, and better in one, or less general. */
function isBetter(a: Candidate, b: Candidate): boolean {
  let better = false;
  for (let i = 0; i < Math.max(a.costs.length, b.costs.length); i++) {
    const [x = 0, y = 0] = [a.costs[i], b.costs[i]];
    if (x > y) return false;
    if (x < y) better = true;
  }
  if (better) return true;
  if (a.isTemplate !== b.isTemplate) return !a.isTemplate;
  return a.isTemplate && a.special > b.special;
}

function candidate(
  m: Machine,
  entity: FunctionEntity,
  args: readonly Value[],
  explicit: readonly TemplateArg[] | null,
): Candidate[] | null {
  const part = functionPart(entity);
  if (part === null || entity.declaration.form === 'delete') return null;
  const { parameters } = part;
  const hasPack = parameters.some(({ declarator }) => declarator.pack);
  const required = parameters.filter(({ default: value, declarator }) => value === null && !declarator.pack).length;
  if (args.length < required || (args.length > parameters.length && !hasPack && !part.variadic)) return null;
  if (explicit !== null && entity.head === null && entity.specialisation === null) return null;
  const given = entity.specialisation?.slice(0, explicit?.length ?? 0) ?? [];
  if (!m.within(entity.scope, () => matchArguments(m, given, explicit?.slice(0, given.length) ?? [], [], new Map()))) {
    return null;
  }
  const bindings = entity.head === null ? null : deduceCall(m, entity, part, args, explicit);
  if (entity.head !== null && bindings === null) return null;
  const scope = new Scope(entity.scope, 'template');
  const costs: number[] = [];
  const types: string[] = [];
  try {
    const fits = m.within(scope, () => {
      if (entity.head !== null && bindings !== null) {
        bindParameters(m, entity.head.parameters, [], scope, bindings);
        if (!constraintsHold(m, entity)) return false;
      }
      for (const [i, parameter] of parameters.entries()) {
        if (parameter.declarator.pack) {
          for (let k = i; k < args.length; k++) costs.push(1);
          break;
        }
        const { type } = parameterType(m, parameter);
        types.push(printType(type));
        const arg = args[i];
        if (arg === undefined) break;
        const cost = conversionCost(arg, type);
        if (cost === null) return false;
        costs.push(cost);
      }
      return true;
    });
    if (!fits) return null;
  } catch (error) {
    if (!(error instanceof Unmodelled) || error instanceof OutOfBudget) throw error;
    return null;
  }
  // Its template's arguments are deduced, so that no argument is converted.
  if (entity.specialisation !== null && explicit === null && costs.some((cost) => cost >= 1)) return null;
  const special = parameters.reduce((sum, { declarator, specifiers }) => {
    const named = specifiers.type.kind === 'named' && specifiers.type.name.parts.at(-1)?.arguments !== null ? 2 : 0;
    return (
      sum + declarator.chunks.filter(({ kind }) => kind !== 'reference').length + named + (declarator.pack ? -4 : 0)
    );
  }, 0);
  const signature = `${types.join(', ')}${part.const ? ' const' : ''}`;
  return [{ entity, bindings, costs, isTemplate: entity.head !== null, signature, special }];
}

/** `enable_if` in the result or in a default argument. */
function constraintsHold(m: Machine, entity: FunctionEntity): boolean {
  const { type } = entity.declaration.specifiers;
  const text = type.kind === 'named' ? type.name.parts.map((part) => part.text).join('::') : '';
  if (/enable_if/.test(text)) {
    const result = resultOf(m, entity);
    if (result.kind === 'unknown') return false;
  }
  const requires = entity.head?.requires ?? null;
  if (requires !== null) return constantOf(evaluateConstant(m, requires)) !== false;
  for (const parameter of entity.head?.parameters ?? []) {
    if (parameter.kind !== 'type' || parameter.default === null) continue;
    const bound = m.scope.own(parameter.name)[0];
    if (bound?.kind === 'argument' && bound.argument.kind === 'type' && bound.argument.type.kind === 'unknown')
      return false;
  }
  return true;
}

const resultOf = (m: Machine, entity: FunctionEntity): Type => typeOfSpecifiers(m, entity.declaration.specifiers).type;

/** The template's arguments: given, deduced, defaulted; null where one is missing. */
export const deduceCall = (
  m: Machine,
  entity: FunctionEntity,
  part: FunctionPart,
  args: readonly Value[],
  explicit: readonly TemplateArg[] | null,
): Bindings | null => {
  const parameters = entity.head?.parameters ?? [];
  const bindings: Bindings = new Map();
  let at = 0;
  for (const parameter of parameters) {
    if (explicit === null || at >= explicit.length) break;
    if (parameter.pack) {
      bindings.set(parameter.name, { kind: 'pack', items: explicit.slice(at) });
      at = explicit.length;
    } else bindings.set(parameter.name, explicit[at++] as TemplateArg);
  }
  const given = new Set(bindings.keys());
  return m.within(entity.scope, () => {
    for (const [i, parameter] of part.parameters.entries()) {
      if (parameter.declarator.pack) {
        deducePack(m, parameter, args.slice(i), parameters, bindings);
        break;
      }
      const arg = args[i];
      if (arg === undefined) break;
      if (arg.kind === 'list' || arg.kind === 'functions') continue;
      const deduced: Bindings = new Map(bindings);
      if (!deduceType(m, parameter.specifiers, parameter.declarator, typeOfArgument(arg), parameters, deduced)) {
        // A parameter whose arguments are all given needs no deduction; conversions are judged later.
        if (!parameters.every(({ name }) => given.has(name))) return null;
        continue;
      }
      for (const [name, value] of deduced) if (!given.has(name)) bindings.set(name, value);
    }
    const scope = new Scope(m.scope, 'template');
    const bound = bindParameters(m, parameters, [], scope, bindings);
    const isMissing = parameters.some(({ name, pack }) => name !== '' && !pack && !bound.has(name));
    if (isMissing) return null;
    for (const [name, value] of bound) if (!bindings.has(name)) bindings.set(name, value);
    return bindings;
  });
};

function deducePack(
  m: Machine,
  parameter: FunctionPart['parameters'][number],
  rest: readonly Value[],
  parameters: readonly TemplateParameter[],
  bindings: Bindings,
): void {
  const items = new Map<string, TemplateArg[]>();
  for (const arg of rest) {
    const one: Bindings = new Map();
    deduceType(m, parameter.specifiers, parameter.declarator, typeOfArgument(arg), parameters, one);
    for (const [name, value] of one) {
      const list = items.get(name);
      if (list === undefined) items.set(name, [value]);
      else list.push(value);
    }
  }
  for (const [name, list] of items) bindings.set(name, { kind: 'pack', items: list });
  if (rest.length === 0) {
    const { type } = parameter.specifiers;
    const name = type.kind === 'named' ? type.name.parts[0]?.text : undefined;
    if (name !== undefined && parameters.some((p) => p.pack && p.name === name))
      bindings.set(name, { kind: 'pack', items: [] });
  }
}

/** What of the first function does not fit, in words. */
export const misfit = (
  m: Machine,
  name: string,
  entities: readonly FunctionEntity[],
  args: readonly Value[],
): string => {
  const entity = entities.find((one) => (functionPart(one)?.parameters.length ?? -1) === args.length) ?? entities[0];
  const part = entity === undefined ? null : functionPart(entity);
  if (entity === undefined || part === null) return `no \`${name}\` fits these arguments`;
  if (entity.head !== null) {
    const scope = new Scope(entity.scope, 'template');
    const bindings = deduceCall(m, entity, part, args, null);
    if (bindings === null) return `the template arguments of \`${name}\` cannot be deduced`;
    m.within(scope, () => bindParameters(m, entity.head?.parameters ?? [], [], scope, bindings));
    return m.within(scope, () => misfitIn(m, name, part, args));
  }
  return m.within(entity.scope, () => misfitIn(m, name, part, args));
};

function misfitIn(m: Machine, name: string, part: FunctionPart, args: readonly Value[]): string {
  for (const [i, parameter] of part.parameters.entries()) {
    const arg = args[i];
    if (arg === undefined) break;
    const { type } = parameterType(m, parameter);
    if (conversionCost(arg, type) === null) {
      return `argument ${i + 1} of \`${name}\`: ${printType(typeOfArgument(arg))}${arg.kind === 'unknown' ? '?' : ''} for ${printType(type)}`;
    }
  }
  return `no \`${name}\` takes ${args.length} arguments like these`;
}

export const typeOfArgument = (value: Value): Type =>
  value.kind === 'variable' && (value.value.kind === 'object' || value.value.kind === 'closure')
    ? value.value.type
    : value.type;

/** 0 exact, 1 promotion, 2 conversion, 3 by a function of the program's; null: there is none. */
export const conversionCost = (value: Value, to: Type): number | null => {
  const type = plain(to);
  const from = typeOfArgument(value);
  if (type.kind === 'auto' || type.kind === 'unknown' || type.kind === 'template')
    return type.kind === 'unknown' ? null : 0;
  if (from.kind === 'unknown' && value.kind === 'unknown') return 2;
  if (to.kind === 'reference' && !to.constant && !to.rvalue && isRvalue(value)) return null;
  // An accessor without dimensions is a reference to its one element.
  const element = accessorOf(value)?.extents.length === 0 ? accessorOf(value)?.element : undefined;
  if (element !== undefined && sameType(element, type)) return 0.3;
  // An rvalue goes to `T &&` before it goes to `const T &`, a value that may change to `T &`.
  const binding = to.kind === 'reference' ? (to.rvalue ? (isRvalue(value) ? 0 : 0.2) : to.constant ? 0.1 : 0) : 0;
  if (sameType(from, type)) return binding;
  if (isScalarLike(type)) {
    if (to.kind === 'reference' && !to.constant && !to.rvalue && isScalarLike(from)) return null;
    if (isScalarLike(from)) {
      if (type.kind === 'enum' || (from.kind === 'enum' && from.scoped)) return null;
      return sameType(promote(from), type) || isWidening(from, type) ? 1 : 2;
    }
    if (from.kind === 'pointer' || from.kind === 'array')
      return type.kind === 'scalar' && type.dtype === 'bool' ? 2.5 : null;
    if (from.kind === 'class') return from.info.scope.find('operator conversion').length > 0 ? 3 : null;
    if (from.kind === 'library') return isNumberLike(from) ? 3 : null;
    return value.kind === 'list' ? 2 : null;
  }
  if (type.kind === 'pointer') {
    if (value.kind === 'scalar' && constantOf(value) === 0n) return 2;
    if (from.kind === 'array') return sameType(from.of, type.to) ? 0 : type.to.kind === 'void' ? 2 : null;
    if (from.kind === 'pointer') {
      if (sameType(from.to, type.to)) return type.constant === from.constant ? 0 : 0.1;
      if (type.to.kind === 'void' || from.to.kind === 'nullptr') return 2;
      if (from.to.kind === 'class' && type.to.kind === 'class' && from.to.info.derivesFrom(type.to.info)) return 2;
      if (type.to.kind === 'array' && from.to.kind === 'array') return 0.5;
      return type.to.kind === 'auto' || type.to.kind === 'function' ? 0 : null;
    }
    if (from.kind === 'library') return from.name === 'accessor' || from.name === 'string' ? 3 : null;
    return type.to.kind === 'function' &&
      (value.kind === 'functions' || from.kind === 'closure' || value.kind === 'builtin')
      ? 0
      : null;
  }
  if (type.kind === 'class') {
    if (from.kind === 'class' && from.info.derivesFrom(type.info)) return 1;
    if (value.kind === 'list') return 2;
    return type.info.constructors.some((entity) => (functionPart(entity)?.parameters.length ?? 0) >= 1) ? 3 : null;
  }
  if (type.kind === 'library') {
    if (from.kind === 'library' && from.name === type.name)
      return type.args.length === 0 || from.args.length === 0 ? 1 : null;
    if (value.kind === 'list') return 2;
    if (
      ['id', 'range', 'vec', 'complex', 'half', 'pair', 'function', 'string', 'marray', 'nd_range'].includes(type.name)
    ) {
      if (type.name === 'function') return from.kind === 'closure' || value.kind === 'functions' ? 2 : null;
      if (type.name === 'string') return value.kind === 'string' ? 2 : null;
      return isScalarLike(from) || from.kind === 'library' ? 3 : null;
    }
    return null;
  }
  if (type.kind === 'array')
    return from.kind === 'array' ? 0.5 : from.kind === 'library' && from.name === 'accessor' ? 1 : null;
  return null;
};

/** Objects of one element that are numbers where one is wanted. */
const isNumberLike = (type: LibraryType): boolean => {
  if (['id', 'range', 'item'].includes(type.name)) return numberAt(type, 0) === 1;
  if (type.name === 'vec' || type.name === 'marray') return numberAt(type, 1) === 1;
  return ['atomic_ref', 'atomic', 'integral_constant', 'accessor', 'token'].includes(type.name);
};

const isRvalue = (value: Value): boolean =>
  !['place', 'variable', 'choice', 'object', 'unknown', 'functions'].includes(value.kind);
const isWidening = (from: Type, to: Type): boolean =>
  from.kind === 'scalar' &&
  to.kind === 'scalar' &&
  isFloating(from) &&
  isFloating(to) &&
  bitsOfScalar(from) === 32 &&
  bitsOfScalar(to) === 64;
