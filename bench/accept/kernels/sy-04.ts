import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runKernel } from '../../../compiler-core/src/exec/lockstep/run-kernel.ts';
import type { TensorInput } from '../../../compiler-core/src/exec/values.ts';
import { lowerUnit } from '../../../compiler-core/src/frontends/kernel/lower/by-parts.ts';
import { parseUnit } from '../../../compiler-core/src/frontends/kernel/parse/parse.ts';
import { preprocess } from '../../../compiler-core/src/frontends/kernel/preprocess/preprocess.ts';
import type { Func, VarDef } from '../../../compiler-core/src/ir/nodes.ts';
import { stmtsIn } from '../../../compiler-core/src/ir/walk.ts';
import { ROOT } from '../../lib/process.ts';
import { fail, pass, type Runner } from '../../lib/verdict.ts';

/**
 * `sycl/kernels.cpp`, compiled by g++ with the headers in `sycl/shim` (each item of a group a thread, with a real barrier) and
 * run by `sycl/record.cpp`, gave `bench/recorded/sycl-kernels.json`: what is in the arrays f, g (float), n, m (int), u (unsigned), w (long)
 * and d (double) afterwards, where that differs from the inputs.
 */
interface Recorded {
  readonly inputs: Readonly<Record<string, readonly number[]>>;
  readonly kernels: Readonly<Record<string, Readonly<Record<string, readonly (number | string)[]>>>>;
}
const FOLDER = join(ROOT, 'bench/accept/kernels/sycl');
const WANTED = 120;

/** Largest difference of what a float function may give, in units of its type's last place: the libraries differ. */
const FLOAT_ULPS = 16;

const parametersOf = (func: Func): VarDef[] =>
  stmtsIn(func.body).filter((s): s is VarDef => s.kind === 'varDef' && s.access !== 'cache');
/** `n_3` is the array `n` of the fourth function that has one. */
const arrayOf = (tensor: string): string => tensor.replace(/_\d+$/, '');

const same = (got: number, wanted: number | string, tensor: string): boolean => {
  const x = typeof wanted === 'string' ? Number(wanted.replace('inf', 'Infinity').replace('nan', 'NaN')) : wanted;
  if (Object.is(got, x) || got === x || (Number.isNaN(got) && Number.isNaN(x))) return true;
  if (!'fgd'.includes(tensor)) return false;
  const ulp = tensor === 'd' ? 2 ** -52 : 2 ** -23;
  return Math.abs(got - x) <= FLOAT_ULPS * ulp * Math.max(Math.abs(x), 2 ** -20);
};

/** A sentence where the run and the record differ; null where they are equal. */
const compare = (
  func: Func,
  wanted: Recorded['kernels'][string],
  inputs: Recorded['inputs'],
  seed: number,
): string | null => {
  const given = new Map<string, TensorInput>();
  for (const def of parametersOf(func)) {
    const data = inputs[arrayOf(def.name)] ?? [];
    if (def.shape.length === 1) given.set(def.name, { dtype: def.dtype, shape: [data.length], data });
  }
  const ran = runKernel(func, { inputs: given, seed });
  if (ran.kind !== 'finished') return `${ran.kind} ${'reason' in ran ? ran.reason : ''}`;
  const errors = ran.findings.filter(({ kind }) => kind !== 'uniform-write');
  if (errors[0]) return errors[0].message;
  const outputs = new Map([...ran.outputs].map(([name, value]) => [arrayOf(name), value]));
  for (const [tensor, before] of Object.entries(inputs)) {
    const data: ArrayLike<number | bigint> = outputs.get(tensor)?.data ?? before;
    const after = wanted[tensor] ?? before;
    const at = after.findIndex((x, k) => !same(Number(data[k]), x, tensor));
    if (at >= 0) return `${tensor}[${at}] is ${data[at]}, recorded ${after[at]}`;
  }
  return null;
};

const runner: Runner = async () => {
  const recorded: Recorded = JSON.parse(readFileSync(join(ROOT, 'bench/recorded/sycl-kernels.json'), 'utf8'));
  const path = join(FOLDER, 'kernels.cpp');
  const unit = preprocess({ path, text: readFileSync(path, 'utf8'), host: { read: () => null } });
  const { kernels } = lowerUnit(parseUnit(unit.tokens));
  const byName = new Map(kernels.map((k) => [k.func.kernel?.name ?? '', k]));
  const left: string[] = [];
  const names = Object.keys(recorded.kernels);
  for (const name of names) {
    const kernel = byName.get(name);
    const reason = kernel?.reasons[0]?.reason;
    if (!kernel || reason !== undefined) {
      left.push(`${name}: ${reason ?? 'not lowered'}`);
      continue;
    }
    const wanted = recorded.kernels[name] ?? {};
    const wrong = compare(kernel.func, wanted, recorded.inputs, 1) ?? compare(kernel.func, wanted, recorded.inputs, 2);
    if (wrong !== null) left.push(`${name}: ${wrong}`);
  }
  const equal = names.length - left.length;
  const got = `${equal} of ${names.length} kernels equal what g++ and a host shim gave, two seeds each`;
  return left.length === 0 && equal >= WANTED ? pass(got) : fail(got, left);
};
export default runner;
