/** The analyses of a report, and their partials of one rank. */

import { bandwidth } from './bandwidth.ts';
import { collectives } from './collectives.ts';
import { experts } from './experts.ts';
import { idle } from './idle.ts';
import { kernels } from './kernels.ts';
import { launch } from './launch.ts';
import { memory } from './memory.ts';
import { overlap } from './overlap.ts';
import { ownTime } from './own-time.ts';
import { queue } from './queue.ts';
import type { RankData } from './rank-data.ts';
import { temporal } from './temporal.ts';
import { viewOf } from './view.ts';

export const ANALYSES = {
  temporal,
  overlap,
  idle,
  kernels,
  queue,
  bandwidth,
  launch,
  memory,
  experts,
  collectives,
  ownTime,
} as const;

/** What the map of each analysis leaves of one rank, or a merge of many. */
export type Partials = { readonly [name in keyof typeof ANALYSES]: ReturnType<(typeof ANALYSES)[name]['map']> };

/** Versions of all analyses: partials with others are made anew. */
export const PARTIALS_VERSION = Object.values(ANALYSES)
  .map(({ name, version }) => `${name}@${version}`)
  .join(' ');

export function mapRank(data: RankData): Partials {
  const view = viewOf(data);
  return {
    temporal: temporal.map(view),
    overlap: overlap.map(view),
    idle: idle.map(view),
    kernels: kernels.map(view),
    queue: queue.map(view),
    bandwidth: bandwidth.map(view),
    launch: launch.map(view),
    memory: memory.map(view),
    experts: experts.map(view),
    collectives: collectives.map(view),
    ownTime: ownTime.map(view),
  };
}

export function mergePartials(all: readonly Partials[]): Partials {
  return {
    temporal: temporal.merge(all.map((each) => each.temporal)),
    overlap: overlap.merge(all.map((each) => each.overlap)),
    idle: idle.merge(all.map((each) => each.idle)),
    kernels: kernels.merge(all.map((each) => each.kernels)),
    queue: queue.merge(all.map((each) => each.queue)),
    bandwidth: bandwidth.merge(all.map((each) => each.bandwidth)),
    launch: launch.merge(all.map((each) => each.launch)),
    memory: memory.merge(all.map((each) => each.memory)),
    experts: experts.merge(all.map((each) => each.experts)),
    collectives: collectives.merge(all.map((each) => each.collectives)),
    ownTime: ownTime.merge(all.map((each) => each.ownTime)),
  };
}
