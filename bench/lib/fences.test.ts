import { expect, test } from 'vitest';
import { pythonFences } from './fences.ts';

test('blocks keep their lines, other languages are left out', () => {
  const page = '# T\n```python\na = 1\n```\n```sh\nls\n```\n- item\n  ```py\n  b = 2\n    c\n  ```\n';
  expect(pythonFences(page)).toEqual([
    { line: 3, text: '\n\na = 1\n' },
    { line: 10, text: `${'\n'.repeat(9)}b = 2\n  c\n` },
  ]);
});

test('an unclosed block goes to the end', () => {
  expect(pythonFences('```python\nx')).toEqual([{ line: 2, text: '\nx\n' }]);
});
