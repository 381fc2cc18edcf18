/**
 * Builds tree-sitter-freetensor.wasm: `node build.mjs [OUTPUT]`. The scanner is tree-sitter-python's, taken from the
 * package and changed here, so that no copy of it is kept. Tools: see ../build.mjs.
 */

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { buildGrammar } from '../build.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const require = createRequire(import.meta.url);

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
  const packageRoot = dirname(require.resolve('tree-sitter-python/package.json'));
  const scanner = scannerSource(readFileSync(join(packageRoot, 'src', 'scanner.c'), 'utf8'));
  buildGrammar({ folder: here, name: 'freetensor', scanner, output });
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href)
  build(process.argv[2] ?? join(here, 'tree-sitter-freetensor.wasm'));
