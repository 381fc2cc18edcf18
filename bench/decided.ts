/**
 * What silence is worth. Of the questions that the analyses put to correct programs (is this subscript inside, is this
 * divisor zero, can this assertion hold), how many are answered; and of small mistakes that a run shows to be faults,
 * how many are found.
 */

import { createParser } from '../server/src/host/tree-sitter.ts';
import { table } from './lib/table.ts';
import {
  exampleSubjects,
  type Measured,
  measureMutants,
  publicSubjects,
  recordedSubjects,
  type Subject,
  type Tally,
} from './mutants/measure.ts';

const MOST = 8;

const share = (part: number, whole: number): string =>
  whole === 0 ? '-' : `${part} of ${whole}, ${((100 * part) / whole).toFixed(1)} %`;
const found = ({ proved, possible, faulting }: Tally): string => share(proved + possible, faulting);

/** Each line once, with how often it was there. */
const counted = (lines: readonly string[]): readonly string[] =>
  [...new Set(lines)].map((line) => {
    const times = lines.filter((other) => other === line).length;
    return times === 1 ? line : `${line} (${times} times)`;
  });

/** One table of a set of programs, and what of it is a mistake of the tool. */
export const describeMeasured = (name: string, m: Measured): readonly string[] => {
  const rows = [...Object.entries(m.tallies), ...[...m.byFault].map(([kind, t]) => [`all: ${kind}`, t] as const)];
  const cells = rows.map(([kind, t]) => [
    kind,
    String(t.mutants),
    String(t.faulting),
    String(t.proved),
    String(t.possible),
    found(t),
  ]);
  return [
    `${name}: ${m.programs} functions, decided ${share(m.decided, m.asked)}; ${m.faulting.length} fault on generated inputs as they are`,
    table([['mistake', 'mutants', 'fault in a run', 'proved', 'possible', 'found'], ...cells], [26, 8, 14, 8, 8, 24]),
    `false proofs: ${m.falseProofs.length}, silence that claimed safety: ${m.falseSafety.length}`,
    ...counted(m.faulting).map((said) => `  faults as it is: ${said}`),
    ...counted([...m.falseProofs, ...m.falseSafety]).map((said) => `  wrong: ${said}`),
    '',
  ];
};

export const decided = async (): Promise<readonly string[]> => {
  const parser = await createParser();
  const folder = process.env['ATHANOR_CORPORA'];
  const sets: readonly (readonly [string, readonly Subject[] | string])[] = [
    ['examples', exampleSubjects(parser)],
    ['recorded programs', recordedSubjects(parser) ?? 'the records of FreeTensor are not beside the checkout'],
    [
      'public programs',
      folder === undefined
        ? 'ATHANOR_CORPORA names no folder with the checkouts of bench/corpora.json'
        : publicSubjects(folder, parser),
    ],
  ];
  return sets.flatMap(([name, subjects]) =>
    typeof subjects === 'string'
      ? [`${name}: skipped (${subjects})`]
      : describeMeasured(name, measureMutants(subjects, MOST)),
  );
};
