/** The palette of text output, and when it has colour. */

import { type Palette, plain } from '@athanor/compiler-core/diag/palette.ts';
import picocolors from 'picocolors';
import type { Terminal } from '../ports/terminal.ts';

/**
 * `--no-color` wins; then `NO_COLOR` (any value but the empty one, https://no-color.org), then `FORCE_COLOR`
 * (`0` and `false` turn it off); else colour where the output is a terminal that is not `dumb`.
 */
export const wantsColour = (terminal: Terminal, option: boolean): boolean => {
  if (!option) return false;
  const { NO_COLOR: no, FORCE_COLOR: force, TERM: term } = terminal.env;
  if (no !== undefined && no !== '') return false;
  if (force !== undefined) return force !== '0' && force !== 'false';
  return terminal.outIsTerminal && term !== 'dumb';
};

export const paletteOf = (colour: boolean): Palette => {
  if (!colour) return plain;
  const c = picocolors.createColors(true);
  return {
    severity: { error: c.red, warning: c.yellow, information: c.cyan, hint: c.gray },
    bold: c.bold,
    dim: c.gray,
    place: c.underline,
    good: c.green,
    accent: c.blue,
  };
};
