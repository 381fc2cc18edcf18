/**
 * How many elements each nest of a function moves between memory and where it computes, symbolic in the sizes.
 *
 * A nest is a statement that is inside no loop and no branch, definitions apart. Nothing is kept from one nest to the
 * next; inside a nest an element of a tensor that is defined around it is loaded once, if some read of it comes before
 * every write of it there, and stored once, if it is written. Tensors that are defined inside a nest cost nothing.
 * So this is the traffic of a machine whose caches hold what one nest reuses: a lower bound for any other, of
 * which fusion is what it changes.
 *
 *   loads(T)  = |{ e : some read r of T[e], and no write w < r of T[e] in the nest }|
 *   stores(T) = |{ e : some write of T[e] in the nest }|
 *
 * Exact for subscripts and conditions that are affine. Where data decide, the elements that may be accessed are counted:
 * then the count is an upper bound, and says so.
 * Cost: the RAW dependences inside each nest, and a count of integer points for each tensor of a nest.
 */

import { type Answer, unknown } from '../diag/diagnostic.ts';
import type { Func, Stmt, VarDef } from '../ir/nodes.ts';
import { bitsOf } from '../ir/types.ts';
import {
  Budget,
  type Count,
  demand,
  IntegerSet,
  intersect,
  isEmpty,
  isEq,
  isGe,
  isLt,
  setSpace,
  tuple,
  type Union,
  variable,
  within,
  zero,
} from '../presburger/index.ts';
import { type AccessPoint, analyse, type Dependences, type Query } from './dependences/index.ts';
import { reads, writes } from './dependences/points.ts';

export interface Elements {
  readonly count: Count;
  /** The parameters of the count, and what the user calls them. */
  readonly sizes: Dependences['sizes'];
  /** Data decide which elements are accessed: no more than these. */
  readonly atMost: boolean;
}

export interface TensorTraffic {
  readonly definition: VarDef;
  /** Bytes of an element; null where it has no fixed size. */
  readonly bytes: number | null;
  /** Unknown where the budget ended, or something is not modelled. */
  readonly loads: Answer<Elements>;
  readonly stores: Answer<Elements>;
}

export interface Nest {
  readonly stmt: Stmt;
  /** Tensors defined around the nest that it touches, in the order of their definitions. */
  readonly tensors: readonly TensorTraffic[];
}

/** Work for the elements of one tensor in one nest. */
const WORK = 400_000;

/** Statements that are inside no loop and no branch, in order. */
export const nestsOf = (func: Func): readonly Stmt[] => {
  const out: Stmt[] = [];
  const go = (s: Stmt): void => {
    if (s.kind === 'seq') for (const k of s.stmts) go(k);
    else if (s.kind === 'varDef' || s.kind === 'assert' || s.kind === 'assume') go(s.body);
    else out.push(s);
  };
  go(func.body);
  return out;
};

export const trafficOf = (func: Func): readonly Nest[] => {
  const deps = analyse(func);
  return nestsOf(func).map((stmt) => {
    const inside = deps.points.filter((p) => deps.isInside(p.stmt.id, stmt.id));
    const outer = inside.filter((p) => !deps.isInside(p.definition.id, stmt.id));
    const definitions = [...new Set(outer.map((p) => p.definition))];
    return {
      stmt,
      tensors: definitions.map((definition): TensorTraffic => {
        const points = outer.filter((p) => p.definition === definition);
        const bits = bitsOf(definition.dtype);
        return {
          definition,
          bytes: bits === null ? null : bits / 8,
          loads: elements(deps, stmt, points, 'loads'),
          stores: elements(deps, stmt, points, 'stores'),
        };
      }),
    };
  });
};

const elements = (
  deps: Dependences,
  nest: Stmt,
  points: readonly AccessPoint[],
  what: 'loads' | 'stores',
): Answer<Elements> => {
  const wanted = points.filter((p) => (what === 'loads' ? reads(p) : writes(p)));
  if (wanted.some((p) => p.indices === null)) return unknown('not-modelled');
  const sizes = deps.sizes.map((s) => s.id);
  const known = new Set(sizes);
  const budget = new Budget(WORK);
  return within(() => {
    const dims = wanted[0]?.indices?.map((_, d) => `e${d}`) ?? [];
    const space = setSpace(sizes, tuple(null, ...dims));
    let all = IntegerSet.empty(space);
    let atMost = false;
    for (const p of wanted) {
      const loops = setSpace(sizes, tuple(null, ...p.loops.map((l) => l.iterator.id)));
      let instances = IntegerSet.from(loops, p.context.domain);
      if (what === 'loads') {
        const written = IntegerSet.from(loops, writtenBefore(deps, nest, p, known));
        instances = demand(instances.subtract(written, budget));
      }
      const left = demand(instances.toUnion(budget));
      const at = addressed(p, left, dims).filter((x) => !demand(isEmpty([x], budget)));
      atMost ||= [...p.context.domain, ...at].some((s) =>
        [...s.variables()].some((v) => !dims.includes(v) && deps.isData(v)),
      );
      all = all.union(IntegerSet.from(space, at));
    }
    return { count: demand(all.count(budget)), sizes: deps.sizes, atMost };
  });
};

/** Elements that an access touches in some instances, as `e0`, `e1`, ...; there are no others than those of the tensor. */
const addressed = (p: AccessPoint, instances: Union, dims: readonly string[]): Union => {
  let cases = instances;
  for (const [d, { pieces }] of (p.indices ?? []).entries()) {
    const ways = pieces.map(({ when, value }) => when.and(isEq(variable(dims[d] ?? ''), value)));
    const inside = (p.extents[d] ?? []).map(({ when, value }) =>
      when.and(isGe(variable(dims[d] ?? ''), zero), isLt(variable(dims[d] ?? ''), value)),
    );
    cases = intersect(intersect(cases, ways), inside);
  }
  return cases;
};

/** Instances of a read whose element a write in the nest certainly left there, in the names of the read's iterators. */
const writtenBefore = (deps: Dependences, nest: Stmt, read: AccessPoint, sizes: ReadonlySet<string>): Union => {
  const query: Query = { kinds: ['RAW'], within: nest.id, noDeps: 'ignore', reductions: 'kept', relax: 'necessary' };
  const own = new Map(read.loops.map(({ iterator }) => [`${iterator.id}'`, iterator.id]));
  return deps
    .find({ ...query, later: (p) => p === read })
    .flatMap((d) => d.levels.flatMap((level) => level.relation()))
    .filter((s) => [...s.variables()].every((v) => !deps.isData(v)))
    .map((s) =>
      s.substitute((v) => {
        const name = own.get(v);
        return name !== undefined ? variable(name) : sizes.has(v) ? null : variable(`other ${v}`);
      }),
    );
};
