import { fail, pass, type Runner } from '../../lib/verdict.ts';
import { measureChanged } from '../../mutants/changed.ts';

const MUTANTS_OF_A_KIND = 400;
const FLOOR = 0.95;

/** Small mistakes in the examples that change which accesses conflict: how many the dependences tell. */
const runner: Runner = async () => {
  const m = await measureChanged(MUTANTS_OF_A_KIND);
  const percent = (n: number, of: number): string => (of === 0 ? '-' : `${((100 * n) / of).toFixed(1)} %`);
  const got = `${m.mutants} mutants, ${m.confirmed} change a verdict in a run, ${m.found} of them found (${percent(m.found, m.confirmed)})`;
  const lines = [...m.byKind].map(
    ([kind, k]) => `${kind}: ${k.mutants} mutants, ${k.confirmed} confirmed, ${k.found} found`,
  );
  const details = [...lines, ...m.silent.slice(0, 10)];
  return m.confirmed > 0 && m.found >= FLOOR * m.confirmed ? pass(got, details) : fail(got, details);
};
export default runner;
