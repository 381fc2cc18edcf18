/**
 * Where statements went in a rewrite: old id to new ids. A statement that a rewrite copies has several, one that it
 * deletes none, and one that it does not mention keeps its own. Composition is associative; `IDENTITY` is neutral.
 */

import type { NodeId } from './nodes.ts';

export interface Forward {
  /** Ids that changed; an empty list is a statement that is gone. */
  readonly moved: ReadonlyMap<NodeId, readonly NodeId[]>;
}

export const IDENTITY: Forward = { moved: new Map() };

export const forwardOf = (entries: Iterable<readonly [NodeId, readonly NodeId[]]>): Forward => ({
  moved: new Map(entries),
});

/** The ids a statement has now; `[]` where it is gone. O(1). */
export const forwarded = (f: Forward, id: NodeId): readonly NodeId[] => f.moved.get(id) ?? [id];
export const isGone = (f: Forward, id: NodeId): boolean => forwarded(f, id).length === 0;

/** `first`, then `second`. Ids in `second` are those after `first`. O(entries). */
export const andThen = (first: Forward, second: Forward): Forward => {
  const moved = new Map<NodeId, readonly NodeId[]>();
  for (const [id, ids] of first.moved) {
    moved.set(id, [...new Set(ids.flatMap((mid) => forwarded(second, mid)))]);
  }
  for (const [id, ids] of second.moved) if (!first.moved.has(id)) moved.set(id, ids);
  return { moved };
};
