/**
 * The interpreter: runs a function of the IR on given inputs. It is the project's oracle, so it checks everything it
 * can (bounds, unwritten reads, division by zero, assertions, writes to inputs) and never throws or hangs.
 *
 * Example: `run(f, { inputs: new Map([['x', { dtype: 'float32', shape: [4], data: [1, 2, 3, 4] }]]) })`.
 */

import type { Func, Stmt } from '../ir/nodes.ts';
import { exprDepth, ownExprs, stmtDepth, stmtsIn } from '../ir/walk.ts';
import { indexAt } from './access.ts';
import type { AccessKind, Binding } from './compile-expr.ts';
import { StmtCompiler } from './compile-stmt.ts';
import { Machine, type Slot, Stop } from './machine.ts';
import type { Ending, Fault, RunResult } from './outcome.ts';
import { elementsIn, type TensorInput, type TensorValue, tensorValue, writeElement } from './values.ts';

/** What a listener sees of an access. */
export interface AccessEvent {
  readonly stmt: Stmt;
  readonly tensor: string;
  readonly kind: AccessKind;
  readonly index: readonly number[];
  readonly iterators: Readonly<Record<string, number>>;
}

export interface RunOptions {
  readonly inputs?: ReadonlyMap<string, TensorInput>;
  /** Values of symbolic sizes and constants. Those that inputs' shapes tell need not be given. */
  readonly bindings?: ReadonlyMap<string, Binding>;
  /** Outputs start with zeros and count as written, as FreeTensor's tests hand them in. Default: unwritten. */
  readonly zeroOutputs?: boolean;
  /** Operations (nodes executed, about). Default 2e9, some ten seconds. */
  readonly maxSteps?: number;
  /** Elements held at one time. Default 2^24, at most 150 MB. */
  readonly maxElements?: number;
  /** Asked every two million steps; `true` ends the run with `budget`/`stopped`. */
  readonly shouldStop?: () => boolean;
  /** Before each statement (sequences apart). Without listeners nothing is compiled in for them. */
  readonly onStatement?: (s: Stmt, iterators: Readonly<Record<string, number>>) => void;
  /** Before each element access. */
  readonly onAccess?: (event: AccessEvent) => void;
}

const MAX_STEPS = 2_000_000_000;
const MAX_ELEMENTS = 2 ** 24;
/** Compiled code calls itself as deep as the program nests; beyond this the engine's stack might not do. */
const MAX_DEPTH = 2500;

/** Storage of parameters and returned tensors, by name; made when the definition is entered first. */
class Store {
  readonly slots = new Map<string, Slot>();
  /** Shapes that callers see, where they differ. */
  private readonly outer = new Map<Slot, readonly number[]>();

  constructor(
    private readonly options: RunOptions,
    private readonly machine: Machine,
  ) {}

  /** `outer`: the shape that the caller sees. */
  attach(slot: Slot, dims: readonly number[], outer: readonly number[] = dims): void {
    const { name, access, origin } = slot.def;
    const known = this.slots.get(name);
    if (known && String(known.dims) === String(dims)) {
      slot.shapeAs(dims);
      slot.data = known.data;
      slot.init = known.init;
      return;
    }
    const given = this.options.inputs?.get(name);
    if (!given && access !== 'output') throw new Stop({ kind: 'bad-input', name, reason: 'it is not given' });
    if (given && String(given.shape) !== String(outer)) {
      const reason = `its shape is [${given.shape.join(', ')}], [${outer.join(', ')}] is declared`;
      throw new Stop({ kind: 'bad-input', name, reason });
    }
    if (outer !== dims) this.outer.set(slot, outer);
    this.machine.allocate(slot, dims, origin.span);
    if (given) this.fill(slot, given);
    if (given || this.options.zeroOutputs) slot.init?.fill(1);
    this.slots.set(name, slot);
  }

  private fill(slot: Slot, given: TensorInput): void {
    const { name } = slot.def;
    const outer = this.outer.get(slot);
    const size = outer ? elementsIn(outer) : slot.size;
    if (given.data.length !== size) {
      const reason = `${given.data.length} elements are given, its shape has ${size}`;
      throw new Stop({ kind: 'bad-input', name, reason });
    }
    for (let k = 0; k < Math.min(size, slot.size); k++) writeElement(slot.dtype, slot.data, k, given.data[k] ?? 0);
  }

