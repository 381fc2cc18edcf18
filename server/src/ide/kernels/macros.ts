/** Uses of macros: where the macro is defined, and what a use expands to. */

import { FLAG, type Token } from '@athanor/compiler-core/frontends/kernel/lex/tokens.ts';
import type { Span } from '@athanor/compiler-core/text/span.ts';
import type { KernelView } from './view.ts';

export interface MacroUse {
  readonly name: string;
  /** The name in the text. */
  readonly at: Span;
  /** Its `#define`; null for one that the compiler or a library brings. */
  readonly definition: Span | null;
  /** What stands in its place; null where that is nothing, or where the name is only asked for. */
  readonly expansion: string | null;
}

/** Characters of an expansion that are shown. */
const MOST = 1_000;

export const macroAt = ({ text: { unit }, places }: KernelView, offset: number): MacroUse | null => {
  const at = places.wordAt(unit.file, offset);
  if (at === null) return null;
  const name = (unit.texts.get(unit.file) ?? '').slice(at.start, at.end);
  let definition: Span | null | undefined;
  let expansion = '';
  for (const token of unit.tokens) {
    for (let e = token.expansion; e !== null; e = e.parent) {
      if (e.macro !== name || e.call.file !== at.file || e.call.start !== at.start) continue;
      definition = e.definition;
      expansion += spaced(token);
      break;
    }
    if (expansion.length > MOST) break;
  }
  if (definition !== undefined) return { name, at, definition, expansion: cut(expansion) };
  const macro = unit.macros.get(name);
  if (macro === undefined) return null;
  return { name, at, definition: macro.predefined ? null : macro.at, expansion: cut(macro.body.map(spaced).join('')) };
};

const spaced = (token: Token): string => (token.has(FLAG.space) ? ` ${token.spelling}` : token.spelling);

const cut = (text: string): string | null => {
  const trimmed = text.trim();
  if (trimmed === '') return null;
  return trimmed.length > MOST ? `${trimmed.slice(0, MOST)} …` : trimmed;
};
