/** Who talks to whom: coordinates of ranks and the process groups of a layout. Tensor-parallel ranks are neighbours, then data, then pipeline. */

import { type Layout, worldSize } from './spec.ts';

export interface Coordinates {
  readonly tp: number;
  readonly dp: number;
  readonly pp: number;
}

export interface Group {
  /** Position in the list of all groups. */
  readonly index: number;
  readonly name: string;
  readonly description: string;
  readonly ranks: readonly number[];
}

export type Axis = 'world' | 'tp' | 'dp' | 'ep' | 'pp';

export interface Groups {
  readonly all: readonly Group[];
  /** The group of a rank along an axis; undefined where it would have one member. */
  readonly of: (axis: Axis, rank: number) => Group | undefined;
  /** The pair of a rank and the one of the next stage. */
  readonly pair: (rank: number, next: number) => Group;
}

export const coordinatesOf = (rank: number, { tp, dp }: Layout): Coordinates => ({
  tp: rank % tp,
  dp: Math.floor(rank / tp) % dp,
  pp: Math.floor(rank / (tp * dp)),
});

export const rankOf = ({ tp, dp, pp }: Coordinates, layout: Layout): number => tp + layout.tp * (dp + layout.dp * pp);

const DESCRIPTION: Readonly<Record<Axis, string>> = {
  world: 'default_pg',
  tp: 'TENSOR_MODEL_PARALLEL_GROUP',
  dp: 'DATA_PARALLEL_GROUP',
  ep: 'EXPERT_MODEL_PARALLEL_GROUP',
  pp: 'PIPELINE_MODEL_PARALLEL_GROUP',
};

/** All groups with at least two members, the world first. */
export function groupsOf(layout: Layout): Groups {
  const world = worldSize(layout);
  const all: Group[] = [];
  const byAxis = new Map<Axis, Map<number, Group>>();
  const pairs = new Map<number, Group>();
  const add = (axis: Axis, ranks: readonly number[]): Group => {
    const group = { index: all.length, name: String(all.length), description: DESCRIPTION[axis], ranks };
    all.push(group);
    return group;
  };
  const keyOf = (axis: Axis, { tp, dp, pp }: Coordinates): string => {
    if (axis === 'world') return '';
    if (axis === 'tp') return `${dp},${pp}`;
    if (axis === 'dp') return `${tp},${pp}`;
    if (axis === 'pp') return `${tp},${dp}`;
    return `${tp},${pp},${Math.floor(dp / layout.ep)}`;
  };
  for (const axis of ['world', 'tp', 'dp', 'ep'] as const) {
    const members = new Map<string, number[]>();
    for (let rank = 0; rank < world; rank += 1) {
      const key = keyOf(axis, coordinatesOf(rank, layout));
      const list = members.get(key);
      if (list === undefined) members.set(key, [rank]);
      else list.push(rank);
    }
    const owners = new Map<number, Group>();
    for (const ranks of members.values()) {
      if (ranks.length < 2) continue;
      const group = add(axis, ranks);
      for (const rank of ranks) owners.set(rank, group);
    }
    byAxis.set(axis, owners);
  }
  for (let rank = 0; rank < world; rank += 1) {
    const at = coordinatesOf(rank, layout);
    if (at.pp + 1 < layout.pp) pairs.set(rank, add('pp', [rank, rankOf({ ...at, pp: at.pp + 1 }, layout)]));
  }
  return {
    all,
    of: (axis, rank) => byAxis.get(axis)?.get(rank),
    pair: (rank, next) => {
      const pair = pairs.get(Math.min(rank, next));
      if (pair === undefined) throw new Error(`ranks ${rank} and ${next} are not neighbours in the pipeline`);
      return pair;
    },
  };
}
