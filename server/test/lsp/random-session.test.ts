import { expect, test } from 'vitest';
import { memoryServer, ROOT } from './memory.ts';
import { FILES, fromScratch, RandomSession } from './random-session.ts';

const STEPS = 1_000;

test.each([
  { seed: 1, encoding: 'utf-16', pulls: false },
  { seed: 2, encoding: 'utf-8', pulls: true },
] as const)('a random session, $encoding, pulls: $pulls', async ({ seed, encoding, pulls }) => {
  const server = memoryServer(FILES);
  const session = new RandomSession(server.client, {
    ...{ seed, encoding, pulls, steps: STEPS, root: `file://${ROOT}`, pauses: 2 },
    atPause: async (here) => expect(await here.state()).toEqual(await fromScratch(memoryServer(FILES).client, here)),
  });
  await session.run();
  expect(session.failures).toEqual([]);
  expect(session.outdated).toEqual([]);
  expect(server.crashes).toEqual([]);
  expect(server.starts()).toBe(1);
  expect(session.counts.edits + session.counts.requests).toBeGreaterThan(STEPS * 0.9);
  expect(await server.client.end()).toBe(0);
});
