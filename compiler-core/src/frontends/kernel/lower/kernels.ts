/** A kernel is lowered where its launch is read: executed abstractly until nothing new is found out about its variables. */

import { cast, param } from '../../../ir/build.ts';
import type { Expr, Func, KernelInfo, Stmt } from '../../../ir/nodes.ts';
import type { Span } from '../../../text/span.ts';
import { closeEvents } from '../dialect/opencl/functions.ts';
import { isVectorType, ndRangeOf, rangeOf } from '../dialect/sycl/launch-range.ts';
import { initialize } from '../dialect/sycl/reductions.ts';
import { itemObject, type WorkItem } from '../dialect/sycl/work-item.ts';
import type { FunctionEntity } from '../meaning/entities.ts';
import { type LaunchCall, launchName } from '../meaning/launches.ts';
import type { Attribute, FunctionPart, Node } from '../parse/ast.ts';
import { ULONG } from '../types/fundamental.ts';
import { printArg } from '../types/print-type.ts';
import { rankAt } from '../types/shape.ts';
import { plain, type TemplateArg, type Type } from '../types/types.ts';
import { foldBinary } from './arithmetic.ts';
import { Block } from './block.ts';
import { evaluateConstant } from './constant-expressions.ts';
import { integerOf } from './constants.ts';
import { finish } from './finish.ts';
import { functionPart, parameterType } from './functions.ts';
import { lambdaParameters } from './lambdas.ts';
import { Facts, type Machine, OutOfBudget, type Reason, Unmodelled } from './machine.ts';
import { callValue } from './methods.ts';
import { functionsValue } from './names.ts';
import { iterators, nest } from './nest.ts';
import type { Value } from './values.ts';

/** Executions of one kernel; each learns of at least one more variable. */
const MAX_ROUNDS = 24;

export interface Launched {
  readonly func: Func;
  /** As the text calls it; empty where a launch gives it no name. */
  readonly name: string;
  /** Why it is not complete, in the order of the text; empty where it is. */
  readonly reasons: readonly Reason[];
  /** The launch. */
  readonly at: Span;
  /** The name of its call, where that is spelled: in the text of a macro where one holds it. Of a kernel that is a function: its name. */
  readonly spelled: Span;
  readonly sizes: HostSizes;
  /** The same kernel in an earlier version of the text, and how its places moved since. */
  readonly moved?: { readonly from: Launched; readonly by: (at: Span) => Span };
}

/** What the host says of the index space, in the order of its dimensions; null: it is not known. */
export interface HostSizes {
  readonly global: readonly Expr[] | null;
  readonly local: readonly Expr[] | null;
}

interface Plan {
  readonly launch: KernelInfo['launch'];
  readonly dimensions: number;
  readonly kernel: Value;
  readonly reductions: readonly Value[];
  readonly name: string;
  readonly global: readonly Expr[] | null;
  readonly local: readonly Expr[] | null;
  readonly offset: readonly Expr[] | null;
  /** Where its name stands, where no call launches it. */
  readonly named?: Node | null;
  /** What the kernel is called with, where that is not its item. */
  readonly args?: () => readonly Value[];
}

export const lowerKernel = (
  m: Machine,
  call: LaunchCall,
  names: readonly TemplateArg[] | null,
  args: readonly Value[],
  node: Node,
): void => {
  const kernel = args.at(-1);
  if (kernel === undefined) return;
  if (m.kernels.length >= m.limits.kernels) {
    if (m.limited.length === 0)
      m.limited.push({ reason: `${m.limits.kernels} kernels of a file are read, no more`, at: m.at(node) });
    return;
  }
  const read = m.instances.get(node) ?? { count: 0, gap: null, alike: 0, isFull: false };
  m.instances.set(node, read);
  if (read.isFull) return;
  const stop = (reason: string): void => {
    read.isFull = true;
    m.limited.push({ reason, at: m.at(node) });
  };
  if (read.count === m.limits.instances) {
    stop(`${read.count} instances of this kernel are read, no more`);
    return;
  }
  read.count++;
  lowerPlan(m, planOf(m, call, names, args.slice(0, -1), kernel, node), node);
  const [first] = m.kernels.at(-1)?.reasons ?? [];
  const gap = first === undefined ? null : `${first.reason}@${first.at.file}:${first.at.start}`;
  read.alike = gap !== null && gap === read.gap ? read.alike + 1 : 1;
  read.gap = gap;
  if (gap !== null && read.alike === MAX_ALIKE)
    stop(`in ${MAX_ALIKE} instances of this kernel the same is not modelled; no more are read`);
};

