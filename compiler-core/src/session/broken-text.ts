/**
 * What may still be said of a text that is not all Python. The parser guesses how a broken statement was meant, so
 * nothing is said about the top-level statements with a syntax error in them; nor that a name is undefined anywhere,
 * since a broken statement may have been meant to define it.
 */

import type { PyModule, SyntaxProblem } from '../frontends/tensor/python/ast.ts';
import { chunksOf } from '../frontends/tensor/python/chunks.ts';
import type { FileId, Span } from '../text/span.ts';
import type { StagedModule } from './pipeline.ts';

export const withoutGuesses = (
  staged: StagedModule,
  file: FileId,
  module: PyModule,
  problems: readonly SyntaxProblem[],
): StagedModule => {
  if (problems.length === 0) return staged;
  // A statement reaches to the next one: an error is often found behind the text that has it.
  const starts = chunksOf(module).map(({ start }) => start);
  const statementOf = (at: number): number => starts.findLastIndex((start) => start <= at);
  const broken = new Set(problems.map(({ at }) => statementOf(at.start)));
  const isBroken = (at: Span): boolean => at.file === file && broken.has(statementOf(at.start));
  return {
    ...staged,
    diagnostics: staged.diagnostics.filter((d) => d.code !== 'undefined-name' && !isBroken(d.span)),
    units: staged.units.map((unit) =>
      // The function of a unit that has moved is a getter, which a copy of the rest leaves behind.
      isBroken(unit.span) ? { ...unit, func: unit.func, complete: false, failed: true } : unit,
    ),
  };
};
