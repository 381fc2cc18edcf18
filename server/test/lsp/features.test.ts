// accept: ED-01
import { goldens } from '@athanor/compiler-core/testkit/golden.ts';
import { describe, expect, test } from 'vitest';
import type { Client } from './client.ts';
import { memoryServer, uriOf } from './memory.ts';
import { transcript } from './transcript.ts';

const golden = goldens(import.meta.dirname, 'features');

const A = uriOf('kernel.py');
const B = uriOf('use.py');
/** `|name|` marks a place. */
const MARKED = `import freetensor as ft
from freetensor import libop


@ft.inline
def |inline|scale(a, factor):
    """Multiplies in place."""
    for i in range(a.shape(0)):
        a[i] = |factor|factor * a[i]


@ft.transform
def |kernel|kernel(x: ft.Var[(8,), "float32", "input", "cpu"]):
    |y|y = ft.empty((8,), "float32", "cpu")
    #! label: |label|L1
    for |i|i in range(8):
        y[i] = |x|x[i] * 2.0
    z = libop.|relu|relu(y)
    |call|scale(z, |arg|3.0)
    unused = ft.empty((4,), "float32", |device|"cpu")
    return z


s = ft.Schedule(kernel)
s.|method|parallelize("|use|L1", "openmp")
`;
const marks = new Map<string, { readonly line: number; readonly character: number }>();
const TEXT = MARKED.split('\n')
  .map((text, line) => {
    let out = text;
    for (let m = /\|(\w+)\|/.exec(out); m !== null; m = /\|(\w+)\|/.exec(out)) {
      marks.set(m[1] ?? '', { line, character: m.index });
      out = out.replace(m[0], '');
    }
    return out;
  })
  .join('\n');
const USE = `import freetensor as ft
from kernel import scale


@ft.transform
def other(v: ft.Var[(4,), "float32", "inout", "cpu"]):
    scale(v, 2.0)
`;
const at = (mark: string) => {
  const position = marks.get(mark);
  if (position === undefined) throw new Error(`no mark ${mark}`);
  return position;
};
const place = (mark: string) => ({ textDocument: { uri: A }, position: at(mark) });

const CAPABLE = {
  general: { positionEncodings: ['utf-16'] },
  textDocument: {
    diagnostic: {},
    publishDiagnostics: { relatedInformation: true, dataSupport: true, tagSupport: { valueSet: [1] } },
    hover: { contentFormat: ['markdown', 'plaintext'] },
    definition: { linkSupport: true },
    declaration: { linkSupport: true },
    typeDefinition: { linkSupport: true },
    completion: { completionList: { itemDefaults: ['editRange'] } },
    rename: { prepareSupport: true, honorsChangeAnnotations: true },
    documentSymbol: { hierarchicalDocumentSymbolSupport: true },
    codeAction: { codeActionLiteralSupport: {}, resolveSupport: { properties: ['edit'] } },
    signatureHelp: { signatureInformation: { parameterInformation: { labelOffsetSupport: true } } },
  },
  workspace: { workspaceEdit: { documentChanges: true, changeAnnotationSupport: {} }, textDocumentContent: {} },
  window: { showDocument: { support: true } },
};
const WORK = { workspaceFolders: [{ uri: 'file:///code', name: 'work' }] };

const begun = async (capabilities: object = CAPABLE): Promise<Client> => {
  const { client, crashes } = memoryServer({ 'use.py': USE });
  await client.begin(capabilities, WORK);
  client.open(A, TEXT, 3);
  await client.request('textDocument/diagnostic', { textDocument: { uri: A } });
  expect(crashes).toEqual([]);
  return client;
};

