/**
 * Collectives matched over ranks: how long each took, how fast the data moved, who waited for whom.
 *
 * Matching. Instances are named by (group, sequence number, operation); where the trace has no numbers, by the position
 * among the operations of that kind in the group, and then only if all recorded members have equally many: a sampled or
 * truncated trace is refused. A send and its receive are one instance.
 *
 * time = least duration over the members: the last to arrive waits for nobody. wait(r) = duration(r) - time; both need no
 * clock. size = bytes that leave a rank (all-gather: that arrive). algbw = size / time; busbw = algbw · f, f = 2(n-1)/n for
 * all-reduce, (n-1)/n for all-gather, reduce-scatter and all-to-all, 1 otherwise.
 * @source Bus bandwidth factors: NCCL tests, doc/PERFORMANCE.md.
 */

import type { Analysis } from './analysis.ts';
import { NONE } from './rank-data.ts';
import type { RankView } from './view.ts';

/** Columns of the collectives of one rank, in the order of their starts. */
export interface RankCollectives {
  readonly rank: number;
  /** Decimal text of the nanoseconds to add to times. */
  readonly base: string;
  readonly groups: readonly string[];
  readonly ops: readonly string[];
  readonly group: readonly number[];
  readonly op: readonly number[];
  readonly seq: readonly number[];
  readonly step: readonly number[];
  readonly start: readonly number[];
  readonly duration: readonly number[];
  /** Bytes by the rule above; NONE where unknown. */
  readonly bytes: readonly number[];
  readonly groupSize: readonly number[];
  /** Largest over mean of the peers' shares of an all-to-all; 0 for others. */
  readonly imbalance: readonly number[];
}

const DTYPE_BYTES: Readonly<Record<string, number>> = {
  double: 8,
  long: 8,
  int64: 8,
  float: 4,
  int: 4,
  int32: 4,
  float32: 4,
  half: 2,
  float16: 2,
  bfloat16: 2,
  short: 2,
};
const P2P = /^(send|recv|isend|irecv)$/;
const GATHER = /gather/;

export const bytesOf = (op: string, dtype: string, inElements: number, outElements: number): number => {
  const size = DTYPE_BYTES[dtype.toLowerCase()] ?? 1;
  const elements = GATHER.test(op) && !op.includes('reduce') ? outElements : inElements;
  return elements < 0 ? NONE : elements * size;
};

/** Factor of the bus bandwidth for a group of `n`. */
export function busFactor(op: string, n: number): number {
  if (/all_?reduce/.test(op)) return (2 * (n - 1)) / n;
  return /gather|scatter|all_?to_?all/.test(op) ? (n - 1) / n : 1;
}

/** Whether no rank can leave before all have come. A root may leave a broadcast, a sender may leave a receiver. */
export const synchronises = (op: string): boolean => /all_?reduce|all_?gather|reduce_?scatter|barrier/.test(op);

export const isPair = (op: string): boolean => P2P.test(op);

/** Of an all-to-all: largest over mean of what goes to or comes from one peer. */
function imbalanceOf(...splits: readonly (readonly number[])[]): number {
  return splits.reduce((worst, split) => {
    const sum = split.reduce((total, elements) => total + elements, 0);
    return sum === 0 ? worst : Math.max(worst, (Math.max(...split) * split.length) / sum);
  }, 0);
}

function map({ data, steps, stepOf }: RankView): readonly RankCollectives[] {
  if (data.collectives.length === 0) return [];
  const { start, duration, id } = data.slices;
  const rows = [...data.collectives].sort(
    (a, b) => (start[a.row] ?? 0) - (start[b.row] ?? 0) || (id[a.row] ?? 0) - (id[b.row] ?? 0),
  );
  const intern = (values: readonly string[]): { list: string[]; codes: number[] } => {
    const codes = new Map<string, number>();
    const list = values.map((value) => {
      const code = codes.get(value) ?? codes.size;
      codes.set(value, code);
      return code;
    });
    return { list: [...codes.keys()], codes: list };
  };
  const groups = intern(rows.map(({ group }) => group));
  const ops = intern(rows.map(({ op }) => op));
  return [
    {
      rank: data.rank,
      base: String(data.base),
      groups: groups.list,
      ops: ops.list,
      group: groups.codes,
      op: ops.codes,
      seq: rows.map(({ seq }) => seq),
      step: rows.map(({ row }) => steps[stepOf[row] ?? NONE]?.number ?? NONE),
      start: rows.map(({ row }) => start[row] ?? 0),
      duration: rows.map(({ row }) => duration[row] ?? 0),
      bytes: rows.map(({ op, dtype, inElements, outElements }) => bytesOf(op, dtype, inElements, outElements)),
      groupSize: rows.map(({ groupSize }) => groupSize),
      imbalance: rows.map(({ inSplit, outSplit }) => imbalanceOf(inSplit, outSplit)),
    },
  ];
}

/** All instances with at least two recorded members. Members of instance i are the entries from `offset[i]` to `offset[i + 1]`. */
export interface Matched {
  readonly ranks: readonly number[];
  /** Nanoseconds to add to `start` and `end`. */
  readonly base: bigint;
  readonly count: number;
  readonly group: readonly string[];
  readonly op: readonly string[];
  readonly step: Int32Array;
  readonly size: Int32Array;
  readonly offset: Int32Array;
  /** Position in `ranks`. */
  readonly member: Int32Array;
  readonly start: Float64Array;
  readonly end: Float64Array;
  readonly bytes: Float64Array;
  readonly imbalance: Float64Array;
  readonly problems: readonly MatchProblem[];
}

