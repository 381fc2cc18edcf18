/** A run beside what an independent count says. */

import type { Run } from '../run/open.ts';
import type { Counted } from './independent.ts';

/** The same facts as `count` gives, out of the tables of a run with one part. */
export const countRun = async (run: Run): Promise<Counted> => {
  const [part] = run.manifest.parts;
  const byCategory = await run.rows(
    `SELECT coalesce(cat, '') AS cat, count(*) AS n, sum(dur)::BIGINT AS ns FROM slice GROUP BY 1`,
  );
  const [sums] = await run.rows(
    `SELECT (sum(ts)::HUGEINT - count(*)::HUGEINT * min(ts))::VARCHAR AS starts, coalesce(sum(corr), 0)::VARCHAR AS correlations FROM slice`,
  );
  return {
    events: part?.events ?? 0,
    phases: part?.phases ?? {},
    slices: Object.fromEntries(
      byCategory.map(({ cat, n, ns }) => [String(cat), { count: Number(n), ns: BigInt(String(ns)) }]),
    ),
    starts: BigInt(String(sums?.['starts'] ?? 0)),
    correlations: BigInt(String(sums?.['correlations'] ?? 0)),
  };
};

/** Comparable text: bigints are numbers in it, keys are sorted. */
export const printed = (counted: Counted): string =>
  JSON.stringify(
    {
      ...counted,
      phases: sorted(counted.phases),
      slices: sorted(counted.slices),
    },
    (_key, value) => (typeof value === 'bigint' ? String(value) : value),
    1,
  );

const sorted = <T>(record: Readonly<Record<string, T>>): Record<string, T> =>
  Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
