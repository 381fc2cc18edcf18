/** Which rank an input is of. */

import { basename } from 'node:path';

/** Tried in this order; the number is the rank. */
const NAME_PATTERNS = [
  /(?:^|[^a-z])rank[-_.]?(\d{1,7})(?!\d)/i,
  /[-_.]TP[-_](\d{1,7})(?!\d)/,
  /_rank(\d{1,7})(?!\d)/i,
  /\.(\d{1,7})\.et(?:\.|$)/i,
  /_(\d{1,7})_results/,
  /nccl_trace_rank_?(\d{1,7})$/i,
];

/** The rank that a file name says, or null. */
export const rankOfName = (path: string): number | null => {
  const name = basename(path);
  for (const pattern of NAME_PATTERNS) {
    const found = pattern.exec(name);
    if (found?.[1] !== undefined) return Number(found[1]);
  }
  return null;
};
