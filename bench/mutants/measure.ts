/** The decided rate on correct programs, and the detection rate on mutants that a run confirms. */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { StagedUnit } from '../../compiler-core/src/frontends/tensor/stage.ts';
import { printFunc } from '../../compiler-core/src/ir/print.ts';
import type { SyntaxParser } from '../../compiler-core/src/syntax/cst.ts';
import { LineIndex } from '../../compiler-core/src/text/line-index.ts';
import { stageText } from '../../compiler-core/testkit/stage.ts';
import { refusedRanges } from '../lib/corpus.ts';
import { ROOT } from '../lib/process.ts';
import { stagingRecords } from '../oracle/staging.ts';
import { publicPaths, publicReader } from '../public/read.ts';
import { programsIn } from '../public/runnable.ts';
import { judge } from './judge.ts';
import { MISTAKE_NAMES, type MistakeName, mutantsOf } from './mutate.ts';

export interface Subject {
  readonly name: string;
  readonly unit: StagedUnit;
}

const stagedIn = (name: string, text: string, parser: SyntaxParser): readonly Subject[] =>
  stageText(text, parser, { file: name })
    .units.filter((unit) => unit.kind !== 'inline' && unit.complete && !unit.failed)
    .map((unit) => ({ name: `${name} ${unit.name}`, unit }));

/** The staged functions of the examples, for all sizes; the planted faults left out. */
export const exampleSubjects = (parser: SyntaxParser): readonly Subject[] =>
  readdirSync(join(ROOT, 'examples'))
    .filter((name) => name.endsWith('.py') && name !== 'faults.py')
    .flatMap((name) => stagedIn(`examples/${name}`, readFileSync(join(ROOT, 'examples', name), 'utf8'), parser));

/** Recorded programs that the real FreeTensor compiled and ran; null where the records are not at hand. */
export const recordedSubjects = (parser: SyntaxParser): readonly Subject[] | null =>
  stagingRecords()
    ?.filter((r) => r.ok && r.execution !== null && r.topic !== 'wrong')
    .flatMap((r) => stagedIn(r.id, r.program, parser)) ?? null;

/** Programs of the public corpora below `folder`, those in tests that expect a refusal left out. */
export const publicSubjects = (folder: string, parser: SyntaxParser): readonly Subject[] => {
  const read = publicReader(folder);
  return publicPaths().flatMap((path) =>
    programsIn(path, read(path) ?? '').flatMap((text) => {
      const refused = refusedRanges(text);
      const lines = new LineIndex(text);
      return stagedIn(path, text, parser).filter(({ unit }) => {
        const { line } = lines.position1(unit.span.start);
        return !refused.some(([start, end]) => line >= start && line < end);
      });
    }),
  );
};

export interface Tally {
  mutants: number;
  faulting: number;
  proved: number;
  possible: number;
  silent: number;
}

export interface Measured {
  readonly programs: number;
  readonly asked: number;
  readonly decided: number;
  /** By what went wrong in the run. */
  readonly byFault: ReadonlyMap<string, Tally>;
  /** Programs that fault as they are, for generated inputs: `name: fault`. */
  readonly faulting: readonly string[];
  readonly tallies: Readonly<Record<MistakeName, Tally>>;
  /** Findings of ours that are wrong, with the program: each is a bug. */
  readonly falseProofs: readonly string[];
  readonly falseSafety: readonly string[];
}

const newTally = (): Tally => ({ mutants: 0, faulting: 0, proved: 0, possible: 0, silent: 0 });

/** @param most Mutants of each kind and program. 0: the programs alone. */
export const measureMutants = (subjects: readonly Subject[], most: number): Measured => {
  let asked = 0;
  let decided = 0;
  const faulting: string[] = [];
  const falseProofs: string[] = [];
  const falseSafety: string[] = [];
  const tallies = Object.fromEntries(MISTAKE_NAMES.map((name) => [name, newTally()])) as Record<MistakeName, Tally>;
  const byFault = new Map<string, Tally>();
  for (const { name, unit } of subjects) {
    const original = judge(unit.func);
    asked += original.asked;
    decided += original.decided;
    if (original.fault) faulting.push(`${name}: ${original.fault.message}`);
    falseProofs.push(...original.falseProofs.map((said) => `${name}: ${said}`));
    if (original.falseSafety) falseSafety.push(`${name}: ${original.falseSafety}`);
    // A program that faults for these inputs cannot tell what a mistake in it does.
    if (original.fault) continue;
    for (const mutated of mutantsOf(unit.func, most)) {
      const j = judge(mutated.func);
      const counted = [tallies[mutated.name]];
      if (j.fault) {
        const tally = byFault.get(j.fault.kind) ?? newTally();
        byFault.set(j.fault.kind, tally);
        counted.push(tally);
      }
      for (const tally of counted) {
        tally.mutants++;
        if (j.fault) tally.faulting++;
        if (j.said) tally[j.said]++;
      }
      const wrong = (said: string): string => `${name}, ${mutated.name}: ${said}\n${printFunc(mutated.func)}`;
      falseProofs.push(...j.falseProofs.map(wrong));
      if (j.falseSafety) falseSafety.push(wrong(j.falseSafety));
    }
  }
  return { programs: subjects.length, asked, decided, faulting, tallies, byFault, falseProofs, falseSafety };
};
