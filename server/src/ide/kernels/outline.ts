/** The outline of a kernel file: each kernel with its launch, inside of it the loops of its text. */

import type { OutlineSymbol } from '../symbols.ts';
import { type KernelLoop, loopsOf } from './loops.ts';
import { completeness, launchInWords } from './sites.ts';
import type { KernelView } from './view.ts';

export const kernelOutline = (view: KernelView): readonly OutlineSymbol[] =>
  view.sites.map((site) => {
    const { start, end } = site.span;
    const [first] = site.instances;
    return {
      name: site.name === '' ? 'kernel' : site.name,
      detail: first === undefined ? '' : `${launchInWords(first)}, ${completeness(site)}`,
      kind: 'function',
      start,
      end,
      nameStart: start,
      nameEnd: start,
      children: loopsOf(view, site).map(ofLoop),
    };
  });

const ofLoop = ({ span: { start, end }, kind, name, times, inner }: KernelLoop): OutlineSymbol => ({
  name: name === '' ? kind : `${kind} ${name}`,
  detail: times === null ? '' : timesInWords(times),
  kind: 'loop',
  start,
  end,
  nameStart: start,
  nameEnd: start + kind.length,
  children: inner.map(ofLoop),
});

export const timesInWords = (times: bigint): string => (times === 1n ? 'once' : `${times} times`);
