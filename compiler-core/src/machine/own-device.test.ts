import { expect, test } from 'vitest';
import { findDevice } from './catalogue.ts';
import { type Device, globalMemory } from './device.ts';
import { derivedFrom, OWN_FIELDS, type OwnValue } from './own-device.ts';

const base = (word: string): Device => {
  const found = findDevice(word);
  if (found.kind === 'unknown') throw new Error(word);
  return derivedFrom(found.device, 'ours');
};

/** The device with a field changed, or what is wrong with it. */
const changed = (field: string, value: OwnValue, from = 'a100'): Device | string => {
  const change = OWN_FIELDS[field]?.read(value, field);
  if (change === undefined) throw new Error(field);
  return 'wrong' in change ? change.wrong : change(base(from));
};
const good = (...args: Parameters<typeof changed>): Device => {
  const device = changed(...args);
  if (typeof device === 'string') throw new Error(device);
  return device;
};

test('quantities are read with their units, exactly', () => {
  expect(good('local-memory', '48 KiB').limits.localMemory.value).toBe(49_152n);
  expect(good('local-memory', '48KiB').limits.localMemoryAsked.value).toBe(49_152n);
  expect(good('local-memory', 1000n).limits.localMemory.value).toBe(1000n);
  expect(good('local-memory', '1.5 kB').limits.localMemory.value).toBe(1500n);
  expect(good('clock', '1.41 GHz').clock.value).toBe(1_410_000_000n);
  expect(globalMemory(good('bandwidth', '2039 GB/s')).bandwidth.value).toBe(2_039_000_000_000n);
  expect(good('peak', { float32: '19.5 TFLOPS' }).peaks.find((p) => p.dtype === 'float32')?.rate).toMatchObject({
    value: 19_500_000_000_000n,
    source: { title: 'athanor.toml' },
    section: 'peak',
  });
});

test('lists, counts and features', () => {
  expect(good('sub-groups', [32n, 16n]).limits.subGroups.value).toEqual([16, 32]);
  expect(good('work-items', [64n, 8n, 1n]).limits.workItems.value).toEqual([64, 8, 1]);
  expect(good('banks', [16n, 8n]).localBanks.value).toEqual({ count: 16, width: 8n });
  expect(good('fp64', false).features.fp64.value).toBe(false);
  expect(good('usm-shared', false).features.usmShared.value).toBe(false);
  expect(good('name', ' Our card ').name).toBe('Our card');
});

const WRONG: readonly (readonly [string, OwnValue])[] = [
  ['local-memory', '48'],
  ['local-memory', '48 KB/s'],
  ['local-memory', '-1 B'],
  ['local-memory', 0n],
  ['local-memory', true],
  ['local-memory', '99999999999999999 GiB'],
  ['clock', 'fast'],
  ['work-group', -1n],
  ['work-group', '1024'],
  ['work-items', [1n, 2n]],
  ['sub-groups', []],
  ['sub-groups', null],
  ['banks', [32n]],
  ['fp64', 'no'],
  ['peak', 'many'],
  ['peak', { float31: '1 TFLOPS' }],
  ['peak', { float32: 1.5 as unknown as bigint }],
  ['name', ''],
];
test('a value of another form is refused with the form that it has', () => {
  for (const [field, value] of WRONG) expect(typeof changed(field, value), field).toBe('string');
});

test('what stands on the guarantees of a standard knows only what it is told', () => {
  const device = good('work-group', 256n, 'generic-sycl');
  expect(device).toMatchObject({ id: 'ours', numbers: 'exact', aliases: [] });
  expect(device.limits.workGroup.value).toBe(256);
  expect(device.limits.localMemory).toEqual({ value: null, why: '[device.ours] does not say it' });
  expect(device.features.fp64.value).toBe(null);
});
