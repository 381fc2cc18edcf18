import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { LIBOP_FILES, LIBOP_OPERATORS } from './index.ts';

const ROOT = join(import.meta.dirname, '../../../../..');
const TWINS = `add sub mul truediv floordiv ceildiv round_towards_0_div mod remainder min max
  l_and l_or lt le gt ge eq ne neg l_not relu abs sqrt square exp sigmoid tanh floor ceil ln sin cos tan
  flatten unsqueeze expand squeeze reshape transpose concat stack zeros ones full
  reduce_sum reduce_prod reduce_max reduce_min reduce_l_and reduce_l_or all any softmax logsumexp
  einsum matmul gemm conv max_pool global_avg_pool`.split(/\s+/);
const IN_PLACE = 'assign add_to sub_to mul_to truediv_to floordiv_to mod_to'.split(' ');

const sourceOf = (module: string): string => LIBOP_FILES.find((f) => f.module === module)?.source ?? '';

/** The text between `def NAME(` and the end of its docstring. */
const header = (name: string): string => {
  const source = sourceOf(LIBOP_OPERATORS.get(name) ?? '');
  return new RegExp(`^def ${name}\\([^\\n]*\\n( {4}'''[\\s\\S]*?''')`, 'm').exec(source)?.[1] ?? '';
};

test('the embedded text is fresh', () => {
  const run = spawnSync(process.execPath, ['tools/embed-libop.mjs', '--check'], { cwd: ROOT, encoding: 'utf8' });
  expect(run.stderr).toBe('');
  expect(run.status).toBe(0);
});

test('every Python file is embedded under its name', () => {
  const files = readdirSync(import.meta.dirname).filter((name) => name.endsWith('.py'));
  expect(LIBOP_FILES.map((f) => String(f.file)).sort()).toEqual(files.map((name) => `athanor:libop/${name}`).sort());
  expect(LIBOP_FILES.map((f) => f.module)).toContain('freetensor.libop');
  expect(LIBOP_FILES.map((f) => f.module)).toContain('freetensor.libop.einsum');
});

test('every operator of the language is there, with its in-place twin', () => {
  const wanted = [...TWINS, ...TWINS.map((name) => `${name}_`), ...IN_PLACE];
  expect([...LIBOP_OPERATORS.keys()].sort()).toEqual(wanted.sort());
});

test.each([...LIBOP_OPERATORS.keys()])('%s is defined where it is said to be, and documented', (name) => {
  expect(header(name)).toMatch(/^ {4}'''[A-Z][\s\S]*\.\s*'''$|^ {4}'''[A-Z][\s\S]*`\s*'''$/);
});
