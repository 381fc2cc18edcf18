/** Kernels of a file where they stand: the instances of one text together, in the order of the text. */

import type { KernelText, ReadKernel } from '@athanor/compiler-core/frontends/kernel/read.ts';
import type { Span } from '@athanor/compiler-core/text/span.ts';

export interface KernelSite {
  readonly span: Span;
  /** As the text names it; empty where it does not. */
  readonly name: string;
  /** At least one: a template has one for each launch with other arguments. */
  readonly instances: readonly ReadKernel[];
}

export const kernelSites = ({ unit, kernels }: KernelText): readonly KernelSite[] => {
  const sites = new Map<string, { span: Span; name: string; instances: ReadKernel[] }>();
  for (const kernel of kernels) {
    const span = kernel.at;
    if (span.file !== unit.file) continue;
    const key = `${span.start} ${span.end}`;
    const known = sites.get(key);
    if (known) known.instances.push(kernel);
    else sites.set(key, { span, name: kernel.name, instances: [kernel] });
  }
  return [...sites.values()].sort((a, b) => a.span.start - b.span.start);
};

/** `nd_range<2>`, as SYCL writes it; OpenCL's kernels get their dimensions when they are enqueued. */
export const launchInWords = ({ func }: ReadKernel): string => {
  const info = func.kernel;
  if (info === undefined) return 'kernel';
  return info.launch === 'single_task' ? 'single_task' : `${info.launch}<${info.dimensions}>`;
};

/** `modelled completely`, or what of it is not. */
export const completeness = ({ instances }: KernelSite): string => {
  const open = instances.filter(({ reasons }) => reasons.length > 0);
  if (open.length === 0) return 'modelled completely';
  const places = new Set(open.flatMap(({ reasons }) => reasons.map(({ at }) => `${at.file} ${at.start}`))).size;
  const where = `not modelled in ${places} ${places === 1 ? 'place' : 'places'}`;
  return open.length === instances.length ? where : `${where}, in ${open.length} of ${instances.length} instances`;
};
