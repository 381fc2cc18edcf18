import { measureKernelEdits } from '../../edit/kernels.ts';
import { words } from '../../edit/measure.ts';
import { measured, pass, type Runner, skipped } from '../../lib/verdict.ts';

const AIM_MS = 50;
const AIM_RATIO = 5;

/** SY-09: from a keystroke in a kernel to the diagnostics of that version, and the same of clangd. */
const runner: Runner = async () => {
  const times = await measureKernelEdits();
  if (typeof times === 'string') return skipped(times);
  const { edit, clangd, lines, idle } = times;
  const ratio = typeof clangd === 'string' ? null : clangd.median / edit.median;
  const beside =
    typeof clangd === 'string' ? `clangd skipped (${clangd})` : `clangd ${clangd.version} ${words(clangd)}`;
  const got = `${words(edit)}; ${beside}${ratio === null ? '' : `: ${ratio.toFixed(1)} times`}`;
  const details = [`${lines} lines, ${(idle * 100).toFixed(0)} % of the processors idle before`];
  return edit.p95 <= AIM_MS && ratio !== null && ratio >= AIM_RATIO ? pass(got, details) : measured(got, details);
};
export default runner;
