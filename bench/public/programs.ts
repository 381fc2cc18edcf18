/** The programs of `test/70.program` of FreeTensor, what each computes, and the sizes at which it runs here. */

import type { TensorInput } from '../../compiler-core/src/exec/values.ts';
import { conv2d, type Expected, matmul, matrixVector, softmax, sum } from './numerics.ts';

type Inputs = (name: string) => TensorInput;

export interface PublicProgram {
  readonly path: string;
  /** The test function; the first program in it is the one under test. */
  readonly test: string;
  /**
   * Further programs in it: what a schedule should make of the first, so they compute the same. One with
   * `ft.Any()`, a wildcard for any statement, is a pattern and cannot run.
   */
  readonly expectations: readonly ('runs' | 'wildcard')[];
  /** Lines `name = number` of the file that get a smaller number, where the public size would take hours. */
  readonly sizes?: Readonly<Record<string, number>>;
  /** Scalar inputs. */
  readonly scalars?: Readonly<Record<string, number>>;
  /** Half-open range of the elements of every input. Default: 0 to 1, as the tests draw them. Never negative. */
  readonly range?: readonly [number, number];
  readonly output: string;
  readonly compute: (input: Inputs) => Expected;
}

const COMMON = 'test/70.program/test_common_transforms.py';
const product = (input: Inputs): Expected => matmul(input('a'), input('b'));
const total = (input: Inputs): Expected => sum(input('x'));

export const PUBLIC_PROGRAMS: readonly PublicProgram[] = [
  { path: COMMON, test: 'test_tiling', expectations: ['wildcard'], output: 'c', compute: product },
  { path: COMMON, test: 'test_tiled_reduction', expectations: ['runs'], output: 'y', compute: total },
  { path: COMMON, test: 'test_parallel_reduction', expectations: ['runs'], output: 'y', compute: total },
  {
    path: COMMON,
    test: 'test_dynamic_tiling',
    expectations: [],
    // Odd, unlike each other, and no multiple of the tile.
    scalars: { n: 45, k: 37, m: 67 },
    output: 'c',
    compute: product,
  },
  { path: COMMON, test: 'test_collaborative_fetch', expectations: [], output: 'c', compute: product },
  {
    path: COMMON,
    test: 'test_vectorize_spmv',
    expectations: ['runs'],
    range: [0, 1000],
    output: 'y',
    compute: (input) => matrixVector(input('x1'), input('x2')),
  },
  {
    path: 'test/70.program/test_gpu_conv2d.py',
    test: 'test_manual_static',
    expectations: [],
    sizes: { batch: 3, in_channel: 6, out_channel: 5 },
    output: 'B',
    compute: (input) => conv2d(input('A'), input('W'), 1, 1),
  },
  {
    path: 'test/70.program/test_gpu_softmax.py',
    test: 'test_manual_static',
    expectations: [],
    sizes: { n_heads: 4, seq_len: 96 },
    output: 'y',
    compute: (input) => softmax(input('x')),
  },
];
