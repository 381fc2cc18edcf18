/** What is found in kernels that are wrong, and not in those that are right: `kind first place / second place`. */

import { describe, expect, test } from 'vitest';
import type { TensorInput } from '../values.ts';
import { inGroups, kernel, look } from './test/kernels.ts';

const zeros = (n: number, dtype: TensorInput['dtype'] = 'int32'): TensorInput => ({
  dtype,
  shape: [n],
  data: new Array(n).fill(0),
});
const SEEDS = [1, 2, 3, 4];
/** The same for every seed. */
const found = (text: string, options: Parameters<typeof look>[1]): readonly string[] => {
  const each = SEEDS.map((seed) => look(text, { ...options, seed }).found);
  for (const f of each) expect([...f].sort()).toEqual([...(each[0] ?? [])].sort());
  return [...(each[0] ?? [])].sort();
};

describe('races in a group', () => {
  const run = (body: string, local = '@cache @gpu/shared s: int32[8]'): readonly string[] =>
    found(inGroups('y', { defs: '@inout @gpu/global y: int32[16]', local, body }), {
      global: [16],
      local: [8],
      subGroup: 4,
      inputs: { y: zeros(16) },
    });
  const WRITE = 's[l] = l';
  const READ = 'y[g * 8 + l] = s[7 - l]';
  test.each<[string, string, string[]]>([
    ['no barrier', `${WRITE} ${READ}`, ['data-race s[l] / s[7 - l]']],
    ['a barrier', `${WRITE} @!barrier(workGroup) ${READ}`, []],
    ['a barrier for the other memory', `${WRITE} @!barrier(workGroup, global) ${READ}`, ['data-race s[l] / s[7 - l]']],
    ['a fence orders nothing by itself', `${WRITE} @!fence(acq_rel, workGroup) ${READ}`, ['data-race s[l] / s[7 - l]']],
    ['a barrier of the sub-group only', `${WRITE} @!barrier(subGroup) ${READ}`, ['data-race s[l] / s[7 - l]']],
    ['within the sub-group', `${WRITE} @!barrier(subGroup) y[g * 8 + l] = s[l - l % 4 + 3 - l % 4]`, []],
    [
      'within the sub-group, without',
      `${WRITE} y[g * 8 + l] = s[l - l % 4 + 3 - l % 4]`,
      ['data-race s[l] / s[l - l % 4 + 3 - l % 4]'],
    ],
    ['a collective of the group', `${WRITE} @!collective(@any, true) @workGroup ${READ}`, []],
    ['read, then written', `${WRITE} @!barrier(workGroup) ${READ} ${WRITE}`, ['data-race s[7 - l] / s[l]']],
    [
      'the shift that all hope for',
      `${WRITE} @!barrier(workGroup) if l < 7 { s[l] = s[l + 1] }`,
      ['data-race s[l + 1] / s[l]'],
    ],
    ['all write one element', 's[0] = l', ['data-race s[0] / s[0]']],
    ['all write one value', 's[0] = 3', ['uniform-write s[0] / s[0]']],
    ['one writes, all read after a barrier', 'if l == 0 { s[0] = 1 } @!barrier(workGroup) y[g * 8 + l] = s[0]', []],
    [
      'an update that is not atomic',
      'if l == 0 { s[0] = 0 } @!barrier(workGroup) s[0] += l',
      ['data-race s[0] / s[0]', 'uniform-write s[0] / s[0]'],
    ],
    ['an atomic update', 'if l == 0 { s[0] = 0 } @!barrier(workGroup) @!rmw(add, s[0], l) @relaxed @workGroup', []],
    [
      'atomics and no barrier after the first value',
      'if l == 0 { s[0] = 0 } @!rmw(add, s[0], l) @relaxed @workGroup',
      ['data-race s[0] / s[0]'],
    ],
    [
      'atomic, and read by itself',
      's[l] = 0 @!barrier(workGroup) @!rmw(add, s[0], l) @relaxed @workGroup y[g * 8 + l] = s[0]',
      ['data-race s[0] / s[0]'],
    ],
    [
      'a scope that is too narrow',
      's[l] = 0 @!barrier(workGroup) @!rmw(add, s[0], l) @relaxed @subGroup',
      ['data-race s[0] / s[0]'],
    ],
    [
      'a loop with one barrier of two',
      `for k in 0 : 2 : 1 { ${WRITE} @!barrier(workGroup) ${READ} }`,
      ['data-race s[7 - l] / s[l]'],
    ],
    ['a loop with both', `for k in 0 : 2 : 1 { ${WRITE} @!barrier(workGroup) ${READ} @!barrier(workGroup) }`, []],
    ['private memory has one item', '@cache @gpu/local p: int32[2] { p[0] = l p[1] = p[0] y[g * 8 + l] = p[1] }', []],
  ])('%s', (_, body, expected) => expect(run(body)).toEqual(expected));

  test('a finding names both items, the element and the values', () => {
    const text = inGroups('y', {
      defs: '@inout @gpu/global y: int32[16]',
      local: '@cache @gpu/shared s: int32[8]',
      body: 's[l] = l * 10 if l == 2 { y[g] = s[5] }',
    });
    const { outcome } = look(text, { global: [16], local: [8], order: 'plain', inputs: { y: zeros(16) } });
    const [race] = outcome.findings;
    expect(race?.element).toMatchObject({ name: 's', space: 'local', index: [5], shape: [8] });
    expect(race?.deeds.map((d) => [d.kind, d.item.global, d.item.group, d.item.local, d.value])).toEqual([
      ['write', [5], [0], [5], 50],
      ['read', [2], [0], [2], 50],
    ]);
    expect(race?.times).toBe(2);
    expect(race?.message).toBe(
      's[5] is written by work-item 5 (group 0, local 5) and read by work-item 2 (group 0, local 2), and nothing orders the two',
    );
  });
});

