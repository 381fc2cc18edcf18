/**
 * Builds tree-sitter-sycl.wasm: `node build.mjs [OUTPUT]`. The scanner is tree-sitter-cpp's, taken from the package
 * with its entry points renamed, and ours (scanner.c) after it. Tools: see ../build.mjs.
 */

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { buildGrammar } from '../build.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const base = dirname(createRequire(import.meta.url).resolve('tree-sitter-cpp/package.json'));

/** Generates the parser and compiles it to `output`. */
export function build(output) {
  const theirs = readFileSync(join(base, 'src', 'scanner.c'), 'utf8').replaceAll('tree_sitter_cpp_', 'cpp_');
  const scanner = `${theirs}\n${readFileSync(join(here, 'scanner.c'), 'utf8')}`;
  buildGrammar({ folder: here, name: 'sycl', scanner, output });
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href)
  build(process.argv[2] ?? join(here, 'tree-sitter-sycl.wasm'));
