/** Answers of the library on one random case, checked against enumeration of its box. */

import type { Answer } from '../../compiler-core/src/diag/diagnostic.ts';
import {
  Budget,
  type Count,
  type IntegerRelation,
  type IntegerSet,
  parseRelation,
  parseSet,
  type Witness,
} from '../../compiler-core/src/presburger/index.ts';
import { boxPoints, type RandomCase } from './random.ts';

/** What the library said, as text where the peer is to read it. */
export interface Answers {
  readonly seed: number;
  readonly a: string;
  readonly b: string;
  readonly relation: boolean;
  readonly hidden: readonly number[];
  readonly empty: boolean;
  readonly sample: string | null;
  readonly lexmin: string;
  readonly lexmax: string;
  readonly projection: string;
  readonly difference: string;
}

/** Work allowed for each answer of a case. */
const WORK = 20_000_000;

export class Undecided extends Error {}

const value = <T>(answer: Answer<T>): T => {
  if (answer.kind === 'unknown') throw new Undecided(answer.code);
  return answer.value;
};

const read = (c: RandomCase, text: string): IntegerSet | IntegerRelation => {
  const parsed = c.shape.in ? parseRelation(text) : parseSet(text);
  if (parsed.kind === 'malformed') throw new Error(`${parsed.message} at ${parsed.at} in ${text}`);
  return parsed.value;
};

/** The class's own methods, without a union of two classes in the way. */
interface Common {
  readonly pieces: IntegerSet['pieces'];
  isEmpty(budget: Budget): Answer<boolean>;
  sample(budget: Budget): Answer<Witness | null>;
  lexmin(budget: Budget): Answer<{ optimum: Common; unbounded: IntegerSet }>;
  lexmax(budget: Budget): Answer<{ optimum: Common; unbounded: IntegerSet }>;
  count(budget: Budget): Answer<Count>;
  determined(budget: Budget): Answer<Common>;
  toString(): string;
}

type Point = readonly number[];

/** Whether points lie in pieces whose locals are floors; plain arithmetic on their rows. */
const membership = (pieces: IntegerSet['pieces']): ((point: Point) => boolean) => {
  const plain = pieces.map((p) => ({
    floors: p.locals.map((f) => {
      if (f === null) throw new Error('an existential is left');
      return { num: f.num.map(Number), den: Number(f.den) };
    }),
    eqs: p.eqs.map((r) => r.map(Number)),
    ges: p.ges.map((r) => r.map(Number)),
  }));
  const dot = (row: Point, at: Point): number => {
    let sum = 0;
    for (let k = 0; k < row.length; k++) sum += (row[k] ?? 0) * (at[k] ?? 0);
    return sum;
  };
  return (point) =>
    plain.some((p) => {
      const at = [1, ...point];
      for (const f of p.floors) at.push(Math.floor(dot(f.num, at) / f.den));
      return p.eqs.every((r) => dot(r, at) === 0) && p.ges.every((r) => dot(r, at) >= 0);
    });
};

/** Per point of a box in lexicographic order: whether it is the first, or the last, of those inside in its block. */
const extremesOf = (inside: readonly boolean[], block: number, last: boolean): boolean[] => {
  const out = inside.map(() => false);
  for (let start = 0; start < inside.length; start += block) {
    const part = inside.slice(start, start + block);
    const k = last ? part.lastIndexOf(true) : part.indexOf(true);
    if (k >= 0) out[start + k] = true;
  }
  return out;
};

