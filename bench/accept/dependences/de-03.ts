import { measurePrograms } from '../../../compiler-core/src/analysis/dependences/test/measure.ts';
import { fail, pass, type Runner } from '../../lib/verdict.ts';

const PROGRAMS = 20_000;
const FIRST_SEED = 1_000_001;
const NEAREST_EACH = 40;

/** Dependences of random programs against what running them shows. */
const runner: Runner = async () => {
  const m = measurePrograms(FIRST_SEED, PROGRAMS, NEAREST_EACH);
  const got =
    `${m.programs} programs from seed ${FIRST_SEED}: ${m.failures.length} differ; ${m.pairs} conflicting pairs of instances, ` +
    `${m.must} must, ${m.may} may, ${m.unknown} unknown; last writers in ${m.nearest}`;
  return m.failures.length === 0 ? pass(got) : fail(got, m.failures.slice(0, 3));
};
export default runner;
