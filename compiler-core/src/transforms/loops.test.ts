/**
 * Every loop primitive on a small program: what comes out, in the text of the IR, or why it is refused and what is true.
 * Applied ones run before and after.
 */
// accept: DE-11

import { expect, test } from 'vitest';
import { binary } from '../ir/build.ts';
import type { Argument } from './arguments.ts';
import type { Era } from './rewrite.ts';
import { call, program, said, sameResults } from './test/call.ts';

const fissionSide = (member: string): Argument => ({ kind: 'enum', type: 'FissionSide', member });
const moveToSide = (member: string): Argument => ({ kind: 'enum', type: 'MoveToSide', member });
/** `lambda i, j: (i + j, i)` */
const SKEWED: Argument = {
  kind: 'callable',
  call: ([i, j]) => {
    const expr = (a: Argument | undefined) =>
      a && typeof a === 'object' && 'kind' in a && a.kind === 'expr' ? a.expr : null;
    const [x, y] = [expr(i), expr(j)];
    return x && y && i ? [{ kind: 'expr', expr: binary('add', x, y) }, i] : null;
  },
};

interface Case {
  readonly name: string;
  readonly body: string;
  readonly args: readonly Argument[];
  readonly era?: Era;
  /** Of a run before and a run after; a refused call has none. */
  readonly same?: boolean;
  readonly says: string;
}

