/** Runs a suite of `suite/` inside the extension host of a real VS Code that has our extension. */

import { join } from 'node:path';
import { E2E, type Obtained } from './obtain.ts';

export interface Said {
  readonly name: string;
  readonly ok: boolean;
  readonly said: string | null;
}

export interface Suite {
  readonly name: string;
  readonly folder: string;
  /** Whether folders are trusted; true unless said. */
  readonly trust?: boolean;
  /** An extension that runs from its folder; the editor loads no suite without one. The standard one does nothing. */
  readonly driver?: string;
}

/** What each check came to. That the suite did not begin or end is a check that failed. */
export const runSuite = async (
  { vscode, vsix }: Obtained,
  browser: { close(): Promise<void> },
  { name, folder, trust = true, driver = join(E2E, 'driver') }: Suite,
): Promise<readonly Said[]> => {
  const server = await vscode.startServer({ vsix, trust });
  try {
    const suite = join(E2E, 'suite', `${name}.cjs`);
    const { code, lines } = await vscode.runInExtensionHost(browser, server, { folder, suite, driver });
    const said = lines.flatMap((line): Said[] => (line.startsWith('e2e ') ? [JSON.parse(line.slice(4))] : []));
    if (said.length === 0) return [{ name: 'the suite', ok: false, said: `${code}: ${lines.slice(-5).join(' | ')}` }];
    return code === 'timeout' ? [...said, { name: 'the suite', ok: false, said: 'did not end' }] : said;
  } finally {
    await server.stop();
  }
};

export const failures = (said: readonly Said[]): readonly string[] =>
  said.filter(({ ok }) => !ok).map(({ name, said: why }) => `${name}: ${why}`);
