import { expect, test } from 'vitest';
import { completion } from './completion.ts';
import { signatureHelp } from './signature.ts';
import { shiftBetween, staleHover, typingView } from './stale.ts';
import { marked, PROGRAM } from './test/kit.ts';

test('offsets of two texts', () => {
  const shift = shiftBetween('abcXdef', 'abcYYYdef');
  expect([0, 3, 4, 6, 9].map((o) => shift.toOld(o))).toEqual([0, 3, null, 4, 7]);
  expect([0, 3, 4, 7].map((o) => shift.toNew(o))).toEqual([0, 3, 6, 9]);
});

test('hover while the analysis runs: the old answer at the new place, none for a changed word', () => {
  const { view } = marked(PROGRAM);
  const text = PROGRAM.replace('t = ft.empty', 'k = 1\n    t = ft.empty');
  const at = text.indexOf('x[i, 0]');
  expect(staleHover(view, text, at)).toMatchObject({ start: at, end: at + 1 });
  const changed = PROGRAM.replace('x[i, 0]', 'xy[i, 0]');
  expect(staleHover(view, changed, changed.indexOf('xy[i, 0]'))).toBeNull();
});

test('completion and signatures on text that was never analysed', () => {
  const { view } = marked(PROGRAM);
  const text = PROGRAM.replace('t[i] + 1\n', 't[i] + ft.ex\n').replace('scale(t, 2.0)', 'scale(t, ');
  const typing = typingView(view, text);
  expect(completion(typing, text.indexOf('ft.ex') + 5).map((i) => i.label)).toContain('exp');
  expect(signatureHelp(typing, text.indexOf('scale(t, ') + 9)).toMatchObject({ label: 'scale(a, factor)', active: 1 });
});
