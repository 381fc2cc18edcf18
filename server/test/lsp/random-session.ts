/** A scripted session of random edits and requests, the same for the same seed; and what must be true of it. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Client, Message } from './client.ts';
import { uriOf } from './memory.ts';

export interface SessionResult {
  readonly edits: number;
  readonly requests: number;
  readonly cancelled: number;
  /** Answers that are failures other than a cancellation or a refusal that the protocol has. */
  readonly failures: readonly string[];
  /** Pushed after a later version of the same document was pushed, or for a version that never was. */
  readonly outdated: readonly string[];
  readonly texts: ReadonlyMap<string, string>;
  /** Of the last version of each document. */
  readonly diagnostics: ReadonlyMap<string, unknown>;
  /** Bytes of live objects after a quarter of the session and at its end. */
  readonly memory: readonly [number, number];
}

/** Mulberry32. */
const randomOf = (seed: number): ((below: number) => number) => {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4294967296) * below);
  };
};

const EXAMPLES = ['gat.py', 'faults.py', 'builder.py'];
const SNIPPETS = [
  ...[
    'x',
    '1',
    ' ',
    '\n',
    '    ',
    '(',
    ')',
    '[i]',
    '[',
    ']',
    '"',
    "'''",
    '#',
    '# athanor: ignore[',
    '\\',
    '\r\n',
    '\r',
    '\t',
  ],
  ...[
    'é',
    '\u{1d6fc}',
    '\ud800',
    'for i in range(8):\n',
    'ft.',
    'y[i] = x[i + 1]\n',
    '@ft.transform\n',
    'return',
    ' = = ',
    '#! nid: L9\n',
  ],
  ...['ft.empty((4,), "float32", "cpu")', 'if x[0] > 0:\n', '# athanor: bind n=4\n', 'f"{a', 'lambda: 0', '}'],
];
const AT_POSITION = [
  ...['hover', 'definition', 'declaration', 'typeDefinition', 'implementation', 'documentHighlight', 'completion'],
  ...['signatureHelp', 'prepareRename', 'prepareCallHierarchy'],
];
const WHOLE = ['documentSymbol', 'foldingRange', 'semanticTokens/full', 'codeLens'];
const RANGED = ['inlayHint', 'semanticTokens/range'];
/** Codes that answer a request as the protocol wants: cancelled, content modified, refused. */
const FAIR = new Set([-32800, -32801, -32803]);

const liveBytes = (): number => {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
  return process.memoryUsage().heapUsed;
};

const offsetAt = (text: string, random: (below: number) => number): number => random(text.length + 1);

export const positionIn = (text: string, at: number): { readonly line: number; readonly character: number } => {
  let line = 0;
  let start = 0;
  for (let i = 0; i < at; i++) {
    const c = text[i];
    if (c === '\n' || (c === '\r' && text[i + 1] !== '\n')) {
      line++;
      start = i + 1;
    }
  }
  // Between CR and LF there is no position: the line ends before both.
  const character = text[at - 1] === '\r' && text[at] === '\n' ? at - 1 - start : at - start;
  return { line, character };
};

