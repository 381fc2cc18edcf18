/** Whether a text with a new name in it still means what it meant: all names are looked up once more. */

import type { FileId, Span } from '../../../text/span.ts';
import { type KernelSource, readSyntax } from '../read.ts';
import { SymbolPlaces } from './places.ts';
import type { KernelSymbol } from './symbols.ts';

/**
 * The first place whose name would stand for another thing than before; null where there is none. A name that hides
 * another, is hidden, or joins another's overloads shows here whatever the reason. As slow as reading the text.
 */
export const whatChanges = (
  source: KernelSource,
  before: SymbolPlaces,
  edits: readonly Span[],
  newName: string,
): Span | null => {
  const edited = new Map<FileId, string>();
  for (const { file, start, end } of edits.toSorted((a, b) => b.start - a.start)) {
    const text = edited.get(file) ?? before.textOf(file);
    edited.set(file, text.slice(0, start) + newName + text.slice(end));
  }
  const read = (file: string): string | null => edited.get(file as FileId) ?? source.read(file);
  const { unit, syntax } = readSyntax({ ...source, text: edited.get(before.file) ?? source.text, read });
  const after = new SymbolPlaces(unit, syntax).table;
  const { tokens, uses } = before.table;
  const there = new Map<KernelSymbol, KernelSymbol>();
  const back = new Map<KernelSymbol, KernelSymbol>();
  for (let i = 0; i < Math.max(uses.length, after.uses.length); i++) {
    const [one, other] = [uses[i], after.uses[i]];
    const isSame =
      one !== undefined &&
      one.token === other?.token &&
      (there.get(one.symbol) ?? other.symbol) === other.symbol &&
      (back.get(other.symbol) ?? one.symbol) === one.symbol;
    if (!isSame) return tokens[one?.token ?? other?.token ?? 0] ?? null;
    there.set(one.symbol, other.symbol);
    back.set(other.symbol, one.symbol);
  }
  return null;
};
