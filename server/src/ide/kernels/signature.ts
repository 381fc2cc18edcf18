/**
 * `kernelSignatureHelp(code, offset)`: the call around an offset, of the device API or of the file's own functions, with all
 * its signatures; the active one is chosen by how many arguments there are and what is known of them. Template argument
 * lists have theirs. Null elsewhere.
 */

import { apiOf, entryMarkdown } from './api/api.ts';
import type { ApiEntry } from './api/entry.ts';
import { type Parameter, parseSignature, type Signature } from './api/notation.ts';
import { bracketsBefore, type OpenBracket } from './calls.ts';
import { isInside, type KernelCode } from './code.ts';
import { declarationOf, declaratorAt } from './declared.ts';
import { expressionStart } from './expression.ts';
import { accepts, Inference, signaturesOf } from './infer.ts';
import { type Candidate, ownFunctions } from './own-functions.ts';
import { classOfType, entryOf, membersOf, resolveType } from './resolve.ts';

export interface ShownSignature {
  readonly label: string;
  /** Ranges of the parameters in the label. */
  readonly parameters: readonly { readonly start: number; readonly end: number }[];
  readonly documentation: string | null;
}
export interface KernelSignatureHelp {
  /** At least one. */
  readonly signatures: readonly ShownSignature[];
  readonly activeSignature: number;
  /** Null where no parameter is the argument's. */
  readonly active: number | null;
}

/** @param options.names False beside a C++ server: functions of the file are left to it. */
export const kernelSignatureHelp = (
  code: KernelCode,
  offset: number,
  options: { readonly names?: boolean } = {},
): KernelSignatureHelp | null => {
  if (isInside(code, offset)) return null;
  const at = code.after(Math.max(offset - 1, 0));
  const token = code.tokens[at];
  // A word that the cursor touches belongs to the argument.
  const from = token !== undefined && token.start < offset ? at + 1 : at;
  for (const bracket of bracketsBefore(code, from)) {
    const found = candidatesOf(code, bracket);
    if (found.length === 0 || (options.names === false && found.every(({ entry }) => entry === null))) {
      if (bracket.open === '(' && bracket.callee >= 0) return null;
      continue;
    }
    const chosen = choose(code, bracket, found, from);
    return {
      signatures: found.map(({ label, parameters, entry }) => ({
        label,
        parameters: parameters.map(({ start, end }) => ({ start, end })),
        documentation: entry === null ? null : documentationOf(entry),
      })),
      activeSignature: chosen,
      active: activeIn(code, bracket, found[chosen]?.parameters ?? [], from),
    };
  }
  return null;
};

const documentationOf = (entry: ApiEntry): string => {
  const text = entryMarkdown(entry);
  // The signatures are shown already.
  return text.slice(text.indexOf('\n\n') + 2);
};

/** The signatures of what a bracket belongs to; empty where that is not known. */
export const candidatesOf = (code: KernelCode, bracket: OpenBracket): readonly Candidate[] => {
  const { open, callee } = bracket;
  if (callee < 0 || open === '[') return [];
  const entry = calleeEntry(code, callee);
  if (entry !== null) {
    if (open === '{' && entry.kind !== 'class') return [];
    return signaturesOf(entry).flatMap((signature): Candidate[] => {
      const parameters =
        open === '<' ? (signature.templates.length > 0 ? signature.templates : null) : signature.parameters;
      return parameters === null ? [] : [{ ...shown(signature), parameters, entry }];
    });
  }
  return open === '(' ? ownFunctions(code, code.textAt(callee), callee) : [];
};
const shown = ({ text }: Signature): { readonly label: string } => ({ label: text });

/** What is called: a function, a member of what stands before the dot, a class that is made, with or without a name. */
export const calleeEntry = (code: KernelCode, callee: number): ApiEntry | null => {
  const before = code.textAt(callee - 1);
  const link = before === 'template' ? code.textAt(callee - 2) : before;
  if (link === '.' || link === '->') {
    const dot = before === 'template' ? callee - 2 : callee - 1;
    return memberEntry(code, dot, code.textAt(callee));
  }
  const begin = code.pathStart(callee);
  const declared = declaratorAt(code, callee);
  if (declared !== null) {
    const name = classOfType(resolveType(code, declared.type));
    const made = name === null ? undefined : apiOf(code.language).classes.get(name);
    if (made !== undefined) return made;
  }
  const path = code.pathText(begin, callee);
  // A name of the file's own hides the library's.
  if (begin === callee && declarationOf(code, path, callee) !== null) return null;
  const alias = code.names.aliases.get(path);
  const aliased = alias === undefined ? null : classOfType(resolveType(code, alias));
  return aliased === null ? entryOf(code, path) : (apiOf(code.language).classes.get(aliased) ?? null);
};

