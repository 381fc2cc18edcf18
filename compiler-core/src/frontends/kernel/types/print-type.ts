/** Types and template arguments as text: the same text, the same type. */

import { constantOf } from '../lower/constants.ts';
import type { Value } from '../lower/values.ts';
import type { TemplateArg, Type } from './types.ts';

const known = new WeakMap<Type, string>();

export const printType = (type: Type): string => {
  const before = known.get(type);
  if (before !== undefined) return before;
  const text = write(type);
  known.set(type, text);
  return text;
};

function write(type: Type): string {
  switch (type.kind) {
    case 'scalar':
      return type.name;
    case 'enum':
      return type.name;
    case 'pointer':
      return `${type.constant ? 'const ' : ''}${printType(type.to)} *`;
    case 'reference':
      return `${type.constant ? 'const ' : ''}${printType(type.to)} ${type.rvalue ? '&&' : '&'}`;
    case 'array':
      return `${printType(type.of)}[${type.size ?? ''}]`;
    case 'class':
      return type.info.key;
    case 'library':
      return type.args.length === 0 ? type.name : `${type.name}<${type.args.map(printArg).join(', ')}>`;
    case 'function':
      return `${printType(type.result)}(${type.parameters.map(printType).join(', ')})`;
    case 'template':
      return type.name;
    case 'closure':
      return `lambda#${type.id}`;
    case 'unknown':
      return `?${type.reason}`;
    default:
      return type.kind;
  }
}

export const sameType = (a: Type, b: Type): boolean => a === b || (a.kind === b.kind && printType(a) === printType(b));

export const printArg = (arg: TemplateArg): string => {
  switch (arg.kind) {
    case 'type':
      return printType(arg.type);
    case 'value':
      return printConstant(arg.value);
    case 'template':
      return arg.name;
    case 'pack':
      return arg.items.map(printArg).join(', ');
  }
};

/** A value that is a template argument. */
export const printConstant = (value: Value): string => {
  if (value.kind === 'token') return value.name;
  if (value.kind === 'functions' || value.kind === 'builtin') return value.name;
  if (value.kind === 'closure') return printType(value.type);
  const constant = constantOf(value);
  return constant === null ? `?${value.kind}` : `${constant}`;
};
