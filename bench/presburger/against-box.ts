/** Answers of the library on one random case, checked against enumeration of its box. */

import type { Answer } from '../../compiler-core/src/diag/diagnostic.ts';
import {
  Budget,
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
  toString(): string;
}

interface Determined {
  determined(budget: Budget): Answer<Common>;
}

const floorDiv = (a: number, b: number): number => Math.floor(a / b);

/** Whether a point lies in pieces whose locals are floors; plain arithmetic on their rows. */
const inPieces = (pieces: IntegerSet['pieces'], point: readonly number[]): boolean =>
  pieces.some((p) => {
    const at = [1, ...point];
    const dot = (row: readonly (number | bigint)[]): number =>
      row.reduce<number>((sum, c, k) => (c === 0 ? sum : sum + Number(c) * (at[k] ?? 0)), 0);
    for (const f of p.locals) {
      if (f === null) throw new Error('an existential is left');
      at.push(floorDiv(dot(f.num), Number(f.den)));
    }
    return p.eqs.every((r) => dot(r) === 0) && p.ges.every((r) => dot(r) >= 0);
  });

/** The first disagreement in words, or the answers for the peer. @throws Undecided when a budget ended */
export const againstBox = (c: RandomCase): string | Answers => {
  const region = read(c, c.a.text);
  const a: Common = region;
  const other = read(c, c.b.text);
  const budget = (): Budget => new Budget(WORK);
  const box = boxPoints(c);
  const points = box.filter((p) => c.a.holds(p));
  const inside = new Set(points.map(String));

  const empty = value(a.isEmpty(budget()));
  if (empty !== (points.length === 0)) return `empty is ${empty}, the box has ${points.length} points`;

  const witness = value(a.sample(budget()));
  const sample = witness && [...c.shape.params.map((p) => witness.params.get(p)), ...witness.in, ...witness.out];
  if ((sample === null) !== empty) return `sample is ${sample}`;
  if (sample && !inside.has(String(sample))) return `the sample ${sample} is no point`;

  const inputs = c.shape.params.length + (c.shape.in?.length ?? 0);
  const least = new Map<string, string>();
  const most = new Map<string, string>();
  for (const p of points) {
    const key = String(p.slice(0, inputs));
    if (!least.has(key)) least.set(key, String(p));
    most.set(key, String(p));
  }
  const lexmin = value(a.lexmin(budget()));
  const lexmax = value(a.lexmax(budget()));
  const optima = [
    ['lexmin', lexmin, new Set(least.values())],
    ['lexmax', lexmax, new Set(most.values())],
  ] as const;
  for (const [name, found, wanted] of optima) {
    if (found.unbounded.pieces.length > 0) return `${name} says that it is unbounded`;
    const pieces = found.optimum.pieces;
    for (const p of box) {
      if (inPieces(pieces, p) !== wanted.has(String(p))) return `${name} ${found.optimum} is wrong at ${p}`;
    }
  }

  const difference: Common & Determined =
    'inverse' in region
      ? value(region.subtract(other as IntegerRelation, budget()))
      : value(region.subtract(other as IntegerSet, budget()));
  const left = value(difference.determined(budget()));
  for (const p of box) {
    if (inPieces(left.pieces, p) !== (inside.has(String(p)) && !c.b.holds(p))) return `difference ${left} at ${p}`;
  }

  const shadow = 'inverse' in region ? region.domain() : region.project(c.hidden);
  const projection = value(shadow.determined(budget()));
  const keep = (p: readonly number[]): number[] =>
    p.filter((_, k) => (c.shape.in ? k < inputs : k < inputs || !c.hidden.includes(k - inputs)));
  const shadows = new Set(points.map((p) => String(keep(p))));
  const asked = new Map(box.map((p) => [String(keep(p)), keep(p)]));
  for (const [key, p] of asked) {
    if (inPieces(projection.pieces, p) !== shadows.has(key)) return `projection ${projection} at ${key}`;
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

/** A point as a set or relation with its parameters fixed. */
const pointText = (c: RandomCase, values: readonly string[]): string => {
  const n = c.shape.params.length;
  const m = n + (c.shape.in?.length ?? 0);
  const params = n > 0 ? `[${c.shape.params.join(', ')}] -> ` : '';
  const from = c.shape.in ? `[${values.slice(n, m).join(', ')}] -> ` : '';
  const fixed = c.shape.params.map((p, k) => `${p} = ${values[k]}`);
  return `${params}{ ${from}[${values.slice(m).join(', ')}]${fixed.length > 0 ? ` : ${fixed.join(' and ')}` : ''} }`;
};
