import { createParser } from '../../../server/src/host/tree-sitter.ts';
import { fail, measured, pass, type Runner, skipped } from '../../lib/verdict.ts';
import { type Comparison, compareStaging, stagingRecords } from '../../oracle/staging.ts';

const FLOOR = 0.95;
const AIM = 0.99;

/** Trees, outputs and findings against the recorded FreeTensor, each question by itself. */
const runner: Runner = async () => {
  const records = stagingRecords();
  if (records === null) return skipped('the records of FreeTensor are not beside the checkout');
  const results = compareStaging(records, await createParser());
  const shares = (['tree', 'output', 'finding'] as const).map((question) => {
    const asked = results.filter((r: Comparison) => r.question === question);
    const right = asked.filter((r) => r.said === null).length;
    return { text: `${question}s ${right} of ${asked.length}`, share: right / asked.length };
  });
  const got = shares.map((s) => s.text).join(', ');
  const misses = results.filter((r) => r.said !== null).map((r) => `${r.id} ${r.question}: ${r.said}`);
  const least = Math.min(...shares.map((s) => s.share));
  if (least < FLOOR) return fail(got, misses);
  return least < AIM ? measured(got, ['the floor holds; the aim is 99 % of each', ...misses]) : pass(got, misses);
};
export default runner;
