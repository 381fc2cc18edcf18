/**
 * What would order two racing accesses, as edits of the text: a barrier before the later one, spelled as the kernel's other
 * barriers are, or an atomic in the place of `x[i] += v`.
 */

import type { Fix } from '../../../diag/diagnostic.ts';
import type { Func, Stmt } from '../../../ir/nodes.ts';
import type { DType } from '../../../ir/types.ts';
import { type Span, span } from '../../../text/span.ts';
import type { Pair } from './pairs.ts';
import type { Access, KernelWalk, Loop, Place, SkeletonNode } from './skeleton.ts';
import { GROUP, type Uniformity } from './uniform.ts';

/** The text of a place; null where it is not known. */
export type TextAt = (at: Span) => string | null;

export interface FixContext {
  readonly func: Func;
  readonly walk: KernelWalk;
  readonly uniform: Uniformity;
  readonly textAt: TextAt;
}

const isOpenCl = (file: string): boolean => /\.(?:cl|ocl|clcpp)$/i.test(file);

export const raceFixes = (pair: Pair, context: FixContext): readonly Fix[] => {
  const { first, second } = pair;
  const inlined = [first, second].some((a) => a.stmt.origin.calls.length > 1);
  if (inlined) return [];
  if (pair.relation === 'group' && pair.later) return roundFix(pair, pair.later, context);
  if (first.stmt === second.stmt) return atomicFix(first, second, context);
  return pair.relation === 'group' ? barrierFix(pair, context) : [];
};

// ---- barriers ------------------------------------------------------------------------------------------------------

const pathOf = (place: Place): Place[] => {
  const out = [place];
  for (let owner = place.list.owner; owner; owner = owner.place.list.owner) out.unshift(owner.place);
  return out;
};

/** The statement of the innermost list that holds both, in which B stands; null where A does not come before it there. */
const laterAt = (a: Place, b: Place): { readonly place: Place } | null => {
  const [pathA, pathB] = [pathOf(a), pathOf(b)];
  const depth = pathB.findLastIndex((p, k) => pathA[k]?.list === p.list);
  const [atA, atB] = [pathA[depth], pathB[depth]];
  return atA && atB && atA.index < atB.index ? { place: atB } : null;
};

const stmtAt = (node: SkeletonNode | undefined, walk: KernelWalk, place: Place): Stmt | null => {
  if (node?.kind === 'loop' || node?.kind === 'branch' || node?.kind === 'barrier') return node.stmt;
  return walk.accesses.find((x) => x.place.list === place.list && x.place.index === place.index)?.stmt ?? null;
};

/** `sycl::group_barrier(it.get_group())`: as another barrier of the kernel, else as its language has it. */
const spelling = ({ walk, func, textAt }: FixContext, local: boolean): string | null => {
  for (const { stmt, scope, memory } of walk.barriers) {
    const fits = scope === 'workGroup' && (memory === 'both' || memory === (local ? 'local' : 'global'));
    const text = fits && stmt.kind === 'barrier' && stmt.origin.calls.length <= 1 ? textAt(stmt.origin.span) : null;
    if (text !== null && text !== '') return text;
  }
  const { span: whole } = func.origin;
  if (isOpenCl(whole.file)) return `barrier(${local ? 'CLK_LOCAL_MEM_FENCE' : 'CLK_GLOBAL_MEM_FENCE'})`;
  const item = /\bnd_item\s*<[^>]*>\s*(?:const\s*)?&?\s*(\w+)/.exec(textAt(whole) ?? '')?.[1];
  return item === undefined ? null : `sycl::group_barrier(${item}.get_group())`;
};

const barrierFix = (pair: Pair, context: FixContext): readonly Fix[] => {
  const { walk, uniform, textAt } = context;
  const later = laterAt(pair.first.place, pair.second.place);
  if (!later) return [];
  const { place } = later;
  const stmt = stmtAt(place.list.nodes[place.index], walk, place);
  // Where not all items come, a barrier would be the next fault.
  if (!stmt || uniform.ofControl(stmt).level > GROUP) return [];
  const { file, start } = stmt.origin.span;
  const before = textAt(span(file, 0, start));
  const text = spelling(context, pair.first.def?.memory === 'gpu/shared');
  if (before === null || text === null) return [];
  const opening = before.slice(before.lastIndexOf('\n') + 1);
  // Counted from here: what stands before may be longer or shorter in the text of now.
  const line = start - opening.length;
  const indent = /^[ \t]*/.exec(opening)?.[0] ?? '';
  // Behind the start of another statement of the line there may be no place for one.
  const earlier = opening.slice(indent.length);
  if (/[;{(=?:]/.test(earlier)) return [];
  const newText = `${indent}${text};\n`;
  return [{ title: `Insert ${text}`, edits: [{ span: span(file, line, line), newText }] }];
};

/** At the end of each round of a loop, where what comes next is the start of another one. */
const roundFix = (pair: Pair, { stmt }: Loop, context: FixContext): readonly Fix[] => {
  const { uniform, textAt } = context;
  const { file, start, end } = stmt.origin.span;
  const whole = textAt(span(file, 0, end));
  if (uniform.ofControl(stmt.body).level > GROUP || whole?.endsWith('}') !== true) return [];
  const closing = whole.slice(whole.lastIndexOf('\n') + 1);
  const line = end - closing.length;
  const indent = closing.slice(0, -1);
  const text = spelling(context, pair.first.def?.memory === 'gpu/shared');
  // The brace stands alone on its line.
  if (text === null || line <= start || indent.trim() !== '') return [];
  const newText = `${indent}  ${text};\n`;
  return [{ title: `Insert ${text}`, edits: [{ span: span(file, line, line), newText }] }];
};

// ---- atomics -------------------------------------------------------------------------------------------------------

const CXX_TYPES: Readonly<Partial<Record<DType, string>>> = {
  int32: 'int',
  uint32: 'unsigned',
  int64: 'long long',
  uint64: 'unsigned long long',
  float32: 'float',
  float64: 'double',
};
const CL_CALLS: Readonly<Record<string, string>> = { '+=': 'add', '-=': 'sub', '&=': 'and', '|=': 'or', '^=': 'xor' };
const UPDATE = /^([^=;]+?)\s*([-+&|^]=)\s*([^=][^;]*)$/;

const atomicFix = (a: Access, b: Access, { textAt, walk }: FixContext): readonly Fix[] => {
  const { stmt, def } = a;
  if (stmt.kind !== 'store' || a.tensor !== b.tensor || !def) return [];
  const text = textAt(stmt.at);
  const [, target = '', op = '', value = ''] = UPDATE.exec(text ?? '') ?? [];
  if (target === '') return [];
  // Another element that the statement reads would go on racing.
  if (
    walk.accesses.some(
      (x) =>
        x.stmt === stmt &&
        x.tensor === a.tensor &&
        x.at.start !== stmt.at.start &&
        x.kind === 'read' &&
        textAt(x.at) !== target,
    )
  )
    return [];
  const newText = isOpenCl(stmt.at.file)
    ? def.dtype === 'int32' || def.dtype === 'uint32'
      ? `atomic_${CL_CALLS[op]}(&${target}, ${value})`
      : null
    : CXX_TYPES[def.dtype] === undefined
      ? null
      : `sycl::atomic_ref<${CXX_TYPES[def.dtype]}, sycl::memory_order::relaxed, sycl::memory_scope::device>(${target}) ${op} ${value}`;
  return newText === null ? [] : [{ title: 'Make it atomic', edits: [{ span: stmt.at, newText }] }];
};
