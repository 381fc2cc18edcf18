/** The steps a snapshot runs, as values: the tensor language is one such table, tests bring their own. */

import type { Diagnostic } from '../diag/diagnostic.ts';
import type { Facts } from '../frontends/tensor/facts.ts';
import type { PyModule, SyntaxProblem } from '../frontends/tensor/python/ast.ts';
import type { ScheduleRecord } from '../frontends/tensor/schedule/host.ts';
import type { Func } from '../ir/nodes.ts';
import type { SyntaxParser } from '../syntax/cst.ts';
import type { Move } from '../text/move.ts';
import type { FileId, Span } from '../text/span.ts';

export interface Binding {
  readonly value: bigint;
  /** Where it comes from, for the verdict: `--bind`, `athanor.toml`, `comment`. */
  readonly source: string;
}
export type Bindings = ReadonlyMap<string, Binding>;

export interface SourceModule {
  readonly file: FileId;
  readonly text: string;
  readonly module: PyModule;
}

export interface StagedUnit {
  readonly name: string;
  readonly kind: 'transform' | 'builder' | 'inline';
  readonly func: Func;
  /** Its name in its definition. */
  readonly span: Span;
  readonly complete: boolean;
  /** FreeTensor would refuse it, and an error says why: what was built of it is not analysed. */
  readonly failed: boolean;
  /** A trap or error was found in it: what it leaves unused may be a consequence, and is not said. */
  readonly altered?: boolean;
  readonly assumptions: readonly string[];
  /** The same function in another version of the text, and how the places in it have moved since. */
  readonly original?: StagedUnit;
  readonly moves?: readonly Move[];
}
export interface StagedModule {
  readonly units: readonly StagedUnit[];
  readonly diagnostics: readonly Diagnostic[];
  /** Names of bindings that some function used. */
  readonly usedBindings: ReadonlySet<string>;
  /** Modules that the file asked for: where any of them changes it has to be staged again. */
  readonly imports: ReadonlySet<string>;
  /** What is known of the names in the file, put together when first asked for; absent or null where nobody asked. */
  readonly facts?: () => Facts | null;
  /** Those of the places that begin at an offset. */
  readonly factsAt?: (start: number) => Facts;
  /** Schedule calls in the order in which they were met. */
  readonly schedules?: readonly ScheduleRecord[];
  /** What the pipeline wants to see again when the next version is staged. */
  readonly again?: unknown;
}

export interface StageRequest {
  readonly bindings: Bindings;
  readonly resolveModule: (from: FileId, module: string) => SourceModule | null;
  readonly shouldStop: () => boolean;
  /** Ask for `StagedModule.facts`. */
  readonly facts: boolean;
  /** The text has syntax errors. */
  readonly broken: boolean;
  /** The staging of another version of the text with the same bindings and imports, as `again` gave it; else null. */
  readonly before: unknown;
}

export interface AnalysisResult {
  readonly diagnostics: readonly Diagnostic[];
  /** Questions put and questions answered, for the decided rate. */
  readonly asked: number;
  readonly decided: number;
  /** False when a budget ended it: what it did not say is unknown, and it is not cached. */
  readonly complete: boolean;
}

export interface Analysis {
  readonly name: string;
  /** Asked now and then; true means: answer unknown for the rest and come back. */
  run(func: Func, shouldStop: () => boolean): AnalysisResult;
}

export interface Pipeline {
  /** `before`: another version of the text, from which what is the same may be taken. */
  parse(
    file: FileId,
    text: string,
    parser: SyntaxParser,
    before: { readonly text: string; readonly module: PyModule; readonly valid: boolean } | null,
  ): { module: PyModule; problems: readonly SyntaxProblem[] };
  stage(source: SourceModule, request: StageRequest): StagedModule;
  readonly analyses: readonly Analysis[];
}
