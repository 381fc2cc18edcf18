/**
 * Transactions of an access to global memory: how many sectors the lanes of a sub-group touch, beside the fewest that
 * hold as many bytes.
 *
 *     transactions = |{ floor(a / s) : a a byte that some lane touches }|
 *     ideal        = ceil(|{ a }| / s)
 *
 * Memory is taken to begin on a multiple of the sector, as allocations do.
 */

import { type Family, familiesOf } from './strides.ts';
import type { Touch } from './touches.ts';

export interface Transactions {
  readonly sectors: number;
  readonly ideal: number;
  /** Distinct bytes that lanes touch. */
  readonly useful: number;
  /** It was assumed that sums of unknown names are multiples of a sector. */
  readonly assumesAlignment: boolean;
}

const countIn = ({ bytes }: Family, sectorBytes: number): { sectors: number; useful: number } => {
  const sorted = [...bytes].sort((a, b) => a.at - b.at);
  let sectors = 0;
  let useful = 0;
  let lastSector = Number.NEGATIVE_INFINITY;
  let end = Number.NEGATIVE_INFINITY;
  for (const { at, width } of sorted) {
    const [first, last] = [Math.floor(at / sectorBytes), Math.floor((at + width - 1) / sectorBytes)];
    sectors += Math.max(0, last - Math.max(first, lastSector + 1) + 1);
    lastSector = Math.max(lastSector, last);
    useful += Math.max(0, at + width - Math.max(at, end));
    end = Math.max(end, at + width);
  }
  return { sectors, useful };
};

/** Null where the addresses are not known. O(lanes log lanes). */
export const transactionsOf = (touch: Touch, sectorBytes: number): Transactions | null => {
  const families = familiesOf(touch, sectorBytes);
  if (!families) return null;
  const counts = families.map((f) => countIn(f, sectorBytes));
  const useful = counts.reduce((sum, c) => sum + c.useful, 0);
  return {
    sectors: counts.reduce((sum, c) => sum + c.sectors, 0),
    ideal: Math.ceil(useful / sectorBytes),
    useful,
    assumesAlignment: families.some((f) => !f.aligned),
  };
};
