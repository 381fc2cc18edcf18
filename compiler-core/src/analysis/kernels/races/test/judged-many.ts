/** Many random kernels, each judged and run. */

import { Random } from '../../../../exec/random.ts';
import { judgeKernel } from './judge-kernel.ts';
import { racyKernel } from './racy-kernels.ts';

export interface JudgedMany {
  /** How often each verdict met each outcome. */
  readonly counts: ReadonlyMap<string, number>;
  /** `seed 7: ...`, with the kernel. */
  readonly contradictions: readonly string[];
}

/** Kernels of the seeds from `first` on. @cost about 50 ms each */
export const judgeMany = (first: number, count: number): JudgedMany => {
  const counts = new Map<string, number>();
  const contradictions: string[] = [];
  for (let seed = first; seed < first + count; seed++) {
    const kernel = racyKernel(new Random(seed));
    const judged = judgeKernel(kernel);
    for (const said of judged.said) counts.set(said, (counts.get(said) ?? 0) + 1);
    contradictions.push(...judged.contradictions.map((text) => `seed ${seed}: ${text}\n${kernel.text}`));
  }
  return { counts, contradictions };
};
