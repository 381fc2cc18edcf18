import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { MemoryShape } from '../../../compiler-core/src/analysis/kernels/patterns/patterns.ts';
import { comparePatterns } from '../../lib/pattern-check.ts';
import { fail, pass, type Runner } from '../../lib/verdict.ts';

const FLOOR = 50;
const SHAPES: readonly MemoryShape[] = [
  { subGroupSize: 32, sectorBytes: 32, banks: 32, bankBytes: 4 },
  { subGroupSize: 64, sectorBytes: 64, banks: 32, bankBytes: 4 },
  { subGroupSize: 16, sectorBytes: 64, banks: 16, bankBytes: 8 },
];

/** Stride, sectors and degree of every access, beside those that a run in lock step counts, for three shapes of memory. */
const runner: Runner = async () => {
  const folder = join(import.meta.dirname, 'patterns');
  const files = readdirSync(folder).filter((name) => /\.(?:cl|cpp)$/.test(name));
  const problems: string[] = [];
  let [kernels, accesses, unknown, assumed, executions] = [0, 0, 0, 0, 0];
  for (const [k, shape] of SHAPES.entries()) {
    for (const name of files.sort()) {
      for (const c of comparePatterns(join(folder, name), shape)) {
        if (k === 0) kernels++;
        accesses += c.accesses;
        unknown += c.unknown;
        assumed += c.assumed;
        executions += c.executions;
        problems.push(...c.problems.map((p) => `${name}, sub-groups of ${shape.subGroupSize}: ${p}`));
      }
    }
  }
  const compared = accesses - unknown - assumed;
  const got = `${kernels} kernels, ${SHAPES.length} shapes: ${compared} accesses with ${executions} executions equal; ${unknown} said unknown, ${assumed} behind data`;
  return kernels >= FLOOR && problems.length === 0 ? pass(got) : fail(`${got}; ${problems.length} differ`, problems);
};
export default runner;
