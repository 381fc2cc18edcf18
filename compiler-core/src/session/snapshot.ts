/** One version of all texts. Immutable: asking twice gives equal answers, whatever happened since. */

import { analyse, type Dependences } from '../analysis/dependences/index.ts';
import { about } from '../diag/about.ts';
import type { DiagnosticCode } from '../diag/codes.ts';
import type { Diagnostic } from '../diag/diagnostic.ts';
import type { Judged } from '../diag/finding.ts';
import { withSeverity } from '../diag/severity.ts';
import { LineIndex } from '../text/line-index.ts';
import { type FileId, type Span, span } from '../text/span.ts';
import { analyseUnit } from './analyse-unit.ts';
import { withoutGuesses } from './broken-text.ts';
import type { Caches, Dependency, ParsedFile } from './caches.ts';
import { contentKey } from './content-key.ts';
import { applyIgnores } from './ignores.ts';
import { type Limits, type LogPort, unlimited } from './limits.ts';
import type { Bindings, Pipeline, SourceModule, StagedModule, StagedUnit } from './pipeline.ts';
import { type BindPragma, type Pragmas, readPragmas } from './pragmas.ts';
import { firstLineOf, internalError, tooLarge } from './problems.ts';
import type { FileSettings, ModuleLoader } from './workspace.ts';

export interface FileState {
  readonly text: string;
  readonly settings: FileSettings;
}

export interface World {
  readonly caches: Caches;
  readonly pipeline: Pipeline;
  readonly loadModule: ModuleLoader;
  readonly log: LogPort;
  readonly facts: boolean;
}

export interface FileCheck {
  /** `cancelled`: stopped by the token; what is there is true but not all. */
  readonly status: 'complete' | 'cancelled';
  /** Sorted by nothing in particular; `toFindings` sorts. */
  readonly judged: readonly Judged[];
  readonly functions: number;
  readonly complete: number;
  readonly asked: number;
  readonly decided: number;
  /** Texts of the other files that diagnostics may point into. */
  readonly imported: readonly { readonly file: FileId; readonly text: string }[];
  /** Names of `--bind` and `athanor.toml` that some function used. */
  readonly bound: readonly string[];
}

export interface StagedFile {
  readonly module: StagedModule;
  readonly imported: FileCheck['imported'];
  readonly failed: readonly Diagnostic[];
}

/** What an earlier mistake in the same function may bring about. */
const CONSEQUENCES: ReadonlySet<DiagnosticCode> = new Set(['unused-tensor', 'unwritten-output']);

const emptyModule: StagedModule = { units: [], diagnostics: [], usedBindings: new Set(), imports: new Set() };

export class Snapshot {
  constructor(
    readonly version: number,
    readonly files: ReadonlyMap<FileId, FileState>,
    private readonly world: World,
  ) {}

  next(files: ReadonlyMap<FileId, FileState>): Snapshot {
    return new Snapshot(this.version + 1, files, this.world);
  }

  text(file: FileId): string | null {
    return this.files.get(file)?.text ?? null;
  }

  /** The dependences of a staged function of a file; those that are known for its content are taken over. */
  dependences(file: FileId, unit: StagedUnit): Dependences {
    const { caches } = this.world;
    const before = caches.unitDependences.get(unit);
    if (before) return before;
    const { original, moves } = unit;
    let deps: Dependences;
    if (original && moves) deps = this.dependences(file, original).movedTo(unit.func, moves);
    else {
      deps = analyse(unit.func);
      const { hash } = contentKey(unit.func, file, [unit.name]);
      const known = caches.dependences.get(hash);
      if (known === undefined) caches.dependences.set(hash, deps);
      else deps.adopt(known);
    }
    caches.unitDependences.set(unit, deps);
    return deps;
  }

