/** Stages Python text in one call, for tests and benchmarks. The parser comes from the host. */

import { LIBOP_FILES } from '../src/frontends/tensor/libop/index.ts';
import type { SyntaxProblem } from '../src/frontends/tensor/python/ast.ts';
import { parsePython } from '../src/frontends/tensor/python/parse.ts';
import { type Binding, type SourceModule, type StagedModule, stageModule } from '../src/frontends/tensor/stage.ts';
import type { SyntaxParser } from '../src/syntax/cst.ts';
import { LineIndex } from '../src/text/line-index.ts';
import { fileId } from '../src/text/span.ts';

const library = new Map<string, SourceModule>();

/** A module of the operator library, parsed once per process. */
export const libraryModule = (name: string, parser: SyntaxParser): SourceModule | null => {
  const known = library.get(name);
  if (known) return known;
  const source = LIBOP_FILES.find((f) => f.file.endsWith(`/${name}.py`));
  if (!source) return null;
  const made = {
    file: source.file,
    module: parsePython(source.file, source.source, parser).module,
    lines: new LineIndex(source.source),
  };
  library.set(name, made);
  return made;
};

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
  } = {},
): StagedText => {
  const file = fileId(options.file ?? 'prog.py');
  const { module, problems } = parsePython(file, text, parser);
  const lines = new LineIndex(text);
  const staged = stageModule(
    { file, module, lines },
    {
      bindings: options.bindings ?? new Map(),
      library: (name) => libraryModule(name, parser),
      maxSteps: options.maxSteps ?? 1_000_000,
    },
  );
  return { ...staged, problems, lines };
};
