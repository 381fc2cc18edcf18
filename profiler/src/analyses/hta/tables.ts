/** All tables of `--compat=hta` for one run. */

import type { RankData } from '../rank-data.ts';
import { annotationBreakdown, commCompOverlap, kernelBreakdown, temporalBreakdown } from './breakdown.ts';
import {
  blockedOnFullQueue,
  idleBreakdown,
  launchStats,
  memoryBandwidthSummary,
  queueLengthSummary,
} from './device.ts';
import { htaFrames, iterationOf } from './frame.ts';
import { potentialStragglers } from './stragglers.ts';

/** Launch queue depth of CUDA. */
const FULL_QUEUE = 1024;

/**
 * @param ranks Loaded with operators: the library counts every event.
 * @returns Tables by the names that `tools/record-hta.py` gives them; undefined where the library fails.
 */
export function htaTables(ranks: readonly RankData[]) {
  const frames = htaFrames(ranks);
  const temporal = temporalBreakdown(frames);
  return {
    steps: [...new Set(frames.flatMap(({ rows }) => rows.flatMap(iterationOf)))].sort((a, b) => a - b),
    temporal: temporal.length === frames.length ? temporal : undefined,
    overlap: commCompOverlap(frames),
    kernels: kernelBreakdown(frames, false),
    kernels_memory: kernelBreakdown(frames, true),
    annotations: annotationBreakdown(frames),
    idle: frames.map((frame) => idleBreakdown(frame)),
    queue: queueLengthSummary(frames),
    blocked: blockedOnFullQueue(frames, FULL_QUEUE),
    bandwidth: memoryBandwidthSummary(frames),
    launch: frames.map((frame) => launchStats(frame)),
    stragglers: potentialStragglers(frames),
  };
}
