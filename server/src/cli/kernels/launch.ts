/** Sizes and inputs of a launch from the command line; what is not given is drawn from a seed. */

import { generateInputs } from '@athanor/compiler-core/exec/generate.ts';
import type { TensorInput } from '@athanor/compiler-core/exec/values.ts';
import type { Func, VarDef } from '@athanor/compiler-core/ir/nodes.ts';
import { isInt } from '@athanor/compiler-core/ir/types.ts';
import { mapExpr, mapStmt, stmtsIn } from '@athanor/compiler-core/ir/walk.ts';
import { EXIT, UsageError } from '../exit-codes.ts';

/** `X[,Y,Z]`, in the source's order. @throws UsageError for anything else. */
export const parseSizes = (option: string, text: string | undefined): readonly number[] | null => {
  if (text === undefined) return null;
  if (!/^\d{1,9}(,\d{1,9}){0,2}$/.test(text))
    throw new UsageError(`${option}: \`${text}\` is not of the form X, X,Y or X,Y,Z`);
  return text.split(',').map(Number);
};

/** The sizes in the order and number of the kernel's loops: what is missing is 1. */
export const sizesFor = (
  func: Func,
  given: readonly number[] | null,
  fastestFirst: boolean,
): readonly number[] | null => {
  if (given === null) return null;
  const dimensions = func.kernel?.dimensions ?? 1;
  if (given.length > dimensions)
    throw new UsageError(`the kernel has ${dimensions} dimensions, ${given.length} sizes are given`);
  if (!fastestFirst && given.length < dimensions) {
    throw new UsageError(`the kernel has ${dimensions} dimensions: give as many sizes`);
  }
  const all = [...given, ...Array.from({ length: dimensions - given.length }, () => 1)];
  return fastestFirst ? all.reverse() : all;
};

/** The symbols that sizes are. */
export const sizeBindings = (
  sizes: { readonly global?: readonly number[]; readonly local?: readonly number[] },
  subGroup: number | null = null,
): Map<string, bigint> => {
  const { global = [], local = [] } = sizes;
  return new Map([
    ...global.map((n, d): [string, bigint] => [`global_${d}`, BigInt(n)]),
    ...local.map((n, d): [string, bigint] => [`local_${d}`, BigInt(n)]),
    ...global.map((n, d): [string, bigint] => [`groups_${d}`, BigInt(Math.floor(n / (local[d] ?? 1)))]),
    ['sub_group_size', BigInt(subGroup ?? 32)],
    ['work_dim', BigInt(global.length)],
  ]);
};

const parametersOf = (func: Func): VarDef[] =>
  stmtsIn(func.body).filter((s): s is VarDef => s.kind === 'varDef' && s.access !== 'cache');

/** Extents without conversions, which say nothing about a size. */
const plainSizes = (func: Func): Func => ({
  ...func,
  body: mapStmt(func.body, {
    stmt: (s) =>
      s.kind === 'varDef'
        ? { ...s, shape: s.shape.map((e) => mapExpr(e, (x) => (x.kind === 'cast' ? x.operand : x))) }
        : s,
  }),
});

export interface Inputs {
  readonly inputs: ReadonlyMap<string, TensorInput>;
  readonly bindings: ReadonlyMap<string, bigint>;
  readonly notes: readonly string[];
}

/**
 * Memory behind a pointer has as many elements as there are work-items, and integers that the kernel gets by value are
 * that number, where nothing else is said: the sizes that most kernels are written for.
 */
export const drawInputs = (
  func: Func,
  seed: number,
  items: number,
  given: ReadonlyMap<string, TensorInput>,
  bound: ReadonlyMap<string, bigint>,
): Inputs => {
  const inputs = new Map(given);
  const bindings = new Map(bound);
  const notes: string[] = [];
  for (const def of parametersOf(func)) {
    if (inputs.has(def.name) || def.shape.length > 0 || !isInt(def.dtype)) continue;
    const value = bindings.get(def.name) ?? BigInt(items);
    inputs.set(def.name, { dtype: def.dtype, shape: [], data: [value] });
    if (!bound.has(def.name)) notes.push(`${def.name} = ${value}`);
  }
  for (const { name } of func.externals) {
    if (bindings.has(name) || !name.endsWith('.size')) continue;
    const of = inputs.get(name.slice(0, -'.size'.length));
    bindings.set(name, BigInt(of?.shape[0] ?? items));
    if (!of) notes.push(`${name} = ${items}`);
  }
  const drawn = generateInputs(plainSizes(func), { seed, inputs, bindings });
  if (drawn.kind === 'failed') {
    throw new UsageError(`no input can be generated for \`${drawn.tensor}\`: ${drawn.reason}`, EXIT.inconclusive);
  }
  const whole = [...drawn.bindings].filter((b): b is [string, bigint] => typeof b[1] === 'bigint');
  return { inputs: drawn.inputs, bindings: new Map(whole), notes: [...notes, ...drawn.notes] };
};
