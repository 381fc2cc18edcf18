/** What snapshots share. Only whole results are kept: nothing here was cut short by a budget or cancelled. */

import type { Dependences } from '../analysis/dependences/index.ts';
import type { PyModule, SyntaxProblem } from '../frontends/tensor/python/ast.ts';
import type { SyntaxParser } from '../syntax/cst.ts';
import type { FileId } from '../text/span.ts';
import type { UnitResult } from './analyse-unit.ts';
import type { Portable } from './content-key.ts';
import { Lru } from './lru.ts';
import type { AnalysisResult, Pipeline, StagedModule, StagedUnit } from './pipeline.ts';
import { TreeKeeper } from './tree-keeper.ts';

export interface ParsedFile {
  readonly module: PyModule;
  readonly problems: readonly SyntaxProblem[];
}

/** A module that staging asked for, and the text it got (null: nothing found). */
export interface Dependency {
  readonly from: FileId;
  readonly module: string;
  readonly text: string | null;
}
export interface StagedEntry {
  readonly text: string;
  readonly bindings: string;
  readonly staged: StagedModule;
  readonly dependencies: readonly Dependency[];
}
export interface AnalysisEntry extends Omit<AnalysisResult, 'diagnostics' | 'complete'> {
  readonly portable: Portable;
}

export class Caches {
  private readonly trees: TreeKeeper;
  private readonly parsed = new Lru<FileId, ParsedFile & { readonly text: string }>(256);
  readonly staged = new Lru<FileId, StagedEntry>(256);
  /** What was found in a staged function, as long as anybody holds it. */
  readonly units = new WeakMap<StagedUnit, UnitResult>();
  readonly unitDependences = new WeakMap<StagedUnit, Dependences>();
  /** By content, of whichever version was analysed first. */
  readonly dependences = new Lru<string, Dependences>(500);
  readonly analyses = new Lru<string, AnalysisEntry>(20_000);

  constructor(
    private readonly pipeline: Pipeline,
    parser: SyntaxParser,
    readonly incremental: boolean,
  ) {
    this.trees = new TreeKeeper(parser);
  }

  parse(file: FileId, text: string): ParsedFile {
    const cached = this.parsed.get(file);
    if (cached !== undefined && cached.text === text) return cached;
    const before = cached === undefined ? null : { ...cached, valid: cached.problems.length === 0 };
    const result = this.pipeline.parse(file, text, this.trees.parserFor(file, this.incremental), before);
    const entry = { text, module: result.module, problems: result.problems };
    this.parsed.set(file, entry);
    return entry;
  }

  forget(file: FileId): void {
    this.trees.forget(file);
    this.parsed.delete(file);
    this.staged.delete(file);
  }
}
