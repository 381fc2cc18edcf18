// accept: ED-01 ED-09
import { describe, expect, test } from 'vitest';
import { memoryServer, uriOf } from './memory.ts';

const A = uriOf('a.py');
const TEXT = 'import freetensor as ft\nx = = 1\n';
const code = (message: { readonly error?: { readonly code: number } }): number | undefined => message.error?.code;

test('initialize says what is served, in the words that the client knows', async () => {
  const { client } = memoryServer();
  const { capabilities } = Object(await client.begin());
  expect(capabilities).toMatchObject({
    positionEncoding: 'utf-16',
    renameProvider: true,
    codeActionProvider: true,
    completionProvider: { resolveProvider: true },
  });
  expect(capabilities.workspace).not.toHaveProperty('textDocumentContent');
  expect(await client.end()).toBe(0);
});

describe('order', () => {
  test('before initialize: an error, and initialize still works', async () => {
    const { client } = memoryServer();
    expect(code(await client.ask('textDocument/hover', {}))).toBe(-32002);
    client.open(A, TEXT);
    await client.begin();
    expect(code(await client.ask('initialize', { capabilities: {} }))).toBe(-32600);
    expect(await client.end()).toBe(0);
  });

  test('after shutdown: an error; exit ends it with 0', async () => {
    const { client } = memoryServer();
    await client.begin();
    expect(await client.request('shutdown')).toBe(null);
    expect(code(await client.ask('textDocument/hover', {}))).toBe(-32600);
    client.raw({ jsonrpc: '2.0', method: 'exit' });
    expect(await client.ended).toBe(0);
  });

  test('exit without shutdown, and exit before initialize: 1', async () => {
    const running = memoryServer().client;
    await running.begin();
    running.raw({ jsonrpc: '2.0', method: 'exit' });
    expect(await running.ended).toBe(1);
    const fresh = memoryServer().client;
    fresh.raw({ jsonrpc: '2.0', method: 'exit' });
    expect(await fresh.ended).toBe(1);
  });
});

describe('messages that nobody expects', () => {
  test.each<[string, unknown, number]>([
    ['an unknown request', { jsonrpc: '2.0', id: 90, method: 'no/such', params: {} }, -32601],
    ['an optional unknown request', { jsonrpc: '2.0', id: 90, method: '$/such' }, -32601],
    ['no object', 5, -32600],
    ['a list', [], -32600],
    ['neither request nor answer', { jsonrpc: '2.0', id: 90 }, -32600],
    ['an id that is none', { jsonrpc: '2.0', id: {}, method: 'x' }, -32600],
    ['params that are a text', { jsonrpc: '2.0', id: 90, method: 'x', params: 'y' }, -32600],
  ])('%s', async (_, message, expected) => {
    const { client } = memoryServer();
    await client.begin();
    const answer = client.next(({ error }) => error !== undefined);
    client.raw(message as object);
    expect(code(await answer)).toBe(expected);
    expect(await client.end()).toBe(0);
  });

  test('unknown notifications and malformed ones of documents are passed over', async () => {
    const { client, crashes } = memoryServer();
    await client.begin();
    client.notify('no/such', {});
    client.notify('$/such', {});
    client.notify('$/cancelRequest', {});
    client.notify('textDocument/didOpen', {});
    client.notify('textDocument/didOpen', { textDocument: { uri: A, text: 5 } });
    client.notify('textDocument/didChange', { textDocument: { uri: A, version: 2 } });
    client.notify('textDocument/didChange', {
      textDocument: { uri: uriOf('not-open.py'), version: 2 },
      contentChanges: [],
    });
    client.raw({ jsonrpc: '2.0', id: 'of nobody', result: 1 });
    client.open(A, TEXT);
    expect(Object(await client.pushed(A, 1)).diagnostics).toMatchObject([{ code: 'syntax-error' }]);
    expect(crashes).toEqual([]);
    expect(await client.end()).toBe(0);
  });

  test('a second request with the id of an open one', async () => {
    const { client } = memoryServer();
    await client.begin({ textDocument: { diagnostic: {} } });
    client.open(A, TEXT);
    const first = client.ask('textDocument/diagnostic', { textDocument: { uri: A } }, 'twice');
    client.raw({
      jsonrpc: '2.0',
      id: 'twice',
      method: 'textDocument/diagnostic',
      params: { textDocument: { uri: A } },
    });
    expect(code(await client.next(({ id }) => id === 'twice'))).toBe(-32600);
    await first;
    expect(await client.end()).toBe(0);
  });
});

