/** Stages Python text in one call, for tests and benchmarks. The parser comes from the host. */

import { libraryOf } from '../src/frontends/tensor/library.ts';
import type { SyntaxProblem } from '../src/frontends/tensor/python/ast.ts';
import { parsePython } from '../src/frontends/tensor/python/parse.ts';
import type { ScheduleHost } from '../src/frontends/tensor/schedule/host.ts';
import { type Binding, type StagedModule, stageModule } from '../src/frontends/tensor/stage.ts';
import type { SyntaxParser } from '../src/syntax/cst.ts';
import { LineIndex } from '../src/text/line-index.ts';
import { fileId } from '../src/text/span.ts';

export interface StagedText extends StagedModule {
  readonly problems: readonly SyntaxProblem[];
  readonly lines: LineIndex;
}

export const stageText = (
  text: string,
  parser: SyntaxParser,
  options: {
    readonly file?: string;
    readonly bindings?: ReadonlyMap<string, Binding>;
    readonly maxSteps?: number;
    readonly schedules?: ScheduleHost;
  } = {},
): StagedText => {
  const file = fileId(options.file ?? 'prog.py');
  const { module, problems } = parsePython(file, text, parser);
  const lines = new LineIndex(text);
  const staged = stageModule(
    { file, module, lines },
    {
      bindings: options.bindings ?? new Map(),
      library: libraryOf(parser),
      maxSteps: options.maxSteps ?? 1_000_000,
      ...(options.schedules && { schedules: options.schedules }),
    },
  );
  return { ...staged, problems, lines };
};
