import { readdirSync, writeFileSync } from 'node:fs';
import { expect, onTestFinished, test } from 'vitest';
import { temporary } from '../test/temporary.ts';
import { eventsJson, traceJson } from '../test/traces.ts';
import type { ProfileIo } from './io.ts';
import { runProfile } from './program.ts';

const run = async (...args: readonly string[]) => {
  const said = { out: '', err: '' };
  const io: ProfileIo = {
    version: '0',
    out: async (text) => {
      said.out += text;
    },
    err: async (text) => {
      said.err += text;
    },
    errIsTerminal: false,
    columns: 80,
    clock: () => 0,
    processors: 1,
    compileLess: () => undefined,
    pool: () => null,
  };
  return { exit: await runProfile(args, 'athanor-profile', io), ...said };
};

test('a run whose table was cut is said to be damaged; SQL that cannot be is a mistake of the call', async () => {
  const folder = temporary();
  onTestFinished(folder.remove);
  const out = folder.in('run');
  writeFileSync(folder.in('rank.json'), traceJson(0, eventsJson(20)));
  expect((await run('ingest', folder.in('rank.json'), '--out', out)).exit).toBe(0);
  expect(await run('query', out, 'SELECT count(*) AS n FROM slice', '--format', 'csv')).toMatchObject({
    exit: 0,
    out: 'n\n20\n',
  });
  expect(await run('query', out, 'SELECT FROM')).toMatchObject({ exit: 2, out: '' });

  const [part] = readdirSync(folder.in('run', 'parts'));
  writeFileSync(folder.in('run', 'parts', String(part), 'slice.parquet'), '');
  for (const command of [
    ['report', out],
    ['query', out, 'SELECT 1'],
  ])
    expect(await run(...command)).toMatchObject({
      exit: 4,
      out: '',
      err: expect.stringMatching(/^athanor-profile: the run is damaged: .*slice\.parquet.*; ingest the traces again/),
    });
});
