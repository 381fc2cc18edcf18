/**
 * `npm run corpora -- DIR [--update]`: checks the public programs of `bench/corpora.json` in the checkouts below DIR.
 * What is missing or changed is skipped, and said. Exit code 1 when a count got worse than recorded.
 * `--update` records hashes and counts of what is there.
 */

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type CorpusFile,
  type CorpusSource,
  checkFiles,
  checkoutOf,
  type FileReport,
  MANIFEST,
  pathsIn,
  readManifest,
  sha256,
  unexpectedErrors,
} from './lib/corpus.ts';
import { table } from './lib/table.ts';

const say = (text: string): void => void process.stdout.write(`${text}\n`);
const [folder, option] = process.argv.slice(2);
if (folder === undefined || (option !== undefined && option !== '--update')) {
  process.stderr.write('usage: npm run corpora -- DIR [--update]\nDIR holds checkouts named in bench/corpora.json\n');
  process.exit(2);
}
const update = option === '--update';

const asRecorded = (report: FileReport): CorpusFile => ({
  path: report.path,
  sha256: report.sha256,
  functions: report.functions.length,
  complete: report.complete.length,
  errors: unexpectedErrors(report).length,
});

/** Places that were not modelled, schedules and `grad` among them. */
const notModelled = (report: FileReport): string =>
  String(report.diagnostics.filter((d) => d.code === 'not-modelled').length);

/** What got worse, in words; empty when all is as recorded or better. */
function worse(now: CorpusFile, recorded: CorpusFile): string {
  const problems = [
    now.functions === recorded.functions ? '' : `${now.functions} functions found, ${recorded.functions} recorded`,
    recorded.complete === null || (now.complete ?? 0) >= recorded.complete ? '' : `${recorded.complete} were complete`,
    recorded.errors === null || (now.errors ?? 0) <= recorded.errors ? '' : `${recorded.errors} errors were recorded`,
  ];
  return problems.filter((problem) => problem !== '').join('; ');
}

let skips = 0;
let failures = 0;
async function runSource(source: CorpusSource): Promise<CorpusSource> {
  say(`\n${source.repository} @ ${source.commit}`);
  const checkout = checkoutOf(source, folder ?? '');
  if (checkout === null) {
    say(`skipped ${source.files.length} files: no folder ${source.folders.join(' or ')} below the given one`);
    skips += source.files.length;
    return source;
  }
  const paths = update ? pathsIn(source, checkout) : source.files.map((file) => file.path);
  const usable = paths.flatMap((path) => {
    const at = join(checkout, path);
    const text = existsSync(at) ? readFileSync(at, 'utf8') : null;
    const recorded = source.files.find((file) => file.path === path);
    const reason =
      text === null ? 'missing' : !update && sha256(text) !== recorded?.sha256 ? 'not the recorded text' : null;
    if (reason !== null) {
      say(`skipped ${path}: ${reason}`);
      skips++;
    }
    return text === null || reason !== null ? [] : [{ path, text }];
  });
  const reports = await checkFiles(usable);
  const rows = reports.map((report) => {
    const now = asRecorded(report);
    const recorded = source.files.find((file) => file.path === report.path);
    const problem = recorded === undefined || update ? '' : worse(now, recorded);
    if (problem !== '') failures++;
    return [
      now.path,
      String(now.functions),
      String(now.complete),
      String(now.errors),
      notModelled(report),
      problem === '' ? 'ok' : problem,
    ];
  });
  const sum = (column: number): string => String(rows.reduce((n, row) => n + Number(row[column]), 0));
  say(
    table(
      [
        ['file', 'functions', 'complete', 'errors', 'not modelled', 'against the record'],
        ...rows,
        ['all', sum(1), sum(2), sum(3), sum(4), ''],
      ],
      [60, 9, 8, 6, 12, 40],
    ),
  );
  for (const report of reports) {
    for (const d of unexpectedErrors(report)) say(`${report.path}:${d.line} error[${d.code}] ${d.message}`);
  }
  // Programs without staged functions are kept: no error may be said about them either.
  return { ...source, files: reports.map(asRecorded) };
}

const sources: CorpusSource[] = [];
for (const source of readManifest().sources) sources.push(await runSource(source));
if (update) writeFileSync(MANIFEST, `${JSON.stringify({ sources }, null, 2)}\n`);
say(`\n${failures} files worse than recorded, ${skips} files skipped`);
process.exitCode = failures > 0 ? 1 : 0;
