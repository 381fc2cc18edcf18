/**
 * Random sets and relations as isl text, each with a predicate that decides membership by plain arithmetic. The predicate
 * knows nothing of the library: it evaluates the conditions as written, and tries every value of an existential in its range.
 */

import { generator } from '../../compiler-core/testkit/random.ts';

/** Values by slot: the columns, then existentials. */
type Values = number[];
type Expression = { readonly text: string; readonly at: (v: Values) => number };
type Condition = { readonly text: string; readonly at: (v: Values) => boolean };
type Pick = (below: number) => number;

export interface Shape {
  readonly params: readonly string[];
  readonly in: readonly string[] | null;
  readonly out: readonly string[];
}

export interface RandomRegion {
  readonly text: string;
  /** Parameters, input and output dimensions, in this order. */
  readonly holds: (point: readonly number[]) => boolean;
}

export interface RandomCase {
  readonly seed: number;
  readonly shape: Shape;
  /** Every column lies in [low, high] in both regions. */
  readonly low: number;
  readonly high: number;
  readonly a: RandomRegion;
  readonly b: RandomRegion;
  /** Positions of output dimensions that a projection takes away. */
  readonly hidden: readonly number[];
}

/** Edge of the box by number of columns, so that a box has at most some hundred points. */
const EDGES = [1, 11, 9, 6, 4, 3, 3, 2, 2, 2, 2];

/** Names in scope; the place of a name is its slot. */
type Scope = readonly string[];

const linear = (pick: Pick, names: Scope, size: number): Expression => {
  const terms: (readonly [string, number])[] = [];
  for (let n = 1 + pick(3); n > 0; n--) {
    const name = names[pick(names.length)] ?? '';
    const coef = pick(3) === 0 ? pick(2 * size + 1) - size : pick(2) * 2 - 1;
    if (name !== '' && coef !== 0 && !terms.some(([t]) => t === name)) terms.push([name, coef]);
  }
  const constant = pick(2 * size + 3) - size - 1;
  const slots = terms.map(([name]) => names.indexOf(name));
  const coefs = terms.map(([, c]) => c);
  return {
    text: [...terms.map(([name, c]) => `${c}*${name}`), String(constant)].join(' + '),
    at: (v) => {
      let sum = constant;
      for (let k = 0; k < slots.length; k++) sum += (coefs[k] ?? 0) * (v[slots[k] ?? 0] ?? 0);
      return sum;
    },
  };
};

const floorMod = (x: number, k: number): number => x - k * Math.floor(x / k);

/** Now and then a floor or a remainder of a linear expression. */
const expression = (pick: Pick, names: Scope): Expression => {
  const inner = linear(pick, names, 4);
  const k = 2 + pick(4);
  switch (pick(8)) {
    case 0:
      return { text: `floor((${inner.text})/${k})`, at: (v) => Math.floor(inner.at(v) / k) };
    case 1:
      return { text: `(${inner.text}) mod ${k}`, at: (v) => floorMod(inner.at(v), k) };
    default:
      return inner;
  }
};

const OPERATORS: readonly (readonly [string, (a: number, b: number) => boolean])[] = [
  ['<=', (a, b) => a <= b],
  ['<', (a, b) => a < b],
  ['>=', (a, b) => a >= b],
  ['=', (a, b) => a === b],
  ['=', (a, b) => a === b],
  ['!=', (a, b) => a !== b],
];

const comparison = (pick: Pick, names: Scope): Condition => {
  const a = expression(pick, names);
  const b = pick(2) === 0 ? linear(pick, names, 2) : expression(pick, names);
  const [op, test] = OPERATORS[pick(OPERATORS.length)] ?? ['<=', (x: number, y: number) => x <= y];
  return { text: `${a.text} ${op} ${b.text}`, at: (v) => test(a.at(v), b.at(v)) };
};

const joined = (word: 'and' | 'or', of: readonly Condition[]): Condition => ({
  text: of.map((c) => `(${c.text})`).join(` ${word} `),
  at: (v) => (word === 'and' ? of.every((c) => c.at(v)) : of.some((c) => c.at(v))),
});

/** One or two existentials, each with a range in which all its values are tried. */
const quantified = (pick: Pick, names: Scope): Condition => {
  const bound = ['p', 'q'].slice(0, 1 + pick(2));
  const low = -pick(4);
  const high = low + pick(6);
  const scope = [...names, ...bound];
  const inner = joined(
    'and',
    Array.from({ length: 1 + pick(2) }, () => comparison(pick, scope)),
  );
  const ranges = bound.map((q) => `${low} <= ${q} <= ${high}`).join(' and ');
  const holds = (v: Values, k: number): boolean => {
    if (k === bound.length) return inner.at(v);
    for (let x = low; x <= high; x++) {
      v[names.length + k] = x;
      if (holds(v, k + 1)) return true;
    }
    return false;
  };
  return { text: `exists (${bound.join(', ')} : ${ranges} and ${inner.text})`, at: (v) => holds(v, 0) };
};

const condition = (pick: Pick, names: Scope): Condition => {
  switch (pick(9)) {
    case 0:
      return quantified(pick, names);
    case 1:
      return joined('or', [comparison(pick, names), comparison(pick, names)]);
    case 2: {
      const inner = comparison(pick, names);
      return { text: `not (${inner.text})`, at: (v) => !inner.at(v) };
    }
    default:
      return comparison(pick, names);
  }
};

const region = (pick: Pick, shape: Shape, low: number, high: number): RandomRegion => {
  const names = [...shape.params, ...(shape.in ?? []), ...shape.out];
  const conditions = Array.from({ length: 1 + pick(4) }, () => condition(pick, names));
  const body = joined('and', conditions);
  const box = names.length === 0 ? '' : `${low} <= ${names.join(', ')} <= ${high} and `;
  const params = shape.params.length > 0 ? `[${shape.params.join(', ')}] -> ` : '';
  const from = shape.in ? `[${shape.in.join(', ')}] -> ` : '';
  return {
    text: `${params}{ ${from}[${shape.out.join(', ')}] : ${box}${body.text} }`,
    holds: (point) => body.at([...point]),
  };
};

/** The case of a seed: a set or a relation with up to eight dimensions and up to two parameters, and a second one beside it. */
export const randomCase = (seed: number): RandomCase => {
  const pick = generator(seed);
  const dims = 1 + Math.min(pick(8), pick(8) + 1);
  const params = ['n', 'm'].slice(0, Math.max(0, pick(4) - 1));
  const inputs = pick(2) === 0 ? null : pick(dims);
  const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].slice(0, dims);
  const shape: Shape = {
    params,
    in: inputs === null ? null : names.slice(0, inputs),
    out: inputs === null ? names : names.slice(inputs),
  };
  const edge = EDGES[dims + params.length] ?? 2;
  const low = -pick(edge);
  const high = low + edge - 1;
  return {
    seed,
    shape,
    low,
    high,
    a: region(pick, shape, low, high),
    b: region(pick, shape, low, high),
    hidden: shape.out.flatMap((_, k) => (pick(2) === 0 ? [k] : [])),
  };
};

/** Every point of the box, parameters first. */
export const boxPoints = (c: RandomCase): number[][] => {
  const width = c.shape.params.length + (c.shape.in?.length ?? 0) + c.shape.out.length;
  let out: number[][] = [[]];
  for (let k = 0; k < width; k++) {
    out = out.flatMap((p) => Array.from({ length: c.high - c.low + 1 }, (_, x) => [...p, c.low + x]));
  }
  return out;
};
