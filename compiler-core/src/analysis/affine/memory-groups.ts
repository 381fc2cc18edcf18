/** Which tensors of a kernel may share memory, and which scalars only their own stores change. */

import type { VarDef } from '../../ir/nodes.ts';
import { type DType, isInt } from '../../ir/types.ts';

/** For each tensor that others share memory with, all that do, itself included. */
export const matesOf = (defs: readonly VarDef[]): ReadonlyMap<string, ReadonlySet<string>> => {
  const mates = new Map<string, Set<string>>();
  const groups = new Map<string, Set<string>>();
  const add = (key: string, name: string): void => {
    const group = groups.get(key) ?? new Set<string>();
    // A tensor of two groups makes one of them.
    for (const n of [...group, ...(mates.get(name) ?? [name])]) {
      group.add(n);
      mates.set(n, group);
    }
    groups.set(key, group);
  };
  for (const d of defs) {
    if (d.aliasClass !== null) add(`class ${d.aliasClass}`, d.name);
    if (d.view) {
      add(`view ${d.view.tensor}`, d.view.tensor);
      add(`view ${d.view.tensor}`, d.name);
    }
  }
  return mates;
};

/** Integers and truth values of one item that share memory with nothing. */
export const scalarsOf = (
  defs: readonly VarDef[],
  mates: ReadonlyMap<string, ReadonlySet<string>>,
): ReadonlyMap<string, DType> =>
  new Map(
    defs.flatMap((d): [string, DType][] => {
      const isScalar = d.shape.length === 0 && d.memory === 'gpu/local' && (isInt(d.dtype) || d.dtype === 'bool');
      return isScalar && !mates.has(d.name) ? [[d.name, d.dtype]] : [];
    }),
  );
