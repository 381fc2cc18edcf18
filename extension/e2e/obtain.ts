/** Gets a real VS Code and packs the extension for it, or says why it cannot. */

import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pack, stage } from '../../tools/extension.mjs';

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

/** Null when everything is there, else the reason for a skip. */
const missing = (): string | null => {
  if (process.platform !== 'linux' || process.arch !== 'x64') return 'needs Linux on x64 for VS Code from npm';
  const browsers = ['chromium', 'chromium-browser', 'google-chrome'];
  if (process.env['CHROMIUM'] === undefined && !browsers.some(has)) return 'needs Chromium';
  const steps: readonly (readonly [string, readonly string[]])[] = [
    ...(existsSync(join(E2E, 'node_modules/code-server'))
      ? []
      : [['npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund']] as const]),
    [process.execPath, ['setup.mjs']],
  ];
  for (const [command, args] of steps) {
    const done = spawnSync(command, args, { cwd: E2E, stdio: ['ignore', 'ignore', 'pipe'], encoding: 'utf8' });
    if (done.status !== 0) return `VS Code cannot be had from npm: ${done.stderr.trim().split('\n').at(-1) ?? ''}`;
  }
  return null;
};

export interface Obtained {
  readonly vscode: Vscode<{ close(): Promise<void> }, import('./page.ts').Page>;
  readonly vsix: string;
}

export const obtain = async (): Promise<Obtained | { readonly reason: string }> => {
  const reason = missing();
  if (reason !== null) return { reason };
  await stage();
  const vsix = pack();
  const path = join(E2E, 'vscode.mjs');
  return { vscode: await import(/* @vite-ignore */ path), vsix };
};
