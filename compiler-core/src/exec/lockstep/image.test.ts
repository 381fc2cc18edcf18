import { expect, test } from 'vitest';
import { parseFunc } from '../../ir/parse.ts';
import { elementBytes, tensorsOfBytes, writeBack } from './image.ts';

/** Elements of `struct { char c; float f[2]; }`, four bytes of gap after the char taken as three. */
const { value: func } = parseFunc(`func k(\`p.c\`, \`p.f\`, v) with $\`p.size\`: int {
  @inout @gpu/global \`p.c\`: int8[uint64($\`p.size\`)] @!layout(12, 0) {
    @inout @gpu/global \`p.f\`: float32[uint64($\`p.size\`), 2] @!layout(12, 4) {
      @input @byvalue v: int32[2] { \`p.c\`[0] = int8(v[0]) \`p.f\`[0, 0] = 1.0 }
    }
  }
}`);
if (!func) throw new Error('the text does not parse');

test('bytes become the leaves of a structure, and come back with their gaps', () => {
  const bytes = new Uint8Array(24).fill(0xee);
  const view = new DataView(bytes.buffer);
  view.setInt8(0, -5);
  view.setInt8(12, 7);
  for (const [at, x] of [
    [4, 1.5],
    [8, -2],
    [16, 0.25],
    [20, 8],
  ] as const)
    view.setFloat32(at, x, true);
  const tensors = tensorsOfBytes(func, 'p', bytes, 1);
  expect(Object.fromEntries(tensors)).toEqual({
    'p.c': { dtype: 'int8', shape: [2], data: [-5, 7] },
    'p.f': { dtype: 'float32', shape: [2, 2], data: [1.5, -2, 0.25, 8] },
  });
  expect(elementBytes(func, 'p')).toBe(12);
  const outputs = new Map([['p.f', { dtype: 'float32', shape: [2, 2], data: Float32Array.of(1, 2, 3, 4) } as const]]);
  writeBack(func, 'p', outputs, bytes);
  expect([view.getFloat32(8, true), view.getFloat32(20, true), view.getInt8(12), bytes[3]]).toEqual([2, 4, 7, 0xee]);
});

test('a value has no count; a name that the function does not use has nothing', () => {
  const bytes = new Uint8Array(Int32Array.of(3, 4).buffer);
  expect(tensorsOfBytes(func, 'v', bytes, 0).get('v')).toEqual({ dtype: 'int32', shape: [2], data: [3, 4] });
  expect([tensorsOfBytes(func, 'q', bytes, 1).size, elementBytes(func, 'q')]).toEqual([0, null]);
});
