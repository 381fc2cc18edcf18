/**
 * A scripted session of random edits, requests and cancellations, the same for the same seed; and what must be true of
 * it. Requests are sent without waiting for answers; now and then everything is waited for, and the state compared with
 * that of a server which was just started on the same texts.
 */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { generator } from '@athanor/compiler-core/testkit/random.ts';
import type { Client, Message } from './client.ts';
import { type Encoding, pick, type Random, TextModel } from './random-edits.ts';

export interface SessionOptions {
  readonly seed: number;
  readonly steps: number;
  readonly encoding: Encoding;
  /** Asks for diagnostics instead of being told. */
  readonly pulls: boolean;
  /** The URI of the folder, without a slash at its end. */
  readonly root: string;
  /** Called so many times, evenly, when all is answered. */
  readonly pauses: number;
  readonly atPause: (session: RandomSession) => Promise<void>;
}

const EXAMPLES = join(import.meta.dirname, '../../../examples');
const HELPER = `import freetensor as ft

SIZE = 8


@ft.inline
def scale(a, factor):
    for i in range(a.shape(0)):
        a[i] = factor * a[i]
`;
const USE = `import freetensor as ft
from freetensor import libop
from helper import SIZE, scale


@ft.transform
def use(x: ft.Var[("n", SIZE), "float32", "inout", "cpu"], n):
    y = ft.empty((SIZE,), "float32", "cpu")
    #! nid: L1
    for i in range(SIZE):
        y[i] = x[0, i] + 1
    scale(y, 2.0)
    z = libop.relu(y)
    for i in range(n):
        for j in range(SIZE):
            x[i, j] = z[j] + y[j]


s = ft.Schedule(use)
s.parallelize("L1", "openmp")
`;
const TOML = '[severity]\nunused-tensor = "off"\n\n[bind]\nn = 4\n';
const CELLS = [
  'import freetensor as ft\n%matplotlib inline\n',
  USE.split('\n').slice(4, 10).join('\n'),
  'f(1) = = 2\n',
];

/** What must lie in the folder: modules are found there while they are not open. */
export const FILES: Readonly<Record<string, string>> = { 'helper.py': HELPER, 'use.py': USE };

const AT_POSITION = [
  ...['hover', 'definition', 'declaration', 'typeDefinition', 'implementation', 'documentHighlight', 'completion'],
  ...['signatureHelp', 'prepareRename', 'prepareCallHierarchy'],
];
const WHOLE = ['documentSymbol', 'foldingRange', 'semanticTokens/full', 'codeLens'];
const RANGED = ['inlayHint', 'semanticTokens/range'];
const STATE = ['documentSymbol', 'foldingRange', 'semanticTokens/full', 'codeLens', 'inlayHint', 'diagnostic'];
/** What is asked about an answer. */
const NEXT: Readonly<Record<string, readonly string[]>> = {
  'textDocument/completion': ['completionItem/resolve'],
  'textDocument/codeLens': ['codeLens/resolve'],
  'textDocument/inlayHint': ['inlayHint/resolve'],
  'textDocument/codeAction': ['codeAction/resolve'],
  'textDocument/prepareCallHierarchy': ['callHierarchy/incomingCalls', 'callHierarchy/outgoingCalls'],
};
/** Codes that answer a request as the protocol wants: cancelled, content modified, refused. */
const FAIR = new Set([-32800, -32801, -32803]);
/** A request without an answer for so long has none. */
const PATIENCE = 120_000;

interface Open {
  readonly model: TextModel;
  version: number;
  readonly languageId: string;
  readonly cell: boolean;
}

export class RandomSession {
  readonly counts = { edits: 0, requests: 0, cancelled: 0 };
  /** Answers that are failures other than a cancellation or a refusal that the protocol has; errors in the log. */
  readonly failures: string[] = [];
  /** Diagnostics of a version that was pushed after an answer which was given to a later one, or of none there ever was. */
  readonly outdated: string[] = [];
  /** The last diagnostics that were pushed, by document. */
  readonly pushed = new Map<string, unknown>();
  readonly open = new Map<string, Open>();
  settings: object = {};
  private readonly random: Random;
  private readonly book: string;
  private cells: string[] = [];
  private bookVersion = 1;
  private nextCell = 0;
  private readonly pending = new Map<number, { readonly method: string; readonly answer: Promise<unknown> }>();
  /** The versions that were sent when a request was; then those that an answer was given to. */
  private readonly sent = new Map<number, ReadonlyMap<string, number>>();
  private readonly answered = new Map<string, number>();

