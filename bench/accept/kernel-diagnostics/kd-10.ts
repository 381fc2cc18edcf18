import { checkedHecBench } from '../../lib/checked-corpus.ts';
import { measured, pass, type Runner, skipped } from '../../lib/verdict.ts';

const AIM_SECONDS = 120;

/** All checks of HeCBench's programs a to m by the built command line, which uses all processors. */
const runner: Runner = async () => {
  const checked = checkedHecBench();
  if (typeof checked === 'string') return skipped(checked);
  const { stats, kernels, seconds } = checked;
  const got = `${stats.files} files, ${kernels.length} kernels: ${seconds.toFixed(0)} s`;
  return seconds <= AIM_SECONDS ? pass(got) : measured(got, [`the aim is ${AIM_SECONDS} s`]);
};
export default runner;
