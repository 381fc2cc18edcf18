/**
 * Mistakes that change dependences. A verdict is that two statements conflict through a tensor, and which loop carries
 * it. A run confirms a mutant when its verdicts differ from those of the correct program; it is found when the analysis
 * changes its own answer on one of them likewise.
 */

import type { AccessPoint, LoopStmt } from '../../compiler-core/src/analysis/dependences/index.ts';
import { analyse } from '../../compiler-core/src/analysis/dependences/index.ts';
import { type Executed, observe } from '../../compiler-core/src/analysis/dependences/test/executed.ts';
import { generateInputs } from '../../compiler-core/src/exec/generate.ts';
import { Builder, binary, float, int, iter } from '../../compiler-core/src/ir/build.ts';
import type { Expr, Func, ReduceOp, Stmt, VarDef } from '../../compiler-core/src/ir/nodes.ts';
import { mapExpr, mapStmt, stmtsIn } from '../../compiler-core/src/ir/walk.ts';
import { makeReduction } from '../../compiler-core/src/transforms/make-reduction.ts';
import { createParser } from '../../server/src/host/tree-sitter.ts';
import { exampleSubjects } from './measure.ts';
import { MISTAKES, type Mistake, withMistake } from './mutate.ts';

const OTHER: Readonly<Record<ReduceOp, ReduceOp>> = {
  add: 'mul',
  mul: 'add',
  min: 'max',
  max: 'min',
  lAnd: 'lOr',
  lOr: 'lAnd',
};

const KINDS: Readonly<Record<string, Mistake>> = {
  'index one more': MISTAKES['index one more'],
  'index one less': MISTAKES['index one less'],
  'guard dropped': MISTAKES['guard dropped'],
  'operator swapped': { stmt: (s) => (s.kind === 'reduceTo' ? { ...s, op: OTHER[s.op] } : null) },
};

export interface Changed {
  mutants: number;
  confirmed: number;
  found: number;
}
export interface MeasuredChanges extends Changed {
  readonly byKind: ReadonlyMap<string, Changed>;
  /** Confirmed and not found: program, kind, place, the verdicts in question. */
  readonly silent: readonly string[];
}

const ACCESSES = 400_000;

const factOf = (e: AccessPoint, l: AccessPoint, carrier: LoopStmt | null): string =>
  `${e.stmt.id} ${e.kind} -> ${l.stmt.id} ${l.kind} ${l.tensor} ${carrier?.id ?? 'same'}`;

/** The author's word stands in for a verdict there. */
const isPromised = (tensor: string, carrier: LoopStmt | null): boolean =>
  carrier?.kind === 'for' && carrier.property.noDeps.includes(tensor);

const carrierOf = (e: Executed, l: Executed): LoopStmt | null => {
  for (const [k, { stmt }] of e.point.loops.entries()) {
    if (l.point.loops[k]?.stmt !== stmt) return null;
    if (stmt.kind === 'for' && e.iterators[stmt.iter] !== l.iterators[stmt.iter]) return stmt;
  }
  return null;
};

const depthOf = (e: Executed, carrier: LoopStmt | null): number =>
  carrier === null ? 31 : e.point.loops.findIndex((l) => l.stmt === carrier);

interface Verdicts {
  /** What the analysis answers. */
  readonly said: ReadonlySet<string>;
  /** What a run showed; partial where it did not finish. Null where there is no run. */
  readonly seen: ReadonlySet<string> | null;
  readonly finished: boolean;
}

const verdictsOf = (func: Func): Verdicts => {
  const deps = analyse(func);
  const said = new Set<string>();
  for (const d of deps.find({ parallel: 'serial' })) {
    for (const { carrier } of d.levels) {
      if (!isPromised(d.tensor, carrier)) said.add(factOf(d.earlier, d.later, carrier));
    }
  }
  const inputs = generateInputs(func, { seed: 1 });
  if (inputs.kind === 'failed') return { said, seen: null, finished: false };
  const seen = new Set<string>();
  const met = new Set<number>();
  const options = { inputs: inputs.inputs, bindings: inputs.bindings, maxSteps: 20_000_000 };
  const ended = observe(func, deps.points, options, ACCESSES, {
    executed: () => {},
    conflict: (e, l) => {
      const carrier = carrierOf(e, l);
      const key = (e.point.ordinal * deps.points.length + l.point.ordinal) * 32 + depthOf(e, carrier);
      if (met.has(key)) return;
      met.add(key);
      if (!isPromised(l.point.tensor, carrier)) seen.add(factOf(e.point, l.point, carrier));
    },
  });
  return { said, seen: ended === null ? null : seen, finished: ended === 'finished' };
};

