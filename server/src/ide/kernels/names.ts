/**
 * Names of a kernel file: where they are declared, where they are used, and a new name for them. What stands in a macro's text
 * is found there; names of the library belong to nobody here.
 */

import { KEYWORDS } from '@athanor/compiler-core/frontends/kernel/lex/tokens.ts';
import type { PlacedUse } from '@athanor/compiler-core/frontends/kernel/symbols/places.ts';
import { whatChanges } from '@athanor/compiler-core/frontends/kernel/symbols/rename-check.ts';
import type { KernelSymbol } from '@athanor/compiler-core/frontends/kernel/symbols/symbols.ts';
import type { Span } from '@athanor/compiler-core/text/span.ts';
import type { Links } from '../links.ts';
import type { Reference } from '../references.ts';
import type { Refusal, RenameEdit, RenameRange } from '../rename.ts';
import { macroAt } from './macros.ts';
import type { KernelView } from './view.ts';

export type LinkKind = 'definition' | 'declaration' | 'typeDefinition' | 'implementation';

const useAt = ({ text, places }: KernelView, offset: number): PlacedUse | null => places.useAt(text.unit.file, offset);

/** Of a macro its `#define`, of an included file nothing: other servers open those. */
export const kernelLinks = (view: KernelView, offset: number, kind: LinkKind): Links | null => {
  const macro = macroAt(view, offset);
  if (macro !== null) return macro.definition === null ? null : { ...rangeOf(macro.at), to: [macro.definition] };
  const use = useAt(view, offset);
  if (use === null) return null;
  const to = kind === 'typeDefinition' ? typeOf(view, use.symbol) : declared(view, use, kind);
  return to.length === 0 ? null : { ...rangeOf(use.at), to };
};

const rangeOf = ({ start, end }: Span) => ({ start, end });

/** Functions with a body before those that are only declared; for a declaration the other way. */
const declared = ({ places }: KernelView, { symbol }: PlacedUse, kind: LinkKind): readonly Span[] => {
  const all = places.usesOf(symbol).filter(({ role }) => role === 'declaration');
  const whole = all.filter(({ token }) => hasBody(symbol, token));
  const chosen = kind === 'declaration' ? all.filter((use) => !whole.includes(use)) : whole;
  return (chosen.length > 0 ? chosen : all).map(({ at }) => at);
};

const hasBody = (symbol: KernelSymbol, token: number): boolean => {
  const node = symbol.nodes[symbol.declarations.indexOf(token)];
  return node !== undefined && (('body' in node && node.body !== null) || ('members' in node && node.members !== null));
};

const typeOf = (view: KernelView, symbol: KernelSymbol): readonly Span[] => {
  const of = view.places.classOf(symbol);
  return of === null ? [] : view.places.declarationsOf(of);
};

export const kernelReferences = (view: KernelView, offset: number, includeDeclaration: boolean): readonly Span[] => {
  const use = useAt(view, offset);
  if (use === null) return [];
  const all = view.places.usesOf(use.symbol);
  return all.filter(({ role }) => includeDeclaration || role !== 'declaration').map(({ at }) => at);
};

export const kernelHighlights = (view: KernelView, offset: number): readonly Omit<Reference, 'declares'>[] => {
  const use = useAt(view, offset);
  if (use === null) return [];
  const all = view.places.usesOf(use.symbol).filter(({ at }) => at.file === view.text.unit.file);
  return all.map(({ at, role }) => ({ span: at, use: role === 'read' || role === 'call' ? 'read' : 'write' }));
};

export const prepareKernelRename = (view: KernelView, offset: number): RenameRange | Refusal => {
  const use = useAt(view, offset);
  if (use !== null) {
    const reason = view.places.whyNotRenamed(use.symbol);
    return reason === null ? { ...rangeOf(use.at), placeholder: use.symbol.name } : { refused: reason };
  }
  const macro = macroAt(view, offset);
  return { refused: macro === null ? 'nothing here has a name that can be changed' : `\`${macro.name}\` is a macro` };
};

/** Other files that include the same header are not looked at: changes of a header ask to be looked at. */
export const kernelRename = (view: KernelView, offset: number, newName: string): readonly RenameEdit[] | Refusal => {
  const prepared = prepareKernelRename(view, offset);
  const use = useAt(view, offset);
  if ('refused' in prepared || use === null)
    return 'refused' in prepared ? prepared : { refused: 'nothing here has a name' };
  if (!/^[\p{L}_]\w*$/u.test(newName)) return { refused: `\`${newName}\` is no name of C++` };
  if (KEYWORDS.has(newName)) return { refused: `\`${newName}\` is a word of the language` };
  if (view.text.unit.macros.has(newName)) return { refused: `\`${newName}\` is a macro` };
  const taken = view.places.takenBy(use.symbol, newName);
  if (taken !== null) return { refused: taken };
  const all = view.places.usesOf(use.symbol);
  const changed = whatChanges(
    view.source,
    view.places,
    all.map(({ at }) => at),
    newName,
  );
  if (changed !== null) return { refused: `something else would be meant in ${view.places.inWords(changed)}` };
  return all.map(({ at }) => ({
    span: at,
    newText: newName,
    annotation: at.file === view.text.unit.file ? null : 'In a file that others may include',
  }));
};
