/**
 * After the packages here are installed: installs the packages of VS Code itself, runs no script of theirs, and removes
 * what the tests never use (other platforms, the assistant). Nothing is compiled.
 */

import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { problemOf } from '../../tools/lib/outside.mjs';

const CODE = join(import.meta.dirname, 'node_modules/code-server/lib/vscode');
const PACKAGES = join(CODE, 'node_modules');
const UNUSED = ['@github', '@microsoft/mxc-sdk', '@devcontainers'].map((name) => join(PACKAGES, name));

/** @returns Null, or why it failed. */
export async function setUp() {
  // Written last: without it an install was interrupted.
  if (!existsSync(join(PACKAGES, '.package-lock.json'))) {
    // Not `npm ci`: the shrinkwrap lacks one package. `install` obeys it all the same.
    const flags = ['install', '--omit=dev', '--ignore-scripts', '--no-save', '--no-audit', '--no-fund'];
    const problem = await problemOf('npm', flags, CODE);
    if (problem !== null) return problem;
  }
  for (const path of [...UNUSED, join(CODE, 'extensions/copilot')]) rmSync(path, { recursive: true, force: true });
  for (const binaries of ['@vscode/ripgrep-universal/bin', 'node-pty/prebuilds']) {
    for (const platform of readdirSync(join(PACKAGES, binaries))) {
      if (platform !== 'linux-x64') rmSync(join(PACKAGES, binaries, platform), { recursive: true, force: true });
    }
  }
  return null;
}
