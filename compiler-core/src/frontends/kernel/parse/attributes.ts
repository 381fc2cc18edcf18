/** Attributes in their four spellings: `[[...]]`, `__attribute__((...))`, `__declspec(...)`, `alignas(...)`. */

import type { Attribute, Expr } from './ast.ts';
import { parseArgument } from './expressions.ts';
import { type Reader, Unparsed } from './reader.ts';
import { ATTRIBUTE_WORDS } from './scan.ts';

export const atAttribute = (r: Reader): boolean => (r.is('[') && r.peek() === '[') || ATTRIBUTE_WORDS.has(r.text);

/** All attributes here; none is fine. */
export const parseAttributes = (r: Reader): readonly Attribute[] => {
  if (!atAttribute(r)) return [];
  const out: Attribute[] = [];
  while (atAttribute(r)) {
    const past = r.is('[') ? r.past(r.at) : r.past(r.at + 1);
    if (past < 0) r.fail('the attribute has no end');
    if (r.is('[')) {
      r.at += 2;
      list(r, past - 2, out);
    } else {
      const { text } = r;
      r.at += 2;
      if (text.startsWith('alignas') || text === '_Alignas') {
        const from = r.at - 2;
        const values = argumentValues(r, past - 1);
        out.push({ from, to: past, name: 'alignas', arguments: values });
      } else {
        const isDouble = r.is('(');
        if (isDouble) r.at++;
        list(r, isDouble ? past - 2 : past - 1, out);
      }
    }
    r.at = past;
  }
  return out;
};

/** `using ns: a, b(1), c::d` up to `end`. */
function list(r: Reader, end: number, out: Attribute[]): void {
  let prefix = '';
  if (r.is('using') && r.peek(2) === ':') {
    prefix = `${r.peek()}::`;
    r.at += 3;
  }
  while (r.at < end) {
    const from = r.at;
    let name = prefix;
    while (r.at < end && !r.is('(') && !r.is(',') && !r.is('...')) {
      name += r.text;
      r.at++;
    }
    let values: readonly Expr[] | null = null;
    if (r.at < end && r.is('(')) {
      const past = r.past(r.at);
      if (past < 0) return;
      r.at++;
      values = argumentValues(r, past - 1);
      r.at = past;
    }
    if (name !== prefix) out.push({ from, to: r.at, name, arguments: values });
    while (r.at < end && (r.is(',') || r.is('...'))) r.at++;
    if (r.at === from) return;
  }
}

/** The expressions up to `end`; null where there is something else. */
function argumentValues(r: Reader, end: number): readonly Expr[] | null {
  const out: Expr[] = [];
  const read = r.attempt(() =>
    r.inside(() => {
      while (r.at < end) {
        out.push(parseArgument(r));
        if (r.at < end) r.expect(',');
      }
    }),
  );
  return read instanceof Unparsed || r.at !== end ? null : out;
}