/** Names of members that are like no other library's. */
const TELLING = /^get_\w+|^parallel_for|^single_task$|^(?:fetch|compare_exchange)_|^depends_on$|^leader$|^combine$/;

export const memberEntry = (code: KernelCode, dot: number, name: string): ApiEntry | null => {
  const begin = expressionStart(code, dot);
  const type = begin < 0 ? null : new Inference(code).expression(begin, dot);
  const api = apiOf(code.language);
  const of = type === null ? null : classOfType(type);
  if (of !== null) return membersOf(api, of)?.get(name) ?? null;
  if (type !== null || !TELLING.test(name)) return null;
  // Of an object that nothing is known of: where one class alone has such a member, or where all say the same of it.
  const all = api.entries.filter((entry) => entry.kind === 'method' && entry.name === name);
  const likely = all.find(({ of: owner }) => ['nd_item', 'handler', 'queue', 'atomic_ref', 'accessor'].includes(owner));
  return likely ?? all[0] ?? null;
};

// ---- which one ---------------------------------------------------------------------------------------------------------------

/** How many arguments the call has, as far as it is written. */
const written = (code: KernelCode, { at, starts, open }: OpenBracket, from: number): number => {
  const close = open === '<' ? -1 : code.closing(at);
  const begun = (starts.at(-1) ?? from) < from || starts.length > 1 ? starts.length : 0;
  return close < 0 || endsBefore(code, at, close)
    ? begun
    : Math.max(begun, new Inference(code).split(at, close).length);
};

/** Whether a statement ends before the bracket does: then the bracket is another's. */
const endsBefore = (code: KernelCode, open: number, close: number): boolean => {
  for (let i = open + 1; i < close; i++) {
    const text = code.textAt(i);
    if (text === ';' || text === '}') return true;
    if (text === '(' || text === '[' || text === '{') {
      const end = code.closing(i);
      if (end < 0) return true;
      i = end;
    }
  }
  return false;
};

const choose = (code: KernelCode, bracket: OpenBracket, found: readonly Candidate[], from: number): number => {
  const count = written(code, bracket, from);
  // Nothing is said yet.
  if (count === 0) return 0;
  const index = bracket.starts.length - 1;
  const fits = fitting(code, bracket, from);
  const holds = ({ parameters }: Candidate): boolean =>
    parameters.length > index || parameters.some(({ pack }) => pack);
  const ranked = [
    (c: Candidate): boolean => fits(c) && accepts(c.parameters, count),
    (c: Candidate): boolean => fits(c) && holds(c),
    (c: Candidate): boolean => accepts(c.parameters, count),
    holds,
  ];
  for (const test of ranked) {
    const chosen = found.findIndex(test);
    if (chosen >= 0) return chosen;
  }
  // Too many for all: the one that takes most.
  const sizes = found.map(({ parameters }) => parameters.length);
  return sizes.indexOf(Math.max(...sizes));
};

/** Whether the arguments before the one at a place are of the classes that a signature asks for. */
export const fitting = (code: KernelCode, bracket: OpenBracket, from: number): ((candidate: Candidate) => boolean) => {
  const inference = new Inference(code);
  const args = bracket.starts
    .slice(0, -1)
    .map((begin, i): readonly [number, number] => [begin, (bracket.starts[i + 1] ?? from) - 1]);
  return ({ label, entry }) => {
    const signature = entry === null || bracket.open === '<' ? null : parseSignature(label);
    return signature === null || inference.bind(signature, { arguments: args, templates: [] }) !== null;
  };
};

/** The parameter that an argument is for. A pack takes all from its place on, what stands behind it the last one. */
export const activeIn = (
  code: KernelCode,
  { starts }: OpenBracket,
  parameters: readonly Parameter[],
  from: number,
): number | null => {
  const index = starts.length - 1;
  const pack = parameters.findIndex((parameter) => parameter.pack);
  if (pack < 0 || index < pack) return index < parameters.length ? index : null;
  const begin = starts.at(-1) ?? from;
  // A kernel is a lambda, or not begun yet.
  const isLast = parameters.length > pack + 1 && (begin >= from || code.textAt(begin) === '[');
  return isLast ? parameters.length - 1 : pack;
};
