/** Installs the locked packages when they are missing or are not the ones the lock file names. */

import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './root.mjs';

const readLock = (path) => {
  try {
    return JSON.parse(readFileSync(path, 'utf8')).packages ?? {};
  } catch {
    return null;
  }
};

/**
 * Compares contents, not times: a checkout or a copy changes times, and an install beside this one must not be undone.
 * Packages for other platforms are optional and may be absent.
 */
export function isInstalled(root = ROOT) {
  const wanted = readLock(join(root, 'package-lock.json'));
  const found = readLock(join(root, 'node_modules', '.package-lock.json'));
  if (wanted === null || found === null) return false;
  return Object.entries(wanted).every(([path, entry]) => {
    if (!path.includes('node_modules/')) return true;
    if (entry.link) return existsSync(join(root, path));
    const installed = found[path];
    if (installed === undefined) return entry.optional === true || entry.peer === true || entry.devOptional === true;
    return installed.version === entry.version;
  });
}

/** Returns null when all is well, else a message. Scripts of packages are not run. */
export function install(root = ROOT) {
  if (isInstalled(root)) return null;
  process.stdout.write('Installing packages (npm ci --ignore-scripts) ...\n');
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const done = spawnSync(npm, ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: process.platform === 'win32',
  });
  if (done.error) return `npm could not be started: ${done.error.message}`;
  return done.status === 0 ? null : `npm ci ended with exit code ${done.status}`;
}
