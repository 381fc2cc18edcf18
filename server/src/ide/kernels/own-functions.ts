/** Functions and lambdas of a half-typed file with the parameters that their text has. */

import type { ApiEntry } from './api/entry.ts';
import type { Parameter } from './api/notation.ts';
import type { KernelCode } from './code.ts';
import { declaratorAt } from './declared.ts';
import { Inference } from './infer.ts';
import { parseType } from './types.ts';

/** A signature as a call has it, its parameters those that are being written. */
export interface Candidate {
  readonly label: string;
  readonly parameters: readonly Parameter[];
  readonly entry: ApiEntry | null;
}

const OTHER_WORDS: ReadonlySet<string> = new Set(['if', 'for', 'while', 'switch', 'return', 'sizeof', 'catch']);

export const ownFunctions = (code: KernelCode, name: string, callee: number): readonly Candidate[] => {
  if (OTHER_WORDS.has(name)) return [];
  const out = new Map<string, Candidate>();
  for (let i = 0; i < code.tokens.length; i++) {
    if (code.textAt(i) !== name || i === callee || !code.isName(i)) continue;
    const found = code.textAt(i + 1) === '(' ? functionAt(code, i) : lambdaAt(code, i);
    if (found !== null && !out.has(found.label)) out.set(found.label, found);
  }
  return [...out.values()];
};

const labelled = (code: KernelCode, from: number, open: number, head: string): Candidate | null => {
  const close = code.closing(open);
  if (close < 0) return null;
  let label = `${head}(`;
  const parameters: Parameter[] = [];
  for (const [begin, end] of new Inference(code).split(open, close)) {
    if (parameters.length > 0) label += ', ';
    const text = textBetween(code, begin, end);
    const start = label.length;
    label += text;
    const optional = code.tokens.slice(begin, end).some((t) => t.text === '=');
    parameters.push({ name: text, type: null, optional, pack: text.includes('...'), start, end: label.length });
  }
  return from > open
    ? null
    : { label: `${label})`, parameters: parameters.filter(({ name: text }) => text !== 'void'), entry: null };
};
const textBetween = (code: KernelCode, begin: number, end: number): string => {
  const [first, last] = [code.tokens[begin], code.tokens[end - 1]];
  return first === undefined || last === undefined ? '' : code.text.slice(first.start, last.end).replace(/\s+/g, ' ');
};

/** A definition, or a declaration whose parameters read as such. */
export const functionAt = (code: KernelCode, at: number): Candidate | null => {
  const declared = declaratorAt(code, at);
  const close = code.closing(at + 1);
  if (declared === null || close < 0) return null;
  const isEmpty = close === at + 2;
  const first = isEmpty ? null : parseType(code.tokens, at + 2, close);
  const reads =
    isEmpty ||
    (first !== null &&
      (first.next === close || code.isName(first.next) || [',', '=', '[', '...'].includes(code.textAt(first.next))));
  const behind = code.textAt(close + 1);
  if (behind !== '{' && !(reads && (behind === ';' || behind === 'const' || behind === 'noexcept' || behind === '->')))
    return null;
  let from = at;
  while (from > 0 && ![';', '}', '{', '>', ')', '#', ']', ''].includes(code.textAt(from - 1)) && at - from < 24) from--;
  if (
    code.textAt(from - 1) === '>' &&
    code.openingAngle(from - 1) >= 0 &&
    code.textAt(code.openingAngle(from - 1) - 1) !== 'template'
  )
    from = code.pathStart(code.openingAngle(from - 1) - 1);
  return labelled(code, from, at + 1, textBetween(code, from, at + 1));
};

/** `auto f = [](float x) { ... };` */
const lambdaAt = (code: KernelCode, at: number): Candidate | null => {
  if (code.textAt(at + 1) !== '=' || code.textAt(at + 2) !== '[' || declaratorAt(code, at) === null) return null;
  const open = code.closing(at + 2) + 1;
  return code.textAt(open) === '(' ? labelled(code, at, open, code.textAt(at)) : null;
};
