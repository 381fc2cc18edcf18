// accept: ED-09
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, openSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { build } from '../../../tools/build.mjs';
import { type ProcessOptions, processServer } from './process.ts';

let folder = '';
let bundle = '';
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'athanor-lsp-'));
  await build(join(folder, 'dist'));
  bundle = join(folder, 'dist/athanor.mjs');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const URI = 'file:///nowhere/a.py';
const TEXT = 'import freetensor as ft\nx = = 1\n';
const start = (options?: ProcessOptions) => processServer([process.execPath, bundle, 'lsp', '--stdio'], options);

test('a session from start to exit', async () => {
  const { client } = start();
  await client.begin();
  client.open(URI, TEXT);
  const { diagnostics } = Object(await client.pushed(URI, 1));
  expect(diagnostics).toMatchObject([{ code: 'syntax-error', range: { start: { line: 1, character: 4 } } }]);
  expect((await client.ask('no/such')).error?.code).toBe(-32601);
  expect(await client.end()).toBe(0);
});

test('the client vanishes: its streams close', async () => {
  const { client, child } = start();
  await client.begin();
  child.stdin?.end();
  expect(await client.ended).toBe(1);
});

test('the client vanishes: nobody reads', async () => {
  const { client, child } = start();
  await client.begin();
  child.stdout?.destroy();
  for (let version = 1; version < 5; version++) client.open(`${URI}${version}`, TEXT, version);
  expect([0, 1]).toContain(await client.ended);
});

test('the parent process dies', async () => {
  const parent = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60000)']);
  const { client } = start();
  await client.begin({}, { processId: parent.pid });
  parent.kill('SIGKILL');
  expect(await client.ended).toBe(1);
}, 20_000);

test('a header that is none: an error reply, then the end', async () => {
  const { client } = start();
  await client.begin();
  const answer = client.next(({ error }) => error?.code === -32700);
  client.bytes(new TextEncoder().encode('Content-Length: many\r\n\r\n'));
  await answer;
  expect(await client.ended).toBe(1);
});

test('nothing can be written to the log, nor beside it', async (context) => {
  if (!existsSync('/dev/full')) context.skip('this system has no /dev/full');
  const { client } = start({
    stderr: openSync('/dev/full', 'w'),
    env: { TMPDIR: '/dev/null', ATHANOR_LOG: 'full' },
  });
  await client.begin();
  // A definition into the library wants a file for it, and there is no place for one.
  client.open(
    URI,
    'import freetensor as ft\nfrom freetensor import libop\n\n@ft.transform\ndef f(x: ft.Var[(4,), "float32"]):\n    return libop.relu(x)\n',
  );
  const position = { line: 5, character: 18 };
  await client.pushed(URI, 1);
  const links = await client.request('textDocument/definition', { textDocument: { uri: URI }, position });
  expect(links).toMatchObject([{ uri: 'athanor:/libop/unary.py' }]);
  expect(await client.end()).toBe(0);
});

test('what the session wrote beside the log is taken away', async () => {
  const { client, child } = start({ env: { TMPDIR: folder } });
  await client.begin();
  client.open(
    URI,
    'import freetensor as ft\nfrom freetensor import libop\n\n@ft.transform\ndef f(x: ft.Var[(4,), "float32"]):\n    return libop.relu(x)\n',
  );
  await client.pushed(URI, 1);
  await client.request('textDocument/definition', { textDocument: { uri: URI }, position: { line: 5, character: 18 } });
  const own = `athanor-${child.pid}`;
  expect(readdirSync(folder)).toContain(own);
  expect(readdirSync(join(folder, own))).toEqual(['libop-unary.py']);
  expect(await client.end()).toBe(0);
  expect(readdirSync(folder)).not.toContain(own);
});
