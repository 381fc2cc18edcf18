/**
 * How each access of a kernel lies in memory, on a device that runs so many lanes together: distance between lanes,
 * sectors of global memory, banks of local memory. Small launches are looked at whole, of large ones some sub-groups.
 */

import type { CallSite, Func } from '../../../ir/nodes.ts';
import type { Span } from '../../../text/span.ts';
import { conflictsOf } from './banks.ts';
import { transactionsOf } from './coalescing.ts';
import { type RunOptions, type RunResult, runLanes } from './lane-run.ts';
import { ReuseCounter, type TensorReuse } from './reuse.ts';
import { type Stride, strideOf } from './strides.ts';
import type { AccessKind, Site, Space, Touch } from './touches.ts';

/** What of a device decides how an access lies. */
export interface MemoryShape {
  readonly subGroupSize: number;
  /** What one transaction of global memory moves. */
  readonly sectorBytes: number;
  readonly banks: number;
  readonly bankBytes: number;
}

export interface Range {
  readonly least: number;
  readonly most: number;
  readonly sum: number;
}

/** One access of the text. Counts are of one execution by one sub-group; ranges over those that were looked at. */
export interface AccessPattern {
  readonly at: Span;
  readonly calls: readonly CallSite[];
  readonly kind: AccessKind;
  readonly space: Space;
  /** As the source has it. */
  readonly name: string;
  /** Bytes that one lane touches. */
  readonly bytes: number;
  /** Of the execution that most lanes take part in; so are the next ones. */
  readonly lanes: number;
  readonly stride: Stride;
  /** Sectors touched, beside those that would do; null: not known, or not global memory. */
  readonly sectors: number | null;
  readonly ideal: number | null;
  /** Bytes that lanes touch by bytes that are moved. */
  readonly usefulFraction: number | null;
  /** Passes that local memory needs; null: not known, or not local memory. */
  readonly degree: number | null;
  readonly banks: number | null;
  readonly executions: number;
  readonly allSectors: Range | null;
  readonly allIdeal: Range | null;
  readonly allDegrees: Range | null;
  /** Some executions stand behind conditions that are not known. */
  readonly assumed: boolean;
  /** Sums of unknown names were taken as multiples of a sector. */
  readonly assumesAlignment: boolean;
}

export interface Patterns {
  readonly accesses: readonly AccessPattern[];
  readonly reuse: readonly TensorReuse[];
  /** Every sub-group of every group was looked at, in every round of its loops. */
  readonly all: boolean;
  /** There was no budget for more. */
  readonly ended: boolean;
}

const WHOLE = { groups: 64, subGroups: 64, rounds: 512 };
const SAMPLE = { groups: 9, subGroups: 4, rounds: 3 };
const FEW = { groups: 1, subGroups: 2, rounds: 2 };
/** Lane steps of each attempt: some 2 microseconds each. */
const STEPS = 20_000;

class RangeOf {
  private least = Number.POSITIVE_INFINITY;
  private most = 0;
  private sum = 0;
  private isOpen = false;

  add(x: number | null): void {
    if (x === null) this.isOpen = true;
    else {
      this.least = Math.min(this.least, x);
      this.most = Math.max(this.most, x);
      this.sum += x;
    }
  }
  get value(): Range | null {
    return this.isOpen || this.most === 0 ? null : { least: this.least, most: this.most, sum: this.sum };
  }
}

class SiteCounter {
  private readonly sectors = new RangeOf();
  private readonly ideal = new RangeOf();
  private readonly degrees = new RangeOf();
  private executions = 0;
  private assumed = false;
  private assumesAlignment = false;
  private widest: Touch | null = null;

  constructor(
    private readonly site: Site,
    private readonly shape: MemoryShape,
  ) {}

  add(touch: Touch): void {
    this.executions++;
    this.assumed ||= touch.assumed;
    if (!this.widest || touch.lanes.length > this.widest.lanes.length) this.widest = touch;
    if (this.site.space === 'local') this.degrees.add(conflictsOf(touch, this.shape)?.degree ?? null);
    else {
      const t = transactionsOf(touch, this.shape.sectorBytes);
      this.sectors.add(t?.sectors ?? null);
      this.ideal.add(t?.ideal ?? null);
      this.assumesAlignment ||= t?.assumesAlignment ?? false;
    }
  }

  pattern(): AccessPattern | null {
    const { widest, shape, site } = this;
    if (!widest) return null;
    const { at, calls, kind, space, name } = site;
    const moved = space === 'global' ? transactionsOf(widest, shape.sectorBytes) : null;
    const conflicts = space === 'local' ? conflictsOf(widest, shape) : null;
    const allSectors = this.sectors.value;
    return {
      ...{ at, calls, kind, space, name },
      bytes: widest.lanes[0]?.pieces.reduce((sum, { width }) => sum + width, 0) ?? 0,
      lanes: widest.lanes.length,
      stride: strideOf(widest),
      sectors: moved?.sectors ?? null,
      ideal: moved?.ideal ?? null,
      usefulFraction: moved && moved.useful / (moved.sectors * shape.sectorBytes),
      degree: conflicts?.degree ?? null,
      banks: conflicts?.banks ?? null,
      executions: this.executions,
      allSectors,
      allIdeal: this.ideal.value,
      allDegrees: this.degrees.value,
      assumed: this.assumed,
      assumesAlignment: this.assumesAlignment,
    };
  }
}

const byPlace = (a: AccessPattern, b: AccessPattern): number =>
  a.at.file === b.at.file ? a.at.start - b.at.start || a.at.end - b.at.end : a.at.file < b.at.file ? -1 : 1;

const once = (func: Func, shape: MemoryShape, options: Omit<RunOptions, 'subGroupSize'>): Patterns => {
  const counters = new Map<Site, SiteCounter>();
  const reuse = new ReuseCounter();
  const take = (touch: Touch): void => {
    const counter = counters.get(touch.site) ?? new SiteCounter(touch.site, shape);
    counters.set(touch.site, counter);
    counter.add(touch);
    reuse.add(touch);
  };
  const { all, ended }: RunResult = runLanes(func, { ...options, subGroupSize: shape.subGroupSize }, take);
  return {
    accesses: [...counters.values()].flatMap((c) => c.pattern() ?? []).sort(byPlace),
    reuse: reuse.tensors(func),
    all,
    ended,
  };
};

export interface PatternOptions {
  readonly shouldStop?: () => boolean;
  /** Dimensions of the items from the slowest to the fastest, where lanes are to run along another one. */
  readonly order?: readonly number[];
  /** Only a sample, also of small launches. */
  readonly sample?: boolean;
  /** Lane steps of an attempt. Default 20,000. */
  readonly steps?: number;
}

/**
 * Of every access to global and local memory, in the order of the text. A size that is not known stays a name.
 * @cost At most some 0.1 s; small kernels 5 ms.
 */
export const patternsOf = (func: Func, device: MemoryShape, options: PatternOptions = {}): Patterns => {
  const required = func.kernel?.reqdSubGroupSize;
  const shape = required === undefined ? device : { ...device, subGroupSize: required };
  const { sample = false, steps = STEPS, ...rest } = options;
  for (const extent of sample ? [SAMPLE] : [WHOLE, SAMPLE]) {
    const found = once(func, shape, { ...rest, steps, ...extent });
    if (!found.ended) return found;
  }
  return once(func, shape, { ...rest, steps: 3 * steps, ...FEW });
};
