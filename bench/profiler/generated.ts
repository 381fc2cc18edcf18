/** Runs of the generator through the whole way: text, ingest, report, held against the truth. */

import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { excessAt } from '../../profiler/src/align/clocks.ts';
import { generate, type Truth } from '../../profiler/src/export/generator/generate.ts';
import { BASE_NS } from '../../profiler/src/export/generator/kineto.ts';
import { uniform } from '../../profiler/src/export/generator/random.ts';
import { readSpec } from '../../profiler/src/export/generator/spec.ts';
import { ingest } from '../../profiler/src/import/ingest.ts';
import { buildReport, type Report } from '../../profiler/src/report/report.ts';
import { openRun } from '../../profiler/src/run/open.ts';
import { withTempFolder } from '../lib/process.ts';

/** Writes all files but the truth. @returns Their paths' folder and the truth. */
export function writeRun(input: unknown, folder: string): Truth {
  const { spec, problems } = readSpec(input);
  if (problems.length > 0) throw new Error(problems.join('; '));
  const { truth, files } = generate(spec);
  mkdirSync(folder, { recursive: true });
  for (const { name, pieces } of files) {
    if (name === 'truth.json') continue;
    const file = openSync(join(folder, name), 'w');
    try {
      for (const piece of pieces) writeSync(file, piece);
    } finally {
      closeSync(file);
    }
  }
  return truth;
}

export interface Judged {
  readonly truth: Truth;
  readonly report: Report;
  /** Ranks whose offset, at the start or the end of the run, is off by more than is stated. */
  readonly clocksWrong: readonly string[];
  readonly clocks: number;
}

export const judge = (input: unknown): Promise<Judged> =>
  withTempFolder(async (folder) => {
    const truth = writeRun(input, join(folder, 'traces'));
    await ingest([join(folder, 'traces')], { out: join(folder, 'run'), tool: 'test' });
    const run = await openRun(join(folder, 'run'));
    const report = await buildReport(run);
    const bases = run.manifest.parts.map((part) => BigInt(part.ranks[0]?.baseNs ?? 0)).sort((a, b) => Number(a - b));
    const base = bases[0] ?? 0n;
    run.close();
    return {
      truth,
      report,
      clocks: report.clocks.ranks.length,
      clocksWrong: wrongClocks(truth, report, Number(BASE_NS - base)),
    };
  });

function wrongClocks(
  { clocks: truths, spec, startNs, faults }: Truth,
  { clocks }: Report,
  shift: number,
): readonly string[] {
  const end = faults[0]?.withNs ?? 50_000_000;
  const trueAt = (rank: number, time: number): number => {
    const clock = truths[Math.floor(rank / spec.ranksPerHost)] ?? { offsetNs: 0, driftPpb: 0 };
    return clock.offsetNs + time * clock.driftPpb * 1e-9;
  };
  return clocks.ranks.flatMap((clock) =>
    [0, end].flatMap((time) => {
      const wanted = trueAt(clock.rank, time) - trueAt(clock.reference, time);
      const error = Math.abs(excessAt(clocks, clock, startNs + time + shift) - wanted);
      // Half a nanosecond of rounding is nobody's error.
      const good = clock.uncertainty !== null && error <= clock.uncertainty + 1;
      return good ? [] : [`rank ${clock.rank}: off by ${error.toFixed(0)} ns, stated ${clock.uncertainty} ns`];
    }),
  );
}

const LAYOUTS = [
  { dp: 2, tp: 1, pp: 1, ep: 1 },
  { dp: 4, tp: 1, pp: 1, ep: 1 },
  { dp: 4, tp: 2, pp: 1, ep: 1 },
  { dp: 2, tp: 2, pp: 2, ep: 1 },
  { dp: 4, tp: 1, pp: 2, ep: 2 },
  { dp: 8, tp: 1, pp: 1, ep: 4 },
  { dp: 1, tp: 4, pp: 1, ep: 1 },
  { dp: 1, tp: 1, pp: 4, ep: 1 },
  { dp: 1, tp: 2, pp: 2, ep: 1 },
  { dp: 16, tp: 1, pp: 1, ep: 1 },
] as const;
const KINDS = ['none', 'slow-rank', 'late-loader', 'gc-pause', 'slow-rank'] as const;

/** A specification for each seed: layouts, sizes, clocks, noise and kinds of fault in turn and at random. */
export function specOf(seed: number) {
  const draw = (number: number): number => uniform(seed, number, 0, 0);
  const layout = LAYOUTS[seed % LAYOUTS.length] ?? LAYOUTS[0];
  const ranks = layout.dp * layout.tp * layout.pp;
  const kind = KINDS[Math.floor(seed / LAYOUTS.length) % KINDS.length] ?? 'none';
  const steps = 3 + Math.floor(draw(1) * 4);
  const rank = Math.floor(draw(2) * ranks);
  const from = Math.floor(draw(4) * steps);
  const delayNs = Math.round(1e6 + 12e6 * draw(3));
  const faults = {
    none: [],
    'slow-rank': [{ kind, rank, factor: 1.05 + 0.5 * draw(3) }],
    'late-loader': [{ kind, rank, delayNs }],
    'gc-pause': [{ kind, rank, delayNs: 3 * delayNs, from, to: from + 2 }],
  }[kind];
  return {
    seed,
    steps,
    layout,
    ranksPerHost: 2 ** Math.floor(draw(6) * 4),
    model: {
      layers: 4,
      hostOps: false,
      experts: layout.ep > 1 ? 8 : 0,
      kernelNs: 60_000 + Math.floor(draw(7) * 200_000),
    },
    clocks: { offsetNs: Math.round(2e6 * draw(8)), driftPpb: Math.round(50_000 * draw(9)) },
    noise: { endNs: Math.round(200 + 8_000 * draw(10)) },
    faults,
  };
}
