/** Access patterns that the analysis tells, beside those that a run in lock step counts. */

import { readFileSync } from 'node:fs';
import {
  type AccessPattern,
  type MemoryShape,
  patternsOf,
} from '../../compiler-core/src/analysis/kernels/patterns/patterns.ts';
import type { Stride } from '../../compiler-core/src/analysis/kernels/patterns/strides.ts';
import { AccessCounter, type Counted } from '../../compiler-core/src/exec/lockstep/counters.ts';
import { drawInputs } from '../../compiler-core/src/exec/lockstep/draw-inputs.ts';
import { runKernel } from '../../compiler-core/src/exec/lockstep/run-kernel.ts';
import type { TensorInput } from '../../compiler-core/src/exec/values.ts';
import { int } from '../../compiler-core/src/ir/build.ts';
import type { Func } from '../../compiler-core/src/ir/nodes.ts';
import { mapExpr, mapStmt } from '../../compiler-core/src/ir/walk.ts';
import { type LaunchedKernel, launchedKernels } from './launched-kernels.ts';

/** Elements of memory of which the host does not say how much there is. */
const ELEMENTS = 16_384n;
const STEPS = 5_000_000;

export interface Compared {
  readonly kernel: string;
  readonly accesses: number;
  /** Accesses of which the analysis says that it does not know them. */
  readonly unknown: number;
  /** Accesses behind conditions on data: taken as reached, so the counts are bounds. */
  readonly assumed: number;
  /** What was compared as numbers: executions by sub-groups. */
  readonly executions: number;
  readonly problems: readonly string[];
}

/** Scalar arguments as constants. */
const withScalars = (func: Func, inputs: ReadonlyMap<string, TensorInput>): Func => ({
  ...func,
  body: mapStmt(func.body, {
    expr: (root) =>
      mapExpr(root, (e) => {
        const given = e.kind === 'load' && e.indices.length === 0 ? inputs.get(e.tensor) : undefined;
        return given && /int/.test(given.dtype) ? int(Number(given.data[0]), e.at) : e;
      }),
  }),
});

const strideText = (steps: readonly number[]): string => {
  const [first = 0] = steps;
  if (steps.length === 0) return 'single';
  if (steps.every((s) => s === first)) return first === 0 ? 'uniform' : `constant ${first}`;
  const most = Math.max(...steps.map((s) => steps.filter((t) => t === s).length));
  return `mixed ${steps.find((s) => steps.filter((t) => t === s).length === most)} ${most}/${steps.length}`;
};
const shownStride = (s: Stride): string => {
  switch (s.kind) {
    case 'constant':
      return `constant ${s.bytes}`;
    case 'mixed':
      return `mixed ${s.bytes} ${s.times}/${s.of}`;
    case 'symbolic':
      return `symbolic ${s.text}`;
    default:
      return s.kind;
  }
};

const range = (xs: readonly number[]): string =>
  `${Math.min(...xs)} to ${Math.max(...xs)}, ${xs.reduce((a, b) => a + b, 0)} in all`;

const compareOne = (a: AccessPattern, c: Counted): string[] => {
  const widest = Math.max(...c.executions.map(({ lanes }) => lanes));
  const strides = new Set(c.executions.filter(({ lanes }) => lanes === widest).map(({ steps }) => strideText(steps)));
  const out: string[] = [];
  const same = (what: string, got: string | number, wanted: string | number): void => {
    if (String(got) !== String(wanted)) out.push(`${what}: ${got}, counted ${wanted}`);
  };
  same('executions', a.executions, c.executions.length);
  same('lanes', a.lanes, widest);
  const stride = shownStride(a.stride);
  if (!strides.has(stride)) out.push(`stride: ${stride}, counted ${[...strides].join(' or ')}`);
  const shown = (r: AccessPattern['allSectors']): string =>
    r ? `${r.least} to ${r.most}, ${r.sum} in all` : 'not known';
  if (a.space === 'global') {
    same('sectors', shown(a.allSectors), range(c.executions.map(({ sectors }) => sectors)));
    same('ideal', shown(a.allIdeal), range(c.executions.map(({ ideal }) => ideal)));
  } else same('degree', shown(a.allDegrees), range(c.executions.map(({ degree }) => degree)));
  return out;
};

