/**
 * Parametric integer programming: the lexicographically least integer point as a function of parameters.
 *
 * The tableau writes the unknowns and the slacks of the inequalities over as many nonbasic variables, all of them >= 0,
 * whose columns are lexicographically positive in the unknowns. So the point at nonbasic = 0 is the least one, as soon as no
 * slack is negative there. A slack that is negative is pivoted (dual simplex, lexicographic choice of the column); one whose
 * sign depends on the parameters splits the context. A point that is not integer is cut off (Gomory), with a new floor of the
 * parameters where the cut needs one. Unknowns without a known lower bound are measured from -M for a large M.
 * Source: P. Feautrier, "Parametric integer programming", RAIRO 22(3), 1988.
 */

import { Context, type Signs } from './context.ts';
import { valueAt } from './feasible.ts';
import { add, floorDivInt, gcd, type Int, modInt, mul, neg } from './int.ts';
import { computedFrom, floorRows, moved, type Piece } from './piece.ts';
import { at, type Budget, below, mix, negated, type Row, weight, zeros } from './rows.ts';
import { simplified } from './simplify.ts';

/** `den · value = big · M + param · (1, parameters) + coef · nonbasic` */
interface Line {
  readonly den: Int;
  readonly big: Int;
  readonly param: Row;
  /** Entry k belongs to nonbasic variable k; there is no constant. */
  readonly coef: Row;
}

interface Tableau {
  /** How many unknowns are asked for; those after them are existentials. */
  readonly asked: number;
  /** The unknowns in order; never pivoted. */
  readonly outputs: readonly Line[];
  /** What must not be negative. */
  readonly slacks: readonly Line[];
  /** Slacks known not to be negative at nonbasic = 0 in the context. */
  readonly settled: ReadonlySet<Line>;
}

/** Where `context` holds, the least point is `values`, rows over the columns of the context. */
export interface Optimum {
  readonly context: Piece;
  readonly values: readonly Row[];
}

export interface Optima {
  readonly least: readonly Optimum[];
  /** Where the rational relaxation has no least point; whether it has integer points at all is not said. */
  readonly unbounded: readonly Piece[];
}

/**
 * The least values of visible columns `inputs + 1 ...` of the piece, per value of the first `inputs` columns. The contexts
 * are disjoint. @throws BudgetExceeded
 */
export const leastPoints = (p: Piece, inputs: number, greatest: boolean, budget: Budget): Optima => {
  const least: Optimum[] = [];
  const unbounded: Piece[] = [];
  const start = begin(p, inputs, greatest, budget);
  if (start) {
    search(start.tableau, start.context, budget, (context, outputs) => {
      const values = outputs.slice(0, p.width - inputs);
      if (values.some((v) => v.big !== 0)) unbounded.push(context.piece);
      else {
        const rows = values.map((v) => v.param.map((c) => (c === 0 ? 0 : floorDivInt(c, v.den))));
        least.push({ context: context.piece, values: greatest ? rows.map(negated) : rows });
      }
    });
  }
  return { least, unbounded };
};

/**
 * The same points in disjoint pieces whose locals are floors of visible columns: where the least values of the others
 * exist. @throws BudgetExceeded
 */
export const determined = (p: Piece, budget: Budget): readonly Piece[] =>
  computedFrom(p, p.width).every((c) => c)
    ? [p]
    : leastPoints(p, p.width, false, budget).least.flatMap(({ context }) => simplified(context) ?? []);

/** A row of the piece over parameters and unknowns. */
interface Split {
  readonly param: Row;
  readonly coef: Row;
}

const begin = (
  p: Piece,
  inputs: number,
  greatest: boolean,
  budget: Budget,
): { readonly tableau: Tableau; readonly context: Context } | null => {
  const fixed = computedFrom(p, inputs);
  const outs = p.width - inputs;
  const contextLocals = p.locals.flatMap((f, k) => (f && fixed[k] ? [{ f, column: 1 + p.width + k }] : []));
  const unknownLocals = p.locals.flatMap((f, k) => (fixed[k] ? [] : [{ f, column: 1 + p.width + k }]));
  const count = outs + unknownLocals.length;
  const paramAt = new Map(contextLocals.map(({ column }, k) => [column, 1 + inputs + k]));
  const unknownAt = new Map(unknownLocals.map(({ column }, k) => [column, outs + k]));
  const split = (row: Row): Split => {
    const param = zeros(1 + inputs + contextLocals.length);
    const coef = zeros(count);
    row.forEach((c, k) => {
      if (c === 0) return;
      if (k <= inputs) param[k] = c;
      else if (k <= p.width) coef[k - inputs - 1] = greatest ? neg(c) : c;
      else if (paramAt.has(k)) param[paramAt.get(k) ?? 0] = c;
      else coef[unknownAt.get(k) ?? 0] = c;
    });
    return { param, coef };
  };
  const length = 1 + p.width + p.locals.length;
  const definitions = unknownLocals.flatMap(({ f, column }) => (f ? floorRows(f, column, length) : []));
  const eqs = p.eqs.map(split);
  const ges = [...p.ges, ...definitions].map(split);
  const hidden = (s: Split): boolean => s.coef.every((c) => c === 0);
  const context = Context.of(
    {
      width: inputs,
      locals: contextLocals.map(({ f }) => ({
        num: moved(f.num, 1 + inputs + contextLocals.length, (k) => paramAt.get(k) ?? k),
        den: f.den,
      })),
      eqs: eqs.filter(hidden).map((s) => s.param),
      ges: ges.filter(hidden).map((s) => s.param),
    },
    budget,
  );
  const rest = { eqs: eqs.filter((s) => !hidden(s)), ges: ges.filter((s) => !hidden(s)) };
  return context && { context, tableau: firstTableau(rest.eqs, rest.ges, count, outs) };
};

