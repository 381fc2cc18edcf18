/** From the tables of a run to the columns of one rank. */

import type { TableName } from '../model/tables.ts';
import { partFile } from '../run/layout.ts';
import type { Manifest, RankInfo } from '../run/manifest.ts';
import type { Run } from '../run/open.ts';
import type { Waits } from './critical-path/device-edges.ts';
import { COLLECTOR, LOADER } from './idle.ts';
import {
  type Collective,
  HOST,
  KIND,
  KIND_OF_CATEGORY,
  NONE,
  orderOf,
  type RankData,
  rowsByNumber,
  type Slices,
  stepsOf,
} from './rank-data.ts';

interface Columns {
  readonly count: number;
  readonly get: (name: string) => Float64Array;
}

/** Numeric columns of a query. */
async function numbers(run: Run, sql: string): Promise<Columns> {
  const columns = await run.columns(sql);
  const count = Object.values(columns)[0]?.length ?? 0;
  return {
    count,
    get: (name) => {
      const column = columns[name];
      return column instanceof Float64Array ? column : new Float64Array(count);
    },
  };
}

/** Code of the kind of a category as it is written. */
export const kindOfCategory = (category: string): number => {
  const lower = category.toLowerCase();
  return KIND[KIND_OF_CATEGORY[lower] ?? (lower === 'trace' ? 'uncategorised' : 'other')];
};

/** The kind of a row, from the categories that a rank uses. */
async function kindOf(run: Run, rank: number): Promise<string> {
  const rows = await run.rows(
    `SELECT cat, count(*) AS n FROM ${tableOfRank(run, rank)('slice')} WHERE rank = ${rank} AND cat IS NOT NULL GROUP BY cat ORDER BY n DESC, cat`,
  );
  const cases = rows.map(({ cat }) => {
    const text = String(cat);
    return `WHEN s.cat = '${text.replaceAll("'", "''")}' THEN ${kindOfCategory(text)}`;
  });
  return cases.length === 0 ? String(KIND.uncategorised) : `CASE ${cases.join(' ')} ELSE ${KIND.uncategorised} END`;
}

const SLICES = (slice: string, kind: string, rank: number, where: string): string => `
  SELECT s.id, s.ts::DOUBLE AS start, s.dur::DOUBLE AS duration, s.name, s.kind,
         (CASE WHEN s.kind = ${KIND.runtime} THEN ${HOST} ELSE coalesce(s.stream, ${HOST}) END)::DOUBLE AS stream,
         coalesce(s.corr, ${NONE})::DOUBLE AS correlation, s.track, coalesce(s.graph, ${NONE})::DOUBLE AS graph,
         coalesce(s.bytes, ${NONE})::DOUBLE AS bytes, coalesce(s.bandwidth, 'nan'::DOUBLE) AS bandwidth
  FROM (SELECT s.*, ${kind} AS kind FROM ${slice} s WHERE s.rank = ${rank}) s WHERE ${where}`;

const HOST_WORK: readonly number[] = [KIND.operator, KIND.python, KIND.other, KIND.uncategorised];
const NO_HOST_WORK = `s.kind NOT IN (${HOST_WORK.join(', ')})`;

/** Host work that few analyses look at. @param kind Its code. */
export const isHostWork = (kind: number): boolean => HOST_WORK.includes(kind);

export interface LoadOptions {
  /** All host work, for the critical path and for `--compat=hta`; default: launches, annotations, and what waits for data or collects garbage. */
  readonly operators?: boolean;
}

/**
 * One rank, from the part that holds it; where several do, from that with the most slices.
 * @throws DamagedRun. A rank that is not in the run has no slices.
 */
