import { expect, test } from 'vitest';
import { memoryServer } from './memory.ts';
import { fromScratch, randomSession } from './random-session.ts';

const STEPS = 2_000;

test.each([1, 2])('a random session, seed %i', async (seed) => {
  const server = memoryServer();
  await server.client.begin();
  const result = await randomSession(server.client, seed, STEPS);
  expect(result.failures).toEqual([]);
  expect(result.outdated).toEqual([]);
  expect(server.crashes).toEqual([]);
  expect(server.starts()).toBe(1);
  expect(result.edits + result.requests).toBeGreaterThan(STEPS * 0.9);
  expect(await server.client.end()).toBe(0);
  expect(await fromScratch(memoryServer().client, result.texts)).toEqual(result.diagnostics);
});
