/** Relations in isl notation, with the names that the user gave. */

import { type Affine, IntegerRelation, relationSpace, tuple, variable } from '../../presburger/index.ts';
import type { SymbolTable } from '../affine/symbols.ts';
import { unprimed } from './ends.ts';
import type { AccessPoint } from './points.ts';
import type { Dependence, Level } from './query.ts';

/** `[n] -> { [i] -> [i'] : i' = 1 + i and ... }`: iterations of the earlier access to those of the later one. */
export const relationText = (d: Dependence, level: Level, symbols: SymbolTable): string => {
  const union = level.all();
  const idsOf = ({ loops }: AccessPoint, prime: string): string[] => loops.map((l) => l.iterator.id + prime);
  const iterators = new Set([...idsOf(d.earlier, ''), ...idsOf(d.later, "'")]);
  const names = new Map<string, string>();
  const taken = new Set<string>();
  const nameOf = (v: string): string => {
    const known = names.get(v);
    if (known !== undefined) return known;
    const id = unprimed(v);
    const base = symbols
      .get(id)
      .display.replace(/\W+/g, '_')
      .replace(/^(?=\d|$)/, '_');
    const primed = v.slice(id.length);
    // To isl a primed name of a parameter is the same as the name without.
    const prime = iterators.has(v) ? primed : primed && '_later';
    let name = base + prime;
    for (let k = 1; taken.has(name); k++) name = `${base}_${k}${prime}`;
    taken.add(name);
    names.set(v, name);
    return name;
  };
  const from = idsOf(d.earlier, '').map(nameOf);
  const to = idsOf(d.later, "'").map(nameOf);
  const renamed = (v: string): Affine => variable(nameOf(v));
  const systems = union.map((s) => s.substitute(renamed));
  const dims = new Set([...from, ...to]);
  const params = new Set<string>();
  for (const s of systems) for (const v of s.variables()) if (!dims.has(v)) params.add(v);
  const space = relationSpace([...params].sort(), tuple(null, ...from), tuple(null, ...to));
  return IntegerRelation.from(space, systems).toString();
};
