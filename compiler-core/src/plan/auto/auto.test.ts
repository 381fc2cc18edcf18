/** Each pass on programs of its own: the calls that are left, as FreeTensor logs them, and why others are not. */

import { describe, expect, test } from 'vitest';
import { createParser } from '../../../../server/src/host/tree-sitter.ts';
import { stageText } from '../../../testkit/stage.ts';
import { printStmt } from '../../ir/print.ts';
import type { Era } from '../../transforms/rewrite.ts';
import { scheduleHost } from '../schedule-host.ts';
import { AUTO_DEFAULTS, runAuto } from './auto-schedule.ts';
import type { AutoOptions, Target } from './trial.ts';
import { stepInWords } from './words.ts';

const parser = await createParser();

/** A function of `args` (`name: shape access memory`) with this body; `n` is a size that is not known. */
const programOf = (args: string, body: string): string => {
  const given = args.split('; ').map((a) => {
    const [, name, shape, access, memory] = /^(\w+): (.*\)) (\w+)(?: (\S+))?$/.exec(a) ?? [];
    return `${name}: ft.Var[${shape}, "float32", "${access}", "${memory ?? 'cpu'}"]`;
  });
  const lines = body.replace(/^\n/, '').trimEnd().split('\n');
  const indent = /^ */.exec(lines[0] ?? '')?.[0].length ?? 0;
  return `import freetensor as ft
def make(n):
    @ft.transform
    def f(${given.join(', ')}):
${lines.map((l) => `        ${l.slice(indent)}`).join('\n')}
`;
};

const passOn = (
  pass: string,
  args: string,
  body: string,
  choice: { readonly target?: Target; readonly era?: Era } & Partial<AutoOptions> = {},
) => {
  const { era = '2022', target = 'cpu' } = choice;
  const unit = stageText(programOf(args, body), parser).units[0];
  const start = unit ? scheduleHost.begin(unit.func, era) : null;
  if (start?.kind !== 'applied') throw new Error('no schedule can be made of the program');
  const r = runAuto(pass, start.func, { ...AUTO_DEFAULTS, keep: 'accepted', ...choice, era, target });
  return {
    calls: r.kind === 'done' ? r.calls : r.reason,
    steps: r.steps.map(stepInWords),
    refused: r.steps.flatMap((s) => (s.refusal ? [`${s.call}: ${s.refusal.code}`] : [])),
    after: r.kind === 'done' ? printStmt(r.func.body) : '',
    stopped: r.kind === 'done' ? r.stopped : null,
  };
};

describe('auto_fuse', () => {
  const ARGS = 'x: (64,) input; y: (64,) output; z: (64,) output';
  test('neighbours of one length; the loops inside in turn', () => {
    const { calls, after } = passOn(
      'auto_fuse',
      'x: (8, 9) input; y: (8, 9) output; z: (8, 9) output',
      `
      #! nid: A
      for i in range(8):
          #! nid: B
          for j in range(9):
              y[i, j] = x[i, j] * 2
      #! nid: C
      for i in range(8):
          #! nid: D
          for j in range(9):
              z[i, j] = y[i, j] + 1
      `,
    );
    expect(calls).toEqual(['fuse(A, C)', 'fuse(B, D)']);
    expect(after.match(/for /g)).toHaveLength(2);
  });
  test('what stands between moves out of the way, on the side where it may', () => {
    const between = (first: string, second: string): string => `
      #! nid: A
      for i in range(64):
          y[i] = x[i]
      #! nid: S
      ${first}
      #! nid: B
      for i in range(64):
          z[i] = ${second}
      `;
    const { calls } = passOn('auto_fuse', `${ARGS}; s: () output`, between('s[()] = 1', 'x[i] + s[()]'));
    expect(calls).toEqual(['swap(S, A)', 'fuse(A, B)']);
    const other = passOn('auto_fuse', `${ARGS}; s: () output`, between('s[()] = y[3]', 'x[i]'));
    expect(other.calls).toEqual(['swap(B, S)', 'fuse(A, B)']);
    expect(other.refused).toEqual(['move_to(A, BEFORE, B): dependence']);
    const neither = passOn('auto_fuse', `${ARGS}; s: () output`, between('s[()] = y[3]', 's[()]'));
    expect(neither.calls).toEqual([]);
    expect(neither.refused).toEqual(['move_to(A, BEFORE, B): dependence', 'move_to(B, AFTER, A): dependence']);
  });
  test('not where the second loop reads what the first has yet to write, nor where lengths differ', () => {
    const two = (length: number, index: string): string => `
      #! nid: A
      for i in range(64):
          y[i] = x[i]
      #! nid: B
      for i in range(${length}):
          z[i] = y[${index}]
      `;
    expect(passOn('auto_fuse', ARGS, two(64, '63 - i')).refused).toEqual(['fuse(A, B): dependence']);
    expect(passOn('auto_fuse', ARGS, two(60, 'i')).refused).toEqual(['fuse(A, B): length-undetermined']);
  });
});

