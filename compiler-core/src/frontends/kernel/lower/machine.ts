/** What the abstract execution stands on: where it is, what it makes, what it has learnt, and its limits. */

import { Builder, type Meta } from '../../../ir/build.ts';
import type { CallSite, Expr } from '../../../ir/nodes.ts';
import type { MemType } from '../../../ir/types.ts';
import type { Span } from '../../../text/span.ts';
import type { WorkItem } from '../dialect/sycl/work-item.ts';
import type { HostRecorder } from '../host/recorder.ts';
import { type Binding, type Entity, Scope } from '../meaning/entities.ts';
import type { Decl, LambdaExpr, Node } from '../parse/ast.ts';
import type { SyntaxUnit } from '../parse/parse.ts';
import { UNDEFINED_MACRO } from '../parse/reader.ts';
import type { ClassInfo } from '../types/classes.ts';
import type { Type } from '../types/types.ts';
import { Block } from './block.ts';
import type { Frame, Jumps } from './frames.ts';
import { elementOf, HostChanges } from './host-changes.ts';
import type { Launched } from './kernels.ts';
import type { Allocation, ClosureValue, Leaf, PointerTarget, Value, ValueOf } from './values.ts';

/**
 * Thrown where text is outside of what is modelled; the statement around it becomes one `notModelled`. No `Error`:
 * thousands are thrown while one file is read, by what turns out not to be constant, and none needs its stack.
 */
export class Unmodelled {
  constructor(
    readonly reason: string,
    readonly at: Span,
    /** It follows from another that was reported where it happened. */
    readonly secondary = false,
  ) {}
}
/** Thrown where the limits of one kernel end. */
export class OutOfBudget extends Unmodelled {}

/**
 * What one execution of a kernel finds out and the next one needs: which variables change, and where pointers that change
 * go. It grows until nothing new is found.
 */
export class Facts {
  readonly mutable: Set<Node>;
  readonly targets = new Map<string, PointerTarget[]>();
  /** Loops that turned out to have no fixed range. */
  readonly irregular = new Set<Node>();
  /** Allocations that are read as objects of another type: their bytes lie in one tensor. */
  readonly raw = new Set<string>();
  grown = false;

  /** @param mutable what changes in kernels before: instances of one text, and what calls the same functions */
  constructor(mutable: ReadonlySet<Node>) {
    this.mutable = new Set(mutable);
  }

  change(declaration: Node | null): void {
    if (declaration === null || this.mutable.has(declaration)) return;
    this.mutable.add(declaration);
    this.grown = true;
  }
}

export interface Limits {
  /** Expressions and statements executed for one kernel. */
  readonly steps: number;
  /** Of one file, each round counted. */
  readonly total: number;
  readonly callDepth: number;
  /** Of one file, each instance of a template counted. */
  readonly kernels: number;
  /** Of one launch: with as many template arguments it is read. */
  readonly instances: number;
  /** Sizes of launches stay symbols: others than the host's are given for them. */
  readonly openSizes?: boolean;
}
export const LIMITS: Limits = { steps: 250_000, total: 1_200_000, callDepth: 64, kernels: 500, instances: 32 };

/** An expression larger than this is put into a variable, so that forwarding never multiplies text. */
const MAX_FORWARDED = 24;

/** Of one name: a template's variable has one for each instance. */
const MAX_MEANINGS = 4;

/** Of one value; larger arrays stay in memory. */
const MAX_PARTS = 65_536;

/** What was read of one launch, with as many template arguments. */
export interface Instances {
  count: number;
  /** What the last one lacks first, and how many in a row lack it. */
  gap: string | null;
  alike: number;
  isFull: boolean;
}
export interface Uncalled {
  readonly closure: ClosureValue;
  /** Of the function that it was made in. */
  readonly assigned: ReadonlyMap<string, number>;
}

export interface Reason {
  readonly reason: string;
  readonly at: Span;
}

