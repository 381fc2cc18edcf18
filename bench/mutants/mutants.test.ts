import { describe, expect, test } from 'vitest';
import { parseFunc } from '../../compiler-core/src/ir/parse.ts';
import { printFunc } from '../../compiler-core/src/ir/print.ts';
import { createParser } from '../../server/src/host/tree-sitter.ts';
import { judge } from './judge.ts';
import { exampleSubjects, measureMutants, recordedSubjects } from './measure.ts';
import { MISTAKE_NAMES, type MistakeName, mutant } from './mutate.ts';

const func = (body: string) => {
  const { value, error } = parseFunc(body);
  if (!value) throw new Error(error?.message);
  return value;
};
const PROGRAM = `func f(x, y) { @input @cpu x: float32[4, 8] { @output @cpu y: float32[4] {
  for i in 0 : 4 : 1 { y[i] = 0 if (i < 3) { y[i] += x[i, @!floor(i / 2)] } }
} } }`;

describe('mistakes', () => {
  test.each<[MistakeName, number, string]>([
    ['index one more', 0, 'y[i + 1] = 0'],
    ['index one less', 1, 'x[i, @!floor(i / 2) - 1]'],
    ['indices swapped', 0, 'x[@!floor(i / 2), i]'],
    ['extent one less', 0, 'y: float32[3]'],
    ['loop one longer', 0, 'for i in 0 : 5'],
    ['divisor one less', 0, '@!floor(i / 1)'],
  ])('%s, place %i', (name, place, expected) => {
    const printed = printFunc(mutant(func(PROGRAM), name, place) ?? func(PROGRAM));
    expect(printed.replace(/\s+/g, ' ')).toContain(expected);
  });

  test('guards and initialisations go', () => {
    const original = printFunc(func(PROGRAM));
    expect(original).toContain('if');
    expect(printFunc(mutant(func(PROGRAM), 'guard dropped', 0) ?? func(PROGRAM))).not.toContain('if');
    expect(original).toContain('y[i] = 0');
    expect(printFunc(mutant(func(PROGRAM), 'initialisation removed', 0) ?? func(PROGRAM))).not.toContain('= 0');
  });

  test('a place beyond the last is none', () => {
    for (const name of MISTAKE_NAMES) expect(mutant(func(PROGRAM), name, 9)).toBeNull();
  });
});

describe('a run judges what was said', () => {
  const judged = (name: MistakeName, place: number) => judge(mutant(func(PROGRAM), name, place) ?? func(PROGRAM));
  test('nothing about the program itself', () => {
    expect(judge(func(PROGRAM))).toMatchObject({
      fault: null,
      ran: true,
      said: null,
      falseProofs: [],
      falseSafety: null,
    });
  });
  test('a fault that is proved', () => {
    const j = judged('extent one less', 0);
    expect([j.fault?.kind, j.said, j.falseProofs]).toEqual(['index-out-of-bounds', 'proved', []]);
  });
  test('a mistake that does no harm', () => {
    expect(judged('divisor one less', 0)).toMatchObject({ fault: null, falseProofs: [] });
  });
});

test('no proof is false and no silence claims safety: examples and some recorded programs', async () => {
  const parser = await createParser();
  const recorded = recordedSubjects(parser);
  if (recorded === null) console.log('without the recorded programs of FreeTensor: they are not beside the checkout');
  const some = (recorded ?? []).filter((_, n) => n % 8 === 0);
  const m = measureMutants([...exampleSubjects(parser), ...some], 2);
  expect(m.falseProofs).toEqual([]);
  expect(m.falseSafety).toEqual([]);
  expect(m.faulting).toEqual([]);
  const all = Object.values(m.tallies);
  const sum = (key: 'faulting' | 'proved' | 'possible'): number => all.reduce((n, t) => n + t[key], 0);
  // The numbers themselves are printed by `npm run bench -- decided`; these only must not collapse.
  expect(m.decided / m.asked).toBeGreaterThan(0.85);
  expect((sum('proved') + sum('possible')) / sum('faulting')).toBeGreaterThan(0.7);
});