describe('one transcript a method', () => {
  test.each<[string, string, object]>([
    ['hover-tensor', 'textDocument/hover', place('y')],
    ['hover-operator', 'textDocument/hover', place('relu')],
    ['definition-label', 'textDocument/definition', place('use')],
    ['definition-operator', 'textDocument/definition', place('relu')],
    ['declaration', 'textDocument/declaration', place('x')],
    ['type-definition', 'textDocument/typeDefinition', place('i')],
    ['implementation', 'textDocument/implementation', place('call')],
    ['references', 'textDocument/references', { ...place('inline'), context: { includeDeclaration: true } }],
    ['highlight', 'textDocument/documentHighlight', place('y')],
    ['document-links', 'textDocument/documentLink', { textDocument: { uri: A } }],
    ['hover-schedule', 'textDocument/hover', place('method')],
    ['symbols', 'textDocument/documentSymbol', { textDocument: { uri: A } }],
    ['workspace-symbols', 'workspace/symbol', { query: 'other' }],
    ['folding', 'textDocument/foldingRange', { textDocument: { uri: A } }],
    ['selection', 'textDocument/selectionRange', { textDocument: { uri: A }, positions: [at('x')] }],
    ['prepare-rename', 'textDocument/prepareRename', place('label')],
    ['rename', 'textDocument/rename', { ...place('label'), newName: 'outer' }],
    ['rename-across-files', 'textDocument/rename', { ...place('inline'), newName: 'multiply' }],
    ['signature', 'textDocument/signatureHelp', place('arg')],
    ['tokens', 'textDocument/semanticTokens/full', { textDocument: { uri: A } }],
    [
      'tokens-range',
      'textDocument/semanticTokens/range',
      { textDocument: { uri: A }, range: { start: at('kernel'), end: at('label') } },
    ],
  ])('%s', async (name, method, params) => {
    const client = await begun();
    const talk = client.record();
    await client.request(method, params);
    golden.check(name, transcript(talk));
    expect(await client.end()).toBe(0);
  });

  test('completion and its documentation', async () => {
    const client = await begun();
    client.change(A, 4, [{ range: { start: at('y'), end: at('y') }, text: 'ft.emp\n    ' }]);
    const position = { line: at('y').line, character: at('y').character + 6 };
    const talk = client.record();
    const { items } = Object(await client.request('textDocument/completion', { textDocument: { uri: A }, position }));
    await client.request(
      'completionItem/resolve',
      items.find((item: { label: string }) => item.label === 'empty'),
    );
    golden.check('completion', transcript(talk));
  });

  test('inlay hints and their rest', async () => {
    const client = await begun();
    const range = { start: { line: 0, character: 0 }, end: { line: 30, character: 0 } };
    const talk = client.record();
    const hints = Object(await client.request('textDocument/inlayHint', { textDocument: { uri: A }, range }));
    await client.request('inlayHint/resolve', hints[0]);
    golden.check('hints', transcript(talk));
  });

  test('call hierarchy, both ways', async () => {
    const client = await begun();
    const talk = client.record();
    const items = Object(await client.request('textDocument/prepareCallHierarchy', place('inline')));
    await client.request('callHierarchy/incomingCalls', { item: items[0] });
    const [kernel] = Object(await client.request('textDocument/prepareCallHierarchy', place('kernel')));
    await client.request('callHierarchy/outgoingCalls', { item: kernel });
    golden.check('calls', transcript(talk));
  });

  test('code actions and their edit', async () => {
    const client = await begun();
    const line = at('device').line;
    const range = { start: { line, character: 4 }, end: { line, character: 4 } };
    const context = { diagnostics: [] };
    const talk = client.record();
    const actions = Object(
      await client.request('textDocument/codeAction', { textDocument: { uri: A }, range, context }),
    );
    await client.request('codeAction/resolve', actions[0]);
    golden.check('actions', transcript(talk));
  });

  test('lenses, what they show, and the document that it stands in', async () => {
    const client = await begun();
    const talk = client.record();
    const lenses = Object(await client.request('textDocument/codeLens', { textDocument: { uri: A } }));
    const resolved = [];
    for (const lens of lenses) resolved.push(Object(await client.request('codeLens/resolve', lens)));
    golden.check('lenses', transcript(talk));
    for (const { command } of resolved.filter((lens) => lens.command.command !== '')) {
      const shown = client.record();
      const { uri, text } = Object(
        await client.request('workspace/executeCommand', { command: command.command, arguments: command.arguments }),
      );
      expect(await client.request('workspace/textDocumentContent', { uri })).toEqual({ text });
      golden.check(`shown-${command.command}`, transcript(shown));
    }
    // The program is another: so is what is shown of it.
    const changed = client.record();
    client.change(A, 4, [{ range: { start: at('y'), end: at('y') }, text: '' }]);
    await client.next(({ method }) => method === 'workspace/textDocumentContent/refresh');
    golden.check('shown-again', transcript(changed, ['workspace/textDocumentContent/refresh']));
  });

  test('tokens: what changed since', async () => {
    const client = await begun();
    const talk = client.record();
    const first = Object(await client.request('textDocument/semanticTokens/full', { textDocument: { uri: A } }));
    client.change(A, 4, [{ range: { start: { line: 1, character: 0 }, end: { line: 1, character: 0 } }, text: '\n' }]);
    const params = { textDocument: { uri: A }, previousResultId: first.resultId };
    await client.request('textDocument/semanticTokens/full/delta', params);
    golden.check('tokens-delta', transcript(talk, ['textDocument/semanticTokens/full/delta']));
  });

  test('athanor.toml', async () => {
    const client = await begun();
    const toml = uriOf('athanor.toml');
    client.open(toml, '[severity]\nunused-tensor = "off"\n', 1, 'toml');
    const talk = client.record();
    const hovered = { textDocument: { uri: toml }, position: { line: 0, character: 3 } };
    await client.request('textDocument/hover', hovered);
    const typed = { textDocument: { uri: toml }, position: { line: 1, character: 8 } };
    await client.request('textDocument/completion', typed);
    golden.check('toml', transcript(talk));
  });
});

