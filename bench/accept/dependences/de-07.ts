import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ScheduleRecord } from '../../../compiler-core/src/frontends/tensor/schedule/host.ts';
import { scheduleHost } from '../../../compiler-core/src/plan/schedule-host.ts';
import { stageText } from '../../../compiler-core/testkit/stage.ts';
import { createParser } from '../../../server/src/host/tree-sitter.ts';
import { checkoutOf, readManifest, refusedRanges, sha256 } from '../../lib/corpus.ts';
import { pythonFences } from '../../lib/fences.ts';
import { fail, measured, pass, type Runner, skipped } from '../../lib/verdict.ts';

/** No error on a schedule call of a valid public program. Calls inside a test that expects to be refused are counted apart. */
const runner: Runner = async () => {
  const folder = process.env['ATHANOR_CORPORA'];
  if (folder === undefined) return skipped('ATHANOR_CORPORA names no folder with the checkouts of bench/corpora.json');
  const parser = await createParser();
  const errors: string[] = [];
  const left: string[] = [];
  const counts = { applied: 0, refused: 0, raised: 0, unknown: 0 };
  let expected = 0;
  for (const source of readManifest().sources) {
    const checkout = checkoutOf(source, folder);
    for (const { path, sha256: recorded } of [...source.files, ...(source.schedules ?? [])]) {
      const at = checkout === null ? null : join(checkout, path);
      const text = at !== null && existsSync(at) ? readFileSync(at, 'utf8') : null;
      if (text === null || sha256(text) !== recorded) {
        left.push(`${text === null ? 'missing' : 'not the recorded text'}: ${path}`);
        continue;
      }
      for (const python of path.endsWith('.md') ? pythonFences(text).map((fence) => fence.text) : [text]) {
        const staged = stageText(python, parser, { schedules: scheduleHost });
        const ranges = refusedRanges(python);
        const calls = staged.schedules.filter((c) => c.primitive !== 'Schedule');
        for (const c of calls) counts[c.verdict]++;
        const places = calls.filter((c: ScheduleRecord) => c.verdict === 'refused');
        expected += places.length;
        for (const d of staged.diagnostics) {
          const line = staged.lines.position1(d.span.start).line;
          const inTest = ranges.some(([from, to]) => line >= from && line < to);
          if (d.severity === 'error' && !inTest && SCHEDULE.has(d.code))
            errors.push(`${path}:${line} error[${d.code}] ${d.message}`);
        }
      }
    }
  }
  const { applied, refused, raised, unknown } = counts;
  const got = `${errors.length} errors; ${applied} calls applied, ${refused} refused, ${raised} with an argument that raises, ${unknown} not followed; ${left.length} files missing`;
  if (errors.length > 0) return fail(got, [...errors, ...left]);
  if (applied + expected === 0) return skipped('no schedule call was met');
  return left.length > 0 ? measured(got, left) : pass(got);
};

const SCHEDULE: ReadonlySet<string> = new Set([
  'schedule-refused',
  'schedule-changes-result',
  'unknown-label',
  'ambiguous-label',
  'bad-selector',
  'wrong-arguments',
  'unknown-attribute',
  'unknown-memory-type',
]);
export default runner;