/** Instances of one launch that lack the same, one after the other. */
const MAX_ALIKE = 4;

/** A function that is a kernel by itself (OpenCL C, CUDA C++), over a range that only a launch tells. */
export const lowerEntry = (m: Machine, entity: FunctionEntity, name: string, args: () => readonly Value[]): void => {
  const kernel = functionsValue(name, [entity], null);
  const base = { kernel, reductions: [], name, global: null, local: null, offset: null };
  lowerPlan(
    m,
    { ...base, launch: 'nd_range', dimensions: 3, named: entity.declaration.declarator.name, args },
    entity.declaration,
  );
};

const lowerPlan = (m: Machine, plan: Plan, node: Node): void => {
  const { block, builder, calls, frame, jumps, self, facts, host, preamble, group, memory, scope, steps, active } = m;
  const { record } = m;
  m.record = null;
  const hostNames = m.hostNames;
  const allocations = new Map(m.allocations);
  const before = { block, builder, calls, frame, jumps, self, facts, host, preamble, group, memory, scope, steps };
  const immutable = new Set(m.immutable);
  const stack = active.splice(0);
  try {
    m.facts = new Facts(m.mutable);
    for (let round = 0; round < MAX_ROUNDS; round++) {
      m.facts.grown = false;
      m.restart(hostNames);
      const { launched, isWhole } = attempt(m, plan, node);
      // What is too large once is so again.
      if (m.facts.grown && isWhole && round + 1 < MAX_ROUNDS) continue;
      m.kernels.push(launched);
      break;
    }
  } finally {
    for (const declaration of m.facts.mutable) m.mutable.add(declaration);
    m.restart(hostNames);
    m.record = record;
    Object.assign(m, before);
    for (const [key, value] of allocations) m.allocations.set(key, value);
    for (const name of immutable) m.immutable.add(name);
    active.push(...stack);
  }
};

/** Why a kernel is not complete. @throws what is a fault of ours */
const whyOpen = (m: Machine, error: unknown, node: Node): Reason => {
  if (error instanceof Unmodelled) return { reason: error.reason, at: error.at };
  if (error instanceof RangeError) return { reason: 'the code of this kernel is nested too deeply', at: m.at(node) };
  throw error;
};

/** What is launched over what: from the arguments before the kernel, and from its parameter. */
function planOf(
  m: Machine,
  call: LaunchCall,
  names: readonly TemplateArg[] | null,
  args: readonly Value[],
  kernel: Value,
  node: Node,
): Plan {
  const reductions = args.filter(({ type }) => type.kind === 'library' && type.name === 'reduction');
  const ranges = args.filter((value) => isVectorType(value.type));
  const first = parameterTypeOf(m, kernel);
  const isNd = first?.kind === 'library' && first.name === 'nd_item';
  const named = names?.[0];
  const name =
    named === undefined
      ? ''
      : printArg(named)
          .replace(/^\?/, '')
          .replace(/^`(.*)` is (?:not known|only declared)$/, '$1');
  const wanted =
    first?.kind === 'library' && ['nd_item', 'item', 'id', 'group', 'h_item'].includes(first.name)
      ? rankAt(first, 0)
      : null;
  const base = { kernel, reductions, name, offset: null };
  if (call === 'single_task') return { ...base, launch: 'single_task', dimensions: 1, global: [], local: null };
  if (call === 'parallel_for_work_group') {
    const groups = ranges[0] === undefined ? null : rangeOf(m, ranges[0], node);
    const local = ranges[1] === undefined ? null : rangeOf(m, ranges[1], node);
    return { ...base, launch: 'work_group', dimensions: groups?.length ?? wanted ?? 1, global: groups, local };
  }
  const nd = ranges.map((value) => ndRangeOf(m, value, node)).find((value) => value !== null) ?? null;
  if (nd !== null || isNd) {
    const dimensions = wanted ?? nd?.global.length ?? 1;
    return {
      ...base,
      launch: 'nd_range',
      dimensions,
      global: nd?.global ?? null,
      local: nd?.local ?? null,
      offset: nd?.offset ?? null,
    };
  }
  const global = ranges[0] === undefined ? null : rangeOf(m, ranges[0], node);
  const offset = ranges[1] === undefined ? null : rangeOf(m, ranges[1], node);
  return { ...base, launch: 'range', dimensions: wanted ?? global?.length ?? 1, global, local: null, offset };
}

