/** Whether the sizes of a launch fit each other and the kernel (SYCL 2020, 4.9.1 and 5.8.1). */

import { CODES } from '../../../diag/codes.ts';
import type { Diagnostic, Related } from '../../../diag/diagnostic.ts';
import type { Expr } from '../../../ir/nodes.ts';
import { stmtsIn } from '../../../ir/walk.ts';
import type { Launched } from '../lower/kernels.ts';

const integer = (e: Expr): bigint | null =>
  e.kind === 'int' ? e.value : e.kind === 'cast' ? integer(e.operand) : null;

const finding = (
  { spelled }: Launched,
  message: string,
  witness: string,
  values: Readonly<Record<string, string>>,
  related: readonly Related[] = [],
): Diagnostic => ({
  code: 'launch-mismatch',
  severity: CODES['launch-mismatch'].severity,
  class: 'proved',
  span: spelled,
  message,
  related,
  witness: { text: witness, values },
  assumptions: [],
  fixes: [],
});

export const launchFaults = (kernel: Launched): readonly Diagnostic[] => {
  const { func, sizes } = kernel;
  const local = sizes.local?.map(integer) ?? [];
  const required = func.kernel?.reqdWorkGroupSize;
  const out: Diagnostic[] = [];
  for (const [d, size] of local.entries()) {
    if (size === null) continue;
    const values = { [`local_${d}`]: String(size) };
    if (size <= 0n) {
      out.push(finding(kernel, `the work-group size of dimension ${d} is ${size}`, `local_${d} = ${size}`, values));
      continue;
    }
    const whole = sizes.global?.[d];
    const global = whole === undefined ? null : integer(whole);
    if (global !== null && global % size !== 0n)
      out.push(
        finding(
          kernel,
          `the work-group size ${size} does not divide the range ${global} of dimension ${d}; round the range up to ${((global + size - 1n) / size) * size} and guard the kernel`,
          `${global} = ${global / size} * ${size} + ${global % size}`,
          { ...values, [`global_${d}`]: String(global) },
        ),
      );
  }
  if (required !== undefined && local.length === required.length) {
    const odd = required.findIndex(
      (want, d) => local[d] !== null && local[d] !== undefined && local[d] !== BigInt(want),
    );
    if (odd >= 0)
      out.push(
        finding(
          kernel,
          `the kernel requires work-groups of ${required.join(' x ')}, and is launched with ${local[odd]} in dimension ${odd}`,
          `reqd_work_group_size says ${required[odd]}, the launch ${local[odd]}`,
          { [`local_${odd}`]: String(local[odd]) },
        ),
      );
  }
  const barrier =
    func.kernel?.launch === 'range'
      ? stmtsIn(func.body).find((s) => s.kind === 'barrier' && s.scope === 'workGroup')
      : undefined;
  if (barrier !== undefined)
    out.push(
      finding(
        kernel,
        'the kernel has a barrier, and is launched over a range without work-groups; launch it over an `nd_range`',
        'a range has no work-groups whose items could meet',
        {},
        [{ span: barrier.origin.span, message: 'the barrier' }],
      ),
    );
  return out;
};
