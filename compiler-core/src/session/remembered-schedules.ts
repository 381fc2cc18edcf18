/**
 * A schedule host that remembers its answers: in an editor the same calls are met at every edit of the file, and some
 * take seconds. A program is known by its content, places included; what a call makes of it, by that and the call.
 */

import type { ScheduleAnswer, ScheduleHost } from '../frontends/tensor/schedule/host.ts';
import type { Func } from '../ir/nodes.ts';
import { Lru } from './lru.ts';

/** Names of functions of which programs are kept, and programs of one name: of each schedule, and what was typed and taken back. */
const NAMES = 300;
const PROGRAMS = 8;

/** A program, and what was answered about it: the programs that calls made of it are kept with their answers. */
class Known {
  readonly answers = new Map<string, ScheduleAnswer>();
  constructor(readonly func: Func) {}
}

export const remembered = (host: ScheduleHost): ScheduleHost => {
  const same = new WeakMap<Func, Known>();
  const begun = new Lru<string, readonly Known[]>(NAMES);
  const knownOf = (func: Func): Known => {
    const met = same.get(func);
    if (met !== undefined) return met;
    const list = begun.get(func.name) ?? [];
    const found = list.find((k) => equal(k.func, func)) ?? new Known(func);
    begun.set(func.name, [found, ...list.filter((k) => k !== found)].slice(0, PROGRAMS));
    same.set(func, found);
    return found;
  };
  const answer = (func: Func, question: unknown, ask: () => ScheduleAnswer): ScheduleAnswer => {
    const asked = textOf(question);
    if (asked === null) return ask();
    const { answers } = knownOf(func);
    const found = answers.get(asked) ?? ask();
    answers.set(asked, found);
    if (found.kind === 'applied' && !same.has(found.func)) same.set(found.func, new Known(found.func));
    return found;
  };
  return {
    begin: (func, era) => answer(func, ['begin', era], () => host.begin(func, era)),
    call: (func, call, era) =>
      answer(func, ['call', era, call.primitive, [...call.args]], () => host.call(func, call, era)),
  };
};

/** Whether two values of plain data are the same. O(what is the same before the first difference), no recursion. */
const equal = (one: unknown, other: unknown): boolean => {
  const stack: unknown[] = [one, other];
  while (stack.length > 0) {
    const [b, a] = [stack.pop(), stack.pop()];
    if (Object.is(a, b)) continue;
    if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
    const [x, y] = [a as Record<string, unknown>, b as Record<string, unknown>];
    let count = 0;
    for (const key in x) {
      if (!Object.hasOwn(y, key)) return false;
      stack.push(x[key], y[key]);
      count++;
    }
    for (const _ in y) count--;
    if (count !== 0) return false;
  }
  return true;
};

/** Null where it nests deeper than can be written: such a call is asked about anew. */
const textOf = (value: unknown): string | null => {
  try {
    return JSON.stringify(value, (_, item: unknown) => (typeof item === 'bigint' ? `${item}n` : item));
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
};
