/** The source map of expansions: how a token that a macro made came to stand where it does. */

import type { Span } from '../../../text/span.ts';

export interface Expansion {
  readonly macro: string;
  /** Where the macro is defined; null for one of ours (`__LINE__`, what the compiler or a library predefines). */
  readonly definition: Span | null;
  /** The use: the name, with its arguments. Spelled inside a macro's body where `parent` is not null. */
  readonly call: Span;
  /** The expansion in which the use stands; null where it is written in the file. */
  readonly parent: Expansion | null;
}

/** What has a place in the text: a token, or a thing made of tokens. */
export interface Placed extends Span {
  readonly expansion: Expansion | null;
}

/** Uses that stand in the file, of expansions deeper than most: walked once each. */
const outermost = new WeakMap<Expansion, Span>();
const SHALLOW = 8;

/** Where it stands in the file as it is written: the outermost use of a macro, or its own place. O(1), amortised. */
export const placeInFile = (placed: Placed): Span => {
  let at: Span = placed;
  let e = placed.expansion;
  for (let depth = 0; e !== null && depth < SHALLOW; e = e.parent, depth++) at = e.call;
  const deep: Expansion[] = [];
  for (; e !== null; e = e.parent) {
    const known = outermost.get(e);
    at = known ?? e.call;
    if (known !== undefined) break;
    deep.push(e);
  }
  for (const each of deep) outermost.set(each, at);
  return at;
};

/** Innermost first. */
export const expansionStack = (placed: Placed): readonly Expansion[] => {
  const out: Expansion[] = [];
  for (let e = placed.expansion; e !== null; e = e.parent) out.push(e);
  return out;
};
