import { expect, test } from 'vitest';
import { kernel, type Row, rankOf } from '../test/rank-builder.ts';
import { bandwidth } from './bandwidth.ts';
import { viewOf } from './view.ts';

const copy = (name: string, at: number, length: number, bytes: number, more: Partial<Row> = {}): Row => ({
  kind: 'copy',
  name,
  at,
  for: length,
  stream: 7,
  bytes,
  ...more,
});

test('bytes over the union of the copies, beside what the profiler wrote', () => {
  const view = viewOf(
    rankOf(0, [
      copy('Memcpy HtoD (Pinned -> Device)', 0, 100, 1000, { bandwidth: 10 }),
      copy('Memcpy HtoD (Pageable -> Device)', 50, 100, 2000, { stream: 8, bandwidth: 20 }),
      copy('Memcpy DtoH (Device -> Pinned)', 300, 10, -1),
      kernel('gemm', 0, 5),
    ]),
  );
  expect(bandwidth.reduce(bandwidth.map(view))).toEqual([
    { rank: 0, kind: 'Memcpy HtoD', copies: 2, bytes: 3000, time: 200, busy: 150, achieved: 20, profiled: 15 },
    { rank: 0, kind: 'Memcpy DtoH', copies: 1, bytes: 0, time: 10, busy: 10, achieved: null, profiled: null },
  ]);
});
