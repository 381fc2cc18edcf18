/** Kernels of every construct in the interpreter, against what other implementations gave. */

import { expect, test } from 'vitest';
import { compareRecorded } from './recorded.ts';

test.each(['sycl', 'opencl'] as const)('recorded kernels of %s are equal', (language) => {
  const compared = compareRecorded(language, [1]);
  expect(compared.filter(({ wrong }) => wrong !== null).map(({ name, wrong }) => `${name}: ${wrong}`)).toEqual([]);
  expect(compared.length).toBeGreaterThan(language === 'sycl' ? 400 : 30);
});
