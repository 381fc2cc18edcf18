/** A report for a terminal of 80 columns: what is wrong first, then where the time went. */

import type { Straggler } from '../analyses/stragglers.ts';
import { columns, fit, percent, ranges, size, time, WIDTH, wrap } from './format.ts';
import type { Report } from './report.ts';

const ROWS = 10;

export function reportText(report: Report): string {
  const sections: readonly (readonly string[])[] = [
    head(report),
    problems(report),
    stragglers('Stragglers', report.stragglers, report),
    report.imbalances.length > 0 ? stragglers('Slow by more work', report.imbalances, report) : [],
    breakdown(report),
    communication(report),
    kernels(report),
    hostBound(report),
    path(report),
    memory(report),
    training(report),
    experts(report),
    clocks(report),
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function head({ run }: Report): readonly string[] {
  const ranks = run.ranks.length === 0 ? 'no rank' : `ranks ${fit(ranges(run.ranks), 30)}`;
  const steps = run.steps.length === 0 ? 'no steps' : `${run.steps.length} steps of ${time(run.stepTime)}`;
  return [`${run.inputs} inputs: ${ranks} of ${run.worldSize}; ${steps}`];
}

function problems({ problems: list, run }: Report): readonly string[] {
  const missing = run.missing.length === 0 ? [] : wrap(`missing ranks: ${fit(ranges(run.missing), 200)}`);
  if (list.length === 0 && missing.length === 0) return [];
  return [
    'What limits these answers',
    ...missing,
    ...list.flatMap(({ code, count, text }) => wrap(`${code}${count > 1 ? ` (${count})` : ''}: ${fit(text, 220)}`)),
  ];
}

function stragglers(title: string, list: readonly Straggler[], { run, clocks }: Report): readonly string[] {
  if (run.ranks.length < 2) return [];
  if (list.length === 0) return [title, '  none stands out of the noise'];
  return [
    title,
    ...list.slice(0, ROWS).flatMap((each) => {
      const steps = each.steps.length === 0 ? '' : `, steps ${fit(ranges(each.steps), 30)}`;
      const arrival =
        each.views.arrival === null
          ? each.views.arrivalUncertainty === null
            ? 'arrival unknown: no common clock'
            : `arrival unknown: clocks are known to ${time(each.views.arrivalUncertainty)}`
          : `arrives ${time(each.views.arrival)} ± ${time(each.views.arrivalUncertainty)} late`;
      const views = [
        arrival,
        `last in ${percent(each.views.wait, 0)} of its collectives`,
        `kernels ${percent(each.views.inflation)} over its peers`,
        `a job with it as the next would gain ${percent(each.views.gain)}`,
      ];
      return [
        `  rank ${each.rank}: ${time(each.lost)} lost, ${percent(each.score)} of the time${steps}`,
        ...wrap(`${each.reason}: ${each.why}`, '    '),
        ...wrap(`${views.join('; ')}; views that agree: ${each.agree.join(', ') || 'none'}`, '    '),
      ];
    }),
    ...(list.length > ROWS ? [`  ... and ${list.length - ROWS} more`] : []),
    ...(clocks.ranks.length === 0 ? ['  no collectives were matched: own time alone speaks'] : []),
  ];
}

function breakdown({ temporal, overlap }: Report): readonly string[] {
  if (temporal.length === 0) return [];
  const hidden = new Map(overlap.map(({ rank, ratio }) => [rank, ratio]));
  const rows = [...temporal].sort((a, b) => b.idle + b.exposedCommunication - a.idle - a.exposedCommunication);
  return [
    'Time of the devices, those with the most lost first',
    ...columns(
      ['rank', 'total', 'compute', 'exposed comm', 'exposed mem', 'idle', 'comm hidden'],
      rows
        .slice(0, ROWS)
        .map((row) => [
          String(row.rank),
          time(row.total),
          ...[row.compute, row.exposedCommunication, row.exposedMemory, row.idle].map((part) =>
            percent(part / row.total),
          ),
          percent(hidden.get(row.rank) ?? null),
        ]),
    ),
    ...more(rows.length),
  ];
}

const more = (count: number): readonly string[] => (count > ROWS ? [`  ... and ${count - ROWS} more`] : []);

function communication({ collectives }: Report): readonly string[] {
  if (collectives.length === 0) return [];
  return [
    'Collectives; bandwidth without waiting',
    ...columns(
      ['group and operation', 'ranks', 'calls', 'time', 'waiting', 'bus GB/s', 'to peers'],
      collectives
        .slice(0, ROWS)
        .map((row) => [
          `${row.op} ${row.group}`,
          String(row.size),
          String(row.calls),
          time(row.time),
          time(row.wait),
          row.busbw === null ? '-' : row.busbw.toFixed(1),
          row.againstPeers === null ? '-' : `${row.againstPeers.toFixed(2)}×`,
        ]),
    ),
    ...more(collectives.length),
  ];
}

function kernels({ kernels: { rows } }: Report): readonly string[] {
  if (rows.length === 0) return [];
  return [
    'Kernels',
    ...columns(
      ['name', 'calls', 'time', 'share', 'p50', 'p99'],
      rows
        .slice(0, ROWS)
        .map((row) => [row.name, String(row.calls), time(row.total), percent(row.share), time(row.p50), time(row.p99)]),
    ),
    ...more(rows.length),
  ];
}

function hostBound({ idle, launch, queue }: Report): readonly string[] {
  const waits = idle.filter(({ host, kernel, other }) => host + kernel + other > 0);
  if (waits.length === 0) return [];
  const rows = [...waits].sort((a, b) => b.host - a.host).slice(0, ROWS);
  const full = queue.reduce((sum, row) => sum + row.full, 0);
  return [
    'Idle streams: waiting for the host, between kernels, other',
    ...columns(
      ['rank, stream', 'host', 'of it data', 'collector', 'sync', 'kernels', 'other'],
      rows.map((row) => [
        `${row.rank}, ${row.stream}`,
        ...[row.host, row.hostBy.loader, row.hostBy.collector, row.hostBy.synchronisation, row.kernel, row.other].map(
          time,
        ),
      ]),
    ),
    ...more(waits.length),
    ...wrap(
      `a kernel starts ${time(launch.delay.p50)} after its launch returns (median; 95 %: ${time(launch.delay.p95)}); ${time(full)} with a full queue`,
    ),
  ];
}

function path({ criticalPath }: Report): readonly string[] {
  if (criticalPath === null || criticalPath.length === 0) return [];
  const { rank, length, bounds, top, hasSync, annotation } = criticalPath;
  const shares = Object.entries(bounds)
    .filter(([, part]) => part > 0)
    .sort(([, a], [, b]) => b - a)
    .map(([name, part]) => `${name} ${percent(part / length)}`);
  return [
    `Critical path of rank ${rank}${annotation === '' ? '' : ', one step'}: ${time(length)}`,
    ...wrap(shares.join(', ')),
    ...(hasSync ? [] : wrap('the trace has no synchronisation rows: waits for the device are not on the path')),
    ...columns(
      ['most time on it', 'bound', 'times', 'time'],
      top.slice(0, ROWS >> 1).map((row) => [row.name, row.bound, String(row.times), time(row.time)]),
    ),
  ];
}

function memory({ memory: list }: Report): readonly string[] {
  if (list.length === 0) return [];
  const rows = [...list].sort((a, b) => b.peak - a.peak);
  return [
    'Memory',
    ...columns(
      ['rank, device', 'peak', 'reserved', 'fragmented', 'growth a step'],
      rows
        .slice(0, ROWS)
        .map((row) => [
          `${row.rank}, ${row.device}`,
          size(row.peak),
          size(row.reservedAtPeak),
          percent(row.fragmentation),
          `${size(row.growth)}${row.leaks ? ' leaks' : ''}`,
        ]),
    ),
    ...more(rows.length),
  ];
}

function training({ trainingOps }: Report): readonly string[] {
  if (trainingOps === null) return [];
  return [
    'Spread over the members of a collective, medians',
    ...columns(
      ['operation', 'instances', 'starts', 'ends'],
      trainingOps.spreads.map((row) => [row.op, String(row.instances), time(row.starts), time(row.ends)]),
    ),
  ];
}

function experts({ experts: { layers, rankImbalance } }: Report): readonly string[] {
  if (layers.length === 0 && rankImbalance === null) return [];
  const rows = [...layers].sort((a, b) => b.maxOverMean - a.maxOverMean);
  return [
    'Experts',
    ...(rankImbalance === null ? [] : [`  the rank with the most tokens gets ${rankImbalance.toFixed(2)}× the mean`]),
    ...(rows.length === 0
      ? []
      : columns(
          ['layer', 'experts', 'max/mean', 'Gini', 'persistence', 'hottest'],
          rows
            .slice(0, ROWS)
            .map((row) => [
              String(row.layer),
              String(row.experts),
              row.maxOverMean.toFixed(2),
              row.gini.toFixed(2),
              row.persistence === null ? '-' : row.persistence.toFixed(2),
              row.hottest.map(({ expert }) => expert).join(' '),
            ]),
        )),
    ...more(rows.length),
  ];
}

function clocks({ clocks: { ranks } }: Report): readonly string[] {
  const known = ranks.filter(({ uncertainty, rank, reference }) => uncertainty !== null && rank !== reference);
  if (known.length === 0) return [];
  const worst = [...known].sort((a, b) => Math.abs(b.offset) - Math.abs(a.offset));
  return [
    fit(`Clocks against rank ${known[0]?.reference}, from the ends of collectives`, WIDTH),
    ...columns(
      ['rank', 'offset', 'drift ppm', 'uncertainty', 'anchors'],
      worst
        .slice(0, ROWS)
        .map((row) => [
          String(row.rank),
          time(row.offset),
          (row.drift / 1000).toFixed(2),
          time(row.uncertainty),
          String(row.anchors),
        ]),
    ),
    ...more(worst.length),
  ];
}
