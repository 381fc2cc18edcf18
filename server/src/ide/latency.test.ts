/** Requests on a file of 2,000 lines once its analysis is there. The bounds are the aims, with room for a busy machine. */

import { expect, test } from 'vitest';
import { completion } from './completion.ts';
import { hover } from './hover.ts';
import { shiftBetween, staleHover, typingView } from './stale.ts';
import { marked } from './test/kit.ts';

const one = (k: number): string => `
@ft.transform
def f${k}(x, y):
    x: ft.Var[(64, 32), "float32", "input"]
    y: ft.Var[(64, 32), "float32", "output"]
    #! nid: rows${k}
    for i in range(64):
        t = ft.empty((32,), "float32")
        for j in range(32):
            t[j] = x[i, j] + ft.max(x[i, j], 0)
        for j in range(32):
            y[i, j] = t[j] + ft.exp(t[j])
`;
const p95 = (list: number[]): number => list.sort((a, b) => a - b)[Math.floor(list.length * 0.95)] ?? 0;

test('hover and completion on 2,000 lines', () => {
  const text = `import freetensor as ft\n${Array.from({ length: 175 }, (_, k) => one(k)).join('')}`;
  expect(text.split('\n').length).toBeGreaterThan(2000);
  const { view } = marked(text);
  hover(view, text.indexOf('x[i'));
  const hovers: number[] = [];
  const completions: number[] = [];
  const stale: number[] = [];
  const edited = `${text.slice(0, 20_000)}  ${text.slice(20_000)}`;
  const typing = typingView(view, edited);
  for (let n = 0; n < 400; n++) {
    const at = Math.floor((n * 7919 * 13) % text.length);
    let begun = performance.now();
    hover(view, at);
    hovers.push(performance.now() - begun);
    begun = performance.now();
    completion(typing, text.indexOf('ft.', at) + 3);
    completions.push(performance.now() - begun);
    begun = performance.now();
    staleHover(view, edited, at);
    stale.push(performance.now() - begun);
  }
  expect(p95(hovers)).toBeLessThan(10);
  expect(p95(completions)).toBeLessThan(30);
  expect(p95(stale)).toBeLessThan(10);
  expect(shiftBetween(text, edited).toOld(20_010)).toBe(20_008);
});