export async function loadRank(run: Run, rank: number, options: LoadOptions = {}): Promise<RankData> {
  const from = tableOfRank(run, rank);
  const names = await loadNames(run, rank);
  const waiting = names.flatMap((name, id) => (COLLECTOR.test(name) || LOADER.test(name) ? [id] : []));
  const some = `${NO_HOST_WORK}${waiting.length > 0 ? ` OR s.name IN (${waiting.join(', ')})` : ''}`;
  const slices = await loadSlices(run, rank, await kindOf(run, rank), options.operators === true ? 'true' : some);
  const memory = await numbers(
    run,
    `SELECT ts::DOUBLE AS time, coalesce(allocated, 0)::DOUBLE AS allocated, coalesce(reserved, 0)::DOUBLE AS reserved, bytes::DOUBLE AS bytes,
       coalesce(device_type, 0) * 1024 + coalesce(device, -1) + 1 AS device FROM ${from('memory')} WHERE rank = ${rank} ORDER BY ts, id`,
  );
  const experts = await run.rows(
    `SELECT step, layer, expert, sum(tokens)::DOUBLE AS tokens FROM ${from('expert')} WHERE rank = ${rank} GROUP BY ALL ORDER BY ALL`,
  );
  return {
    ...factsOf(run, rank),
    names,
    slices,
    collectives: await loadCollectives(run, from('slice'), rank, slices),
    memory: {
      time: memory.get('time'),
      allocated: memory.get('allocated'),
      reserved: memory.get('reserved'),
      bytes: memory.get('bytes'),
      device: Int32Array.from(memory.get('device')),
    },
    experts: experts.map((row) => ({
      step: Number(row['step']),
      layer: Number(row['layer']),
      expert: Number(row['expert']),
      tokens: Number(row['tokens']),
    })),
  };
}

/** What the critical path of a rank is worked out from. */
export interface StepData {
  /** Slices alone: those that begin in the step, what they launched or were launched by, and what was under way beside them. */
  readonly data: RankData;
  /** Name of the annotation of steps; empty where the rank has none, then all slices are there. */
  readonly annotation: string;
  /** Which of them. */
  readonly instance: number;
}

/** One rank with the host work of its last step but one: the last is often cut short by the end of the recording. */
export async function loadStep(run: Run, rank: number): Promise<StepData> {
  const names = await loadNames(run, rank);
  const ids = names.flatMap((name, id) => (name.includes(STEP) ? [id] : []));
  const bare = { ...factsOf(run, rank), names, collectives: [], memory: NO_MEMORY, experts: [] };
  const isStep = ids.length === 0 ? 'false' : `s.name IN (${ids.join(', ')})`;
  const kind = await kindOf(run, rank);
  const marks = await loadSlices(run, rank, kind, isStep);
  const steps = stepsOf({ ...bare, slices: marks }).length;
  if (steps === 0)
    return { data: { ...bare, slices: await loadSlices(run, rank, kind, 'true') }, annotation: '', instance: 0 };
  const instance = Math.max(0, steps - 2);
  const known = [...marks.kind.keys()].filter((row) => marks.kind[row] !== KIND.uncategorised);
  const chosen = known[instance] ?? 0;
  const start = marks.start[chosen] ?? 0;
  const end = start + (marks.duration[chosen] ?? 0);
  // What was launched and began before the step, or after it, neither waits in its queues nor is waited for in it.
  const near = `SELECT c.corr FROM (SELECT corr, ts, ${kind} AS kind FROM ${tableOfRank(run, rank)('slice')} s
    WHERE rank = ${rank} AND corr IS NOT NULL) c
    GROUP BY c.corr HAVING max(c.ts) >= ${start} AND min(c.ts) <= ${end} OR bool_or(c.kind = ${KIND.sync})`;
  const inside = `s.ts BETWEEN ${start} AND ${end}`;
  // A link to nothing leads to the event with the number 0.
  const slices = await loadSlices(
    run,
    rank,
    kind,
    `s.id = 0 OR s.kind = ${KIND.sync} OR ${isStep} OR (${inside}) OR s.corr IN (${near})`,
  );
  return { data: { ...bare, slices }, annotation: STEP, instance };
}

const STEP = 'ProfilerStep';
const NO_MEMORY = {
  time: new Float64Array(),
  allocated: new Float64Array(),
  reserved: new Float64Array(),
  bytes: new Float64Array(),
  device: new Int32Array(),
};