const partOf = (kernel: Value): FunctionPart | null => {
  const bare = kernel.kind === 'variable' ? kernel.value : kernel;
  if (bare.kind === 'closure') return lambdaParameters(bare.lambda);
  if (bare.type.kind !== 'class') return null;
  const [call] = bare.type.info.scope.find('operator()');
  return call?.kind === 'function' ? functionPart(call) : null;
};

function parameterTypeOf(m: Machine, kernel: Value): Type | null {
  const parameter = partOf(kernel)?.parameters[0];
  const bare = kernel.kind === 'variable' ? kernel.value : kernel;
  if (parameter === undefined) return null;
  const scope = bare.kind === 'closure' ? bare.scope : bare.type.kind === 'class' ? bare.type.info.scope : m.scope;
  try {
    return m.within(scope, () => plain(parameterType(m, parameter).type));
  } catch (error) {
    if (!(error instanceof Unmodelled) || error instanceof OutOfBudget) throw error;
    return null;
  }
}

/** One execution; whole where no limit ended it. */
function attempt(m: Machine, plan: Plan, node: Node): { readonly launched: Launched; readonly isWhole: boolean } {
  let isWhole = true;
  const at = m.at(node);
  const { dimensions, launch } = plan;
  const size = (name: string, d: number, known: readonly Expr[] | null): Expr => {
    const expr = known?.[d];
    const constant = expr === undefined ? null : integerOf({ kind: 'scalar', type: ULONG, expr });
    if (expr !== undefined && constant !== null && m.limits.openSizes !== true) return expr;
    m.params.set(`${name}_${d}`, at);
    return cast('uint64', param(`${name}_${d}`, at), at);
  };
  const each = <T>(make: (d: number) => T): T[] => Array.from({ length: dimensions }, (_, d) => make(d));
  const hasGroups = launch === 'nd_range' || launch === 'work_group';
  const localSize = hasGroups ? each((d) => size('local', d, plan.local)) : null;
  const groups = launch === 'single_task' ? [] : iterators(m, 'g', dimensions, node);
  const given =
    launch === 'single_task' ? [] : each((d) => size('global', d, launch === 'work_group' ? null : plan.global));
  // A hierarchical launch says how many groups there are.
  const counts = launch === 'work_group' && plan.global !== null ? each((d) => size('groups', d, plan.global)) : null;
  const globalSize =
    counts === null || localSize === null ? given : counts.map((count, d) => multiply(count, localSize[d] as Expr, at));
  const item: WorkItem = {
    dimensions,
    group: groups.map(({ expr }) => expr),
    local: null,
    globalSize,
    localSize,
    offset: launch === 'range' || launch === 'nd_range' ? plan.offset : null,
  };
  m.host = false;
  m.self = null;
  m.calls = [];
  m.frame = null;
  m.jumps = { breaks: null, continues: null };
  m.group = launch === 'nd_range' || launch === 'work_group' ? new Block() : null;
  m.memory = launch === 'work_group' ? 'gpu/shared' : 'gpu/local';
  const preamble = new Block();
  m.preamble = launch === 'work_group' ? null : preamble;
  const locals = launch === 'nd_range' ? iterators(m, 'l', dimensions, node) : null;
  const body = new Block();
  const start = new Block();
  m.block = body;
  try {
    const whole = locals === null ? item : { ...item, local: locals.map(({ expr }) => expr) };
    m.block = start;
    for (const reducer of plan.reductions) initialize(m, reducer, node);
    m.block = body;
    const reducers = plan.reductions.map(
      (value): Value => (value.kind === 'object' ? { ...value, type: { ...value.type, name: 'reducer' } } : value),
    );
    m.item = whole;
    const own: Value[] =
      launch === 'single_task'
        ? []
        : [itemObject(launch === 'nd_range' ? 'nd_item' : launch === 'work_group' ? 'group' : 'item', whole)];
    const parameters = partOf(plan.kernel)?.parameters.length ?? own.length + reducers.length;
    const given = plan.args?.() ?? [...own, ...reducers].slice(0, Math.max(parameters, own.length));
    callValue(m, plan.kernel, given, node);
    closeEvents(m, node);
  } catch (error) {
    const { reason, at } = whyOpen(m, error, node);
    isWhole = error instanceof Unmodelled && !(error instanceof OutOfBudget);
    m.reasons.push({ reason, at });
    body.emit(m.builder.notModelled(reason, null, m.meta(node)));
  }
  const meta = m.meta(node);
  preamble.emit(body.close(m.builder, meta));
  let stmt: Stmt = preamble.close(m.builder, meta);
  if (locals !== null && localSize !== null)
    stmt = nest(
      m,
      locals.map(({ name }) => name),
      localSize,
      'threadIdx',
      stmt,
      node,
    );
  if (m.group !== null) {
    m.group.emit(stmt);
    stmt = m.group.close(m.builder, meta);
  }
  const ends =
    counts ?? globalSize.map((global, d) => (localSize === null ? global : divide(global, localSize[d] as Expr, at)));
  stmt = nest(
    m,
    groups.map(({ name }) => name),
    ends,
    'blockIdx',
    stmt,
    node,
  );
  if (start.length > 0) {
    start.emit(stmt);
    stmt = start.close(m.builder, meta);
  }
  const info: KernelInfo = {
    launch,
    dimensions: Math.min(3, Math.max(1, dimensions)) as 1 | 2 | 3,
    name: plan.name,
    ...required(m, plan.kernel),
  };
  const launched: Launched = {
    func: finish(m, stmt, info, node),
    name: plan.name,
    reasons: [...m.reasons],
    at,
    spelled: plan.named == null ? launchName(m.unit, node) : m.at(plan.named),
    sizes: hostSizes(plan, at),
  };
  return { launched, isWhole };
}

