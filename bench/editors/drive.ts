/** Runs one editor, headless, on a folder of examples, and reads what its script said about each check. */

import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checked, newWorkspace } from '../../extension/e2e/workspace.ts';
import { build } from '../../tools/build.mjs';
import { ROOT, run, tail } from '../lib/process.ts';

export interface Said {
  readonly name: string;
  readonly ok: boolean;
  readonly said: string;
}

export const has = (command: string): boolean => run('sh', ['-c', `command -v ${command}`]).code === 0;

export interface Drive {
  readonly command: string;
  readonly args: readonly string[];
  /** The file for users, below `docs/editors`. */
  readonly config: string;
  /** Codes that this file switches off, since a Python server says them. */
  readonly off: readonly string[];
}

/** What each check came to; a check that the editor did not reach is missing. */
export const drive = async ({ command, args, config, off }: Drive): Promise<readonly Said[]> => {
  const folder = newWorkspace();
  const home = join(folder, '.home');
  try {
    mkdirSync(join(home, '.emacs.d'), { recursive: true });
    mkdirSync(join(home, 'bin'));
    await build(join(home, 'server'));
    const bundle = join(home, 'server/athanor.mjs');
    writeFileSync(join(home, 'bin/athanor'), `#!/bin/sh\nexec '${process.execPath}' '${bundle}' "$@"\n`, {
      mode: 0o755,
    });
    const wanted = checked(folder, 'faults.py', bundle).filter(
      (each) => !off.some((code) => each.endsWith(` ${code}`)),
    );
    writeFileSync(join(folder, 'expected.json'), JSON.stringify(wanted));
    const out = join(home, 'said.jsonl');
    const ran = run(command, args, {
      cwd: folder,
      timeoutSeconds: 600,
      env: {
        HOME: home,
        XDG_CONFIG_HOME: undefined,
        PATH: `${join(home, 'bin')}:${process.env['PATH'] ?? ''}`,
        ATHANOR_CONFIG: join(ROOT, 'docs/editors', config),
        ATHANOR_FOLDER: folder,
        ATHANOR_OUT: out,
      },
    });
    const lines = existsSync(out) ? readFileSync(out, 'utf8').trim().split('\n') : [];
    const said: readonly Said[] = lines.filter((line) => line !== '').map((line) => JSON.parse(line));
    if (ran.code === 0) return said;
    const why = tail(ran.stderr + ran.stdout, 5).join(' | ');
    return [...said, { name: 'the editor', ok: false, said: `exit code ${ran.code}: ${why}` }];
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
};

export const failures = (said: readonly Said[]): readonly string[] =>
  said.filter(({ ok }) => !ok).map(({ name, said: why }) => `${name}: ${why}`);
