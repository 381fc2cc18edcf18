import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { configSchema } from '../../server/src/cli/config/table.ts';
import { importsFreeTensor } from '../../server/src/cli/inputs/relevant.ts';
import type { InlayHint } from '../../server/src/ide/inlay-hints.ts';
import { LENS_COMMANDS } from '../../server/src/ide/lenses.ts';
import { TOKEN_MODIFIERS, TOKEN_TYPES } from '../../server/src/ide/semantic-tokens.ts';
import { readSettings } from '../../server/src/lsp/settings.ts';
import { besideOthers } from './beside.ts';
import { isRelevant, mentionsFreeTensor } from './relevance.ts';
import { configuration, EDITOR_SETTINGS } from './settings.ts';

const FOLDER = join(import.meta.dirname, '..');
const PATH = join(FOLDER, 'package.json');
const manifest = JSON.parse(readFileSync(PATH, 'utf8'));

test('the settings in package.json are those of the table (ATHANOR_UPDATE=1 writes them)', () => {
  const wanted = configuration((configSchema() as { properties: Record<string, Record<string, unknown>> }).properties);
  if (process.env['ATHANOR_UPDATE'] === '1') {
    manifest.contributes.configuration = wanted;
    writeFileSync(PATH, `${JSON.stringify(manifest, null, 2)}\n`);
  }
  expect(manifest.contributes.configuration).toEqual(JSON.parse(JSON.stringify(wanted)));
});

test('every command of the manifest is registered, and every registered one is in the manifest', () => {
  const source = readFileSync(join(import.meta.dirname, 'commands.ts'), 'utf8');
  const registered = [...source.matchAll(/^ {4}'(athanor\.\w+)':/gm)].map((match) => match[1]);
  const named = manifest.contributes.commands.map(({ command }: { command: string }) => command);
  expect(registered.toSorted()).toEqual(named.toSorted());
});

/** Every editor knows these, of those that the server uses. `label` is the protocol's since 3.18 only. */
const STANDARD_TOKENS = ['variable', 'parameter', 'function', 'operator', 'macro'];
const STANDARD_MODIFIERS = ['declaration', 'modification', 'readonly', 'defaultLibrary'];

test("types and modifiers of tokens that are not the editor's own are declared, or no theme colours them", () => {
  const { semanticTokenTypes, semanticTokenModifiers, semanticTokenScopes } = manifest.contributes;
  const ids = (list: { id: string }[]): string[] => list.map(({ id }) => id).toSorted();
  const own = (all: readonly string[], standard: readonly string[]): string[] =>
    all.filter((name) => !standard.includes(name)).toSorted();
  expect(ids(semanticTokenTypes)).toEqual(own(TOKEN_TYPES, STANDARD_TOKENS));
  expect(ids(semanticTokenModifiers)).toEqual(own(TOKEN_MODIFIERS, STANDARD_MODIFIERS));
  const scopes = Object.keys(semanticTokenScopes[0].scopes).map((name) => name.split('.')[0]);
  expect([...new Set(scopes)].toSorted()).toEqual(ids(semanticTokenTypes));
});

test('files that the manifest names are there, and links of the walkthrough lead to commands', () => {
  const { grammars, walkthroughs, commands } = manifest.contributes;
  const steps: { media: { markdown: string }; description: string }[] = walkthroughs[0].steps;
  const files = [...grammars.map((each: { path: string }) => each.path), ...steps.map((step) => step.media.markdown)];
  expect(files.filter((path) => !existsSync(join(FOLDER, path)))).toEqual([]);
  const linked = steps.flatMap((step) => [...step.description.matchAll(/command:(athanor\.\w+)/g)].map((m) => m[1]));
  expect(linked.length).toBe(3);
  const named = commands.map(({ command }: { command: string }) => command);
  expect(linked.filter((command) => !named.includes(command))).toEqual([]);
});

test.each([
  'import freetensor as ft\n',
  'from freetensor import *\n',
  '    import os, freetensor\n',
  'import os\n',
  '# freetensor\n',
  'x = 1\n',
  'import freetensors\n',
])('what the server checks wakes the extension: %j', (text) => {
  expect(importsFreeTensor(text) && !mentionsFreeTensor(text)).toBe(false);
});

test.each<[string, string, string, boolean]>([
  ['python', '/a.py', 'import freetensor', true],
  ['python', '/a.py', 'import numpy', false],
  ['plaintext', '/a.txt', 'import freetensor', false],
  ['cpp', '/a.cpp', 'sycl::queue q;', true],
  ['cpp', '/a.cpp', 'int main() {}', false],
  ['plaintext', '/a.cl', '', true],
  ['toml', '/w/athanor.toml', '', true],
  ['toml', '/w/pyproject.toml', 'freetensor', false],
  ['toml', 'C:\\w\\athanor.toml', '', true],
])('%s %s %j is relevant: %s', (languageId, path, text, relevant) => {
  expect(isRelevant({ languageId, path, text: () => text })).toBe(relevant);
});

test('each kind of inlay hint can be switched off, and nothing else is offered', () => {
  const kinds: Record<InlayHint['kind'], true> = { type: true, value: true, extent: true, verdict: true };
  const offered = Object.keys(EDITOR_SETTINGS).filter((key) => key.startsWith('inlayHints.'));
  expect(offered.toSorted()).toEqual(['enable', ...Object.keys(kinds)].map((name) => `inlayHints.${name}`).toSorted());
});

test('the server reads every setting that is not about the log', () => {
  const values: Record<string, unknown> = { bind: { n: 4 }, severity: { 'unused-tensor': 'off' } };
  for (const key of Object.keys(EDITOR_SETTINGS)) {
    const [group = '', name] = key.split('.');
    if (group === 'trace' || name === undefined) continue;
    values[group] = { ...(values[group] as object | undefined), [name]: key === 'kernels.device' ? 'a100' : false };
  }
  const { settings, problems } = readSettings(besideOthers(values, () => false));
  expect(problems).toEqual([]);
  expect(settings.diagnostics).toBe(false);
  expect([...settings.bind]).toEqual([['n', 4n]]);
  expect([...settings.severity]).toEqual([['unused-tensor', 'off']]);
  expect(settings.device).toBe('a100');
  const shown = Object.keys(EDITOR_SETTINGS).filter(
    (key) => /^(inlayHints|codeLens|completion|kernels)\./.test(key) && key !== 'kernels.device',
  );
  expect([...settings.shown.keys()].toSorted()).toEqual(shown.toSorted());
});

test('no command of ours has the name of one of the server', () => {
  // The client registers the server's commands in the editor: a name taken twice would keep it from starting.
  const named = manifest.contributes.commands.map(({ command }: { command: string }) => command);
  expect(Object.values(LENS_COMMANDS).filter((command) => named.includes(command))).toEqual([]);
});
