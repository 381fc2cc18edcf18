import { DIAG_CODES, type DiagCode } from '../run/diags.ts';
import type { Diag } from '../run/manifest.ts';

/** A diagnostic about an input that has no part. */
export const diagOf = (code: DiagCode, detail: string): Diag => ({
  rank: null,
  code,
  severity: DIAG_CODES[code][0],
  count: 1,
  offset: null,
  text: `${DIAG_CODES[code][1]}: ${detail}`,
});
