// accept: ED-02
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CODES } from '../../compiler-core/src/diag/codes.ts';
import { stage } from '../../tools/extension.mjs';

/** What goes into the .vsix; the packer adds its two manifests. */
const folder = mkdtempSync(join(tmpdir(), 'athanor-staged-'));
let files: readonly string[] = [];

beforeAll(async () => {
  await stage(folder);
  files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
    statSync(join(folder, file)).isFile(),
  );
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('client, server, runtime, grammar, examples, help and licences are there', () => {
  const wanted = [
    'package.json',
    'README.md',
    'LICENSE.txt',
    'ThirdPartyNotices.txt',
    'icon.png',
    'dist/extension.cjs',
    'dist/server/athanor.mjs',
    'dist/server/web-tree-sitter.wasm',
    'dist/server/tree-sitter-freetensor.wasm',
    'examples/faults.py',
    ...Object.keys(CODES).map((code) => `dist/server/diagnostics/${code}.md`),
  ];
  expect(wanted.filter((file) => !files.includes(file))).toEqual([]);
});

test('no sources, no maps, no packages, nothing for developers', () => {
  expect(files.filter((file) => /\.(m|c)?tsx?$|\.map$|node_modules|\.test\.|lock\.json$/.test(file))).toEqual([]);
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  expect(Object.keys(manifest).filter((key) => /dependencies|scripts|private/i.test(key))).toEqual([]);
  // All that the client needs at run time is in its bundle, but for the editor itself and Node.
  const client = readFileSync(join(folder, 'dist/extension.cjs'), 'utf8');
  const required = new Set([...client.matchAll(/\brequire\("([^"]+)"\)/g)].map((match) => match[1] ?? ''));
  const foreign = [...required].filter((name) => name !== 'vscode' && !isBuiltin(name));
  expect(foreign).toEqual([]);
});

test('what the manifest names is there', () => {
  const { main, icon, contributes } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const { grammars, walkthroughs } = contributes;
  const named: readonly string[] = [
    main,
    icon,
    ...grammars.map(({ path }: { path: string }) => path),
    ...walkthroughs[0].steps.map(({ media }: { media: { markdown: string } }) => media.markdown),
  ];
  expect(named.filter((file) => !existsSync(join(folder, file)))).toEqual([]);
});
