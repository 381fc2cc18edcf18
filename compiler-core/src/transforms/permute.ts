/**
 * Runs a perfect nest in the order of new iterators, given as functions of the old ones.
 *
 * Before, and after `permute([L1, L2], lambda i, j: (i + j, i))`:
 *
 * ```text
 * L1: for i in 0 : 4 : 1 {            for i.0 in 0 : 7 : 1 {
 *   L2: for j in 0 : 4 : 1 {            for i.1 in max(i.0 - 3, 0) : min(i.0 + 1, 4) : 1 {
 *     y[i, j] = x[j, i]                   y[i.1, i.0 - i.1] = x[i.0 - i.1, i.1]
 *   }                                   }
 * }                                   }
 * ```
 *
 * Legality: the map `y = M·x + c` is one-to-one on the integers (`det M = ±1`, `c` fixed outside the nest), and no
 * dependence within one iteration of the loops around has `y(earlier) > y(later)` lexicographically. The bounds are the
 * projections of the old domain on the new iterators from the outside in; what they leave too wide is guarded.
 * FreeTensor has it since 1.0. Loops whose step is not 1 or -1, and maps with `//` or `%`, are not modelled.
 */

import { analyse, type Instance } from '../analysis/dependences/index.ts';
import { binary, bool, int, iter } from '../ir/build.ts';
import type { Expr, For, Func, NodeId, Stmt } from '../ir/nodes.ts';
import {
  type Affine,
  Budget,
  constant,
  isEq,
  isGe,
  isGt,
  project,
  System,
  type Union,
  variable,
} from '../presburger/index.ts';
import { finish } from './finish.ts';
import { judge } from './legality.ts';
import { type LinearForm, linearForm, spellAffine } from './linear-form.ts';
import { nestOf } from './nest.ts';
import { DEFAULTS, type Options, type Rewrite, refused } from './rewrite.ts';
import {
  builderFor,
  derivedNames,
  isRefused,
  labelOf,
  locate,
  loopsAround,
  replaceIterator,
  replaceWhere,
  traced,
} from './tree.ts';
import { inverseOf } from './unimodular.ts';

export interface PermuteArgs {
  /** From the outermost. */
  readonly loops: readonly NodeId[];
  /** The new iterators as expressions of the old ones; null where the caller cannot tell. */
  readonly map: (iterators: readonly Expr[]) => readonly Expr[] | null;
}

/** @returns the new loops, from the outermost. */
export const permute = (func: Func, args: PermuteArgs, options: Options = DEFAULTS): Rewrite<readonly NodeId[]> => {
  const found = nestOf(func, args.loops);
  if (isRefused(found)) return found;
  const nest = args.loops.map((id) => found.find((l) => l.id === id) as For);
  const [first] = found as readonly [For];
  const { at } = first;
  if (found.some((l, k) => l !== nest[k] || (k > 0 && found[k - 1]?.body !== l))) {
    return refused('not-nested', at, 'the loops are to be given from the outside in, one directly inside the other');
  }
  if (nest.some((l) => l.step.kind !== 'int' || (l.step.value !== 1n && l.step.value !== -1n))) {
    return refused('not-modelled', at, 'loops with other steps than 1 and -1 are not permuted');
  }
  const images = args.map(nest.map((l) => iter(l.iter, l.at)))?.map((e) => linearForm(e));
  if (!images || images.some((f) => f === null))
    return refused('not-modelled', at, 'the new iterators are not linear in the old ones');
  const forms = images as readonly LinearForm[];
  const names = nest.map((l) => l.iter);
  const matrix = forms.map((f) => names.map((n) => f.value.coefficient(n)));
  const inverse = forms.length === nest.length ? inverseOf(matrix.map((row) => row.map(Number))) : null;
  if (!inverse) return refused('not-bijective', at, 'the new iterators do not tell the old ones, one by one');

  const around = loopsAround(locate(func, first.id)).map((l) => l.id);
  const turned = turnedBy(
    nest,
    matrix.map((row) => row.map(Number)),
  );
  const query = {
    within: first.id,
    where: turned,
    directions: [around.map((loop) => ({ loop, direction: 'same' as const }))],
  };
  const judgement = judge({ func, deps: analyse(func), rule: query, truth: query }, at);
  if (isRefused(judgement)) return judgement;

  const fresh = names.map((_, k) => `${names[0]}.${k}`);
  const atoms = new Map<string, Expr>(fresh.map((n) => [n, iter(n, at)]));
  const offsets = forms.map((f) => f.value.substitute((v) => (names.includes(v) ? constant(0) : null)));
  const old = inverse.map((row) =>
    row.reduce(
      (sum, c, k) =>
        sum.plus(
          variable(fresh[k] as string)
            .minus(offsets[k] ?? constant(0))
            .times(c),
        ),
      constant(0),
    ),
  );
  for (const f of forms) for (const [name, e] of f.atoms) if (!names.includes(name)) atoms.set(name, e);
  const domain = domainOf(nest, names, old, atoms);
  if (!domain) return refused('not-modelled', at, 'the bounds of the loops are not linear');

  const build = builderFor(func, traced(first.origin, `permute ${nest.map(labelOf).join(', ')}`));
  let body: Stmt = (nest.at(-1) as For).body;
  for (const n of names) body = replaceIterator(body, n, iter(`${n} before`));
  for (const [k, n] of names.entries())
    body = replaceIterator(body, `${n} before`, spellAffine(old[k] as Affine, atoms));
  const guard = domain.constraints
    .map((c) => binary(c.kind === 'eq' ? 'eq' : 'ge', spellAffine(c.expr, atoms), int(0, at), at))
    .reduce<Expr>((a, b) => binary('lAnd', a, b, at), bool(true, at));
  let inner: Stmt = build.ifThen(guard, body);
  const made: NodeId[] = [];
  for (let k = fresh.length - 1; k >= 0; k--) {
    const range = rangeOf(
      [domain],
      fresh.slice(0, k + 1),
      [...atoms.keys()].filter((n) => !fresh.includes(n)),
      atoms,
      options.budget,
    );
    if (!range) return refused('not-modelled', at, `no bounds of ${fresh[k]} are found`);
    const labels = derivedNames(options.era, `permuted.${k}.${labelOf(nest[k] as For)}`, `permute.${k}`, nest);
    const loop = build.forLoop(fresh[k] as string, { ...range, at }, inner, {}, { names: labels });
    made.unshift(loop.id);
    inner = loop;
  }
  const copies = new Map(nest.map((l) => [l.id, made]));
  const replaced = replaceWhere(func.body, (s) => (s === first ? inner : null));
  return finish(func, replaced, made, options, { copies, caveats: judgement.caveats });
};

