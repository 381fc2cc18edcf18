/**
 * Builds a grammar of this folder: generates its parser and compiles it, with its scanner, to WebAssembly. Needs the
 * tree-sitter CLI and clang 19 with wasi's headers (TREE_SITTER, CLANG and WASI_INCLUDE name others).
 */

import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';

const WASI_INCLUDE = process.env.WASI_INCLUDE ?? '/usr/include/wasm32-wasi';
const TOOLS = { treeSitter: process.env.TREE_SITTER ?? 'tree-sitter', clang: process.env.CLANG ?? 'clang-19' };

/** Where the tools are looked for: not among npm's, since clang runs a wasm-opt that it finds, and npx offers one. */
export const environment = () => {
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => !folder.endsWith('.bin'));
  return { ...process.env, PATH: [...folders, join(homedir(), '.cargo', 'bin')].join(delimiter) };
};

/** The tools that this machine lacks, in words; empty when a build can run. */
export function missingTools() {
  const missing = [];
  for (const tool of Object.values(TOOLS))
    if (spawnSync(tool, ['--version'], { env: environment() }).status !== 0) missing.push(tool);
  if (spawnSync('wasm-ld-19', ['--version'], { env: environment() }).status !== 0 && !process.env.CLANG)
    missing.push('wasm-ld-19');
  return missing;
}

/**
 * Generates the parser of the grammar `name` in `folder` and compiles it to `output`.
 * @param scanner The source of its external scanner, written where the generated parser is.
 */
export function buildGrammar({ folder, name, scanner, output }) {
  const source = join(folder, 'src');
  mkdirSync(source, { recursive: true });
  execFileSync(TOOLS.treeSitter, ['generate', '--abi', '15'], { cwd: folder, env: environment(), stdio: 'inherit' });
  writeFileSync(join(source, 'scanner.c'), scanner);
  const flags = ['--target=wasm32-unknown-wasi', '-isystem', WASI_INCLUDE, '-fPIC', '-shared', '-Os', '-nostdlib'];
  const link = [`--export=tree_sitter_${name}`, '--allow-undefined', '--no-entry', '--strip-all'];
  const more = ['-fvisibility=hidden', '-fno-exceptions', ...link.map((option) => `-Wl,${option}`), '-I', 'src'];
  const files = ['src/parser.c', 'src/scanner.c', '-o', output];
  execFileSync(TOOLS.clang, [...flags, ...more, ...files], { cwd: folder, env: environment(), stdio: 'inherit' });
}
