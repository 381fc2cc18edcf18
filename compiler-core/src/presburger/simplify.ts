/** The simplification of one piece: exact, cheap, and without a search. */

import { abs, add, type Int, neg, sub } from './int.ts';
import { canonicalFloor, type Floor, floorRows, moved, type Piece } from './piece.ts';
import { at, mix, negated, normalise, parallel, type Row, sameRow, zeros } from './rows.ts';

interface Work {
  readonly width: number;
  eqs: Row[];
  ges: Row[];
  /** Floors by local; null is undefined. A local that no row and no floor uses is dropped at the end. */
  locals: (Floor | null)[];
}

/**
 * The same points with fewer locals and rows: equalities with a unit coefficient are substituted, locals fixed by an
 * equality or by a window narrower than their coefficient become floors, equal floors are shared, and undefined locals are
 * eliminated where that is exact and adds no rows.
 * @returns null when the piece contradicts itself at sight.
 */
export const simplified = (p: Piece): Piece | null => {
  const w: Work = { width: p.width, eqs: [...p.eqs], ges: [...p.ges], locals: [...p.locals] };
  let rounds = 0;
  do {
    if (!normalise(w)) return null;
  } while (
    w.locals.length > 0 &&
    rounds++ < 50 &&
    (substituteLocal(w) || defineByEquality(w) || defineByWindow(w) || shareFloors(w) || eliminateCheaply(w))
  );
  if (!solveVisible(w)) return null;
  return compacted(w);
};

const columnOf = (w: Work, local: number): number => 1 + w.width + local;

/** Whether local `k` is computed, at any depth, from local `from`. */
const dependsOn = (w: Work, k: number, from: number): boolean => {
  const f = w.locals[k];
  if (!f) return false;
  for (let j = 0; j < w.locals.length; j++) {
    if (at(f.num, columnOf(w, j)) !== 0 && (j === from || dependsOn(w, j, from))) return true;
  }
  return false;
};

/** Whether local `z` may be computed from the other columns of `row`: none of them is computed from `z`. */
const mayDefine = (w: Work, row: Row, z: number, allDefined: boolean): boolean => {
  for (let j = 0; j < w.locals.length; j++) {
    if (j === z || at(row, columnOf(w, j)) === 0) continue;
    if ((allDefined && w.locals[j] === null) || dependsOn(w, j, z)) return false;
  }
  return true;
};

/** Replaces a column by `by` (which does not use it) in all rows and floors. */
const substitute = (w: Work, column: number, by: Row): void => {
  const replace = (r: Row): Row => {
    const c = at(r, column);
    if (c === 0) return r;
    const out = mix(r, 1, by, c);
    out[column] = 0;
    return out;
  };
  w.eqs = w.eqs.map(replace);
  w.ges = w.ges.map(replace);
  w.locals = w.locals.map((f) => (f && at(f.num, column) !== 0 ? { num: replace(f.num), den: f.den } : f));
};

/** z = -g · (the rest of an equality) where the coefficient g of local z is 1 or -1. */
const substituteLocal = (w: Work): boolean => {
  for (const eq of w.eqs) {
    for (let z = w.locals.length - 1; z >= 0; z--) {
      const column = columnOf(w, z);
      const g = at(eq, column);
      if ((g !== 1 && g !== -1) || !mayDefine(w, eq, z, false)) continue;
      const floor = w.locals[z] ?? null;
      if (floor && !floorAvoids(w, floor, z)) continue;
      w.eqs = w.eqs.filter((r) => r !== eq);
      if (floor) {
        w.locals[z] = null;
        w.ges.push(...floorRows(floor, column, 1 + w.width + w.locals.length));
      }
      const by = g === 1 ? negated(eq) : [...eq];
      by[column] = 0;
      substitute(w, column, by);
      return true;
    }
  }
  return false;
};

const floorAvoids = (w: Work, floor: Floor, z: number): boolean => at(floor.num, columnOf(w, z)) === 0;

/** Makes local z the floor `num / den`; what the canonical form takes out of it is added where z is used. */
const define = (w: Work, z: number, num: Row, den: Int): void => {
  const { whole, floor } = canonicalFloor(num, den);
  const column = columnOf(w, z);
  const by = [...whole, ...zeros(Math.max(0, column + 1 - whole.length))];
  if (floor) by[column] = add(at(by, column), 1);
  if (by.some((c, k) => c !== (k === column ? 1 : 0))) {
    const replace = (r: Row): Row => {
      const c = at(r, column);
      if (c === 0) return r;
      const rest = [...r];
      rest[column] = 0;
      return mix(rest, 1, by, c);
    };
    w.eqs = w.eqs.map(replace);
    w.ges = w.ges.map(replace);
    w.locals = w.locals.map((f) => f && { num: replace(f.num), den: f.den });
  }
  w.locals[z] = floor;
};

/** g · z + rest = 0 with a determined rest: z = floor(-rest / g), and the equality keeps saying that g divides it. */
const defineByEquality = (w: Work): boolean => {
  for (const eq of w.eqs) {
    for (let z = 0; z < w.locals.length; z++) {
      const g = at(eq, columnOf(w, z));
      if (w.locals[z] !== null || g === 0 || !mayDefine(w, eq, z, true)) continue;
      const num = g > 0 ? negated(eq) : [...eq];
      num[columnOf(w, z)] = 0;
      define(w, z, num, abs(g));
      return true;
    }
  }
  return false;
};

