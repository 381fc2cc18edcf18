/**
 * Whether two kernels in sequence may be one. Between them all items have ended; in the fused kernel an item goes on by
 * itself. So with `a` an access of the first kernel by item `i` and `b` one of the second by item `j`:
 *
 *     legal                 no a, b with a dependence and i != j
 *     legal with a barrier  none with i, j in different groups
 *
 * Reads of atomics that add to one element and the like commute, as in `analysis/dependences`.
 */

import { analyse, type Condition, type Dependence, describe } from '../../../analysis/dependences/index.ts';
import { Budget } from '../../../presburger/index.ts';
import type { Span } from '../../../text/span.ts';
import type { Merged } from './merge.ts';

export type PairVerdict =
  | { readonly kind: 'legal'; readonly barrier: boolean }
  | { readonly kind: 'refused' | 'undecided'; readonly reason: string; readonly blocking: Blocking | null };

/** The dependence that stands against it, with both places. */
export interface Blocking {
  readonly tensor: string;
  readonly earlier: Span;
  readonly later: Span;
  /** Two items and the element; null where none can be told. */
  readonly witness: string | null;
  readonly text: string;
}

const WORK = 400_000;

const blockingOf = (d: Dependence): Blocking => {
  const witness = d.witness();
  return {
    tensor: d.earlier.definition.spelled ?? d.tensor,
    earlier: d.earlier.at,
    later: d.later.at,
    witness: witness.kind === 'known' ? (witness.value?.text ?? null) : null,
    text: describe(d),
  };
};

const strongest = (all: readonly Dependence[]): Dependence | null =>
  all.find((d) => d.certainty === 'must') ?? all.find((d) => d.certainty === 'may') ?? all[0] ?? null;

export const judgePair = ({ fused, first, second, groups, items }: Merged): PairVerdict => {
  const dependences = analyse(fused);
  const [before, after] = [dependences.inside(first), dependences.inside(second)];
  const between = (directions: readonly (readonly Condition[])[]): Dependence | null =>
    strongest(
      dependences.find({
        pair: (x, y) => (before(x) && after(y)) || (after(x) && before(y)),
        directions,
        budget: new Budget(WORK),
      }),
    );
  const differ = (loops: Merged['groups']): Condition[][] => loops.map((loop) => [{ loop, direction: 'different' }]);
  const across = between(differ(groups));
  if (across) {
    const isCertain = across.certainty === 'must';
    const why = isCertain
      ? `an item of the second kernel needs what another item of the first one does to \`${across.tensor}\``
      : `it is not known whether items of the second kernel touch what other items of the first one touch of \`${across.tensor}\``;
    return { kind: isCertain ? 'refused' : 'undecided', reason: why, blocking: blockingOf(across) };
  }
  const same: Condition[] = groups.map((loop) => ({ loop, direction: 'same' }));
  const within = items.length === 0 ? null : between(items.map((loop) => [...same, { loop, direction: 'different' }]));
  return { kind: 'legal', barrier: within !== null };
};
