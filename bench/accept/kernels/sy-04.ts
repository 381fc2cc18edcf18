import { fail, pass, type Runner } from '../../lib/verdict.ts';
import { CONSTRUCTS } from './constructs.ts';
import { readRecords } from './kernel-records.ts';
import { compareRecorded } from './recorded.ts';

/**
 * The kernels below `sycl/` and `opencl/`, compiled and run by others (`sycl/record.ts`, `opencl/record.ts`), against the
 * interpreter, with two orders of groups and items; and which constructs of the part 4 the equal ones have.
 */
const WANTED = 120;
const SEEDS = [1, 2];

const runner: Runner = async () => {
  const [sycl, opencl] = [compareRecorded('sycl', SEEDS), compareRecorded('opencl', SEEDS)];
  const all = [...sycl, ...opencl];
  const equal = all.filter(({ wrong }) => wrong === null);
  const left = all.flatMap(({ name, wrong }) => (wrong === null ? [] : [`${name}: ${wrong}`]));
  const names = Object.entries(CONSTRUCTS);
  const missing = names.filter(([, pattern]) => !equal.some(({ text }) => pattern.test(text)));
  for (const [construct] of missing) left.push(`no equal kernel has: ${construct}`);
  const host = readRecords('sycl').byHost.length;
  const by = `${sycl.length - host} of SYCL by SimSYCL, ${host} by a host shim, ${opencl.length} of OpenCL C by PoCL`;
  const got = `${equal.length} of ${all.length} kernels equal what others gave (${by}), two seeds each; they have ${names.length - missing.length} of ${names.length} constructs of part 4`;
  return left.length === 0 && equal.length >= WANTED ? pass(got) : fail(got, left);
};
export default runner;
