/** Names by their places in the files: what stands at an offset, where a symbol is, and what a new name would change. */

import { type FileId, type Span, span } from '../../../text/span.ts';
import { K } from '../lex/tokens.ts';
import type { SyntaxUnit } from '../parse/parse.ts';
import type { Preprocessed } from '../preprocess/unit.ts';
import { Classes } from './class-of.ts';
import { resolveSymbols } from './resolve.ts';
import type { KernelSymbol, SymbolTable, Use } from './symbols.ts';

export interface PlacedUse extends Use {
  readonly at: Span;
}

export class SymbolPlaces {
  readonly table: SymbolTable;
  private readonly byPlace = new Map<string, PlacedUse[]>();
  private readonly bySymbol = new Map<KernelSymbol, PlacedUse[]>();

  constructor(
    private readonly unit: Preprocessed,
    syntax: SyntaxUnit,
  ) {
    this.table = resolveSymbols(syntax);
    for (const use of this.table.uses) {
      const token = this.table.tokens[use.token];
      if (token === undefined) continue;
      const placed = { ...use, at: span(token.file, token.start, token.end) };
      push(this.byPlace, keyOf(placed.at), placed);
      push(this.bySymbol, use.symbol, placed);
    }
  }

  /** The use whose name covers the offset, or ends there. */
  useAt(file: FileId, offset: number): PlacedUse | null {
    const word = this.wordAt(file, offset);
    return word === null ? null : (this.byPlace.get(keyOf(word))?.[0] ?? null);
  }

  /** The identifier around an offset. */
  wordAt(file: FileId, offset: number): Span | null {
    const text = this.unit.texts.get(file) ?? '';
    let [start, end] = [offset, offset];
    while (start > 0 && WORD.test(text[start - 1] ?? '')) start--;
    while (end < text.length && WORD.test(text[end] ?? '')) end++;
    return start === end || /\d/.test(text[start] ?? '') ? null : span(file, start, end);
  }

  /** Where a symbol is named in the text as it is written, each place once, files and lines in order. */
  usesOf(symbol: KernelSymbol): readonly PlacedUse[] {
    const seen = new Set<string>();
    return (this.bySymbol.get(symbol) ?? [])
      .filter(({ at }) => this.isSpelled(at, symbol.name) && !seen.has(keyOf(at)) && seen.add(keyOf(at)))
      .sort((a, b) => compare(a.at, b.at));
  }

  declarationsOf(symbol: KernelSymbol): readonly Span[] {
    return this.usesOf(symbol).flatMap(({ role, at }) => (role === 'declaration' ? [at] : []));
  }

  /** Why not all uses of a symbol are known, or must be written in its name; null where a new name can be given. */
  whyNotRenamed(symbol: KernelSymbol): string | null {
    const { tokens, uses, foreign, unknownMembers } = this.table;
    const { name } = symbol;
    const [pasted] = (this.bySymbol.get(symbol) ?? []).filter(({ at }) => !this.isSpelled(at, name));
    if (pasted !== undefined) return `a macro puts the name \`${name}\` together from parts`;
    const other = this.usesOf(symbol).find(({ at }) =>
      this.byPlace.get(keyOf(at))?.some((use) => use.symbol !== symbol),
    );
    if (other !== undefined) return `in the text of a macro \`${name}\` stands for several things`;
    const members = unknownMembers.get(name) ?? [];
    const isMember = symbol.scope.kind === 'class';
    const known = new Set([...uses.map(({ token }) => token), ...foreign, ...(isMember ? [] : members)]);
    const { from, to } = symbol.scope.enclosingFunction?.extent ?? { from: 0, to: tokens.length };
    for (let i = from; i < to; i++) {
      const token = tokens[i];
      if (token?.kind === K.name && token.text === name && !known.has(i))
        return `it is not known what \`${name}\` is in ${this.inWords(token)}`;
    }
    return null;
  }

  /** Why another name would mean something else where the symbol stands; null where it is free. */
  takenBy(symbol: KernelSymbol, name: string): string | null {
    const { scope } = symbol;
    const sibling = scope.own(name);
    if (sibling !== undefined && sibling !== symbol) return `there is another \`${name}\` beside it`;
    // What is found outside would be hidden, what is declared inside would hide the new name.
    const { from, to } = scope.enclosingFunction?.extent ?? { from: 0, to: this.table.tokens.length };
    const clash = this.table.uses.find(
      (use) => use.symbol.name === name && use.token >= from && use.token < to && use.symbol.scope.kind !== 'class',
    );
    const token = clash === undefined ? undefined : this.table.tokens[clash.token];
    return token === undefined || scope.kind === 'class'
      ? null
      : `\`${name}\` is another thing in ${this.inWords(token)}`;
  }

  /** The class of what a symbol stands for. */
  classOf(symbol: KernelSymbol): KernelSymbol | null {
    const of = new Classes(this.table.root).ofSymbol(symbol);
    return of?.kind === 'class' ? of.symbol : null;
  }

  private isSpelled({ file, start, end }: Span, name: string): boolean {
    return this.unit.texts.get(file)?.slice(start, end) === name;
  }

  private inWords({ file, start }: Span): string {
    const line = (this.unit.texts.get(file) ?? '').slice(0, start).split('\n').length;
    return file === this.unit.file ? `line ${line}` : `${file.split('/').at(-1)}:${line}`;
  }
}

const WORD = /[\p{L}\p{N}_$]/u;

const keyOf = ({ file, start }: Span): string => `${start} ${file}`;

const compare = (a: Span, b: Span): number => (a.file === b.file ? a.start - b.start : a.file < b.file ? -1 : 1);

const push = <K, V>(map: Map<K, V[]>, key: K, value: V): void => {
  const known = map.get(key);
  if (known === undefined) map.set(key, [value]);
  else known.push(value);
};
