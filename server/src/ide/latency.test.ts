/** Requests on a file of 2,000 lines once its analysis is there: medians, which a busy machine leaves alone; `npm run bench -- edit` has the rest. */

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
const median = (list: number[]): number => list.sort((a, b) => a - b)[list.length >> 1] ?? 0;

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
  expect(median(hovers)).toBeLessThan(10);
  expect(median(completions)).toBeLessThan(30);
  expect(median(stale)).toBeLessThan(10);
  expect(shiftBetween(text, edited).toOld(20_010)).toBe(20_008);
});
