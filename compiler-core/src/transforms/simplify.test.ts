import { expect, test } from 'vitest';
import { parseFunc } from '../ir/parse.ts';
import { printStmt } from '../ir/print.ts';
import { Settled } from './settled.ts';
import { simplify } from './simplify.ts';

/** The body alone, simplified; a second time with what the first found must change nothing. */
const simplified = (body: string, settled = new Settled()): string => {
  const { value: func } = parseFunc(`func f(x, y) with $n: int {
    @input @cpu x: int32[8] { @inout @cpu y: int32[8] { ${body} } } }`);
  if (!func) throw new Error('the text does not parse');
  const once = simplify(func, undefined, 'all', settled);
  if (once.kind !== 'done') throw new Error(once.kind);
  const twice = simplify({ ...func, body: once.body }, undefined, 'all', settled);
  expect(twice.kind === 'done' && twice.body).toBe(once.body);
  return printStmt(once.body)
    .split('\n')
    .slice(2, -3)
    .map((line) => line.trim())
    .join(' ');
};

test('a branch that does nothing is left out, also where nothing else of it changes', () => {
  expect(simplified('for i in 0 : 8 : 1 { if i < x[0] { } else { y[i] = 1 } }')).toBe(
    'for i in 0 : 8 : 1 { if i >= x[0] { y[i] = 1 } }',
  );
});

test('what is kept is kept for one value of a tensor: the same text behind a write is asked again', () => {
  const settled = new Settled();
  const guarded = 'for i in 0 : 8 : 1 { if y[0] > 3 { if y[0] > 3 { y[i] = 2 } } }';
  const written = 'for i in 0 : 8 : 1 { if y[0] > 3 { y[0] = i if y[0] > 3 { y[i] = 2 } } }';
  for (let round = 0; round < 2; round++) {
    expect(simplified(guarded, settled)).toBe('for i in 0 : 8 : 1 { if y[0] > 3 { y[i] = 2 } }');
    expect(simplified(written, settled)).toBe(
      'for i in 0 : 8 : 1 { if y[0] > 3 { y[0] = i if y[0] > 3 { y[i] = 2 } } }',
    );
  }
  // The other way round: what was kept behind a write must not keep what is decided without one.
  const other = new Settled();
  expect(simplified(written, other)).toContain('y[0] = i if y[0] > 3');
  expect(simplified(guarded, other)).not.toContain('if y[0] > 3 { if');
});