  outputs(): Map<string, TensorValue> {
    const out = new Map<string, TensorValue>();
    for (const [name, slot] of this.slots) {
      const outer = this.outer.get(slot);
      const data = outer ? slot.data.slice(0, elementsIn(outer)) : slot.data;
      if (slot.def.access !== 'input') out.set(name, tensorValue(slot.dtype, outer ?? slot.dims, data));
    }
    return out;
  }
}

/** Bindings as given, and those that a plain symbol in the shape of an input tells. */
export const inferBindings = (func: Func, options: RunOptions): Map<string, Binding> => {
  const out = new Map<string, Binding>();
  for (const s of stmtsIn(func.body)) {
    const given = s.kind === 'varDef' ? options.inputs?.get(s.name) : undefined;
    if (s.kind !== 'varDef' || !given) continue;
    for (const [d, e] of (s.ioShape ?? s.shape).entries()) {
      const extent = given.shape[d];
      if (e.kind === 'param' && extent !== undefined && !out.has(e.name)) out.set(e.name, BigInt(extent));
    }
  }
  for (const [name, value] of options.bindings ?? []) {
    const integer = func.externals.some((p) => p.name === name && p.integer);
    out.set(name, integer && typeof value === 'number' && Number.isInteger(value) ? BigInt(value) : value);
  }
  return out;
};

const iteratorsOf = (cells: readonly { name: string; v: number }[]): Record<string, number> =>
  Object.fromEntries(cells.map((c) => [c.name, c.v]));

const tooDeep = (func: Func): boolean =>
  stmtDepth(func.body) > MAX_DEPTH || stmtsIn(func.body).some((s) => ownExprs(s).some((e) => exprDepth(e) > MAX_DEPTH));

/**
 * Runs `func` to its end or to the first fault.
 *
 * Arithmetic is that of the C++ which FreeTensor generates: float32 rounds after each operation, integers wrap,
 * constants are single precision. Iterations of parallel loops run one after another, which is one of the orders a
 * race-free program may take; a barrier inside one is `unsupported`.
 * @throws Never.
 * @cost About 10 ns per node executed; memory as `maxElements` says, up to 9 bytes per element.
 */
export const run = (func: Func, options: RunOptions = {}): RunResult => {
  const machine = new Machine({
    maxSteps: options.maxSteps ?? MAX_STEPS,
    maxElements: options.maxElements ?? MAX_ELEMENTS,
    shouldStop: options.shouldStop,
  });
  const store = new Store(options, machine);
  const ending = (): Ending => {
    if (tooDeep(func)) return { kind: 'unsupported', at: func.origin.span, reason: 'the program nests too deeply' };
    const { onStatement, onAccess } = options;
    const listener = {
      onStatement:
        onStatement && ((s: Stmt, live: Parameters<typeof iteratorsOf>[0]) => onStatement(s, iteratorsOf(live))),
      onAccess:
        onAccess &&
        ((
          a: { site: { stmt: Stmt; iterators: Parameters<typeof iteratorsOf>[0] }; slot: Slot },
          kind: AccessKind,
          o: number,
        ) =>
          onAccess({
            stmt: a.site.stmt,
            tensor: a.slot.def.name,
            kind,
            index: indexAt(a.slot, o),
            iterators: iteratorsOf(a.site.iterators),
          })),
    };
    new StmtCompiler(func.body, machine, inferBindings(func, options), store, listener).stmt(func.body)();
    return { kind: 'finished', outputs: store.outputs() };
  };
  const steps = (): { steps: number } => ({ steps: machine.steps });
  try {
    return { ...ending(), ...steps() };
  } catch (stop) {
    if (stop instanceof Stop) return { ...stop.ending, ...steps() };
    if (stop instanceof RangeError) {
      // The engine's stack or a typed array's limit; the machine is dropped with whatever state it had.
      return {
        kind: 'unsupported',
        at: func.origin.span,
        reason: `the engine gave up: ${stop.message}`,
        ...steps(),
      };
    }
    throw stop;
  }
};

/** The first fault of a run; null where it ends without one, or cannot tell (see `run` for why). */
export const findFault = (func: Func, options: RunOptions = {}): Fault | null => {
  const result = run(func, options);
  return result.kind === 'fault' ? result.fault : null;
};
