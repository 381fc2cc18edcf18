/** Loops of a kernel's own text: what of them the executed kernel knows. Loops of the functions it calls stand elsewhere. */

import type { Expr, Stmt } from '@athanor/compiler-core/ir/nodes.ts';
import { childStmts } from '@athanor/compiler-core/ir/walk.ts';
import type { Span } from '@athanor/compiler-core/text/span.ts';
import type { KernelSite } from './sites.ts';
import type { KernelView } from './view.ts';

export interface KernelLoop {
  readonly span: Span;
  readonly kind: 'for' | 'while';
  /** The variable that it counts; empty where there is none. */
  readonly name: string;
  /** How often its body is executed in all instances, where that is one number. */
  readonly times: bigint | null;
  readonly inner: readonly KernelLoop[];
}

export const loopsOf = ({ lines }: KernelView, site: KernelSite): readonly KernelLoop[] => {
  const [first, ...others] = site.instances.map(({ func }) => loopsIn(lines.text, [func.body], site.span));
  return (first ?? []).map((loop) => agreed(loop, others.flat()));
};

/** Nests are as deep as the text's, which the parser bounds; statements between them may be many. */
const loopsIn = (text: string, stmts: readonly Stmt[], within: Span): KernelLoop[] => {
  const out: KernelLoop[] = [];
  const queue = [...stmts].reverse();
  for (let s = queue.pop(); s !== undefined; s = queue.pop()) {
    const { span } = s.origin;
    const isOwn = span.file === within.file && span.start > within.start && span.end <= within.end;
    if (!isOwn || !(s.kind === 'while' || (s.kind === 'for' && s.property.parallel === 'serial')))
      queue.push(...[...childStmts(s)].reverse());
    else if (!out.some((loop) => loop.span.start === span.start)) {
      const name = s.kind === 'for' ? spelled(text.slice(span.start, span.end), s.iter) : '';
      out.push({ span, kind: s.kind, name, times: timesOf(s), inner: loopsIn(text, [s.body], within) });
    }
  }
  return out;
};

/** The IR numbers the second variable of a name. */
const spelled = (text: string, iter: string): string => {
  const plain = iter.replace(/_\d+$/, '');
  return new RegExp(`\\b${plain}\\b`).test(text) ? plain : '';
};

const timesOf = (s: Stmt): bigint | null => {
  if (s.kind !== 'for') return null;
  const [begin, end, step] = [constant(s.begin), constant(s.end), constant(s.step)];
  if (begin === null || end === null || step === null || step === 0n) return null;
  const count = (end - begin + step - (step > 0n ? 1n : -1n)) / step;
  return count > 0n ? count : 0n;
};

const constant = (e: Expr): bigint | null => (e.kind === 'int' ? e.value : null);

/** Instances of a template may differ. */
const agreed = (loop: KernelLoop, others: readonly KernelLoop[]): KernelLoop => {
  const same = others.filter(({ span }) => span.start === loop.span.start);
  const times = same.every((other) => other.times === loop.times) ? loop.times : null;
  return {
    ...loop,
    times,
    inner: loop.inner.map((each) =>
      agreed(
        each,
        same.flatMap(({ inner }) => inner),
      ),
    ),
  };
};
