/** The colours of text output, as functions the host hands in; without colour they are the identity. */

import type { Severity } from './diagnostic.ts';

type Paint = (text: string) => string;
export interface Palette {
  readonly severity: Readonly<Record<Severity, Paint>>;
  readonly bold: Paint;
  readonly dim: Paint;
  readonly place: Paint;
  readonly good: Paint;
  readonly accent: Paint;
}

const same: Paint = (text) => text;
export const plain: Palette = {
  severity: { error: same, warning: same, information: same, hint: same },
  bold: same,
  dim: same,
  place: same,
  good: same,
  accent: same,
};

/** What people read for a severity. */
export const WORD: Readonly<Record<Severity, string>> = {
  error: 'error',
  warning: 'warning',
  information: 'note',
  hint: 'hint',
};