test('a name that cannot be changed is refused with its reason', async () => {
  const client = await begun();
  const { error } = await client.ask('textDocument/rename', { ...place('relu'), newName: 'x' });
  expect(error).toMatchObject({ code: -32803, message: expect.stringContaining('relu') });
});

test('a client that knows little gets what it knows', async () => {
  const client = await begun({});
  expect(await client.request('textDocument/definition', place('relu'))).toMatchObject([
    { uri: 'file:///tmp/libop-unary.py' },
  ]);
  expect(Object(await client.request('textDocument/hover', place('y'))).contents.kind).toBe('markdown');
  const [symbol] = Object(await client.request('textDocument/documentSymbol', { textDocument: { uri: A } }));
  expect(symbol).toMatchObject({ name: 'scale', location: { uri: A } });
  const finding = { line: at('device').line, character: 4 };
  const range = { start: finding, end: finding };
  const [command] = Object(
    await client.request('textDocument/codeAction', { textDocument: { uri: A }, range, context: { diagnostics: [] } }),
  );
  client.answers.set('workspace/applyEdit', () => ({ applied: true }));
  const talk = client.record();
  await client.request('workspace/executeCommand', { command: command.command, arguments: command.arguments });
  golden.check('applied', transcript(talk));
  expect(
    Object(await client.request('workspace/executeCommand', { command: 'athanor.showIr', arguments: [A, 'kernel'] }))
      .uri,
  ).toBe('file:///tmp/kernel.ir.txt');
});

test('a file of other Python, or none that is open: nothing, and no error', async () => {
  const client = await begun();
  client.open(B.replace('use', 'plain'), 'import os\n\nx = 1\n');
  for (const uri of [B.replace('use', 'plain'), uriOf('closed.py')]) {
    for (const method of [
      'hover',
      'definition',
      'documentHighlight',
      'documentLink',
      'documentSymbol',
      'completion',
      'codeLens',
      'foldingRange',
    ])
      expect([
        method,
        await client.request(`textDocument/${method}`, { textDocument: { uri }, position: { line: 2, character: 0 } }),
      ]).toEqual([method, null]);
  }
});