  constructor(
    private readonly client: Client,
    readonly options: SessionOptions,
  ) {
    this.random = generator(options.seed);
    this.book = `${options.root}/book.ipynb`;
  }

  async run(): Promise<void> {
    const { steps, pauses, atPause } = this.options;
    await begin(this.client, this.options);
    this.openAll();
    for (let step = 1; step <= steps; step++) {
      this.step();
      // Now fast, now slow enough for a check to end.
      if (this.random(4) === 0) await new Promise((go) => setTimeout(go, this.random(4)));
      if (step % 200 === 0) await this.settled();
      if (step % Math.floor(steps / pauses) === 0) {
        this.reopen();
        await this.settled();
        await atPause(this);
      }
    }
  }

  private openAll(): void {
    const add = (name: string, text: string, languageId = 'python'): void =>
      this.add(`${this.options.root}/${name}`, text, languageId);
    for (const name of ['gat.py', 'faults.py', 'builder.py'])
      add(name, readFileSync(join(EXAMPLES, name), 'utf8').slice(0, 2500));
    add('helper.py', HELPER);
    add('use.py', USE);
    add('athanor.toml', TOML, 'toml');
    this.cells = CELLS.map((text) => this.newCell(text));
    this.client.notify('notebookDocument/didOpen', this.notebook());
  }

  private add(uri: string, text: string, languageId: string, cell = false): void {
    const model = new TextModel(text, text, this.options.encoding);
    this.open.set(uri, { model, version: 1, languageId, cell });
    if (!cell) this.client.open(uri, text, 1, languageId);
  }

  private newCell(text: string): string {
    const uri = `vscode-notebook-cell:${this.book.slice('file://'.length)}#c${this.nextCell++}`;
    this.add(uri, text, 'python', true);
    return uri;
  }

  private item(uri: string): object {
    const { model, version, languageId } = this.at(uri);
    return { uri, languageId, version, text: model.text };
  }

  /** As a client opens it. */
  notebook(): object {
    const cells = this.cells.map((document) => ({ kind: 2, document }));
    const notebookDocument = { uri: this.book, notebookType: 'jupyter-notebook', version: this.bookVersion, cells };
    return { notebookDocument, cellTextDocuments: this.cells.map((uri) => this.item(uri)) };
  }

  private at(uri: string): Open {
    const found = this.open.get(uri);
    if (found === undefined) throw new Error(`not open: ${uri}`);
    return found;
  }

  private step(): void {
    const uri = pick(this.random, [...this.open.keys()]);
    const what = this.random(200);
    if (what < 98) this.edit(uri);
    else if (what < 190) this.request(uri);
    else if (what < 192) this.client.notify('textDocument/didSave', { textDocument: { uri } });
    else if (what < 193) this.client.notify('workspace/didChangeWatchedFiles', { changes: [] });
    else if (what < 194) this.configure();
    else if (what < 195) this.client.notify('$/cancelRequest', { id: this.random(this.client.lastId + 2) });
    else if (what < 197) this.reopen();
    else if (what < 198) this.restructure();
    else if (!this.at(uri).cell) this.close(uri);
  }

  private edit(uri: string): void {
    const open = this.at(uri);
    const contentChanges = open.model.edit(this.random);
    open.version++;
    this.counts.edits++;
    const { version } = open;
    if (open.cell)
      this.changeBook({ cells: { textContent: [{ document: { uri, version }, changes: contentChanges }] } });
    else this.client.change(uri, version, contentChanges);
  }

  private changeBook(change: object): void {
    const notebookDocument = { uri: this.book, version: ++this.bookVersion };
    this.client.notify('notebookDocument/didChange', { notebookDocument, change });
  }

