/** Sizes of a launch from the command line. */

import type { Func } from '@athanor/compiler-core/ir/nodes.ts';
import { UsageError } from '../exit-codes.ts';

/** `X[,Y,Z]`, in the source's order. @throws UsageError for anything else. */
export const parseSizes = (option: string, text: string | undefined): readonly number[] | null => {
  if (text === undefined) return null;
  if (!/^\d{1,9}(,\d{1,9}){0,2}$/.test(text))
    throw new UsageError(`${option}: \`${text}\` is not of the form X, X,Y or X,Y,Z`);
  return text.split(',').map(Number);
};

/** The sizes in the order and number of the kernel's loops: what is missing is 1. */
export const sizesFor = (
  func: Func,
  given: readonly number[] | null,
  fastestFirst: boolean,
): readonly number[] | null => {
  if (given === null) return null;
  const dimensions = func.kernel?.dimensions ?? 1;
  if (given.length > dimensions)
    throw new UsageError(`the kernel has ${dimensions} dimensions, ${given.length} sizes are given`);
  if (!fastestFirst && given.length < dimensions) {
    throw new UsageError(`the kernel has ${dimensions} dimensions: give as many sizes`);
  }
  const all = [...given, ...Array.from({ length: dimensions - given.length }, () => 1)];
  return fastestFirst ? all.reverse() : all;
};
