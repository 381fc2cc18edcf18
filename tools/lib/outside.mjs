/** Packages of a folder with a lock file of its own, outside the workspace: installed when a slow test or the packer needs them. */

import { spawn } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { isInstalled } from './install.mjs';

const isAlive = (pid) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
};

/**
 * Runs `work` while nobody else, in this process or another, runs work on the same folder. Two `npm ci` in one folder
 * each remove what the other unpacks, and both fail. The lock of a process that has gone is taken over.
 */
export async function alone(folder, work) {
  const lock = join(tmpdir(), `athanor-${createHash('sha1').update(folder).digest('hex').slice(0, 16)}.lock`);
  const mine = `${lock}.${randomUUID()}`;
  writeFileSync(mine, String(process.pid));
  try {
    // A link is there at once with its content, so that a lock always names its owner.
    for (; !linked(mine, lock); await pause(200)) if (!isAlive(ownerOf(lock))) rmSync(lock, { force: true });
  } finally {
    rmSync(mine);
  }
  try {
    return await work();
  } finally {
    rmSync(lock);
  }
}

const linked = (file, lock) => {
  try {
    linkSync(file, lock);
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    return false;
  }
};

/** Our own process when the lock was given back meanwhile: nobody is to be removed then. */
const ownerOf = (lock) => {
  try {
    return Number(readFileSync(lock, 'utf8'));
  } catch {
    return process.pid;
  }
};

/** Runs a command without standard input. @returns Null when it ended well, else a sentence with what it said, its middle left out. */
export function problemOf(command, args, cwd) {
  // A silent npm above us would silence this one, and a failure would have no reason.
  const env = { ...process.env, npm_config_loglevel: 'error' };
  return new Promise((done) => {
    const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    const take = (data) => {
      said = (said + data).slice(-20_000);
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    child.on('error', (error) => done(`${command}: ${error.message}`));
    child.on('close', (code, signal) => {
      const lines = said.split('\n').filter((line) => !/^(npm error)?\s*$|A complete log of this run/.test(line));
      const told = lines.length > 8 ? [...lines.slice(0, 4), '...', ...lines.slice(-4)] : lines;
      const how = signal === null ? `exit code ${code}` : signal;
      done(code === 0 ? null : [`${command} ${args[0]} ended with ${how}`, ...told].join(' | '));
    });
  });
}

/** Installs the folder's locked packages if they are not there, running no script of theirs; then `setup`. @returns Null, or why it failed. */
export const installOutside = (folder, setup = async () => null) =>
  alone(folder, async () => {
    const flags = ['ci', '--ignore-scripts', '--no-audit', '--no-fund'];
    const problem = isInstalled(folder) ? null : await problemOf('npm', flags, folder);
    return problem ?? (await setup());
  });
