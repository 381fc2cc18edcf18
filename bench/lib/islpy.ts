/** The peer of our integer sets: isl through `islpy`, in a Python environment of its own. */

import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run, tail } from './process.ts';

export type Peer = { readonly python: string; readonly version: string } | { readonly missing: string };

const FOLDER = join(tmpdir(), 'athanor-peer-islpy');

const versionOf = (python: string): string | null => {
  const ran = run(python, ['-c', 'import islpy; print(islpy.version.VERSION_TEXT)'], { timeoutSeconds: 60 });
  return ran.code === 0 ? ran.stdout.trim() : null;
};

/**
 * The Python named by ATHANOR_ISLPY, or one made for the purpose in the temporary folder, with islpy from the package index.
 * ATHANOR_NO_PEERS=1 does without.
 */
export const islpy = (install: boolean): Peer => {
  if (process.env['ATHANOR_NO_PEERS'] === '1') return { missing: 'ATHANOR_NO_PEERS is set' };
  const named = process.env['ATHANOR_ISLPY'];
  const python = named ?? join(FOLDER, 'bin/python');
  if (named === undefined && !existsSync(python)) {
    if (!install) return { missing: 'islpy is not installed (set ATHANOR_ISLPY to a Python that has it)' };
    const made = run('python3', ['-m', 'venv', FOLDER], { timeoutSeconds: 120 });
    if (made.code !== 0) return { missing: `no Python environment: ${tail(made.stderr, 1).join('')}` };
    const installed = run(python, ['-m', 'pip', 'install', '--quiet', 'islpy'], { timeoutSeconds: 300 });
    if (installed.code !== 0) return { missing: `islpy could not be installed: ${tail(installed.stderr, 1).join('')}` };
  }
  const version = versionOf(python);
  return version === null ? { missing: `${named ?? 'the environment'} has no islpy` } : { python, version };
};
