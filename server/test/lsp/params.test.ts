// accept: ED-09

import { expect, test } from 'vitest';
import * as protocol from 'vscode-languageserver';
import { memoryServer, uriOf } from './memory.ts';

const A = uriOf('a.py');
const requests = Object.values(protocol).flatMap((value: unknown) => {
  const { method, messageDirection } = Object(value);
  return messageDirection === 'clientToServer' && typeof method === 'string' ? [method] : [];
});
const ENDS = ['initialize', 'shutdown', 'exit'];
const position = { line: 0, character: 0 };
const GOOD: Readonly<Record<string, unknown>> = {
  textDocument: { uri: A, version: 2 },
  notebookDocument: { uri: A, version: 2 },
  position,
  positions: [position],
  range: { start: position, end: position },
  context: {},
  newName: 'x',
  query: '',
  item: { data: { span: {}, nameSpan: {} } },
  label: 'x',
  title: 'x',
  command: 'athanor.applyAction',
  arguments: [{ uri: A, version: 1, action: { kind: 'fix' } }],
  uri: 'athanor:/ir/f.ir.txt?x',
  previousResultIds: [],
  data: { uri: A, version: 1, index: 'x', action: {}, hint: {} },
};
const BAD: readonly unknown[] = [5, 'x', [], {}, [5], { line: 'a', character: -1 }, { start: 5 }, { uri: 5 }, [{}]];
/** Cancelled, modified, refused, not known, or the parameters' own fault: nothing that failed inside. */
const FAIR = new Set([undefined, -32800, -32801, -32803, -32601, -32602, -32600]);

test('parameters of every other form: an answer that is no crash', async () => {
  const { client, crashes, kept } = memoryServer();
  await client.begin({ workspace: { textDocumentContent: {} } });
  client.open(A, 'import freetensor as ft\n@ft.transform\ndef f(x: ft.Var[(4,), "float32"]):\n    pass\n');
  const unfair = new Map<string, unknown>();
  const methods = [...new Set(requests)].filter((method) => !ENDS.includes(method));
  for (const [n, method] of methods.entries()) {
    // What nobody serves is answered as such, whatever comes with it.
    if ((await client.ask(method)).error?.code === -32601) continue;
    const bad = (i: number): readonly unknown[] => BAD.filter((_, k) => (k + n + i) % 3 === 0);
    const cases: readonly (object | undefined)[] = [
      undefined,
      [],
      ...Object.keys(GOOD).flatMap((name, i) => bad(i).map((value) => ({ ...GOOD, [name]: value }))),
      ...Object.keys(GOOD).map((name) => Object.fromEntries(Object.entries(GOOD).filter(([key]) => key !== name))),
      GOOD,
    ];
    for (const params of cases) {
      const { error } = await client.ask(method, params);
      if (!FAIR.has(error?.code)) unfair.set(error?.message ?? '', params);
    }
    for (const params of cases) client.raw({ jsonrpc: '2.0', method, ...(params === undefined ? {} : { params }) });
  }
  expect([...unfair]).toEqual([]);
  expect(crashes).toEqual([]);
  expect([...kept.keys()].filter((name) => name.includes('crash'))).toEqual([]);
  // It is still the server that it was.
  client.open(uriOf('b.py'), 'import freetensor as ft\nx = = 1\n');
  expect(Object(await client.pushed(uriOf('b.py'), 1)).diagnostics).toMatchObject([{ code: 'syntax-error' }]);
  expect(await client.end()).toBe(0);
});
