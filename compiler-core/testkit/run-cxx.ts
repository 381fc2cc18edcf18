/** C++ text to what its kernel computes, in the lock-step interpreter. */

import { runKernel } from '../src/exec/lockstep/run-kernel.ts';
import type { TensorInput } from '../src/exec/values.ts';
import { kernelText, lowerText } from './lower-cxx.ts';

export interface Computed {
  readonly a: readonly number[];
  readonly b: readonly number[];
  readonly findings: readonly string[];
}

/**
 * The body of `kernelText`'s kernel for one work-group of 64 items, over 64 floats `a` (0, 1, ...) and 64 ints `b`
 * (0, 10, ...), with `n` 1.
 * @throws where the kernel is not complete, or its run does not end well
 */
export const computed = (body: string, before = '', bindings: Readonly<Record<string, bigint>> = {}): Computed => {
  const [kernel] = lowerText(kernelText(body, before));
  if (kernel === undefined || kernel.reasons.length > 0) throw new Error(`not complete: ${kernel?.reasons}`);
  const upTo = (by: number): number[] => Array.from({ length: 64 }, (_, k) => k * by);
  const scalar = (data: number | bigint): TensorInput => ({ dtype: 'uint64', shape: [], data: [Number(data)] });
  const inputs = new Map<string, TensorInput>([
    ['a', { dtype: 'float32', shape: [64], data: upTo(1) }],
    ['b', { dtype: 'int32', shape: [64], data: upTo(10) }],
    ['n', { dtype: 'int32', shape: [], data: [1] }],
    ...Object.entries(bindings).map(([name, value]): [string, TensorInput] => [name, scalar(value)]),
  ]);
  const wanted = new Map([...inputs].filter(([name]) => kernel.func.params.includes(name)));
  const outcome = runKernel(kernel.func, { global: [64], local: [64], subGroup: 16, inputs: wanted });
  if (outcome.kind !== 'finished') throw new Error(`${outcome.kind}: ${'reason' in outcome ? outcome.reason : ''}`);
  const values = (name: string): number[] => Array.from(outcome.outputs.get(name)?.data ?? [], Number);
  return {
    a: values('a'),
    b: values('b'),
    findings: outcome.findings.map(({ kind, message }) => `${kind}: ${message}`),
  };
};
