/**
 * Arguments of schedule calls: what Python hands over, and how it is bound to the parameters of a primitive.
 * A call that Python itself refuses (missing, surplus or unsuitable arguments) is a `TypeError` here, never a refusal.
 */

import type { Expr, NodeId } from '../ir/nodes.ts';

/** A statement that an earlier call returned. It may be gone by now. */
export interface Handle {
  readonly kind: 'statement';
  readonly id: NodeId;
  readonly label: string;
}
/** `ft.FissionSide.Before`. */
export interface EnumMember {
  readonly kind: 'enum';
  readonly type: string;
  readonly member: string;
}
/** Old statements, by label, to what became of them. */
export interface HandleMap {
  readonly kind: 'map';
  readonly entries: ReadonlyMap<string, Handle>;
}
/** A Python function, kept as the caller made it. */
export interface Callable {
  readonly kind: 'callable';
  readonly call: (args: readonly Argument[]) => Argument;
}
/** A symbolic value, such as an iterator. */
export interface Symbolic {
  readonly kind: 'expr';
  readonly expr: Expr;
}
export type Argument =
  | null
  | boolean
  | bigint
  | number
  | string
  | readonly Argument[]
  | Handle
  | EnumMember
  | HandleMap
  | Callable
  | Symbolic;

/** What a parameter takes. A `statement` is a label, a selector or a handle; an iterable of them may be a string's letters. */
export type ArgumentKind =
  | 'statement'
  | 'statements'
  | 'integer'
  | 'integers'
  | 'boolean'
  | 'text'
  | 'parallel'
  | 'memory'
  | 'fissionSide'
  | 'moveToSide'
  | 'splitMode'
  | 'callable'
  | 'target';

export interface Parameter {
  readonly name: string;
  readonly kind: ArgumentKind;
  /** Given where the call leaves it out; a parameter without one is required. */
  readonly default?: Argument;
}

const ENUMS: Readonly<Partial<Record<ArgumentKind, string>>> = {
  fissionSide: 'FissionSide',
  moveToSide: 'MoveToSide',
  splitMode: 'VarSplitMode',
};

const isObject = (a: Argument): a is Handle | EnumMember | HandleMap | Callable | Symbolic =>
  a !== null && typeof a === 'object' && 'kind' in a;
const isStatement = (a: Argument): boolean => typeof a === 'string' || (isObject(a) && a.kind === 'statement');

const fits = (a: Argument, kind: ArgumentKind): boolean => {
  switch (kind) {
    case 'statement':
      return isStatement(a);
    case 'statements':
      return typeof a === 'string' || (Array.isArray(a) && a.every(isStatement));
    case 'integer':
      return typeof a === 'bigint' || typeof a === 'boolean';
    case 'integers':
      return Array.isArray(a) && a.every((x) => typeof x === 'bigint' || typeof x === 'boolean');
    case 'boolean':
      // What has a truth value will do; FreeTensor's binding takes no text.
      return a === null || typeof a === 'boolean' || typeof a === 'bigint' || typeof a === 'number';
    case 'text':
    case 'parallel':
    case 'memory':
      return typeof a === 'string' || (isObject(a) && a.kind === 'enum');
    case 'callable':
      return isObject(a) && a.kind === 'callable';
    case 'target':
      return true;
    default:
      return isObject(a) && a.kind === 'enum' && a.type === ENUMS[kind];
  }
};

/** Arguments by parameter, checked against their kinds. */
export class Bound {
  constructor(private readonly values: ReadonlyMap<string, Argument>) {}

  raw(name: string): Argument {
    return this.values.get(name) ?? null;
  }
  integer(name: string): number {
    return Number(this.raw(name));
  }
  /** Null where the caller gave nothing, or FreeTensor's -1 for it. */
  optional(name: string): number | null {
    const n = this.raw(name) === null ? -1 : this.integer(name);
    return n === -1 ? null : n;
  }
  integers(name: string): readonly number[] {
    const v = this.raw(name);
    return Array.isArray(v) ? v.map(Number) : [];
  }
  flag(name: string): boolean {
    return Boolean(this.raw(name));
  }
  text(name: string): string {
    const v = this.raw(name);
    if (typeof v === 'string') return v;
    return isObject(v) && v.kind === 'enum' ? v.member : '';
  }
  /** The labels or handles of a list; a string is the list of its letters. */
  list(name: string): readonly Argument[] {
    const v = this.raw(name);
    return typeof v === 'string' ? [...v] : Array.isArray(v) ? v : [];
  }
}

/** Binds as Python does. @returns the message of a `TypeError` where that fails. O(arguments). */
export const bind = (
  primitive: string,
  parameters: readonly Parameter[],
  positional: readonly Argument[],
  keywords: ReadonlyMap<string, Argument>,
): Bound | string => {
  if (positional.length > parameters.length) {
    return `${primitive}() takes ${parameters.length} arguments, ${positional.length} were given`;
  }
  const values = new Map<string, Argument>();
  for (const [k, p] of parameters.entries()) {
    const given = keywords.get(p.name);
    const at = positional[k];
    if (at !== undefined && given !== undefined) return `${primitive}() got several values for '${p.name}'`;
    const value = at ?? given ?? (k < positional.length || keywords.has(p.name) ? null : p.default);
    if (value === undefined) return `${primitive}() misses the argument '${p.name}'`;
    const missing = at === undefined && given === undefined;
    if (!missing && value !== p.default && !fits(value, p.kind))
      return `${primitive}(): '${p.name}' has the wrong type`;
    values.set(p.name, value);
  }
  for (const name of keywords.keys()) {
    if (!values.has(name)) return `${primitive}() has no parameter '${name}'`;
  }
  return new Bound(values);
};
