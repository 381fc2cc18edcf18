// accept: ED-01
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import * as protocol from 'vscode-languageserver';
import { memoryServer } from './memory.ts';
import { methodsIn } from './transcript.ts';

/** `docs/lsp-methods.md` says what the server does, no more and no less. */

interface Row {
  readonly method: string;
  readonly mark: string;
  readonly state: string;
}

const PAGE = join(import.meta.dirname, '../../../docs/lsp-methods.md');
const rows: readonly Row[] = [...readFileSync(PAGE, 'utf8').matchAll(/^\| `([\w$/]+)` \| ([MSLN]) \| (.+) \|$/gm)].map(
  ([, method = '', mark = '', state = '']) => ({ method, mark, state }),
);
const isServed = ({ state }: Row): boolean => state.startsWith('served');

type Direction = 'clientToServer' | 'serverToClient';
interface Type {
  readonly method: string;
  readonly direction: Direction;
  readonly request: boolean;
}

/** Names under which abilities are registered, which nobody sends. */
const NO_MESSAGES = ['notebookDocument/sync', 'textDocument/semanticTokens'];
/** Of the base protocol; the library has them beside its tables. */
const BASE: readonly Type[] = [
  { method: '$/cancelRequest', direction: 'clientToServer', request: false },
  { method: '$/setTrace', direction: 'clientToServer', request: false },
  { method: '$/logTrace', direction: 'serverToClient', request: false },
  { method: '$/progress', direction: 'serverToClient', request: false },
];
const types: readonly Type[] = [
  ...BASE,
  ...Object.entries(protocol).flatMap(([name, value]: [string, unknown]) => {
    const { method, messageDirection: direction } = Object(value);
    if (!/(?:Request|Notification)$/.test(name) || typeof method !== 'string') return [];
    return NO_MESSAGES.includes(method) ? [] : [{ method, direction, request: name.endsWith('Request') }];
  }),
];

const said = new Set(
  readdirSync(import.meta.dirname)
    .filter((name) => name.endsWith('.golden'))
    .flatMap((folder) => {
      const path = join(import.meta.dirname, folder);
      return readdirSync(path).flatMap((name) => [...methodsIn(readFileSync(join(path, name), 'utf8'))]);
    }),
);
const arrow = ({ method, direction }: Type): string => `${direction === 'clientToServer' ? '-->' : '<--'} ${method}`;
const rowOf = ({ method }: Type): Row | undefined => rows.find((row) => row.method === method);
const served = (type: Type): boolean => isServed(rowOf(type) ?? { method: '', mark: '', state: '' });

test('every method of the protocol has one row, and no row is of another', () => {
  const methods = types.map(({ method }) => method);
  expect(rows.map(({ method }) => method).toSorted()).toEqual([...new Set(methods)].toSorted());
});

test('a state is one of four; what must be there and is not has its issue', () => {
  for (const { method, mark, state } of rows) {
    expect([method, state]).toEqual([
      method,
      expect.stringMatching(/^(?:served|not planned|not yet: issue \d|not yet; )/),
    ]);
    expect([method, mark === 'N']).toEqual([method, state.startsWith('not planned')]);
    if (mark === 'M') expect([method, state]).toEqual([method, expect.not.stringMatching(/^not yet;/)]);
  }
});

test('requests that are served are answered, all others are refused as unknown', async () => {
  const { client } = memoryServer();
  await client.begin({ workspace: { textDocumentContent: {} } });
  const requests = types.filter(({ direction, request }) => request && direction === 'clientToServer');
  const answered: [string, boolean][] = [];
  for (const { method } of requests.filter((type) => type.method !== 'shutdown'))
    answered.push([method, (await client.ask(method, {})).error?.code !== -32601]);
  answered.push(['shutdown', (await client.ask('shutdown')).error === undefined]);
  const wanted = new Map(requests.map((type) => [type.method, served(type)]));
  expect(new Map(answered)).toEqual(wanted);
});

describe('transcripts', () => {
  test.each(types.filter((type) => served(type) && rowOf(type)?.mark === 'M').map((type) => [arrow(type)]))(
    '%s',
    (line) => expect([...said]).toContain(line),
  );

  test('show nothing that the page does not have as served', () => {
    expect(types.filter((type) => said.has(arrow(type)) && !served(type))).toEqual([]);
  });
});