/** The pairs whose new iterators are in the other order than they run in now. */
const turnedBy =
  (nest: readonly For[], matrix: readonly (readonly number[])[]) =>
  (e: Instance, l: Instance): Union => {
    const image = (x: Instance): readonly Affine[] | null => {
      const xs = nest.map((loop) => x.iterator(loop.id));
      if (xs.some((a) => a === null)) return null;
      return matrix.map((row) => row.reduce((sum, c, k) => sum.plus((xs[k] as Affine).times(c)), constant(0)));
    };
    const [a, b] = [image(e), image(l)];
    if (!a || !b) return [System.universe];
    const out: System[] = [];
    let before = System.universe;
    a.forEach((x, k) => {
      const y = b[k] as Affine;
      out.push(before.and(isGt(x, y)));
      before = before.and(isEq(x, y));
    });
    return out.filter((s) => !s.contradictory);
  };

/** The iterations of the nest in terms of the new iterators; null where a bound is not linear. */
const domainOf = (
  nest: readonly For[],
  names: readonly string[],
  old: readonly Affine[],
  atoms: Map<string, Expr>,
): System | null => {
  let all = System.universe;
  for (const loop of nest) {
    const [begin, end] = [linearForm(loop.begin), linearForm(loop.end)];
    if (!begin || !end) return null;
    for (const f of [begin, end]) for (const [name, e] of f.atoms) if (!names.includes(name)) atoms.set(name, e);
    const x = variable(loop.iter);
    const up = loop.step.kind === 'int' && loop.step.value > 0n;
    all = up ? all.and(isGe(x, begin.value), isGt(end.value, x)) : all.and(isGe(begin.value, x), isGt(x, end.value));
  }
  return all.substitute((v) => {
    const k = names.indexOf(v);
    return k < 0 ? null : (old[k] ?? null);
  });
};

/** Bounds of the last of `names` over a domain, in terms of those before it and of what is fixed. */
const rangeOf = (
  domain: Union,
  names: readonly string[],
  fixed: readonly string[],
  atoms: ReadonlyMap<string, Expr>,
  budget: number,
): { readonly begin: Expr; readonly end: Expr } | null => {
  const shadow = project(domain, [...names, ...fixed], new Budget(budget));
  const last = names.at(-1) as string;
  let [low, high]: [Expr | null, Expr | null] = [null, null];
  for (const s of shadow.may) {
    let [lower, upper]: [Expr | null, Expr | null] = [null, null];
    for (const c of s.constraints) {
      const a = Number(c.expr.coefficient(last));
      if (a === 0 || c.expr.terms.some((t) => t.div)) continue;
      const rest = c.expr.minus(variable(last).times(a));
      // a·y + r >= 0: y >= ceil(-r / a), or y <= floor(r / -a).
      if (a > 0 || c.kind === 'eq') {
        const b = Math.abs(a);
        const e = divided('ceilDiv', spellAffine(a > 0 ? rest.negated() : rest, atoms), b);
        lower = lower ? binary('max', lower, e) : e;
      }
      if (a < 0 || c.kind === 'eq') {
        const b = Math.abs(a);
        const e = binary('add', divided('floorDiv', spellAffine(a < 0 ? rest : rest.negated(), atoms), b), int(1));
        upper = upper ? binary('min', upper, e) : e;
      }
    }
    if (!lower || !upper) return null;
    low = low ? binary('min', low, lower) : lower;
    high = high ? binary('max', high, upper) : upper;
  }
  return low && high ? { begin: low, end: high } : { begin: int(0), end: int(0) };
};
const divided = (op: 'ceilDiv' | 'floorDiv', e: Expr, by: number): Expr => (by === 1 ? e : binary(op, e, int(by)));
