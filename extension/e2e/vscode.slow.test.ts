// accept: ED-02
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { E2E, type Obtained, obtain, type Running } from './obtain.ts';
import { checked, newWorkspace } from './workspace.ts';

interface Said {
  readonly name: string;
  readonly ok: boolean;
  readonly said: string | null;
}

let got: Obtained | { readonly reason: string } = { reason: 'not tried' };
let browser: { close(): Promise<void> } | null = null;
let folder = '';

beforeAll(async () => {
  got = await obtain();
  if ('reason' in got) return;
  folder = newWorkspace();
  writeFileSync(join(folder, 'expected.json'), JSON.stringify(checked(folder, 'faults.py')));
  browser = await got.vscode.startBrowser();
}, 600_000);

afterAll(async () => {
  await browser?.close();
  if (folder !== '') rmSync(folder, { recursive: true, force: true });
});

/** Runs a suite in VS Code's extension host; every check that failed is a sentence. */
const runSuite = async (name: string, trust: boolean): Promise<readonly Said[]> => {
  if ('reason' in got || browser === null) return [];
  const { vscode, vsix } = got;
  const server: Running = await vscode.startServer({ vsix, trust });
  try {
    const suite = join(E2E, 'suite', `${name}.cjs`);
    const { code, lines } = await vscode.runInExtensionHost(browser, server, {
      folder,
      suite,
      driver: join(E2E, 'driver'),
    });
    const said = lines.flatMap((line): Said[] => (line.startsWith('e2e ') ? [JSON.parse(line.slice(4))] : []));
    if (said.length === 0) return [{ name: 'the suite', ok: false, said: `${code}: ${lines.slice(-5).join(' | ')}` }];
    return code === 'timeout' ? [...said, { name: 'the suite', ok: false, said: 'did not end' }] : said;
  } finally {
    await server.stop();
  }
};

const failures = (said: readonly Said[]): readonly string[] =>
  said.filter(({ ok }) => !ok).map(({ name, said: why }) => `${name}: ${why}`);

describe('a real VS Code', () => {
  test('every feature through its own commands', async (context) => {
    if ('reason' in got) return context.skip(got.reason);
    const said = await runSuite('features', true);
    process.stdout.write(`ED-02: ${said.filter(({ ok }) => ok).length} of ${said.length} checks in VS Code\n`);
    expect(failures(said)).toEqual([]);
    expect(said.length).toBe(18);
  });

  test('a folder that is not trusted', async (context) => {
    if ('reason' in got) return context.skip(got.reason);
    const said = await runSuite('untrusted', false);
    expect(failures(said)).toEqual([]);
    expect(said.length).toBe(3);
  });
});
