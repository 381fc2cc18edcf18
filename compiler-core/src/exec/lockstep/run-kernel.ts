/**
 * The lock-step interpreter: runs a kernel of the IR on given inputs, all items of a group together, and checks what a
 * device does not: races, bounds, unwritten reads, divergent barriers. It is the truth that faster engines are tested
 * against, so clear before fast.
 *
 * Example: `runKernel(f, { global: [1024], local: [128], inputs: new Map([['x', x]]) })`.
 */

import type { Func } from '../../ir/nodes.ts';
import { exprDepth, ownExprs, stmtDepth, stmtsIn } from '../../ir/walk.ts';
import type { Binding } from '../compile-expr.ts';
import { Random } from '../random.ts';
import type { TensorInput, TensorValue } from '../values.ts';
import { type Finding, Findings } from './findings.ts';
import { nameItem, product, type Shape, Sizes, shapeOf } from './grid.ts';
import { fillLanes, noLanes } from './lanes.ts';
import { type Ending, Machine, Stop } from './machine.ts';
import { Memory } from './memory.ts';
import type { Observer } from './observer.ts';
import { StmtCompiler } from './stmt.ts';
import type { Permit } from './storage.ts';
import { Sync } from './sync.ts';

export interface KernelOptions {
  /** Work-items in the order of the source's dimensions, bound to `global_0`, ...; `local` likewise; `groups_0`, ... is the quotient. */
  readonly global?: readonly number[];
  readonly local?: readonly number[];
  /** Items of a sub-group, `sub_group_size`. Default 32, or what the kernel requires. */
  readonly subGroup?: number;
  /** Findings name items with the fastest dimension first, as OpenCL counts. Default: as the loops stand. */
  readonly fastestFirst?: boolean;
  /** `seeded`: groups and lanes in an order drawn from the seed. `plain`: ascending. Default seeded. */
  readonly order?: 'seeded' | 'plain';
  /** Default 1. */
  readonly seed?: number;
  readonly inputs?: ReadonlyMap<string, TensorInput>;
  /** Parameters that are passed the memory of another one. */
  readonly aliases?: ReadonlyMap<string, string>;
  /** Inputs whose memory counts as not written: their values are what happens to be there. */
  readonly unwritten?: ReadonlySet<string>;
  /** Inputs that the host lets kernels only read, or only write; that are memory of its own, or freed before the launch. */
  readonly permits?: ReadonlyMap<string, Permit>;
  readonly bindings?: ReadonlyMap<string, Binding>;
  /** What is looked for besides bounds and divergence. Default both. */
  readonly checks?: { readonly races?: boolean; readonly uninitialised?: boolean };
  /** Default 2e9 statements times lanes, 1 GiB with shadows. */
  readonly budget?: { readonly steps?: number; readonly bytes?: number };
  readonly shouldStop?: () => boolean;
  /** Told of every access to global and local memory, in the order of the run. */
  readonly observer?: Observer;
  /** Whether a finding that is new is all that was wanted: the run ends as at a budget. */
  readonly enough?: (finding: Finding) => boolean;
  /** Distinct findings that are kept. Default 100. */
  readonly maxFindings?: number;
}

export type KernelOutcome = {
  readonly findings: readonly Finding[];
  /** Statements times lanes. */
  readonly steps: number;
} & ({ readonly kind: 'finished'; readonly outputs: ReadonlyMap<string, TensorValue> } | Ending);

const MAX_STEPS = 2_000_000_000;
const MAX_BYTES = 2 ** 30;
/** Items that run together where there are no groups. */
const BATCH = 256;
/** Items of a group at most: beyond any device's limit. */
const MAX_GROUP = 4096;
const MAX_DEPTH = 1200;

const launchProblem = (func: Func, options: KernelOptions): string | null => {
  const { global = [], local = [] } = options;
  const sizes = [...global, ...local, options.subGroup ?? 1];
  if (sizes.some((n) => !Number.isInteger(n) || n < 1)) return `a size is not a positive integer: ${sizes.join(', ')}`;
  if (local.length > 0 && local.length !== global.length) return 'global and local size have different dimensions';
  const odd = global.findIndex((n, d) => n % (local[d] ?? 1) !== 0);
  if (odd >= 0)
    return `the local size ${local[odd]} does not divide the global size ${global[odd]} of dimension ${odd}`;
  const required = func.kernel?.reqdWorkGroupSize;
  if (required && local.length > 0 && String(required) !== String(local)) {
    return `the kernel requires the local size ${required.join(', ')}, not ${local.join(', ')}`;
  }
  return null;
};

/** Symbols of extents that inputs tell: `[$n]` and `[uint64($n)]`. */
const inferred = (func: Func, inputs: ReadonlyMap<string, TensorInput>): Map<string, Binding> => {
  const out = new Map<string, Binding>();
  for (const s of stmtsIn(func.body)) {
    const given = s.kind === 'varDef' && s.access !== 'cache' ? inputs.get(s.name) : undefined;
    for (const [d, e] of s.kind === 'varDef' ? s.shape.entries() : []) {
      const size = e.kind === 'cast' ? e.operand : e;
      const extent = given?.shape[d];
      if (size.kind === 'param' && extent !== undefined) out.set(size.name, BigInt(extent));
    }
  }
  return out;
};

