// accept: ED-01
import { goldens } from '@athanor/compiler-core/testkit/golden.ts';
import { expect, test } from 'vitest';
import { memoryServer, uriOf } from './memory.ts';

const golden = goldens(import.meta.dirname, 'diagnostics');
/** Ids of registrations are drawn by chance. */
const print = (value: unknown): string =>
  JSON.stringify(value, null, 2).replace(/"id": "[0-9a-f-]{36}"/g, '"id": "(drawn)"');

const FAULTY = `import freetensor as ft

@ft.transform
def f(x: ft.Var[(8,), "float32", "input", "cpu"]):
    y = ft.empty((8,), "float32", "cpu")
    for i in range(8):
        y[i] = x[i + 1]
    return y
`;
const FIXED = FAULTY.replace('i + 1', 'i');
const A = uriOf('a.py');

const PULL = { textDocument: { diagnostic: {} } };
const RICH = {
  relatedInformation: true,
  codeDescriptionSupport: true,
  dataSupport: true,
  tagSupport: { valueSet: [1, 2] },
};

test('pushed with the version of the text, and taken back when it is closed', async () => {
  const { client } = memoryServer();
  await client.begin({ textDocument: { publishDiagnostics: RICH } });
  client.open(A, FAULTY, 7);
  golden.check('pushed', print(await client.pushed(A, 7)));
  client.change(A, 8, [{ range: { start: { line: 6, character: 17 }, end: { line: 6, character: 21 } }, text: '' }]);
  expect(await client.pushed(A, 8)).toEqual({ uri: A, version: 8, diagnostics: [] });
  client.notify('textDocument/didClose', { textDocument: { uri: A } });
  await client.next(
    ({ method, params }) => method === 'textDocument/publishDiagnostics' && !('version' in Object(params)),
  );
  expect(await client.end()).toBe(0);
});

test('several changes in one notification apply one after the other', async () => {
  const { client } = memoryServer();
  await client.begin();
  client.open(A, FIXED);
  await client.pushed(A, 1);
  client.change(A, 2, [
    { range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } }, text: '# first\n' },
    { range: { start: { line: 7, character: 18 }, end: { line: 7, character: 18 } }, text: ' + 1' },
    { range: { start: { line: 0, character: 0 }, end: { line: 1, character: 0 } }, text: '' },
  ]);
  const pushed = Object(await client.pushed(A, 2));
  expect(pushed.diagnostics.map((d: { range: object }) => d.range)).toEqual([
    { start: { line: 6, character: 17 }, end: { line: 6, character: 22 } },
  ]);
});

test('pulled: full, then unchanged, then full again', async () => {
  const { client } = memoryServer();
  await client.begin(PULL);
  client.open(A, FAULTY);
  const first = Object(await client.request('textDocument/diagnostic', { textDocument: { uri: A } }));
  golden.check('pulled', print(first));
  const again = { textDocument: { uri: A }, previousResultId: first.resultId };
  expect(await client.request('textDocument/diagnostic', again)).toEqual({
    kind: 'unchanged',
    resultId: first.resultId,
  });
  client.change(A, 2, [{ text: FIXED }]);
  expect(await client.request('textDocument/diagnostic', again)).toMatchObject({ kind: 'full', items: [] });
  expect(client.said.filter(({ method }) => method === 'textDocument/publishDiagnostics')).toEqual([]);
});

test('the workspace: every program on disk, the open text where one is open', async () => {
  const { client } = memoryServer({ 'a.py': FAULTY, 'b.py': FAULTY, 'c.py': 'print(1)\n' });
  await client.begin(PULL, { workspaceFolders: [{ uri: 'file:///code', name: 'work' }] });
  client.open(uriOf('b.py'), FIXED, 3);
  const report = Object(await client.request('workspace/diagnostic', { previousResultIds: [] }));
  const seen = report.items.map((i: { uri: string; version: number; items: unknown[] }) => [
    i.uri,
    i.version,
    i.items.length,
  ]);
  expect(seen).toEqual([
    [A, null, 1],
    [uriOf('b.py'), 3, 0],
  ]);
  const previousResultIds = report.items.map((i: { uri: string; resultId: string }) => ({
    uri: i.uri,
    value: i.resultId,
  }));
  const again = Object(await client.request('workspace/diagnostic', { previousResultIds, workDoneToken: 'w' }));
  expect(again.items.map((i: { kind: string }) => i.kind)).toEqual(['unchanged', 'unchanged']);
});

test('settings: severity and bindings of the editor, and a refresh when they change', async () => {
  const { client } = memoryServer();
  let severity = 'off';
  client.answers.set('workspace/configuration', (params) =>
    Object(params).items.map(() => ({ severity: { 'index-out-of-bounds': severity }, bind: { n: 4 } })),
  );
  await client.begin({
    ...PULL,
    workspace: { configuration: true, diagnostics: { refreshSupport: true } },
  });
  await client.next(({ method }) => method === 'workspace/configuration');
  client.open(A, FAULTY);
  const pull = () => client.request('textDocument/diagnostic', { textDocument: { uri: A } });
  expect(Object(await pull()).items).toEqual([]);
  severity = 'hint';
  const refreshed = client.next(({ method }) => method === 'workspace/diagnostic/refresh');
  client.notify('workspace/didChangeConfiguration', { settings: null });
  await refreshed;
  expect(Object(await pull()).items).toMatchObject([{ code: 'index-out-of-bounds', severity: 4 }]);
});

test('athanor.toml: its mistakes where it is open, its settings where it is saved', async () => {
  const { client, disk } = memoryServer({ 'a.py': FAULTY });
  await client.begin({ workspace: { didChangeWatchedFiles: { dynamicRegistration: true } } });
  golden.check(
    'watched',
    print(Object(await client.next(({ method }) => method === 'client/registerCapability')).params),
  );
  client.open(A, FAULTY);
  expect(Object(await client.pushed(A, 1)).diagnostics).toHaveLength(1);
  const toml = uriOf('athanor.toml');
  client.open(toml, '[severity]\nindex-out-of-bound = "off"\n', 1, 'toml');
  expect(Object(await client.pushed(toml, 1)).diagnostics).toMatchObject([{ code: 'config-error' }]);
  disk.set('/code/athanor.toml', '[severity]\nindex-out-of-bounds = "off"\n');
  const gone = client.next(({ params }) => Object(params).uri === A && Object(params).diagnostics.length === 0);
  client.notify('workspace/didChangeWatchedFiles', { changes: [{ uri: toml, type: 1 }] });
  await gone;
});

test('a module that another open file imports', async () => {
  const helper = 'import freetensor as ft\n\nSIZE = 8\n';
  const main = FAULTY.replace('import freetensor as ft\n', 'import freetensor as ft\nfrom sizes import SIZE\n').replace(
    'range(8)',
    'range(SIZE - 1)',
  );
  const { client } = memoryServer({ 'sizes.py': helper });
  await client.begin();
  client.open(A, main);
  expect(Object(await client.pushed(A, 1)).diagnostics).toEqual([]);
  client.open(uriOf('sizes.py'), helper);
  const found = client.next(({ params }) => Object(params).uri === A && Object(params).diagnostics.length === 1);
  client.change(uriOf('sizes.py'), 2, [{ text: helper.replace('8', '9') }]);
  await found;
});
