import { expect, test } from 'vitest';
import { recordedRunner } from '../../../../testkit/recorded.ts';

const runner = await recordedRunner();
const findings = (call: string): string[] => {
  const text = `import freetensor as ft
from freetensor import libop

@ft.transform
def f(x: ft.Var[(2, 3), "float32"], v: ft.Var[(4,), "float32"], w: ft.Var[(1, 1, 2, 2), "float32"]):
    z = ${call}
`;
  const { diagnostics } = runner.stage('f.py', text);
  return diagnostics.map((d) => `${d.code} at ${text.slice(d.span.start, d.span.end)}: ${d.message}`);
};
const FAILS = 'this assertion fails while staging';

test.each([
  ['libop.conv(w, w)', 'give pads, or auto_pad VALID, SAME_UPPER or SAME_LOWER'],
  ['libop.conv(w, w, auto_pad="SAME_LOWER")', 'auto_pad SAME_LOWER needs kernel_shape'],
  ['libop.concat([])', 'at least one tensor is wanted'],
  ['libop.stack([x, v])', 'tensors of rank 2 and 1 do not join'],
  ['libop.transpose(x, [0])', 'perm names each of the 2 axes of x once'],
  ['libop.transpose(x, [0, -2])', 'perm names each of the 2 axes of x once'],
  ['libop.einsum("ij", x)', 'the format of einsum names its result: operands -> result'],
  ['libop.einsum("ij,jk->ik", x)', 'the format of einsum has 2 operands, but 1 are given'],
  ['libop.reduce_sum(x, axes=0)', 'a list of axes is wanted: [0]'],
  ['libop.unsqueeze(x, 1)', 'a list of axes is wanted: [1]'],
  ['libop.squeeze(x, 1)', 'a list of axes is wanted: [1]'],
])('%s is refused at the call, with a reason', (call, reason) => {
  expect(findings(call)).toEqual([`static-assert at ${call}: ${FAILS}: ${reason}`]);
});

test.each([
  ['libop.add(x)', 'wrong-arguments', 'add() misses `b`'],
  ['ft.softmax(x, axs=0)', 'wrong-arguments', 'softmax() has no parameter `axs`; did you mean `axis`?', 'axs'],
])('%s: %s', (call, code, message, at = call) => {
  expect(findings(call)).toEqual([`${code} at ${at}: ${message}`]);
});
