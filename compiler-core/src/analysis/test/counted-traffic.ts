/** Loads and stores of each nest, counted while a program runs. */

import { type RunOptions, run } from '../../exec/run.ts';
import type { Func, NodeId } from '../../ir/nodes.ts';
import { stmtsIn } from '../../ir/walk.ts';
import { nestsOf } from '../traffic.ts';

export interface Counted {
  readonly loads: number;
  readonly stores: number;
}

/** By `NEST TENSOR`, nests counted from 0, for tensors that are defined around their nest; null where the program does not run. */
export const countTraffic = (func: Func, options: RunOptions): ReadonlyMap<string, Counted> | null => {
  const nestOf = new Map<NodeId, number>();
  const inside = new Set<string>();
  for (const [k, nest] of nestsOf(func).entries()) {
    for (const s of stmtsIn(nest)) {
      nestOf.set(s.id, k);
      if (s.kind === 'varDef') inside.add(`${k} ${s.name}`);
    }
  }
  const first = new Map<string, Map<string, { loaded: boolean; stored: boolean }>>();
  // A statement's write is told before the reads of its value.
  let fresh: { readonly element: { loaded: boolean; stored: boolean }; readonly instance: string } | null = null;
  const result = run(func, {
    ...options,
    onAccess: ({ stmt, tensor, kind, index, iterators }) => {
      const instance = `${stmt.id} ${Object.values(iterators).join()}`;
      const key = `${nestOf.get(stmt.id)} ${tensor}`;
      if (inside.has(key)) return;
      const elements = first.get(key) ?? new Map<string, { loaded: boolean; stored: boolean }>();
      first.set(key, elements);
      const at = index.join();
      const known = elements.get(at);
      const stored = kind !== 'read';
      if (kind === 'read' && known && known === fresh?.element && fresh.instance === instance) known.loaded = true;
      if (known) known.stored ||= stored;
      else {
        const element = { loaded: kind !== 'write', stored };
        elements.set(at, element);
        if (kind === 'write') fresh = { element, instance };
      }
    },
  });
  if (result.kind !== 'finished') return null;
  return new Map(
    [...first].map(([key, elements]) => {
      const all = [...elements.values()];
      return [key, { loads: all.filter((e) => e.loaded).length, stores: all.filter((e) => e.stored).length }];
    }),
  );
};
