// accept: ED-10
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, expect, test } from 'vitest';
import { E2E, obtain } from '../../extension/e2e/obtain.ts';
import { failures, runSuite } from '../../extension/e2e/run-suite.ts';
import { EXAMPLES, newWorkspace } from '../../extension/e2e/workspace.ts';
import { obtainPyright, PYRIGHT } from './pyright.ts';
import { type Finding, type Item, placesOf, saidTwice, shownTwice } from './said-twice.ts';

interface Seen {
  readonly findings: readonly (Finding & { readonly source: string })[];
  readonly lists: readonly (readonly Item[])[];
}

const temporary = mkdtempSync(join(tmpdir(), 'athanor-beside-'));
afterAll(() => rmSync(temporary, { recursive: true, force: true }));

/** Pyright as an extension of the editor. */
const pyrightExtension = async (): Promise<string> => {
  const folder = join(temporary, 'pyright');
  cpSync(join(E2E, 'pyright/package.json'), join(folder, 'package.json'));
  await build({
    entryPoints: [join(E2E, 'pyright/extension.cjs')],
    outfile: join(folder, 'extension.cjs'),
    bundle: true,
    platform: 'node',
    external: ['vscode'],
    define: { ATHANOR_PYRIGHT: JSON.stringify(PYRIGHT) },
    logLevel: 'error',
  });
  return folder;
};

test('in one VS Code with pyright nothing is said or shown twice', async (context) => {
  const reason = await obtainPyright();
  if (reason !== null) return context.skip(reason);
  const got = await obtain(temporary);
  if ('reason' in got) return context.skip(got.reason);
  const folder = newWorkspace();
  const browser = await got.vscode.startBrowser();
  try {
    const textOf = (name: string): string => readFileSync(join(folder, name), 'utf8');
    const places = Object.fromEntries(
      EXAMPLES.map((name) => [name, placesOf(textOf(name)).filter((_, index) => index % 7 === 0)]),
    );
    writeFileSync(join(folder, 'beside.json'), JSON.stringify({ files: EXAMPLES, places }));
    const driver = await pyrightExtension();
    const said = await runSuite(got, browser, { name: 'beside', folder, driver });
    expect(failures(said)).toEqual([]);
    expect(said.length).toBe(1 + EXAMPLES.length);
    let [ours, theirs, lists] = [0, 0, 0];
    const twice: string[] = [];
    for (const name of EXAMPLES) {
      const seen: Seen = JSON.parse(textOf(`${name}.json`));
      const mine = seen.findings.filter(({ source }) => source === 'athanor');
      const others = seen.findings.filter(({ source }) => source === 'Pyright');
      [ours, theirs, lists] = [ours + mine.length, theirs + others.length, lists + seen.lists.length];
      twice.push(...saidTwice(name, mine, others), ...seen.lists.flatMap(shownTwice));
    }
    process.stdout.write(
      `ED-10: in VS Code ${ours} findings of ours, ${theirs} of pyright, ${lists} completions, ${twice.length} said or shown twice\n`,
    );
    expect(twice).toEqual([]);
    expect([ours > 0, theirs > 0, lists > 0]).toEqual([true, true, true]);
  } finally {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  }
});
