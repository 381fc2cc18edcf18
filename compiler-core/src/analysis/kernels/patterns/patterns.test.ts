/** Access patterns: what is told of an access, and that a run in lock step counts the same. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { launchedKernels } from '../../../../../bench/lib/launched-kernels.ts';
import { compareText } from '../../../../../bench/lib/pattern-check.ts';
import { Budget } from '../../../presburger/index.ts';
import { accessFindings } from './access-findings.ts';
import { patternText } from './describe-pattern.ts';
import { type MemoryShape, patternsOf } from './patterns.ts';

const SHAPE: MemoryShape = { subGroupSize: 32, sectorBytes: 32, banks: 32, bankBytes: 4 };
const FOLDER = join(import.meta.dirname, '../../../../../bench/accept/kernel-diagnostics/patterns');

const told = (text: string): string[] =>
  launchedKernels('/main.cl', text).flatMap(({ func }) =>
    patternsOf(func, SHAPE).accesses.map((a) => patternText(a, SHAPE)),
  );
const kernel = (parameters: string, body: string, launch = 'global=512 local=64'): string =>
  `// athanor: launch ${launch}\n__kernel void k(${parameters}) { int i = get_global_id(0); ${body} }`;

describe('what is told', () => {
  test.each<[string, string, string, string[]]>([
    [
      'neighbours',
      '__global float *x',
      'x[i] = 1.0f;',
      ['`x` is written with stride 4 bytes; 32 lanes touch 4 sectors of 32 bytes, 100 % of the bytes useful'],
    ],
    [
      'a pitch in the user’s names',
      '__global float *x, int n',
      'x[i * n] = 1.0f;',
      [
        '`x` is written with stride 4 * n bytes; 32 lanes touch 32 sectors of 32 bytes, 4 would do, 12.5 % of the bytes useful',
      ],
    ],
    [
      'one for all',
      '__global float *x, int n',
      'float s = x[n]; x[i] = s;',
      [
        '`x` is read at one address for all lanes; 32 lanes touch 1 sector of 32 bytes, 12.5 % of the bytes useful',
        '`x` is written with stride 4 bytes; 32 lanes touch 4 sectors of 32 bytes, 100 % of the bytes useful',
      ],
    ],
    [
      'data',
      '__global float *x, __global const int *at',
      'x[at[i] + 1] = 1.0f;',
      [
        '`x` is written at addresses that are not known here: the address depends on data: at[256]',
        '`at` is read with stride 4 bytes; 32 lanes touch 4 sectors of 32 bytes, 100 % of the bytes useful',
      ],
    ],
    [
      'neighbours behind data that all share',
      '__global float *x, __global const int *first',
      'x[first[get_group_id(0)] + i] = 1.0f;',
      [
        '`x` is written with stride 4 bytes; 32 lanes touch 4 sectors of 32 bytes, 100 % of the bytes useful',
        '`first` is read at one address for all lanes; 32 lanes touch 1 sector of 32 bytes, 12.5 % of the bytes useful',
      ],
    ],
  ])('%s', (_, parameters, body, wanted) => {
    expect(told(kernel(parameters, body)).map((t) => t.replace(/at\[\d+\]/, 'at[256]'))).toEqual(wanted);
  });

  test('a division by a size that is not known is not followed', () => {
    const [one] = told(kernel('__global float *x, int n', 'x[i / n] = 1.0f;'));
    expect(one).toContain('not a sum of products');
  });

  test('sizes of the launch may be unknown', () => {
    const [one] = told('__kernel void k(__global float *x) { x[2 * get_global_id(0)] = 1.0f; }');
    expect(one).toContain('with stride 8 bytes; 32 lanes touch 8 sectors of 32 bytes, 4 would do');
  });
});

describe('as a run counts', () => {
  test.each(['guards-and-structures.cl'])('%s', (name) => {
    const path = join(FOLDER, name);
    const compared = compareText(path, readFileSync(path, 'utf8'), SHAPE);
    expect(compared.flatMap((c) => c.problems)).toEqual([]);
    expect(compared.reduce((sum, c) => sum + c.executions, 0)).toBeGreaterThan(300);
  });

  test('a difference is seen', () => {
    const text = kernel('__global float *x', 'x[2 * i] = 1.0f;');
    const problems = (counts: MemoryShape): readonly string[] =>
      compareText('/main.cl', text, SHAPE, counts).flatMap((c) => c.problems);
    expect(problems(SHAPE)).toEqual([]);
    expect(problems({ ...SHAPE, sectorBytes: 64 }).length).toBeGreaterThan(0);
  });
});

describe('hints', () => {
  const hints = (text: string) =>
    launchedKernels('/main.cl', text).flatMap(({ func }) => {
      const textAt = (at: { start: number; end: number }): string => text.slice(at.start, at.end);
      return accessFindings({ shape: SHAPE, textAt })({ func, budget: new Budget(0) }).diagnostics;
    });
  const fixed = (text: string): string => {
    const [edit] = hints(text).flatMap((d) => d.fixes.flatMap((f) => f.edits));
    return edit ? text.slice(0, edit.span.start) + edit.newText + text.slice(edit.span.end) : text;
  };

  test('a tile is padded, and the conflict is gone', () => {
    for (const extents of ['[32][32]', '[T][T]']) {
      const body = `__local float t${extents}; int x = get_local_id(0), y = get_local_id(1);
        t[y][x] = a[y * 32 + x]; barrier(CLK_LOCAL_MEM_FENCE); a[y * 32 + x] = t[x][y];`;
      const text = `#define T 32\n${kernel('__global float *a', body, 'global=32,32 local=32,32')}`;
      expect(hints(text).map(({ code }) => code)).toEqual(['bank-conflict']);
      expect(fixed(text)).toContain(extents === '[T][T]' ? 't[T][T + 1]' : 't[32][33]');
      expect(hints(fixed(text))).toEqual([]);
    }
  });

  test('exchanging the dimensions is said where it helps', () => {
    const text = kernel('__global float *a', 'a[i * 64 + get_global_id(1)] += 1.0f;', 'global=64,64 local=32,8');
    const [hint] = hints(text);
    expect(hint?.message).toBe(
      '`a` is read and written with stride 256 bytes: 32 lanes touch 32 sectors of 32 bytes, 4 would do',
    );
    expect(hint?.related.map(({ message }) => message)).toEqual([
      '32 lanes of 4 bytes want 128 bytes; 32 * 32 = 1024 bytes move',
      'with dimensions 0 and 1 of the work-item exchanged, 32 lanes touch 4 sectors of 32 bytes',
    ]);
  });

  test('a small table, a broadcast and a gather are no waste', () => {
    const text = kernel(
      '__global float *a, __global const float *w, __global const int *at',
      'float s = 0; for (int k = 0; k < 5; k++) s += w[k]; a[i] = s + a[at[i]];',
    );
    expect(hints(text)).toEqual([]);
  });

  test('what is read of one array in a long loop is served once for the group', () => {
    const text = kernel(
      '__global const float *x, __global float *y, int n',
      'float s = 0; for (int k = 0; k < n; k++) s += x[k]; y[i] = s;',
    );
    expect(hints(text).map(({ code, message }) => `${code}: ${message}`)).toEqual([
      'local-memory-reuse: each element of `x` is read by at least 64 work-items of a group on average: local memory could serve it after one read',
    ]);
  });
});
