/** The brackets that are open at a place of a half-typed text, and what stands before them. */

import { K } from '@athanor/compiler-core/frontends/kernel/lex/tokens.ts';
import { apiOf } from './api/api.ts';
import type { KernelCode } from './code.ts';

export interface OpenBracket {
  readonly open: '(' | '<' | '[' | '{';
  readonly at: number;
  /** The last token of what stands before it, template arguments left out: the name of a call; -1 where there is no name. */
  readonly callee: number;
  /** Where the arguments begin, as tokens: the commas between them are left out. */
  readonly starts: readonly number[];
}

/** Before a name that a block belongs to. */
const NO_VALUE: ReadonlySet<string> = new Set(['class', 'struct', 'union', 'enum', 'namespace', '->', ':']);

/** Further back nobody's bracket is still open. */
const FAR = 20_000;

/** Brackets around the place before a token, the innermost first, up to the statement or block that it is in. */
export const bracketsBefore = (code: KernelCode, at: number): readonly OpenBracket[] => {
  const out: OpenBracket[] = [];
  let starts: readonly number[] = [];
  for (let i = at - 1; i >= 0 && at - i < FAR; i--) {
    const token = code.tokens[i];
    if (token === undefined) break;
    if (token.kind !== K.punctuator) continue;
    const { text } = token;
    if (text === ')' || text === ']' || text === '}') {
      const open = code.opening(i);
      if (open < 0) break;
      i = open;
    } else if (text === '>') {
      const open = code.openingAngle(i);
      if (open >= 0 && isTemplate(code, open - 1)) i = open;
    } else if (text === ',') starts = [i + 1, ...starts];
    else if (text === ';') break;
    else if (text === '(' || text === '[' || text === '{' || (text === '<' && isTemplate(code, i - 1))) {
      const callee = calleeBefore(code, i);
      if (text === '{' && (callee < 0 || NO_VALUE.has(code.textAt(code.pathStart(callee) - 1)))) break;
      out.push({ open: text as OpenBracket['open'], at: i, callee, starts: [i + 1, ...starts] });
      starts = [];
    }
  }
  return out;
};

/** `f` of `f(`, `f<int>(`; of a declaration `T x(` the name `x`. */
const calleeBefore = (code: KernelCode, open: number): number => {
  let last = open - 1;
  if (code.textAt(last) === '>') last = code.openingAngle(last) - 1;
  return last >= 0 && code.isName(last) ? last : -1;
};

const STD_TEMPLATES: ReadonlySet<string> = new Set([
  'vector',
  'array',
  'pair',
  'tuple',
  'span',
  'complex',
  'numeric_limits',
]);

/** Whether `<` behind a name begins template arguments. */
export const isTemplate = (code: KernelCode, name: number): boolean => {
  const text = code.textAt(name);
  if (text.endsWith('_cast') || text === 'template') return true;
  if (!code.isName(name)) return false;
  const before = code.textAt(name - 1);
  if (before === 'template' || code.names.templates.has(text)) return true;
  const forms = TEMPLATES.get(code.language)?.has(text) === true;
  if (before === '.' || before === '->') return forms;
  return forms || (before === '::' && (STD_TEMPLATES.has(text) || /_(?:t|v)$/.test(text)));
};

/** Names of the API that take template arguments. */
const TEMPLATES: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  (['sycl', 'opencl'] as const).map((language) => [
    language,
    new Set(
      apiOf(language).entries.flatMap(({ name, signatures }) =>
        signatures.some((s) => s.startsWith(`${name}<`)) ? [name] : [],
      ),
    ),
  ]),
);
