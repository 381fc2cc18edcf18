import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { lockRun } from '../run/lock.ts';
import { zipOf } from '../test/archives.ts';
import { difference } from '../test/same-tree.ts';
import { temporary } from '../test/temporary.ts';
import { eventsJson, traceJson } from '../test/traces.ts';
import { ingest } from './ingest.ts';

const folder = temporary();
afterAll(folder.remove);

const inputs = folder.in('inputs');
mkdirSync(inputs);
for (let rank = 0; rank < 4; rank++)
  writeFileSync(join(inputs, `rank-${rank}.json`), traceJson(rank, eventsJson(50 + rank), 4));

const made = async (name: string): Promise<string> => {
  const out = folder.in(name);
  await ingest([inputs], { out, tool: 'test' });
  return out;
};

const clean = await made('clean');

test('a repeated ingest reads nothing again and is byte-equal', async () => {
  // accept: PR-12
  const out = folder.in('repeated');
  cpSync(clean, out, { recursive: true });
  const again = await ingest([inputs], { out, tool: 'test' });
  expect(again.reused).toBe(4);
  expect(difference(clean, out)).toBe(null);
});

test('a fresh ingest is byte-equal', async () => {
  expect(difference(clean, await made('fresh'))).toBe(null);
});

test('what was interrupted is done again, and byte-equal', async () => {
  const out = folder.in('resumed');
  cpSync(clean, out, { recursive: true });
  // As a killed writer leaves it: no manifest, one part missing, one in the making, a lock of a process that is gone.
  const [first = '', second = '', third = ''] = readdirSync(join(out, 'parts'));
  rmSync(join(out, 'run.json'));
  rmSync(join(out, 'parts', first), { recursive: true });
  mkdirSync(join(out, 'parts', '.tmp-x'));
  writeFileSync(join(out, 'parts', '.tmp-x', 'slice.parquet'), 'PAR1 half');
  truncateSync(join(out, 'parts', second, 'slice.parquet'), 100);
  rmSync(join(out, 'parts', third, 'part.json'));
  writeFileSync(join(out, '.lock'), JSON.stringify({ host: hostname(), pid: 2 ** 22 + 1 }));
  const { reused } = await ingest([inputs], { out, tool: 'test' });
  expect(reused).toBe(1);
  expect(difference(clean, out)).toBe(null);
});

test('inputs added later give what all at once give', async () => {
  const out = folder.in('added');
  await ingest([join(inputs, 'rank-2.json')], { out, tool: 'test' });
  await ingest([inputs], { out, tool: 'test' });
  expect(difference(clean, out)).toBe(null);
});

test('a second writer is refused, and the run stays as it is', async () => {
  const out = folder.in('busy');
  cpSync(clean, out, { recursive: true });
  const unlock = lockRun(out);
  await expect(ingest([inputs], { out, tool: 'test' })).rejects.toThrow(/is being written by process/);
  unlock();
  expect(difference(clean, out)).toBe(null);
});

test('a living process of this host keeps its lock', () => {
  const out = folder.in('living');
  mkdirSync(out);
  const child = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60000)']);
  writeFileSync(join(out, '.lock'), JSON.stringify({ host: hostname(), pid: child.pid }));
  expect(() => lockRun(out)).toThrow(/is being written/);
  child.kill();
});

test('a directory that is a run of another version is refused', async () => {
  const out = folder.in('old');
  cpSync(clean, out, { recursive: true });
  writeFileSync(
    join(out, 'run.json'),
    readFileSync(join(out, 'run.json'), 'utf8').replace('"version": 1', '"version": 99'),
  );
  await expect(ingest([inputs], { out, tool: 'test' })).rejects.toThrow(/version 99/);
});

test('members of a zip are inputs', async () => {
  const path = folder.in('traces.zip');
  const bytes = readFileSync(join(inputs, 'rank-3.json'));
  writeFileSync(path, zipOf([['a/rank-3.json', bytes]]));
  const { parts } = await ingest([path], { out: folder.in('zipped'), tool: 'test' });
  expect(parts.map(({ path: label, events, ranks }) => [label, events, ranks[0]?.rank])).toEqual([
    ['traces.zip!a/rank-3.json', 53, 3],
  ]);
  expect(existsSync(folder.in('a'))).toBe(false);
});