export interface MatchProblem {
  readonly code: 'counts-differ' | 'members-missing';
  readonly group: string;
  readonly text: string;
}

interface Entry {
  readonly rank: number;
  readonly row: number;
}

export function matchCollectives(partials: readonly RankCollectives[]): Matched {
  const ranks = [...partials].sort((a, b) => a.rank - b.rank);
  const base = ranks.reduce(
    (low, { base: own }) => (BigInt(own) < low ? BigInt(own) : low),
    BigInt(ranks[0]?.base ?? 0),
  );
  const problems: MatchProblem[] = [];
  const instances = new Map<string, Entry[]>();
  const refused = groupsWithUnequalCounts(ranks, problems);
  for (const [at, rank] of ranks.entries()) {
    const seen = new Map<string, number>();
    for (let row = 0; row < rank.start.length; row += 1) {
      const group = rank.groups[rank.group[row] ?? 0] ?? '';
      const name = rank.ops[rank.op[row] ?? 0] ?? '';
      const op = isPair(name) ? 'p2p' : name;
      const seq = rank.seq[row] ?? NONE;
      if (seq === NONE && refused.has(group)) continue;
      const stem = `${group}|${op}|${seq === NONE ? 'at' : seq}`;
      const occurrence = seen.get(stem) ?? 0;
      seen.set(stem, occurrence + 1);
      const key = `${stem}|${occurrence}`;
      const entries = instances.get(key);
      if (entries === undefined) instances.set(key, [{ rank: at, row }]);
      else entries.push({ rank: at, row });
    }
  }
  const matched = [...instances.values()].filter((entries) => entries.length > 1);
  return { ...flatten(ranks, base, matched), problems: [...problems, ...missing(ranks, matched)] };
}

/** Groups whose members recorded different numbers of collectives. */
function groupsWithUnequalCounts(ranks: readonly RankCollectives[], problems: MatchProblem[]): ReadonlySet<string> {
  const counts = new Map<string, Map<number, number>>();
  for (const rank of ranks) {
    for (let row = 0; row < rank.start.length; row += 1) {
      const group = rank.groups[rank.group[row] ?? 0] ?? '';
      const of = counts.get(group) ?? new Map<number, number>();
      of.set(rank.rank, (of.get(rank.rank) ?? 0) + 1);
      counts.set(group, of);
    }
  }
  const unequal = new Set<string>();
  for (const [group, of] of counts) {
    const values = [...of.values()];
    const [low, high] = [Math.min(...values), Math.max(...values)];
    if (low === high) continue;
    unequal.add(group);
    const text = `ranks of the group recorded from ${low} to ${high} collectives: without sequence numbers they are not matched`;
    problems.push({ code: 'counts-differ', group, text });
  }
  return unequal;
}

function missing(ranks: readonly RankCollectives[], matched: readonly (readonly Entry[])[]): readonly MatchProblem[] {
  const short = new Map<string, { recorded: number; size: number }>();
  for (const entries of matched) {
    const first = entries[0];
    const rank = first === undefined ? undefined : ranks[first.rank];
    if (first === undefined || rank === undefined) continue;
    const size = rank.groupSize[first.row] ?? 0;
    const group = rank.groups[rank.group[first.row] ?? 0] ?? '';
    if (size > entries.length) short.set(group, { recorded: entries.length, size });
  }
  return [...short].map(([group, { recorded, size }]) => ({
    code: 'members-missing',
    group,
    text: `${recorded} of ${size} ranks of the group were recorded: the last to arrive may be one of the others`,
  }));
}

function flatten(
  ranks: readonly RankCollectives[],
  base: bigint,
  matched: readonly (readonly Entry[])[],
): Omit<Matched, 'problems'> {
  const total = matched.reduce((sum, entries) => sum + entries.length, 0);
  const shift = ranks.map(({ base: own }) => Number(BigInt(own) - base));
  const count = matched.length;
  const result = {
    ranks: ranks.map(({ rank }) => rank),
    base,
    count,
    group: new Array<string>(count),
    op: new Array<string>(count),
    step: new Int32Array(count),
    size: new Int32Array(count),
    offset: new Int32Array(count + 1),
    member: new Int32Array(total),
    start: new Float64Array(total),
    end: new Float64Array(total),
    bytes: new Float64Array(count),
    imbalance: new Float64Array(count),
  };
  let at = 0;
  for (const [instance, entries] of matched.entries()) {
    for (const { rank: member, row } of entries) {
      const rank = ranks[member];
      if (rank === undefined) continue;
      const start = (rank.start[row] ?? 0) + (shift[member] ?? 0);
      result.member[at] = member;
      result.start[at] = start;
      result.end[at] = start + (rank.duration[row] ?? 0);
      result.group[instance] = rank.groups[rank.group[row] ?? 0] ?? '';
      result.op[instance] = rank.ops[rank.op[row] ?? 0] ?? '';
      result.step[instance] = rank.step[row] ?? NONE;
      result.size[instance] = rank.groupSize[row] ?? 0;
      result.bytes[instance] = Math.max(result.bytes[instance] ?? 0, rank.bytes[row] ?? 0);
      result.imbalance[instance] = Math.max(result.imbalance[instance] ?? 0, rank.imbalance[row] ?? 0);
      at += 1;
    }
    result.offset[instance + 1] = at;
  }
  return result;
}

export const collectives: Analysis<readonly RankCollectives[], Matched> = {
  name: 'collectives',
  version: 1,
  map,
  merge: (partials) => partials.flat(),
  reduce: matchCollectives,
};