/** Unknowns that equalities give by others, and what is left. */
interface Reduced {
  eqs: Split[];
  ges: Split[];
  /** The unknowns that are left; each comes before those that it may be bounded by. */
  order: number[];
  /** The others, by unknowns that are left. */
  given: Map<number, Split>;
}

/**
 * Uses up equalities such that the columns of the unknowns that are left stay lexicographically positive: where an unknown is
 * the last one and has a unit coefficient; or where only one existential comes after it, which takes its place in the order,
 * turned around where the unknown falls with it.
 */
const reduceEqualities = (r: Reduced, asked: number): void => {
  const substitute = (unknown: number, by: Split): void => {
    const replace = (s: Split): Split => {
      const c = at(s.coef, unknown);
      if (c === 0) return s;
      const coef = [...s.coef];
      coef[unknown] = 0;
      return { param: mix(s.param, 1, by.param, c), coef: mix(coef, 1, by.coef, c) };
    };
    r.eqs = r.eqs.map(replace);
    r.ges = r.ges.map(replace);
    r.given = new Map([...r.given].map(([u, s]) => [u, replace(s)]));
    r.given.set(unknown, by);
  };
  const turn = (unknown: number): void => {
    const replace = (s: Split): Split => ({
      param: s.param,
      coef: s.coef.map((c, k) => (k === unknown ? neg(c) : c)),
    });
    r.eqs = r.eqs.map(replace);
    r.ges = r.ges.map(replace);
    r.given = new Map([...r.given].map(([u, s]) => [u, replace(s)]));
  };
  const step = (): boolean => {
    for (const eq of r.eqs) {
      const live = r.order.filter((u) => eq.coef[u] !== 0);
      const isUnit = (u: number | undefined): u is number => u !== undefined && (eq.coef[u] === 1 || eq.coef[u] === -1);
      const last = live.at(-1);
      const before = live.at(-2);
      if (isUnit(last)) {
        r.order = r.order.filter((u) => u !== last);
        r.eqs = r.eqs.filter((s) => s !== eq);
        substitute(last, solvedFor(eq, last));
        return true;
      }
      if (last === undefined || last < asked || !isUnit(before)) continue;
      r.eqs = r.eqs.filter((s) => s !== eq);
      const by = solvedFor(eq, before);
      substitute(before, by);
      if (at(by.coef, last) < 0) turn(last);
      r.order = r.order.flatMap((u) => (u === last ? [] : u === before ? [last] : [u]));
      return true;
    }
    return false;
  };
  while (step());
};

/** ±u + rest = 0 as u = ∓rest. */
const solvedFor = (eq: Split, unknown: number): Split => {
  const sign: Int = eq.coef[unknown] === 1 ? -1 : 1;
  const coef = eq.coef.map((c, k) => (k === unknown || c === 0 ? 0 : mul(c, sign)));
  return { param: sign === 1 ? eq.param : negated(eq.param), coef };
};

/**
 * Unknowns in terms of nonbasic variables, one after the other: as the slack of an inequality that bounds them from below
 * by earlier ones, or from -M.
 */
