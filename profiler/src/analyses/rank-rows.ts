/**
 * The rows of one rank, gathered while they are written, so that its partials need no second reading: what `loadRank` reads
 * from the tables. Ranks of many rows, and those without device work, are left to it.
 */

import type { TableName } from '../model/tables.ts';
import type { ParquetFile } from '../parquet/file.ts';
import type { PartInfo } from '../run/manifest.ts';
import type { RowWatch } from '../run/part-writer.ts';
import { COLLECTOR, LOADER } from './idle.ts';
import { type CollectiveRow, collectivesOf, isHostWork, kindOfCategory, rankFacts } from './load.ts';
import { HOST, KIND, NONE, orderOf, type RankData } from './rank-data.ts';

/** Rows of slices and of memory, at some hundred bytes each. */
const MOST_ROWS = 300_000;
/** Characters in names. */
const MOST_TEXT = 8 << 20;

const SLICE_COLUMNS = [
  'id',
  'start',
  'duration',
  'name',
  'kind',
  'stream',
  'correlation',
  'track',
  'graph',
  'bytes',
  'bandwidth',
] as const;
const MEMORY_COLUMNS = ['time', 'allocated', 'reserved', 'bytes', 'device'] as const;

type Block<Name extends string> = Readonly<Record<Name, Float64Array>>;

export class RankRows implements RowWatch {
  private readonly names: string[] = [];
  private readonly waiting = new Set<number>();
  private slices: Block<(typeof SLICE_COLUMNS)[number]>[] = [];
  private memory: Block<(typeof MEMORY_COLUMNS)[number]>[] = [];
  private collectives: CollectiveRow[] = [];
  private count = 0;
  private text = 0;
  private given = false;

  name(id: number, text: string): void {
    this.text += text.length;
    if (this.text > MOST_TEXT) this.giveUp();
    if (this.given) return;
    this.names[id] = text;
    if (COLLECTOR.test(text) || LOADER.test(text)) this.waiting.add(id);
  }

  rows(table: TableName, file: ParquetFile): void {
    if (this.given) return;
    if (table === 'slice') this.addSlices(file);
    else if (table === 'memory') this.addMemory(file);
    if (this.count > MOST_ROWS) this.giveUp();
  }

  /** Null where it is left to `loadRank`. */
  data(part: PartInfo): RankData | null {
    const info = part.ranks.length === 1 ? part.ranks[0] : undefined;
    if (info === undefined || this.given || part.tables.expert !== undefined) return null;
    const slices = joined(SLICE_COLUMNS, this.slices);
    if (!slices.kind.some((kind) => kind === KIND.kernel || kind === KIND.copy || kind === KIND.fill)) return null;
    const ids = Int32Array.from(slices.id);
    const names = Array.from(this.names, (name) => name ?? '');
    return {
      ...rankFacts(info.rank, info),
      names,
      slices: {
        count: ids.length,
        id: ids,
        start: slices.start,
        duration: slices.duration,
        name: Int32Array.from(slices.name),
        kind: Uint8Array.from(slices.kind),
        stream: slices.stream,
        correlation: slices.correlation,
        track: Int32Array.from(slices.track),
        graph: slices.graph,
        bytes: slices.bytes,
        bandwidth: slices.bandwidth,
      },
      collectives: collectivesOf(
        this.collectives,
        part.groups.flatMap(({ pg, ranks }) => (ranks === null ? [] : [{ pg, ranks }])),
        ids,
      ),
      memory: inOrderOfTime(joined(MEMORY_COLUMNS, this.memory)),
      experts: [],
    };
  }

  private giveUp(): void {
    this.given = true;
    this.slices = [];
    this.memory = [];
    this.collectives = [];
    this.names.length = 0;
  }

  private addSlices(file: ParquetFile): void {
    const rows = file.row;
    const read = (column: string, missing: number = NONE): Float64Array => file.numbers(column).read(rows, missing);
    const kinds = file.text('cat').entryTexts.map(kindOfCategory);
    const entries = file.text('cat').read(rows);
    const hostWork = kinds.map(isHostWork);
    const name = read('name');
    const kind = new Float64Array(rows).fill(KIND.uncategorised);
    const wanted = new Int32Array(rows);
    let count = 0;
    for (let row = 0; row < rows; row += 1) {
      const entry = entries[row] ?? -1;
      if (entry >= 0) kind[row] = kinds[entry] ?? KIND.uncategorised;
      if (entry >= 0 && hostWork[entry] === false) wanted[count++] = row;
      else if (this.waiting.size > 0 && this.waiting.has(name[row] ?? NONE)) wanted[count++] = row;
    }
    const pick = (values: Float64Array): Float64Array => picked(values, wanted, count);
    const stream = read('stream', HOST);
    this.addCollectives(file, stream);
    for (let row = 0; row < rows; row += 1) if (kind[row] === KIND.runtime) stream[row] = HOST;
    this.slices.push({
      id: pick(read('id')),
      start: pick(read('ts')),
      duration: pick(read('dur')),
      name: pick(name),
      kind: pick(kind),
      stream: pick(stream),
      correlation: pick(read('corr')),
      track: pick(read('track')),
      graph: pick(read('graph')),
      bytes: pick(read('bytes')),
      bandwidth: pick(read('bandwidth', Number.NaN)),
    });
    this.count += count;
  }

