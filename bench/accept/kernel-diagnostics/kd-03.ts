import { readFileSync } from 'node:fs';
import { type CheckedFinding, checkedHecBench, checkedSamples } from '../../lib/checked-corpus.ts';
import { fail, pass, type Runner, skipped } from '../../lib/verdict.ts';

/** Faults that were read and found true, or that a run shows: `corpus/file:line code`, and why. */
const TRUE: Readonly<Record<string, string>> = JSON.parse(
  readFileSync(new URL('true-faults.json', import.meta.url), 'utf8'),
);

const keyOf = (corpus: string, { file, range, code }: CheckedFinding): string =>
  `${corpus}/${file}:${range.start.line} ${code}`;

/** Every error is one of the true faults, and every true fault is found. */
const runner: Runner = async () => {
  const corpora = { HeCBench: checkedHecBench(), 'oneAPI-samples': checkedSamples() };
  const found = new Map<string, CheckedFinding>();
  for (const [name, checked] of Object.entries(corpora)) {
    if (typeof checked === 'string') return skipped(checked);
    for (const d of checked.diagnostics) if (d.severity === 'error') found.set(keyOf(name, d), d);
  }
  const unknown = [...found].filter(([key]) => TRUE[key] === undefined);
  const missed = Object.keys(TRUE).filter((key) => !found.has(key));
  const got = `${found.size} errors, ${found.size - unknown.length} of them known to be true, ${unknown.length} not; ${missed.length} of ${Object.keys(TRUE).length} true faults not found`;
  const notes = [
    ...unknown.map(([key, d]) => `not known to be true: ${key} (${d.class}): ${d.message}`),
    ...missed.map((key) => `not found: ${key}: ${TRUE[key]}`),
  ];
  return unknown.length + missed.length > 0 ? fail(got, notes) : pass(got, notes);
};
export default runner;
