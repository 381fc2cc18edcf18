import { defineConfig } from 'vitest/config';

const slow = process.env['ATHANOR_SLOW'] === '1';
/** Tests that drive real editors; they wait for the rest of the editor (`tools/test.mjs` says so when it leaves them out). */
const editors = process.env['ATHANOR_EDITORS'] === '1' ? [] : ['bench/editors/**/*.slow.test.ts', 'extension/e2e/**'];

export default defineConfig({
  test: {
    include: [slow ? '**/*.slow.test.ts' : '**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**', ...(slow ? editors : ['**/*.slow.test.ts'])],
    pool: 'threads',
    maxWorkers: 2,
    testTimeout: slow ? 900_000 : 60_000,
    hookTimeout: slow ? 900_000 : 60_000,
    reporters: ['default', './tools/vitest-counts.mjs'],
  },
});