  /** A cell goes, another comes. */
  private restructure(): void {
    const start = this.random(this.cells.length);
    const gone = this.cells[start] ?? '';
    const text = this.at(gone).model.text;
    const made = this.newCell(text);
    const cells = [{ kind: 2, document: made }];
    const structure = {
      array: { start, deleteCount: 1, cells },
      didOpen: [this.item(made)],
      didClose: [{ uri: gone }],
    };
    this.cells[start] = made;
    this.open.delete(gone);
    this.changeBook({ cells: { structure } });
  }

  private readonly away = new Map<string, Open>();

  private close(uri: string): void {
    this.away.set(uri, this.at(uri));
    this.open.delete(uri);
    this.client.notify('textDocument/didClose', { textDocument: { uri } });
  }

  private reopen(): void {
    for (const [uri, open] of this.away) {
      this.open.set(uri, open);
      this.client.open(uri, open.model.text, ++open.version, open.languageId);
    }
    this.away.clear();
  }

  private configure(): void {
    this.settings = pick<object>(this.random, [
      {},
      { bind: { n: 3 } },
      { severity: { 'index-out-of-bounds': 'hint', 'not-modelled': 'off' } },
      { diagnostics: { enable: false } },
    ]);
    this.client.notify('workspace/didChangeConfiguration', { settings: { athanor: this.settings } });
  }

  private request(uri: string): void {
    const { random } = this;
    const { model } = this.at(uri);
    const textDocument = { uri };
    const position = model.position(random);
    const range = { start: { line: 0, character: 0 }, end: position };
    const command = pick(random, ['athanor.showIr', 'athanor.showAccesses', 'athanor.run']);
    const [method, params] = pick<() => readonly [string, object]>(random, [
      () => [`textDocument/${pick(random, AT_POSITION)}`, { textDocument, position }],
      () => [`textDocument/${pick(random, WHOLE)}`, { textDocument }],
      () => [`textDocument/${pick(random, RANGED)}`, { textDocument, range }],
      () => ['textDocument/references', { textDocument, position, context: { includeDeclaration: true } }],
      () => ['textDocument/rename', { textDocument, position, newName: 'renamed' }],
      () => ['textDocument/codeAction', { textDocument, range, context: { diagnostics: [] } }],
      () => ['textDocument/selectionRange', { textDocument, positions: [position] }],
      () => ['textDocument/semanticTokens/full/delta', { textDocument, previousResultId: String(random(100)) }],
      () => ['workspace/symbol', { query: pick(random, ['', 'f', 'gat']) }],
      () => ['textDocument/diagnostic', { textDocument }],
      () => ['workspace/diagnostic', { previousResultIds: [] }],
      () => ['workspace/executeCommand', { command, arguments: [uri, pick(random, ['use', 'gat', 'f'])] }],
    ])();
    this.ask(method, params);
  }

  private ask(method: string, params: object): void {
    const asked = this.client.ask(method, params);
    const id = this.client.lastId;
    this.sent.set(id, new Map([...this.open].map(([uri, { version }]) => [uri, version])));
    this.counts.requests++;
    if (this.random(8) === 0) {
      this.client.notify('$/cancelRequest', { id });
      this.counts.cancelled++;
    }
    const answer = asked.then((message) => {
      this.pending.delete(id);
      const { error } = message;
      if (error !== undefined && !FAIR.has(error.code))
        this.failures.push(`${method} ${JSON.stringify(params)}: ${error.code} ${error.message}`);
      this.askNext(method, message.result);
    });
    this.pending.set(id, { method, answer });
  }

  private askNext(method: string, result: unknown): void {
    const next = NEXT[method];
    const items: unknown = Object(result).items ?? result;
    if (next === undefined || !Array.isArray(items) || items.length === 0) return;
    const item: object = Object(pick(this.random, items));
    const then = pick(this.random, next);
    this.ask(then, then.startsWith('callHierarchy') ? { item } : item);
  }

