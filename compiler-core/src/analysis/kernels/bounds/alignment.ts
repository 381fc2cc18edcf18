/** Vectors read at addresses that are no multiple of their size: V = D and not aligned. */

import type { KernelAnswer, KernelQuestion } from '../answer.ts';
import { judge } from './fault.ts';
import { sitesOf } from './sites.ts';

/** Each place at which a pointer is used as one to a type of larger alignment. */
export const kernelAlignment = (q: KernelQuestion): KernelAnswer =>
  judge(
    q,
    'misaligned-access',
    sitesOf(q.func).alignments.map((place) => ({
      place,
      wrong: place.fails,
      message: (verdict) =>
        verdict.kind === 'faulty' || verdict.always
          ? 'The address is not a multiple of the alignment of what is accessed there'
          : `The address is not a multiple of the alignment of what is accessed there${
              verdict.condition ? ` if ${verdict.condition}` : ', for some work-items or sizes'
            }`,
      outcome: () => 'the address is not aligned',
    })),
  );