export class Machine {
  scope: Scope;
  block = new Block();
  builder = new Builder();
  calls: readonly CallSite[] = [];
  frame: Frame | null = null;
  jumps: Jumps = { breaks: null, continues: null };
  /** The object of the member function that is being executed. */
  self: Value | null = null;
  /** Which functions there are without a declaration. */
  dialect: 'sycl' | 'opencl' = 'sycl';
  /** The work-item that executes, where functions ask for it by no name. */
  item: WorkItem | null = null;
  /** Host code: nothing it does becomes IR. */
  host = true;
  /** Notes what host code does; null where nobody asks, or what is executed is none. */
  record: HostRecorder | null = null;
  /** Of variables that are declared now: shared by the group where a hierarchical kernel is in group scope. */
  memory: MemType = 'gpu/local';
  facts = new Facts(new Set());
  /** Variables that change in some kernel: presumed in the next one, which so needs fewer executions. */
  readonly mutable = new Set<Node>();
  steps = 0;
  /** All kernels and rounds together. */
  private total = 0;
  get spent(): number {
    return this.total;
  }
  limits: Limits = LIMITS;
  readonly reasons: Reason[] = [];
  /** What of the host's code could not be followed. */
  readonly hostReasons: Reason[] = [];
  /** Where a limit left kernels out. */
  readonly limited: Reason[] = [];
  readonly immutable = new Set<string>();
  readonly privates = new Set<string>();
  /** Flags that somebody asks; stores to the others are dropped at the end. */
  readonly askedFlags = new Set<string>();
  readonly flags = new Set<string>();
  /** Variables that hold what an atomic or collective operation answers. */
  readonly results = new Set<string>();
  /** Of windows: what they lie on. */
  readonly roots = new Map<string, string>();
  /** By key; those from outside are there when they are used. */
  readonly allocations = new Map<string, Allocation>();
  /** Variables of the host that change while it runs: no relation between them and others holds. */
  readonly changing = new Set<string>();
  /** Statements before the kernel's own, in each work-item: tables of constants. */
  preamble: Block | null = null;
  /** What was lowered so far. */
  readonly kernels: Launched[] = [];
  /** Of each launch. */
  readonly instances = new Map<Node, Instances>();
  /** Names of functions of the host that lead to a launch; calls of them that were followed. */
  launching: ReadonlySet<string> = new Set();
  readonly visited = new Set<string>();
  /** Lambdas of the host that hold a launch, by text: the last one made, until one of them is called. */
  readonly uncalled = new Map<LambdaExpr, Uncalled | 'called'>();
  /** Instances of class templates. */
  readonly classes: ClassInfo[] = [];
  /** Functions of the host that lead to a launch and are named without a call. */
  readonly named: ValueOf<'functions'>[] = [];
  /** Functions that kernels call and whose bodies stand nowhere here. */
  readonly bodiless = new Set<string>();
  /** Functions that are being executed, innermost last. */
  readonly active: string[] = [];
  /** Of the host: they keep their names and never change while a kernel runs. */
  readonly constants = new Set<string>();
  /** Memory of the host's that kernels may use, by key; scalars among it by name. */
  readonly externals = new Map<string, Allocation>();
  /** Objects of the library inside of objects of the host, by their path. */
  readonly objects = new Map<string, Value>();
  /** The variable that is being declared: what it is given may be named after it. */
  hint = '';
  /** Statements of the work-group that a kernel has: its local memory. */
  group: Block | null = null;
  readonly scalars = new Map<string, Allocation>();
  /** Tensors of memory of the host's: expressions of the host may read them before a kernel does. */
  readonly externalLeaves = new Map<string, { readonly allocation: Allocation; readonly leaf: Leaf }>();
  private readonly externalNames = new Set<string>();
  /** What the text calls memory of the host's that needed another name. */
  readonly spellings = new Map<string, string>();
  /** Symbols that stand for the address where memory begins. */
  readonly addresses = new Map<string, Allocation>();
  /** Sizes that only a launch tells, and where they come from. */
  readonly params = new Map<string, Span>();
  private names = new Map<string, number>();
  private readonly sizes = new WeakMap<Expr, number>();
  private closures = 0;

  constructor(
    readonly unit: SyntaxUnit,
    readonly root: Scope,
    /** What is read of the unit. */
    private readonly body: readonly Decl[] = unit.body,
  ) {
    this.scope = root;
  }

  /** Says of a body that is executed on the device where a macro stands in it that nobody defined: it may be anything. */
  guessed(body: Node): void {
    if (this.host) return;
    for (const { from, to, what } of this.unit.guesses)
      if (what === UNDEFINED_MACRO && from >= body.from && to <= body.to)
        this.reasons.push({ reason: what, at: this.at({ from, to }) });
  }

  private hostChanges: HostChanges | null = null;
  /** How often a function of the host may change a name after its declaration. */
  changesIn(declaration: Node): ReadonlyMap<string, number> {
    this.hostChanges ??= new HostChanges(this.unit, this.body);
    return this.hostChanges.in(declaration);
  }
  /** Those of the function that is being executed. */
  assigned: ReadonlyMap<string, number> = new Map();
  /** @param type ranges are changed through their elements as well */
  changes(name: string, type: Type | null = null): boolean {
    const isRange = type?.kind === 'library' && /^(?:range|id|nd_range)$/.test(type.name);
    return this.assigned.has(name) || (isRange && this.assigned.has(elementOf(name)));
  }
  /** What names that kernels use stand for, by what declares them. */
  readonly bound = new Map<Node, Binding[]>();
  /** Variables of the host that have no value yet. */
  readonly unset = new WeakSet<Binding>();
  markChanging(e: Expr): void {
    if (e.kind === 'load') this.changing.add(e.tensor);
  }

  at(node: Node): Span {
    return this.unit.spanOf(node);
  }

  meta(node: Node): Meta {
    return { origin: { span: this.at(node), calls: this.calls, trail: [] } };
  }

  fail(node: Node, reason: string): never {
    throw new Unmodelled(reason, this.at(node));
  }