describe('races between groups', () => {
  const run = (body: string, more: Partial<Parameters<typeof look>[1]> = {}): readonly string[] =>
    found(inGroups('x, y', { defs: '@inout @gpu/global x: int32[16] @inout @gpu/global y: int32[16]', body }), {
      global: [16],
      local: [4],
      inputs: { x: zeros(16), y: zeros(16) },
      ...more,
    });
  test.each<[string, string, string[]]>([
    ['apart', 'y[g * 4 + l] = x[g * 4 + l]', []],
    [
      'a neighbour of the next group',
      'y[g * 4 + l] = g if g * 4 + l < 15 { x[g * 4 + l] = y[g * 4 + l + 1] }',
      ['data-race y[g * 4 + l + 1] / y[g * 4 + l]'],
    ],
    [
      'a barrier orders one group only',
      '@!barrier(workGroup) if l == 0 { y[0] = g } @!barrier(workGroup)',
      ['data-race y[0] / y[0]'],
    ],
    ['atomics of the device', '@!rmw(add, y[0], 1) @relaxed @device', []],
    ['atomics of the group', '@!rmw(add, y[0], 1) @relaxed @workGroup', ['data-race y[0] / y[0]']],
  ])('%s', (_, body, expected) => {
    // Which of the two comes first depends on the order of the groups.
    const both = run(body).map((f) => f.replace('y[g * 4 + l] / y[g * 4 + l + 1]', 'y[g * 4 + l + 1] / y[g * 4 + l]'));
    expect([...new Set(both)].filter((f) => f.startsWith('data-race'))).toEqual(expected);
  });
  /** How many races each seed shows: which ones depends on who comes last. */
  const counts = (body: string): readonly number[] =>
    SEEDS.map((seed) => {
      const defs = '@inout @gpu/global x: int32[16] @inout @gpu/global y: int32[16]';
      const inputs = { x: zeros(16), y: zeros(16) };
      return look(inGroups('x, y', { defs, body }), { global: [16], local: [4], seed, inputs }).found.length;
    });

  const last = (order: string, fence: string): string =>
    `@cache @gpu/local t: int32[] {
      if l == 0 {
        x[g] = g + 1
        ${fence}
        @!rmw(add, y[15], 1) @${order} @device -> t
        if t[] == 3 { ${fence} y[0] = x[0] + x[1] + x[2] + x[3] }
      }
    }`;
  test('the last group to come reads what the others released', () => {
    expect(run(last('acq_rel', ''))).toEqual([]);
    expect(run(last('relaxed', '@!fence(acq_rel, device)'))).toEqual([]);
  });
  test('and races with them where nothing was released', () => {
    expect(counts(last('relaxed', '')).every((n) => n > 0)).toBe(true);
    expect(counts(last('acquire', '')).every((n) => n > 0)).toBe(true);
  });
  test('what a whole group wrote before its barrier is released by one of it', () => {
    const body = (barrier: string): string => `@cache @gpu/local t: int32[] {
      x[g * 4 + l] = g
      ${barrier}
      if l == 0 {
        @!rmw(add, y[15], 1) @acq_rel @device -> t
        if t[] == 3 { for k in 0 : 16 : 1 { y[0] += x[k] } }
      }
    }`;
    expect(run(body('@!barrier(workGroup)'))).toEqual([]);
    expect(counts(body('')).every((n) => n > 0)).toBe(true);
  });
  test('two parameters with one memory', () => {
    const shift = 'if g * 4 + l < 15 { y[g * 4 + l] = x[g * 4 + l + 1] }';
    expect(run(shift)).toEqual([]);
    const text = inGroups('x, y', {
      defs: '@input @gpu/global x: int32[16] @inout @gpu/global y: int32[16]',
      body: shift,
    });
    const inputs = { x: zeros(16), y: { ...zeros(16), data: Array.from({ length: 16 }, (_, k) => k) } };
    const { outcome } = look(text, { global: [16], local: [4], inputs, aliases: new Map([['x', 'y']]) });
    expect(outcome.findings.map((f) => f.kind)).toContain('data-race');
  });
});

