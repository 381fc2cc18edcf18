/**
 * After `npm ci --ignore-scripts` here: installs the packages of VS Code itself, runs no script of theirs, and removes
 * what the tests never use (other platforms, the assistant). Nothing is compiled.
 */

import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const code = join(dirname(createRequire(import.meta.url).resolve('code-server/package.json')), 'lib/vscode');
const packages = join(code, 'node_modules');

if (!existsSync(packages)) {
  // Not `npm ci`: the shrinkwrap lacks one package. `install` obeys it all the same.
  const flags = ['install', '--omit=dev', '--ignore-scripts', '--no-save', '--no-audit', '--no-fund'];
  execFileSync('npm', flags, { cwd: code, stdio: ['ignore', 'inherit', 'inherit'] });
}
for (const unused of ['@github', '@microsoft/mxc-sdk', '@devcontainers']) {
  rmSync(join(packages, unused), { recursive: true, force: true });
}
rmSync(join(code, 'extensions/copilot'), { recursive: true, force: true });
for (const binaries of ['@vscode/ripgrep-universal/bin', 'node-pty/prebuilds']) {
  for (const platform of readdirSync(join(packages, binaries))) {
    if (platform !== 'linux-x64') rmSync(join(packages, binaries, platform), { recursive: true, force: true });
  }
}
