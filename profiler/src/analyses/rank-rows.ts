/**
 * The rows of one rank, gathered while they are written, so that its partials need no second reading: what `loadRank` reads
 * from the tables. Ranks of many rows, and those without device work, are left to it.
 */

import type { TableName } from '../model/tables.ts';
import { GROUP_ROWS, type ParquetFile } from '../parquet/file.ts';
import type { PartInfo } from '../run/manifest.ts';
import type { RowWatch } from '../run/part-writer.ts';
import { COLLECTOR, LOADER } from './idle.ts';
import { type CollectiveRow, collectivesOf, isHostWork, kindOfCategory, rankFacts } from './load.ts';
import { HOST, KIND, KINDS, NONE, orderOf, type RankData } from './rank-data.ts';

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
const DEVICE = [KIND.kernel, KIND.copy, KIND.fill];
const MEMORY_COLUMNS = ['time', 'allocated', 'reserved', 'bytes', 'device'] as const;

/** Columns that grow together. */
class Growing<Name extends string> {
  length = 0;
  private room = 1 << 12;
  private readonly columns: Record<Name, Float64Array>;

  constructor(private readonly names: readonly Name[]) {
    this.columns = Object.fromEntries(names.map((name) => [name, new Float64Array(this.room)])) as typeof this.columns;
  }

  /** Makes room for rows, whose values `put` then takes column by column. @returns Where they go. */
  add(count: number): number {
    const at = this.length;
    this.length += count;
    if (this.length > this.room) {
      this.room = Math.max(this.room * 2, this.length);
      for (const name of this.names) {
        const larger = new Float64Array(this.room);
        larger.set(this.columns[name].subarray(0, at));
        this.columns[name] = larger;
      }
    }
    return at;
  }

  put(name: Name, at: number, values: Float64Array, rows: Int32Array, count: number): void {
    pick(values, rows, count, this.columns[name], at);
  }

  column(name: Name): Float64Array {
    return this.columns[name].slice(0, this.length);
  }
}

export class RankRows implements RowWatch {
  private readonly names: string[] = [];
  private readonly waiting = new Set<number>();
  private slices = new Growing(SLICE_COLUMNS);
  private memory = new Growing(MEMORY_COLUMNS);
  /** Columns of one row group. */
  private readonly group = {
    rows: new Int32Array(GROUP_ROWS),
    name: new Float64Array(GROUP_ROWS),
    kind: new Float64Array(GROUP_ROWS),
    stream: new Float64Array(GROUP_ROWS),
    other: new Float64Array(GROUP_ROWS),
  };
  private collectives: CollectiveRow[] = [];
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
    if (this.slices.length + this.memory.length > MOST_ROWS) this.giveUp();
  }

  /** Null where it is left to `loadRank`. */
  data(part: PartInfo): RankData | null {
    const info = part.ranks.length === 1 ? part.ranks[0] : undefined;
    if (info === undefined || this.given || part.tables.expert !== undefined) return null;
    const { slices } = this;
    const kind = new Uint8Array(slices.column('kind'));
    if (!DEVICE.some((code) => kind.includes(code))) return null;
    const ids = new Int32Array(slices.column('id'));
    const names = Array.from(this.names, (name) => name ?? '');
    return {
      ...rankFacts(info.rank, info),
      names,
      slices: {
        count: ids.length,
        id: ids,
        start: slices.column('start'),
        duration: slices.column('duration'),
        name: new Int32Array(slices.column('name')),
        kind,
        stream: slices.column('stream'),
        correlation: slices.column('correlation'),
        track: new Int32Array(slices.column('track')),
        graph: slices.column('graph'),
        bytes: slices.column('bytes'),
        bandwidth: slices.column('bandwidth'),
      },
      collectives: collectivesOf(
        this.collectives,
        part.groups.flatMap(({ pg, ranks }) => (ranks === null ? [] : [{ pg, ranks }])),
        ids,
      ),
      memory: inOrderOfTime(this.memory),
      experts: [],
    };
  }

  private giveUp(): void {
    this.given = true;
    this.slices = new Growing(SLICE_COLUMNS);
    this.memory = new Growing(MEMORY_COLUMNS);
    this.collectives = [];
    this.names.length = 0;
  }

  private addSlices(file: ParquetFile): void {
    const count = file.row;
    const { rows, name, kind, stream, other } = this.group;
    const kinds = file.text('cat').entryTexts.map(kindOfCategory);
    kindsOf(Uint8Array.from(kinds), file.text('cat').read(count), kind);
    file.numbers('name').read(count, NONE, name);
    file.numbers('stream').read(count, HOST, stream);
    this.addCollectives(file, stream);
    const wanted = wantedRows(kind, name, this.waiting, count, rows);
    hostCalls(kind, stream, rows, wanted);
    const { slices } = this;
    const at = slices.add(wanted);
    slices.put('name', at, name, rows, wanted);
    slices.put('kind', at, kind, rows, wanted);
    slices.put('stream', at, stream, rows, wanted);
    for (const [column, source, missing] of READ)
      slices.put(column, at, file.numbers(source).read(count, missing, other), rows, wanted);
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
    const count = file.row;
    const { rows, kind: type, name: device, other } = this.group;
    for (let row = 0; row < count; row += 1) rows[row] = row;
    file.numbers('device_type').read(count, 0, type);
    file.numbers('device').read(count, -1, device);
    for (let row = 0; row < count; row += 1) device[row] = (type[row] as number) * 1024 + (device[row] as number) + 1;
    const { memory } = this;
    const at = memory.add(count);
    memory.put('device', at, device, rows, count);
    for (const [column, source] of MEMORY_READ)
      memory.put(column, at, file.numbers(source).read(count, 0, other), rows, count);
  }
}

