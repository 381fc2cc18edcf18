// accept: ED-01
import { goldens } from '@athanor/compiler-core/testkit/golden.ts';
import { expect, test } from 'vitest';
import type { Client } from './client.ts';
import { memoryServer, uriOf } from './memory.ts';
import { transcript } from './transcript.ts';

/** The methods that are about a session and not about a place in a text. */
const golden = goldens(import.meta.dirname, 'exchanges');

const A = uriOf('a.py');
const FIXED = `import freetensor as ft

@ft.transform
def f(x: ft.Var[(8,), "float32", "input", "cpu"]):
    y = ft.empty((8,), "float32", "cpu")
    for i in range(8):
        y[i] = x[i]
    return y
`;
const FAULTY = FIXED.replace('x[i]', 'x[i + 1]');
/** Runs for some seconds unless it is stopped. */
const LONG = FIXED.replace('range(8):', 'range(8):\n        for j in range(30_000_000):').replace(
  '        y[i]',
  '            y[i]',
);
const PULL = { textDocument: { diagnostic: {} } };
const WORK = { workspaceFolders: [{ uri: 'file:///code', name: 'work' }] };
const asked = (client: Client, method: string) => client.next((message) => message.method === method);
const pull = (client: Client) => client.request('textDocument/diagnostic', { textDocument: { uri: A } });

test('a session from its beginning to its end', async () => {
  const { client } = memoryServer();
  const talk = client.record();
  await client.begin({
    general: { positionEncodings: ['utf-8', 'utf-16'] },
    textDocument: { codeAction: { codeActionLiteralSupport: {} }, rename: { prepareSupport: true } },
    workspace: { textDocumentContent: {} },
  });
  expect(await client.end()).toBe(0);
  golden.check('session', transcript(talk));
});

test('a document in UTF-8, opened, changed, saved and closed; diagnostics pushed', async () => {
  const { client } = memoryServer();
  await client.begin({ general: { positionEncodings: ['utf-8'] } });
  const talk = client.record();
  client.open(A, `é = "é"\n${FAULTY}`);
  await client.pushed(A, 1);
  const wrong = { start: { line: 7, character: 18 }, end: { line: 7, character: 22 } };
  const first = { start: { line: 0, character: 3 }, end: { line: 0, character: 3 } };
  client.change(A, 2, [{ range: wrong, text: '' }]);
  await client.pushed(A, 2);
  client.change(A, 3, [{ range: first, text: 'x' }]);
  await client.pushed(A, 3);
  client.notify('textDocument/didSave', { textDocument: { uri: A } });
  client.notify('textDocument/didClose', { textDocument: { uri: A } });
  await client.next(({ method, params }) => method !== undefined && Object(params).version === undefined);
  golden.check('documents', transcript(talk));
});

test('a notebook', async () => {
  const { client } = memoryServer();
  await client.begin();
  const talk = client.record();
  const book = 'file:///code/n.ipynb';
  const cell = `vscode-notebook-cell:/code/n.ipynb#a`;
  client.notify('notebookDocument/didOpen', {
    notebookDocument: { uri: book, notebookType: 'jupyter', version: 1, cells: [{ kind: 2, document: cell }] },
    cellTextDocuments: [{ uri: cell, languageId: 'python', version: 1, text: 'import freetensor as ft\nx = = 1' }],
  });
  await client.pushed(cell, 1);
  const range = { start: { line: 1, character: 3 }, end: { line: 1, character: 5 } };
  const textContent = [{ document: { uri: cell, version: 2 }, changes: [{ range, text: '' }] }];
  client.notify('notebookDocument/didChange', {
    notebookDocument: { uri: book, version: 2 },
    change: { cells: { textContent } },
  });
  await client.pushed(cell, 2);
  client.notify('notebookDocument/didSave', { notebookDocument: { uri: book } });
  const closed = client.next(({ method, params }) => method !== undefined && Object(params).version === undefined);
  client.notify('notebookDocument/didClose', { notebookDocument: { uri: book }, cellTextDocuments: [{ uri: cell }] });
  await closed;
  golden.check('notebook', transcript(talk));
});

test('diagnostics on request, of a document and of the workspace, with progress', async () => {
  const { client } = memoryServer({ 'b.py': FAULTY });
  await client.begin(PULL, WORK);
  client.open(A, FIXED);
  const talk = client.record();
  await pull(client);
  await client.request('workspace/diagnostic', { previousResultIds: [], workDoneToken: 'ours' });
  golden.check('pull', transcript(talk));
});

test('a request that is not wanted any more', async () => {
  const { client } = memoryServer();
  await client.begin(PULL);
  client.open(A, FIXED);
  const talk = client.record();
  const answer = pull(client);
  client.notify('$/cancelRequest', { id: client.lastId });
  await expect(answer).rejects.toThrow('-32800');
  golden.check('cancel', transcript(talk));
});

const RUN = { command: 'athanor.run', arguments: [A, 'f'] };

test('a run of the interpreter: its progress, under a token that the server asks for', async () => {
  const { client } = memoryServer();
  await client.begin({ window: { workDoneProgress: true }, workspace: { textDocumentContent: {} }, ...PULL });
  client.open(A, LONG);
  await pull(client);
  const talk = client.record();
  await client.request('workspace/executeCommand', RUN);
  golden.check('progress', transcript(talk));
});

