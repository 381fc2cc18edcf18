/** Reads the signatures of the tables: `name<T>(x: T, order: memory_order = seq_cst, more...: More) -> T`. */

import { tokenize } from '@athanor/compiler-core/frontends/kernel/lex/tokenize.ts';
import { K, type Token } from '@athanor/compiler-core/frontends/kernel/lex/tokens.ts';
import { fileId } from '@athanor/compiler-core/text/span.ts';
import { parseType, splitAngles, type TypeRef } from '../types.ts';

export interface Parameter {
  readonly name: string;
  /** Null where a template parameter says none: it is a type. */
  readonly type: TypeRef | null;
  readonly optional: boolean;
  /** It takes any number of arguments. */
  readonly pack: boolean;
  /** In the signature's text. */
  readonly start: number;
  readonly end: number;
}
export interface Signature {
  readonly text: string;
  readonly name: string;
  readonly templates: readonly Parameter[];
  /** Null: it is not called. */
  readonly parameters: readonly Parameter[] | null;
  readonly result: TypeRef | null;
}

const KNOWN = new Map<string, Signature | null>();

/** Null for a text that is no signature. */
export const parseSignature = (text: string): Signature | null => {
  const known = KNOWN.get(text);
  if (known !== undefined) return known;
  const made = read(text);
  KNOWN.set(text, made);
  return made;
};

const FILE = fileId('athanor:signature');

const read = (text: string): Signature | null => {
  const tokens = splitAngles(tokenize(FILE, text)).filter(({ kind }) => kind !== K.end);
  const [name] = tokens;
  if (name?.kind !== K.name) return null;
  let i = 1;
  let templates: readonly Parameter[] = [];
  if (tokens[i]?.text === '<') {
    const list = parameters(tokens, i + 1, '>');
    if (list === null) return null;
    ({ list: templates, next: i } = list);
  }
  let called: readonly Parameter[] | null = null;
  if (tokens[i]?.text === '(') {
    const list = parameters(tokens, i + 1, ')');
    if (list === null) return null;
    ({ list: called, next: i } = list);
  }
  let result: TypeRef | null = null;
  if (tokens[i]?.text === '->') {
    const type = parseType(tokens, i + 1);
    if (type === null) return null;
    ({ type: result, next: i } = type);
  }
  return i === tokens.length ? { text, name: name.text, templates, parameters: called, result } : null;
};

const parameters = (
  tokens: readonly Token[],
  from: number,
  close: string,
): { readonly list: readonly Parameter[]; readonly next: number } | null => {
  const list: Parameter[] = [];
  let i = from;
  if (tokens[i]?.text === close) return { list, next: i + 1 };
  for (;;) {
    const name = tokens[i];
    if (name?.kind !== K.name) return null;
    i++;
    const pack = tokens[i]?.text === '...';
    if (pack) i++;
    let type: TypeRef | null = null;
    if (tokens[i]?.text === ':') {
      const read = parseType(tokens, i + 1);
      if (read === null) return null;
      ({ type, next: i } = read);
    } else if (close === ')') return null;
    const optional = tokens[i]?.text === '=';
    let braces = 0;
    while (optional && i < tokens.length && (braces > 0 || ![',', close].includes(tokens[i]?.text ?? ''))) {
      if (tokens[i]?.text === '{') braces++;
      if (tokens[i]?.text === '}') braces--;
      i++;
    }
    list.push({ name: name.text, type, optional, pack, start: name.start, end: tokens[i - 1]?.end ?? name.end });
    const text = tokens[i]?.text;
    i++;
    if (text === close) return { list, next: i };
    if (text !== ',') return null;
  }
};
