import { readFileSync } from 'node:fs';
import type { KernelOptions } from '../../../compiler-core/src/exec/lockstep/run-kernel.ts';
import { NO_OPTIONS } from '../../../compiler-core/src/frontends/kernel/preprocess/options.ts';
import { readKernels } from '../../../compiler-core/src/frontends/kernel/read.ts';
import type { Func } from '../../../compiler-core/src/ir/nodes.ts';
import { fail, pass, type Runner } from '../../lib/verdict.ts';
import { CONSTRUCTS } from './constructs.ts';
import { familiesOf, launchOf, readRecords } from './kernel-records.ts';
import { replayRecord } from './replay-record.ts';

/**
 * The kernels below `sycl/` and `opencl/`, compiled and run by others (`sycl/record.ts`, `opencl/record.ts`), against the
 * interpreter, with two orders of groups and items; and which constructs of the issue's part 4 the equal ones have.
 */
const WANTED = 120;
const SEEDS = [1, 2];

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

const runner: Runner = async () => {
  const left: string[] = [];
  const texts: string[] = [];
  const counts: string[] = [];
  let all = 0;
  for (const language of ['sycl', 'opencl'] as const) {
    const records = readRecords(language);
    let equal = 0;
    const names = new Set(Object.keys(records.kernels));
    for (const family of familiesOf(language)) {
      const { kernels } = readKernels({ path: family.path, text: family.text, options: NO_OPTIONS, read });
      const byName = new Map(kernels.map((k) => [k.func.kernel?.name ?? '', k]));
      for (const [name, text] of family.kernels) {
        const wanted = records.kernels[name];
        if (wanted === undefined) {
          left.push(`${name}: not recorded`);
          continue;
        }
        names.delete(name);
        all++;
        const kernel = byName.get(name);
        const func: Func | undefined = kernel?.func;
        const reason = kernel?.reasons[0]?.reason;
        const wrong =
          func === undefined || reason !== undefined
            ? (reason ?? 'not lowered')
            : SEEDS.map((seed) => replayRecord(func, wanted, records.inputs, { seed, ...sizesOf(text) })).find(
                (one) => one !== null,
              );
        if (wrong) left.push(`${name}: ${wrong}`);
        else {
          equal++;
          texts.push(text);
        }
      }
    }
    for (const name of names) left.push(`${name}: recorded, but no kernel`);
    const host = records.byHost.length;
    counts.push(`${equal} ${language === 'sycl' ? `SYCL (${host} by a host shim)` : 'OpenCL C'}`);
  }
  const missing = Object.entries(CONSTRUCTS).filter(([, pattern]) => !texts.some((text) => pattern.test(text)));
  for (const [construct] of missing) left.push(`no equal kernel has: ${construct}`);
  const count = Object.keys(CONSTRUCTS).length;
  const got = `${texts.length} of ${all} kernels equal what others gave, two seeds each: ${counts.join(', ')}; ${count - missing.length} of ${count} constructs of part 4`;
  return left.length === 0 && texts.length >= WANTED ? pass(got) : fail(got, left);
};
export default runner;