test('a run that the user ends by its progress', async () => {
  const { client } = memoryServer();
  await client.begin({ window: { workDoneProgress: true }, ...PULL });
  client.open(A, LONG);
  await pull(client);
  const talk = client.record();
  const begun = asked(client, 'window/workDoneProgress/create');
  const run = client.request('workspace/executeCommand', RUN);
  client.notify('window/workDoneProgress/cancel', { token: Object((await begun).params).token });
  expect(Object(await run).text).toContain('the run was stopped here');
  golden.check(
    'progress-cancel',
    transcript(talk, ['window/workDoneProgress/create', 'window/workDoneProgress/cancel']),
  );
});

test('a run that is cancelled while it goes on is stopped, not waited for', async () => {
  const { client } = memoryServer();
  await client.begin(PULL);
  client.open(A, LONG);
  await pull(client);
  const run = client.ask('workspace/executeCommand', RUN);
  client.notify('$/cancelRequest', { id: client.lastId });
  expect((await run).error?.code).toBe(-32800);
});

test('what is watched: the folders, and an imported module outside of them, as long as it is imported', async () => {
  const { client, disk } = memoryServer();
  disk.set('/elsewhere/.git/HEAD', '');
  disk.set('/elsewhere/sizes.py', 'import freetensor as ft\nSIZE = 8\n');
  const inside = 'file:///elsewhere/inside/a.py';
  const dynamic = { dynamicRegistration: true };
  const talk = client.record();
  await client.begin(
    {
      workspace: {
        didChangeWatchedFiles: { ...dynamic, relativePatternSupport: true },
        didChangeConfiguration: dynamic,
      },
    },
    { workspaceFolders: [{ uri: 'file:///elsewhere/inside', name: 'inside' }] },
  );
  const program = FIXED.replace('\n\n', '\nfrom sizes import SIZE\n\n').replace('range(8)', 'range(SIZE)');
  client.open(inside, program);
  expect(Object(await client.pushed(inside, 1)).diagnostics).toEqual([]);
  disk.set('/elsewhere/sizes.py', 'import freetensor as ft\nSIZE = 9\n');
  const found = client.next(({ params }) => Object(params).diagnostics?.length > 0);
  client.notify('workspace/didChangeWatchedFiles', { changes: [{ uri: 'file:///elsewhere/sizes.py', type: 2 }] });
  await found;
  const gone = asked(client, 'client/unregisterCapability');
  client.change(inside, 2, [{ text: FIXED }]);
  await gone;
  const registered = ['client/registerCapability', 'client/unregisterCapability', 'workspace/didChangeWatchedFiles'];
  golden.check('watching', transcript(talk, registered));
});

test('folders and settings that change, and what is asked to be drawn again', async () => {
  const { client } = memoryServer({ 'athanor.toml': '' });
  const refreshes = { refreshSupport: true };
  client.answers.set('workspace/configuration', (params) => Object(params).items.map(() => ({ bind: { n: 4 } })));
  client.answers.set('workspace/workspaceFolders', () => [{ uri: 'file:///other', name: 'other' }]);
  await client.begin(
    {
      ...PULL,
      workspace: {
        workspaceFolders: true,
        configuration: true,
        diagnostics: refreshes,
        inlayHint: refreshes,
        semanticTokens: refreshes,
        codeLens: refreshes,
      },
    },
    WORK,
  );
  const talk = client.record();
  const drawn = asked(client, 'workspace/codeLens/refresh');
  client.notify('workspace/didChangeConfiguration', { settings: null });
  await drawn;
  const event = { added: [{ uri: 'file:///other', name: 'other' }], removed: WORK.workspaceFolders };
  const again = asked(client, 'workspace/diagnostic/refresh');
  client.notify('workspace/didChangeWorkspaceFolders', { event });
  await again;
  golden.check('settings', transcript(talk));
});

test('messages: settings that cannot be read, a file to look into, a document of ours where none can be shown', async () => {
  const { client } = memoryServer();
  await client.begin(PULL);
  client.open(A, FIXED);
  await pull(client);
  const talk = client.record();
  client.notify('workspace/didChangeConfiguration', { settings: { athanor: { bind: { n: 'four' } } } });
  await asked(client, 'window/logMessage');
  await client.request('workspace/executeCommand', { command: 'athanor.showIr', arguments: [A, 'f'] });
  golden.check('messages', transcript(talk, ['window/logMessage', 'window/showMessage']));
});

test('the analysing thread dies again and again: the user is asked, and all is as before', async () => {
  const server = memoryServer();
  const { client } = server;
  client.answers.set('window/showMessageRequest', () => ({ title: 'Try Again' }));
  const dynamic = { dynamicRegistration: true };
  await client.begin({ workspace: { didChangeWatchedFiles: dynamic } });
  client.notify('workspace/didChangeConfiguration', {
    settings: { athanor: { severity: { 'syntax-error': 'hint' } } },
  });
  client.open(A, 'import freetensor as ft\nx = = 1\n');
  expect(Object(await client.pushed(A, 1)).diagnostics).toMatchObject([{ severity: 4 }]);
  const talk = client.record();
  const shown = asked(client, 'window/showMessageRequest');
  for (let i = 0; i < 6; i++) server.kill('out of memory');
  await shown;
  const pushed = await asked(client, 'textDocument/publishDiagnostics');
  expect(Object(pushed.params).diagnostics).toMatchObject([{ severity: 4 }]);
  golden.check('deaths', transcript(talk, ['window/showMessageRequest', 'client/unregisterCapability']));
  expect(await client.end()).toBe(0);
});

test('a trace of what requests cost, while it is asked for', async () => {
  const { client } = memoryServer();
  await client.begin(PULL);
  client.open(A, FIXED);
  await pull(client);
  const talk = client.record();
  client.notify('$/setTrace', { value: 'messages' });
  await pull(client);
  client.notify('$/setTrace', { value: 'off' });
  await pull(client);
  golden.check('trace', transcript(talk));
});
