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

/** The shape of the allocation, where a schedule laid the tensor out otherwise. */
const withIoShape = (line: string): string => line.replace(/ @!io_tensor = \w+\[(.*)\] {2}\{$/, ' @!io_shape($1) {');

/** A library call is printed around its nest; ours is a property of the nest's first loop. */
const withLibraries = (text: string): string => {
  const out: string[] = [];
  const ends: number[] = [];
  let depth = 0;
  let next = false;
  for (const line of text.split('\n')) {
    if (/^\s*@!matmul\(.*\) <==> \{$/.test(line)) {
      ends.push(depth);
      next = true;
      depth++;
      continue;
    }
    if (/^\s*\}$/.test(line)) {
      depth--;
      if (ends.at(-1) === depth) {
        ends.pop();
        continue;
      }
    }
    if (next && /^\s*(for |@!)/.test(line)) {
      out.push('@!library : matmul');
      next = false;
    }
    if (line.endsWith('{')) depth++;
    out.push(line);
  }
  return out.join('\n');
};

/** The statement, or what is wrong with the text. */
export const readRecorded = (text: string): Stmt | string => {
  const ours = withLibraries(text)
    .split('\n')
    .map((line) => withIoShape(withoutLength(line)))
    .join('\n');
  const { value, error } = ours.startsWith('func ') ? parseFunc(ours) : parseStmt(ours);
  if (!value) return error?.message ?? 'nothing';
  return 'body' in value && !('kind' in value) ? value.body : value;
};
