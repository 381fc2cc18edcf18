import { type LaunchSpace, launchedAs } from '../../../compiler-core/src/analysis/kernels/launched.ts';
import type { Finding } from '../../../compiler-core/src/exec/lockstep/findings.ts';
import type { Func } from '../../../compiler-core/src/ir/nodes.ts';
import { stmtsIn } from '../../../compiler-core/src/ir/walk.ts';
import { judgeKernel, type KernelVerdict, type Property } from '../../../compiler-core/src/plan/kernels/judge.ts';
import { certainFindings, runLaunch } from '../../../compiler-core/src/plan/kernels/run-launch.ts';
import { BATCH, corpusRoot, judgedKernels } from '../../lib/judged-kernels.ts';
import { type MutantKind, mutantsOf } from '../../lib/kernel-mutants.ts';
import { fail, measured, pass, type Runner, skipped } from '../../lib/verdict.ts';

const FLOOR = 0.8;
const AIM = 0.95;
/** Of each kind in a kernel. */
const MOST = 2;
/** No multiple of a usual group. */
const SIZE = 300n;
const BUDGET = { steps: 2_000_000, elements: 2 ** 20 };

const ABOUT: Readonly<Partial<Record<Finding['kind'], Property>>> = {
  'data-race': 'races',
  'out-of-bounds': 'bounds',
  'divergent-barrier': 'barriers',
};

/** What a run shows that no contents of memory would change: the properties that do not hold. Sizes that are open are `SIZE`. */
const label = (func: Func, space: LaunchSpace): ReadonlySet<Property> => {
  const launched = launchedAs(func, space);
  const values = new Map(launched.externals.map(({ name }): [string, bigint] => [name, SIZE]));
  for (const s of stmtsIn(launched.body)) {
    if (s.kind === 'varDef' && s.memory === 'byvalue' && s.shape.length === 0) values.set(s.name, SIZE);
  }
  const ran = runLaunch(launched, { global: [], local: [], values }, BUDGET);
  if (ran.kind === 'notRun') return new Set();
  return new Set(certainFindings(launched, ran).flatMap(({ kind }) => ABOUT[kind] ?? []));
};

const says = ({ diagnostics, properties }: KernelVerdict, p: Property): boolean =>
  properties[p].standing === 'faulty' && diagnostics.some((d) => d.severity === 'error' && d.class !== 'possible');

/** Of the mutants that the interpreter shows faulty, in kernels of which it is known that they were not. */
const runner: Runner = async () => {
  const root = corpusRoot();
  if (root === null) return skipped('ATHANOR_KERNEL_CORPORA names no folder with a checkout of HeCBench');
  const counts = new Map<MutantKind, { found: number; all: number }>();
  const missed: string[] = [];
  const seen = new Set<string>();
  for (const { place, kernel, verdict } of judgedKernels(root)) {
    if (seen.has(place)) continue;
    seen.add(place);
    const safe = (['races', 'bounds', 'barriers'] as const).filter((p) => verdict.properties[p].standing === 'safe');
    if (safe.length === 0) continue;
    const before = label(kernel.func, kernel.sizes);
    for (const { kind, func } of mutantsOf(kernel.func, MOST)) {
      const broken = [...label(func, kernel.sizes)].filter((p) => safe.includes(p) && !before.has(p));
      if (broken.length === 0) continue;
      const now = judgeKernel(func, kernel.sizes, BATCH);
      const isFound = broken.some((p) => says(now, p));
      const count = counts.get(kind) ?? { found: 0, all: 0 };
      counts.set(kind, { found: count.found + (isFound ? 1 : 0), all: count.all + 1 });
      if (!isFound) missed.push(`${place}: ${kind}: ${broken.join(', ')}`);
    }
  }
  const found = [...counts.values()].reduce((n, c) => n + c.found, 0);
  const all = [...counts.values()].reduce((n, c) => n + c.all, 0);
  const share = found / Math.max(1, all);
  const kinds = [...counts].map(([kind, c]) => `${kind} ${c.found} of ${c.all}`).join(', ');
  const got = `${found} of ${all} mutants found, ${(100 * share).toFixed(1)} %: ${kinds}`;
  const notes = missed.slice(0, 40);
  if (all === 0 || share < FLOOR) return fail(got, notes);
  return share < AIM ? measured(got, ['the floor of 80 % holds; the aim is 95 %', ...notes]) : pass(got, notes);
};
export default runner;
