/** Questions as they arise between the accesses of two loop nests, as isl text. */

import { generator } from '../../compiler-core/testkit/random.ts';

export interface Query {
  readonly of: 'examples' | 'random nests';
  readonly kind: 'emptiness' | 'lexmax' | 'composition';
  readonly a: string;
  /** The second relation of a composition. */
  readonly b: string;
}

type Pick = (below: number) => number;

/** `i + 2j - 1`: an index expression of one or two loop variables. */
const index = (pick: Pick, names: readonly string[]): string => {
  const first = names[pick(names.length)] ?? '0';
  const second = names[pick(names.length)] ?? '0';
  const shift = pick(5) - 2;
  const constant = shift === 0 ? '' : shift > 0 ? ` + ${shift}` : ` - ${-shift}`;
  switch (pick(6)) {
    case 0:
      return `${first} + ${second}${constant}`;
    case 1:
      return `2${first}${constant}`;
    case 2:
      return `${first} - ${second}${constant}`;
    case 3:
      return `floor((${first}${constant})/${2 + pick(3)})`;
    default:
      return `${first}${constant}`;
  }
};

/** Bounds of a loop: a size, a constant, or an outer variable. */
const bounds = (pick: Pick, names: readonly string[], sizes: readonly string[]): string =>
  names
    .map((name, k) => {
      const size = sizes[pick(sizes.length)] ?? '8';
      const outer = names[k - 1];
      switch (pick(5)) {
        case 0:
          return outer === undefined ? `0 <= ${name} < ${size}` : `0 <= ${name} <= ${outer}`;
        case 1:
          return outer === undefined ? `1 <= ${name} < ${size}` : `${outer} <= ${name} < ${size}`;
        case 2:
          return `0 <= ${name} < 64`;
        default:
          return `0 <= ${name} < ${size}`;
      }
    })
    .join(' and ');

/** Two three-deep nests that meet in two subscripts, the first instance before the second. */
const dependence = (pick: Pick): string => {
  const [from, to] = [
    ['i', 'j', 'k'],
    ["i'", "j'", "k'"],
  ] as const;
  const meet = [0, 1].map(() => `${index(pick, from)} = ${index(pick, to)}`).join(' and ');
  const sizes = ['n', 'm', '32'];
  return (
    `[n, m] -> { [${from.join(', ')}] -> [${to.join(', ')}] : ${bounds(pick, from, sizes)} and ${bounds(pick, to, sizes)}` +
    ` and ${meet} and ${from.join(', ')} << ${to.join(', ')} }`
  );
};

const access = (pick: Pick, names: readonly string[]): string =>
  `[n, m] -> { [${names.join(', ')}] -> A[${index(pick, names)}, ${index(pick, names)}] : ${bounds(pick, names, ['n', 'm', '32'])} }`;

const reversed = (pick: Pick, names: readonly string[]): string => {
  const [x, y] = [index(pick, names), index(pick, names)];
  return `[n, m] -> { A[x, y] -> [${names.join(', ')}] : x = ${x} and y = ${y} and ${bounds(pick, names, ['n', 'm', '32'])} }`;
};

export const randomQueries = (kind: Query['kind'], count: number): Query[] =>
  Array.from({ length: count }, (_, seed) => {
    const pick = generator(1000 + seed);
    return kind === 'composition'
      ? { of: 'random nests', kind, a: access(pick, ['i', 'j', 'k']), b: reversed(pick, ["i'", "j'", "k'"]) }
      : { of: 'random nests', kind, a: dependence(pick), b: '' };
  });
