import { expect, test } from 'vitest';
import { collective, rankOf } from '../test/rank-builder.ts';
import { experts, gini, spearman } from './experts.ts';
import { viewOf } from './view.ts';

test('load by layer, and what ranks received', () => {
  const loads = [1, 2].flatMap((step) =>
    [100, 200, 700].map((tokens, expert) => ({ step, layer: 0, expert, tokens: tokens + step })),
  );
  const rows = [collective('all_to_allv', 0, 10, { inSplit: [5, 5], outSplit: [6, 9] })];
  const a = experts.map(viewOf(rankOf(0, rows, { experts: loads })));
  const b = experts.map(viewOf(rankOf(1, [collective('all_to_allv', 0, 10, { inSplit: [1, 4], outSplit: [1, 4] })])));
  const { layers, exchanged, rankImbalance } = experts.reduce(experts.merge([b, a]));
  expect(layers[0]).toMatchObject({ layer: 0, experts: 3, tokens: 2009, persistence: 1 });
  expect(layers[0]?.maxOverMean).toBeCloseTo((1403 * 3) / 2009);
  expect(layers[0]?.hottest[0]).toEqual({ expert: 2, tokens: 1403 });
  expect(exchanged).toEqual([
    { rank: 0, received: 15, sent: 10 },
    { rank: 1, received: 5, sent: 5 },
  ]);
  expect(rankImbalance).toBe(1.5);
});

test('Gini and rank correlation of known cases', () => {
  expect([gini([1, 1, 1, 1]), gini([0, 0, 0, 1]), gini([])]).toEqual([0, 0.75, 0]);
  expect(spearman([1, 2, 3], [10, 20, 30])).toBeCloseTo(1);
  expect(spearman([1, 2, 3], [3, 2, 1])).toBeCloseTo(-1);
  expect(spearman([1, 1, 1], [3, 2, 1])).toBeNull();
});
