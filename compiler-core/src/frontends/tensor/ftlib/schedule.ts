/** `ft.Schedule`, `ft.schedule` and schedule callbacks: where schedules begin. */

import type { Func } from '../../../ir/nodes.ts';
import type { Span } from '../../../text/span.ts';
import { Raised, Stopped } from '../errors.ts';
import { scheduleObject, startSchedule } from '../schedule/object.ts';
import type { State } from '../state.ts';
import { type Args, BoundMethod, Builtin, PyFunction, StagedFunc, Unknown, type Value } from '../values.ts';

interface Scheduled {
  readonly unit: number;
  readonly name: string;
  readonly func: Func;
}

/** The program that a schedule can be made of; null where it is not known or not whole. */
const scheduled = (st: State, v: Value): Scheduled | null => {
  if (!(v instanceof StagedFunc) || v.unit === null) return null;
  const unit = st.units[v.unit];
  return unit?.complete && !unit.failed ? { unit: v.unit, name: v.name, func: v.func ?? unit.func } : null;
};

/** `ft.Schedule(func)`. */
export const makeSchedule = (st: State, args: Args): Value => {
  const func = args.positional[0] ?? args.keywords.get('func') ?? args.keywords.get('ast') ?? args.keywords.get('arg');
  const on = scheduled(st, func ?? null);
  if (!on) return new Unknown('Schedule(…)', args.at);
  return scheduleObject(st, startSchedule(st, on.unit, on.name, on.func, args.at));
};

/** Runs a callback on a new schedule; the function as it is afterwards. An exception of the callback leaves this too. */
export const applySchedule = (st: State, func: Value, callback: Value, at: Span): Value => {
  const on = scheduled(st, func);
  const callable =
    callback instanceof PyFunction || callback instanceof BoundMethod || callback instanceof Builtin ? callback : null;
  if (!on || !callable) return func;
  const state = startSchedule(st, on.unit, on.name, on.func, at);
  try {
    const positional = [scheduleObject(st, state)];
    st.call(callable, { positional, keywords: new Map(), at, spans: [at] });
  } catch (e) {
    // Too deep is the callback's own fault; where the steps are spent, the next one says so again.
    if (!(e instanceof Stopped) || e.why !== 'budget') throw e;
    st.note({
      code: 'budget-exceeded',
      at: e.at,
      message: 'this callback calls itself without end or takes too many steps; its schedule was given up',
      possible: false,
    });
    state.program = null;
  }
  return new StagedFunc(on.name, on.unit, state.program?.func ?? null);
};

/** The same where the rest of the file goes on after an exception: a decorator. */
export const runCallback = (st: State, func: Value, callback: Value, at: Span): Value => {
  try {
    return applySchedule(st, func, callback, at);
  } catch (e) {
    if (!(e instanceof Raised) || st.handlers > 0) throw e;
    st.report(e);
    return func;
  }
};
