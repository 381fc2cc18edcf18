/** Verdicts on kernels in other words. */

import { findDivergence, findRedundantBarriers } from '../src/analysis/kernels/races/barriers.ts';
import { findRaces } from '../src/analysis/kernels/races/races.ts';
import { racyKernel } from '../src/analysis/kernels/races/test/racy-kernels.ts';
import { rewritten } from '../src/analysis/kernels/races/test/rewritten.ts';
import { Random } from '../src/exec/random.ts';
import type { Func } from '../src/ir/nodes.ts';
import { parseFunc } from '../src/ir/parse.ts';
import { Budget } from '../src/presburger/index.ts';
import { plainStyle, randomStyle, writeKernel } from './kernel-rewrites.ts';
import { lowerText } from './lower-cxx.ts';

/** `races faulty, barriers safe: proved data-race, proved data-race`. */
const verdictOf = (func: Func): string => {
  const q = { func, budget: new Budget(1_000_000) };
  const [races, barriers, redundant] = [findRaces(q), findDivergence(q), findRedundantBarriers(q)];
  const found = [races, barriers, redundant].flatMap((a) => a.diagnostics.map((d) => `${d.class} ${d.code}`));
  return `races ${races.standing}, barriers ${barriers.standing}: ${found.sort().join(', ')}`;
};

const FORMS = 10;

export interface Held {
  readonly verdicts: ReadonlyMap<string, number>;
  readonly broken: readonly string[];
}

/** `count` rewrites: half of C++ text, half of IR with barriers and local memory; ten of each kernel. */
export const holdVerdicts = (count: number): Held => {
  const verdicts = new Map<string, number>();
  const broken: string[] = [];
  const compare = (what: string, wanted: string, func: Func | undefined): void => {
    const got = func ? verdictOf(func) : 'no kernel';
    const [said = ''] = wanted.split(':');
    verdicts.set(said, (verdicts.get(said) ?? 0) + 1);
    if (got !== wanted) broken.push(`${what}: ${wanted} became ${got}`);
  };
  for (let program = 1; program <= Math.ceil(count / 2 / FORMS); program++) {
    const [plain] = lowerText(writeKernel(program, plainStyle()));
    const kernel = parseFunc(racyKernel(new Random(program)).text).value;
    if (!plain || !kernel) throw new Error(`program ${program} is none`);
    const [ofText, ofIr] = [verdictOf(plain.func), verdictOf(kernel)];
    for (let form = 1; form <= FORMS; form++) {
      const seed = program * FORMS + form;
      compare(`text ${program} in form ${seed}`, ofText, lowerText(writeKernel(program, randomStyle(seed)))[0]?.func);
      compare(`kernel ${program} in form ${seed}`, ofIr, rewritten(kernel, new Random(seed)));
    }
  }
  return { verdicts, broken };
};
