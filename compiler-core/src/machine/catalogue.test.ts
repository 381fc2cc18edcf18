import { expect, test } from 'vitest';
import { DEVICES, findDevice, LARGEST_WORK_GROUP, portable } from './catalogue.ts';
import { describeDevice, deviceJson, factsOf } from './describe.ts';
import { type Device, globalMemory } from './device.ts';

const find = (word: string): string => {
  const found = findDevice(word);
  return found.kind === 'found' ? found.device.id : `${found.nearest}?`;
};
const device = (word: string): Device => {
  const found = findDevice(word);
  if (found.kind === 'unknown') throw new Error(word);
  return found.device;
};

test('devices are found by id and alias, however they are written, and a slip of the keyboard is answered', () => {
  expect(['nvidia-a100', 'A100', 'sm_90', ' MI300X ', 'x86 avx512', 'PVC'].map(find)).toEqual([
    'nvidia-a100',
    'nvidia-a100',
    'nvidia-h100',
    'amd-mi300x',
    'x86-avx512',
    'intel-gpu-max',
  ]);
  expect(['nvidia-a101', 'mi300', 'v10', 'qqqqqq', '', 'constructor'].map(find)).toEqual([
    'nvidia-a100?',
    'amd-mi300x',
    'v100?',
    'null?',
    'null?',
    'null?',
  ]);
});

test('there are sixteen, and no name means two of them', () => {
  expect(DEVICES.map(({ id }) => id)).toHaveLength(16);
  const names = DEVICES.flatMap(({ id, aliases }) => [id, ...aliases]);
  expect(new Set(names).size).toBe(names.length);
  for (const name of names) expect(name).toMatch(/^[a-z0-9][a-z0-9_.-]*$/);
});

test('every number names a document, a place in it and a date; every other says why there is none', () => {
  const facts = DEVICES.flatMap((each) => factsOf(each).map((fact) => ({ id: each.id, ...fact })));
  expect(facts.length).toBeGreaterThan(500);
  const poor = facts.filter(({ source, where }) =>
    source === null ? where.length < 8 : !(source.title && source.where && source.date && where),
  );
  expect(poor).toEqual([]);
  const cited = facts.filter(({ value }) => value !== null).length;
  expect(cited / facts.length).toBeGreaterThan(0.5);
});

test('numbers of one device fit each other', () => {
  for (const { id, limits, memory, peaks } of DEVICES) {
    const { workGroup, workItems, localMemory, localMemoryAsked, subGroups } = limits;
    if (workGroup.value !== null && workItems.value !== null)
      expect(Math.max(...workItems.value), id).toBeLessThanOrEqual(workGroup.value);
    if (localMemory.value !== null && localMemoryAsked.value !== null)
      expect(localMemory.value <= localMemoryAsked.value, id).toBe(true);
    expect(
      [...(subGroups.value ?? [])].sort((a, b) => a - b),
      id,
    ).toEqual(subGroups.value ?? []);
    // The farther a level, the slower.
    const rates = memory.flatMap(({ bandwidth }) => bandwidth.value ?? []);
    expect(
      [...rates].sort((a, b) => (a > b ? -1 : 1)),
      id,
    ).toEqual(rates);
    for (const { sector, line } of memory)
      if (sector.value !== null && line.value !== null) expect(line.value % sector.value, id).toBe(0n);
    const rate = (dtype: string) => peaks.find((p) => p.dtype === dtype && p.unit === 'vector')?.rate.value ?? null;
    const [double, float] = [rate('float64'), rate('float32')];
    if (double !== null && float !== null) expect(double <= float, id).toBe(true);
  }
});

test('figures that others compute with', () => {
  const a100 = device('a100');
  expect(globalMemory(a100).bandwidth.value).toBe(1_555_000_000_000n);
  expect(a100.localBanks.value).toEqual({ count: 32, width: 4n });
  expect(a100.memory.map(({ sector }) => sector.value)).toEqual([null, 32n, 32n, 32n]);
  expect(device('mi300x').peaks.find((p) => p.dtype === 'float64')?.rate.value).toBe(81_700_000_000_000n);
  expect(device('x86-avx2').peaks[0]?.rate.value).toBe(2_508_800_000_000n);
  expect(LARGEST_WORK_GROUP).toBe(8192);
  expect([portable('/a.cl').id, portable('/a.cpp').id]).toEqual(['generic-opencl', 'generic-sycl']);
});

test('a description in words has every source once, and as data no bigint', () => {
  const lines = describeDevice(device('v100'));
  expect(lines.slice(0, 3)).toEqual([
    'nvidia-v100: NVIDIA Tesla V100 SXM2',
    'Tesla V100 SXM2 16 GB, compute capability 7.0.',
    'Also called v100, sm_70, volta.',
  ]);
  expect(lines.find((line) => line.startsWith('local memory of a work-group, where'))).toMatch(/ 96 KiB +\[1\] /);
  expect(lines.filter((line) => /^\[\d+\] /.test(line))).toHaveLength(4);
  expect(JSON.parse(JSON.stringify(deviceJson(device('biren'))))).toMatchObject({
    id: 'biren-br100',
    features: { fp64: { value: false } },
    memory: [{ size: { value: 64 * 2 ** 30 } }],
    limits: { workGroup: { value: null, why: 'no OpenCL or SYCL device report is published' } },
  });
});