const bindSizes = (func: Func, options: KernelOptions, subGroup: number): Map<string, Binding> => {
  const { global = [], local = [] } = options;
  const out = inferred(func, options.inputs ?? new Map());
  for (const [name, value] of options.bindings ?? []) out.set(name, value);
  for (const [d, n] of global.entries()) {
    out.set(`global_${d}`, BigInt(n));
    out.set(`groups_${d}`, BigInt(Math.floor(n / (local[d] ?? 1))));
  }
  for (const [d, n] of local.entries()) out.set(`local_${d}`, BigInt(n));
  out.set('sub_group_size', BigInt(subGroup));
  return out;
};

/** Whether items can learn of each other's work through atomics. */
const synchronises = (func: Func): boolean =>
  stmtsIn(func.body).some((s) => s.kind === 'fence' || (s.kind === 'atomicRMW' && s.order !== 'relaxed'));

const machineFor = (shape: Shape, options: KernelOptions, subGroup: number): Machine => {
  const each = product(shape.items);
  const width = shape.items.length > 0 ? each : Math.min(BATCH, product(shape.groups));
  if (each > MAX_GROUP) throw new Stop({ kind: 'bad-launch', reason: `a group of ${each} work-items is too large` });
  if (each * product(shape.groups) >= 2 ** 31) throw new Stop({ kind: 'bad-launch', reason: 'too many work-items' });
  const { steps = MAX_STEPS, bytes = MAX_BYTES } = options.budget ?? {};
  const budgets = { maxSteps: steps, maxBytes: bytes, shouldStop: options.shouldStop };
  const found = new Findings(options.maxFindings ?? 100, (finding) => {
    if (options.enough?.(finding)) throw new Stop({ kind: 'budget', what: 'stopped', at: finding.deeds[0].span });
  });
  const m = new Machine(Math.max(width, 1), budgets, found);
  m.itemsPerGroup = Math.max(each, 1);
  m.subGroupSize = subGroup;
  m.nameItems(nameItem(shape, options.fastestFirst ?? false));
  return m;
};

/**
 * Runs to the end whatever it finds, or to what it has no meaning for, or to the end of a budget.
 *
 * After a finding the run goes on with a defined value: what is outside reads 0 and is not written, a division by 0 gives
 * 0, what was not written reads what memory holds. Results of a program without races do not depend on the seed, up to
 * the order in which atomics add floating-point numbers.
 * @throws Never.
 * @cost About 20 ns per lane and operation, 60 to 100 bytes of shadow per element that some item writes.
 */
export const runKernel = (func: Func, options: KernelOptions = {}): KernelOutcome => {
  const subGroup = options.subGroup ?? func.kernel?.reqdSubGroupSize ?? 32;
  let m: Machine | null = null;
  const end = (ending: Ending): KernelOutcome => ({
    ...ending,
    findings: m?.findings.all() ?? [],
    steps: m?.steps ?? 0,
  });
  const problem = launchProblem(func, options);
  if (problem !== null) return end({ kind: 'bad-launch', reason: problem });
  const all = stmtsIn(func.body);
  if (stmtDepth(func.body) > MAX_DEPTH || all.some((s) => ownExprs(s).some((e) => exprDepth(e) > MAX_DEPTH))) {
    return end({ kind: 'unsupported', at: func.origin.span, reason: 'the program nests too deeply' });
  }
  try {
    const inputs = options.inputs ?? new Map<string, TensorInput>();
    const bindings = bindSizes(func, options, subGroup);
    const sizes = new Sizes(bindings, inputs);
    const shape = shapeOf(func, sizes);
    m = machineFor(shape, options, subGroup);
    // What stands before the grid is done by no item, and before all of them.
    if (shape.groups.length > 0) m.itemBase = -1;
    m.observer = options.observer ?? null;
    if (synchronises(func)) m.sync = new Sync(m.itemsPerGroup);
    const { races = true, uninitialised = true } = options.checks ?? {};
    const { aliases = new Map(), unwritten = new Set(), permits = new Map() } = options;
    const memory = new Memory(m, func, { inputs, aliases, unwritten, permits, races, uninitialised });
    const random = options.order === 'plain' ? null : new Random(options.seed ?? 1);
    const run = new StmtCompiler(m, memory, bindings, sizes, random).stmt(func.body);
    const host = noLanes(m.width);
    fillLanes(host, 1, null);
    run(host);
    const outputs = memory.outputs(all.filter((s) => s.kind === 'varDef'));
    return { kind: 'finished', outputs, findings: m.findings.all(), steps: m.steps };
  } catch (stop) {
    if (stop instanceof Stop) return end(stop.ending);
    if (stop instanceof RangeError) {
      return end({ kind: 'unsupported', at: func.origin.span, reason: `the engine gave up: ${stop.message}` });
    }
    throw stop;
  }
};
