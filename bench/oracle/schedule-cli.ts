/** `node tools/ts.mjs bench/oracle/schedule-cli.ts [--only a,b] [--sample N] [--show N] [--id TEXT] [--truth safe|conflict] [--programs]` */

import { createParser } from '../../server/src/host/tree-sitter.ts';
import { normalForm } from './normal-form.ts';
import { readRecorded } from './recorded-program.ts';
import { againstTruth, type CallComparison, compareSchedule, scheduleRecords, tabulate } from './schedule.ts';

const option = (name: string): string | undefined => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? undefined : (process.argv[at + 1] ?? '');
};
const only = option('only')?.split(',');
const sample = Number(option('sample') ?? '0');
const show = Number(option('show') ?? '0');
const id = option('id');
const truth = option('truth');

const all = scheduleRecords();
if (!all) {
  process.stdout.write('skipped (the records are not beside the checkout)\n');
  process.exit(0);
}
const parser = await createParser();
let records = all.filter(
  (r) =>
    (!only || r.calls.some((c) => only.includes(c.primitive))) &&
    (!id || r.id.includes(id)) &&
    (!truth || r.truth === truth),
);
if (sample > 0 && records.length > sample) {
  const step = records.length / sample;
  records = Array.from({ length: sample }, (_, k) => records[Math.floor(k * step)]).filter((r) => r !== undefined);
}
const started = performance.now();
const results: CallComparison[] = [];
for (const r of records) {
  try {
    results.push(...compareSchedule(r, parser));
  } catch (e) {
    process.stdout.write(`${r.id}: ${e instanceof Error ? e.stack : e}\n`);
  }
}
const shown = results.filter((c) => !only || only.includes(c.primitive));
const bar = (text: string): void => void process.stdout.write(`${text}\n`);
const verdicts = shown.filter((c) => c.got !== 'missing' && c.got !== c.wanted);
const kinds = new Map<string, number>();
for (const c of verdicts)
  kinds.set(`${c.primitive}: ${c.wanted} -> ${c.got}`, (kinds.get(`${c.primitive}: ${c.wanted} -> ${c.got}`) ?? 0) + 1);
if (!process.argv.includes('--programs')) {
  for (const c of verdicts.slice(0, show)) {
    bar(`=== ${c.id}  ${c.call}\nwanted ${c.wanted}, got ${c.got}: ${c.reason}\n${c.before}`);
  }
}
for (const c of shown.filter((x) => x.sameProgram === false).slice(0, process.argv.includes('--programs') ? show : 0)) {
  const want = readRecorded(c.wantedAfter);
  const got = readRecorded(c.gotAfter);
  bar(`=== ${c.id}  ${c.call}\n--- before\n${c.before}\n--- wanted\n${c.wantedAfter}\n--- got\n${c.gotAfter}`);
  if (typeof want !== 'string' && typeof got !== 'string')
    bar(`--- wanted, normal\n${normalForm(want)}--- got, normal\n${normalForm(got)}`);
}
for (const [k, n] of [...kinds].sort((a, b) => b[1] - a[1])) bar(`${n} ${k}`);
for (const row of tabulate(shown)) bar(row.map((c, k) => (k === 0 ? c.padEnd(16) : c.padStart(14))).join(''));
for (const line of againstTruth(results)) bar(line);
bar(`${records.length} programs, ${((performance.now() - started) / 1000).toFixed(1)} s`);
