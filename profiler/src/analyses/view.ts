/** What most map steps need of a rank, worked out once. */

import { type Union, unionOf } from './intervals.ts';
import { CLASS, classOf, NO_CLASS } from './kernel-class.ts';
import {
  deviceRows,
  launchesOf,
  NONE,
  type RankData,
  type Step,
  sortByStart,
  stepOfRows,
  stepsOf,
} from './rank-data.ts';

export interface RankView {
  readonly data: RankData;
  readonly steps: readonly Step[];
  /** Row of the launching call, or NONE. */
  readonly launches: Int32Array;
  /** Position in `steps`, or NONE. */
  readonly stepOf: Int32Array;
  /** Device activity by start. */
  readonly device: Int32Array;
  /** Class of each row; `NO_CLASS` for host work. */
  readonly classes: Uint8Array;
  readonly busy: Union;
  readonly computation: Union;
  readonly communication: Union;
  readonly memory: Union;
  /** Computation or communication. */
  readonly moving: Union;
  /**
   * Windows of the steps on the device: from the end of the activity of the step before (for the first: from the start of
   * the step on the host) to the end of its own. Together they cover the run without a gap. Without steps: one window.
   * A rank without device activity is its host: operators compute, collectives of the host's backends communicate, and
   * windows are the steps of the host.
   */
  readonly windows: readonly Window[];
}

export interface Window {
  /** Number of the step; NONE where the trace has no steps. */
  readonly step: number;
  readonly start: number;
  readonly end: number;
}

/** No class, nor `NO_CLASS`. */
const NOT_KNOWN = 254;

export function viewOf(data: RankData): RankView {
  const { slices, names } = data;
  const steps = stepsOf(data);
  const launches = launchesOf(data);
  const stepOf = stepOfRows(data, steps, launches);
  const device = deviceRows(data);
  // By name and kind.
  const known = new Uint8Array(names.length * 16).fill(NOT_KNOWN);
  const classes = new Uint8Array(slices.count).fill(NO_CLASS);
  for (let row = 0; row < slices.count; row += 1) {
    const kind = slices.kind[row] as number;
    const name = slices.name[row] as number;
    let found = known[name * 16 + kind] ?? NOT_KNOWN;
    if (found === NOT_KNOWN) {
      found = classOf(kind, names[name] ?? '');
      known[name * 16 + kind] = found;
    }
    classes[row] = found;
  }
  const union = (...wanted: readonly number[]): Union =>
    unionOf(
      slices.start,
      slices.duration,
      device,
      classes,
      wanted.reduce((bits, each) => bits | (1 << each), 0),
    );
  const common = { data, steps, launches, stepOf, device, classes };
  if (device.length === 0) return { ...common, ...hostActivity(data, steps) };
  return {
    ...common,
    busy: unionOf(slices.start, slices.duration, device),
    computation: union(CLASS.computation),
    communication: union(CLASS.communication),
    memory: union(CLASS.memory),
    moving: union(CLASS.computation, CLASS.communication),
    windows: windowsOf(data, steps, stepOf, device),
  };
}

const HOST_COMPUTATION = /^aten::/;
const HOST_COMMUNICATION = /^(gloo|mpi|ucc|ccl):/;

/** What a job on processors alone does. Operators that only call others count once, by their union. */
function hostActivity(
  { slices, names }: RankData,
  steps: readonly Step[],
): Pick<RankView, 'busy' | 'computation' | 'communication' | 'memory' | 'moving' | 'windows'> {
  const union = (...patterns: readonly RegExp[]): Union => {
    const matches = names.map((name) => patterns.some((pattern) => pattern.test(name)));
    const rows: number[] = [];
    for (let row = 0; row < slices.count; row += 1) if (matches[slices.name[row] ?? 0] === true) rows.push(row);
    return unionOf(slices.start, slices.duration, sortByStart(slices, rows));
  };
  const busy = union(HOST_COMPUTATION, HOST_COMMUNICATION);
  const windows = steps.map(({ number, start, end }, at) => ({
    step: number,
    start,
    end: steps[at + 1]?.start ?? end,
  }));
  return {
    busy,
    moving: busy,
    computation: union(HOST_COMPUTATION),
    communication: union(HOST_COMMUNICATION),
    memory: { start: new Float64Array(), end: new Float64Array(), length: 0 },
    windows: busy.length === 0 ? [] : windows,
  };
}

function windowsOf(
  { slices }: RankData,
  steps: readonly Step[],
  stepOf: Int32Array,
  device: Int32Array,
): readonly Window[] {
  const ends = new Float64Array(steps.length).fill(Number.NEGATIVE_INFINITY);
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  for (let place = 0; place < device.length; place += 1) {
    const row = device[place] as number;
    const start = slices.start[row] ?? 0;
    const end = start + (slices.duration[row] ?? 0);
    first = Math.min(first, start);
    last = Math.max(last, end);
    const step = stepOf[row] ?? NONE;
    if (step !== NONE) ends[step] = Math.max(ends[step] ?? end, end);
  }
  if (device.length === 0) return [];
  const windows: Window[] = [];
  let from = steps[0]?.start ?? first;
  for (const [at, step] of steps.entries()) {
    const end = ends[at] ?? Number.NEGATIVE_INFINITY;
    if (end <= from) continue;
    windows.push({ step: step.number, start: from, end });
    from = end;
  }
  return windows.length > 0 ? windows : [{ step: NONE, start: first, end: last }];
}
