/**
 * A schedule host that remembers its answers: in an editor the same calls are met at every edit of the file, and some
 * take seconds. A program is known by its content, places included; what a call makes of it, by that and the call.
 */

import { Hasher } from '../diag/hash.ts';
import type { ScheduleAnswer, ScheduleHost } from '../frontends/tensor/schedule/host.ts';
import type { Func } from '../ir/nodes.ts';
import { Lru } from './lru.ts';

/** Answers kept: some hundred schedules. */
const CAPACITY = 2_000;

export const remembered = (host: ScheduleHost): ScheduleHost => {
  const answers = new Lru<string, ScheduleAnswer>(CAPACITY);
  const keys = new WeakMap<Func, string>();
  const keyOf = (func: Func): string | null => {
    const known = keys.get(func);
    if (known !== undefined) return known;
    const text = textOf(func);
    if (text === null) return null;
    const key = new Hasher().add(text).digest();
    keys.set(func, key);
    return key;
  };
  const answer = (func: Func, question: unknown, ask: () => ScheduleAnswer): ScheduleAnswer => {
    const program = keyOf(func);
    const asked = textOf(question);
    if (program === null || asked === null) return ask();
    const key = new Hasher().add(program).add(asked).digest();
    const found = answers.get(key) ?? ask();
    answers.set(key, found);
    if (found.kind === 'applied') keys.set(found.func, key);
    return found;
  };
  return {
    begin: (func, era) => answer(func, ['begin', era], () => host.begin(func, era)),
    call: (func, call, era) =>
      answer(func, ['call', era, call.primitive, [...call.args]], () => host.call(func, call, era)),
  };
};

/** Null where it nests deeper than can be written: such a program is asked about anew. */
const textOf = (value: unknown): string | null => {
  try {
    return JSON.stringify(value, (_, item: unknown) => (typeof item === 'bigint' ? `${item}n` : item));
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
};
