import { expect, test } from 'vitest';
import { moveSpans } from './move-spans.ts';
import { fileId, offset, type Span, span } from './span.ts';

const A = fileId('/a');
const later = (at: Span): Span => span(at.file, at.start + 5, at.end + 5);

test('spans move wherever they are, the rest is the same, the original too', () => {
  const root = { at: span(A, 1, 2), list: [{ where: { at: span(A, 3, 4) }, n: 7n }, null, 'x'], empty: {} };
  const moved = moveSpans(root, later);
  expect(moved).toEqual({ at: span(A, 6, 7), list: [{ where: { at: span(A, 8, 9) }, n: 7n }, null, 'x'], empty: {} });
  expect(root.at.start).toBe(1);
});

test('what is shared stays shared, and deep is no matter', () => {
  const shared = { at: span(A, 0, 1) };
  const both = moveSpans({ a: shared, b: shared }, later);
  expect(both.a).toBe(both.b);
  let deep: object = shared;
  for (let i = 0; i < 50_000; i++) deep = { inner: deep };
  let found = moveSpans(deep, later) as { inner?: object; at?: Span };
  while (found.inner !== undefined) found = found.inner;
  expect(found.at?.start).toBe(offset(5));
});