describe('bounds', () => {
  test('each place once, with the first item and the subscripts; the run goes on', () => {
    const text = kernel('x, y', {
      head: '@!kernel(range, 1, "k")',
      defs: '@input @gpu/global x: int32[8, 2] @inout @gpu/global y: int32[8]',
      body: '@!parallel : @blockIdx.x for g in 0 : 8 : 1 { y[g] = x[g + 1, 1] y[g - 1] = 7 }',
    });
    const inputs = { x: { ...zeros(16), shape: [8, 2], data: new Array(16).fill(5) }, y: zeros(8) };
    const { outcome, found: kinds } = look(text, { global: [8], order: 'plain', inputs });
    expect(kinds.filter((k) => k.startsWith('out'))).toEqual(['out-of-bounds x[g + 1, 1]', 'out-of-bounds y[g - 1]']);
    expect(outcome.findings.find((f) => f.element?.name === 'x')?.message).toBe(
      'x[8, 1] by work-item 7: subscript 8 is outside dimension 0 of size 8',
    );
  });
  test('a view into memory, its end and its alignment', () => {
    const run = (offset: string): readonly string[] => {
      const body = `@cache @gpu/global v: int32[2] @!view(y, ${offset}) { v[l] = 1 }`;
      return look(inGroups('y', { defs: '@inout @gpu/global y: uint8[16]', body }), {
        global: [2],
        local: [2],
        inputs: { y: zeros(16, 'uint8') },
      }).found;
    };
    expect([run('8'), run('12'), run('2'), run('-4')]).toEqual([
      [],
      ['out-of-bounds v[l]'],
      ['misaligned v[l]'],
      ['out-of-bounds v[l]'],
    ]);
  });
});

