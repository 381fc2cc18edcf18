/** `npm run bench -- presburger`: from isl text to an answer, ours beside isl through islpy, the same queries in one run. */

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Budget, parseRelation } from '../../compiler-core/src/presburger/index.ts';
import { islpy } from '../lib/islpy.ts';
import { ROOT, run, tail, withTempFolder } from '../lib/process.ts';
import { table } from '../lib/table.ts';
import { exampleQueries } from './examples.ts';
import { type Query, randomQueries } from './queries.ts';

const COUNT = 100;
const ROUNDS = 3;
const WORK = 10_000_000;

export interface Measured {
  /** Kind of query, and where it comes from. */
  readonly kind: string;
  readonly count: number;
  /** Milliseconds of processor time per query, the best of the rounds. */
  readonly ours: number;
  readonly isl: number;
  /** Texts on which the two sides differ, or that our budget did not decide. */
  readonly wrong: readonly string[];
}

const relation = (text: string) => {
  const read = parseRelation(text);
  if (read.kind === 'malformed') throw new Error(`${read.message} at ${read.at} in ${text}`);
  return read.value;
};

/** Our answer: whether it is empty, or a relation; null when the budget does not decide. */
const answer = (q: Query) => {
  const budget = new Budget(WORK);
  switch (q.kind) {
    case 'emptiness':
      return relation(q.a).isEmpty(budget);
    case 'lexmax':
      return relation(q.a).lexmax(budget);
    case 'composition':
      return relation(q.a).compose(relation(q.b), budget);
  }
};

const said = (q: Query): boolean | string | null => {
  const found = answer(q);
  if (found.kind === 'unknown') return null;
  if (typeof found.value === 'boolean') return found.value;
  return 'optimum' in found.value ? String(found.value.optimum) : String(found.value);
};

/** A sentence when there is no peer. */
export const measurePresburger = async (): Promise<readonly Measured[] | string> => {
  const queries = [...(await exampleQueries(COUNT)), ...randomNests()];
  return withTempFolder((folder) => {
    const peer = islpy(true);
    if ('missing' in peer) return peer.missing;
    const kinds = [...new Set(queries.map(group))];
    const ours = new Map(kinds.map((kind) => [kind, bestOf(queries.filter((q) => group(q) === kind))]));
    const lines = queries.map((q) => ({ ...q, group: group(q), ours: said(q) }));
    const undecided = lines.filter((q) => q.ours === null);
    const file = join(folder, 'queries.jsonl');
    writeFileSync(file, lines.flatMap((q) => (q.ours === null ? [] : [JSON.stringify(q)])).join('\n'));
    const ran = run(peer.python, [join(ROOT, 'bench/presburger/peer.py'), 'measure', file, String(ROUNDS)]);
    if (ran.code !== 0) return `the peer failed: ${tail(ran.stderr, 2).join(' ')}`;
    const theirs: Record<string, { count: number; seconds: number; wrong: string[] }> = JSON.parse(ran.stdout);
    return kinds.map((kind) => {
      const isl = theirs[kind];
      const mine = ours.get(kind) ?? Number.NaN;
      const open = undecided.filter((q) => q.group === kind).map((q) => `undecided: ${q.a}`);
      return {
        kind,
        count: isl?.count ?? 0,
        ours: mine,
        isl: isl ? (1000 * isl.seconds) / isl.count : Number.NaN,
        wrong: [...(isl?.wrong ?? []), ...open],
      };
    });
  });
};

const group = (q: Query): string => `${q.kind}, ${q.of}`;
const randomNests = (): Query[] =>
  (['emptiness', 'lexmax', 'composition'] as const).flatMap((kind) => randomQueries(kind, COUNT));

const bestOf = (queries: readonly Query[]): number => {
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < ROUNDS; round++) {
    const start = process.cpuUsage();
    for (const q of queries) answer(q);
    const { user, system } = process.cpuUsage(start);
    best = Math.min(best, (user + system) / 1000);
  }
  return best / queries.length;
};

/** isl's time over ours: above 1 we are faster. */
export const ratioOf = (m: Measured): number => m.isl / m.ours;

export const describePresburger = (all: readonly Measured[]): readonly string[] => [
  table(
    [
      ['query', 'count', 'ours, ms', 'isl, ms', 'isl / ours', 'answers that differ'],
      ...all.map((m) => [
        m.kind,
        String(m.count),
        m.ours.toFixed(3),
        m.isl.toFixed(3),
        ratioOf(m).toFixed(2),
        String(m.wrong.length),
      ]),
    ],
    [28, 8, 10, 10, 12, 20],
  ),
  ...all.flatMap((m) => m.wrong.slice(0, 5).map((text) => `differs (${m.kind}): ${text}`)),
];
