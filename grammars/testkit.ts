/** What the grammars' tests share: the corpus, a parser of the committed wasm, and the checks that need the tools. */

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { Language, Parser, Query, type Tree } from 'web-tree-sitter';
import { environment, missingTools } from './build.mjs';

export interface CorpusCase {
  readonly name: string;
  readonly source: string;
  readonly expected: string;
}

export interface Grammar {
  readonly parse: (text: string) => Tree;
  /** The captures of `queries/NAME.scm`, as `capture text` with the text's first line, in the order of the text. */
  readonly captures: (query: string, program: string) => string[];
  readonly corpus: readonly CorpusCase[];
}

const folderOf = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

/** `(node ...)` on one line without the names of fields, which corpus files may leave out. */
export const shape = (tree: string): string =>
  tree
    .replace(/\b\w+: /g, '')
    .replace(/\s+/g, ' ')
    .replace(/ \)/g, ')')
    .trim();

function corpusOf(folder: string): CorpusCase[] {
  return readdirSync(folder).flatMap((name) => {
    const parts = readFileSync(join(folder, name), 'utf8').split(/^={5,}\n(.*)\n={5,}\n/m);
    const cases = [];
    for (let i = 1; i + 1 < parts.length; i += 2) {
      const [source = '', expected = ''] = (parts[i + 1] ?? '').split(/^-{5,}$/m);
      cases.push({ name: `${name}: ${parts[i]}`, source, expected });
    }
    return cases;
  });
}

/** The grammar `grammars/NAME` as committed. */
export async function loadGrammar(name: string): Promise<Grammar> {
  const folder = folderOf(name);
  const runtime = createRequire(import.meta.url).resolve('web-tree-sitter/web-tree-sitter.wasm');
  await Parser.init({ wasmBinary: readFileSync(runtime) });
  const language = await Language.load(readFileSync(join(folder, `tree-sitter-${name}.wasm`)));
  const parser = new Parser();
  parser.setLanguage(language);
  const parse = (text: string): Tree => {
    const tree = parser.parse(text);
    if (!tree) throw new Error('no tree');
    return tree;
  };
  const captures = (query: string, program: string): string[] => {
    const compiled = new Query(language, readFileSync(join(folder, `queries/${query}.scm`), 'utf8'));
    return compiled
      .captures(parse(program).rootNode)
      .filter((capture) => !capture.name.startsWith('_'))
      .map((capture) => `${capture.name} ${capture.node.text.split('\n')[0]}`);
  };
  return { parse, captures, corpus: corpusOf(join(folder, 'test/corpus')) };
}

/** Declares the tests that build the grammar: they are skipped, with the reason, where a tool is missing. */
export function declareBuildTests(name: string, build: (output: string) => void): void {
  const folder = folderOf(name);
  const missing = missingTools();

  test('the committed wasm is what the grammar builds', ({ skip }) => {
    if (missing.length > 0) skip(`not on this machine: ${missing.join(', ')}`);
    const temporary = mkdtempSync(join(tmpdir(), `${name}-grammar-`));
    try {
      const output = join(temporary, 'built.wasm');
      build(output);
      expect(readFileSync(output).equals(readFileSync(join(folder, `tree-sitter-${name}.wasm`)))).toBe(true);
    } finally {
      rmSync(temporary, { recursive: true });
    }
  });

  test('tree-sitter test passes on the corpus', ({ skip }) => {
    if (missing.length > 0) skip(`not on this machine: ${missing.join(', ')}`);
    build(join(folder, 'src', 'unused.wasm'));
    const run = spawnSync('tree-sitter', ['test'], { cwd: folder, env: environment(), encoding: 'utf8' });
    expect(run.stdout).toMatch(/failed parses: 0/);
    expect(run.status).toBe(0);
  });
}
