// accept: DE-01
import { expect, test } from 'vitest';
import { islpy } from '../lib/islpy.ts';
import { compareRandom } from './compare.ts';

const FROM = 1;
const COUNT = 60;

test(`random sets and relations, seeds ${FROM} to ${FROM + COUNT - 1}, equal enumeration of their boxes`, async () => {
  const result = await compareRandom(FROM, COUNT, { missing: 'not asked here' });
  expect(result.wrong).toEqual([]);
  expect(result.undecided).toEqual([]);
});

const peer = islpy(false);

test.skipIf('missing' in peer)(`and isl (${'missing' in peer ? peer.missing : peer.version})`, async () => {
  const result = await compareRandom(FROM, 20, peer);
  expect(result.wrong).toEqual([]);
  expect(result.peered).toBe(20);
});