const firstTableau = (eqs: Split[], ges: Split[], count: number, asked: number): Tableau => {
  const r: Reduced = { eqs, ges, order: Array.from({ length: count }, (_, u) => u), given: new Map() };
  reduceEqualities(r, asked);
  const lines: Line[] = [];
  const line = (s: Split): Line => {
    let out: Line = { den: 1, big: 0, param: s.param, coef: zeros(r.order.length) };
    s.coef.forEach((c, u) => {
      const value = lines[u];
      if (c !== 0 && value) {
        const big = add(out.big, mul(c, value.big));
        out = { den: 1, big, param: mix(out.param, 1, value.param, c), coef: mix(out.coef, 1, value.coef, c) };
      }
    });
    return out;
  };
  const bases = new Set<Split>();
  r.order.forEach((u, k) => {
    const earlier = r.order.slice(0, k);
    const base = r.ges.find(
      (s) => s.coef[u] === 1 && !bases.has(s) && s.coef.every((c, v) => c === 0 || v === u || earlier.includes(v)),
    );
    const own = zeros(r.order.length);
    own[k] = 1;
    if (base) {
      bases.add(base);
      const bound = line(solvedFor(base, u));
      lines[u] = { ...bound, coef: mix(bound.coef, 1, own, 1) };
    } else lines[u] = { den: 1, big: -1, param: [0], coef: own };
  });
  for (const [u, s] of r.given) lines[u] = line(s);
  const slacks = r.ges.filter((s) => !bases.has(s)).map(line);
  for (const s of r.eqs) {
    const positive = line(s);
    slacks.push(positive, {
      den: 1,
      big: neg(positive.big),
      param: negated(positive.param),
      coef: negated(positive.coef),
    });
  }
  return { asked, outputs: lines, slacks, settled: new Set() };
};

/**
 * Cuts may need floors of floors without end in sight. With more than these, a value that is not integer is looked at
 * apart for each value of the parameters in it, where these are few: then its cuts need no floors.
 */
const MANY_FLOORS = 10;
const FEW_VALUES = 200;
const FLOORS_LEFT = 3;

type Leaf = (context: Context, outputs: readonly Line[]) => void;

const search = (start: Tableau, given: Context, budget: Budget, leaf: Leaf): void => {
  let t = start;
  let context = given;
  for (;;) {
    budget.spend(1 + t.slacks.length);
    const settled = new Set(t.settled);
    const { negative, unsure, restricted } = violated(t.slacks, settled, context, budget);
    context = restricted;
    t = { ...t, settled };
    if (negative) {
      const next = pivoted(t, negative, budget);
      if (!next) return;
      t = next;
      continue;
    }
    if (unsure) {
      const raised = pivoted(t, unsure, budget);
      if (raised) search(raised, context.where(below(unsure.param), budget), budget, leaf);
      context = context.where(unsure.param, budget);
      t = { ...t, settled: new Set([...settled, unsure]) };
      continue;
    }
    const fraction = t.outputs.find((o) => !isInteger(o));
    const unbounded = t.outputs.some((o, k) => k < t.asked && o.big < 0);
    if (!fraction || unbounded) {
      const apart = context.floors > FLOORS_LEFT ? context.apart : null;
      if (apart) for (const one of apart) leaf(one.context, tableauAt(t, one.point).outputs);
      else leaf(context, t.outputs);
      return;
    }
    const apart = context.floors > MANY_FLOORS ? context.apart : null;
    if (apart) {
      for (const one of apart) search(tableauAt(t, one.point), one.context, budget, leaf);
      return;
    }
    const values =
      context.floors > MANY_FLOORS && !Context.isConstant(fraction.param)
        ? context.range(fraction.param, FEW_VALUES, budget)
        : null;
    if (values) {
      for (let v = values.least; v <= values.greatest; v = add(v, 1)) {
        const here = context.withValue(fraction.param, v, budget);
        const fixed: Line = { ...fraction, param: [v] };
        if (here) search({ ...t, outputs: t.outputs.map((o) => (o === fraction ? fixed : o)) }, here, budget, leaf);
      }
      return;
    }
    const cut = cutOff(fraction, context, budget);
    context = cut.context;
    const signs = context.signs(cut.line.param, budget);
    if (signs.negative) {
      // Where the cut happens to be 0 the pivot changes nothing, so it needs no split.
      const raised = pivoted({ ...t, slacks: [...t.slacks, cut.line] }, cut.line, budget);
      if (raised) {
        t = raised;
        continue;
      }
      if (!signs.nonnegative) return;
      context = context.where(cut.line.param, budget);
    }
    // Here r + den · floor(-r / den) is 0, and the value an integer: -floor(-r / den).
    const whole: Line = { ...fraction, param: mix(fraction.param, 1, cut.line.param, -1) };
    t = { ...t, outputs: t.outputs.map((o) => (o === fraction ? whole : o)) };
  }
};

/** The tableau where the columns of its context have these values. */
const tableauAt = (t: Tableau, point: readonly Int[]): Tableau => {
  const here = (l: Line): Line => reduced({ ...l, param: [valueAt(l.param, point)] });
  return { ...t, outputs: t.outputs.map(here), slacks: t.slacks.map(here), settled: new Set() };
};

/** What is to be raised next, and the context without the points for which nothing can be. */
interface Violated {
  readonly negative: Line | null;
  readonly unsure: Line | null;
  readonly restricted: Context;
}

/**
 * A slack that is negative everywhere in the context, or else one that is somewhere. Slacks that are nowhere are added to
 * `settled`; that is proved only once no other is known to be negative, as a pivot would change the question.
 */
