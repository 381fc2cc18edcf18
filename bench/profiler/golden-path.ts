/** The golden critical path of HolisticTraceAnalysis' sample `simple_add`, and ours of the same trace. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { type CriticalPath, criticalPath } from '../../profiler/src/analyses/critical-path/critical-path.ts';
import { loadRank, loadWaits } from '../../profiler/src/analyses/load.ts';
import { ingest } from '../../profiler/src/import/ingest.ts';
import { openRun } from '../../profiler/src/run/open.ts';
import { withTempFolder } from '../lib/process.ts';

const INPUT = 'hta/critical_path/end_to_end/simple_add/input/trace.json.gz';
const GOLDEN = 'hta/critical_path/end_to_end/simple_add/output/overlaid_critical_path_trace.json.gz';

interface TraceEvent {
  readonly ph?: string;
  readonly name: string;
  readonly ts: number;
  readonly dur?: number;
  readonly tid: number | string;
  readonly args?: { readonly critical?: number | boolean };
}

const eventsOf = (path: string): readonly TraceEvent[] =>
  JSON.parse(gunzipSync(readFileSync(path)).toString()).traceEvents;

const keyOf = ({ name, ts, dur, tid }: TraceEvent): string => [name, ts, dur, tid].join(' ');

/** Events that the overlay marks as critical. */
export const goldenEvents = (folder: string): ReadonlySet<string> =>
  new Set(
    eventsOf(join(folder, GOLDEN))
      .filter(({ ph, args }) => ph === 'X' && args?.critical === 1)
      .map(keyOf),
  );

/** Our path through the whole trace, ingested and read back. */
export async function simpleAdd(
  folder: string,
): Promise<{ readonly path: CriticalPath; readonly keys: readonly string[] }> {
  const input = join(folder, INPUT);
  return withTempFolder(async (out) => {
    await ingest([input], { out, tool: 'test' });
    const run = await openRun(out);
    const data = await loadRank(run, run.manifest.parts[0]?.ranks[0]?.rank ?? 0, { operators: true });
    const path = criticalPath(data, await loadWaits(run, data), '');
    run.close();
    if (path === undefined) throw new Error('there is no path');
    const events = eventsOf(input);
    const keys = path.events.flatMap((at) => {
      const event = events[at];
      return event === undefined ? [] : [keyOf(event)];
    });
    return { path, keys };
  });
}
