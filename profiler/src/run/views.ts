/** Views and macros that every connection over a run has: the documented surface of `athanor profile query`. */

export interface Named {
  readonly name: string;
  readonly doc: string;
  readonly sql: string;
}

const view = (name: string, doc: string, select: string): Named => ({
  name,
  doc,
  sql: `CREATE VIEW ${name} AS ${select}`,
});

const sliceView = (columns: string, where: string): string =>
  `SELECT s.rank, s.id, s.track, s.ts, s.dur, n.text AS name, s.cat, s.device, s.stream, s.corr, ${columns}
   FROM slice s JOIN name n ON n.rank = s.rank AND n.id = s.name WHERE ${where}`;

export const VIEWS: readonly Named[] = [
  view(
    'event',
    'Slices with their names, tracks and absolute times: the view for questions by hand.',
    `SELECT s.* EXCLUDE (name), n.text AS name, t.pid, t.tid, r.base_ns + s.ts AS start_ns, r.base_ns + s.ts + s.dur AS end_ns
     FROM slice s
     JOIN name n ON n.rank = s.rank AND n.id = s.name
     JOIN track t ON t.rank = s.rank AND t.track = s.track
     JOIN rank r ON r.rank = s.rank`,
  ),
  view(
    'kernel',
    'Kernels with their launch shapes.',
    sliceView(
      `s.queued, s.context, s.grid_x, s.grid_y, s.grid_z, s.block_x, s.block_y, s.block_z, s.regs, s.smem,
       s.blocks_per_sm, s.warps_per_sm, s.occupancy, s.graph, s.graph_node`,
      `lower(s.cat) = 'kernel'`,
    ),
  ),
  view(
    'copy',
    'Copies and fills of device memory.',
    sliceView('s.bytes, s.bandwidth', `lower(s.cat) IN ('gpu_memcpy', 'gpu_memset', 'memcpy', 'memset')`),
  ),
  view(
    'comm',
    'Slices that carry the fields of a collective: the CPU operator and the kernel both do.',
    sliceView(
      `s.ext, s.collective, s.dtype, s.in_elems, s.out_elems, s.group_size, s.in_split, s.out_split, s.pg, s.pg_desc,
       s.pg_ranks, s.src_rank, s.dst_rank, s.coll_seq, s.comms_id`,
      's.collective IS NOT NULL',
    ),
  ),
  view(
    'op',
    'CPU operators with shapes and stacks.',
    sliceView(
      's.ext, s.rf_id, s.seq_no, s.fwd_thread, s.dims, s.types, s.strides, s.concrete, s.stack, s.module',
      `lower(s.cat) IN ('cpu_op', 'operator')`,
    ),
  ),
  view(
    'step',
    'Training steps: the `ProfilerStep#N` annotations.',
    `SELECT s.rank, CAST(regexp_extract(n.text, '#(\\d+)', 1) AS INTEGER) AS step, s.ts, s.dur, s.track
     FROM slice s JOIN name n ON n.rank = s.rank AND n.id = s.name
     WHERE n.text LIKE 'ProfilerStep#%' AND s.cat IN ('user_annotation', 'cpu_op', 'Operator')`,
  ),
];

export const MACROS: readonly Named[] = [
  {
    name: 'ms(ns)',
    doc: 'Nanoseconds as milliseconds.',
    sql: 'CREATE MACRO ms(ns) AS ns / 1e6',
  },
  {
    name: 'top_kernels(k)',
    doc: 'The `k` kernel names with the most time over all ranks.',
    sql: `CREATE MACRO top_kernels(k) AS TABLE
          SELECT name, count(*) AS calls, sum(dur) AS total_ns, avg(dur) AS mean_ns, max(dur) AS max_ns
          FROM kernel GROUP BY name ORDER BY total_ns DESC, name LIMIT k`,
  },
  {
    name: 'busy(r)',
    doc: 'Nanoseconds in which rank `r` has any device activity: the union of its intervals.',
    sql: `CREATE MACRO busy(r) AS TABLE
          WITH e AS (SELECT ts, ts + dur AS te FROM slice WHERE rank = r AND stream >= 0 AND lower(cat) IN ('kernel', 'gpu_memcpy', 'gpu_memset', 'memcpy', 'memset')),
          m AS (SELECT ts, te, max(te) OVER (ORDER BY ts, te ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before FROM e),
          g AS (SELECT ts, te, sum(CASE WHEN before IS NULL OR ts > before THEN 1 ELSE 0 END) OVER (ORDER BY ts, te ROWS UNBOUNDED PRECEDING) AS grp FROM m)
          SELECT coalesce(sum(hi - lo), 0)::BIGINT AS busy_ns FROM (SELECT min(ts) AS lo, max(te) AS hi FROM g GROUP BY grp)`,
  },
];
