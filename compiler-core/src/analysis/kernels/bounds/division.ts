/** Integer divisions and remainders by zero in a kernel: V = D and divisor = 0. */

import type { Expr } from '../../../ir/nodes.ts';
import { constant, isEq } from '../../../presburger/index.ts';
import { showExpr } from '../../affine/show.ts';
import { subjectOf } from '../../bounds.ts';
import type { KernelAnswer, KernelQuestion } from '../answer.ts';
import { judge } from './fault.ts';
import { sitesOf } from './sites.ts';

/** The size of a group, by which a launch counts its groups: it is never 0. */
const isGroupSize = (e: Expr): boolean =>
  e.kind === 'cast' ? isGroupSize(e.operand) : e.kind === 'param' && /^(?:local_\d|sub_group_size)$/.test(e.name);

/** The divisor of each integer division. */
export const kernelDivision = (q: KernelQuestion): KernelAnswer =>
  judge(
    q,
    'division-by-zero',
    sitesOf(q.func)
      .divisions.filter(({ rhs }) => !isGroupSize(rhs))
      .map((place) => {
        const text = showExpr(place.rhs);
        const name = /^[A-Za-z_]\w*$/.test(text) ? `The divisor \`${text}\`` : 'The divisor';
        return {
          place: { ...place, at: place.whole },
          wrong: place.divisor.map((p) => p.when.and(isEq(p.value, constant(0)))).filter((s) => !s.contradictory),
          subject: subjectOf(place.divisor),
          message: (verdict) =>
            verdict.kind === 'faulty'
              ? `${name} is 0`
              : verdict.always
                ? `${name} is 0 whenever it is reached`
                : verdict.condition
                  ? `${name} is 0 if ${verdict.condition}`
                  : `${name} may be 0`,
          outcome: () => 'the divisor is 0',
        };
      }),
  );