describe('auto_parallelize', () => {
  const COPY = `
      #! nid: A
      for i in range(ROWS):
          #! nid: B
          for j in range(COLS):
              y[i, j, 0] = x[i, j, 0] + 1
      `;
  const copy = (rows: number | string, columns: number, target: Target, era: Era = '2022') =>
    passOn(
      'auto_parallelize',
      `x: (${rows}, ${columns}, 2) input; y: (${rows}, ${columns}, 2) output`,
      COPY.replace('ROWS', String(rows))
        .replace('COLS', String(columns))
        .replaceAll('nid', era === 'later' ? 'label' : 'nid'),
      { target, era },
    );
  test('CPU: as many outer loops as can be merged', () => {
    expect(copy(50, 60, 'cpu').calls).toEqual(['merge(A, B)', 'parallelize(merged.A.B, openmp)']);
    const { calls } = copy(50, 60, 'cpu', 'later');
    expect(calls).toEqual(['merge(A, B)', 'parallelize($merge{A, B}, openmp)']);
  });
  test('GPU: few iterations, many, and an unknown number', () => {
    expect(copy(12, 11, 'gpu').calls).toEqual([
      'merge(A, B)',
      'split(merged.A.B, factor=-1, nparts=80, shift=0)',
      'parallelize(merged.A.B.0, blockIdx.x)',
      'parallelize(merged.A.B.1, threadIdx.x)',
    ]);
    expect(copy(900, 700, 'gpu').calls.slice(1, 2)).toEqual(['split(merged.A.B, factor=256, nparts=-1, shift=0)']);
    expect(copy('n', 700, 'gpu').calls).toEqual([
      'merge(A, B)',
      'split(merged.A.B, factor=80, nparts=-1, shift=0)',
      'reorder(merged.A.B.1, merged.A.B.0)',
      'split(merged.A.B.0, factor=256, nparts=-1, shift=0)',
      'parallelize(merged.A.B.1, blockIdx.y)',
      'parallelize(merged.A.B.0.0, blockIdx.x)',
      'parallelize(merged.A.B.0.1, threadIdx.x)',
    ]);
  });
  test('GPU: a warp where memory is walked along, and fewer threads beside it', () => {
    const { calls, refused } = passOn(
      'auto_parallelize',
      'x: (900, 700) input gpu/global; y: (900, 2) output gpu/global',
      `
      #! nid: A
      for i in range(900):
          y[i, 0] = 0
          #! nid: K
          for k in range(700):
              y[i, 0] += x[i, k]
      `,
      { target: 'gpu' },
    );
    expect(calls).toEqual([
      'split(K, factor=32, nparts=-1, shift=0)',
      'parallelize(K.1, threadIdx.x)',
      'reorder(K.1, K.0)',
      'split(A, factor=8, nparts=-1, shift=0)',
      'parallelize(A.0, blockIdx.x)',
      'parallelize(A.1, threadIdx.y)',
    ]);
    expect(refused).toEqual(['reorder(K.1, A): imperfect-parallel']);
  });
  test('a loop that carries a dependence stays serial, and the loops inside are tried', () => {
    const { calls, steps } = passOn(
      'auto_parallelize',
      'x: (90,) inout; w: (90, 90) input',
      `
      #! nid: P
      for p in range(500):
          y = ft.empty((90,), "float32", "cpu")
          #! nid: A
          for i in range(90):
              y[i] = x[89 - i] * w[i, i]
          #! nid: B
          for i in range(90):
              x[i] = y[i]
      `,
    );
    expect(calls).toEqual(['parallelize(A, openmp)', 'parallelize(B, openmp)']);
    expect(steps[0]).toMatch(/^parallelize\(P, openmp\): refused, dependence: .* \(tried because: an outer loop\)$/);
  });
  test('a short outer loop around several nests stays serial', () => {
    const { calls, steps } = passOn(
      'auto_parallelize',
      'x: (8, 900) input; y: (8, 900) output; z: (8, 900) output',
      `
      #! nid: A
      for i in range(8):
          #! nid: B
          for j in range(900):
              y[i, j] = x[i, j]
          #! nid: C
          for j in range(900):
              z[i, j] = x[i, 899 - j]
      `,
    );
    expect(calls).toEqual(['parallelize(B, openmp)', 'parallelize(C, openmp)']);
    expect(steps[0]).toBe('A has 8 iterations, fewer than 32, and 2 nests: they are tried apart');
  });
});