/** Names by id. */
async function loadNames(run: Run, rank: number): Promise<readonly string[]> {
  const names: string[] = [];
  const texts = await run.columns(`SELECT id, text FROM ${tableOfRank(run, rank)('name')} WHERE rank = ${rank}`);
  for (let at = 0; at < (texts['id']?.length ?? 0); at += 1)
    names[Number(texts['id']?.[at])] = String(texts['text']?.[at]);
  for (let id = 0; id < names.length; id += 1) names[id] ??= '';
  return names;
}

/** In file order. @param kind What `kindOf` gave. */
async function loadSlices(run: Run, rank: number, kind: string, where: string): Promise<Slices> {
  const slice = tableOfRank(run, rank)('slice');
  const columns = inFileOrder(await numbers(run, SLICES(slice, kind, rank, where)));
  return {
    count: columns.count,
    id: new Int32Array(columns.get('id')),
    start: columns.get('start'),
    duration: columns.get('duration'),
    name: new Int32Array(columns.get('name')),
    kind: new Uint8Array(columns.get('kind')),
    stream: columns.get('stream'),
    correlation: columns.get('correlation'),
    track: new Int32Array(columns.get('track')),
    graph: columns.get('graph'),
    bytes: columns.get('bytes'),
    bandwidth: columns.get('bandwidth'),
  };
}

/** DuckDB reads row groups in an order of its own where there is a filter. */
function inFileOrder(columns: Columns): Columns {
  const id = columns.get('id');
  if (id.every((each, row) => row === 0 || (id[row - 1] ?? 0) <= each)) return columns;
  const order = orderOf(id);
  return {
    count: columns.count,
    get: (name) => {
      const values = columns.get(name);
      const sorted = new Float64Array(order.length);
      for (let row = 0; row < order.length; row += 1) sorted[row] = values[order[row] as number] as number;
      return sorted;
    },
  };
}

const factsOf = (run: Run, rank: number) => rankFacts(rank, partOfRank(run.manifest, rank)?.info);

/** What the manifest says of a rank. */
export function rankFacts(rank: number, info: RankInfo | undefined) {
  const base = BigInt(info?.baseNs ?? 0);
  return {
    rank,
    worldSize: info?.worldSize ?? 0,
    base,
    printedBase: base - ownBase(info?.meta),
    host: info?.host ?? null,
    resolution: info?.resolution ?? ('ns' as const),
  };
}

/** What to select from for a table of one rank: its own file, not the files of all ranks. */
function tableOfRank(run: Run, rank: number): (table: TableName) => string {
  const found = partOfRank(run.manifest, rank);
  return (table) =>
    found?.part.tables[table] === undefined
      ? `(SELECT * FROM ${table} WHERE false)`
      : `read_parquet('${partFile(run.dir, found.part.part, table).replaceAll("'", "''")}')`;
}

/** The part to read a rank from: of several the one with the most slices, then the first by name. */
export function partOfRank(manifest: Manifest, rank: number) {
  const holding = manifest.parts.flatMap((part) => {
    const info = part.ranks.find((each) => each.rank === rank);
    return info === undefined || part.tables.slice === undefined ? [] : [{ part, info }];
  });
  return holding.sort((a, b) => b.info.slices - a.info.slices || (a.part.part < b.part.part ? -1 : 1))[0];
}

