import { expect, test } from 'vitest';
import { DEVICES } from '../../../machine/catalogue.ts';
import { memoryShapeOf } from './memory-shape.ts';

const of = (id: string) => {
  const device = DEVICES.find((d) => d.id === id);
  if (device === undefined) throw new Error(id);
  return memoryShapeOf(device);
};

test('numbers of the description count', () => {
  expect(of('nvidia-a100')).toEqual({
    shape: { subGroupSize: 32, sectorBytes: 32, banks: 32, bankBytes: 4 },
    assumptions: [],
  });
  expect(of('amd-mi250').shape.subGroupSize).toBe(64);
});

test('where there is none, what was taken is said', () => {
  const { shape, assumptions } = of('generic-sycl');
  expect(shape).toEqual({ subGroupSize: 32, sectorBytes: 32, banks: 32, bankBytes: 4 });
  expect(assumptions).toEqual(['sub-groups of 32', 'sectors of 32 bytes', '32 banks of 4 bytes']);
});
