// accept: ED-03
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parseToml } from '../../server/src/host/toml.ts';
import { ROOT } from '../lib/process.ts';

const FOLDER = join(ROOT, 'docs/editors');
const textOf = (name: string): string => readFileSync(join(FOLDER, name), 'utf8');
const COMMAND = ['athanor', 'lsp', '--stdio'];

test('every file for an editor is named by the page', () => {
  const page = readFileSync(join(ROOT, 'docs/editors.md'), 'utf8');
  expect(readdirSync(FOLDER).filter((name) => !page.includes(`(editors/${name})`))).toEqual([]);
});

test("Helix's file is TOML and names the server beside another one", () => {
  const parsed = parseToml(textOf('helix.toml'));
  expect(parsed.ok).toBe(true);
  expect(textOf('helix.toml')).toContain('command = "athanor"\nargs = ["lsp", "--stdio"]');
  expect(textOf('helix.toml')).toContain('language-servers = ["pyright", "athanor"]');
});

test("Zed's and Sublime's files are JSON and name the server", () => {
  const zed = JSON.parse(textOf('zed.json'));
  expect([zed.lsp.athanor.binary.path, ...zed.lsp.athanor.binary.arguments]).toEqual(COMMAND);
  expect(JSON.parse(textOf('sublime.json')).clients.athanor.command).toEqual(COMMAND);
});

test.each(['freetensor', 'sycl'])('the grammar %s that Helix and Neovim would load has its queries', (name) => {
  const grammar = join(ROOT, 'grammars', name);
  const { grammars } = JSON.parse(readFileSync(join(grammar, 'tree-sitter.json'), 'utf8'));
  const { highlights, locals, tags, injections } = grammars[0];
  const missing = [highlights, locals, tags, injections].filter((path: string) => !existsSync(join(grammar, path)));
  expect(missing).toEqual([]);
});
