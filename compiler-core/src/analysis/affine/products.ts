/**
 * Products of symbols, as symbols of their own: `r * n + c` is an affine form over `r * n` and `c`.
 * What holds between a product and its factors is said by `withProducts`: where `f >= 0` and `g >= 0`, also `f * g >= 0`.
 */

import {
  type Affine,
  type Budget,
  type Constraint,
  constant,
  extremes,
  isGe,
  System,
  type Term,
  variable,
} from '../../presburger/index.ts';
import { mul } from '../../presburger/int.ts';
import type { SymbolTable } from './symbols.ts';

const MAX_DEGREE = 4;
const MAX_TERMS = 12;

/** What a term is a product of; a floor is one factor. */
const atomsOf = ({ name, div }: Term, symbols: SymbolTable): readonly string[] =>
  div ? [symbols.floor(div, name).id] : (symbols.factorsOf(name) ?? [name]);

/** `a * b`; null where it is of a degree or size that nothing is concluded from. */
export const multiply = (a: Affine, b: Affine, symbols: SymbolTable): Affine | null => {
  if (a.isConstant) return b.times(a.constant);
  if (b.isConstant) return a.times(b.constant);
  if (a.terms.length * b.terms.length > MAX_TERMS) return null;
  let out = a
    .times(b.constant)
    .plus(b.times(a.constant))
    .plusConstant(mul(mul(a.constant, b.constant), -1));
  for (const s of a.terms) {
    for (const t of b.terms) {
      const atoms = [...atomsOf(s, symbols), ...atomsOf(t, symbols)].sort();
      if (atoms.length > MAX_DEGREE) return null;
      out = out.plus(variable(symbols.product(atoms).id).times(mul(s.coef, t.coef)));
    }
  }
  return out;
};

const MAX_FACTORS = 14;
const MAX_DERIVED = 48;

/**
 * The system with what follows for the products in it: products of two of its inequalities that need no product that
 * is not there already, twice, so that products of three follow as well. Equal to the system, where products are products.
 * @cost about 100 multiplications of affine forms.
 */
export const withProducts = (system: System, symbols: SymbolTable, budget: Budget): System => {
  const present = new Set([...system.variables()].filter((v) => symbols.factorsOf(v) !== null));
  if (present.size === 0) return system;
  for (const p of [...present]) {
    // Of three factors, two may have to be taken first.
    const atoms = symbols.factorsOf(p) ?? [];
    if (atoms.length < 3) continue;
    atoms.forEach((_, leave) => {
      present.add(symbols.product(atoms.filter((_a, k) => k !== leave)).id);
    });
  }
  const factors = new Set([...present].flatMap((p) => [...(symbols.factorsOf(p) ?? [])]));
  // Floors in products have their own symbols: where they stand alone as well, they are the same.
  const floors = [...factors].flatMap((f) => symbols.definitionOf(f));
  const touches = (c: Constraint): boolean => [...c.expr.variables()].some((v) => factors.has(v) || present.has(v));
  const all: Constraint[] = [];
  for (const c of [...system.constraints, ...floors]) {
    if (c.kind === 'ge') all.push(c);
    else all.push({ kind: 'ge', expr: c.expr }, { kind: 'ge', expr: c.expr.negated() });
  }
  // The least value of a factor, where the constraints together say it: from c >= 0 and c < n, n >= 1.
  for (const f of factors) {
    const known = extremes([system.and(...floors)], variable(f), budget);
    if (known.kind === 'known' && known.value?.min != null && known.value.min >= 0)
      all.push(isGe(variable(f), constant(known.value.min)));
  }
  let use = all.filter(touches).slice(0, MAX_FACTORS);
  const derived = new Map<string, Constraint>();
  for (let round = 0; round < 2 && derived.size < MAX_DERIVED; round++) {
    const fresh: Constraint[] = [];
    use.forEach((f, i) => {
      for (const g of all.filter(touches).slice(round === 0 ? i : 0, MAX_FACTORS)) {
        budget.spend(4);
        const expr = multiply(f.expr, g.expr, symbols);
        if (!expr || expr.isConstant || derived.size >= MAX_DERIVED) continue;
        if (![...expr.variables()].every((v) => symbols.factorsOf(v) === null || present.has(v))) continue;
        const key = expr.toString();
        if (derived.has(key)) continue;
        const c: Constraint = { kind: 'ge', expr };
        derived.set(key, c);
        fresh.push(c);
      }
    });
    use = fresh;
  }
  return System.of(...all).and(...system.constraints, ...derived.values());
};
