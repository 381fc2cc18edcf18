import { defineConfig } from 'vitest/config';

const slow = process.env['ATHANOR_SLOW'] === '1';

export default defineConfig({
  test: {
    include: [slow ? '**/*.slow.test.ts' : '**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**', ...(slow ? [] : ['**/*.slow.test.ts'])],
    pool: 'threads',
    maxWorkers: 2,
    testTimeout: slow ? 900_000 : 60_000,
    hookTimeout: slow ? 900_000 : 60_000,
    reporters: ['default', './tools/vitest-counts.mjs'],
  },
});
