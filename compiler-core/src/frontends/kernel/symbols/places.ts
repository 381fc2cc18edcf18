/** Names by their places in the files: what stands at an offset, where a symbol is, and what a new name would change. */

import { type FileId, type Span, span } from '../../../text/span.ts';
import { tokenize } from '../lex/tokenize.ts';
import { K } from '../lex/tokens.ts';
import type { SyntaxUnit } from '../parse/parse.ts';
import { placeInFile } from '../preprocess/expansion.ts';
import type { Preprocessed } from '../preprocess/unit.ts';
import { Classes } from './class-of.ts';
import { resolveSymbols } from './resolve.ts';
import type { KernelSymbol, SymbolScope, SymbolTable, Use } from './symbols.ts';

export interface PlacedUse extends Use {
  readonly at: Span;
}

export class SymbolPlaces {
  readonly table: SymbolTable;
  private readonly byPlace = new Map<string, PlacedUse[]>();
  private readonly bySymbol = new Map<KernelSymbol, PlacedUse[]>();

  constructor(
    private readonly unit: Preprocessed,
    private readonly syntax: SyntaxUnit,
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

  get file(): FileId {
    return this.unit.file;
  }

  textOf(file: FileId): string {
    return this.unit.texts.get(file) ?? '';
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
    return this.whyShared(symbol) ?? this.whyUnseen(symbol);
  }

  /** Why declarations elsewhere must have the same name. */
  private whyShared(symbol: KernelSymbol): string | null {
    const { name, kind, scope } = symbol;
    if (kind === 'function' && IMPLICIT.has(name)) return `\`${name}\` is called without being named`;
    if (scope.kind === 'class' && scope.owner?.isSpecialised === true)
      return `\`${scope.owner.name}\` has specialisations with members of their own`;
    const others = this.table.symbols.filter((other) => other !== symbol && other.name === name);
    const same = others.find(
      (other) =>
        (isExtern(symbol) && isLinked(other)) ||
        (isExtern(other) && isLinked(symbol)) ||
        (kind === 'function' &&
          other.kind === 'function' &&
          (isFriend(symbol) || isFriend(other) || mayMeet(scope, other.scope))),
    );
    const token = this.table.tokens[same?.declarations[0] ?? -1];
    return token === undefined ? null : `\`${name}\` in ${this.inWords(token)} may be the same`;
  }

  /** Why the name may be meant in text that no token of the unit stands for: left out by `#if`, or made a string. */
  private whyUnseen(symbol: KernelSymbol): string | null {
    const { name } = symbol;
    const { tokens } = this.table;
    const extent = symbol.scope.enclosingFunction?.extent ?? null;
    const within = extent === null ? null : this.syntax.spanOf(extent);
    const seen = new Set(tokens.map(keyOf));
    for (const [file, text] of this.unit.texts) {
      if (!text.includes(name) || (within !== null && within.file !== file)) continue;
      for (const word of tokenize(file, text)) {
        if (word.kind !== K.name || word.text !== name || seen.has(keyOf(word))) continue;
        if (within !== null && (word.start < within.start || word.end > within.end)) continue;
        const line = text.slice(text.lastIndexOf('\n', word.start) + 1, word.start);
        if (!/^\s*#\s*include\b/.test(line))
          return `\`${name}\` stands in text that is not read, in ${this.inWords(word)}`;
      }
    }
    const uses = this.usesOf(symbol);
    for (const made of tokens) {
      if (made.kind !== K.string || made.expansion === null || !this.textOf(made.file).startsWith('#', made.start))
        continue;
      const call = placeInFile(made);
      const use = uses.find(({ at }) => at.file === call.file && call.start <= at.start && at.end <= call.end);
      if (use !== undefined && made.text.includes(name))
        return `a macro makes a string of \`${name}\` in ${this.inWords(use.at)}`;
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

  inWords({ file, start }: Span): string {
    const line = (this.unit.texts.get(file) ?? '').slice(0, start).split('\n').length;
    return file === this.unit.file ? `line ${line}` : `${file.split('/').at(-1)}:${line}`;
  }
}

/** Functions that the language calls: by range-based loops and structured bindings, at the start. */
const IMPLICIT: ReadonlySet<string> = new Set(['begin', 'end', 'get', 'main']);

const isFriend = ({ overloads }: KernelSymbol): boolean =>
  overloads.some(({ specifiers }) => specifiers.words.includes('friend'));

/** Declared in a block, of something outside of it. */
const isExtern = ({ kind, scope, declared }: KernelSymbol): boolean =>
  scope.kind !== 'class' &&
  scope.kind !== 'namespace' &&
  (kind === 'function' || declared?.specifiers.words.includes('extern') === true);

const isLinked = (symbol: KernelSymbol): boolean => symbol.scope.kind === 'namespace' || isExtern(symbol);

/** Functions of two namespaces, by their arguments; of two classes, where one is a base of the other or a third's. */
const mayMeet = (a: SymbolScope, b: SymbolScope): boolean =>
  a.kind === 'class' && b.kind === 'class'
    ? a.opened.length + b.opened.length > 0 || a.isBase || b.isBase
    : a.kind !== 'class' && b.kind !== 'class';

const WORD = /[\p{L}\p{N}_$]/u;

const keyOf = ({ file, start }: Span): string => `${start} ${file}`;

const compare = (a: Span, b: Span): number => (a.file === b.file ? a.start - b.start : a.file < b.file ? -1 : 1);

const push = <K, V>(map: Map<K, V[]>, key: K, value: V): void => {
  const known = map.get(key);
  if (known === undefined) map.set(key, [value]);
  else known.push(value);
};
