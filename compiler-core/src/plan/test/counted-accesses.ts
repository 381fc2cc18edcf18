/** Bytes of arrays that a run loads and stores, by the rules of `advise/weight.ts`, counted element by element. */

import { type RunOptions, run } from '../../exec/run.ts';
import type { Func, NodeId, Stmt, VarDef } from '../../ir/nodes.ts';
import { bitsOf } from '../../ir/types.ts';
import { childStmts, stmtsIn } from '../../ir/walk.ts';
import { isRegister } from '../advise/weight.ts';

/** What one iteration of a block knows of an element: its version when it was loaded or stored. */
interface Held {
  version: number;
  stored: boolean;
}

/** Null where the program does not run to its end. */
export const countAccesses = (func: Func, options: RunOptions): number | null => {
  const definitions = new Map(stmtsIn(func.body).flatMap((s) => (s.kind === 'varDef' ? [[s.name, s] as const] : [])));
  const loopOf = innermostLoops(func.body);
  const versions = new Map<string, number>();
  const blocks = new Map<NodeId | null, { readonly instance: string; readonly held: Map<string, Held> }>();
  let bytes = 0;
  /** What a statement stores, which is told before the reads of its value. */
  let pending: (() => void) | null = null;
  let last = '';
  const result = run(func, {
    ...options,
    onAccess: ({ stmt, tensor, kind, index, iterators }) => {
      const statement = `${stmt.id} ${Object.values(iterators).join()}`;
      if (kind !== 'read' || statement !== last) {
        pending?.();
        pending = null;
      }
      last = statement;
      const def = definitions.get(tensor);
      if (!def || isRegister(def)) return;
      const { loop, names } = loopOf.get(stmt.id) ?? { loop: null, names: [] };
      const instance = names.map((n) => iterators[n]).join();
      const block = blocks.get(loop);
      const held = block?.instance === instance ? block.held : new Map<string, Held>();
      if (block?.instance !== instance) blocks.set(loop, { instance, held });
      const key = `${tensor} ${index.join()}`;
      const load = (): void => {
        const version = versions.get(key) ?? 0;
        if (held.get(key)?.version === version) return;
        bytes += sizeOf(def);
        held.set(key, { version, stored: false });
      };
      const store = (): void => {
        const version = versions.get(key) ?? 0;
        const known = held.get(key);
        if (!(known?.version === version && known.stored)) bytes += sizeOf(def);
        versions.set(key, version + 1);
        held.set(key, { version: version + 1, stored: true });
      };
      if (kind !== 'write') load();
      if (kind !== 'read') pending = store;
    },
  });
  (pending as (() => void) | null)?.();
  return result.kind === 'finished' ? bytes : null;
};

const sizeOf = (def: VarDef): number => (bitsOf(def.dtype) ?? 0) / 8;

/** For each statement the loop that it stands directly in, and the iterators of that loop and those around it. */
const innermostLoops = (
  root: Stmt,
): ReadonlyMap<NodeId, { readonly loop: NodeId | null; readonly names: readonly string[] }> => {
  const out = new Map<NodeId, { loop: NodeId | null; names: readonly string[] }>();
  const go = (s: Stmt, loop: NodeId | null, names: readonly string[]): void => {
    out.set(s.id, { loop, names });
    const inside = s.kind === 'for' ? ([s.id, [...names, s.iter]] as const) : ([loop, names] as const);
    for (const k of childStmts(s)) go(k, ...inside);
  };
  go(root, null, []);
  return out;
};
