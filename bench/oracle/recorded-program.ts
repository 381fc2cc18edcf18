/**
 * Reads a program as FreeTensor of May 2022 prints it. Its printer omits parentheses round a right operand of equal
 * precedence, and gives the length of a loop beside its range; otherwise it is our text form.
 */

import type { Stmt } from '../../compiler-core/src/ir/nodes.ts';
import { parseFunc, parseStmt } from '../../compiler-core/src/ir/parse.ts';

const RANGE = /^(\s*for .* in )(.*) \{$/;

/** `0 : 8 : 1 : 8` without the length at the end. */
const withoutLength = (line: string): string => {
  const m = RANGE.exec(line);
  if (!m) return line;
  const parts = (m[2] ?? '').split(' : ');
  return `${m[1]}${parts.slice(0, -1).join(' : ')} {`;
};

/** The statement, or what is wrong with the text. */
export const readRecorded = (text: string): Stmt | string => {
  const ours = text.split('\n').map(withoutLength).join('\n');
  const { value, error } = ours.startsWith('func ') ? parseFunc(ours) : parseStmt(ours);
  if (!value) return error?.message ?? 'nothing';
  return 'body' in value && !('kind' in value) ? value.body : value;
};
