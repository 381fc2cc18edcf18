import { expect, test } from 'vitest';
import { typeErrors } from './checks/type-errors.ts';

test('Node and the browser do not exist for compiler-core', () => {
  const outside = [
    'process.exit(0);',
    "console.log('x');",
    "import { readFileSync } from 'node:fs';",
    'setTimeout(() => {}, 1);',
    'performance.now();',
    'new AbortController();',
    'WebAssembly.compile;',
    'document.body;',
    'Buffer.from([]);',
  ];
  const lines = new Set(typeErrors(outside.join('\n')).map((error) => Number(error.split(' ')[0])));
  expect([...lines].sort((a, b) => a - b)).toEqual(outside.map((_, index) => index + 1));
});

test('the language of 2023 does exist', () => {
  expect(typeErrors('export const last = [1n, 2n].toReversed().findLast((x) => x > 0n);')).toEqual([]);
});