/** num - d z >= 0 and d z - num + s >= 0 with s < d: z = floor(num / d), and only the second row may say more. */
const defineByWindow = (w: Work): boolean => {
  for (let z = 0; z < w.locals.length; z++) {
    if (w.locals[z] !== null) continue;
    const column = columnOf(w, z);
    for (const upper of w.ges) {
      const d = neg(at(upper, column));
      if (d <= 1) continue;
      const lower = w.ges.find((r) => at(r, column) === d && parallel(r, upper, -1));
      if (!lower) continue;
      const room = add(at(lower, 0), at(upper, 0));
      if (room >= d || !mayDefine(w, upper, z, true)) continue;
      const num = [...upper];
      num[column] = 0;
      w.ges = w.ges.filter((r) => r !== upper && !(r === lower && room === sub(d, 1)));
      define(w, z, num, d);
      return true;
    }
  }
  return false;
};

/** Of equal floors the first is used everywhere. */
const shareFloors = (w: Work): boolean => {
  for (let k = 1; k < w.locals.length; k++) {
    const f = w.locals[k];
    if (!f || !used(w, k)) continue;
    for (let j = 0; j < k; j++) {
      const g = w.locals[j];
      if (!g || f.den !== g.den || !sameRow(f.num, g.num)) continue;
      const by = zeros(columnOf(w, j) + 1);
      by[columnOf(w, j)] = 1;
      substitute(w, columnOf(w, k), by);
      w.locals[k] = null;
      return true;
    }
  }
  return false;
};

const used = (w: Work, z: number): boolean => {
  const column = columnOf(w, z);
  return (
    w.eqs.some((r) => at(r, column) !== 0) ||
    w.ges.some((r) => at(r, column) !== 0) ||
    w.locals.some((f) => f !== null && at(f.num, column) !== 0)
  );
};

/** Fourier-Motzkin on an undefined local, where one side has unit coefficients and the rows do not become more. */
const eliminateCheaply = (w: Work): boolean => {
  for (let z = 0; z < w.locals.length; z++) {
    const column = columnOf(w, z);
    if (w.locals[z] !== null) continue;
    if (w.eqs.some((r) => at(r, column) !== 0)) continue;
    if (w.locals.some((f) => f !== null && at(f.num, column) !== 0)) continue;
    const lower = w.ges.filter((r) => at(r, column) > 0);
    const upper = w.ges.filter((r) => at(r, column) < 0);
    if (lower.length + upper.length === 0) continue;
    const exact = lower.every((r) => at(r, column) === 1) || upper.every((r) => at(r, column) === -1);
    const oneSided = lower.length === 0 || upper.length === 0;
    if (!oneSided && (!exact || lower.length * upper.length > lower.length + upper.length)) continue;
    w.ges = w.ges.filter((r) => at(r, column) === 0);
    for (const l of lower) for (const u of upper) w.ges.push(mix(l, neg(at(u, column)), u, at(l, column)));
    return true;
  }
  return false;
};

/** Visible columns with a unit coefficient in an equality are substituted in all other rows: a common form for equals. */
const solveVisible = (w: Work): boolean => {
  for (let known = 0; w.eqs.length > known; ) {
    known = w.eqs.length;
    let changed = false;
    for (let i = 0; i < known; i++) {
      const eq = w.eqs[i] as Row;
      // One that uses locals would only spread them.
      if (eq.some((c, k) => k > w.width && c !== 0)) continue;
      let column = w.width;
      while (column > 0 && at(eq, column) !== 1 && at(eq, column) !== -1) column--;
      if (column === 0) continue;
      const g = at(eq, column);
      const replace = (r: Row): Row => {
        const c = at(r, column);
        if (c === 0 || r === eq) return r;
        changed = true;
        return mix(r, 1, eq, g === 1 ? neg(c) : c);
      };
      w.eqs = w.eqs.map(replace);
      w.ges = w.ges.map(replace);
    }
    if (changed && !normalise(w)) return false;
  }
  return true;
};

/** Drops locals that nothing uses, and orders the rest so that a floor uses only locals before it. */
const compacted = (w: Work): Piece => {
  if (w.locals.length === 0) return { width: w.width, locals: [], eqs: w.eqs, ges: w.ges };
  const order: number[] = [];
  const visit = (k: number): void => {
    if (order.includes(k)) return;
    const f = w.locals[k];
    for (let j = 0; f && j < w.locals.length; j++) if (at(f.num, columnOf(w, j)) !== 0) visit(j);
    order.push(k);
  };
  w.locals.forEach((_, k) => {
    const column = columnOf(w, k);
    if (w.eqs.some((r) => at(r, column) !== 0) || w.ges.some((r) => at(r, column) !== 0)) visit(k);
  });
  const place = new Map(order.map((k, i) => [columnOf(w, k), 1 + w.width + i]));
  const to = (column: number): number => place.get(column) ?? column;
  const length = 1 + w.width + order.length;
  return {
    width: w.width,
    locals: order.map((k) => {
      const f = w.locals[k];
      return f ? { num: moved(f.num, length, to), den: f.den } : null;
    }),
    eqs: w.eqs.map((r) => moved(r, length, to)),
    ges: w.ges.map((r) => moved(r, length, to)),
  };
};