  /** Everything the tool says about one file. A crash in one step costs that step: it is reported and logged. */
  check(file: FileId, limits: Limits = unlimited): FileCheck {
    const state = this.files.get(file);
    if (state === undefined) throw new Error(`no such file in the workspace: ${file}`);
    const { lines, pragmas } = readOf(file, state);
    const judged: Judged[] = pragmas.problems.map((diagnostic) => ({ diagnostic, unit: '', suppressed: null }));
    const stats = { functions: 0, complete: 0, asked: 0, decided: 0 };
    let whole = true;

    const bindings = withComments(state.settings.bindings, pragmas.binds);
    const { module, imported, failed } = this.stage(file, bindings, limits);
    whole &&= failed.length === 0;
    const { units } = module;
    for (const diagnostic of [...failed, ...module.diagnostics])
      judged.push({ diagnostic, unit: unitAt(units, diagnostic.span), suppressed: null });

    for (const unit of units) {
      if (limits.cancel.cancelled) break;
      stats.functions++;
      if (unit.complete) stats.complete++;
      // For inlining only, it has no body of its own; its uses are analysed where they stand.
      if (unit.failed || unit.kind === 'inline') continue;
      const at = firstLineOf(unit.span, this.linesOf(unit.span.file, file, lines));
      const result = analyseUnit(unit, file, at, this.world, limits);
      whole &&= result.whole;
      stats.asked += result.asked;
      stats.decided += result.decided;
      for (const diagnostic of result.diagnostics)
        if (unit.altered !== true || !CONSEQUENCES.has(diagnostic.code))
          judged.push({ diagnostic, unit: unit.name, suppressed: null });
    }
    const cancelled = limits.cancel.cancelled;
    const used = (name: string): boolean => module.usedBindings.has(name);
    if (!cancelled && failed.length === 0) judged.push(...uselessBinds(pragmas.binds, bindings, used));

    const distinct = dropRepeats(judged);
    const answered = applyIgnores(distinct, pragmas.ignores, lines, whole && !cancelled);
    return {
      status: cancelled ? 'cancelled' : 'complete',
      judged: answered.flatMap((item) => {
        const diagnostic = withSeverity(item.diagnostic, state.settings.severity.get(item.diagnostic.code));
        return diagnostic === null ? [] : [{ ...item, diagnostic }];
      }),
      ...stats,
      imported,
      bound: [...state.settings.bindings.keys()].filter(used),
    };
  }

  /** The staged functions of a file, with the bindings of its comments and settings. */
  staged(file: FileId, limits: Limits = unlimited): StagedFile {
    const state = this.files.get(file);
    if (state === undefined) throw new Error(`no such file in the workspace: ${file}`);
    return this.stage(file, withComments(state.settings.bindings, readOf(file, state).pragmas.binds), limits);
  }

  /** The syntax of a file; null where the parser itself fails. From the cache where the text is the same. */
  parsed(file: FileId): ParsedFile | null {
    const text = this.text(file);
    if (text === null || tooLarge(file, text) !== null) return null;
    try {
      return this.world.caches.parse(file, text);
    } catch (error) {
      this.world.log.crash(`parser on ${file}`, error);
      return null;
    }
  }

