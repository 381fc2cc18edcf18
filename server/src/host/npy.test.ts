import { describe, expect, test } from 'vitest';
import type { TensorValue } from '../../../compiler-core/src/exec/values.ts';
import { arrayFromJson, inputsFromJson, readNpy, writeNpy } from './npy.ts';

/** A file with a header of our own. */
const file = (header: string, body: readonly number[], version = 1): Uint8Array => {
  const text = new TextEncoder().encode(header);
  const length = version === 1 ? [text.length & 255, text.length >> 8] : [text.length & 255, text.length >> 8, 0, 0];
  return new Uint8Array([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, version, 0, ...length, ...text, ...body]);
};
const head = (descr: string, shape: string, fortran = 'False'): string =>
  `{'descr': '${descr}', 'fortran_order': ${fortran}, 'shape': ${shape}, }\n`;
const read = (bytes: Uint8Array): string => {
  const r = readNpy(bytes);
  return r.kind === 'error' ? r.message : `${r.value.dtype}[${r.value.shape}] ${Array.from(r.value.data).join(' ')}`;
};

describe('reading', () => {
  test.each<[string, Uint8Array, string]>([
    ['little-endian int32', file(head('<i4', '(2,)'), [1, 0, 0, 0, 255, 255, 255, 255]), 'int32[2] 1 -1'],
    ['big-endian int32', file(head('>i4', '(2,)'), [0, 0, 0, 1, 255, 255, 255, 254]), 'int32[2] 1 -2'],
    ['version 2', file(head('|u1', '(2, 1)'), [7, 200], 2), 'uint8[2,1] 7 200'],
    ['version 3', file(head('|b1', '(3,)'), [0, 1, 2], 3), 'bool[3] 0 1 1'],
    ['rank 0', file(head('<f4', '()'), [0, 0, 128, 63]), 'float32[] 1'],
    ['empty', file(head('<f8', '(0, 3)'), []), 'float64[0,3] '],
    ['Fortran order', file(head('|i1', '(2, 3)', 'True'), [1, 4, 2, 5, 3, 6]), 'int8[2,3] 1 2 3 4 5 6'],
    [
      'Fortran order, rank 3',
      file(head('|i1', '(2, 2, 2)', 'True'), [0, 4, 2, 6, 1, 5, 3, 7]),
      'int8[2,2,2] 0 1 2 3 4 5 6 7',
    ],
    ['int64', file(head('<i8', '(1,)'), [0, 0, 0, 0, 0, 0, 0, 128]), 'int64[1] -9223372036854775808'],
    ['uint64', file(head('<u8', '(1,)'), [255, 255, 255, 255, 255, 255, 255, 255]), 'uint64[1] 18446744073709551615'],
    ['float16', file(head('<f2', '(3,)'), [0, 0x3c, 1, 0, 0, 0xfc]), 'float16[3] 1 5.960464477539063e-8 -Infinity'],
    [
      'double quotes, other order',
      file('{"shape": (1L,), "fortran_order": False, "descr": "<i2"}', [5, 0]),
      'int16[1] 5',
    ],
    ['not a .npy file', new TextEncoder().encode('hello'), 'it is not a .npy file: the first bytes are not \\x93NUMPY'],
    ['no bytes', new Uint8Array(0), 'it is not a .npy file: the first bytes are not \\x93NUMPY'],
    ['version 9', file('', [], 9), 'version 9 of the .npy format is not known'],
    ['a cut header', file(head('<i4', '(2,)'), []).subarray(0, 30), 'it ends inside its header'],
    ['a cut length', file('', []).subarray(0, 8), 'it ends inside its header'],
    ['cut data', file(head('<i4', '(2,)'), [1, 0, 0, 0]), 'its shape needs 8 bytes, it has 4'],
    ['complex', file(head('<c8', '(2,)'), []), 'its element type <c8 is not supported'],
    ['objects', file(head('|O', '(2,)'), []), 'its element type |O is not supported'],
    [
      'records',
      file("{'descr': [('a', '<i4')], 'fortran_order': False, 'shape': (1,)}", []),
      'records are not supported',
    ],
    ['no shape', file("{'descr': '<i4', 'fortran_order': False}", []), 'its header has no shape'],
    ['a bad shape', file(head('<i4', '(-1,)'), []), 'its shape (-1,) is not a tuple of sizes'],
    ['a huge shape', file(head('<i4', '(99999999999,)'), []), 'it has 99999999999 elements, at most 16777216 are read'],
  ])('%s', (_, bytes, expected) => expect(read(bytes)).toBe(expected));
});

