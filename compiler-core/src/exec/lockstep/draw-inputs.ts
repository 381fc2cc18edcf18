/** Sizes and inputs for a run of a kernel: what is not given is drawn from a seed. */

import type { Func, VarDef } from '../../ir/nodes.ts';
import { isInt } from '../../ir/types.ts';
import { mapExpr, mapStmt, stmtsIn } from '../../ir/walk.ts';
import { type GenerateOptions, generateInputs } from '../generate.ts';
import type { TensorInput } from '../values.ts';

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

export type Drawn =
  | {
      readonly kind: 'drawn';
      readonly inputs: ReadonlyMap<string, TensorInput>;
      readonly bindings: ReadonlyMap<string, bigint>;
      /** What was chosen, `n = 64`. */
      readonly notes: readonly string[];
    }
  | { readonly kind: 'failed'; readonly tensor: string; readonly reason: string };

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
  options: Pick<GenerateOptions, 'maxElements' | 'zeros'> = {},
): Drawn => {
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
  const drawn = generateInputs(plainSizes(func), { ...options, seed, inputs, bindings });
  if (drawn.kind === 'failed') return drawn;
  const whole = [...drawn.bindings].filter((b): b is [string, bigint] => typeof b[1] === 'bigint');
  return { kind: 'drawn', inputs: drawn.inputs, bindings: new Map(whole), notes: [...notes, ...drawn.notes] };
};
