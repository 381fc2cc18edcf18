// accept: ED-02
// accept: SC-04
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Obtained, obtain } from './obtain.ts';
import { failures, runSuite } from './run-suite.ts';
import { checked, newWorkspace } from './workspace.ts';

const packed = mkdtempSync(join(tmpdir(), 'athanor-packed-'));
let got: Obtained | { readonly reason: string } = { reason: 'not tried' };
let browser: { close(): Promise<void> } | null = null;
let folder = '';

beforeAll(async () => {
  got = await obtain(packed);
  if ('reason' in got) return;
  folder = newWorkspace();
  writeFileSync(join(folder, 'expected.json'), JSON.stringify(checked(folder, 'faults.py', got.bundle)));
  browser = await got.vscode.startBrowser();
});

afterAll(async () => {
  await browser?.close();
  for (const each of [folder, packed]) if (each !== '') rmSync(each, { recursive: true, force: true });
});

describe('a real VS Code', () => {
  test('every feature through its own commands', async (context) => {
    if ('reason' in got || browser === null) return context.skip('reason' in got ? got.reason : 'no browser');
    const said = await runSuite(got, browser, { name: 'features', folder });
    process.stdout.write(`ED-02: ${said.filter(({ ok }) => ok).length} of ${said.length} checks in VS Code\n`);
    expect(failures(said)).toEqual([]);
    expect(said.length).toBe(23);
  });

  test('a folder that is not trusted', async (context) => {
    if ('reason' in got || browser === null) return context.skip('reason' in got ? got.reason : 'no browser');
    const said = await runSuite(got, browser, { name: 'untrusted', folder, trust: false });
    expect(failures(said)).toEqual([]);
    expect(said.length).toBe(3);
  });
});
