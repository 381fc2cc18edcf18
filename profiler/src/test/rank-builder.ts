/** One rank written down by hand, for tests: what the analyses see, without files. Times are ns. */

import { type Collective, HOST, KIND, type Kind, NONE, type RankData } from '../analyses/rank-data.ts';

export interface Row {
  readonly kind: Kind;
  readonly name: string;
  readonly at: number;
  readonly for: number;
  /** Absent for host work. */
  readonly stream?: number;
  readonly correlation?: number;
  readonly track?: number;
  readonly bytes?: number;
  readonly bandwidth?: number;
  readonly graph?: number;
  readonly collective?: Partial<Omit<Collective, 'row'>>;
}

export const kernel = (name: string, at: number, length: number, more: Partial<Row> = {}): Row => ({
  kind: 'kernel',
  name,
  at,
  for: length,
  stream: 7,
  ...more,
});
export const call = (name: string, at: number, length: number, correlation: number): Row => ({
  kind: 'runtime',
  name,
  at,
  for: length,
  correlation,
});
export const annotation = (name: string, at: number, length: number): Row => ({
  kind: 'annotation',
  name,
  at,
  for: length,
});
export const collective = (op: string, at: number, length: number, more: Partial<Omit<Collective, 'row'>> = {}): Row =>
  kernel(`ncclDevKernel_${op}`, at, length, { stream: 20, collective: { op, ...more } });

export function rankOf(rank: number, rows: readonly Row[], more: Partial<RankData> = {}): RankData {
  const names = [...new Set(rows.map(({ name }) => name))];
  const numbers = (of: (row: Row) => number): Float64Array => Float64Array.from(rows, of);
  return {
    rank,
    worldSize: 2,
    base: 0n,
    printedBase: 0n,
    host: null,
    resolution: 'ns',
    names,
    slices: {
      count: rows.length,
      id: Int32Array.from(rows, (_, at) => at + 1),
      start: numbers(({ at }) => at),
      duration: numbers((row) => row.for),
      name: Int32Array.from(rows, ({ name }) => names.indexOf(name)),
      kind: Uint8Array.from(rows, ({ kind }) => KIND[kind]),
      stream: numbers(({ stream }) => stream ?? HOST),
      correlation: numbers(({ correlation }) => correlation ?? NONE),
      track: Int32Array.from(rows, ({ track }) => track ?? 0),
      graph: numbers(({ graph }) => graph ?? NONE),
      bytes: numbers(({ bytes }) => bytes ?? NONE),
      bandwidth: numbers(({ bandwidth }) => bandwidth ?? Number.NaN),
    },
    collectives: rows.flatMap((row, at) =>
      row.collective === undefined
        ? []
        : [
            {
              row: at,
              op: 'allreduce',
              group: '0:0,1',
              groupSize: 2,
              seq: NONE,
              dtype: 'Float',
              inElements: 1000,
              outElements: 1000,
              inSplit: [],
              outSplit: [],
              ...row.collective,
            },
          ],
    ),
    memory: {
      time: new Float64Array(),
      allocated: new Float64Array(),
      reserved: new Float64Array(),
      bytes: new Float64Array(),
      device: new Int32Array(),
    },
    experts: [],
    ...more,
  };
}
