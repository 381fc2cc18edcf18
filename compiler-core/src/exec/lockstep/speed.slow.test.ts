import { expect, test } from 'vitest';
import { look } from './test/kernels.ts';

/** The tiled product with local memory, subscripts as a front end writes them: 64 bits wide, linear. */
const T = 16;
const N = 256;
const matmul = `func matmul(A, B, C) @!kernel(nd_range, 2, "matmul") {
  @input @gpu/global A: float32[${N * N}] { @input @gpu/global B: float32[${N * N}] { @inout @gpu/global C: float32[${N * N}] {
    @!parallel : @blockIdx.y for g1 in 0 : ${N / T} : 1 { @!parallel : @blockIdx.x for g0 in 0 : ${N / T} : 1 {
      @cache @gpu/shared As: float32[${T}, ${T}] { @cache @gpu/shared Bs: float32[${T}, ${T}] {
        @!parallel : @threadIdx.y for l1 in 0 : ${T} : 1 { @!parallel : @threadIdx.x for l0 in 0 : ${T} : 1 {
          @cache @gpu/local acc: float32[] {
            acc[] = 0.0
            for t in 0 : ${N / T} : 1 {
              As[l1, l0] = A[(g1@uint64 * uint64(${T}) + l1@uint64) * uint64(${N}) + uint64(t@int32 * ${T}) + l0@uint64]
              Bs[l1, l0] = B[(uint64(t@int32 * ${T}) + l1@uint64) * uint64(${N}) + g0@uint64 * uint64(${T}) + l0@uint64]
              @!barrier(workGroup, local)
              for k in 0 : ${T} : 1 { acc[] = acc[] + As[l1, k] * Bs[k, l0] }
              @!barrier(workGroup, local)
            }
            C[(g1@uint64 * uint64(${T}) + l1@uint64) * uint64(${N}) + g0@uint64 * uint64(${T}) + l0@uint64] = acc[]
          }
        } }
      } }
    } }
  } } }
}`;

test('a tiled product of 256 x 256 matrices with all checks; the time is printed', () => {
  const data = Array.from({ length: N * N }, (_, k) => (k % 7) - 3);
  const matrix = { dtype: 'float32', shape: [N * N], data } as const;
  const before = performance.now();
  const { values, found, outcome } = look(matmul, {
    global: [N, N],
    local: [T, T],
    inputs: { A: matrix, B: matrix, C: matrix },
  });
  const ms = performance.now() - before;
  console.log(`lock step, all checks: ${ms.toFixed(0)} ms, ${(outcome.steps / ms / 1000).toFixed(1)} M lane steps/s`);
  expect(found).toEqual([]);
  const expected = Array.from({ length: N }, (_, k) => (data[k] ?? 0) * (data[k * N + 5] ?? 0)).reduce((a, b) => a + b);
  expect(values('C')[5]).toBe(expected);
});