describe('frames', () => {
  const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
  const framed = (body: Uint8Array): Uint8Array =>
    new Uint8Array([...bytes(`Content-Length: ${body.length}\r\n\r\n`), ...body]);

  test.each<[string, Uint8Array]>([
    ['no JSON', framed(bytes('{"jsonrpc": '))],
    ['no UTF-8', framed(new Uint8Array([0x22, 0xff, 0xfe, 0x22]))],
    ['an empty body', framed(new Uint8Array(0))],
  ])('%s: an error reply, and the session goes on', async (_, frame) => {
    const { client } = memoryServer();
    await client.begin();
    const answer = client.next(({ error }) => error !== undefined);
    client.bytes(frame);
    expect(code(await answer)).toBe(-32700);
    expect(await client.end()).toBe(0);
  });

  test.each<[string, string]>([
    ['a length that is no number', 'Content-Length: ten\r\n\r\n{}'],
    ['a negative length', 'Content-Length: -2\r\n\r\n{}'],
    ['a length beyond all memory', 'Content-Length: 99999999999\r\n\r\n'],
    ['no length', 'Content-Type: text\r\n\r\n{}'],
    ['no header at all', '{"jsonrpc":"2.0","id":1,"method":"initialize"}\r\n'],
    ['a header without end', `X: ${'y'.repeat(5000)}`],
  ])('%s: an error reply, and the end', async (_, text) => {
    const { client } = memoryServer();
    await client.begin();
    const answer = client.next(({ error }) => error !== undefined);
    client.bytes(bytes(text));
    expect(code(await answer)).toBe(-32700);
    expect(await client.ended).toBe(1);
  });

  test('one byte at a time', async () => {
    const { client } = memoryServer();
    await client.begin();
    for (const byte of framed(bytes('{"jsonrpc":"2.0","id":70,"method":"shutdown"}')))
      client.bytes(new Uint8Array([byte]));
    expect((await client.next(({ id }) => id === 70)).result).toBe(null);
  });
});

describe('cancelling', () => {
  const CHECKS = { textDocument: { diagnostic: {} } };

  test('a request that waits is answered as cancelled', async () => {
    const { client } = memoryServer();
    await client.begin(CHECKS);
    client.open(A, TEXT);
    const answer = client.ask('textDocument/diagnostic', { textDocument: { uri: A } }, 50);
    client.notify('$/cancelRequest', { id: 50 });
    expect(code(await answer)).toBe(-32800);
    expect(await client.end()).toBe(0);
  });
});

describe('the analysing thread dies', () => {
  test('it is started again from the open texts, as they are', async () => {
    const server = memoryServer();
    const { client } = server;
    await client.begin();
    client.open(A, 'import freetensor as ft\n');
    await client.pushed(A, 1);
    client.change(A, 2, [
      { range: { start: { line: 1, character: 0 }, end: { line: 1, character: 0 } }, text: 'x = = 1\n' },
    ]);
    expect(Object(await client.pushed(A, 2)).diagnostics).toHaveLength(1);
    server.kill('out of memory');
    const said = await client.next(({ method }) => method === 'textDocument/publishDiagnostics');
    expect(said.params).toMatchObject({ uri: A, version: 2, diagnostics: [{ code: 'syntax-error' }] });
    expect(server.starts()).toBe(2);
    expect(await client.end()).toBe(0);
  });

  test('the request it was at fails, the others are answered', async () => {
    const server = memoryServer();
    const { client } = server;
    await client.begin({ textDocument: { diagnostic: {} } });
    client.open(A, TEXT);
    const first = client.ask('textDocument/diagnostic', { textDocument: { uri: A } });
    const second = client.ask('textDocument/diagnostic', { textDocument: { uri: A } });
    setImmediate(() => setImmediate(() => server.kill('out of memory')));
    expect([code(await first), code(await second)]).toEqual([-32603, undefined]);
  });

  test('again and again: it asks once what to do, and still ends in order', async () => {
    const server = memoryServer();
    const { client } = server;
    await client.begin();
    for (let i = 0; i < 6; i++) server.kill('out of memory');
    const shown = await client.next(({ method }) => method === 'window/showMessageRequest');
    expect(shown.params).toMatchObject({ type: 1 });
    expect(code(await client.ask('textDocument/hover', {}))).toBe(-32603);
    expect(await client.end()).toBe(0);
  });
});
