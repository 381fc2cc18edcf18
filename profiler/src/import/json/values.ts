/** Values out of JSON whose shape is not certain. */

import { integerOf } from '../kineto/numbers.ts';

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** Undefined where the text is missing or no JSON. */
export const parseJson = (text: string | undefined): Json | undefined => {
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** The object, or one without members. */
export const recordOf = (value: Json | undefined): Readonly<Record<string, Json>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, Json>) : {};

export const listOf = (value: Json | undefined): readonly Json[] => (Array.isArray(value) ? value : []);

/** Some writers write numbers as text. */
export const integerIn = (value: Json | undefined): number | null => {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? value : null;
  return typeof value === 'string' ? integerOf(value) : null;
};

export const textIn = (value: Json | undefined): string | null =>
  typeof value === 'string' ? value : typeof value === 'number' ? String(value) : null;

/** The value as JSON text; null where there is none. */
export const jsonIn = (value: Json | undefined): string | null =>
  value === undefined || value === null ? null : JSON.stringify(value);

/** What is left of an object without some members, as JSON text; null when that is nothing. */
export const restOf = (value: Readonly<Record<string, Json>>, known: ReadonlySet<string>): string | null => {
  const rest = Object.entries(value).filter(([key]) => !known.has(key));
  return rest.length === 0 ? null : JSON.stringify(Object.fromEntries(rest));
};
