/** The recorded kernels of one language, each lowered here and run in the interpreter. */

import { readFileSync } from 'node:fs';
import type { KernelOptions } from '../../../compiler-core/src/exec/lockstep/run-kernel.ts';
import { NO_OPTIONS } from '../../../compiler-core/src/frontends/kernel/preprocess/options.ts';
import { readKernels } from '../../../compiler-core/src/frontends/kernel/read.ts';
import { familiesOf, launchOf, readRecords } from './kernel-records.ts';
import { replayRecord } from './replay-record.ts';

const read = (path: string): string | null => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
};

/** An OpenCL kernel has three dimensions; the interpreter's sizes stand in SYCL's order, the fastest one last. */
const sizesOf = (text: string): Pick<KernelOptions, 'global' | 'local' | 'bindings'> => {
  const { global, local } = launchOf(text);
  const dimensions = global?.length ?? 0;
  const three = (sizes: readonly number[]): number[] => [0, 1, 2].map((d) => sizes[d] ?? 1).reverse();
  return global && local
    ? { global: three(global), local: three(local), bindings: new Map([['work_dim', BigInt(dimensions)]]) }
    : {};
};

export interface Compared {
  readonly name: string;
  readonly text: string;
  /** What is not as it was recorded; null: all is. */
  readonly wrong: string | null;
}

/** A kernel that is recorded and is no more, or is not recorded, is wrong. */
export const compareRecorded = (language: 'sycl' | 'opencl', seeds: readonly number[]): readonly Compared[] => {
  const records = readRecords(language);
  const gone = new Set(Object.keys(records.kernels));
  const compared: Compared[] = [];
  for (const family of familiesOf(language)) {
    const { kernels } = readKernels({ path: family.path, text: family.text, options: NO_OPTIONS, read });
    const byName = new Map(kernels.map((kernel) => [kernel.name, kernel]));
    for (const [name, text] of family.kernels) {
      gone.delete(name);
      const wanted = records.kernels[name];
      const kernel = byName.get(name);
      const reason = kernel === undefined ? 'not lowered' : kernel.reasons[0]?.reason;
      const one = (seed: number): string | null =>
        wanted === undefined || kernel === undefined
          ? 'not recorded'
          : replayRecord(kernel.func, wanted, records.inputs, { seed, ...sizesOf(text) });
      compared.push({ name, text, wrong: reason ?? seeds.map(one).find((answer) => answer !== null) ?? null });
    }
  }
  return [...compared, ...[...gone].map((name) => ({ name, text: '', wrong: 'recorded, but no kernel' }))];
};
