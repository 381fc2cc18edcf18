/** `pytest.raises(ft.InvalidSchedule)`: a refusal in it is expected, so it is one where FreeTensor accepts every call. */

import type { PyStmt } from '../python/ast.ts';
import type { State } from '../state.ts';
import { PyClass, PyTuple, type Value } from '../values.ts';
import type { ScheduleRecord } from './host.ts';
import { CERTAIN } from './object.ts';

const expectsRefusal = (v: Value): boolean =>
  v instanceof PyTuple ? v.items.every(expectsRefusal) : v instanceof PyClass && v.name === 'InvalidSchedule';

/**
 * Said where nothing was raised. Silent where the verdict of a call is not known, or is not compared with recorded ones
 * so late in a schedule; and where anything but schedule calls stands in the body, which may raise itself.
 */
export const noteAccepted = (
  st: State,
  expected: Value,
  body: readonly PyStmt[],
  met: readonly ScheduleRecord[],
): void => {
  const isCall = (s: PyStmt): boolean =>
    (s.kind === 'expr' || s.kind === 'assign') &&
    s.value.kind === 'call' &&
    met.some(({ at }) => at.start === s.value?.at.start && at.end === s.value.at.end);
  if (!body.every(isCall)) return;
  const calls = met.filter((c) => c.primitive !== 'Schedule');
  const last = calls.at(-1);
  if (!last || st.uncertain > 0 || !expectsRefusal(expected)) return;
  if (calls.some((c) => c.verdict !== 'applied' || c.steps.length > 0 || c.order > CERTAIN)) return;
  st.note({
    code: 'schedule-not-refused',
    at: last.at,
    message: `FreeTensor accepts \`${last.primitive}\`, and a refusal is expected here: \`pytest.raises\` fails`,
  });
};