/** The first disagreement in words, or the answers for the peer. @throws Undecided when a budget ended */
export const againstBox = (c: RandomCase): string | Answers => {
  const region = read(c, c.a.text);
  const a: Common = region;
  const other = read(c, c.b.text);
  const budget = (): Budget => new Budget(WORK);
  const box = boxPoints(c);
  const inside = box.map((p) => c.a.holds(p));
  const differs = (pieces: IntegerSet['pieces'], wanted: readonly boolean[]): Point | undefined => {
    const holds = membership(pieces);
    return box.find((p, k) => holds(p) !== wanted[k]);
  };

  const empty = value(a.isEmpty(budget()));
  if (empty === inside.includes(true)) return `empty is ${empty}`;

  const witness = value(a.sample(budget()));
  const sample = witness && [...c.shape.params.map((p) => witness.params.get(p)), ...witness.in, ...witness.out];
  if ((sample === null) !== empty) return `sample is ${sample}`;
  if (sample && !box.some((p, k) => inside[k] && p.every((x, i) => x === sample[i])))
    return `sample ${sample}: no point`;

  const edge = c.high - c.low + 1;
  const lexmin = value(a.lexmin(budget()));
  const lexmax = value(a.lexmax(budget()));
  for (const found of [lexmin, lexmax]) {
    const name = found === lexmin ? 'lexmin' : 'lexmax';
    if (found.unbounded.pieces.length > 0) return `${name} says that it is unbounded`;
    const wrong = differs(found.optimum.pieces, extremesOf(inside, edge ** c.shape.out.length, found === lexmax));
    if (wrong) return `${name} ${found.optimum} is wrong at ${wrong}`;
  }

  const difference: Common =
    'inverse' in region
      ? value(region.subtract(other as IntegerRelation, budget()))
      : value(region.subtract(other as IntegerSet, budget()));
  const left = value(difference.determined(budget()));
  const apart = differs(
    left.pieces,
    box.map((p, k) => inside[k] === true && !c.b.holds(p)),
  );
  if (apart) return `difference ${left} is wrong at ${apart}`;

  const shadow = 'inverse' in region ? region.domain() : region.project(c.hidden);
  const projection = value(shadow.determined(budget()));
  const keep = (p: Point): Point => p.filter((_, k) => keepsColumn(c, k));
  const shadows = new Set(box.flatMap((p, k) => (inside[k] ? [String(keep(p))] : [])));
  const holds = membership(projection.pieces);
  const outside = box.find(
    (p) => p.every((x, k) => x === c.low || keepsColumn(c, k)) && holds(keep(p)) !== shadows.has(String(keep(p))),
  );
  if (outside) return `projection ${projection} is wrong at ${keep(outside)}`;

  if (c.seed % COUNTED === 0) {
    const count = value(a.count(budget()));
    const per = edge ** (box[0]?.length ?? 0) / edge ** c.shape.params.length;
    for (let start = 0; start < box.length; start += per) {
      const values = new Map(c.shape.params.map((name, k) => [name, box[start]?.[k] ?? 0]));
      const wanted = inside.slice(start, start + per).filter(Boolean).length;
      const { least, most } = count.at(values);
      if (count.exact ? least !== wanted || most !== wanted : least > wanted || (most !== null && most < wanted))
        return `count ${count} is ${least} to ${most} at ${[...values.values()]}, not ${wanted}`;
    }
  }

  return {
    seed: c.seed,
    a: c.a.text,
    b: c.b.text,
    relation: c.shape.in !== null,
    hidden: c.hidden,
    empty,
    sample: sample && pointText(c, sample.map(String)),
    lexmin: String(lexmin.optimum),
    lexmax: String(lexmax.optimum),
    projection: String(projection),
    difference: String(difference),
  };
};

/** Every so many seeds the points are counted, too. */
const COUNTED = 5;

/** Whether the projection of a case keeps a column. */
const keepsColumn = (c: RandomCase, k: number): boolean => {
  const inputs = c.shape.params.length + (c.shape.in?.length ?? 0);
  return k < inputs || (c.shape.in === null && !c.hidden.includes(k - inputs));
};

/** A point as a set or relation with its parameters fixed. */
const pointText = (c: RandomCase, values: readonly string[]): string => {
  const n = c.shape.params.length;
  const m = n + (c.shape.in?.length ?? 0);
  const params = n > 0 ? `[${c.shape.params.join(', ')}] -> ` : '';
  const from = c.shape.in ? `[${values.slice(n, m).join(', ')}] -> ` : '';
  const fixed = c.shape.params.map((p, k) => `${p} = ${values[k]}`);
  return `${params}{ ${from}[${values.slice(m).join(', ')}]${fixed.length > 0 ? ` : ${fixed.join(' and ')}` : ''} }`;
};
