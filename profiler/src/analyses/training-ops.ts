/**
 * Traces of training operations (ByteDance's): times of steps, and how far apart the members of a collective start and end.
 *
 * step(s) = max(start + duration) - min(start) over all operations of step s, in the precision of the trace (32 bits).
 * Spread of an operation: over the data-parallel members of one instance (step, stage, model chunk, sequence number), the
 * last start minus the first, and the same of ends; medians over the instances. Wide starts with narrow ends are a wait for
 * the slowest member; the ends are what clocks may be compared by.
 */

import type { Run } from '../run/open.ts';

export interface OpSpread {
  readonly op: string;
  /** Instances with at least two members. */
  readonly instances: number;
  /** Median spreads, ns. */
  readonly starts: number;
  readonly ends: number;
}

export interface TrainingOps {
  readonly ranks: number;
  /** Seconds, as the trace has them. */
  readonly steps: readonly { readonly step: number; readonly seconds: number }[];
  /** Widest starts first. */
  readonly spreads: readonly OpSpread[];
}

/** Null where the run has no such trace. */
export async function trainingOps(run: Run): Promise<TrainingOps | null> {
  if (run.manifest.parts.every(({ tables }) => tables.training_op === undefined)) return null;
  const steps = await run.rows(
    `SELECT step, (max(start::FLOAT + duration::FLOAT) - min(start::FLOAT))::DOUBLE AS seconds
     FROM training_op GROUP BY step ORDER BY step`,
  );
  if (steps.length === 0) return null;
  const spreads = await run.rows(
    `WITH instance AS (
       SELECT op, max(start::FLOAT) - min(start::FLOAT) AS starts,
              max(start::FLOAT + duration::FLOAT) - min(start::FLOAT + duration::FLOAT) AS ends
       FROM training_op WHERE op LIKE '%all-gather' OR op LIKE '%reduce%'
       GROUP BY op, step, stage, mc, seq_id HAVING count(DISTINCT dp_rank) > 1)
     SELECT op, count(*)::INTEGER AS instances, median(starts)::DOUBLE * 1e9 AS starts, median(ends)::DOUBLE * 1e9 AS ends
     FROM instance GROUP BY op ORDER BY starts DESC, op`,
  );
  const [counted] = await run.rows('SELECT count(DISTINCT rank)::INTEGER AS ranks FROM training_op');
  return {
    ranks: Number(counted?.['ranks'] ?? 0),
    steps: steps.map((row) => ({ step: Number(row['step']), seconds: Number(row['seconds']) })),
    spreads: spreads.map((row) => ({
      op: String(row['op']),
      instances: Number(row['instances']),
      starts: Math.round(Number(row['starts'])),
      ends: Math.round(Number(row['ends'])),
    })),
  };
}
