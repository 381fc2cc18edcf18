/** Options of `check` from text to values; what is wrong is a `UsageError`. */

import type { Severity } from '@athanor/compiler-core/diag/diagnostic.ts';
import { parseBinding } from '@athanor/compiler-core/session/pragmas.ts';
import { nearest } from '@athanor/compiler-core/text/nearest.ts';
import { UsageError } from './exit-codes.ts';

export const FORMATS = ['text', 'json', 'sarif', 'junit', 'github', 'markdown'] as const;
export type Format = (typeof FORMATS)[number];
export const FAIL_ON = ['error', 'warning', 'never'] as const;
export type FailOn = Extract<Severity, 'error' | 'warning'> | 'never';

/** One of some words, with the nearest as a hint. */
export const oneOf = <T extends string>(option: string, value: string, choices: readonly T[]): T => {
  const found = choices.find((choice) => choice === value);
  if (found !== undefined) return found;
  const hint = nearest(value, choices);
  throw new UsageError(
    `${option}: \`${value}\` is none of ${choices.join(', ')}${hint === null ? '' : `; did you mean ${hint}?`}`,
  );
};

/** `n=1,m=2`, given any number of times. */
export const parseBinds = (values: readonly string[]): ReadonlyMap<string, bigint> => {
  const binds = new Map<string, bigint>();
  for (const part of values.flatMap((value) => value.split(','))) {
    const binding = parseBinding(part);
    if (binding === null)
      throw new UsageError(`--bind: \`${part.trim()}\` is no binding; write name=integer, as in --bind n=1024`);
    const before = binds.get(binding.name);
    if (before !== undefined && before !== binding.value)
      throw new UsageError(`--bind: \`${binding.name}\` is bound to ${before} and to ${binding.value}`);
    binds.set(binding.name, binding.value);
  }
  return binds;
};

export const parseCount = (option: string, value: string): number => {
  if (!/^[1-9]\d{0,3}$/.test(value)) throw new UsageError(`${option}: \`${value}\` is no number from 1 to 9999`);
  return Number(value);
};
