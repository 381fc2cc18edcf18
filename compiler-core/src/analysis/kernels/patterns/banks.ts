/**
 * Bank conflicts of an access to local memory. Word `w` lies in bank `w mod banks`; in one pass each bank gives one word,
 * to all lanes that want it. Lanes that touch more than one word each are served in several turns, as many lanes at a
 * time as fill all banks.
 *
 *     degree = max over turns and banks of |{ w : w mod banks = bank, some lane of the turn touches w }|
 *
 * @source NVIDIA, CUDA C++ Programming Guide, "Shared Memory" of compute capability 5.x and later.
 */

import { familiesOf } from './strides.ts';
import type { Touch } from './touches.ts';

export interface BankShape {
  readonly banks: number;
  readonly bankBytes: number;
}

export interface Conflicts {
  /** 1: none. */
  readonly degree: number;
  /** Banks that are used at all, in the turn that decides. */
  readonly banks: number;
}

/** Null where the addresses are not known, or lie unknown distances apart. */
export const conflictsOf = (touch: Touch, { banks, bankBytes }: BankShape): Conflicts | null => {
  const families = familiesOf(touch, banks * bankBytes);
  const [only] = families ?? [];
  if (!only || families?.length !== 1 || !only.aligned) return null;
  const perLane = Math.max(...touch.lanes.map(({ pieces }) => pieces.reduce((sum, { width }) => sum + width, 0)));
  const lanesAtOnce = Math.max(1, Math.floor((banks * bankBytes) / Math.max(bankBytes, perLane)));
  const turns = new Map<number, Map<number, Set<number>>>();
  for (const { at, width, lane } of only.bytes) {
    const turn = Math.floor(lane / lanesAtOnce);
    const inTurn = turns.get(turn) ?? new Map<number, Set<number>>();
    turns.set(turn, inTurn);
    for (let w = Math.floor(at / bankBytes); w * bankBytes < at + width; w++) {
      const bank = ((w % banks) + banks) % banks;
      const words = inTurn.get(bank) ?? new Set();
      inTurn.set(bank, words.add(w));
    }
  }
  const each = [...turns.values()].map((used) => ({
    degree: Math.max(...[...used.values()].map((words) => words.size)),
    banks: used.size,
  }));
  return each.reduce((worst, one) => (one.degree > worst.degree ? one : worst));
};
