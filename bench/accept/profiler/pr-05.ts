import { fail, pass, type Runner } from '../../lib/verdict.ts';
import { judge, specOf } from '../../profiler/generated.ts';

const RUNS = 200;
const EFFECT = 0.05;
const MAY_NAME = 0.01;

const runner: Runner = async () => {
  const wrong: string[] = [];
  let clocks = 0;
  let clocksWrong = 0;
  let effects = 0;
  let named = 0;
  let clean = 0;
  let falselyNamed = 0;
  for (let seed = 0; seed < RUNS; seed += 1) {
    const { truth, report, ...judged } = await judge(specOf(seed));
    clocks += judged.clocks;
    clocksWrong += judged.clocksWrong.length;
    wrong.push(...judged.clocksWrong.map((text) => `seed ${seed} clock ${text}`));
    const [fault] = truth.stragglers;
    const [first] = report.stragglers;
    if (fault === undefined) {
      clean += 1;
      if (first !== undefined) {
        falselyNamed += 1;
        wrong.push(`seed ${seed}: rank ${first.rank} named in a run without a fault (${first.why})`);
      }
    } else if (fault.effect > EFFECT) {
      effects += 1;
      if (first?.rank === fault.rank) named += 1;
      else
        wrong.push(
          `seed ${seed}: rank ${fault.rank} costs ${(100 * fault.effect).toFixed(1)} %, first is ${first?.rank}`,
        );
    }
  }
  const got = `${RUNS} runs: ${clocks} clocks, ${clocksWrong} ends of them beyond the stated uncertainty; ${named} of ${effects} stragglers above 5 % first; ${falselyNamed} of ${clean} clean runs name one`;
  const good = clocksWrong === 0 && named === effects && effects > 50 && falselyNamed <= MAY_NAME * clean;
  return good ? pass(got) : fail(got, wrong.slice(0, 40));
};
export default runner;