describe('auto_set_mem_type', () => {
  const TWO = `
      #! nid: A
      for i in range(90):
          #! nid: T
          t = ft.empty((70,), "float32", "gpu/global")
          #! nid: B
          for j in range(70):
              t[j] = x[i, j]
          #! nid: C
          for j in range(70):
              y[i, j] = t[INDEX]
      `;
  const placed = (index: string, era: Era) => {
    const body = TWO.replace('INDEX', index).replaceAll('nid', era === 'later' ? 'label' : 'nid');
    const source = `${programOf('x: (90, 70) input gpu/global; y: (90, 70) output gpu/global', body)}
    s = ft.Schedule(f)
    s.parallelize("A", "blockIdx.x")
    s.parallelize("B", "threadIdx.x")
    s.parallelize("C", "threadIdx.x")
    s.auto_set_mem_type(ft.GPU())
`;
    const last = stageText(source, parser, { schedules: scheduleHost }).schedules.at(-1);
    return { steps: last?.steps ?? [], after: last?.after ? printStmt(last.after.body) : '' };
  };
  test('registers where each thread reads its own, else memory of the block', () => {
    expect(placed('j', '2022').after).toContain('@cache @gpu/local t');
    const shared = placed('69 - j', '2022');
    expect(shared.after).toContain('@cache @gpu/shared t');
    expect(shared.steps[0]).toMatch(/^set_mem_type\(T, gpu\/local\): refused, dependence/);
  });
  test('a CPU has nothing to move', () => {
    const { calls, steps } = passOn('auto_set_mem_type', 'x: (4,) output', 'x[0] = 1');
    expect([calls, steps]).toEqual([[], ['a CPU has one kind of memory']]);
  });
  test('since 1.0 within the limits of the device, and not across kernels', () => {
    const big = (length: number, kernels: string) =>
      passOn(
        'auto_set_mem_type',
        'x: (90,) output gpu/global',
        `
        ${kernels}
            t = ft.empty((${length},), "float32", "gpu/global")
            t[3] = 1.0
            x[i] = t[3]
        `,
        { target: 'gpu', era: 'later', keep: 'proved' },
      );
    expect(big(20_000, 'for i in range(90):').steps).toEqual([
      '`t` is of unknown size or too large for gpu/local',
      '`t` is of unknown size or too large for gpu/shared',
    ]);
    expect(big(20, 'for i in range(90):').refused).toEqual([
      expect.stringMatching(/gpu\/local\): outside-kernel$/),
      expect.stringMatching(/gpu\/shared\): outside-kernel$/),
    ]);
  });
});

