/** How far apart neighbouring lanes touch, and into which lines of addresses they fall: of one execution of an access. */

import { difference, isData, plus, type Sum, termsOf, textOf, type Value } from './polynomial.ts';
import type { LaneTouch, Touch } from './touches.ts';

/**
 * - `uniform`: all lanes touch the same bytes, and one answer serves all.
 * - `constant`: each lane that takes part touches `bytes` behind the one before it; negative: before it.
 * - `symbolic`: as `constant`, by a number of bytes that `text` says in the user's names.
 * - `mixed`: known, not the same between all lanes; `bytes` is the most frequent, `times` how often.
 * - `unknown`: it depends on data, or on arithmetic that is not followed.
 */
export type Stride =
  | { readonly kind: 'uniform' | 'single' }
  | { readonly kind: 'constant'; readonly bytes: number }
  | { readonly kind: 'symbolic'; readonly text: string }
  | { readonly kind: 'mixed'; readonly bytes: number; readonly times: number; readonly of: number }
  | { readonly kind: 'unknown'; readonly reason: string };

export const showName = (name: string): string => name.replace(/@|`| at \d+$/g, '');

const startOf = ({ pieces }: LaneTouch): Value =>
  pieces.reduce<Value>((least, { at }) => {
    const d = difference(at, least);
    return d !== null && d < 0 ? at : least;
  }, pieces[0]?.at ?? null);

const dataOf = (a: number | Sum): string =>
  [...termsOf(a)]
    .filter(([name]) => name.includes('@'))
    .map(([name, coef]) => `${coef} ${name}`)
    .sort()
    .join(' ');

/** Why nothing is known of the addresses; null where something is. */
const whyUnknown = (starts: readonly Value[]): string | null => {
  const known = starts.filter((s) => s !== null);
  if (known.length < starts.length) return 'the address depends on values that are not followed';
  const [first] = known;
  if (first === undefined || known.every((s) => dataOf(s) === dataOf(first))) return null;
  const names = [...new Set(known.flatMap((s) => [...termsOf(s).keys()].filter((name) => name.includes('@'))))];
  const name = showName(names[0]?.split('*').find((n) => n.includes('@')) ?? '').replaceAll('·', '*');
  return /^\(/.test(name) ? `the address is not a sum of products: ${name}` : `the address depends on data: ${name}`;
};

export const strideOf = ({ lanes }: Touch): Stride => {
  const starts = lanes.map(startOf);
  const reason = whyUnknown(starts);
  if (reason !== null) return { kind: 'unknown', reason };
  if (starts.length === 1) return { kind: 'single' };
  const spread = starts.slice(1).map((s, k) => plus(s, starts[k] ?? null, -1));
  const counts = new Map<string, number>();
  const texts = spread.map((s) => (s === null ? '' : textOf(s, showName)));
  for (const t of texts) counts.set(t, (counts.get(t) ?? 0) + 1);
  const [most = '', count = 0] = [...counts].sort((a, b) => b[1] - a[1])[0] ?? [];
  const step = spread[texts.indexOf(most)] ?? null;
  const isSame = counts.size === 1;
  if (isSame && step === 0) return { kind: 'uniform' };
  if (isSame && typeof step === 'number') return { kind: 'constant', bytes: step };
  if (typeof step === 'number') return { kind: 'mixed', bytes: step, times: count, of: spread.length };
  if (isSame && step !== null && !isData(step)) return { kind: 'symbolic', text: most };
  return step === null || isData(step)
    ? { kind: 'unknown', reason: 'the distance between lanes depends on data' }
    : { kind: 'symbolic', text: most };
};

export interface Bytes {
  /** Where it begins, within its family. */
  readonly at: number;
  readonly width: number;
  readonly lane: number;
}
/**
 * Bytes whose distances are numbers, together; the families themselves lie an unknown distance apart. `aligned` tells
 * whether zero in a family is known to lie on a multiple of `unit`.
 */
export interface Family {
  readonly bytes: readonly Bytes[];
  readonly aligned: boolean;
}

/** Null where the addresses are not known. `unit`: bytes of a sector, or of all banks. */
export const familiesOf = (touch: Touch, unit: number): readonly Family[] | null => {
  if (whyUnknown(touch.lanes.map(startOf)) !== null) return null;
  const families = new Map<string, { bytes: Bytes[]; aligned: boolean }>();
  for (const { lane, pieces } of touch.lanes) {
    for (const { at, width } of pieces) {
      if (at === null) return null;
      const terms = termsOf(at);
      const base: Sum = { constant: 0, terms };
      const key = terms.size === 0 ? '' : textOf(base);
      const aligned = [...terms.values()].every((coef) => coef % unit === 0);
      const family = families.get(key) ?? { bytes: [], aligned };
      family.bytes.push({ at: typeof at === 'number' ? at : at.constant, width, lane });
      families.set(key, family);
    }
  }
  return [...families.values()];
};
