// accept: ED-08
import { expect, test } from 'vitest';
import { memoryServer } from './memory.ts';
import { fromScratch, randomSession } from './random-session.ts';

const STEPS = 20_000;
/** Bytes that live objects may grow by from a quarter of the session to its end: caches have bounds, and fill. */
const GROWTH = 48 * 1024 * 1024;

test('20,000 random edits and requests', async () => {
  const server = memoryServer();
  await server.client.begin();
  const result = await randomSession(server.client, 20_000, STEPS);
  expect(result.failures).toEqual([]);
  expect(result.outdated).toEqual([]);
  expect(server.crashes).toEqual([]);
  expect(server.starts()).toBe(1);
  expect(await server.client.end()).toBe(0);
  expect(await fromScratch(memoryServer().client, result.texts)).toEqual(result.diagnostics);
  const [quarter, end] = result.memory;
  const mebibytes = (bytes: number): string => (bytes / 1024 / 1024).toFixed(0);
  const { edits, requests, cancelled } = result;
  console.log(
    `ED-08: ${edits} edits, ${requests} requests, ${cancelled} cancelled, all answered; live memory ${mebibytes(quarter)} then ${mebibytes(end)} MiB`,
  );
  expect(end - quarter).toBeLessThan(GROWTH);
});