  private addCollectives(file: ParquetFile, stream: Float64Array): void {
    const rows = file.row;
    const entries = file.text('collective').read(rows);
    const having: number[] = [];
    for (let row = 0; row < rows; row += 1) if ((entries[row] ?? -1) >= 0 && stream[row] !== HOST) having.push(row);
    if (having.length === 0) return;
    const number = (column: string): ((row: number) => number) => {
      const values = file.numbers(column).read(rows, NONE);
      return (row) => values[row] ?? NONE;
    };
    const text = (column: string): ((row: number) => string) => {
      const values = file.text(column).read(rows);
      const texts = file.text(column).entryTexts;
      return (row) => texts[values[row] ?? -1] ?? '';
    };
    const columns = {
      id: number('id'),
      op: text('collective'),
      dtype: text('dtype'),
      inElements: number('in_elems'),
      outElements: number('out_elems'),
      groupSize: number('group_size'),
      inSplit: text('in_split'),
      outSplit: text('out_split'),
      pg: text('pg'),
      pgRanks: text('pg_ranks'),
      seq: number('coll_seq'),
      commsId: text('comms_id'),
    };
    for (const row of having)
      this.collectives.push({
        id: columns.id(row),
        op: columns.op(row),
        dtype: columns.dtype(row),
        inElements: columns.inElements(row),
        outElements: columns.outElements(row),
        groupSize: columns.groupSize(row),
        inSplit: columns.inSplit(row),
        outSplit: columns.outSplit(row),
        pg: columns.pg(row),
        pgRanks: columns.pgRanks(row),
        seq: columns.seq(row),
        commsId: columns.commsId(row),
      });
  }

  private addMemory(file: ParquetFile): void {
    const rows = file.row;
    const read = (column: string, missing: number): Float64Array => file.numbers(column).read(rows, missing);
    const type = read('device_type', 0);
    const device = read('device', -1);
    for (let row = 0; row < rows; row += 1) device[row] = (type[row] ?? 0) * 1024 + (device[row] ?? -1) + 1;
    this.memory.push({
      time: read('ts', 0),
      allocated: read('allocated', 0),
      reserved: read('reserved', 0),
      bytes: read('bytes', 0),
      device,
    });
    this.count += rows;
  }
}

/** In plain loops, here as above: `from` with a function costs ten times as much. */
const picked = (values: Float64Array, rows: Int32Array, count: number): Float64Array => {
  const result = new Float64Array(count);
  for (let at = 0; at < count; at += 1) result[at] = values[rows[at] as number] as number;
  return result;
};

const joined = <Name extends string>(names: readonly Name[], blocks: readonly Block<Name>[]): Block<Name> => {
  const column = (name: Name): Float64Array => {
    const whole = new Float64Array(blocks.reduce((sum, block) => sum + block[name].length, 0));
    let at = 0;
    for (const block of blocks) {
      whole.set(block[name], at);
      at += block[name].length;
    }
    return whole;
  };
  return Object.fromEntries(names.map((name) => [name, column(name)])) as Block<Name>;
};

/** Ties in file order. */
const inOrderOfTime = ({ time, device, ...rest }: Block<(typeof MEMORY_COLUMNS)[number]>): RankData['memory'] => {
  let inOrder = true;
  for (let row = 1; row < time.length && inOrder; row += 1) inOrder = (time[row - 1] ?? 0) <= (time[row] ?? 0);
  const order = inOrder ? new Int32Array() : orderOf(time);
  const sorted = (values: Float64Array): Float64Array => (inOrder ? values : picked(values, order, order.length));
  return {
    time: sorted(time),
    allocated: sorted(rest.allocated),
    reserved: sorted(rest.reserved),
    bytes: sorted(rest.bytes),
    device: Int32Array.from(sorted(device)),
  };
};
