// accept: ED-08
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { liveBytes } from '@athanor/compiler-core/testkit/live-memory.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { build } from '../../../tools/build.mjs';
import { memoryServer, ROOT } from './memory.ts';
import { processServer } from './process.ts';
import { FILES, fromScratch, RandomSession } from './random-session.ts';

const STEPS = 20_000;
const PAUSES = 20;
const MIB = 1024 * 1024;
/** Live objects may grow by so much from a quarter of the session to its end: caches have bounds, and fill. */
const LIVE_GROWTH = 16 * MIB;

let folder = '';
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'athanor-random-'));
  await build(join(folder, 'dist'));
  for (const [name, text] of Object.entries(FILES)) writeFileSync(join(folder, name), text);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const report = (session: RandomSession, what: string, sizes: readonly number[]): void => {
  const { edits, requests, cancelled } = session.counts;
  const [quarter = 0, end = 0] = [sizes[Math.floor(sizes.length / 4)], sizes.at(-1)];
  const mebibytes = (bytes: number): string => (bytes / MIB).toFixed(0);
  console.log(
    `ED-08: ${what}: ${edits} edits, ${requests} requests, ${cancelled} cancelled, all answered; equal to a new server ${PAUSES} times; memory ${mebibytes(quarter)} then ${mebibytes(end)} MiB`,
  );
};
const growth = (sizes: readonly number[]): number => (sizes.at(-1) ?? 0) - (sizes[Math.floor(sizes.length / 4)] ?? 0);

test('20,000 random edits and requests in the real process', async () => {
  const command = [process.execPath, join(folder, 'dist/athanor.mjs'), 'lsp', '--stdio'];
  // Pages of the process follow the collector's moods, so the threads are asked what is alive.
  const answers = join(folder, 'live-bytes');
  writeFileSync(answers, '');
  const probed = [
    process.execPath,
    '--expose-gc',
    '--import',
    pathToFileURL(join(import.meta.dirname, 'live-probe.mjs')).href,
  ];
  const { client, child } = processServer([...probed, ...command.slice(1)], { env: { ATHANOR_LIVE_BYTES: answers } });
  const live: number[] = [];
  const session = new RandomSession(client, {
    ...{ seed: 20_000, steps: STEPS, encoding: 'utf-16', pulls: false, pauses: PAUSES },
    root: pathToFileURL(folder).href,
    atPause: async (here) => {
      const fresh = processServer(command).client;
      expect(await here.state()).toEqual(await fromScratch(fresh, here));
      expect(await fresh.end()).toBe(0);
      child.kill('SIGUSR2');
      await expect
        .poll(() => readFileSync(answers, 'utf8').split('\n').length, { timeout: 30_000 })
        .toBe(live.length + 2);
      live.push(Number(readFileSync(answers, 'utf8').trimEnd().split('\n').at(-1)));
    },
  });
  await session.run();
  // A thread that died and was started again says so in the log, which counts as a failure.
  expect(session.failures).toEqual([]);
  expect(session.outdated).toEqual([]);
  expect(await client.end()).toBe(0);
  report(session, 'the process', live);
  expect(growth(live)).toBeLessThan(LIVE_GROWTH);
});

test('20,000 more over pull and UTF-8, live memory counted', async () => {
  const server = memoryServer(FILES);
  const live: number[] = [];
  const session = new RandomSession(server.client, {
    ...{ seed: 20_001, steps: STEPS, encoding: 'utf-8', pulls: true, root: `file://${ROOT}`, pauses: PAUSES },
    atPause: async (here) => {
      expect(await here.state()).toEqual(await fromScratch(memoryServer(FILES).client, here));
      live.push(liveBytes());
    },
  });
  await session.run();
  expect(session.failures).toEqual([]);
  expect(session.outdated).toEqual([]);
  expect(server.crashes).toEqual([]);
  expect(server.starts()).toBe(1);
  expect(await server.client.end()).toBe(0);
  report(session, 'in memory', live);
  expect(growth(live)).toBeLessThan(LIVE_GROWTH);
});