test('what is written is read back, and is laid out as NumPy does', () => {
  const tensors: TensorValue[] = [
    { dtype: 'float32', shape: [2, 2], data: Float32Array.of(1.5, -0, Infinity, Number.NaN) },
    { dtype: 'float64', shape: [], data: Float64Array.of(0.1) },
    { dtype: 'float16', shape: [1], data: Float32Array.of(0.5) },
    { dtype: 'int8', shape: [2], data: Int8Array.of(-1, 127) },
    { dtype: 'int16', shape: [2], data: Int16Array.of(-1, 32767) },
    { dtype: 'int32', shape: [2], data: Int32Array.of(-1, 2147483647) },
    { dtype: 'int64', shape: [2], data: BigInt64Array.of(-1n, 2n ** 62n) },
    { dtype: 'uint8', shape: [2], data: Uint8Array.of(255, 0) },
    { dtype: 'uint16', shape: [1], data: Uint16Array.of(65535) },
    { dtype: 'uint32', shape: [1], data: Uint32Array.of(4294967295) },
    { dtype: 'uint64', shape: [1], data: BigUint64Array.of(2n ** 64n - 1n) },
    { dtype: 'bool', shape: [2], data: Uint8Array.of(1, 0) },
  ];
  for (const t of tensors) {
    const bytes = writeNpy(t);
    if (!bytes) throw new Error(t.dtype);
    const again = readNpy(bytes);
    expect(again.kind === 'array' && { ...again.value, data: Array.from(again.value.data) }).toEqual({
      ...t,
      data: Array.from<number | bigint>(t.data),
    });
    expect((bytes[8] ?? 0) % 64).toBe(54);
  }
  expect(writeNpy({ dtype: 'custom', shape: [], data: new Uint8Array(1) })).toBeNull();
});

describe('JSON', () => {
  const shown = (json: unknown, declared?: 'float64'): string => {
    const r = arrayFromJson(json, declared);
    return r.kind === 'error' ? r.message : `${r.value.dtype}[${r.value.shape}] ${Array.from(r.value.data).join(' ')}`;
  };
  test.each<[unknown, string]>([
    [[1, 2, 3], 'int32[3] 1 2 3'],
    [
      [
        [1.5, 2],
        [3, 4],
      ],
      'float32[2,2] 1.5 2 3 4',
    ],
    [7, 'int32[] 7'],
    [[true, false], 'bool[2] true false'],
    [['inf', '-inf', 'nan'], 'float32[3] Infinity -Infinity NaN'],
    [['9223372036854775807'], 'int64[1] 9223372036854775807'],
    [{ dtype: 'float64', shape: [2, 1], data: [1, 2] }, 'float64[2,1] 1 2'],
    [{ data: [[1], [2]] }, 'int32[2,1] 1 2'],
    [[], 'int32[0] '],
    [[[1, 2], [3]], 'rows of dimension 1 differ in length'],
    [[1, [2]], 'rows of dimension 0 differ in depth'],
    [[[1], 2], 'rows of dimension 1 differ in length'],
    [['x'], '"x" is no number'],
    [null, 'null is no number'],
    [{ shape: [1] }, 'it has no data'],
    [{ dtype: 'float', data: [1] }, 'its dtype "float" is not known'],
    [{ shape: [3], data: [1] }, 'its shape has 3 elements, its data 1'],
    [{ shape: [-1], data: [1] }, 'its shape is not a list of sizes'],
  ])('%j', (json, expected) => expect(shown(json)).toBe(expected));
  test('the declared type is used where none is said', () => expect(shown([1, 2], 'float64')).toBe('float64[2] 1 2'));
  test('files', () => {
    expect(inputsFromJson('{')).toMatchObject({ message: expect.stringMatching(/^it is not JSON: /) });
    expect(inputsFromJson('[1]')).toEqual({ message: 'it is not an object from names of tensors to arrays' });
    expect(inputsFromJson('{"x": ["a"]}')).toEqual({ message: 'x: "a" is no number' });
    expect(inputsFromJson('{"x": [1]}', () => 'float32')).toEqual({
      inputs: new Map([['x', { dtype: 'float32', shape: [1], data: [1] }]]),
    });
  });
});
