/** The built server as a process, for tests and benchmarks: its streams as a wire. */

import { type ChildProcess, spawn } from 'node:child_process';
import { join, resolve } from 'node:path';
import { Client } from './client.ts';

export const BUNDLE = join(resolve(import.meta.dirname, '../../..'), 'server/dist/athanor.mjs');

export interface ProcessServer {
  readonly client: Client;
  readonly child: ChildProcess;
}

export interface ProcessOptions {
  readonly stderr?: 'ignore' | 'inherit' | 'pipe' | number;
  readonly env?: Readonly<Record<string, string>>;
}

export const processServer = (
  command: readonly string[] = [process.execPath, BUNDLE, 'lsp', '--stdio'],
  { stderr = 'ignore', env = {} }: ProcessOptions = {},
): ProcessServer => {
  const [file = '', ...args] = command;
  const child = spawn(file, args, { stdio: ['pipe', 'pipe', stderr], env: { ...process.env, ...env } });
  const { stdin, stdout } = child;
  if (stdin === null || stdout === null) throw new Error('the server has no streams');
  stdin.on('error', () => undefined);
  const client = new Client({
    send: (bytes) => void stdin.write(bytes),
    receive: (take) => void stdout.on('data', take),
    ended: new Promise((done) => child.on('exit', done)),
  });
  return { client, child };
};