export const randomSession = async (client: Client, seed: number, steps: number): Promise<SessionResult> => {
  const random = randomOf(seed);
  const pick = <T>(list: readonly T[]): T => list[random(list.length)] as T;
  const texts = new Map<string, string>();
  const versions = new Map<string, number>();
  const pending: Promise<Message>[] = [];
  const failures: string[] = [];
  const counts = { edits: 0, requests: 0, cancelled: 0 };
  const original = new Map(
    EXAMPLES.map((name) => [
      uriOf(name),
      readFileSync(join(import.meta.dirname, '../../../examples', name), 'utf8').slice(0, 1500),
    ]),
  );
  let quarter = 0;

  const open = (uri: string, text: string): void => {
    const version = (versions.get(uri) ?? 0) + 1;
    texts.set(uri, text);
    versions.set(uri, version);
    client.open(uri, text, version);
  };
  const edit = (uri: string): void => {
    let text = texts.get(uri) ?? '';
    const changes: object[] = [];
    for (let i = 0; i <= random(3); i++) {
      if (random(60) === 0 || text.length > 4000) {
        text = original.get(uri) ?? '';
        changes.push({ text });
        continue;
      }
      const a = positionIn(text, offsetAt(text, random));
      const from = offsetOfPosition(text, a);
      const to = random(2) === 0 ? from : Math.min(text.length, from + random(12));
      const b = positionIn(text, to);
      const until = Math.max(from, offsetOfPosition(text, b));
      const newText = pick(SNIPPETS);
      changes.push({ range: { start: a, end: b }, text: newText });
      text = text.slice(0, from) + newText + text.slice(until);
    }
    const version = (versions.get(uri) ?? 0) + 1;
    texts.set(uri, text);
    versions.set(uri, version);
    client.change(uri, version, changes);
    counts.edits++;
  };
  const request = (uri: string): void => {
    const text = texts.get(uri) ?? '';
    const textDocument = { uri };
    const position = positionIn(text, offsetAt(text, random));
    const range = { start: { line: 0, character: 0 }, end: position };
    const [method, params] = pick<() => readonly [string, object]>([
      () => [`textDocument/${pick(AT_POSITION)}`, { textDocument, position }],
      () => [`textDocument/${pick(WHOLE)}`, { textDocument }],
      () => [`textDocument/${pick(RANGED)}`, { textDocument, range }],
      () => ['textDocument/references', { textDocument, position, context: { includeDeclaration: true } }],
      () => ['textDocument/rename', { textDocument, position, newName: 'renamed' }],
      () => ['textDocument/codeAction', { textDocument, range, context: { diagnostics: [] } }],
      () => ['textDocument/selectionRange', { textDocument, positions: [position] }],
      () => ['workspace/symbol', { query: pick(['', 'f', 'gat']) }],
      () => ['textDocument/diagnostic', { textDocument }],
    ])();
    const asked = client.ask(method, params);
    const id = client.lastId;
    counts.requests++;
    if (random(8) === 0) {
      client.notify('$/cancelRequest', { id });
      counts.cancelled++;
    }
    pending.push(
      asked.then((message) => {
        if (message.error !== undefined && !FAIR.has(message.error.code))
          failures.push(`${method} ${JSON.stringify(params)}: ${message.error.code} ${message.error.message}`);
        return message;
      }),
    );
  };

  for (const [uri, text] of original) open(uri, text);
  for (let step = 0; step < steps; step++) {
    const uri = pick([...texts.keys()]);
    const what = random(100);
    if (what < 50) edit(uri);
    else if (what < 97) request(uri);
    else if (what < 98) client.notify('textDocument/didSave', { textDocument: { uri } });
    else {
      client.notify('textDocument/didClose', { textDocument: { uri } });
      open(uri, texts.get(uri) ?? '');
    }
    // Now fast, now slow enough for a check to end.
    if (random(4) === 0) await new Promise((go) => setTimeout(go, random(4)));
    if (step % 200 === 199) await Promise.all(pending.splice(0));
    if (step === Math.floor(steps / 4)) quarter = liveBytes();
  }
  await Promise.all(pending);
  const diagnostics = new Map<string, unknown>();
  for (const uri of texts.keys()) diagnostics.set(uri, Object(await client.pushed(uri, versions.get(uri))).diagnostics);
  return {
    ...counts,
    failures,
    outdated: outdatedOf(client.said),
    texts,
    diagnostics,
    memory: [quarter, liveBytes()],
  };
};

const offsetOfPosition = (
  text: string,
  { line, character }: { readonly line: number; readonly character: number },
): number => {
  let start = 0;
  for (let seen = 0; seen < line; start++) {
    const c = text[start];
    if (c === '\n' || (c === '\r' && text[start + 1] !== '\n')) seen++;
  }
  return start + character;
};

const outdatedOf = (said: readonly Message[]): readonly string[] => {
  const last = new Map<string, number>();
  return said.flatMap(({ method, params }) => {
    if (method !== 'textDocument/publishDiagnostics') return [];
    const { uri, version } = Object(params) as { readonly uri: string; readonly version?: number };
    if (version === undefined) return [];
    const before = last.get(uri) ?? 0;
    last.set(uri, version);
    return version < before ? [`${uri}: ${version} after ${before}`] : [];
  });
};

/** What a new server says of the same texts. */
export const fromScratch = async (
  client: Client,
  texts: ReadonlyMap<string, string>,
): Promise<ReadonlyMap<string, unknown>> => {
  const diagnostics = new Map<string, unknown>();
  await client.begin();
  for (const [uri, text] of texts) client.open(uri, text);
  for (const uri of texts.keys()) diagnostics.set(uri, Object(await client.pushed(uri, 1)).diagnostics);
  return diagnostics;
};