/** A hierarchical launch says how many groups there are. */
const hostSizes = ({ launch, global, local }: Plan, at: Span): HostSizes => {
  if (launch !== 'work_group') return { global, local };
  const whole = local === null ? null : global?.map((count, d) => multiply(count, local[d] as Expr, at));
  return { global: whole ?? null, local };
};

/** `[[sycl::reqd_work_group_size(...)]]` on the kernel, in any of its spellings. */
function required(m: Machine, kernel: Value): Pick<KernelInfo, 'reqdWorkGroupSize' | 'reqdSubGroupSize'> {
  const bare = kernel.kind === 'variable' ? kernel.value : kernel;
  const part = partOf(kernel);
  const [call] = bare.type.kind === 'class' ? bare.type.info.scope.find('operator()') : [];
  const entities = bare.kind === 'functions' ? bare.entities : call?.kind === 'function' ? [call] : [];
  const declared = entities.flatMap(({ declaration: d }) => [...d.specifiers.attributes, ...d.declarator.attributes]);
  const attributes: readonly Attribute[] = [
    ...declared,
    ...(part?.attributes ?? []),
    ...(bare.kind === 'closure' ? bare.lambda.attributes : []),
  ];
  const scope = bare.kind === 'closure' ? bare.scope : m.scope;
  const values = (attribute: Attribute): number[] =>
    m.within(scope, () => (attribute.arguments ?? []).map((e) => integerOf(evaluateConstant(m, e)) ?? 0));
  const group = attributes.find(({ name }) => /reqd_work_group_size$/.test(name));
  const sub = attributes.find(({ name }) => /reqd_sub_group_size$/.test(name));
  // OpenCL names the fastest dimension first.
  const inOrder = (sizes: number[]): number[] => (m.dialect === 'opencl' ? sizes.reverse() : sizes);
  const [width] = sub === undefined ? [] : values(sub);
  return { ...(group && { reqdWorkGroupSize: inOrder(values(group)) }), ...(width && { reqdSubGroupSize: width }) };
}

const multiply = (a: Expr, b: Expr, at: Expr['at']): Expr => foldBinary('mul', a, b, 'uint64', at);
const divide = (a: Expr, b: Expr, at: Expr['at']): Expr => foldBinary('roundTowards0Div', a, b, 'uint64', at);
