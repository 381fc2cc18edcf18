/** Readers of formats of which no real file is public: *synthetic* files, made after their schemas (`bench/recorded/synthetic`). */

import { writeFileSync } from 'node:fs';
import { afterAll, expect, test } from 'vitest';
import { openRun, type Row } from '../run/open.ts';
import { temporary } from '../test/temporary.ts';
import { eventsJson, traceJson } from '../test/traces.ts';
import { ingest } from './ingest.ts';

const folder = temporary();
afterAll(folder.remove);
let serial = 0;

const made = (name: string): string => new URL(`../../../bench/recorded/synthetic/${name}`, import.meta.url).pathname;

const written = (name: string, bytes: string | Uint8Array): string => {
  const path = folder.in(`${serial++}-${name}`);
  writeFileSync(path, bytes);
  return path;
};

const ask = async (
  path: string,
  sql: string,
): Promise<{ readonly format: string | undefined; readonly rows: Row[] }> => {
  const out = folder.in(`run-${serial++}`);
  const { parts } = await ingest([path], { out, tool: 'test' });
  const run = await openRun(out);
  try {
    return { format: parts[0]?.format, rows: await run.rows(sql) };
  } finally {
    run.close();
  }
};

test('a flight recorder as a pickle: nanoseconds since the epoch keep their last digit', async () => {
  const { format, rows } = await ask(
    made('nccl_trace_rank_3.synthetic.pkl'),
    'SELECT rank, id, pg, pg_desc, coll_seq, name, state, in_sizes, created, completed, dur, timeout, is_p2p, retired, args FROM flight ORDER BY id',
  );
  expect(format).toBe('flight-recorder');
  expect(rows[0]).toEqual({
    rank: 3,
    id: 0n,
    pg: '0',
    pg_desc: 'default_pg',
    coll_seq: 1n,
    name: 'nccl:all_reduce',
    state: 'completed',
    in_sizes: '[[3,4]]',
    created: 1751410836123456789n,
    completed: null,
    dur: 500000n,
    timeout: 600000000000n,
    is_p2p: false,
    retired: true,
    args: '{"frames":[{"name":"step","filename":"train.py","line":12}]}',
  });
  expect(rows.map(({ state }) => state)).toEqual(['completed', 'scheduled']);
});

test('a flight recorder in JSON, and its groups', async () => {
  const dump = `{"version":"2.5","pg_config":{"7":{"name":"7","desc":"tp","ranks":"[4, 5]"}},"entries":[{"record_id":9,"process_group":["7","tp"],"profiling_name":"nccl:send","time_created_ns":1751410836123456789,"is_p2p":true,"state":"started"}]}`;
  const { format, rows } = await ask(
    written('nccl_trace_rank_4', dump),
    'SELECT f.rank, f.id, f.name, f.created, g.size, g.ranks FROM flight f JOIN process_group g ON g.pg = f.pg',
  );
  expect(format).toBe('flight-recorder');
  expect(rows).toEqual([
    { rank: 4, id: 9n, name: 'nccl:send', created: 1751410836123456789n, size: 2, ranks: '[4, 5]' },
  ]);
});

test('expert loads that torch.save wrote: counts', async () => {
  const { format, rows } = await ask(
    made('moe-stat.synthetic.pt'),
    'SELECT step, layer, expert, space, tokens FROM expert ORDER BY step, layer, expert',
  );
  expect(format).toBe('moe');
  expect(rows.length).toBe(24);
  for (const [at, row] of rows.entries())
    expect(row).toEqual({
      step: Math.floor(at / 12),
      layer: Math.floor(at / 4) % 3,
      expert: at % 4,
      space: 'logical',
      tokens: BigInt((at * 7) % 23),
    });
});

test('expert loads that torch.save wrote: the choice of each token, padding left out', async () => {
  const { rows } = await ask(
    made('moe-pass.synthetic.pt'),
    'SELECT rank, step, layer, sum(tokens)::INTEGER AS tokens, count(*)::INTEGER AS experts FROM expert GROUP BY ALL ORDER BY layer',
  );
  // Four tokens with two choices each in every layer.
  expect(rows).toEqual([0, 1, 2].map((layer) => ({ rank: 3, step: 12, layer, tokens: 8, experts: 4 })));
});

test('expert loads as lines of JSON, and balance in a log', async () => {
  const lines = written(
    'loads.jsonl',
    '{"rank":1,"step":4,"layer":0,"expert":2,"tokens":17}\n{"rank":1,"step":4,"layer":0,"expert":3,"tokens":5}\n',
  );
  expect(await ask(lines, 'SELECT rank, step, expert, tokens FROM expert ORDER BY expert')).toEqual({
    format: 'moe',
    rows: [
      { rank: 1, step: 4, expert: 2, tokens: 17n },
      { rank: 1, step: 4, expert: 3, tokens: 5n },
    ],
  });
  const log = written(
    'server.log',
    'started\n[2025-07-01 TP0] [Expert Balancedness] forward_pass_id=12 current_pass_balancedness=0.831 last_10_average_balancedness=0.9 gpu_physical_count_sum=4\nbye\n',
  );
  expect(await ask(log, 'SELECT pass, value, args FROM balancedness')).toEqual({
    format: 'moe-log',
    rows: [{ pass: 12n, value: 0.831, args: '{"last_10_average_balancedness":0.9,"gpu_physical_count_sum":4}' }],
  });
});

