/**
 * Builds tree-sitter-freetensor.wasm: `node build.mjs [OUTPUT]`. Needs the tree-sitter CLI and clang 19 with
 * wasi's headers (TREE_SITTER and CLANG name others). The scanner is tree-sitter-python's, taken from the
 * package and changed here, so that no copy of it is kept.
 */

import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const require = createRequire(import.meta.url);
const WASI_INCLUDE = process.env.WASI_INCLUDE ?? '/usr/include/wasm32-wasi';
/** Where the tools are looked for. */
export const environment = () => ({
  ...process.env,
  PATH: `${process.env.PATH}${delimiter}${join(homedir(), '.cargo', 'bin')}`,
});
const TOOLS = { treeSitter: process.env.TREE_SITTER ?? 'tree-sitter', clang: process.env.CLANG ?? 'clang-19' };

/** The tools that this machine lacks, in words; empty when a build can run. */
export function missingTools() {
  const missing = [];
  for (const tool of Object.values(TOOLS))
    if (spawnSync(tool, ['--version'], { env: environment() }).status !== 0) missing.push(tool);
  if (spawnSync('wasm-ld-19', ['--version'], { env: environment() }).status !== 0 && !process.env.CLANG)
    missing.push('wasm-ld-19');
  return missing;
}

/** Replaces text that must stand exactly once, so that another version of the scanner fails here and not later. */
function replaceOnce(source, from, to) {
  if (source.split(from).length !== 2)
    throw new Error(`tree-sitter-python's scanner has changed: ${JSON.stringify(from)}`);
  return source.replace(from, () => to);
}

/** tree-sitter-python's scanner with our names, the end of a directive, `#` after code as a comment, comments at any indentation. */
export function scannerSource(original) {
  let text = original.replaceAll('tree_sitter_python_', 'tree_sitter_freetensor_');
  text = replaceOnce(text, '    EXCEPT,\n};', '    EXCEPT,\n    DIRECTIVE_END,\n};');
  text = replaceOnce(
    text,
    '    bool advanced_once = false;\n',
    `    if (valid_symbols[DIRECTIVE_END] && !error_recovery_mode) {
        while (lexer->lookahead == ' ' || lexer->lookahead == '\\t') skip(lexer);
        if (lexer->lookahead != '\\n' && lexer->lookahead != '\\r' && !lexer->eof(lexer)) return false;
        lexer->mark_end(lexer);
        lexer->result_symbol = DIRECTIVE_END;
        return true;
    }

    // No token but the first begins at column 0, since each scan starts where the token before ended: a file's \`#!\` line.
    if (lexer->lookahead == '#' && valid_symbols[COMMENT] && !valid_symbols[STRING_CONTENT] &&
        lexer->get_column(lexer) == 0) {
        while (lexer->lookahead != '\\n' && lexer->lookahead != '\\r' && !lexer->eof(lexer)) advance(lexer);
        lexer->mark_end(lexer);
        lexer->result_symbol = COMMENT;
        return true;
    }

    bool advanced_once = false;
`,
  );
  text = replaceOnce(
    text,
    '            if (!found_end_of_line) {\n                return false;\n            }\n',
    `            if (!found_end_of_line) {
                if (!valid_symbols[COMMENT] || error_recovery_mode) return false;
                while (lexer->lookahead != '\\n' && lexer->lookahead != '\\r' && !lexer->eof(lexer)) advance(lexer);
                lexer->mark_end(lexer);
                lexer->result_symbol = COMMENT;
                return true;
            }
`,
  );
  // A comment that may stand here says nothing about the block, wherever its line begins: after a decorator, say.
  text = replaceOnce(
    text,
    '                  !within_brackets)) &&\n',
    "                  !within_brackets && lexer->lookahead != '#')) &&\n",
  );
  return text;
}

/** Generates the parser and compiles it to `output`. */
export function build(output) {
  const source = join(here, 'src');
  mkdirSync(source, { recursive: true });
  const packageRoot = dirname(require.resolve('tree-sitter-python/package.json'));
  execFileSync(TOOLS.treeSitter, ['generate', '--abi', '15'], { cwd: here, env: environment(), stdio: 'inherit' });
  writeFileSync(join(source, 'scanner.c'), scannerSource(readFileSync(join(packageRoot, 'src', 'scanner.c'), 'utf8')));
  const flags = ['--target=wasm32-unknown-wasi', '-isystem', WASI_INCLUDE, '-fPIC', '-shared', '-Os', '-nostdlib'];
  const link = ['--export=tree_sitter_freetensor', '--allow-undefined', '--no-entry', '--strip-all'];
  const more = ['-fvisibility=hidden', '-fno-exceptions', ...link.map((option) => `-Wl,${option}`), '-I', 'src'];
  const files = ['src/parser.c', 'src/scanner.c', '-o', output];
  execFileSync(TOOLS.clang, [...flags, ...more, ...files], { cwd: here, env: environment(), stdio: 'inherit' });
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href)
  build(process.argv[2] ?? join(here, 'tree-sitter-freetensor.wasm'));
