/**
 * Writes the operator library's Python files into `libop/sources.ts`, because compiler-core reads no files.
 * `--check` only compares, and exits 1 with a message when the module is not fresh.
 */

import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './lib/root.mjs';

const FOLDER = join(ROOT, 'compiler-core/src/frontends/tensor/libop');
const TARGET = join(FOLDER, 'sources.ts');

/** A string literal with the quotes the formatter prefers: those that need fewer escapes. */
const literal = (text) => {
  const double = JSON.stringify(text);
  if (text.split("'").length > text.split('"').length) return double;
  return `'${double.slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
};

const names = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.py'))
  .sort();
const entries = names.map((name) => {
  const text = readFileSync(join(FOLDER, name), 'utf8').replaceAll('\r\n', '\n');
  const key = name.slice(0, -'.py'.length);
  return `  [\n    '${key}',\n    ${literal(text)},\n  ],\n`;
});
const wanted = `/** The operator library as text, one entry per \`libop/*.py\`. Made by \`npm run generate\`: edit the Python files. */

/** Pairs of file name without extension, and text. */
export const LIBOP_SOURCES: readonly (readonly [string, string])[] = [
${entries.join('')}];
`;

if (process.argv.includes('--check')) {
  let found = '';
  try {
    found = readFileSync(TARGET, 'utf8').replaceAll('\r\n', '\n');
  } catch {
    // A missing module is as stale as an old one.
  }
  if (found !== wanted) {
    process.stderr.write('libop/sources.ts is not what libop/*.py say: run `npm run generate`\n');
    process.exit(1);
  }
} else {
  writeFileSync(TARGET, wanted);
}
