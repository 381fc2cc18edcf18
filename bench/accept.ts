/**
 * `npm run accept -- NAME [--only ID,ID]`: runs every row of `bench/accept/NAME.json` and prints
 * `id | wanted | got | pass, fail, measured or skipped (reason)`. Exit code 1 when a floor row fails, 2 on wrong use.
 */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, run } from './lib/process.ts';
import { table } from './lib/table.ts';
import { fail, type Outcome, type Row, type Runner, verdictText } from './lib/verdict.ts';

const FOLDER = join(ROOT, 'bench/accept');

async function runRow(row: Row): Promise<Outcome> {
  try {
    if ('module' in row.run) {
      const loaded: { readonly default: Runner } = await import(/* @vite-ignore */ join(FOLDER, row.run.module));
      return await loaded.default(row);
    }
    const [command = '', ...args] = row.run.command;
    const ran = run(command, args, { timeoutSeconds: 3600 });
    const last = ran.stdout.trimEnd().split('\n').at(-1) ?? '';
    return JSON.parse(last);
  } catch (error) {
    return fail(`the runner failed: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function usage(message: string): never {
  const names = readdirSync(FOLDER).filter((name) => name.endsWith('.json'));
  process.stderr.write(`${message}\nusage: npm run accept -- NAME [--only ID,ID]\n`);
  process.stderr.write(`names: ${names.map((name) => name.slice(0, -'.json'.length)).join(', ')}\n`);
  process.exit(2);
}

const [name, ...rest] = process.argv.slice(2);
if (name === undefined) usage('which table?');
const onlyAt = rest.indexOf('--only');
const only = onlyAt < 0 ? null : (rest[onlyAt + 1] ?? '').split(',');
let rows: readonly Row[];
try {
  rows = JSON.parse(readFileSync(join(FOLDER, `${name}.json`), 'utf8')).rows;
} catch {
  usage(`there is no table ${name}`);
}
const chosen = rows.filter((row) => only?.includes(row.id) ?? true);
if (chosen.length === 0) usage('no row has such an id');

const results: { readonly row: Row; readonly outcome: Outcome }[] = [];
for (const row of chosen) {
  process.stderr.write(`${row.id} ...\n`);
  results.push({ row, outcome: await runRow(row) });
}

const cells = results.map(({ row, outcome }) => [
  row.id,
  `${row.must} (${row.kind})`,
  outcome.got,
  verdictText(outcome),
]);
process.stdout.write(`${table([['id', 'wanted', 'got', 'verdict'], ...cells], [8, 46, 50, 30])}\n`);
for (const { row, outcome } of results) {
  const details = outcome.verdict === 'skipped' ? [] : (outcome.details ?? []);
  if (details.length > 0) process.stdout.write(`\n${row.id}\n${details.map((line) => `  ${line}`).join('\n')}\n`);
}
const failed = results.filter(({ row, outcome }) => row.kind === 'floor' && outcome.verdict === 'fail');
const skips = results.filter(({ outcome }) => outcome.verdict === 'skipped').length;
process.stdout.write(
  `\n${results.length} rows, ${failed.length} floor rows failed${failed.length > 0 ? ` (${failed.map((f) => f.row.id).join(', ')})` : ''}, ${skips} skipped\n`,
);
process.exitCode = failed.length > 0 ? 1 : 0;
