/** What a run did: every access with its iteration, and which pairs of accesses touched one element. */

import { type RunOptions, run } from '../../../exec/run.ts';
import type { Func, NodeId, Stmt } from '../../../ir/nodes.ts';
import { type AccessPoint, commute, writes } from '../points.ts';

/** One execution of an access. */
export interface Executed {
  readonly point: AccessPoint;
  /** By iterator; those of loops that do not enclose the access are missing. */
  readonly iterators: Readonly<Record<string, number>>;
  /** Text of the iterators: equal for what cannot be told apart. */
  readonly key: string;
}

export interface Pair {
  /** Whether nothing was written in between that does not commute with the later end. */
  nearest: boolean;
  readonly earlier: Executed;
  readonly later: Executed;
}

export interface Trace {
  readonly ended: string;
  readonly executed: readonly Executed[];
  /** Conflicts in order of execution, reductions that commute left out. */
  readonly pairs: readonly Pair[];
}

const siteKey = (stmt: NodeId, tensor: string, kind: string): string => `${stmt} ${kind} ${tensor}`;

/** Conflicts in order of execution, with what stands between them; `executed` also counts what conflicts with nothing. */
export interface Listener {
  readonly executed: (x: Executed) => void;
  readonly conflict: (earlier: Executed, later: Executed, nearest: boolean) => void;
}

/** @param limit Accesses beyond which the run is given up: null. Else how it ended. */
export const observe = (
  func: Func,
  points: readonly AccessPoint[],
  options: RunOptions,
  limit: number,
  listener: Listener,
): string | null => {
  const sites = new Map<string, AccessPoint>();
  for (const p of points) sites.set(siteKey(p.stmt.id, p.tensor, p.kind), p);
  const written = new Set(points.filter(writes).map((p) => p.tensor));
  const byElement = new Map<string, Executed[]>();
  const instances = new Map<string, number>();
  const base = new Map<string, string>();
  let pending: { readonly stmt: Stmt; readonly happen: () => void } | null = null;
  let count = 0;
  const flush = (): void => {
    pending?.happen();
    pending = null;
  };
  const happen = (element: string, now: Executed): void => {
    listener.executed(now);
    const before = byElement.get(element) ?? [];
    let overwritten = false;
    let written = false;
    for (let k = before.length - 1; k >= 0; k--) {
      const then = before[k] as Executed;
      const conflict = (writes(then.point) || writes(now.point)) && !commute(then.point, now.point);
      if (conflict) listener.conflict(then, now, writes(then.point) ? !overwritten : !written);
      if (writes(then.point)) written = true;
      if (writes(then.point) && conflict) overwritten = true;
    }
    before.push(now);
    byElement.set(element, before);
  };
  const result = run(func, {
    ...options,
    onStatement: (s) => {
      flush();
      if (s.kind !== 'varDef') return;
      // What a caller passes is the same at each definition.
      if (s.access === 'cache') instances.set(s.name, (instances.get(s.name) ?? 0) + 1);
      base.set(s.name, s.view?.tensor ?? s.name);
    },
    onAccess: ({ stmt, tensor, kind, index, iterators }) => {
      if (pending && pending.stmt !== stmt) flush();
      // What nobody writes has no conflicts.
      if (!written.has(base.get(tensor) ?? tensor) && !written.has(tensor)) return;
      if (++count > limit) return;
      const point = sites.get(siteKey(stmt.id, tensor, kind));
      if (!point) throw new Error(`no access ${kind} ${tensor}`);
      // Views in these tests start where their base does.
      const storage = base.get(tensor) ?? tensor;
      const element = `${storage} ${instances.get(storage) ?? 0} ${index.join(' ')}`;
      const now: Executed = {
        point,
        iterators,
        get key() {
          return JSON.stringify(iterators);
        },
      };
      // The interpreter finds the target before it evaluates the value.
      if (kind === 'read') happen(element, now);
      else pending = { stmt, happen: () => happen(element, now) };
    },
  });
  if (count > limit) return null;
  flush();
  return result.kind;
};

/** @param limit Accesses beyond which the run is given up: null. */
export const trace = (func: Func, points: readonly AccessPoint[], options: RunOptions, limit: number): Trace | null => {
  const executed: Executed[] = [];
  const pairs = new Map<string, Pair>();
  const ended = observe(func, points, options, limit, {
    executed: (x) => executed.push(x),
    conflict: (earlier, later, nearest) => {
      const key = `${earlier.point.ordinal} ${earlier.key} ${later.point.ordinal} ${later.key}`;
      const known = pairs.get(key);
      if (known) known.nearest ||= nearest;
      else pairs.set(key, { earlier, later, nearest });
    },
  });
  return ended === null ? null : { ended, executed, pairs: [...pairs.values()] };
};
