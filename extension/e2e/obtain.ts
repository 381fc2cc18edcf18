/** Gets a real VS Code and packs the extension for it, or says why it cannot. */

import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { pack, stage } from '../../tools/extension.mjs';
import { installOutside } from '../../tools/lib/outside.mjs';
import { setUp } from './setup.mjs';

export const E2E = import.meta.dirname;

export interface Running {
  stop(): Promise<void>;
}
/** The part of `vscode.mjs` that the tests use; `B` is a browser, `P` a page. */
export interface Vscode<B, P> {
  startServer(options: {
    readonly vsix: string;
    readonly settings?: Readonly<Record<string, unknown>>;
    readonly trust?: boolean;
  }): Promise<Running>;
  startBrowser(): Promise<B>;
  openWorkbench(browser: B, server: Running, folder: string): Promise<P>;
  runInExtensionHost(
    browser: B,
    server: Running,
    options: { readonly folder: string; readonly suite: string; readonly driver: string },
  ): Promise<{ readonly code: number | 'timeout'; readonly lines: readonly string[] }>;
}

const has = (command: string): boolean => {
  try {
    execFileSync('sh', ['-c', `command -v ${command}`], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
};

const BROWSERS = ['chromium', 'chromium-browser', 'google-chrome'];

/** Null when everything is there, else the reason for a skip. */
const missing = async (): Promise<string | null> => {
  if (process.platform !== 'linux' || process.arch !== 'x64') return 'needs Linux on x64 for VS Code from npm';
  if (process.env['CHROMIUM'] === undefined && !BROWSERS.some(has)) {
    return `VS Code needs a browser: none of ${BROWSERS.join(', ')} is there, and CHROMIUM is not set`;
  }
  const problem = await installOutside(E2E, setUp);
  return problem === null ? null : `VS Code cannot be had from npm: ${problem}`;
};

export interface Obtained {
  readonly vscode: Vscode<{ close(): Promise<void> }, import('./page.ts').Page>;
  readonly vsix: string;
  /** The server in it. */
  readonly bundle: string;
}

/** @param into A folder of the caller's, for the extension: tests beside this one pack their own. */
export const obtain = async (into: string): Promise<Obtained | { readonly reason: string }> => {
  const reason = await missing();
  if (reason !== null) return { reason };
  const staged = await stage(join(into, 'stage'));
  const vsix = await pack(staged, join(into, 'athanor.vsix'));
  const path = join(E2E, 'vscode.mjs');
  return { vscode: await import(/* @vite-ignore */ path), vsix, bundle: join(staged, 'dist/server/athanor.mjs') };
};