const nothing = (kernel: string, problem: string): Compared => ({
  kernel,
  accesses: 0,
  unknown: 0,
  assumed: 0,
  executions: 0,
  problems: [problem],
});

const compareKernel = (launched: LaunchedKernel, text: string, shape: MemoryShape, counts: MemoryShape): Compared => {
  const { kernel, global, local } = launched;
  const { func, name } = kernel;
  if (!global) return nothing(name, 'no launch size');
  const items = global.reduce((a, b) => a * b, 1);
  const bound = new Map<string, bigint>(
    func.externals.flatMap(({ name: n }) => (n.endsWith('.size') ? [[n, ELEMENTS] as const] : [])),
  );
  for (const [d, n] of global.entries()) bound.set(`global_${d}`, BigInt(n));
  for (const [d, n] of (local ?? []).entries()) bound.set(`local_${d}`, BigInt(n));
  const drawn = drawInputs(func, 1, items, new Map(), bound);
  if (drawn.kind === 'failed') return nothing(name, `no input: ${drawn.reason}`);
  const subGroupSize = func.kernel?.reqdSubGroupSize ?? shape.subGroupSize;
  const counter = new AccessCounter({ ...counts, subGroupSize });
  const ran = runKernel(func, {
    ...{ global, ...(local && { local }) },
    subGroup: subGroupSize,
    order: 'plain',
    inputs: drawn.inputs,
    bindings: drawn.bindings,
    observer: counter.observer,
  });
  const problems: string[] = [];
  if (ran.kind !== 'finished')
    problems.push(`the run: ${JSON.stringify(ran.kind === 'unsupported' ? ran.reason : ran.kind)}`);
  const outside = ran.findings.find(({ kind }) => kind === 'out-of-bounds');
  if (outside) problems.push(outside.message);
  const told = patternsOf(withScalars(launched.func, drawn.inputs), shape, { steps: STEPS });
  const counted = counter.results();
  const known = told.accesses.filter(({ stride }) => stride.kind !== 'unknown');
  for (const a of told.accesses) {
    const root = text.slice(a.at.start, a.at.end);
    const place = `${name} ${a.kind} ${root}`;
    const all = counted.filter(
      (c) =>
        c.at.start === a.at.start &&
        c.at.end === a.at.end &&
        sameName(c.memory, a.name) &&
        (c.kind === 'read') === (a.kind === 'read'),
    );
    const [c] = all;
    if (!c || all.length > 1) problems.push(`${place}: ${all.length} counted accesses`);
    else if (a.assumed) {
      const least = c.executions.length;
      if (a.executions < least) problems.push(`${place}: ${a.executions} executions, counted ${least}`);
    } else if (a.stride.kind !== 'unknown') problems.push(...compareOne(a, c).map((p) => `${place}: ${p}`));
  }
  if (told.accesses.length !== counted.length)
    problems.push(`${name}: ${told.accesses.length} accesses, counted ${counted.length}`);
  const assumed = known.filter((a) => a.assumed).length;
  const executions = known.filter((a) => !a.assumed).reduce((sum, a) => sum + a.executions, 0);
  return {
    kernel: name,
    accesses: told.accesses.length,
    unknown: told.accesses.length - known.length,
    assumed,
    executions,
    problems,
  };
};

const sameName = (memory: string, name: string): boolean => memory === name || memory.replace(/_\w+$/, '') === name;

/** Each kernel of a file, with the launch that its host or a comment gives it. */
export const comparePatterns = (path: string, shape: MemoryShape): readonly Compared[] =>
  compareText(path, readFileSync(path, 'utf8'), shape);

/** @param counts what the run counts by, where it is to differ */
export const compareText = (
  path: string,
  text: string,
  shape: MemoryShape,
  counts: MemoryShape = shape,
): readonly Compared[] => launchedKernels(path, text).map((launched) => compareKernel(launched, text, shape, counts));
