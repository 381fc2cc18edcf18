/** Hover over a name of the device API: its signatures, what it means, where it is specified. */

import { LAUNCH_CALLS } from '@athanor/compiler-core/frontends/kernel/meaning/launches.ts';
import { apiOf, attributesOf, entryMarkdown } from './api/api.ts';
import type { ApiEntry } from './api/entry.ts';
import type { KernelCode } from './code.ts';
import { declarationOf, declaratorAt } from './declared.ts';
import type { KernelHover } from './hover.ts';
import { entryOf } from './resolve.ts';
import { memberEntry } from './signature.ts';

export interface ApiName {
  readonly entry: ApiEntry;
  readonly start: number;
  readonly end: number;
}

/** What of the API the name at an offset stands for; null where it is a name of the program, or none. */
export const apiEntryAt = (code: KernelCode, offset: number): ApiName | null => {
  const behind = code.after(offset);
  // The end of a word belongs to it.
  const at = code.tokens[behind - 1]?.end === offset && !touches(code, behind, offset) ? behind - 1 : behind;
  const token = code.tokens[at];
  if (token === undefined || !code.isName(at) || token.start > offset) return null;
  const entry = attributeAt(code, at) ?? entryAt(code, at);
  return entry === null ? null : { entry, start: token.start, end: token.end };
};

const touches = (code: KernelCode, i: number, offset: number): boolean =>
  code.isName(i) && (code.tokens[i]?.start ?? offset + 1) <= offset;

export const apiHover = ({ entry, start, end }: ApiName): KernelHover => ({
  markdown: entryMarkdown(entry),
  start,
  end,
});

/** Names with which the text of a kernel begins: there the kernel has more to say. */
export const beginsKernel = ({ name }: ApiEntry): boolean =>
  (LAUNCH_CALLS as readonly string[]).includes(name) || name === 'kernel' || name === '__kernel';

const entryAt = (code: KernelCode, at: number): ApiEntry | null => {
  const before = code.textAt(at - 1);
  if (before === '.' || before === '->') return memberEntry(code, at - 1, code.textAt(at));
  if (before === 'template' && ['.', '->'].includes(code.textAt(at - 2)))
    return memberEntry(code, at - 2, code.textAt(at));
  const begin = code.pathStart(at);
  if (declaratorAt(code, at) !== null) return null;
  const path = code.pathText(begin, at);
  if (begin === at && declarationOf(code, path, at) !== null) return null;
  const entry = entryOf(code, path);
  if (entry !== null || begin === at) return entry;
  // A static member of a class.
  const owner = entryOf(code, path.slice(0, path.lastIndexOf('::')));
  return owner === null ? null : (apiOf(code.language).members.get(owner.name)?.get(code.textAt(at)) ?? null);
};

/** `[[sycl::reqd_work_group_size(...)]]`, `__attribute__((reqd_work_group_size(...)))`. */
const attributeAt = (code: KernelCode, at: number): ApiEntry | null => {
  const entry = attributesOf(code.language).find(({ name }) => name === code.textAt(at));
  if (entry === undefined) return null;
  let i = code.pathStart(at) - 1;
  while (code.textAt(i) === ',' || code.textAt(i) === ')' || code.isName(i) || code.textAt(i) === '::') {
    i = code.textAt(i) === ')' ? code.opening(i) - 1 : i - 1;
    if (i < 0) return null;
  }
  const isOpen =
    code.language === 'opencl'
      ? code.textAt(i) === '(' && code.textAt(i - 1) === '('
      : code.textAt(i) === '[' && code.textAt(i - 1) === '[';
  return isOpen ? entry : null;
};
