// accept: ED-01
import { expect, test } from 'vitest';
import type { Client } from './client.ts';
import { memoryServer } from './memory.ts';

const BOOK = 'file:///code/n.ipynb';
const cell = (name: string): string => `vscode-notebook-cell:/code/n.ipynb#${name}`;
const item = (name: string, text: string) => ({ uri: cell(name), languageId: 'python', version: 1, text });
const FIRST = '%matplotlib inline\nimport freetensor as ft\n';
const SECOND = `@ft.transform
def f(x: ft.Var[(8,), "float32", "input", "cpu"]):
    y = ft.empty((8,), "float32", "cpu")
    for i in range(8):
        y[i] = x[i + 1]
    return y`;

const open = async (capabilities: object = {}): Promise<Client> => {
  const { client } = memoryServer();
  await client.begin(capabilities);
  client.notify('notebookDocument/didOpen', {
    notebookDocument: {
      uri: BOOK,
      notebookType: 'jupyter-notebook',
      version: 1,
      cells: [
        { kind: 2, document: cell('a') },
        { kind: 1, document: cell('text') },
        { kind: 2, document: cell('b') },
      ],
    },
    cellTextDocuments: [
      item('a', FIRST),
      { ...item('text', '# heading = ='), languageId: 'markdown' },
      item('b', SECOND),
    ],
  });
  return client;
};

test('findings stand in their cells; an edit of one cell, a new cell, a closed one', async () => {
  const client = await open();
  expect(Object(await client.pushed(cell('b'), 1)).diagnostics).toMatchObject([
    { code: 'index-out-of-bounds', range: { start: { line: 4, character: 17 }, end: { line: 4, character: 22 } } },
  ]);
  expect(Object(await client.pushed(cell('a'), 1)).diagnostics).toEqual([]);
  client.notify('notebookDocument/didChange', {
    notebookDocument: { uri: BOOK, version: 2 },
    change: {
      cells: {
        textContent: [
          {
            document: { uri: cell('b'), version: 2 },
            changes: [{ range: { start: { line: 4, character: 18 }, end: { line: 4, character: 22 } }, text: '' }],
          },
        ],
      },
    },
  });
  expect(Object(await client.pushed(cell('b'), 2)).diagnostics).toEqual([]);
  const third = item('c', 'f(1, 2, 3) = = 4');
  client.notify('notebookDocument/didChange', {
    notebookDocument: { uri: BOOK, version: 3 },
    change: {
      cells: {
        structure: {
          array: { start: 1, deleteCount: 0, cells: [{ kind: 2, document: third.uri }] },
          didOpen: [third],
        },
      },
    },
  });
  expect(Object(await client.pushed(third.uri, 1)).diagnostics).toMatchObject([
    { code: 'syntax-error', range: { start: { line: 0 } } },
  ]);
  const gone = client.next(({ params }) => Object(params).uri === third.uri && Object(params).diagnostics.length === 0);
  client.notify('notebookDocument/didChange', {
    notebookDocument: { uri: BOOK, version: 4 },
    change: {
      cells: { structure: { array: { start: 1, deleteCount: 1 }, didClose: [{ uri: third.uri }] } },
    },
  });
  await gone;
  client.notify('notebookDocument/didClose', {
    notebookDocument: { uri: BOOK },
    cellTextDocuments: [{ uri: cell('a') }, { uri: cell('b') }],
  });
  expect(await client.end()).toBe(0);
});

test('features work inside a cell, in its own lines', async () => {
  const client = await open({
    textDocument: { diagnostic: {}, documentSymbol: { hierarchicalDocumentSymbolSupport: true } },
  });
  const textDocument = { uri: cell('b') };
  const pulled = Object(await client.request('textDocument/diagnostic', { textDocument }));
  expect(pulled.items).toHaveLength(1);
  const hover = Object(
    await client.request('textDocument/hover', { textDocument, position: { line: 2, character: 4 } }),
  );
  expect(hover.range).toEqual({ start: { line: 2, character: 4 }, end: { line: 2, character: 5 } });
  const [symbol] = Object(await client.request('textDocument/documentSymbol', { textDocument }));
  expect(symbol).toMatchObject({ name: 'f', selectionRange: { start: { line: 1, character: 4 } } });
  const { data } = Object(await client.request('textDocument/semanticTokens/full', { textDocument }));
  expect(data.slice(0, 3)).toEqual([0, 4, 9]);
  const definition = Object(
    await client.request('textDocument/definition', { textDocument, position: { line: 4, character: 8 } }),
  );
  expect(definition[0]).toMatchObject({ uri: cell('b'), range: { start: { line: 2, character: 4 } } });
  expect(
    Object(await client.request('textDocument/semanticTokens/full', { textDocument: { uri: cell('a') } })).data,
  ).toEqual([]);
});
