import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { beforeAll, expect, test } from 'vitest';
import { ROOT } from '../../../bench/lib/process.ts';
import { type Judged, judge } from '../../../bench/profiler/generated.ts';
import { diffReports } from './compare.ts';
import { diffText } from './diff.ts';
import { fit, ranges, size, time, wrap } from './format.ts';
import { reportText } from './text.ts';

const SPEC = {
  seed: 7,
  layout: { dp: 2, tp: 2, pp: 1, ep: 2 },
  ranksPerHost: 2,
  model: { layers: 2, experts: 4, hostOps: true },
  clocks: { offsetNs: 400_000, driftPpb: 0 },
};
let slow: Judged;
let fine: Judged;

beforeAll(async () => {
  slow = await judge({
    ...SPEC,
    faults: [
      { kind: 'slow-rank', rank: 1, factor: 1.4 },
      { kind: 'missing-rank', rank: 3 },
    ],
  });
  fine = await judge(SPEC);
});

test('the slow rank is named, clocks are known, the missing rank is said', () => {
  const { report, clocksWrong } = slow;
  expect(report.stragglers.map(({ rank, reason, steps }) => [rank, reason, steps])).toEqual([
    [1, 'slow-compute', [10, 11, 12, 13]],
  ]);
  expect(clocksWrong).toEqual([]);
  expect(report.run).toMatchObject({ ranks: [0, 1, 2], worldSize: 4, missing: [3] });
  expect(report.problems.map(({ code }) => code)).toContain('missing-rank');
  expect(report.criticalPath?.rank).toBe(1);
  expect(fine.report.stragglers).toEqual([]);
});

test('the data keep to their schema', () => {
  const schema = JSON.parse(readFileSync(join(ROOT, 'docs/schema/profile-report.schema.json'), 'utf8'));
  const validate = new Ajv({ allErrors: true, strict: false }).compile(schema);
  for (const { report } of [slow, fine]) {
    validate(JSON.parse(JSON.stringify(report)));
    expect(validate.errors).toBeNull();
  }
});

test('the text fits 80 columns and says what the data say', () => {
  const text = reportText(slow.report);
  expect(text.split('\n').filter((line) => line.length > 80)).toEqual([]);
  expect(text).toContain('missing ranks: 3');
  expect(text).toMatch(/rank 1: .* lost, .* % of the time, steps 10-13/);
  expect(reportText(fine.report)).toContain('none stands out of the noise');
});

test('a diff finds the kernels that grew', () => {
  const diff = diffReports(fine.report, slow.report);
  expect(diff.metrics.stepTime.ratio).toBeGreaterThan(1.1);
  expect(diff.problems).toEqual(['4 and 3 ranks were recorded: totals are over these']);
  const gemm = diff.kernels.find(({ name }) => name.startsWith('ampere_bf16'));
  expect(gemm).toMatchObject({ verdict: 'slower', class: 'computation' });
  expect(
    diffText(diff)
      .split('\n')
      .filter((line) => line.length > 80),
  ).toEqual([]);
  const none = diffReports(fine.report, fine.report);
  expect(none.kernels.filter(({ verdict }) => verdict === 'slower' || verdict === 'faster')).toEqual([]);
  expect(none.metrics.stepTime.ratio).toBe(1);
});

test('figures for people', () => {
  expect([time(999), time(1_500), time(12_345_678), time(-2.5e9), time(null)]).toEqual([
    '999 ns',
    '1.50 µs',
    '12.3 ms',
    '-2.50 s',
    '-',
  ]);
  expect([size(512), size(2_097_152), size(null)]).toEqual(['512 B', '2.10 MB', '-']);
  expect(ranges([0, 1, 2, 5, 7, 8])).toBe('0-2, 5, 7-8');
  expect(fit('a  long name', 6)).toBe('a lon…');
  expect(wrap('x '.repeat(60).trim()).every((line) => line.length <= 80)).toBe(true);
});
