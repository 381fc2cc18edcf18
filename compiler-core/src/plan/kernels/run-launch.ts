/** One run of a launch in lock step, and what it says of every run of that launch. */

import type { Open } from '../../analysis/kernels/answer.ts';
import type { UnknownCode } from '../../diag/diagnostic.ts';
import { evalInt } from '../../exec/eval-int.ts';
import { drawInputs, sizeBindings } from '../../exec/lockstep/draw-inputs.ts';
import type { Finding } from '../../exec/lockstep/findings.ts';
import { type KernelOutcome, runKernel } from '../../exec/lockstep/run-kernel.ts';
import type { TensorInput } from '../../exec/values.ts';
import { isOpenClFile } from '../../frontends/kernel/dialect/opencl/read.ts';
import type { Func, Stmt, VarDef } from '../../ir/nodes.ts';
import { isInt } from '../../ir/types.ts';
import { isMemberCopy, mapExpr, membersOf, ownExprs, stmtsIn, visitExpr, writtenBy } from '../../ir/walk.ts';
import { type DataSlice, dataSlice } from './data-slice.ts';

export interface RunBudget {
  /** Statements times lanes. */
  readonly steps: number;
  /** Elements of one memory. */
  readonly elements: number;
  readonly shouldStop?: () => boolean;
}

export interface Launch {
  readonly global: readonly number[];
  readonly local: readonly number[];
  /** Scalars and symbols by name, as far as they are known. */
  readonly values: ReadonlyMap<string, bigint>;
}

export type LaunchRun =
  | {
      readonly kind: 'ran';
      readonly outcome: KernelOutcome;
      readonly slice: DataSlice;
      readonly given: ReadonlySet<string>;
    }
  | { readonly kind: 'notRun'; readonly open: Open };

const SEED = 1;

/** Runs `func` at the launch on generated inputs. Never throws. Time is bounded by the budget. */
export const runLaunch = (
  func: Func,
  launch: Launch,
  budget: RunBudget,
  enough?: (finding: Finding) => boolean,
): LaunchRun => {
  const notRun = (code: UnknownCode, reason: string, at = func.origin.span): LaunchRun => ({
    kind: 'notRun',
    open: { code, reason, at },
  });
  const { global, local, values } = launch;
  const sized = sizeBindings({ global, local });
  const bindings = new Map([...sized, ...values]);
  const drawn = drawInputs(func, SEED, itemsOf(func, bindings), scalars(func, values), bindings, {
    maxElements: budget.elements,
    zeros: true,
  });
  if (drawn.kind === 'failed') return notRun('not-modelled', `no input for \`${drawn.tensor}\`: ${drawn.reason}`);
  const outcome = runKernel(func, {
    ...(global.length > 0 && { global }),
    ...(local.length > 0 && { local }),
    inputs: drawn.inputs,
    bindings: drawn.bindings,
    budget: { steps: budget.steps },
    ...(budget.shouldStop && { shouldStop: budget.shouldStop }),
    ...(enough && { enough }),
    // OpenCL counts dimensions from the fastest one.
    fastestFirst: isOpenClFile(func.origin.span.file),
  });
  if (outcome.kind === 'unsupported') return notRun('not-modelled', outcome.reason, outcome.at);
  if (outcome.kind === 'bad-launch' || outcome.kind === 'bad-input') return notRun('not-modelled', outcome.reason);
  const required = func.kernel?.reqdSubGroupSize === undefined ? [] : ['sub_group_size'];
  const given = new Set([...sized.keys(), ...values.keys(), ...required]);
  if (required.length === 0) given.delete('sub_group_size');
  return { kind: 'ran', outcome, slice: dataSlice(func, given), given };
};

/** Findings that no other contents of memory would change: the conditions and subscripts of their sides depend on none. */
export const certainFindings = (
  func: Func,
  { outcome, slice }: Extract<LaunchRun, { kind: 'ran' }>,
): readonly Finding[] => {
  const members = membersOf(func);
  const copies = new Set(stmtsIn(func.body).flatMap((s) => (isMemberCopy(s, (t) => members.has(t)) ? [s.id] : [])));
  const isCopy = ({ kind, deeds }: Finding): boolean =>
    kind === 'uninitialised-read' && deeds.every(({ stmt }) => copies.has(stmt));
  return outcome.findings.filter((f) => !isCopy(f) && f.deeds.every(({ stmt }) => !slice.dependent.has(stmt)));
};

/** What a question is about: statements in which it can be decided otherwise by other data. */
export type Concern = 'races' | 'bounds' | 'barriers';

/** Why the run does not settle what it found nothing of; empty where it does. */
export const openAfter = (
  func: Func,
  { outcome, slice }: Extract<LaunchRun, { kind: 'ran' }>,
  concern: Concern,
): readonly Open[] => {
  if (outcome.kind === 'budget')
    return [{ code: 'budget', reason: `the run was stopped after ${outcome.steps} steps`, at: outcome.at }];
  const all = stmtsIn(func.body);
  const own = new Set(all.flatMap((s) => (s.kind === 'varDef' && s.memory === 'gpu/local' ? [s.name] : [])));
  const seen = new Set<string>();
  const open: Open[] = [];
  for (const s of all) {
    const at = slice.dependent.get(s.id);
    const key = at === undefined ? '' : `${at.file} ${at.start} ${at.end}`;
    if (at === undefined || seen.has(key) || !concerns(s, concern, own)) continue;
    seen.add(key);
    open.push({ code: 'data-dependent', reason: 'what is reached depends on data', at });
  }
  return open;
};

/** @param own private tensors, in which nothing races */
const concerns = (s: Stmt, concern: Concern, own: ReadonlySet<string>): boolean => {
  if (s.kind === 'notModelled') return true;
  if (concern === 'barriers') return s.kind === 'barrier' || s.kind === 'collective';
  const written = writtenBy(s).some((name) => concern === 'bounds' || !own.has(name));
  return (
    written ||
    ownExprs(s).some((e) => {
      let found = false;
      visitExpr(e, (x) => {
        found ||= x.kind === 'load' && (concern === 'bounds' || !own.has(x.tensor));
        return !found;
      });
      return found;
    })
  );
};

/** How many work-items there are, where the loops over them say so; 1 where they do not. */
const itemsOf = (func: Func, values: ReadonlyMap<string, bigint>): number => {
  let items = 1n;
  for (const s of stmtsIn(func.body)) {
    if (s.kind !== 'for' || !/^(blockIdx|threadIdx)/.test(s.property.parallel)) continue;
    const bare = mapExpr(s.end, (x) => (x.kind === 'cast' ? x.operand : x));
    items *=
      evalInt(bare, (x) => (x.kind === 'var' ? null : (values.get(x.kind === 'load' ? x.tensor : x.name) ?? null))) ??
      1n;
  }
  return Number(items);
};

/** Scalars that are passed by value, with the values that are known. */
const scalars = (func: Func, values: ReadonlyMap<string, bigint>): Map<string, TensorInput> => {
  const defs = stmtsIn(func.body).filter(
    (s): s is VarDef => s.kind === 'varDef' && s.memory === 'byvalue' && s.shape.length === 0 && isInt(s.dtype),
  );
  return new Map(
    defs.flatMap((def): [string, TensorInput][] => {
      const value = values.get(def.name);
      return value === undefined ? [] : [[def.name, { dtype: def.dtype, shape: [], data: [value] }]];
    }),
  );
};