  /** All that was asked is answered, and what was said meanwhile is judged. */
  private async settled(): Promise<void> {
    while (this.pending.size > 0) {
      const answers = [...this.pending.values()].map(({ answer }) => answer);
      const late = await Promise.race([Promise.all(answers).then(() => false), patience()]);
      if (late) {
        const open = [...this.pending.values()].map(({ method }) => method);
        throw new Error(`no answer within ${PATIENCE / 1000} s: ${open.join(', ')}`);
      }
    }
    for (const message of this.client.said.splice(0)) this.judge(message);
  }

  private judge({ id, method, params }: Message): void {
    if (method === undefined && typeof id === 'number') {
      for (const [uri, version] of this.sent.get(id) ?? [])
        this.answered.set(uri, Math.max(version, this.answered.get(uri) ?? 0));
      this.sent.delete(id);
    } else if (method === 'textDocument/publishDiagnostics') {
      const { uri, version, diagnostics } = Object(params) as { uri: string; version?: number; diagnostics: unknown };
      const newest = this.open.get(uri)?.version ?? Number.POSITIVE_INFINITY;
      if (version !== undefined && (version < (this.answered.get(uri) ?? 0) || version > newest))
        this.outdated.push(`${uri}: ${version}, when ${this.answered.get(uri)} was answered`);
      this.pushed.set(uri, diagnostics);
    } else if (method === 'window/logMessage' && Object(params).type <= 2) {
      // What a person wrote into settings wrongly is a warning too; these settings have nothing wrong.
      this.failures.push(`log: ${Object(params).message}`);
    }
  }

  /** What the server says of every open document, without what counts or names versions. */
  async state(): Promise<ReadonlyMap<string, unknown>> {
    const state = await stateOf(this.client, [...this.open.keys()]);
    for (const message of this.client.said.splice(0)) this.judge(message);
    if (!this.options.pulls)
      for (const uri of this.open.keys()) {
        const told = JSON.stringify(this.pushed.get(uri));
        const asked = JSON.stringify(Object(state.get(`diagnostic ${uri}`)).items);
        if (told !== asked) this.failures.push(`${uri}: pushed ${told}, answered ${asked}`);
      }
    return state;
  }
}

const patience = (): Promise<boolean> =>
  new Promise((done) => {
    setTimeout(() => done(true), PATIENCE).unref();
  });

const begin = (client: Client, { encoding, pulls, root }: SessionOptions, settings: object = {}): Promise<unknown> =>
  client.begin(
    {
      general: { positionEncodings: [encoding] },
      textDocument: { ...(pulls ? { diagnostic: {} } : {}), codeAction: { codeActionLiteralSupport: {} } },
    },
    { workspaceFolders: [{ uri: root, name: 'random' }], initializationOptions: { athanor: settings } },
  );

const stateOf = async (client: Client, uris: readonly string[]): Promise<ReadonlyMap<string, unknown>> => {
  const state = new Map<string, unknown>();
  // Once all are checked, nothing changes any more.
  for (const uri of uris) await client.request('textDocument/diagnostic', { textDocument: { uri } });
  for (const uri of uris)
    for (const method of STATE) {
      const range = { start: { line: 0, character: 0 }, end: { line: 9999, character: 0 } };
      const answer = await client.request(`textDocument/${method}`, { textDocument: { uri }, range });
      state.set(`${method} ${uri}`, timeless(answer));
    }
  return state;
};

/** `data` of hints and lenses holds versions; token results are numbered. */
const timeless = (value: unknown): unknown =>
  JSON.parse(
    JSON.stringify(value, (key, part: unknown) => (key === 'resultId' || key === 'version' ? undefined : part)) ??
      'null',
  );

/** What a new server says of the same texts. */
export const fromScratch = async (client: Client, session: RandomSession): Promise<ReadonlyMap<string, unknown>> => {
  await begin(client, session.options, session.settings);
  for (const [uri, { model, version, languageId, cell }] of session.open)
    if (!cell) client.open(uri, model.text, version, languageId);
  client.notify('notebookDocument/didOpen', session.notebook());
  return stateOf(client, [...session.open.keys()]);
};
