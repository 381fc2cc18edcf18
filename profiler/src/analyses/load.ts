/** From the tables of a run to the columns of one rank. */

import type { DuckDBConnection } from '@duckdb/node-api';
import type { Run } from '../run/open.ts';
import { type Collective, HOST, KIND, KIND_OF_CATEGORY, NONE, type RankData, type Slices } from './rank-data.ts';

interface Columns {
  readonly count: number;
  readonly get: (name: string) => Float64Array;
}

/** Numeric columns of a query, all of type DOUBLE and without nulls, straight from DuckDB's vectors. */
async function numbers(connection: DuckDBConnection, sql: string): Promise<Columns> {
  const result = await connection.stream(sql);
  const names = result.columnNames();
  const parts: Float64Array[][] = names.map(() => []);
  let count = 0;
  for (let chunk = await result.fetchChunk(); chunk !== null && chunk.rowCount > 0; chunk = await result.fetchChunk()) {
    const rows = chunk.rowCount;
    for (const [at, part] of parts.entries()) {
      const vector = chunk.getColumnVector(at);
      const values = new Float64Array(rows);
      for (let row = 0; row < rows; row += 1) values[row] = Number(vector.getItem(row));
      part.push(values);
    }
    count += rows;
  }
  const whole = new Map<string, Float64Array>();
  for (const [at, name] of names.entries()) {
    const column = new Float64Array(count);
    let offset = 0;
    for (const part of parts[at] ?? []) {
      column.set(part, offset);
      offset += part.length;
    }
    parts[at] = [];
    whole.set(name, column);
  }
  return { count, get: (name) => whole.get(name) ?? new Float64Array(count) };
}

const KIND_SQL = `CASE WHEN cat IS NULL OR cat = 'Trace' THEN ${KIND.uncategorised} ${Object.entries(KIND_OF_CATEGORY)
  .map(([category, kind]) => `WHEN lower(cat) = '${category}' THEN ${KIND[kind]}`)
  .join(' ')} ELSE 0 END`;

/** Python frames are a large share of some traces, and no analysis of ours reads them. */
const SLICES = (rank: number, operators: boolean): string => `
  SELECT id::DOUBLE AS id, ts::DOUBLE AS start, dur::DOUBLE AS duration, name::DOUBLE AS name, (${KIND_SQL})::DOUBLE AS kind,
         (CASE WHEN (${KIND_SQL}) = ${KIND.runtime} THEN ${HOST} ELSE coalesce(stream, ${HOST}) END)::DOUBLE AS stream, coalesce(corr, ${NONE})::DOUBLE AS correlation,
         track::DOUBLE AS track, coalesce(graph, ${NONE})::DOUBLE AS graph, coalesce(bytes, ${NONE})::DOUBLE AS bytes,
         coalesce(bandwidth, 'nan'::DOUBLE) AS bandwidth
  FROM slice WHERE rank = ${rank} ${operators ? '' : `AND (corr IS NOT NULL OR stream IS NOT NULL OR lower(cat) IN ('user_annotation', 'gpu_user_annotation'))`}`;

const COLLECTIVES = (rank: number): string => `
  SELECT id, collective, dtype, in_elems, out_elems, group_size, in_split, out_split, pg, pg_ranks, coll_seq, comms_id
  FROM slice WHERE rank = ${rank} AND collective IS NOT NULL AND stream IS NOT NULL`;

export interface LoadOptions {
  /** Host operators too, for the critical path and for attribution of host time; default false. */
  readonly operators?: boolean;
}

/** One rank. @param run Opened, best with `ranks: [rank]`. */
export async function loadRank(run: Run, rank: number, options: LoadOptions = {}): Promise<RankData> {
  const columns = await numbers(run.connection, SLICES(rank, options.operators ?? false));
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
  const names: string[] = [];
  for (const row of await run.rows(`SELECT id, text FROM name WHERE rank = ${rank}`)) {
    names[Number(row['id'])] = String(row['text']);
  }
  for (let id = 0; id < names.length; id += 1) names[id] ??= '';
  const [info] = await run.rows(`SELECT base_ns, world_size, host, resolution, meta FROM rank WHERE rank = ${rank}`);
  const base = BigInt(String(info?.['base_ns'] ?? 0));
  const memory = await numbers(
    run.connection,
    `SELECT ts::DOUBLE AS time, coalesce(allocated, 0)::DOUBLE AS allocated, coalesce(reserved, 0)::DOUBLE AS reserved, bytes::DOUBLE AS bytes,
       (coalesce(device_type, 0) * 256 + coalesce(device, 0))::DOUBLE AS device FROM memory WHERE rank = ${rank} ORDER BY ts, id`,
  );
  const experts = await run.rows(
    `SELECT step, layer, expert, sum(tokens)::DOUBLE AS tokens FROM expert WHERE rank = ${rank} GROUP BY ALL ORDER BY ALL`,
  );
  return {
    rank,
    worldSize: Number(info?.['world_size'] ?? 0),
    base,
    printedBase: hasOwnBase(info?.['meta']) ? 0n : base,
    host: typeof info?.['host'] === 'string' ? info['host'] : null,
    resolution: info?.['resolution'] === 'us' ? 'us' : 'ns',
    names,
    slices,
    collectives: await loadCollectives(run, rank, slices),
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

async function loadCollectives(run: Run, rank: number, slices: Slices): Promise<readonly Collective[]> {
  const rows = await run.rows(COLLECTIVES(rank));
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

/** Whether the file says what its times are relative to. */
const hasOwnBase = (meta: unknown): boolean => typeof meta === 'string' && meta.includes('"baseTimeNanoseconds"');
