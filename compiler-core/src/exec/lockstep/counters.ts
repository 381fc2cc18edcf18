/**
 * Counts what a run does to memory, sub-group by sub-group: sectors of global memory that its lanes touch, passes that
 * the banks of local memory need. By brute force, byte by byte: it is what the analysis of access patterns is tested against.
 */

import type { Span } from '../../text/span.ts';
import type { Observation, Observer } from './observer.ts';

export interface CounterShape {
  readonly subGroupSize: number;
  readonly sectorBytes: number;
  readonly banks: number;
  readonly bankBytes: number;
}

interface Lane {
  readonly local: number;
  readonly bytes: number[];
}
interface Open {
  readonly sites: Set<number>;
  readonly lanes: readonly Lane[];
}

/** One access of the text, over all executions by sub-groups. */
export interface Counted {
  readonly at: Span;
  readonly kind: Observation['site']['kind'];
  readonly memory: string;
  readonly space: Observation['space'];
  /** One entry per execution. */
  readonly executions: {
    readonly lanes: number;
    /** Distances between the first bytes of lanes that follow each other. */
    readonly steps: readonly number[];
    readonly sectors: number;
    readonly ideal: number;
    readonly degree: number;
  }[];
}

const measure = (lanes: readonly Lane[], shape: CounterShape): Counted['executions'][number] => {
  const firsts = lanes.map(({ bytes }) => Math.min(...bytes));
  const all = new Set(lanes.flatMap(({ bytes }) => bytes));
  const sectors = new Set([...all].map((b) => Math.floor(b / shape.sectorBytes)));
  const each = Math.max(...lanes.map(({ bytes }) => bytes.length));
  const atOnce = Math.max(1, Math.floor((shape.banks * shape.bankBytes) / Math.max(each, shape.bankBytes)));
  let degree = 0;
  for (let first = 0; first < shape.subGroupSize; first += atOnce) {
    const turn = lanes.filter(({ local }) => {
      const lane = local % shape.subGroupSize;
      return lane >= first && lane < first + atOnce;
    });
    const words = new Set(turn.flatMap(({ bytes }) => bytes.map((b) => Math.floor(b / shape.bankBytes))));
    for (let bank = 0; bank < shape.banks; bank++) {
      degree = Math.max(degree, [...words].filter((w) => w % shape.banks === bank).length);
    }
  }
  return {
    lanes: lanes.length,
    steps: firsts.slice(1).map((b, k) => b - (firsts[k] as number)),
    sectors: sectors.size,
    ideal: Math.ceil(all.size / shape.sectorBytes),
    degree,
  };
};

/** Accesses of one place of the text to one memory count as one: those to the components of a vector, or members of a structure. */
export class AccessCounter {
  private readonly counted = new Map<string, Counted>();
  private readonly open = new Map<string, { readonly of: Counted; readonly now: Open }>();

  constructor(private readonly shape: CounterShape) {}

  readonly observer: Observer = (seen) => {
    const bySubGroup = new Map<string, Observation['lanes'][number][]>();
    for (const lane of seen.lanes) {
      const name = `${lane.group} ${Math.floor(lane.local / this.shape.subGroupSize)}`;
      bySubGroup.set(name, [...(bySubGroup.get(name) ?? []), lane]);
    }
    const of = this.of(seen);
    for (const [name, lanes] of bySubGroup) this.add(`${name} ${keyOf(seen)}`, of, seen, lanes);
  };

  private of(seen: Observation): Counted {
    const key = keyOf(seen);
    const { kind, at } = seen.site;
    const known = this.counted.get(key);
    const made = known ?? { at, kind, memory: rootOf(seen.memory), space: seen.space, executions: [] };
    this.counted.set(key, made);
    return made;
  }

  private add(key: string, of: Counted, seen: Observation, lanes: Observation['lanes']): void {
    const bytes = (from: number): number[] => Array.from({ length: seen.width }, (_, k) => from + k);
    const before = this.open.get(key)?.now;
    const isMore =
      before !== undefined &&
      !before.sites.has(seen.site.id) &&
      before.lanes.map(({ local }) => local).join() === lanes.map(({ local }) => local).join();
    if (isMore) {
      before.sites.add(seen.site.id);
      for (const [k, { byte }] of lanes.entries()) before.lanes[k]?.bytes.push(...bytes(byte));
      return;
    }
    if (before) of.executions.push(measure(before.lanes, this.shape));
    const now = lanes.map(({ local, byte }) => ({ local, bytes: bytes(byte) }));
    this.open.set(key, { of, now: { sites: new Set([seen.site.id]), lanes: now } });
  }

  /** To be asked once, behind the run. */
  results(): readonly Counted[] {
    for (const { of, now } of this.open.values()) of.executions.push(measure(now.lanes, this.shape));
    this.open.clear();
    return [...this.counted.values()];
  }
}

const rootOf = (name: string): string => name.replace(/\..*$/, '');
const keyOf = ({ site, memory }: Observation): string => {
  const calls = site.stmt.origin.calls.map(({ span }) => `${span.file}:${span.start}`).join(' ');
  return `${site.kind} ${rootOf(memory)} ${site.at.file} ${site.at.start} ${site.at.end} ${calls}`;
};