describe('auto_use_lib', () => {
  const ARGS = 'a: (30, 40) input; b: (40, 50) input; d: (40, 50) input; c: (30, 50) inout; e: (30, 50) inout';
  test('a matrix product as it is', () => {
    const { calls, after } = passOn(
      'auto_use_lib',
      ARGS,
      `
      #! nid: A
      for i in range(30):
          for j in range(50):
              c[i, j] = 0
              for k in range(40):
                  c[i, j] += a[i, k] * b[k, j]
      `,
    );
    expect(calls).toEqual(['as_matmul(A)']);
    expect(after).toContain('@!library : matmul');
  });
  test('two in one nest are split where libraries are preferred, and only there', () => {
    const body = (mark: string): string => `
      #! nid: A${mark}
      for i in range(30):
          for j in range(50):
              for k in range(40):
                  c[i, j] += a[i, k] * b[k, j]
                  e[i, j] += a[i, k] * d[k, j]
      `;
    const { calls } = passOn('auto_use_lib', ARGS, body('\n      #! prefer_libs'));
    expect(calls).toEqual(expect.arrayContaining(['as_matmul(A.0.lib)', 'as_matmul(A.1.lib)']));
    expect(passOn('auto_use_lib', ARGS, body('')).calls).toEqual([]);
  });
});

describe('auto_reorder', () => {
  const nest = (body: string): string => `
      #! label: A
      for i in range(1, 90):
          #! label: B
          for j in range(90):
              ${body}
      `;
  const ARGS = 'x: (90, 90) input; y: (90, 90) inout; z: (90,) inout';
  test('a loop that carries a dependence goes inside, and before one that only sums', () => {
    const on = (body: string) => passOn('auto_reorder', ARGS, nest(body), { era: 'later' }).calls;
    expect(on('y[i, j] = y[i - 1, j] + x[i, j]')).toEqual(['reorder(B, A)']);
    expect(on('y[i, j] = y[i, j - 1] + x[i, j]')).toEqual([]);
    expect(on('y[i, j] = y[i - 1, j] + x[i, j]\n              z[i] += x[i, j]')).toEqual(['reorder(B, A)']);
    expect(on('z[j] += x[i, j]')).toEqual(['reorder(B, A)']);
  });
  test('an order that is refused: FreeTensor raises, so what it does is not known; we leave the nest', () => {
    const skewed = nest('y[i, j] = y[i - 1, j + 1] + x[i, j]').replace('range(90)', 'range(89)');
    const run = passOn('auto_reorder', ARGS, skewed, { era: 'later' });
    expect(run.calls).toBe('auto_reorder: FreeTensor refuses an order that auto_reorder asks for');
    const ours = passOn('auto_reorder', ARGS, skewed, { era: 'later', keep: 'proved' });
    expect([ours.calls, ours.refused]).toEqual([[], ['reorder(B, A): dependence']]);
  });
});

describe('auto_fission_fuse', () => {
  const ARGS = 'x: (90,) input; y: (90,) inout; z: (90,) inout; w: (90,) output';
  const apart = (first: string, second: string): string => `
      #! label: A
      for i in range(1, 90):
          y[i] = ${first}
      #! label: B
      for i in range(1, 90):
          z[i] = ${second}
      `;
  const on = (body: string) => passOn('auto_fission_fuse', ARGS, body, { era: 'later' });
  test('loops are fused where both or none carry a dependence', () => {
    expect(on(apart('x[i]', 'x[i] * 2')).calls).toEqual(['fuse(A, B, true)']);
    expect(on(apart('y[i - 1]', 'z[i - 1]')).calls).toEqual(['fuse(A, B, true)']);
    const { calls, steps } = on(apart('y[i - 1]', 'x[i]'));
    expect([calls, steps]).toEqual([[], ['A and B stay apart: only the first carries a dependence']]);
  });
  test('a loop is split where one part carries a dependence, and stays split', () => {
    const { calls, after } = on(`
      #! label: A
      for i in range(1, 90):
          #! label: S
          w[i] = x[i]
          #! label: T
          z[i] = z[i - 1] + x[i]
      `);
    expect(calls).toEqual(['fission(A, BEFORE, T)']);
    expect(after.match(/for /g)).toHaveLength(2);
  });
});

