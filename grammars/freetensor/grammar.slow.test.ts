import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { build, environment, missingTools } from './build.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const missing = missingTools();

test('the committed wasm is what the grammar builds', ({ skip }) => {
  if (missing.length > 0) skip(`not on this machine: ${missing.join(', ')}`);
  const folder = mkdtempSync(join(tmpdir(), 'freetensor-grammar-'));
  try {
    const output = join(folder, 'built.wasm');
    build(output);
    const built = readFileSync(output);
    expect(built.equals(readFileSync(join(here, 'tree-sitter-freetensor.wasm')))).toBe(true);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('tree-sitter test passes on the corpus', ({ skip }) => {
  if (missing.length > 0) skip(`not on this machine: ${missing.join(', ')}`);
  build(join(here, 'src', 'unused.wasm'));
  const run = spawnSync('tree-sitter', ['test'], { cwd: here, env: environment(), encoding: 'utf8' });
  expect(run.stdout).toMatch(/failed parses: 0/);
  expect(run.status).toBe(0);
});
