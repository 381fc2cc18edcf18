// accept: DE-09
import { expect, test } from 'vitest';
import { generator } from '../../testkit/random.ts';
import type { Answer } from '../diag/diagnostic.ts';
import { Budget, IntegerRelation, parseRelation, tuple } from './index.ts';

const LOOPS = 10;
const ACCESSES = 24;
const WORK = 5_000;
/** Milliseconds for one question, far above what it takes on an idle machine. */
const MOST = 10_000;

const names = (prefix: string): string[] => Array.from({ length: LOOPS }, (_, k) => `${prefix}${k}`);

/** A ten-deep nest with triangular and tiled bounds and an access of two subscripts with huge coefficients. */
const access = (seed: number): string => {
  const pick = generator(seed);
  const loops = names('i');
  const bounds = loops.map((v, k) => {
    const outer = loops[pick(Math.max(1, k))] ?? 'n';
    return k > 0 && pick(2) === 0 ? `${outer} <= ${v} < n + 3${outer}` : `0 <= ${v} < n`;
  });
  const coefficient = (): string => (pick(3) === 0 ? `${9007199254740993n + BigInt(pick(1000))}` : String(pick(9) - 4));
  const subscript = (): string => loops.map((v) => `${coefficient()}*${v}`).join(' + ');
  const extra = pick(2) === 0 ? ` and (${subscript()}) mod ${2 + pick(90)} <= ${pick(3)}` : '';
  return `[n] -> { [${loops.join(', ')}] -> A[${subscript()}, floor((${subscript()})/${2 + pick(30)})] : ${bounds.join(' and ')}${extra} }`;
};

const relation = (text: string): IntegerRelation => {
  const read = parseRelation(text);
  if (read.kind === 'malformed') throw new Error(`${read.message} at ${read.at} in ${text}`);
  return read.value;
};

test(`dozens of accesses in ${LOOPS} loops with coefficients beyond 2^53: every question is answered within its budget`, () => {
  const before = IntegerRelation.lexicographic(['n'], '<', tuple(null, ...names('i')), tuple(null, ...names('i')));
  const accesses = Array.from({ length: ACCESSES }, (_, k) => relation(access(k + 1)));
  const answers = { known: 0, unknown: 0 };
  let slowest = 0;
  const timed = <T>(what: string, ask: (budget: Budget) => Answer<T>): Answer<T> => {
    const start = performance.now();
    const answer = ask(new Budget(WORK));
    const took = performance.now() - start;
    slowest = Math.max(slowest, took);
    answers[answer.kind]++;
    expect(took, what).toBeLessThan(MOST);
    return answer;
  };
  accesses.forEach((a, k) => {
    const b = accesses[(k * 7 + 3) % ACCESSES] as IntegerRelation;
    const same = timed('composition', (budget) => a.compose(b.inverse(), budget));
    if (same.kind === 'unknown') return;
    const order = timed('order', (budget) => same.value.intersect(before, budget));
    if (order.kind === 'unknown') return;
    const empty = timed('emptiness', (budget) => order.value.isEmpty(budget));
    const point = timed('sample', (budget) => order.value.sample(budget));
    if (empty.kind === 'known' && point.kind === 'known') expect(point.value === null).toBe(empty.value);
    timed('lexmax', (budget) => order.value.lexmax(budget));
    timed('difference', (budget) => order.value.subtract(same.value, budget));
    timed('count', (budget) => a.count(budget));
    timed('domain', (budget) => same.value.domain().determined(budget));
  });
  process.stdout.write(
    `DE-09: ${answers.known} known, ${answers.unknown} unknown (budget), slowest ${Math.round(slowest)} ms\n`,
  );
  expect(answers.known).toBeGreaterThan(ACCESSES * 2);
});
