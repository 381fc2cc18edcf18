/** PR-01: every Kineto sample against an independent count with `JSON.parse`; the other formats against counts of their own. */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ingest } from '@athanor/profiler/import/ingest.ts';
import { openRun } from '@athanor/profiler/run/open.ts';
import { countRun, printed } from '@athanor/profiler/test/compare.ts';
import { count, textOf } from '@athanor/profiler/test/independent.ts';
import { missingSamples, sampleFiles, samplePath } from '@athanor/profiler/test/samples.ts';
import { fail, type Outcome, pass, skipped } from '../../lib/verdict.ts';
import { countOther } from './other-formats.ts';

/** Not traces: answers that the projects expect, settings, and a format of a later issue. */
const NO_TRACES = /README|meta-|ms-|mw-|result-|rocprof\//;

export default async function pr01(): Promise<Outcome> {
  const missing = missingSamples();
  if (missing !== null) return skipped(missing);
  const details: string[] = [];
  let equal = 0;
  const files = sampleFiles().filter((name) => !NO_TRACES.test(name));
  const folder = mkdtempSync(join(tmpdir(), 'athanor-pr01-'));
  for (const [index, name] of files.entries()) {
    const out = join(folder, String(index));
    const { parts } = await ingest([samplePath(name)], { out, tool: 'accept' });
    const run = await openRun(out);
    try {
      const isEvents = parts.every(({ format }) => format === 'kineto' || format === 'chrome-merged');
      const got = isEvents
        ? printed(await countRun(run))
        : JSON.stringify(parts.map(({ format, events }) => [format, events]));
      const wanted = isEvents ? printed(count(textOf(samplePath(name)))) : JSON.stringify(countOther(name));
      if (got === wanted) equal++;
      else details.push(`${name}: ${got} instead of ${wanted}`.slice(0, 2000));
    } finally {
      run.close();
      rmSync(out, { recursive: true, force: true });
    }
  }
  rmSync(folder, { recursive: true, force: true });
  const got = `${equal} of ${files.length} files equal`;
  return equal === files.length && equal > 0 ? pass(got) : fail(got, details);
}
