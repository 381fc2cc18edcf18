import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { schemaPage } from './schema-page.ts';

const PAGE = new URL('../../../docs/profiler-schema.md', import.meta.url);

test('docs/profiler-schema.md says what the code does', () => {
  if (process.env['ATHANOR_UPDATE'] === '1') writeFileSync(PAGE, schemaPage());
  expect(readFileSync(PAGE, 'utf8')).toBe(schemaPage());
});
