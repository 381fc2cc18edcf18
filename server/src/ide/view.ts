/**
 * Everything the editor features ask about one version of one file, each part computed once when first asked.
 * `fileView(snapshot, file)` is cached per snapshot and file; O(file) at most once, then O(log file) a question.
 */

import type { Fact, FactPlace } from '@athanor/compiler-core/frontends/tensor/facts.ts';
import type { PyModule } from '@athanor/compiler-core/frontends/tensor/python/ast.ts';
import type { StagedModule } from '@athanor/compiler-core/session/pipeline.ts';
import { type Pragmas, readPragmas } from '@athanor/compiler-core/session/pragmas.ts';
import type { FileCheck, Snapshot } from '@athanor/compiler-core/session/snapshot.ts';
import { LineIndex } from '@athanor/compiler-core/text/line-index.ts';
import { type FileId, type Span, span } from '@athanor/compiler-core/text/span.ts';
import { type Labels, labelsOf } from './labels.ts';
import { type Token, tokensOf } from './lex.ts';
import { type NameScope, type NameSymbol, type Names, namesOf, type Occurrence, scopeForTyping } from './scopes.ts';

export class FileView {
  readonly lines: LineIndex;
  private readonly memo = new Map<string, unknown>();

  constructor(
    readonly snapshot: Snapshot,
    readonly file: FileId,
    readonly text: string,
  ) {
    this.lines = new LineIndex(text);
  }

  private once<T>(name: string, make: () => T): T {
    if (!this.memo.has(name)) this.memo.set(name, make());
    return this.memo.get(name) as T;
  }

  get module(): PyModule {
    return this.once('module', () => this.snapshot.parsed(this.file)?.module ?? { body: [] });
  }
  get staged(): StagedModule {
    return this.once('staged', () => this.snapshot.staged(this.file).module);
  }
  /** All findings; the first call runs the analyses whose answers no cache has. */
  get check(): FileCheck {
    return this.once('check', () => this.snapshot.check(this.file));
  }
  get names(): Names {
    return this.once('names', () => namesOf(this.module, this.text));
  }
  /** The names are known already. */
  get ready(): boolean {
    return this.memo.has('names');
  }
  get labels(): Labels {
    return this.once('labels', () => labelsOf(this.module, this.text));
  }
  get tokens(): readonly Token[] {
    return this.once('tokens', () => tokensOf(this.text));
  }
  get pragmas(): Pragmas {
    return this.once('pragmas', () => readPragmas(this.file, this.text, this.lines));
  }
  /** A part of a feature's own, computed once. */
  part<T>(name: string, make: () => T): T {
    return this.once(`part ${name}`, make);
  }

  /** How the lines of the text end. */
  get newline(): string {
    return this.text.includes('\r\n') ? '\r\n' : '\n';
  }

  /** The scope of what is typed at an offset. */
  scopeFor(offset: number): NameScope {
    return scopeForTyping(this.names, this.text, offset);
  }

  span(start: number, end: number): Span {
    return span(this.file, start, end);
  }

  private readonly places = new Map<number, readonly FactPlace[]>();
  private placesAt(start: number): readonly FactPlace[] {
    const known = this.places.get(start) ?? this.staged.factsAt?.(start) ?? [];
    this.places.set(start, known);
    return known;
  }
  /** What staging learned where a name begins; the binding before the use. */
  placeAt(start: number, role?: FactPlace['role']): FactPlace | null {
    const list = this.placesAt(start);
    return list.find((p) => (role === undefined ? p.role !== 'part' : p.role === role)) ?? null;
  }
  /** What a name is here: at this place, else anywhere it is staged. */
  factsOf(o: Occurrence): readonly Fact[] {
    const here = this.placeAt(o.start)?.facts ?? [];
    const tensor = (f: Fact): boolean => f.kind === 'tensor';
    if (here.some((f) => !isName(f))) return here;
    const everywhere = this.symbolFacts(o.symbol);
    // A parameter is its own name as text until it is declared.
    return everywhere.some(tensor) ? everywhere.filter(tensor) : here.length > 0 ? here : everywhere;
  }
  private readonly bySymbol = new Map<NameSymbol, readonly Fact[]>();
  symbolFacts(symbol: NameSymbol): readonly Fact[] {
    let facts = this.bySymbol.get(symbol);
    if (!facts) {
      const found = new Map<string, Fact>();
      const places = symbol.occurrences.filter((o) => o.binds !== null).map((o) => this.placeAt(o.start));
      for (const p of places) for (const f of p?.facts ?? []) found.set(JSON.stringify(f), f);
      facts = [...found.values()];
      this.bySymbol.set(symbol, facts);
    }
    return facts;
  }
}

const isName = (f: Fact): boolean => f.kind === 'value' && f.type === 'str' && f.text.startsWith("'");

const views = new WeakMap<Snapshot, Map<FileId, FileView>>();

/** Null where the snapshot has no such file. */
export const fileView = (snapshot: Snapshot, file: FileId): FileView | null => {
  const known = views.get(snapshot) ?? new Map<FileId, FileView>();
  views.set(snapshot, known);
  const cached = known.get(file);
  if (cached) return cached;
  const text = snapshot.text(file);
  if (text === null) return null;
  const made = new FileView(snapshot, file, text);
  known.set(file, made);
  return made;
};
