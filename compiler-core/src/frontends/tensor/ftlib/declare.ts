/** Bringing tensors to life: `x: Var[...]`, `t = empty(...)`, `t = var([[...]], ...)`. */

import type { AccessType, DType, MemType } from '../../../ir/types.ts';
import type { Span } from '../../../text/span.ts';
import type { State } from '../state.ts';
import { assignSubscript, subscript } from '../subscript.ts';
import type { TensorRef } from '../tensor.ts';
import { type Declaration, NewTensor, PyList, PyTuple, TypeName, typeOf, Unknown, type Value } from '../values.ts';
import { shapeExprs } from './bounds.ts';

const ACCESS = ['input', 'output', 'inout', 'cache'] as const;
const MEMORY: readonly MemType[] = [
  'byvalue',
  'cpu',
  'gpu/global',
  'gpu/global/heap',
  'gpu/shared',
  'gpu/local',
  'gpu/warp',
];

export const accessOf = (st: State, v: Value, at: Span): AccessType => {
  const name = v instanceof TypeName ? v.name : v;
  const found = typeof name === 'string' ? ACCESS.find((a) => a === name.toLowerCase()) : undefined;
  if (found) return found;
  if (v instanceof Unknown) return 'inout';
  return st.fail(
    'unknown-access-type',
    at,
    `there is no access type ${typeof name === 'string' ? `"${name}"` : typeOf(v)}; there are ${ACCESS.join(', ')}`,
    'Error',
    true,
  );
};

export const memoryOf = (st: State, v: Value, at: Span): MemType => {
  if (v === null || v instanceof Unknown) return st.memory;
  const name = v instanceof TypeName ? v.name : v;
  const found = typeof name === 'string' ? MEMORY.find((m) => m === name.toLowerCase()) : undefined;
  return (
    found ??
    st.fail(
      'unknown-memory-type',
      at,
      `there is no memory type ${typeof name === 'string' ? `"${name}"` : typeOf(v)}; there are ${MEMORY.join(', ')}`,
      'Error',
      true,
    )
  );
};

/** Element type of a declaration. `float16` exists only in later versions, which is said. */
export const dtypeOf = (st: State, v: Value, at: Span): DType => {
  const t = st.dtypeName(v, at);
  if (t === 'float16')
    st.note({
      code: 'unknown-dtype',
      at,
      severity: 'warning',
      message: 'float16 exists in later versions of FreeTensor only (not in 2022)',
    });
  return t;
};

/** A declaration of a parameter (or of a local by annotation). */
export const declare = (st: State, name: string, d: Declaration, at: Span): TensorRef => {
  const place = (i: number): Span => d.parts[i] ?? d.at;
  const shape = shapeExprs(st, d.shape, place(0));
  const dtype = dtypeOf(st, d.dtype, place(1));
  const access = accessOf(st, d.access, place(2));
  const ref = st.emitter.defineHere(name, shape, dtype, access, memoryOf(st, d.memory, place(3)), at);
  if (access !== 'cache' && st.parameters) {
    if (!st.parameters.has(name)) st.strays.push({ def: ref.def, name, at });
    else if (st.declared.has(name)) {
      st.note({
        code: 'declaration-mismatch',
        at,
        message: `\`${name}\` is declared twice; the second declaration makes \`${ref.def.name}\`, which is no parameter`,
        related: [{ span: st.declared.get(name) as Span, message: 'declared first here' }],
      });
    } else st.declared.set(name, at);
  }
  const binding = st.options.bindings.get(name);
  if (binding && shape.length === 0 && access === 'input' && ref.def.memory === 'byvalue') {
    st.useBinding(name);
    st.assume(`${name} = ${binding.value} (${binding.source})`);
    const load = { kind: 'load', tensor: ref.def.name, indices: [], dtype, at } as const;
    st.emitter.openCondition('assume', {
      kind: 'binary',
      op: 'eq',
      lhs: load,
      rhs: { kind: 'int', value: binding.value, at },
      at,
    });
  }
  return ref;
};

/** `name = value` in rewritten code: a new tensor takes the name, anything else stays what it is. */
export const assignStaged = (st: State, name: string, value: Value, at: Span): Value => {
  if (!(value instanceof NewTensor)) return value;
  const shape =
    value.initial === undefined
      ? shapeExprs(st, value.shape, value.places[0])
      : initialShape(st, value.initial, value.places[0]).map((n) => ({ kind: 'int', value: n, at: value.at }) as const);
  const ref = st.emitter.defineHere(
    name,
    shape,
    dtypeOf(st, value.dtype, value.places[1]),
    'cache',
    memoryOf(st, value.mtype, value.places[2]),
    at,
  );
  if (value.initial !== undefined) fill(st, ref, value.initial, value.at);
  return ref;
};

/** The shape of a nested list; every row of a level has one length. */
const initialShape = (st: State, v: Value, at: Span): bigint[] => {
  if (!(v instanceof PyList)) {
    if (v instanceof PyTuple)
      st.fail('ragged-initialiser', at, 'an initialiser is made of lists, not tuples', 'AssertionError', true);
    return [];
  }
  const [first, ...others] = v.items;
  if (first === undefined) return [0n];
  const place = (i: number): Span => v.places?.[i] ?? at;
  const shape = initialShape(st, first, place(0));
  for (const [i, o] of others.entries()) {
    const other = initialShape(st, o, place(i + 1));
    if (other.join() !== shape.join())
      st.fail(
        'ragged-initialiser',
        place(i + 1),
        `rows of the initialiser differ in length: ${shape.join('×') || 'a number'} and ${other.join('×') || 'a number'}`,
        'AssertionError',
        true,
      );
  }
  return [BigInt(v.items.length), ...shape];
};

const fill = (st: State, ref: TensorRef, v: Value, at: Span): void => {
  if (!(v instanceof PyList)) {
    assignSubscript(st, ref, new PyTuple([]), v, at, null);
    return;
  }
  v.items.forEach((x, i) => {
    fill(st, subscript(st, ref, BigInt(i), at, null) as TensorRef, x, at);
  });
};
