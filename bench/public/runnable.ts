/** Runs every public program that is staged completely on generated inputs: a valid program must not fault. */

import { generateInputs } from '../../compiler-core/src/exec/generate.ts';
import { run } from '../../compiler-core/src/exec/run.ts';
import type { StagedUnit } from '../../compiler-core/src/frontends/tensor/stage.ts';
import { stmtsIn } from '../../compiler-core/src/ir/walk.ts';
import type { SyntaxParser } from '../../compiler-core/src/syntax/cst.ts';
import { type StagedText, stageText } from '../../compiler-core/testkit/stage.ts';
import { refusedRanges } from '../lib/corpus.ts';
import { pythonFences } from '../lib/fences.ts';

export interface RunnableReport {
  readonly finished: number;
  /** `path:line name: what the interpreter said`. */
  readonly faults: readonly string[];
  /** Programs without a meaning to run (patterns), or too large, or without inputs, and why. */
  readonly left: readonly string[];
}

const SEED = 1;
/** Some seconds and 40 MB a program at most. Larger ones run at smaller sizes in `compute.ts`. */
const LIMITS = { maxSteps: 300_000_000, maxElements: 2 ** 22 } as const;
/** Symbolic sizes, taken in turn: small, because some programs have eight nested loops over them. */
const SIZES = [3n, 4n, 2n] as const;

/** How one unit ended: null when it finished. `fault` is the program's, or ours; anything else says nothing about it. */
const ending = (unit: StagedUnit): { readonly fault: boolean; readonly said: string } | null => {
  if (!unit.complete || unit.failed) return { fault: false, said: 'not staged completely' };
  if (stmtsIn(unit.func.body).some((s) => s.kind === 'any')) return { fault: false, said: 'it holds ft.Any()' };
  const sizes = unit.func.externals
    .filter((p) => p.integer)
    .map((p, n) => [p.name, SIZES[n % SIZES.length] ?? 3n] as const);
  const bound = new Map(sizes);
  const generated = generateInputs(unit.func, { seed: SEED, bindings: bound, maxElements: LIMITS.maxElements });
  if (generated.kind === 'failed') return { fault: false, said: `no inputs: ${generated.tensor}: ${generated.reason}` };
  const { inputs, bindings } = generated;
  // Callers of FreeTensor hand outputs in as zeros.
  const result = run(unit.func, { inputs, bindings, zeroOutputs: true, ...LIMITS });
  if (result.kind === 'finished') return null;
  // What an assertion asks of its inputs is not known here, so a failed one says nothing about the program.
  if (result.kind === 'fault')
    return { fault: result.fault.kind !== 'assert-failed', said: `${result.fault.kind}: ${result.fault.message}` };
  if (result.kind === 'budget') return { fault: false, said: `stopped by the limit of ${result.what}` };
  return { fault: result.kind === 'bad-input', said: result.reason };
};

/** A file's programs; those in Markdown keep the lines they have in the page. */
export const programsIn = (path: string, text: string): readonly string[] =>
  path.endsWith('.md') ? pythonFences(text).map((fence) => fence.text) : [text];

/** @param read As of `comparePublicPrograms`; what it does not have is left out. */
export const runnablePrograms = (
  paths: readonly string[],
  read: (path: string) => string | null,
  parser: SyntaxParser,
): RunnableReport => {
  let finished = 0;
  const faults: string[] = [];
  const left: string[] = [];
  for (const path of paths) {
    for (const text of programsIn(path, read(path) ?? '')) {
      const refused = refusedRanges(text);
      const staged: StagedText = stageText(text, parser, { file: path });
      for (const unit of staged.units) {
        const { line } = staged.lines.position1(unit.span.start);
        if (unit.kind === 'inline' || refused.some(([start, end]) => line >= start && line < end)) continue;
        const end = ending(unit);
        if (end === null) finished++;
        else (end.fault ? faults : left).push(`${path}:${line} ${unit.name}: ${end.said}`);
      }
    }
  }
  return { finished, faults, left };
};