test('an execution trace of the later schema', async () => {
  const trace = `{"schema":"1.1.1-chakra.0.0.4","nodes":[{"id":5,"name":"aten::mm","ctrl_deps":2,"inputs":{"values":[1],"shapes":[[2]],"types":["Tensor(float)"]},"outputs":{"values":[],"shapes":[],"types":[]},"attrs":[{"name":"rf_id","type":"uint64","value":40},{"name":"op_schema","type":"string","value":"aten::mm(Tensor)"},{"name":"tid","type":"uint64","value":1},{"name":"kernel_file","type":"string","value":"k.py"}]}]}`;
  const { format, rows } = await ask(
    written('rank-6.json', trace),
    'SELECT rank, id, name, parent, rf_id, tid, op_schema, inputs, attrs FROM node',
  );
  expect(format).toBe('pytorch-et');
  expect(rows).toEqual([
    {
      rank: 6,
      id: 5n,
      name: 'aten::mm',
      parent: 2n,
      rf_id: 40n,
      tid: 1n,
      op_schema: 'aten::mm(Tensor)',
      inputs: '{"values":[1],"shapes":[[2]],"types":["Tensor(float)"]}',
      attrs: '{"kernel_file":"k.py"}',
    },
  ]);
});

test('zstd, with the bytes of a frame written by hand', async () => {
  const text = Buffer.from(traceJson(2, eventsJson(30)));
  const head = Buffer.alloc(12);
  head.writeUInt32LE(0xfd2fb528, 0);
  // One segment, four bytes of size; then one raw block, the last.
  head.writeUInt8(0xa0, 4);
  head.writeUInt32LE(text.length, 5);
  head.writeUIntLE((text.length << 3) | 1, 9, 3);
  const { rows } = await ask(
    written('x', Buffer.concat([head, text])),
    'SELECT rank, count(*)::INTEGER AS n FROM slice GROUP BY rank',
  );
  expect(rows).toEqual([{ rank: 2, n: 30 }]);
});

test('oddities of real writers: hex and zero streams, text ranks, base at the end, counters, pairs, unknown keys', async () => {
  const events = [
    '{"ph":"X","cat":"kernel","name":"k\\"q\\/\\u00e9","pid":0,"tid":0,"ts":10.001,"dur":"2.5","cname":"good","args":{"stream":"0x0","correlation":7,"grid":[2,3,4],"est. achieved occupancy %":37.5,"zz":{"a":[1]},"device":"0"}}',
    '{"ph":"X","cat":"cuda_sync","name":"s","pid":0,"tid":1000007,"ts":11,"dur":0,"args":{"stream":4294967295,"wait_on_stream":-1,"Collective name":"allreduce","Process Group Ranks":[0, 1],"Seq":3}}',
    '{"ph":"C","name":"mem","pid":1,"tid":1,"ts":12,"args":{"used":1.5,"free":3}}',
    '{"ph":"B","name":"b","pid":1,"tid":1,"ts":13,"args":{"x":1}}',
    '{"ph":"E","pid":1,"tid":1,"ts":15,"args":{"y":2}}',
  ];
  const trace = `{"traceEvents":[${events.join(',')}],"baseTimeNanoseconds":"1751410836000000000","distributedInfo":{"rank":"3","world_size":"8","pg_config":[{"pg_name":"0","pg_size":8,"ranks":"[0, 1]"}]}}`;
  const out = folder.in(`run-${serial++}`);
  await ingest([written('odd.json', trace)], { out, tool: 'test' });
  const run = await openRun(out);
  const rows = await run.rows(
    'SELECT rank, id, name, start_ns, dur, stream, device, grid_y, occupancy, coll_seq, pg_ranks, args FROM event ORDER BY id',
  );
  const counters = await run.rows('SELECT series, value FROM counter ORDER BY series');
  const groups = await run.rows('SELECT rank, pg, size, ranks FROM process_group');
  run.close();
  expect(rows).toEqual([
    {
      rank: 3,
      id: 0,
      name: 'k"q/é',
      start_ns: 1751410836000010001n,
      dur: 2500n,
      stream: 0n,
      device: 0,
      grid_y: 3n,
      occupancy: 37.5,
      coll_seq: null,
      pg_ranks: null,
      args: '{"^cname":"good","zz":{"a":[1]}}',
    },
    {
      rank: 3,
      id: 1,
      name: 's',
      start_ns: 1751410836000011000n,
      dur: 0n,
      stream: 4294967295n,
      device: null,
      grid_y: null,
      occupancy: null,
      coll_seq: 3n,
      pg_ranks: '[0, 1]',
      args: null,
    },
    {
      rank: 3,
      id: 4,
      name: 'b',
      start_ns: 1751410836000013000n,
      dur: 2000n,
      stream: null,
      device: null,
      grid_y: null,
      occupancy: null,
      coll_seq: null,
      pg_ranks: null,
      args: '{"y":2,"x":1}',
    },
  ]);
  expect(counters).toEqual([
    { series: 'free', value: 3 },
    { series: 'used', value: 1.5 },
  ]);
  expect(groups).toEqual([{ rank: 3, pg: '0', size: 8, ranks: '[0, 1]' }]);
});