const plus = (e: Expr, n: number): Expr => binary('add', e, int(n));

/**
 * The program with one more element at both ends of each dimension, and local tensors filled with zeros: a subscript
 * that is off by one is a wrong element then, not the end of the run.
 */
const padded = (func: Func): Func => {
  const build = new Builder(undefined, Math.max(...stmtsIn(func.body).map((s) => s.id)) + 1);
  const moved = (indices: readonly Expr[]): Expr[] => indices.map((i) => plus(i, 1));
  const filled = (def: VarDef): Stmt => {
    const names = def.shape.map((_, d) => `fill ${def.name} ${d}`);
    const zero = def.dtype.startsWith('float') ? float(0) : int(0);
    let fill: Stmt = build.store(
      def.name,
      names.map((n) => iter(n)),
      zero,
    );
    for (const [d, extent] of [...def.shape.entries()].reverse())
      fill = build.forLoop(names[d] ?? '', { end: extent }, fill);
    return { ...def, body: build.seq([fill, def.body]) };
  };
  const body = mapStmt(func.body, {
    expr: (e) => mapExpr(e, (x) => (x.kind === 'load' ? { ...x, indices: moved(x.indices) } : x)),
    stmt: (s) => {
      if (s.kind === 'varDef') {
        const wide = { ...s, shape: s.shape.map((e) => plus(e, 2)) };
        return s.access === 'input' || s.access === 'inout' ? wide : filled(wide);
      }
      return s.kind === 'store' || s.kind === 'reduceTo' ? { ...s, indices: moved(s.indices) } : s;
    },
  });
  return { ...func, body };
};

/** @param most Mutants of each kind and example, spread over its places. */
export const measureChanged = async (most: number): Promise<MeasuredChanges> => {
  const parser = await createParser();
  const total: Changed = { mutants: 0, confirmed: 0, found: 0 };
  const byKind = new Map<string, Changed>();
  const silent: string[] = [];
  for (const { name, unit } of exampleSubjects(parser)) {
    // As a schedule starts: accumulations are reductions.
    const plain: Func = { ...unit.func, body: makeReduction(unit.func.body) };
    const wide = padded(plain);
    // Where the inputs are subscripts of what became wider, it stays as it is.
    const original = verdictsOf(wide).finished ? wide : plain;
    const before = verdictsOf(original);
    if (!before.seen || !before.finished) throw new Error(`${name} does not run`);
    for (const [kind, mistake] of Object.entries(KINDS)) {
      const tally = byKind.get(kind) ?? { mutants: 0, confirmed: 0, found: 0 };
      byKind.set(kind, tally);
      let places = 0;
      while (withMistake(original, mistake, places)) places++;
      const step = Math.max(1, Math.ceil(places / most));
      for (let n = 0; n < places; n += step) {
        const func = withMistake(original, mistake, n);
        if (!func) break;
        const after = verdictsOf(func);
        for (const t of [total, tally]) t.mutants++;
        if (!after.seen) continue;
        const { seen } = before;
        const come = [...after.seen].filter((f) => !seen.has(f));
        const gone = after.finished ? [...seen].filter((f) => !after.seen?.has(f)) : [];
        if (come.length + gone.length === 0) continue;
        for (const t of [total, tally]) t.confirmed++;
        const told =
          come.some((f) => after.said.has(f) && !before.said.has(f)) ||
          gone.some((f) => !after.said.has(f) && before.said.has(f));
        if (told) for (const t of [total, tally]) t.found++;
        else silent.push(`${name}, ${kind} at ${n}: come ${come.join('; ') || '-'}, gone ${gone.join('; ') || '-'}`);
      }
    }
  }
  return { ...total, byKind, silent };
};
