// accept: ED-09
import { expect, test } from 'vitest';
import { memoryServer, uriOf } from './memory.ts';

const A = uriOf('a.py');
const TEXT = 'import freetensor as ft\nx = = 1\n';

test('a feature that fails costs one answer; what led to it is kept, and said once', async () => {
  let broken = true;
  const server = memoryServer({}, (host) => ({
    ...host,
    project: {
      ...host.project,
      candidates: (folders) => {
        if (broken) throw new Error('a bug');
        return host.project.candidates(folders);
      },
    },
  }));
  const { client } = server;
  await client.begin({ textDocument: { diagnostic: {} } });
  client.open(A, TEXT);
  for (let i = 0; i < 3; i++)
    expect((await client.ask('workspace/diagnostic', { previousResultIds: [] })).error).toMatchObject({
      code: -32603,
      message: expect.stringContaining('a bug'),
    });
  expect(Object(await client.request('textDocument/diagnostic', { textDocument: { uri: A } })).items).toHaveLength(1);
  expect([...server.kept.keys()]).toEqual(['athanor-crash-workspace-diagnostic-1.json']);
  expect(JSON.parse([...server.kept.values()][0] ?? '')).toMatchObject({
    method: 'workspace/diagnostic',
    reason: 'Error: a bug',
  });
  const logged = client.said.filter(({ method }) => method === 'window/logMessage');
  expect(logged.map(({ params }) => Object(params).message)).toEqual([
    'athanor: workspace/diagnostic failed inside the tool: Error: a bug; what led to it stands in /tmp/athanor-crash-workspace-diagnostic-1.json',
  ]);
  broken = false;
  expect(await client.request('workspace/diagnostic', { previousResultIds: [] })).toEqual({ items: [] });
  expect(await client.end()).toBe(0);
});

test('a crash of which no report can be written is said all the same', async () => {
  const { client } = memoryServer({}, (host) => ({
    ...host,
    keep: () => null,
    project: {
      ...host.project,
      candidates: () => {
        throw new Error('a bug');
      },
    },
  }));
  await client.begin();
  const logged = client.next(({ method }) => method === 'window/logMessage');
  expect((await client.ask('workspace/diagnostic', { previousResultIds: [] })).error?.code).toBe(-32603);
  expect(Object((await logged).params).message).toContain('it could not be written for a report');
  expect(await client.end()).toBe(0);
});

test('a check that fails keeps the texts it was about; the next text is checked', async () => {
  let broken = true;
  const server = memoryServer({}, (host) => ({
    ...host,
    parser: {
      parse: (...args) => {
        if (broken) throw new Error('a bug');
        return host.parser.parse(...args);
      },
    },
  }));
  const { client } = server;
  await client.begin();
  client.open(A, TEXT);
  expect(Object(await client.pushed(A, 1)).diagnostics).toMatchObject([{ code: 'internal-error' }]);
  expect([...server.kept.values()][0]).toContain('x = = 1');
  broken = false;
  client.change(A, 2, [{ text: `${TEXT}\n` }]);
  expect(Object(await client.pushed(A, 2)).diagnostics).toMatchObject([{ code: 'syntax-error' }]);
});
