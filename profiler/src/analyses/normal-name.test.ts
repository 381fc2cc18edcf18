import { expect, test } from 'vitest';
import { normalName } from './normal-name.ts';

test.each([
  [
    'void at::native::vectorized_elementwise_kernel<4, at::native::CUDAFunctor_add<float> >(int, float)',
    'at::native::vectorized_elementwise_kernel',
  ],
  ['triton_poi_fused_add_12', 'triton_poi_fused_add'],
  ['ampere_sgemm_128x64_nn', 'ampere_sgemm_nn'],
  ['Memcpy HtoD (Pinned -> Device)', 'Memcpy HtoD (Pinned -> Device)'],
  ['<>', '<>'],
])('%s', (name, normal) => {
  expect(normalName(name)).toBe(normal);
});

test('two tilings of one kernel are one', () => {
  expect(normalName('ampere_sgemm_128x64_nn')).toBe(normalName('ampere_sgemm_32x32_nn'));
});