const violated = (slacks: readonly Line[], settled: Set<Line>, given: Context, budget: Budget): Violated => {
  let context = given;
  let unsure: Line | null = null;
  const open: Line[] = [];
  const look = (s: Line, signs: Signs): boolean => {
    if (!signs.negative) settled.add(s);
    else if (!signs.nonnegative) return true;
    else if (s.coef.some((c) => c > 0)) unsure ??= s;
    else {
      // Nothing can raise it, so only where it is not negative there are points.
      context = context.where(s.param, budget);
      settled.add(s);
    }
    return false;
  };
  for (const s of slacks) {
    if (settled.has(s)) continue;
    const plain = s.big !== 0 ? s.big : Context.isConstant(s.param) ? at(s.param, 0) : null;
    if (plain !== null) {
      if (look(s, { negative: plain < 0, nonnegative: plain >= 0 }))
        return { negative: s, unsure, restricted: context };
    } else if (context.seen(s.param).negative) {
      if (look(s, context.signs(s.param, budget))) return { negative: s, unsure, restricted: context };
    } else open.push(s);
  }
  for (const s of open) {
    if (unsure) break;
    if (look(s, context.signs(s.param, budget))) return { negative: s, unsure, restricted: context };
  }
  return { negative: null, unsure, restricted: context };
};

const isInteger = (o: Line): boolean => o.den === 1 || o.param.every((c) => c === 0 || modInt(c, o.den) === 0);

/**
 * den · value = r + Σ a z. With f = a mod den, Σ f z = -r (mod den) and Σ f z >= 0, so Σ f z >= (-r) mod den, that is
 * Σ f z + r + den · floor(-r / den) >= 0; and den divides the left side.
 */
const cutOff = (o: Line, context: Context, budget: Budget): { readonly context: Context; readonly line: Line } => {
  const floor = context.floor(negated(o.param), o.den, budget);
  return {
    context: floor.context,
    line: {
      den: o.den,
      big: 0,
      param: mix(o.param, 1, floor.row, o.den),
      coef: o.coef.map((c) => modInt(c, o.den)),
    },
  };
};

/** The tableau with a slack that is negative made nonbasic; null when no column can raise it. */
const pivoted = (t: Tableau, slack: Line, budget: Budget): Tableau | null => {
  budget.spend((t.slacks.length + t.outputs.length) * (weight(slack.param) + weight(slack.coef)));
  let column = -1;
  for (let k = 0; k < slack.coef.length; k++) {
    if (
      at(slack.coef, k) > 0 &&
      (column < 0 || lexLess(t.outputs, k, at(slack.coef, k), column, at(slack.coef, column)))
    )
      column = k;
  }
  if (column < 0) return null;
  const a = at(slack.coef, column);
  // a · entering = den · slack - (the rest)
  const solved: Line = {
    den: a,
    big: neg(slack.big),
    param: negated(slack.param),
    coef: slack.coef.map((c, k) => (k === column ? slack.den : neg(c))),
  };
  const replace = (l: Line): Line => {
    const e = at(l.coef, column);
    if (e === 0) return l;
    const coef = [...l.coef];
    coef[column] = 0;
    return reduced({
      den: mul(l.den, a),
      big: add(mul(l.big, a), mul(solved.big, e)),
      param: mix(l.param, a, solved.param, e),
      coef: mix(coef, a, solved.coef, e),
    });
  };
  const slacks: Line[] = [];
  const settled = new Set<Line>();
  for (const s of t.slacks) {
    const next = s === slack ? reduced(solved) : replace(s);
    slacks.push(next);
    if (next === s && t.settled.has(s)) settled.add(s);
  }
  return { ...t, outputs: t.outputs.map(replace), slacks, settled };
};

/** Whether column j divided by x comes lexicographically before column k divided by y; x and y are positive. */
const lexLess = (outputs: readonly Line[], j: number, x: Int, k: number, y: Int): boolean => {
  for (const o of outputs) {
    const left = mul(at(o.coef, j), y);
    const right = mul(at(o.coef, k), x);
    if (left !== right) return left < right;
  }
  return false;
};

const reduced = (l: Line): Line => {
  let g = gcd(l.den, l.big);
  for (let k = 0; k < l.param.length && g !== 1; k++) if (l.param[k] !== 0) g = gcd(g, at(l.param, k));
  for (let k = 0; k < l.coef.length && g !== 1; k++) if (l.coef[k] !== 0) g = gcd(g, at(l.coef, k));
  if (g === 1) return l;
  const divide = (c: Int): Int => (c === 0 ? 0 : floorDivInt(c, g));
  return { den: divide(l.den), big: divide(l.big), param: l.param.map(divide), coef: l.coef.map(divide) };
};
