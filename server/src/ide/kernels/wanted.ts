/** What the argument at a place may be, by the signature of its call. */

import { apiOf } from './api/api.ts';
import type { ApiEntry } from './api/entry.ts';
import { TAGS } from './api/sycl-memory.ts';
import { bracketsBefore } from './calls.ts';
import type { KernelCode } from './code.ts';
import { membersOf } from './resolve.ts';
import { activeIn, candidatesOf, fitting } from './signature.ts';

/** Entries that the argument at a place may be, as they are written there: enumerators, tags, function objects, selectors. */
export const wantedAt = (
  code: KernelCode,
  at: number,
): readonly { readonly entry: ApiEntry; readonly text: string }[] => {
  const [bracket] = bracketsBefore(code, at);
  // Something of the argument is written already.
  if (bracket === undefined || (bracket.starts.at(-1) ?? at) !== at) return [];
  const found = candidatesOf(code, bracket);
  const fits = fitting(code, bracket, at);
  const names = found.filter(fits).flatMap(({ parameters }) => {
    const active = activeIn(code, bracket, parameters, at);
    return active === null ? [] : (parameters[active]?.type?.name ?? []);
  });
  return [...new Set(names)].flatMap((name) => valuesOf(code, name));
};

const valuesOf = (code: KernelCode, type: string): readonly { readonly entry: ApiEntry; readonly text: string }[] => {
  const api = apiOf(code.language);
  if (code.language === 'opencl')
    return [...(membersOf(api, type)?.values() ?? [])].map((entry) => ({ entry, text: entry.name }));
  const sycl = code.names.opensSycl
    ? ''
    : `${[...code.names.sycl].findLast((name) => code.text.includes(`${name}::`)) ?? 'sycl'}::`;
  const from = (section: string, behind = ''): readonly { entry: ApiEntry; text: string }[] =>
    api.entries.flatMap((entry) =>
      entry.section === section ? [{ entry, text: `${sycl}${entry.name}${behind}` }] : [],
    );
  if (type === 'access_tag') return from(TAGS);
  if (type === 'BinaryOperation') return from('4.17.1 Function objects', '<>()');
  if (type === 'DeviceSelector') return from('4.6.1.1 Device selector');
  const path = ['', 'access::', 'usm::'].find((namespace) => api.named.get(namespace + type)?.kind === 'enum');
  if (path === undefined) return [];
  return [...(membersOf(api, type)?.values() ?? [])].map((entry) => ({
    entry,
    text: `${sycl}${path}${type}::${entry.name}`,
  }));
};