  private stage(file: FileId, bindings: Bindings, limits: Limits): StagedFile {
    const { caches, log, pipeline } = this.world;
    const text = this.text(file) ?? '';
    const key = [...bindings].map(([name, { value, source }]) => `${name}=${value} ${source}`).join('\n');
    const cached = caches.staged.get(file);
    const reusable = cached !== undefined && cached.bindings === key && this.unchanged(cached.dependencies);
    if (reusable && cached.text === text)
      return { module: cached.staged, imported: this.importedOf(cached.dependencies), failed: [] };

    const excess = tooLarge(file, text);
    if (excess !== null) return { module: emptyModule, imported: [], failed: [excess] };
    const failed: Diagnostic[] = [];
    let step = 'parser';
    try {
      const parsed = caches.parse(file, text);
      const syntax = parsed.problems.map((problem) => about('syntax-error', problem.at, problem.message));
      step = 'staging';
      let stopped = false;
      const shouldStop = (): boolean => {
        stopped ||= limits.cancel.cancelled;
        return stopped;
      };
      const resolveModule = (from: FileId, module: string): SourceModule | null => {
        const found = this.moduleText(from, module);
        return found === null ? null : { ...found, module: caches.parse(found.file, found.text).module };
      };
      const guessed = pipeline.stage(
        { file, text, module: parsed.module },
        {
          bindings,
          resolveModule,
          shouldStop,
          facts: this.world.facts,
          broken: parsed.problems.length > 0,
          before: reusable ? cached.staged.again : null,
        },
      );
      const staged = withoutGuesses(guessed, file, parsed.module, parsed.problems);
      const module = { ...staged, diagnostics: [...syntax, ...staged.diagnostics] };
      const dependencies = [...staged.imports].map(
        (name): Dependency => ({ from: file, module: name, text: this.moduleText(file, name)?.text ?? null }),
      );
      if (!stopped) caches.staged.set(file, { text, bindings: key, staged: module, dependencies });
      return { module, imported: this.importedOf(dependencies), failed };
    } catch (error) {
      log.crash(`${step} on ${file}`, error);
      failed.push(internalError(step, firstLineOf(span(file, 0, text.length), new LineIndex(text))));
      return { module: emptyModule, imported: [], failed };
    }
  }

  private moduleText(from: FileId, module: string): { readonly file: FileId; readonly text: string } | null {
    const found = this.world.loadModule(from, module);
    return found === null ? null : { file: found.file, text: this.text(found.file) ?? found.text };
  }

  private unchanged(dependencies: readonly Dependency[]): boolean {
    return dependencies.every(({ from, module, text }) => (this.moduleText(from, module)?.text ?? null) === text);
  }

  private importedOf(dependencies: readonly Dependency[]): FileCheck['imported'] {
    return dependencies.flatMap(({ from, module }) => this.moduleText(from, module) ?? []);
  }

  private linesOf(file: FileId, home: FileId, homeLines: LineIndex): LineIndex {
    return file === home ? homeLines : new LineIndex(this.text(file) ?? '');
  }
}

interface Read {
  readonly lines: LineIndex;
  readonly pragmas: Pragmas;
}
const read = new WeakMap<FileState, Read>();

/** What is read of a text before anything else, once for each version. */
const readOf = (file: FileId, state: FileState): Read => {
  const before = read.get(state);
  if (before !== undefined) return before;
  const lines = new LineIndex(state.text);
  const made = { lines, pragmas: readPragmas(file, state.text, lines) };
  read.set(state, made);
  return made;
};

/** Settings win over comments. */
const withComments = (settings: Bindings, binds: readonly BindPragma[]): Bindings => {
  const merged = new Map(binds.map(({ name, value }) => [name, { value, source: 'comment' }]));
  for (const [name, binding] of settings) merged.set(name, binding);
  return merged;
};

/** The function whose name stands last before a place: for fingerprints, that is near enough. */
const unitAt = (units: readonly StagedUnit[], at: Span): string =>
  units.reduce<StagedUnit | null>(
    (nearest, unit) =>
      unit.span.file === at.file && unit.span.start <= at.start && unit.span.start >= (nearest?.span.start ?? 0)
        ? unit
        : nearest,
    null,
  )?.name ?? '';

const uselessBinds = (
  binds: readonly BindPragma[],
  bindings: Bindings,
  used: (name: string) => boolean,
): readonly Judged[] =>
  binds
    .filter(({ name }) => !used(name) && bindings.get(name)?.source === 'comment')
    .map(({ name, at }) => ({
      diagnostic: about('bad-binding', at, `nothing in this file is bound by \`${name}\``),
      unit: '',
      suppressed: null,
    }));

/** A helper inlined twice says the same thing twice about the same text; once is enough. */
const dropRepeats = (judged: readonly Judged[]): readonly Judged[] => {
  const seen = new Set<string>();
  return judged.filter(({ diagnostic: d }) => {
    const key = `${d.code} ${d.span.file} ${d.span.start} ${d.span.end} ${d.message}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
};