describe('the passes around', () => {
  test('auto_inline takes small tensors', () => {
    const { calls, steps, after } = passOn(
      'auto_inline',
      'x: (90,) input; y: (90,) output',
      `
      #! nid: B
      big = ft.empty((90,), "float32", "cpu")
      for i in range(90):
          #! nid: T
          t = ft.empty((), "float32", "cpu")
          t[()] = x[i] * 2
          big[i] = t[()] + 1
      for i in range(90):
          y[i] = big[i]
      `,
    );
    expect(calls).toEqual(['inline(T)']);
    expect(steps).toContain('`big` stays: 90 elements, more than 32');
    expect(after).not.toMatch(/\bt\[/);
  });
  test('auto_unroll takes loops of at most 4 iterations, and on a GPU those that index registers', () => {
    const body = `
      #! nid: A
      for i in range(5):
          #! nid: B
          for j in range(4):
              y[i, j] = 1.0
      `;
    expect(passOn('auto_unroll', 'y: (5, 4) output', body).calls).toEqual(['unroll(B)']);
    const local = passOn(
      'auto_unroll',
      'x: (90,) output gpu/global',
      `
      for i in range(90):
          t = ft.empty((9,), "float32", "gpu/local")
          #! nid: B
          for j in range(9):
              t[j] = 1.0
          x[i] = t[3]
      `,
      { target: 'gpu' },
    );
    expect(local.calls).toEqual(['unroll(B)']);
  });
  test('auto_mem_layout gives a warp a last dimension of 32', () => {
    const body = `
      #! label: T
      t = ft.empty((64, 3), "float32", "gpu/global")
      for i in range(64):
          for j in range(3):
              t[i, j] = x[i]
      for i in range(64):
          y[i] = t[i, 2]
      `;
    const args = 'x: (64,) input gpu/global; y: (64,) output gpu/global';
    const { calls, after } = passOn('auto_mem_layout', args, body, { target: 'gpu', era: 'later' });
    expect(calls).toEqual(['var_split(T, 0, RELAXED, 32, -1)', 'var_reorder(T, 0, 2, 1)']);
    expect(after).toContain('t: float32[2, 3, 32]');
  });
  test('auto_swap puts first what writes each element first', () => {
    const body = `
      #! label: A
      for i in range(80):
          #! label: S
          y[i] += x[i]
          #! label: T
          y[i + 1] = x[i] * 2
      `;
    const args = 'x: (90,) input; y: (90,) inout';
    const { calls } = passOn('auto_swap', args, body, { era: 'later' });
    expect(calls).toEqual(['swap(T, S)']);
  });
});

describe('budgets', () => {
  const body = `
      #! nid: A
      for i in range(64):
          y[i] = x[i]
      #! nid: B
      for i in range(64):
          z[i] = y[i]
      `;
  const on = (choice: Partial<AutoOptions>) =>
    passOn('auto_schedule', 'x: (64,) input; y: (64,) output; z: (64,) output', body, choice);
  test('with no try left, what was done stays, or nothing is claimed', () => {
    const ours = on({ attempts: 4, keep: 'proved' });
    expect(ours.stopped).toBe('the budget of 4 tries is spent');
    expect(ours.calls).toEqual(['fuse(A, B)']);
    expect(on({ attempts: 4 }).calls).toBe('auto_parallelize: the budget of 4 tries is spent');
    expect(on({ work: 1, keep: 'proved' }).stopped).toBe('the program is too large for further tries');
  });
});
