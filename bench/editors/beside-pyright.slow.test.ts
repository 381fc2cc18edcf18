// accept: ED-10
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { besidePython } from '../../extension/src/beside.ts';
import { build } from '../../tools/build.mjs';
import { ROOT } from '../lib/process.ts';
import { type Finding, LspClient } from './lsp-client.ts';

/**
 * Both servers get the same open examples, as in one editor. "Said twice" is the same range said by both; or overlapping
 * ranges with messages about the same thing: both name the same word in quotes, or both are about the same name.
 */

const PYRIGHT = join(ROOT, 'extension/e2e/node_modules/pyright/langserver.index.js');
const EXAMPLES = join(ROOT, 'examples');
const FILES = readdirSync(EXAMPLES).filter((name) => name.endsWith('.py'));
const uriOf = (name: string): string => pathToFileURL(join(EXAMPLES, name)).href;
const textOf = (name: string): string => readFileSync(join(EXAMPLES, name), 'utf8');

let reason: string | null = null;
let folder = '';
let ours: LspClient | null = null;
let theirs: LspClient | null = null;

beforeAll(async () => {
  const home = join(ROOT, 'extension/e2e');
  if (!existsSync(PYRIGHT)) spawnSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: home });
  if (!existsSync(PYRIGHT)) {
    reason = 'pyright cannot be had from npm';
    return;
  }
  folder = mkdtempSync(join(tmpdir(), 'athanor-beside-'));
  await build(join(folder, 'server'));
  const root = pathToFileURL(EXAMPLES).href;
  ours = await LspClient.start([process.execPath, join(folder, 'server/athanor.mjs'), 'lsp', '--stdio'], root, {
    // As the extension and the files for other editors set it beside a Python server.
    athanor: besidePython({}, () => true),
  });
  theirs = await LspClient.start([process.execPath, PYRIGHT, '--stdio'], root);
  for (const client of [ours, theirs]) for (const name of FILES) client.open(uriOf(name), textOf(name));
}, 300_000);

afterAll(async () => {
  await ours?.stop();
  await theirs?.stop();
  if (folder !== '') rmSync(folder, { recursive: true, force: true });
});

const key = ({ line, character }: { line: number; character: number }): number => line * 10_000 + character;
const overlap = (a: Finding, b: Finding): boolean =>
  key(a.range.start) < key(b.range.end) && key(b.range.start) < key(a.range.end);
const equalRange = (a: Finding, b: Finding): boolean =>
  key(a.range.start) === key(b.range.start) && key(a.range.end) === key(b.range.end);
const quoted = (text: string): ReadonlySet<string> =>
  new Set([...text.matchAll(/["`']([\w.]+)["`']/g)].map((m) => m[1] ?? ''));

const said = (name: string, finding: Finding): string =>
  `${name}:${finding.range.start.line + 1}:${finding.range.start.character + 1} ${finding.message.split('\n')[0]}`;

test('no finding is said twice', async (context) => {
  if (reason !== null || ours === null || theirs === null) return context.skip(reason ?? 'no servers');
  let count = 0;
  let others = 0;
  const twice: string[] = [];
  const [allMine, allTheirs] = [await ours.findings(FILES.map(uriOf)), await theirs.findings(FILES.map(uriOf))];
  for (const name of FILES) {
    const [mine, their] = [allMine.get(uriOf(name)) ?? [], allTheirs.get(uriOf(name)) ?? []];
    count += mine.length;
    others += their.length;
    for (const a of mine)
      for (const b of their)
        if (overlap(a, b) && (equalRange(a, b) || [...quoted(a.message)].some((word) => quoted(b.message).has(word))))
          twice.push(`${said(name, a)} | ${said(name, b)}`);
  }
  process.stdout.write(`ED-10: ${count} findings of ours, ${others} of pyright, ${twice.length} said twice\n`);
  expect(count).toBeGreaterThan(0);
  expect(others).toBeGreaterThan(0);
  expect(twice).toEqual([]);
});

interface Item {
  readonly label: string;
  readonly detail?: string;
}
const itemsOf = (answer: unknown): readonly Item[] => {
  const list = answer as readonly Item[] | { readonly items: readonly Item[] } | null;
  return list === null ? [] : 'items' in list ? list.items : list;
};
const labelsOf = (items: readonly Item[]): readonly string[] => items.map(({ label }) => label);

/** Pyright offers to import what another module calls so, `numpy.float32`; the module stands beside it, it is another thing. */
const imports = ({ detail }: Item): boolean => detail === 'Auto-import';

/** Places where people complete: after a dot, in an expression, in a text, in a directive. */
const placesOf = (text: string): readonly { line: number; character: number }[] =>
  text.split('\n').flatMap((content, line) =>
    [...content.matchAll(/\bft\.\w|\blibop\.\w|= \w|\[\w|"\w|#! \w|^\s+\w/g)].map((match) => ({
      line,
      character: match.index + match[0].length,
    })),
  );

test('no completion item is shown twice', async (context) => {
  if (reason !== null || ours === null || theirs === null) return context.skip(reason ?? 'no servers');
  let asked = 0;
  let offered = 0;
  let alike = 0;
  const twice = new Map<string, number>();
  for (const name of FILES) {
    const textDocument = { uri: uriOf(name) };
    const places = placesOf(textOf(name));
    for (const position of places.filter((_, index) => index % 7 === 0)) {
      const params = { textDocument, position };
      const mine = labelsOf(itemsOf(await ours.request('textDocument/completion', params)));
      const all = itemsOf(await theirs.request('textDocument/completion', params));
      const their = new Set(labelsOf(all.filter((item) => !imports(item))));
      const imported = new Set(labelsOf(all.filter(imports)));
      asked++;
      offered += mine.length;
      alike += mine.filter((label) => imported.has(label) && !their.has(label)).length;
      for (const label of mine) if (their.has(label)) twice.set(label, (twice.get(label) ?? 0) + 1);
      for (const label of mine.filter((each, index) => mine.indexOf(each) !== index))
        twice.set(`${label} (ours twice)`, 1);
    }
  }
  process.stdout.write(
    `ED-10: ${asked} completions, ${offered} items of ours, ${twice.size} shown twice; ${alike} have the name of something pyright would import from elsewhere\n`,
  );
  expect(offered).toBeGreaterThan(0);
  expect([...twice].sort((a, b) => b[1] - a[1])).toEqual([]);
});
