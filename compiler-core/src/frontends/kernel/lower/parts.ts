/**
 * A unit in parts that can be lowered by themselves: functions that lead to a launch, each with all declarations that its
 * names can mean, and theirs. What is not in a part can't change what it lowers to, so equal parts of two versions of a
 * text have equal kernels. By names alone, so rather too much than too little.
 */

import { LAUNCH_CALLS } from '../meaning/launches.ts';
import type { Decl, Node } from '../parse/ast.ts';
import type { Leaf } from './leaves.ts';

export interface Part {
  /** In the order of the text, namespaces around them. */
  readonly body: readonly Decl[];
  readonly leaves: readonly Leaf[];
  /** Whether a node lies in what this part is there for. */
  readonly isOwn: (node: Node) => boolean;
}

const LAUNCHES: ReadonlySet<string> = new Set(LAUNCH_CALLS);

/** @param launching names of functions that lead to a launch. O(uses of names). */
export const partsOf = (leaves: readonly Leaf[], launching: ReadonlySet<string>): readonly Part[] => {
  const declaring = new Map<string, number[]>();
  const everywhere: number[] = [];
  for (const [i, { facts }] of leaves.entries()) {
    const { names, matters } = facts;
    if (matters === 'to all') everywhere.push(i);
    for (const name of names) declaring.set(name, [...(declaring.get(name) ?? []), i]);
  }
  const roots = [...leaves.keys()].filter((i) => leaves[i] !== undefined && launches(leaves[i], launching));
  const isRoot = new Set(roots);
  const closures = new Map(roots.map((root) => [root, closureOf(root, leaves, declaring, everywhere)]));
  // Who launches through one template shares the kernels that it instantiates, and so on.
  const groups = new Groups(roots);
  for (const [root, closure] of closures)
    for (const i of closure) if (isRoot.has(i) && leaves[i]?.facts.isGeneric === true) groups.join(root, i);
  return groups.all().map((own) => {
    const all = new Set(own.flatMap((root) => [...(closures.get(root) ?? [])]));
    const chosen = [...all].sort((a, b) => a - b).flatMap((i) => leaves[i] ?? []);
    const ranges = own.flatMap((i) => leaves[i]?.decl ?? []);
    return {
      body: nested(chosen, 0),
      leaves: chosen,
      isOwn: ({ from, to }) => ranges.some((range) => range.from <= from && to <= range.to),
    };
  });
};

const launches = ({ facts: { words } }: Leaf, launching: ReadonlySet<string>): boolean => {
  for (const word of words) if (LAUNCHES.has(word) || launching.has(word)) return true;
  return false;
};

const closureOf = (
  root: number,
  leaves: readonly Leaf[],
  declaring: ReadonlyMap<string, readonly number[]>,
  everywhere: readonly number[],
): ReadonlySet<number> => {
  const found = new Set([root, ...everywhere]);
  for (const i of found) {
    for (const word of leaves[i]?.facts.words ?? []) for (const j of declaring.get(word) ?? []) found.add(j);
  }
  return found;
};

/** Sets that grow together, by their smallest member. */
class Groups {
  private readonly parent = new Map<number, number>();

  constructor(members: readonly number[]) {
    for (const member of members) this.parent.set(member, member);
  }

  private find(member: number): number {
    let at = member;
    for (let up = this.parent.get(at) ?? at; up !== at; up = this.parent.get(at) ?? at) at = up;
    this.parent.set(member, at);
    return at;
  }

  join(a: number, b: number): void {
    const [x, y] = [this.find(a), this.find(b)];
    this.parent.set(Math.max(x, y), Math.min(x, y));
  }

  all(): readonly (readonly number[])[] {
    const out = new Map<number, number[]>();
    for (const member of this.parent.keys()) {
      const group = this.find(member);
      out.set(group, [...(out.get(group) ?? []), member]);
    }
    return [...out.values()];
  }
}

/** Leaves back in their namespaces. */
const nested = (leaves: readonly Leaf[], depth: number): readonly Decl[] => {
  const out: Decl[] = [];
  for (let i = 0; i < leaves.length; ) {
    const space = leaves[i]?.path[depth];
    let end = i + 1;
    if (space === undefined) out.push((leaves[i] as Leaf).decl);
    else {
      while (leaves[end]?.path[depth] === space) end++;
      out.push({ ...space, body: nested(leaves.slice(i, end), depth + 1) });
    }
    i = end;
  }
  return out;
};