  step(node: Node, count = 1): void {
    this.steps += count;
    this.total += count;
    if (this.steps > this.limits.steps) throw new OutOfBudget('the kernel is too large', this.at(node));
    if (this.total > this.limits.total) throw new OutOfBudget('the kernels of this file are too large', this.at(node));
  }

  /** The parts of a value, each a step. */
  parts<T>(node: Node, count: number, make: (i: number) => T): T[] {
    if (count > MAX_PARTS) this.fail(node, `a value of ${count} parts`);
    this.step(node, Math.max(1, count));
    return Array.from({ length: count }, (_, i) => make(i));
  }

  /** Remembers what a name that is used stands for: editors show it. */
  meet(entity: Entity | undefined): void {
    if (entity?.kind !== 'binding' || entity.declaration === null || this.host) return;
    const known = this.bound.get(entity.declaration);
    if (known === undefined) {
      this.bound.set(entity.declaration, [entity]);
      return;
    }
    // The last execution knows most.
    const same = known.findIndex(({ type }) => type === entity.type);
    if (same >= 0) known[same] = entity;
    else if (known.length < MAX_MEANINGS) known.push(entity);
  }

  /** A name that no other tensor of the kernel has. */
  fresh(name: string): string {
    const count = this.names.get(name);
    this.names.set(name, (count ?? 0) + 1);
    return count === undefined && !this.externalNames.has(name) ? name : this.fresh(`${name}_${count ?? 1}`);
  }

  freshExternal(name: string): string {
    const unique = this.fresh(name);
    this.externalNames.add(unique);
    if (unique !== name) this.spellings.set(unique, name);
    return unique;
  }

  nextClosure(): number {
    return ++this.closures;
  }

  within<T>(scope: Scope, run: () => T): T {
    const before = this.scope;
    this.scope = scope;
    try {
      return run();
    } finally {
      this.scope = before;
    }
  }

  inBlock(run: () => void): Block {
    const before = this.block;
    const block = new Block();
    this.block = block;
    try {
      run();
    } finally {
      this.block = before;
    }
    return block;
  }

  /** Runs what is no part of the host's code that is executed now. */
  unrecorded<T>(run: () => T): T {
    const { record } = this;
    this.record = null;
    try {
      return run();
    } finally {
      this.record = record;
    }
  }

  inner(kind: 'block' | 'class' | 'template' = 'block'): Scope {
    return new Scope(this.scope, kind);
  }

  /** Whether an expression means the same wherever it stands later, and is small enough to be repeated. */
  isStable(e: Expr): boolean {
    return this.sizeOf(e) <= MAX_FORWARDED;
  }

  /** Nodes of the expression; infinite where it reads memory that changes. */
  private sizeOf(e: Expr): number {
    const known = this.sizes.get(e);
    if (known !== undefined) return known;
    let size = 1;
    const add = (inner: Expr): void => {
      size += this.sizeOf(inner);
    };
    switch (e.kind) {
      case 'load':
        if (!this.isConstant(e.tensor)) size = Number.POSITIVE_INFINITY;
        for (const index of e.indices) add(index);
        break;
      case 'binary':
        add(e.lhs);
        add(e.rhs);
        break;
      case 'unary':
      case 'cast':
        add(e.operand);
        break;
      case 'select':
        for (const part of [e.cond, e.then, e.else]) add(part);
        break;
      case 'intrinsic':
        if (e.sideEffect) size = Number.POSITIVE_INFINITY;
        size += 8;
        for (const arg of e.args) add(arg);
        break;
      case 'unknown':
        size = Number.POSITIVE_INFINITY;
        break;
    }
    if (Number.isFinite(size)) this.sizes.set(e, size);
    return size;
  }

  isConstant = (tensor: string): boolean =>
    this.immutable.has(tensor) || (this.constants.has(tensor) && !(this.host && this.changing.has(tensor)));
  rootOf = (tensor: string): string => this.roots.get(tensor) ?? tensor;
  /** What a store to it changes: all windows on the same memory do. */
  changed = (tensor: string): readonly string[] => {
    const root = this.roots.get(tensor);
    return root === undefined ? [tensor] : [tensor, root];
  };
  isPrivate = (tensor: string): boolean => this.privates.has(tensor);

  /** Memory from outside becomes a parameter where it is used first. */
  use(allocation: Allocation): void {
    if (allocation.external) this.allocations.set(allocation.key, allocation);
  }

  /** Names of the host, to be given back to `restart`. */
  get hostNames(): ReadonlyMap<string, number> {
    return new Map(this.names);
  }

  /** Starts anew for another kernel, or the same again. */
  restart(names: ReadonlyMap<string, number>): void {
    this.block = new Block();
    this.builder = new Builder();
    this.names = new Map(names);
    this.allocations.clear();
    this.immutable.clear();
    this.privates.clear();
    this.askedFlags.clear();
    this.flags.clear();
    this.results.clear();
    this.roots.clear();
    this.reasons.length = 0;
    this.steps = 0;
  }
}
