/** Runs one hostile input beside a good one, and says what is wrong with the outcome. */

import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ingest } from '../import/ingest.ts';
import { openRun } from '../run/open.ts';
import type { Hostile } from './hostile.ts';
import { eventsJson, traceJson } from './traces.ts';

const GOOD_SLICES = 20;
/** Small, so that a bomb need not be large. */
const LIMIT = 16 << 20;

/** Null when all is as it has to be. @param everyView Whether each view is read too, which takes a while. */
export const attack = async (hostile: Hostile, folder: string, everyView = false): Promise<string | null> => {
  const input = join(folder, 'input');
  const out = join(folder, 'run');
  mkdirSync(join(input, 'good'), { recursive: true });
  writeFileSync(join(input, 'good', 'rank-7.json'), traceJson(7, eventsJson(GOOD_SLICES)));
  hostile.write(input);
  const { diags } = await ingest([input], { out, tool: 'test', limit: LIMIT });
  const said = diags.map(({ code }) => code);
  const silent = hostile.codes.filter((code) => !said.includes(code as (typeof said)[number]));
  if (silent.length > 0) return `${silent.join(', ')} is not said, but ${said.join(', ')}`;
  if (diags.some(({ text }) => text.length < 10)) return 'a diagnostic says nothing';
  const leftovers = [...readdirSync(out), ...readdirSync(join(out, 'parts'))].filter((name) => name.startsWith('.'));
  if (leftovers.length > 0) return `${leftovers.join(', ')} is left over`;
  const run = await openRun(out);
  try {
    const [row] = await run.rows(
      `SELECT count(*) FILTER (rank = 7) AS good, count(*) FILTER (rank <> 7) AS bad, count(*) AS n FROM event`,
    );
    const views = everyView
      ? await run.rows("SELECT table_name FROM information_schema.tables WHERE table_type = 'VIEW'")
      : [];
    for (const { table_name: view } of views) await run.rows(`SELECT * FROM "${String(view)}"`);
    if (Number(row?.['good']) !== GOOD_SLICES) return `the good input has ${row?.['good']} slices`;
    if (hostile.slices >= 0 && Number(row?.['bad']) !== hostile.slices)
      return `${row?.['bad']} slices instead of ${hostile.slices}`;
    return null;
  } finally {
    run.close();
  }
};
