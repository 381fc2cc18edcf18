import { expect, test } from 'vitest';
import { docMarkdown } from './docstring.ts';
import { libraryFunctions } from './library.ts';

test('sections become a bold word and a list', () => {
  const doc = `Softmax along an axis.

Parameters
----------
x : tensor of rank 1
    or more
axis, keep : what
    to do

Returns
-------
A new tensor
with the shape of \`x\`.`;
  expect(docMarkdown(doc)).toBe(`Softmax along an axis.

**Parameters**

- \`x\`: tensor of rank 1 or more
- \`axis\`, \`keep\`: what to do

**Returns**

A new tensor
with the shape of \`x\`.`);
});

test('what has no sections stays', () => {
  const doc = 'Multiplies.\n\n    code\n\n- a\n- b: c';
  expect(docMarkdown(doc)).toBe(doc);
});

test('no operator of the library has a heading by accident', () => {
  const headings = [...libraryFunctions().values()].filter(({ doc }) => /^-{3,}\s*$/m.test(docMarkdown(doc)));
  expect(headings.map(({ name }) => name)).toEqual([]);
});

test('after a gap a section is over', () => {
  expect(docMarkdown('Parameters\n----------\nx : a tensor\n\nErrors: none.')).toBe(
    '**Parameters**\n\n- `x`: a tensor\n\nErrors: none.',
  );
});
