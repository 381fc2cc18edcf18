/** A simulation file with its program, run in lock step: buffers filled as it says, the kernel run, buffers read back. */

import { elementBytes, tensorsOfBytes, writeBack } from '../../../exec/lockstep/image.ts';
import { type KernelOptions, type KernelOutcome, runKernel } from '../../../exec/lockstep/run-kernel.ts';
import {
  bytesOf,
  isStored,
  type StoredDType,
  type TensorInput,
  type TensorValue,
  tensorValue,
  windowOn,
  writeElement,
} from '../../../exec/values.ts';
import type { OpenClKernel, OpenClParameter } from '../../../frontends/kernel/dialect/opencl/kernels.ts';
import { type SimArgument, type SimLaunch, simData } from '../../../frontends/kernel/launch-files/sim.ts';

export interface Dumped {
  readonly name: string;
  readonly bytes: number;
  /** As numbers of the argument's type. */
  readonly value: TensorValue;
}
export type SimOutcome =
  | { readonly kind: 'ran'; readonly outcome: KernelOutcome; readonly dumps: readonly Dumped[] }
  /** The file and the kernel do not fit. */
  | { readonly kind: 'mismatch'; readonly line: number; readonly message: string };

interface Buffer {
  readonly parameter: OpenClParameter;
  readonly argument: SimArgument;
  readonly dtype: StoredDType;
  readonly bytes: Uint8Array;
}

const storedOf = (argument: SimArgument, parameter: OpenClParameter): StoredDType => {
  const wanted = argument.dtype ?? parameter.dtype;
  return isStored(wanted) ? wanted : 'uint8';
};

/** The bytes that an argument gives; a message where its data does not fit. */
const bufferOf = (argument: SimArgument, parameter: OpenClParameter): Buffer | string => {
  const dtype = storedOf(argument, parameter);
  const size = argument.size ?? 0;
  if (size % bytesOf(dtype) !== 0) return `${size} bytes are no whole number of ${dtype}`;
  const bytes = new Uint8Array(size);
  if (parameter.space === 'local') return { parameter, argument, dtype, bytes };
  const data = simData(argument, dtype, size / bytesOf(dtype));
  if (typeof data === 'string') return data;
  const elements = windowOn(dtype, bytes.buffer, 0, data.length);
  for (const [k, x] of data.entries()) writeElement(dtype, elements, k, x);
  return { parameter, argument, dtype, bytes };
};

export const runSim = (
  launch: SimLaunch,
  kernel: OpenClKernel,
  options: Pick<KernelOptions, 'seed' | 'order' | 'budget' | 'shouldStop' | 'subGroup'> = {},
): SimOutcome => {
  const { parameters, func } = kernel;
  const last = launch.args.at(-1)?.line ?? 1;
  if (launch.args.length !== parameters.length) {
    const message = `${kernel.name} takes ${parameters.length} arguments, ${launch.args.length} are given`;
    return { kind: 'mismatch', line: last, message };
  }
  const buffers: Buffer[] = [];
  for (const [k, parameter] of parameters.entries()) {
    const argument = launch.args[k];
    const buffer = argument && bufferOf(argument, parameter);
    if (!argument || typeof buffer === 'string') {
      return { kind: 'mismatch', line: argument?.line ?? last, message: `${parameter.name}: ${buffer}` };
    }
    if (buffer) buffers.push(buffer);
  }
  const inputs = new Map<string, TensorInput>();
  const bindings = new Map<string, bigint>([['work_dim', BigInt(dimensionsOf(launch))]]);
  const unwritten = new Set<string>();
  const permits = new Map<string, 'read' | 'write'>();
  for (const { parameter, argument, bytes } of buffers) {
    const { name, space } = parameter;
    const isMemory = space !== 'value';
    const stride = (space === 'local' ? null : elementBytes(func, name)) ?? parameter.bytes;
    if (isMemory) bindings.set(`${name}.size`, BigInt(Math.floor(bytes.length / stride)));
    if (space === 'local') continue;
    for (const [tensor, value] of tensorsOfBytes(func, name, bytes, isMemory ? 1 : 0)) {
      inputs.set(tensor, value);
      if (argument.uninitialised) unwritten.add(tensor);
      if (argument.readOnly) permits.set(tensor, 'read');
      if (argument.writeOnly) permits.set(tensor, 'write');
    }
  }
  // The last dimension of the loops is OpenCL's first.
  const sizes = { global: [...launch.global].reverse(), local: [...launch.local].reverse() };
  const outcome = runKernel(func, { ...options, ...sizes, fastestFirst: true, inputs, bindings, unwritten, permits });
  const dumps = buffers
    .filter(({ argument }) => argument.dump)
    .map(({ parameter, dtype, bytes }): Dumped => {
      if (outcome.kind === 'finished') writeBack(func, parameter.name, outcome.outputs, bytes);
      const count = bytes.length / bytesOf(dtype);
      const value = tensorValue(dtype, [count], windowOn(dtype, bytes.buffer as ArrayBuffer, 0, count));
      return { name: parameter.name, bytes: bytes.length, value };
    });
  return { kind: 'ran', outcome, dumps };
};

const dimensionsOf = ({ global }: SimLaunch): number => ((global[2] ?? 1) > 1 ? 3 : (global[1] ?? 1) > 1 ? 2 : 1);
