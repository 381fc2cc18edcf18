// accept: ED-10
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { besideOthers } from '../../extension/src/beside.ts';
import { build } from '../../tools/build.mjs';
import { ROOT } from '../lib/process.ts';
import { LspClient } from './lsp-client.ts';
import { obtainPyright, PYRIGHT } from './pyright.ts';
import { type Item, placesOf, saidTwice, shownTwice } from './said-twice.ts';

/** Both servers get the same open examples, as in one editor; `extension/e2e` has the same in a real one. */

const EXAMPLES = join(ROOT, 'examples');
const FILES = readdirSync(EXAMPLES).filter((name) => name.endsWith('.py'));
const uriOf = (name: string): string => pathToFileURL(join(EXAMPLES, name)).href;
const textOf = (name: string): string => readFileSync(join(EXAMPLES, name), 'utf8');

let reason: string | null = null;
let folder = '';
let ours: LspClient | null = null;
let theirs: LspClient | null = null;

beforeAll(async () => {
  reason = await obtainPyright();
  if (reason !== null) return;
  folder = mkdtempSync(join(tmpdir(), 'athanor-beside-'));
  await build(join(folder, 'server'));
  const root = pathToFileURL(EXAMPLES).href;
  ours = await LspClient.start([process.execPath, join(folder, 'server/athanor.mjs'), 'lsp', '--stdio'], root, {
    // As the extension and the files for other editors set it beside a Python server.
    athanor: besideOthers({}, () => true),
  });
  theirs = await LspClient.start([process.execPath, PYRIGHT, '--stdio'], root);
  for (const client of [ours, theirs]) for (const name of FILES) client.open(uriOf(name), textOf(name));
}, 300_000);

afterAll(async () => {
  await ours?.stop();
  await theirs?.stop();
  if (folder !== '') rmSync(folder, { recursive: true, force: true });
});

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
    twice.push(...saidTwice(name, mine, their));
  }
  process.stdout.write(`ED-10: ${count} findings of ours, ${others} of pyright, ${twice.length} said twice\n`);
  expect(count).toBeGreaterThan(0);
  expect(others).toBeGreaterThan(0);
  expect(twice).toEqual([]);
});

const itemsOf = (answer: unknown): readonly Item[] => {
  const list = answer as readonly Item[] | { readonly items: readonly Item[] } | null;
  return list === null ? [] : 'items' in list ? list.items : list;
};
test('no completion item is shown twice', async (context) => {
  if (reason !== null || ours === null || theirs === null) return context.skip(reason ?? 'no servers');
  let asked = 0;
  let offered = 0;
  const twice = new Map<string, number>();
  for (const name of FILES) {
    const textDocument = { uri: uriOf(name) };
    const places = placesOf(textOf(name));
    for (const position of places.filter((_, index) => index % 7 === 0)) {
      const params = { textDocument, position };
      const mine = itemsOf(await ours.request('textDocument/completion', params));
      const their = itemsOf(await theirs.request('textDocument/completion', params));
      asked++;
      offered += mine.length;
      for (const label of shownTwice([...mine, ...their])) twice.set(label, (twice.get(label) ?? 0) + 1);
    }
  }
  process.stdout.write(`ED-10: ${asked} completions, ${offered} items of ours, ${twice.size} shown twice\n`);
  expect(offered).toBeGreaterThan(0);
  expect([...twice].sort((a, b) => b[1] - a[1])).toEqual([]);
});
