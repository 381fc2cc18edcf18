/** Two runs against each other, and the text of it. */

import type { Run } from '../run/open.ts';
import { type Change, type Diff, diffReports } from './compare.ts';
import { columns, percent, time, wrap } from './format.ts';
import { buildReport } from './report.ts';

const ROWS = 20;

export async function diffRuns(before: Run, after: Run): Promise<Diff> {
  const options = { kernels: Number.POSITIVE_INFINITY };
  return diffReports(await buildReport(before, options), await buildReport(after, options));
}

const ratioText = ({ ratio }: Change): string =>
  ratio === null ? '-' : `${ratio >= 1 ? '+' : ''}${(100 * (ratio - 1)).toFixed(1)} %`;

export function diffText({ metrics, kernels, problems }: Diff): string {
  const { stepTime, ...shares } = metrics;
  const unchanged = kernels.filter(({ verdict }) => verdict === 'same').length;
  const changed = kernels.filter(({ verdict }) => verdict !== 'same');
  const lines = [
    ...problems.flatMap((problem) => wrap(problem)),
    ...columns(
      ['figure', 'before', 'after', 'change'],
      [
        ['step', time(stepTime.before), time(stepTime.after), ratioText(stepTime)],
        ...Object.entries(shares).map(([name, of]) => [
          name,
          percent(of.before),
          percent(of.after),
          of.before === null || of.after === null ? '-' : `${(100 * (of.after - of.before)).toFixed(1)} pp`,
        ]),
      ],
    ),
    '',
    ...columns(
      ['kernel', 'calls', '', 'mean', '', 'change', 'verdict'],
      changed
        .slice(0, ROWS)
        .map((row) => [
          row.name,
          String(row.calls.before ?? '-'),
          String(row.calls.after ?? '-'),
          time(row.mean.before),
          time(row.mean.after),
          ratioText(row.mean),
          row.verdict,
        ]),
    ),
    ...(changed.length > ROWS ? [`  ... and ${changed.length - ROWS} more`] : []),
    `  ${unchanged} kernels are the same`,
  ];
  return `${lines.join('\n')}\n`;
}