describe('unwritten elements', () => {
  const run = (body: string, defs = '@inout @gpu/global y: int32[4]'): readonly string[] =>
    found(inGroups('y', { defs, local: '@cache @gpu/shared s: int32[4]', body }), {
      global: [4],
      local: [4],
      inputs: defs.includes('@output') ? {} : { y: zeros(4) },
    });
  test.each<[string, string, string[]]>([
    ['local memory', 'y[l] = s[l]', ['uninitialised-read s[l]']],
    ['by some items', 'if l < 3 { s[l] = 1 } @!barrier(workGroup) y[l] = s[l]', ['uninitialised-read s[l]']],
    ['private memory', '@cache @gpu/local p: int32[] { if l == 0 { p[] = 1 } y[l] = p[] }', ['uninitialised-read p[]']],
    [
      'a new one in each iteration',
      'for k in 0 : 2 : 1 { @cache @gpu/local p: int32[] { if k == 0 { p[] = 1 } y[l] = p[] } }',
      ['uninitialised-read p[]'],
    ],
    ['copied only', '@cache @gpu/local p: int32[] { @cache @gpu/local q: int32[] { q[] = p[] } }', []],
    [
      'copied, then used',
      '@cache @gpu/local p: int32[] { @cache @gpu/local q: int32[] { q[] = p[] y[l] = q[] + 1 } }',
      ['uninitialised-read q[]'],
    ],
    ['an update', '@cache @gpu/local p: int32[] { p[] += 1 }', ['uninitialised-read p[]']],
  ])('%s', (_, body, expected) => expect(run(body)).toEqual(expected));
  test('memory that the caller did not initialise', () => {
    expect(run('y[l] = 1', '@output @gpu/global y: int32[4]')).toEqual([]);
    expect(run('y[l] += 1', '@output @gpu/global y: int32[4]')).toEqual(['uninitialised-read y[l]']);
  });
  test('local memory is new for every group', () => {
    const text = inGroups('y', {
      defs: '@inout @gpu/global y: int32[8]',
      local: '@cache @gpu/shared s: int32[4]',
      body: 'if g == 0 { s[l] = 1 } y[g * 4 + l] = s[l]',
    });
    expect(look(text, { global: [8], local: [4], inputs: { y: zeros(8) } }).found).toEqual(['uninitialised-read s[l]']);
  });
});

describe('meetings', () => {
  const run = (body: string): readonly string[] =>
    found(inGroups('y', { defs: '@inout @gpu/global y: int32[8]', body }), {
      global: [8],
      local: [8],
      subGroup: 4,
      inputs: { y: zeros(8) },
    });
  const B = '@!barrier(workGroup)';
  test.each<[string, string, string[]]>([
    ['in a branch', `if l < 3 { ${B} }`, [`divergent-barrier ${B} / ${B}`]],
    [
      'in both branches',
      `if l < 3 { ${B} } else { ${B} }`,
      [`divergent-barrier ${B} / ${B}`, `divergent-barrier ${B} / ${B}`],
    ],
    ['in a branch that all take', `if l < 8 { ${B} }`, []],
    ['in loops of different lengths', `for k in 0 : l : 1 { ${B} }`, [`divergent-barrier ${B} / ${B}`]],
    ['sub-groups may differ', 'if l < 4 { @!barrier(subGroup) }', []],
    [
      'items of a sub-group may not',
      'if l < 6 { @!barrier(subGroup) }',
      ['divergent-barrier @!barrier(subGroup) / @!barrier(subGroup)'],
    ],
    [
      'a collective',
      'if l < 6 { @!collective(@any, true) @workGroup }',
      ['divergent-barrier @!collective(@any, true) / @!collective(@any, true)'],
    ],
  ])('%s', (_, body, expected) => expect(run(body)).toEqual(expected));
});

describe('other faults', () => {
  const run = (body: string): readonly string[] =>
    found(inGroups('x, y', { defs: '@input @gpu/global x: int32[4] @inout @gpu/global y: int32[4]', body }), {
      global: [4],
      local: [4],
      inputs: { x: zeros(4), y: zeros(4) },
    });
  test.each<[string, string, string[]]>([
    ['division', 'y[l] = @!towards0(1 / x[l])', ['division-by-zero @!towards0(1 / x[l])']],
    ['remainder', 'y[l] = 5 %% x[l]', ['division-by-zero 5 %% x[l]']],
    ['in 64 bits', 'y[l] = int32(int64(5) %% int64(x[l]))', ['division-by-zero int64(5) %% int64(x[l])']],
    [
      'not where nobody asks',
      'y[l] = x[l] != 0 ? @!towards0(1 / x[l]) : 0 if x[l] != 0 && 5 %% x[l] == 0 { y[l] = 1 }',
      [],
    ],
    ['an assertion', 'assert l < 2 { y[l] = 1 }', ['assert-failed l < 2']],
  ])('%s', (_, body, expected) => expect(run(body)).toEqual(expected));
});
