import { fail, pass, type Runner, skipped } from '../../lib/verdict.ts';
import { goldenEvents, simpleAdd } from '../../profiler/golden-path.ts';
import { tracesFolder } from '../../profiler/hta-samples.ts';

const runner: Runner = async () => {
  const folder = tracesFolder();
  if (folder === undefined) return skipped('the public traces are not there');
  const golden = goldenEvents(folder);
  const { path, keys } = await simpleAdd(folder);
  const own = new Set(keys);
  const missing = [...golden].filter((key) => !own.has(key));
  const extra = [...own].filter((key) => !golden.has(key));
  const shares = Object.values(path.bounds).reduce((sum, time) => sum + (100 * time) / path.length, 0);
  const got = `${own.size} of ${golden.size} golden events, ${missing.length} missing, ${extra.length} more; summary ${shares.toFixed(6)} %`;
  const good = missing.length === 0 && extra.length === 0 && Math.abs(shares - 100) < 1e-6;
  return good ? pass(got) : fail(got, [...missing, ...extra].slice(0, 20));
};
export default runner;
