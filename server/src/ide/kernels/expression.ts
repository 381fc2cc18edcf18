/** Expressions of a half-typed text, read backwards. */

import type { KernelCode } from './code.ts';

/** Where the expression begins that ends before a token; -1 where there is none. */
export const expressionStart = (code: KernelCode, end: number): number => {
  let i = end - 1;
  for (let steps = 0; steps < 200; steps++) {
    const text = code.textAt(i);
    if (text === ')' || text === ']' || text === '}') {
      const open = code.opening(i);
      if (open < 0) return -1;
      i = open - 1;
      if (text === ']' && (code.isName(i) || [')', ']'].includes(code.textAt(i)))) continue;
      if (text === ']') return -1;
      if (code.textAt(i) === '>') {
        const angle = code.openingAngle(i);
        if (angle >= 0) i = angle - 1;
      }
      // `(expression).`, `(type)(...).`: nothing that is called stands before.
      if (!code.isName(i) && !code.textAt(i).endsWith('_cast')) {
        if (code.textAt(i) !== ')' || text !== ')') return open;
        const outer = code.opening(i);
        return outer < 0 ? open : outer;
      }
    }
    if (code.textAt(i).endsWith('_cast')) return i;
    if (!code.isName(i) && code.textAt(i) !== 'this')
      return code.tokens[i + 1] !== undefined && i + 1 < end ? i + 1 : -1;
    i = code.pathStart(i);
    const link = code.textAt(i - 1);
    if (link === 'template' && ['.', '->'].includes(code.textAt(i - 2))) i--;
    if (!['.', '->'].includes(code.textAt(i - 1))) return i;
    i -= 2;
  }
  return -1;
};
