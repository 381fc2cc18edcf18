import { countTraffic } from '../../../compiler-core/src/analysis/test/counted-traffic.ts';
import type { RunOptions } from '../../../compiler-core/src/exec/run.ts';
import type { Func } from '../../../compiler-core/src/ir/nodes.ts';
import { bitsOf } from '../../../compiler-core/src/ir/types.ts';
import { stmtsIn } from '../../../compiler-core/src/ir/walk.ts';
import { type Bytes, bytesOf } from '../../../compiler-core/src/plan/bytes.ts';
import { previewFusions } from '../../../compiler-core/src/plan/preview.ts';
import { DEFAULTS } from '../../../compiler-core/src/transforms/rewrite.ts';
import { nestInputs, randomNeighbours } from '../../../compiler-core/src/transforms/test/nests.ts';
import { fail, pass, type Runner } from '../../lib/verdict.ts';
import { sizedPrograms } from '../../schedules/sized.ts';

const RANDOM = 300;
/** Of loops and blocks of 4, the second one is no multiple. */
const SIZES = [4, 7, 16];

/** Bytes between nests and memory that a run moves; null where it does not end. */
const counted = (func: Func, options: RunOptions): number | null => {
  const sizes = new Map(
    stmtsIn(func.body).flatMap((s) => (s.kind === 'varDef' ? [[s.name, (bitsOf(s.dtype) ?? 0) / 8] as const] : [])),
  );
  const traffic = countTraffic(func, options);
  return (
    traffic &&
    [...traffic].reduce((sum, [key, c]) => sum + (sizes.get(key.split(' ')[1] ?? '') ?? 0) * (c.loads + c.stores), 0)
  );
};

/** Bytes that each legal fusion saves by its formula, at three sizes, beside those that two runs of the interpreter count. */
const runner: Runner = async () => {
  const wrong: string[] = [];
  const seen = { fusions: 0, sizes: 0, saving: 0, bounds: 0 };
  const compare = (
    name: string,
    func: Func,
    run: (n: number) => RunOptions,
    values: (n: number) => ReadonlyMap<string, number>,
  ): void => {
    const before = bytesOf(func);
    for (const f of previewFusions(func, DEFAULTS).fusions) {
      if (f.outcome.kind === 'refused' || f.verdict !== 'legal' || !f.bytes) continue;
      seen.fusions++;
      for (const n of SIZES) {
        const said = savedAt(before, f.bytes, values(n));
        const [was, is] = [counted(func, run(n)), counted(f.outcome.after, run(n))];
        if (said === null || was === null || is === null) continue;
        if (before.atMost || f.bytes.atMost) {
          seen.bounds++;
          const [most, left] = [before.at(values(n)) ?? 0, f.bytes.at(values(n)) ?? 0];
          if (was > most || is > left)
            wrong.push(`${name}, ${n}: at most ${most} and ${left}, counted ${was} and ${is}`);
          continue;
        }
        seen.sizes++;
        if (said > 0) seen.saving++;
        if (said !== was - is) wrong.push(`${name}, ${n}: ${said} said, ${was - is} counted`);
      }
    }
  };
  for (let seed = 1; seed <= RANDOM; seed++)
    compare(
      `random program ${seed}`,
      randomNeighbours(seed),
      (n) => nestInputs(seed, n),
      (n) => new Map([['n', n]]),
    );
  for (const p of await sizedPrograms()) compare(p.name, p.func, p.run, p.values);
  const got = `${seen.fusions} fusions at sizes ${SIZES.join(', ')}: ${seen.sizes} compared, of which ${seen.saving} save something, ${seen.bounds} bounds; ${wrong.length} differ`;
  return wrong.length > 0 || seen.saving < 100 ? fail(got, wrong.slice(0, 20)) : pass(got);
};
export default runner;

const savedAt = (before: Bytes, after: Bytes, values: ReadonlyMap<string, number>): number | null => {
  const [a, b] = [before.at(values), after.at(values)];
  return a === null || b === null ? null : a - b;
};
