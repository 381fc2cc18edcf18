/** Steps of automatic passes as a person reads them. */

import type { AutoStep } from './trial.ts';

/**
 * One line: `fuse(L1, L2): applied (neighbours of one length)`. A caveat is said with it: updates that change their
 * order are rounded otherwise.
 */
export const stepInWords = (s: AutoStep): string => {
  if (s.call === null) return s.why;
  const head = `${s.call}: ${s.verdict}`;
  if (s.verdict === 'refused') return `${head}, ${s.refusal?.code}: ${s.refusal?.message} (tried because: ${s.why})`;
  if (s.verdict === 'undone') return `${head}, ${s.undoneBy} (tried because: ${s.why})`;
  const reordered = s.caveats.some((c) => c.kind === 'reordered-reduction');
  return `${head} (${s.why})${reordered ? '; updates change their order, so sums of floats may be rounded otherwise' : ''}`;
};