async function loadCollectives(run: Run, slice: string, rank: number, slices: Slices): Promise<readonly Collective[]> {
  const rows = await run.rows(
    `SELECT id, collective, dtype, in_elems, out_elems, group_size, in_split, out_split, pg, pg_ranks, coll_seq, comms_id
     FROM ${slice} WHERE rank = ${rank} AND collective IS NOT NULL AND stream IS NOT NULL`,
  );
  if (rows.length === 0) return [];
  const groups = await run.rows(`SELECT pg, ranks FROM process_group WHERE rank = ${rank} AND ranks IS NOT NULL`);
  const text = (value: unknown): string => (typeof value === 'string' ? value : '');
  const number = (value: unknown): number => (value === null || value === undefined ? NONE : Number(value));
  return collectivesOf(
    rows.map((row) => ({
      id: Number(row['id']),
      op: text(row['collective']),
      dtype: text(row['dtype']),
      inElements: number(row['in_elems']),
      outElements: number(row['out_elems']),
      groupSize: number(row['group_size']),
      inSplit: text(row['in_split']),
      outSplit: text(row['out_split']),
      pg: text(row['pg']),
      pgRanks: text(row['pg_ranks']),
      seq: number(row['coll_seq']),
      commsId: text(row['comms_id']),
    })),
    groups.map((row) => ({ pg: String(row['pg']), ranks: String(row['ranks']) })),
    slices.id,
  );
}

/** The fields of a collective as the table has them; '' and NONE where it has none. */
export interface CollectiveRow {
  readonly id: number;
  readonly op: string;
  readonly dtype: string;
  readonly inElements: number;
  readonly outElements: number;
  readonly groupSize: number;
  readonly inSplit: string;
  readonly outSplit: string;
  readonly pg: string;
  readonly pgRanks: string;
  readonly seq: number;
  readonly commsId: string;
}

/** @param declared Groups that the rank declared. @param ids Of the slices: those that are not among them are left out. */
export function collectivesOf(
  rows: readonly CollectiveRow[],
  declared: readonly { readonly pg: string; readonly ranks: string }[],
  ids: Int32Array,
): readonly Collective[] {
  if (rows.length === 0) return [];
  const members = new Map(declared.map(({ pg, ranks }) => [pg, membersText(ranks)]));
  const spelled = new Map<string, string>();
  const rowOfId = rowsByNumber(ids);
  for (let row = 0; row < ids.length; row += 1) rowOfId.set(ids[row] ?? NONE, row);
  return rows.flatMap(({ id, pg, pgRanks, commsId, inSplit, outSplit, ...rest }) => {
    const row = rowOfId.get(id);
    if (row === NONE) return [];
    // Few groups, many collectives: each list of ranks is put into its spelling once.
    let ranks = members.get(pg) ?? spelled.get(pgRanks);
    if (ranks === undefined) {
      ranks = membersText(pgRanks);
      spelled.set(pgRanks, ranks);
    }
    const group = `${commsId || pg}:${ranks}`;
    return [{ ...rest, row, group, inSplit: splitOf(inSplit), outSplit: splitOf(outSplit) }];
  });
}

/** Ranks of a group in one spelling: writers differ in spaces, and some give a JSON text within text. */
const membersText = (ranks: string): string => ranks.replaceAll(/[\s"[\]]/g, '');

/** Elements for each peer; an elided list (it has "...") is none. */
function splitOf(text: string): readonly number[] {
  if (text.includes('...')) return [];
  return [...text.matchAll(/-?\d+/g)].map(([digits]) => Number(digits));
}

/** Base that the file itself gives, ns; 0 where it gives none. */
const ownBase = (meta: unknown): bigint =>
  BigInt(/"baseTimeNanoseconds":\s*"?(-?\d+)/.exec(typeof meta === 'string' ? meta : '')?.[1] ?? 0);

/** What the synchronisation rows of a rank waited for, by their positions in its slices. */
export async function loadWaits(run: Run, data: RankData): Promise<ReadonlyMap<number, Waits>> {
  const rows = await run.rows(
    `SELECT id, wait_stream, wait_event_corr FROM ${tableOfRank(run, data.rank)('slice')}
     WHERE rank = ${data.rank} AND wait_stream >= 0 AND wait_event_corr IS NOT NULL`,
  );
  if (rows.length === 0) return new Map();
  const positions = new Map([...data.slices.id].map((id, row) => [id, row]));
  return new Map(
    rows.flatMap((row) => {
      const at = positions.get(Number(row['id']));
      return at === undefined
        ? []
        : [[at, { stream: Number(row['wait_stream']), record: Number(row['wait_event_corr']) }] as const];
    }),
  );
}
