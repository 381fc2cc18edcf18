/** From the tables of a run to the columns of one rank. */

import type { TableName } from '../model/tables.ts';
import { partFile } from '../run/layout.ts';
import type { Manifest } from '../run/manifest.ts';
import type { Run } from '../run/open.ts';
import type { Waits } from './critical-path/device-edges.ts';
import { COLLECTOR, LOADER } from './idle.ts';
import { type Collective, HOST, KIND, KIND_OF_CATEGORY, NONE, type RankData, type Slices } from './rank-data.ts';

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

/** Categories as they are written, each with its code: a join with a short list is cheaper than a comparison with each. */
const KIND_LIST = `(VALUES ${Object.entries(KIND_OF_CATEGORY)
  .map(([category, kind]) => `('${category}', ${KIND[kind]})`)
  .join(', ')}, ('trace', ${KIND.uncategorised}))`;

/** Codes of the categories that a rank uses. */
const CATEGORIES = (slice: string, rank: number): string => `
  SELECT c.cat, coalesce(k.kind, CASE WHEN c.cat IS NULL THEN ${KIND.uncategorised} ELSE ${KIND.other} END) AS kind
  FROM (SELECT DISTINCT cat FROM ${slice} WHERE rank = ${rank}) c LEFT JOIN ${KIND_LIST} k(cat, kind) ON k.cat = lower(c.cat)`;

/** In file order: DuckDB keeps the order of the probed side. */
const SLICES = (slice: string, rank: number, where: string): string => `
  SELECT s.id, s.ts::DOUBLE AS start, s.dur::DOUBLE AS duration, s.name, k.kind,
         (CASE WHEN k.kind = ${KIND.runtime} THEN ${HOST} ELSE coalesce(s.stream, ${HOST}) END)::DOUBLE AS stream,
         coalesce(s.corr, ${NONE})::DOUBLE AS correlation, s.track, coalesce(s.graph, ${NONE})::DOUBLE AS graph,
         coalesce(s.bytes, ${NONE})::DOUBLE AS bytes, coalesce(s.bandwidth, 'nan'::DOUBLE) AS bandwidth
  FROM ${slice} s JOIN (${CATEGORIES(slice, rank)}) k ON s.cat IS NOT DISTINCT FROM k.cat
  WHERE s.rank = ${rank} AND (${where})`;

const HOST_WORK = [KIND.operator, KIND.python, KIND.other, KIND.uncategorised].join(', ');

export interface LoadOptions {
  /** All host work, for the critical path and for `--compat=hta`; default: launches, annotations, and what waits for data or collects garbage. */
  readonly operators?: boolean;
}

/**
 * One rank, from the part that holds it; where several do, from that with the most slices.
 * @throws DuckDB's error when a file of the run is damaged. A rank that is not in the run has no slices.
 */
export async function loadRank(run: Run, rank: number, options: LoadOptions = {}): Promise<RankData> {
  const found = partOfRank(run.manifest, rank);
  const from = tableOfRank(run, rank);
  const names: string[] = [];
  const texts = await run.columns(`SELECT id, text FROM ${from('name')} WHERE rank = ${rank}`);
  for (let at = 0; at < (texts['id']?.length ?? 0); at += 1)
    names[Number(texts['id']?.[at])] = String(texts['text']?.[at]);
  for (let id = 0; id < names.length; id += 1) names[id] ??= '';
  const waiting = names.flatMap((name, id) => (COLLECTOR.test(name) || LOADER.test(name) ? [id] : []));
  const some = `k.kind NOT IN (${HOST_WORK})${waiting.length > 0 ? ` OR s.name IN (${waiting.join(', ')})` : ''}`;
  const columns = await numbers(run, SLICES(from('slice'), rank, options.operators === true ? 'true' : some));
  const slices: Slices = {
    count: columns.count,
    id: Int32Array.from(columns.get('id')),
    start: columns.get('start'),
    duration: columns.get('duration'),
    name: Int32Array.from(columns.get('name')),
    kind: Uint8Array.from(columns.get('kind')),
    stream: columns.get('stream'),
    correlation: columns.get('correlation'),
    track: Int32Array.from(columns.get('track')),
    graph: columns.get('graph'),
    bytes: columns.get('bytes'),
    bandwidth: columns.get('bandwidth'),
  };
  const memory = await numbers(
    run,
    `SELECT ts::DOUBLE AS time, coalesce(allocated, 0)::DOUBLE AS allocated, coalesce(reserved, 0)::DOUBLE AS reserved, bytes::DOUBLE AS bytes,
       coalesce(device_type, 0) * 1024 + coalesce(device, -1) + 1 AS device FROM ${from('memory')} WHERE rank = ${rank} ORDER BY ts, id`,
  );
  const experts = await run.rows(
    `SELECT step, layer, expert, sum(tokens)::DOUBLE AS tokens FROM ${from('expert')} WHERE rank = ${rank} GROUP BY ALL ORDER BY ALL`,
  );
  const base = BigInt(found?.info.baseNs ?? 0);
  return {
    rank,
    worldSize: found?.info.worldSize ?? 0,
    base,
    printedBase: base - ownBase(found?.info.meta),
    host: found?.info.host ?? null,
    resolution: found?.info.resolution ?? 'ns',
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
  const declared = new Map<string, string>();
  for (const row of await run.rows(`SELECT pg, ranks FROM process_group WHERE rank = ${rank} AND ranks IS NOT NULL`)) {
    declared.set(String(row['pg']), membersText(String(row['ranks'])));
  }
  const rowOfId = new Map<number, number>();
  for (let row = 0; row < slices.count; row += 1) rowOfId.set(slices.id[row] ?? NONE, row);
  const text = (value: unknown): string => (typeof value === 'string' ? value : '');
  const number = (value: unknown): number => (value === null || value === undefined ? NONE : Number(value));
  return rows.flatMap((row) => {
    const at = rowOfId.get(Number(row['id']));
    if (at === undefined) return [];
    const pg = text(row['pg']);
    const members = declared.get(pg) ?? membersText(text(row['pg_ranks']));
    return [
      {
        row: at,
        op: text(row['collective']),
        group: `${text(row['comms_id']) || pg}:${members}`,
        groupSize: number(row['group_size']),
        seq: number(row['coll_seq']),
        dtype: text(row['dtype']),
        inElements: number(row['in_elems']),
        outElements: number(row['out_elems']),
        inSplit: splitOf(text(row['in_split'])),
        outSplit: splitOf(text(row['out_split'])),
      },
    ];
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
