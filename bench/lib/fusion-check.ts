/** Fused kernels beside the two they come from: the launches of a program one after the other in lock step, on drawn memory. */

import { evalInt } from '../../compiler-core/src/exec/eval-int.ts';
import { drawInputs } from '../../compiler-core/src/exec/lockstep/draw-inputs.ts';
import { runKernel } from '../../compiler-core/src/exec/lockstep/run-kernel.ts';
import type { TensorInput } from '../../compiler-core/src/exec/values.ts';
import { NO_OPTIONS } from '../../compiler-core/src/frontends/kernel/preprocess/options.ts';
import { type KernelText, readKernels } from '../../compiler-core/src/frontends/kernel/read.ts';
import type { Expr } from '../../compiler-core/src/ir/nodes.ts';
import { type LaunchStep, stepsOf } from '../../compiler-core/src/ir/program.ts';
import { type KernelFusion, kernelFusions } from '../../compiler-core/src/plan/kernels/fusion/preview.ts';

export const readText = (path: string, text: string): KernelText =>
  readKernels({ path, text, options: NO_OPTIONS, read: () => null });

type Memory = Map<string, TensorInput>;

const numbers = (sizes: readonly Expr[] | null): number[] | null => {
  const values = sizes?.map((e) => evalInt(e.kind === 'cast' ? e.operand : e, () => null));
  return values?.every((x) => x !== null) ? values.map(Number) : null;
};
const leafOf = (name: string): string => /\..*$/.exec(name)?.[0] ?? '';

/** All launches of a text in the order of issue, from memory drawn by a seed; a sentence where one does not end well. */
export const runLaunches = (read: KernelText, seed: number): Memory | string => {
  const memory: Memory = new Map();
  for (const program of read.programs()) {
    for (const step of stepsOf(program.steps)) {
      const func = step.kind === 'launch' ? program.funcs.find((f) => f.name === step.func) : undefined;
      if (step.kind !== 'launch' || !func) continue;
      const problem = runOne(func, step, memory, seed);
      if (problem !== null) return problem;
    }
  }
  return memory;
};

const contents = (key: string, k: number, seed: number): number => {
  const name = [...key].reduce((sum, c) => (31 * sum + c.charCodeAt(0)) % 1009, seed);
  return ((k * 7 + name) % 23) - 11;
};

const runOne = (
  func: KernelText['kernels'][number]['func'],
  step: LaunchStep,
  memory: Memory,
  seed: number,
): string | null => {
  const [global, local] = [numbers(step.global), numbers(step.local)];
  if (!global) return 'the range is no number';
  const keys = new Map<string, string>();
  func.params.forEach((name, k) => {
    const arg = step.args[k];
    if (arg?.kind === 'memory') keys.set(name, `${arg.memory}${leafOf(name)}`);
  });
  const given = new Map<string, TensorInput>();
  for (const [name, key] of keys) {
    const known = memory.get(key);
    if (known) given.set(name, known);
  }
  const items = global.reduce((a, b) => a * b, 1);
  const drawn = drawInputs(func, seed, items, given, new Map());
  if (drawn.kind === 'failed') return drawn.reason;
  // What a memory holds at first depends on its name alone, not on which kernel meets it first.
  const inputs = new Map(drawn.inputs);
  for (const [name, key] of keys) {
    const value = inputs.get(name);
    if (value && !memory.has(key))
      inputs.set(name, { ...value, data: Array.from({ length: value.data.length }, (_, k) => contents(key, k, seed)) });
  }
  const ran = runKernel(func, {
    global,
    ...(local && { local }),
    inputs,
    bindings: drawn.bindings,
    seed,
  });
  if (ran.kind !== 'finished') return ran.kind;
  const [finding] = ran.findings;
  if (finding) return finding.message;
  for (const [name, key] of keys) {
    const value = ran.outputs.get(name) ?? inputs.get(name);
    if (value) memory.set(key, value);
  }
  return null;
};

export const fusionsIn = (path: string, text: string): readonly KernelFusion[] => kernelFusions(readText(path, text));

/** The text with the pair fused; null where there is no fused source. */
export const fusedText = (text: string, { source }: KernelFusion): string | null =>
  source === null || typeof source === 'string'
    ? null
    : text.slice(0, source.at.start) + source.text + text.slice(source.at.end);

/** What differs between the text and the fused one; memory that is not written any more left out. */
export const compareFused = (path: string, text: string, fusion: KernelFusion, seed: number): string | null => {
  const fused = fusedText(text, fusion);
  if (fused === null) return 'no fused source';
  const [before, after] = [readText(path, text), readText(path, fused)];
  const open = after.kernels.flatMap((k) => k.reasons);
  if (open[0]) return `the fused kernel is not modelled: ${open[0].reason}`;
  if (after.kernels.length !== before.kernels.length - 1) return `${after.kernels.length} kernels in the fused text`;
  const [x, y] = [runLaunches(before, seed), runLaunches(after, seed)];
  if (typeof x === 'string' || typeof y === 'string')
    return `${x instanceof Map ? '' : x} ${y instanceof Map ? '' : y}`;
  const gone = new Set(fusion.intermediates.filter(({ dead }) => dead).map(({ memory }) => memory));
  let compared = 0;
  for (const [name, value] of x) {
    if (gone.has(name.replace(/\..*$/, ''))) continue;
    const other = y.get(name);
    const at = Array.from(value.data).findIndex((v, k) => !Object.is(v, other?.data[k]));
    if (at >= 0) return `${name}[${at}] is ${value.data[at]}, fused ${other?.data[at]}`;
    compared += value.data.length;
  }
  return compared > 0 ? null : 'nothing was compared';
};