const CASES: readonly Case[] = [
  {
    name: 'split',
    body: 'L: for i in 0 : 10 : 1 { y[i] = x[i] }',
    args: ['L', 4n],
    same: true,
    says: `
\`L.0\`:
for \`i.0\` in 0 : 3 : 1 {
  \`L.1\`:
  for \`i.1\` in 0 : 4 : 1 {
    if 4 * \`i.0\` + \`i.1\` < 10 {
      y[4 * \`i.0\` + \`i.1\`] = x[4 * \`i.0\` + \`i.1\`]
    }
  }
}`,
  },
  {
    name: 'split',
    body: 'L: for i in 0 : $n : 1 { y[i] = x[i] }',
    args: ['L', -1n, 2n],
    same: true,
    says: `
\`L.0\`:
for \`i.0\` in 0 : 2 : 1 {
  \`L.1\`:
  for \`i.1\` in 0 : $n - @!floor($n / 2) : 1 {
    if \`i.1\` + \`i.0\` * ($n - @!floor($n / 2)) >= 0 && \`i.1\` + \`i.0\` * ($n - @!floor($n / 2)) < $n {
      y[\`i.1\` + \`i.0\` * ($n - @!floor($n / 2))] = x[\`i.1\` + \`i.0\` * ($n - @!floor($n / 2))]
    }
  }
}`,
  },
  {
    name: 'split',
    body: 'L: for i in 9 : -1 : -2 { y[i] = x[i] }',
    args: ['L', 3n],
    same: true,
    says: `
\`L.0\`:
for \`i.0\` in 0 : 2 : 1 {
  \`L.1\`:
  for \`i.1\` in 0 : 3 : 1 {
    if 3 * \`i.0\` + \`i.1\` < 5 {
      y[-6 * \`i.0\` - 2 * \`i.1\` + 9] = x[-6 * \`i.0\` - 2 * \`i.1\` + 9]
    }
  }
}`,
  },
  {
    name: 'merge',
    body: 'L1: for i in 0 : 4 : 1 { L2: for j in 0 : 8 : 1 { m[i, j] = x[j] } }',
    args: ['L1', 'L2'],
    same: true,
    says: `
\`merged.L1.L2\`:
for \`m.i.j\` in 0 : 32 : 1 {
  m[@!floor(\`m.i.j\` / 8), \`m.i.j\` - 8 * @!floor(\`m.i.j\` / 8)] = x[\`m.i.j\` - 8 * @!floor(\`m.i.j\` / 8)]
}`,
  },
  {
    name: 'merge',
    body: 'L1: for i in 0 : 4 : 1 { L2: for j in 0 : 3 : 1 { m[i, j] = x[j] }  S: y[i] = m[i, 2] }',
    args: ['L1', 'L2'],
    same: false,
    says: `
\`merged.L1.L2\`:
for \`m.i.j\` in 0 : 12 : 1 {
  m[@!floor(\`m.i.j\` / 3), \`m.i.j\` - 3 * @!floor(\`m.i.j\` / 3)] = x[\`m.i.j\` - 3 * @!floor(\`m.i.j\` / 3)]
  if \`m.i.j\` - 3 * @!floor(\`m.i.j\` / 3) == 0 {
    S:
    y[@!floor(\`m.i.j\` / 3)] = m[@!floor(\`m.i.j\` / 3), 2]
  }
}
! result-changes`,
  },
  {
    name: 'reorder',
    body: 'L1: for i in 0 : 4 : 1 { L2: for j in 0 : $n : 1 { m[i, j] = x[j] } }',
    args: [['L2', 'L1']],
    same: true,
    says: `
L2:
for j in 0 : $n : 1 {
  L1:
  for i in 0 : 4 : 1 {
    m[i, j] = x[j]
  }
}`,
  },
  {
    name: 'reorder',
    body: 'L1: for i in 1 : 4 : 1 { L2: for j in 0 : 4 : 1 { m[i, j] = m[i - 1, j + 1] } }',
    args: [['L2', 'L1']],
    says: `
InvalidSchedule: dependence (conflict)`,
  },
  {
    name: 'reorder',
    body: 'L1: for i in 0 : 4 : 1 { L2: for j in 0 : i : 1 { m[i, j] = x[j] } }',
    args: [['L2', 'L1']],
    same: false,
    says: `
L2:
for j in 0 : i : 1 {
  L1:
  for i in 0 : 4 : 1 {
    m[i, j] = x[j]
  }
}
! result-changes`,
  },
  {
    name: 'fission',
    body: 'L: for i in 0 : 8 : 1 { S1: y[i] = x[i]  S2: z[i] = y[i] }',
    args: ['L', fissionSide('Before'), 'S2'],
    same: true,
    says: `
{
  \`L.a\`:
  for i in 0 : 8 : 1 {
    \`S1.a\`:
    y[i] = x[i]
  }
  \`L.b\`:
  for i in 0 : 8 : 1 {
    \`S2.b\`:
    z[i] = y[i]
  }
}`,
  },
  {
    name: 'fission',
    body: 'L: for i in 0 : 8 : 1 { D: @cache @cpu t: float32[] { S1: t[] = x[i]  S2: z[i] = t[] } }',
    args: ['L', fissionSide('After'), 'S1'],
    same: true,
    says: `
D:
@cache @cpu t: float32[8] {
  \`L.a\`:
  for i in 0 : 8 : 1 {
    \`S1.a\`:
    t[i] = x[i]
  }
  \`L.b\`:
  for i in 0 : 8 : 1 {
    \`S2.b\`:
    z[i] = t[i]
  }
}`,
  },
  {
    name: 'fission',
    body: 'L: for i in 1 : 8 : 1 { S1: y[i] = z[i - 1]  S2: z[i] = x[i] }',
    args: ['L', fissionSide('Before'), 'S2'],
    says: `
InvalidSchedule: dependence (conflict)`,
  },
  {
    name: 'fuse',
    body: 'L1: for i in 0 : 8 : 1 { y[i] = x[i] } L2: for j in 0 : 8 : 1 { z[j] = y[j] }',
    args: ['L1', 'L2'],
    same: true,
    says: `
\`fused.L1.L2\`:
for i in 0 : 8 : 1 {
  y[i] = x[i]
  z[i] = y[i]
}`,
  },
  {
    name: 'fuse',
    body: 'L1: for i in 0 : 8 : 1 { y[i] = x[i] } L2: for j in 0 : 8 : 1 { z[j] = y[j + 1] }',
    args: ['L1', 'L2'],
    says: `
InvalidSchedule: dependence (conflict)`,
  },
  {
    name: 'fuse',
    body: 'L1: for i in 0 : 8 : 1 { y[i] = x[i] } L2: for j in 0 : 7 : 1 { z[j] = y[j] }',
    args: ['L1'],
    says: `
InvalidSchedule: different-length (structure)`,
  },
  {
    name: 'swap',
    body: 'S1: y[0] = x[0] S2: z[0] = x[0]',
    args: [['S2', 'S1']],
    same: true,
    says: `
{
  S2:
  z[0] = x[0]
  S1:
  y[0] = x[0]
}`,
  },
  {
    name: 'swap',
    body: 'L: for i in 1 : 8 : 1 { S1: y[i] = x[i] S2: z[i] = y[i - 1] }',
    args: [['S2', 'S1']],
    says: `
InvalidSchedule: dependence (safe)`,
  },
  {
    name: 'blend',
    body: 'L: for i in 0 : 2 : 1 { S1: y[i] = x[i]  S2: z[i] = x[i] }',
    args: ['L'],
    same: true,
    says: `
{
  \`S1.0\`:
  y[0] = x[0]
  \`S1.1\`:
  y[1] = x[1]
  \`S2.0\`:
  z[0] = x[0]
  \`S2.1\`:
  z[1] = x[1]
}`,
  },
  {
    name: 'move_to',
    body: 'L1: for i in 0 : 4 : 1 { S1: y[i] = x[i] } L2: for j in 0 : 4 : 1 { S2: z[j] = 1.0 }',
    args: ['S2', moveToSide('Before'), 'L1'],
    same: true,
    says: `
{
  \`L2.a\`:
  for j in 0 : 4 : 1 {
    \`S2.a\`:
    z[j] = 1.0
  }
  L1:
  for i in 0 : 4 : 1 {
    S1:
    y[i] = x[i]
  }
  L2:
  for j in 0 : 4 : 1 {
  }
}`,
  },
  {
    name: 'separate_tail',
    body: 'L1: for i in 0 : 3 : 1 { L2: for j in 0 : 4 : 1 { if 4 * i + j < 10 { S: y[4 * i + j] = 0.0 } } }',
    args: [],
    same: true,
    says: `
{
  \`L1.front\`:
  for i in 0 : 2 : 1 {
    \`L2.front\`:
    for j in 0 : 4 : 1 {
      \`S.front\`:
      y[4 * i + j] = 0.0
    }
  }
  \`L2.front.back\`:
  for j in 0 : 2 : 1 {
    \`S.front.back\`:
    y[j + 8] = 0.0
  }
}`,
  },
  {
    name: 'unroll',
    body: 'L: for i in 0 : 2 : 1 { S: y[i] = x[i] }',
    args: ['L', true],
    same: true,
    says: `
{
  \`S.0\`:
  y[0] = x[0]
  \`S.1\`:
  y[1] = x[1]
}`,
  },
  {
    name: 'unroll',
    body: 'L: for i in 0 : $n : 1 { S: y[i] = x[i] }',
    args: ['L'],
    says: `
InvalidSchedule: not-constant-length (structure)`,
  },
  {
    name: 'vectorize',
    body: 'L: for i in 0 : 8 : 1 { y[i] = x[i] + 1.0 }',
    args: ['L'],
    same: true,
    says: `
L:
@!vectorize
for i in 0 : 8 : 1 {
  y[i] = x[i] + 1.0
}`,
  },
  {
    name: 'vectorize',
    body: 'L: for i in 1 : 8 : 1 { y[i] = y[i - 1] }',
    args: ['L'],
    says: `
InvalidSchedule: dependence (conflict)`,
  },
  {
    name: 'parallelize',
    body: 'L: for i in 0 : 8 : 1 { y[0] += x[i] }',
    args: ['L', 'openmp'],
    same: true,
    says: `
L:
@!parallel : @openmp
for i in 0 : 8 : 1 {
  y[0] += x[i]
}
! reordered-reduction`,
  },
  {
    name: 'parallelize',
    body: 'L: for i in 1 : 8 : 1 { y[i] = y[i - 1] }',
    args: ['L', 'openmp'],
    says: `
InvalidSchedule: dependence (conflict)`,
  },
  {
    name: 'parallelize',
    body: 'L: for i in 0 : 8 : 1 { y[0] @!max= x[i] y[0] *= 2.0 }',
    args: ['L', 'openmp'],
    same: true,
    says: `
L:
@!parallel : @openmp
for i in 0 : 8 : 1 {
  y[0] @!max= x[i]
  y[0] *= 2.0
}
! result-changes
! reordered-reduction
! reordered-reduction`,
  },
  {
    name: 'parallelize',
    body: 'L1: @!parallel : @threadIdx.x for i in 0 : 8 : 1 { L2: for j in 0 : 8 : 1 { m[i, j] = 0.0 } }',
    args: ['L2', 'threadIdx.x'],
    says: `
InvalidSchedule: scope-twice (structure)`,
  },
  {
    name: 'permute',
    body: 'L1: for i in 0 : 4 : 1 { L2: for j in 0 : 4 : 1 { m[i, j] = x[i] } }',
    args: [['L1', 'L2'], SKEWED],
    era: 'later',
    same: true,
    says: `
\`$permute.0{L1, L2}\`:
for \`i.0\` in 0 : 7 : 1 {
  \`$permute.1{L1, L2}\`:
  for \`i.1\` in @!max(0, \`i.0\` - 3) : @!min(4, \`i.0\` + 1) : 1 {
    m[\`i.1\`, \`i.0\` - \`i.1\`] = x[\`i.1\`]
  }
}`,
  },
  {
    name: 'parallelize_as',
    body: 'L1: @!parallel : @openmp for i in 0 : 8 : 1 { z[i] = x[i] } L2: for j in 0 : 8 : 1 { y[j] = z[j] }',
    args: ['L2', 'L1', 'Dz'],
    era: 'later',
    same: true,
    says: `
{
  L1:
  @!parallel : @openmp
  for i in 0 : 8 : 1 {
    z[i] = x[i]
  }
  L2:
  @!parallel : @openmp
  for j in 0 : 8 : 1 {
    y[j] = z[j]
  }
}`,
  },
  {
    name: 'split',
    body: 'L: for i in 0 : 0 : 1 { y[i] = x[i] }',
    args: ['L', 4n],
    same: true,
    says: `
{
}`,
  },
  {
    name: 'split',
    body: 'L: for i in 0 : 1 : 1 { y[i] = x[i] }',
    args: ['L', 4n],
    same: true,
    says: `
\`L.1\`:
for \`i.1\` in 0 : 4 : 1 {
  if \`i.1\` < 1 {
    y[0] = x[0]
  }
}`,
  },
  {
    name: 'unroll',
    body: 'L: for i in 5 : 5 : 1 { S: y[i] = x[i] }',
    args: ['L', true],
    same: true,
    says: `
{
}`,
  },
  {
    name: 'blend',
    body: 'L: for i in 3 : 0 : 1 { S: y[i] = x[i] }',
    args: ['L'],
    same: true,
    says: `
{
}`,
  },
  {
    name: 'merge',
    body: 'L1: for i in 3 : -1 : -1 { L2: for j in 0 : 1 : 1 { m[i, j] = x[j] } }',
    args: ['L1', 'L2'],
    same: true,
    says: `
\`merged.L1.L2\`:
for \`m.i.j\` in 0 : 4 : 1 {
  m[-1 * \`m.i.j\` + 3, 0] = x[0]
}`,
  },
  {
    name: 'split',
    body: 'L: for i in 0 : 8 : 1 { y[i] = x[i] }',
    args: ['L'],
    says: `
Error: bad-argument (structure)`,
  },
  {
    name: 'split',
    body: 'L: for i in 0 : 8 : 1 { y[i] = x[i] }',
    args: ['L', 0n],
    says: `
Error: bad-argument (structure)`,
  },
  {
    name: 'split',
    body: 'L: for i in 0 : 8 : 1 { y[i] = x[i] }',
    args: ['L', 2.5],
    says: `
TypeError: split(): 'factor' has the wrong type`,
  },
  {
    name: 'split',
    body: 'L: for i in 0 : 8 : 1 { y[i] = x[i] }',
    args: ['M', 2n],
    says: `
InvalidSchedule: statement-not-found (structure)`,
  },
  {
    name: 'parallelize',
    body: 'L: @!no_deps : y for i in 1 : 8 : 1 { y[i] = y[i - 1] }',
    args: ['L', 'openmp'],
    same: true,
    says: `
L:
@!no_deps : y
@!parallel : @openmp
for i in 1 : 8 : 1 {
  y[i] = y[i - 1]
}
! result-changes`,
  },
  {
    name: 'parallelize',
    body: 'L: for i in 1 : 8 : 1 { y[i] = x[i] }',
    args: ['L', 'warp'],
    says: `
InvalidSchedule: bad-scope (structure)`,
  },
  {
    name: 'split',
    body: 'L: for i in 0 : 10 : 1 { y[i] = x[i] }',
    args: ['L', 4n],
    era: 'later',
    same: true,
    says: `
\`$split.0{L}\`:
for \`i.0\` in 0 : 3 : 1 {
  \`$split.1{L}\`:
  for \`i.1\` in 0 : 4 : 1 {
    if 4 * \`i.0\` + \`i.1\` < 10 {
      y[4 * \`i.0\` + \`i.1\`] = x[4 * \`i.0\` + \`i.1\`]
    }
  }
}`,
  },
  {
    name: 'unroll',
    body: 'L: for i in 0 : 2 : 1 { S: y[i] = x[i] }',
    args: ['L', true],
    era: 'later',
    same: true,
    says: `
{
  \`$unroll.0{S}\`:
  y[0] = x[0]
  \`$unroll.1{S}\`:
  y[1] = x[1]
}`,
  },
  {
    name: 'fuse',
    body: 'L1: for i in 0 : 8 : 1 { y[i] = x[i] } L2: for j in 0 : 8 : 1 { z[j] = y[j] }',
    args: ['L1', 'L2'],
    era: 'later',
    same: true,
    says: `
\`$fuse{L1, L2}\`:
for i in 0 : 8 : 1 {
  y[i] = x[i]
  z[i] = y[i]
}`,
  },
];

test.each(CASES)('$name: $body', ({ name, body, args, era, same, says }) => {
  const func = program(body);
  const result = call(func, name, args, era);
  expect(said(result)).toBe(says.slice(1));
  const after = typeof result !== 'string' && result.kind === 'applied' ? result.ir : null;
  expect(after ? sameResults(func, after) : undefined).toBe(same);
});
