/** Expressions for messages: close to what stands in the Python source. */

import type { Expr } from '../../ir/nodes.ts';
import { printExpr } from '../../ir/print.ts';

const WORDS: readonly (readonly [RegExp, string])[] = [
  [/@!/g, ''],
  [/\$(?=[\w`])/g, ''],
  [/\[\]/g, ''],
  [/&&/g, 'and'],
  [/\|\|/g, 'or'],
  [/!(?!=)/g, 'not '],
];

/** `n > 0 and i % 2 == 0`; a scalar stands without its empty subscript. Not meant to be read back. */
export const showExpr = (e: Expr): string =>
  WORDS.reduce((text, [pattern, word]) => text.replace(pattern, word), printExpr(e));