/** Columns that are taken as they are: ours, that of the table, what stands for nothing. */
const READ = [
  ['id', 'id', NONE],
  ['start', 'ts', NONE],
  ['duration', 'dur', NONE],
  ['correlation', 'corr', NONE],
  ['track', 'track', NONE],
  ['graph', 'graph', NONE],
  ['bytes', 'bytes', NONE],
  ['bandwidth', 'bandwidth', Number.NaN],
] as const;
const MEMORY_READ = [
  ['time', 'ts'],
  ['allocated', 'allocated'],
  ['reserved', 'reserved'],
  ['bytes', 'bytes'],
] as const;

// Small functions around one loop: each rank runs them once or twice, and what the engine compiles for them has to last.

function kindsOf(kinds: Uint8Array, entries: Int32Array, into: Float64Array): void {
  for (let row = 0; row < entries.length; row += 1) {
    const entry = entries[row] as number;
    into[row] = entry < 0 ? KIND.uncategorised : (kinds[entry] as number);
  }
}

/** Rows of device work, launches and annotations, and those whose names say that they wait. @returns How many. */
function wantedRows(
  kind: Float64Array,
  name: Float64Array,
  waiting: ReadonlySet<number>,
  count: number,
  into: Int32Array,
): number {
  const host = Uint8Array.from(KINDS, (_, code) => (isHostWork(code) ? 1 : 0));
  let wanted = 0;
  for (let row = 0; row < count; row += 1)
    if (host[kind[row] as number] === 0 || (waiting.size > 0 && waiting.has(name[row] as number))) into[wanted++] = row;
  return wanted;
}

/** Calls are of the host, whatever stream they name. */
function hostCalls(kind: Float64Array, stream: Float64Array, rows: Int32Array, count: number): void {
  for (let at = 0; at < count; at += 1) {
    const row = rows[at] as number;
    if (kind[row] === KIND.runtime) stream[row] = HOST;
  }
}

function pick(values: Float64Array, rows: Int32Array, count: number, into: Float64Array, from: number): void {
  for (let at = 0; at < count; at += 1) into[from + at] = values[rows[at] as number] as number;
}

/** Ties in file order. */
function inOrderOfTime(memory: Growing<(typeof MEMORY_COLUMNS)[number]>): RankData['memory'] {
  const time = memory.column('time');
  const order = isAscending(time) ? null : orderOf(time);
  const sorted = (name: (typeof MEMORY_COLUMNS)[number]): Float64Array => {
    const values = memory.column(name);
    if (order === null) return values;
    const into = new Float64Array(values.length);
    pick(values, order, order.length, into, 0);
    return into;
  };
  return {
    time: sorted('time'),
    allocated: sorted('allocated'),
    reserved: sorted('reserved'),
    bytes: sorted('bytes'),
    device: new Int32Array(sorted('device')),
  };
}

function isAscending(values: Float64Array): boolean {
  for (let at = 1; at < values.length; at += 1) if ((values[at - 1] as number) > (values[at] as number)) return false;
  return true;
}
