// accept: ED-09
import { spawn, spawnSync } from 'node:child_process';
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

test('requests before initialize and after shutdown, unknown ones, notifications that nobody knows', async () => {
  const { client } = start();
  const code = async (method: string): Promise<number | undefined> => (await client.ask(method, {})).error?.code;
  client.notify('no/such', {});
  expect(await code('textDocument/hover')).toBe(-32002);
  expect(await code('shutdown')).toBe(-32002);
  await client.begin();
  expect(await code('initialize')).toBe(-32600);
  client.notify('no/such', {});
  client.notify('$/such', {});
  expect(await code('no/such')).toBe(-32601);
  expect(await code('textDocument/hover')).toBe(-32602);
  expect(await client.request('shutdown')).toBe(null);
  expect(await code('textDocument/hover')).toBe(-32600);
  expect(await code('shutdown')).toBe(-32600);
  client.raw({ jsonrpc: '2.0', method: 'exit' });
  expect(await client.ended).toBe(0);
});

const bytes = (text: string): Buffer => Buffer.from(text);
const framed = (body: Uint8Array): Buffer => Buffer.concat([bytes(`Content-Length: ${body.length}\r\n\r\n`), body]);
const deep = (inside: string): string => `${'['.repeat(200_000)}${inside}${']'.repeat(200_000)}`;

test('bodies that are no messages: each gets an error reply, and the session goes on', async () => {
  const { client } = start();
  await client.begin();
  const bodies: readonly (readonly [string | Uint8Array, number])[] = [
    ['{"jsonrpc": ', -32700],
    [new Uint8Array([0x22, 0xff, 0xfe, 0x22]), -32700],
    ['', -32700],
    ['5', -32600],
    ['[{"jsonrpc":"2.0","id":7,"method":"shutdown"}]', -32600],
    ['{"jsonrpc":"2.0","id":{},"method":"x"}', -32600],
    ['{"jsonrpc":"2.0","id":7,"method":"x","params":"y"}', -32600],
    [deep(''), -32600],
    [`{"jsonrpc":"2.0","id":7,"method":"textDocument/hover","params":{"x":${deep('1')}}}`, -32600],
    [`{"jsonrpc":"2.0","method":"textDocument/didOpen","params":{"textDocument":${deep('')}}}`, -32600],
  ];
  for (const [body, expected] of bodies) {
    const answer = client.next(({ error }) => error !== undefined);
    client.bytes(framed(typeof body === 'string' ? bytes(body) : body));
    expect([body.slice(0, 60), (await answer).error?.code]).toEqual([body.slice(0, 60), expected]);
  }
  expect(await client.end()).toBe(0);
}, 30_000);

test.each([
  ['half a header', 'Content-Le'],
  ['half a body', 'Content-Length: 500\r\n\r\n{"jsonrpc":'],
])('the client vanishes within %s', async (_, text) => {
  const { client, child } = start();
  await client.begin();
  client.bytes(bytes(text));
  child.stdin?.end();
  expect(await client.ended).toBe(1);
});

test('the client vanishes before initialize', async () => {
  const { client, child } = start();
  child.stdin?.end();
  expect(await client.ended).toBe(1);
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
  expect(await client.ended).toBe(1);
});

test('the parent process dies', async () => {
  const parent = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60000)']);
  const { client } = start();
  await client.begin({}, { processId: parent.pid });
  parent.kill('SIGKILL');
  expect(await client.ended).toBe(1);
}, 20_000);

test('the parent process is dead before it is watched', async () => {
  const { pid } = spawnSync(process.execPath, ['-e', '']);
  const { client } = start();
  await client.begin({}, { processId: pid });
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

test('nobody reads the log, and there is much to say', async () => {
  const { client, child } = start({ stderr: 'pipe' });
  child.stderr?.destroy();
  await client.begin();
  for (let i = 0; i < 10; i++) client.notify('textDocument/didOpen', {});
  client.open(URI, TEXT);
  await client.pushed(URI, 1);
  expect(await client.end()).toBe(0);
});

test('nothing can be written to the log, nor beside it', async (context) => {
  if (!existsSync('/dev/full')) context.skip('this system has no /dev/full');
  const { client } = start({
    stderr: openSync('/dev/full', 'w'),
    env: { TMPDIR: '/dev/null', ATHANOR_LOG: 'full' },
  });
  await client.begin();
  // The log has something to say.
  const logged = client.next(({ method }) => method === 'window/logMessage');
  client.notify('textDocument/didOpen', {});
  await logged;
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

test('a run of the interpreter is cancelled while it goes on', async () => {
  const { client } = start();
  await client.begin({ window: { workDoneProgress: true } });
  const loops = '    for i in range(8):\n        for j in range(100000000):\n            y[i] = x[i] + j\n';
  client.open(
    URI,
    `import freetensor as ft\n\n@ft.transform\ndef f(x: ft.Var[(8,), "float32"]):\n    y = ft.empty((8,), "float32")\n${loops}    return y\n`,
  );
  await client.pushed(URI, 1);
  const begun = client.next(({ method }) => method === '$/progress');
  const run = client.ask('workspace/executeCommand', { command: 'athanor.run', arguments: [URI, 'f'] });
  const id = client.lastId;
  await begun;
  client.notify('$/cancelRequest', { id });
  expect((await run).error?.code).toBe(-32800);
  const reports = client.said.filter(({ params }) => Object(params).value?.kind === 'report');
  // Ten of them are a whole run.
  expect(reports.length).toBeLessThan(9);
  expect(await client.end()).toBe(0);
});
