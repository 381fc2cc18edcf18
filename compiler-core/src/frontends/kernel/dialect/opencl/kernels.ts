/** The kernels of an OpenCL C file: functions with the word `kernel`, each launched by whoever asks for it. */

import type { DType } from '../../../../ir/types.ts';
import type { Span } from '../../../../text/span.ts';
import { sizeParam, symbol } from '../../lower/externals.ts';
import { functionPart, parameterType } from '../../lower/functions.ts';
import { type Launched, lowerEntry } from '../../lower/kernels.ts';
import { LIMITS, type Limits, Machine, type Reason, Unmodelled } from '../../lower/machine.ts';
import { placeOf } from '../../lower/places.ts';
import type { Value } from '../../lower/values.ts';
import { rootScope } from '../../meaning/declare.ts';
import type { Binding, FunctionEntity, Scope } from '../../meaning/entities.ts';
import type { Attribute, Parameter } from '../../parse/ast.ts';
import type { SyntaxUnit } from '../../parse/parse.ts';
import { shapeOf, sizeOf } from '../../types/shape.ts';
import { dtypeOfType, isScalarLike, plain, pointerTo, type Type } from '../../types/types.ts';
import { groupMemory } from '../sycl/local-memory.ts';
import type { OpenClFile } from './read.ts';

const has = (attributes: readonly Attribute[], name: string): boolean => attributes.some((a) => a.name === name);

export const isLocal = (attributes: readonly Attribute[]): boolean => has(attributes, 'opencl_local');

/** A parameter's value: memory of the host, a scalar, or as much local memory as the launch says. */
const argument = (m: Machine, parameter: Parameter): (() => Value) => {
  const name = parameter.declarator.name?.parts[0]?.text ?? 'value';
  const type = plain(parameterType(m, parameter).type);
  if (type.kind === 'pointer' && isLocal(parameter.specifiers.attributes)) {
    return () => {
      const at = m.at(parameter);
      const memory = groupMemory(m, `local:${name}`, name, type.to, [sizeParam(m, `${name}.size`, at)], parameter);
      return {
        kind: 'pointer',
        type: pointerTo(type.to),
        base: placeOf(memory),
        index: { kind: 'int', value: 0n, at },
      };
    };
  }
  const value = symbol(m, name, type, parameter);
  return () => value;
};

const kernelsOf = (root: Scope): FunctionEntity[] =>
  [...root.names()]
    .flatMap((name) => root.own(name))
    .filter((e): e is FunctionEntity => e.kind === 'function' && e.declaration.body !== null)
    .filter((e) => has(e.declaration.specifiers.attributes, 'opencl_kernel'))
    .sort((a, b) => a.declaration.from - b.declaration.from);

export interface OpenClParameter {
  readonly name: string;
  readonly space: 'global' | 'constant' | 'local' | 'value';
  /** Of its scalars: those of a vector or array alike, the first of a structure. */
  readonly dtype: DType;
  /** Bytes of an element behind a pointer, or of the value. */
  readonly bytes: number;
}
export interface OpenClKernel extends Launched {
  readonly name: string;
  readonly parameters: readonly OpenClParameter[];
}

const parameterOf = (m: Machine, parameter: Parameter): OpenClParameter => {
  const type = plain(parameterType(m, parameter).type);
  const { attributes } = parameter.specifiers;
  const pointed = type.kind === 'pointer' ? type.to : type;
  const space =
    type.kind !== 'pointer'
      ? 'value'
      : isLocal(attributes)
        ? 'local'
        : has(attributes, 'opencl_constant')
          ? 'constant'
          : 'global';
  const name = parameter.declarator.name?.parts[0]?.text ?? '';
  return { name, space, dtype: scalarIn(pointed), bytes: sizeOf(pointed)?.bytes ?? 1 };
};
const scalarIn = (type: Type): DType => {
  if (isScalarLike(type)) return dtypeOfType(type);
  const shape = shapeOf(type);
  if (shape.kind === 'elements') return scalarIn(shape.of);
  const first = shape.kind === 'fields' ? shape.fields[0] : undefined;
  return first ? scalarIn(first.type) : 'uint8';
};

/** Each kernel by itself: its parameters are memory and values of the host's. Never throws. */
export const lowerOpenCl = (unit: SyntaxUnit, limits: Limits = LIMITS): Omit<OpenClFile, 'unit' | 'syntax'> => {
  const bound = new Map<string, readonly Binding[]>();
  const keyOf = ({ file, start }: Span): string => `${start} ${file}`;
  const kernels: OpenClKernel[] = [];
  const unread: Reason[] = [];
  const root = rootScope(unit.body);
  for (const entity of kernelsOf(root)) {
    const { declaration, name } = entity;
    // A machine for each: parameters of one have nothing to do with those of another.
    const m = new Machine(unit, root);
    m.limits = limits;
    m.dialect = 'opencl';
    const part = functionPart(entity);
    if (!part) continue;
    try {
      const args = m.within(entity.scope, () => part.parameters.map((p) => argument(m, p)));
      m.assigned = m.changesIn(declaration);
      lowerEntry(m, entity, name, () => args.map((make) => make()));
      const parameters = m.within(entity.scope, () => part.parameters.map((p) => parameterOf(m, p)));
      kernels.push(...m.kernels.map((k) => ({ ...k, name, parameters })));
    } catch (error) {
      if (!(error instanceof Unmodelled)) throw error;
      unread.push({ reason: error.reason, at: error.at });
    }
    for (const [node, bindings] of m.bound) {
      const key = keyOf(unit.spanOf(node));
      bound.set(key, [...(bound.get(key) ?? []), ...bindings]);
    }
  }
  return { kernels, unread, boundAt: (at) => bound.get(keyOf(at)) ?? [] };
};
