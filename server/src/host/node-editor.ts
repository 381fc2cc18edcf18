/** The language server's host on Node: standard streams, a worker thread that runs the program's own entry file. */

import { mkdirSync, readdirSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { ByteStreams, EditorHost, EngineEvents, StartEngine } from '../ports/editor.ts';
import { toStderr } from './stderr.ts';

/** What the thread gets as `workerData`, so that the entry file knows what it is. */
export const ENGINE_ROLE = 'athanor-engine';
export interface EngineData {
  readonly role: typeof ENGINE_ROLE;
  readonly flags: Int32Array;
}

export const isEngineData = (data: unknown): data is EngineData =>
  typeof data === 'object' && data !== null && 'role' in data && data.role === ENGINE_ROLE;

const streams = (): ByteStreams => {
  let open = 0;
  let idle: (() => void)[] = [];
  const settled = (): void => {
    open--;
    if (open > 0) return;
    for (const each of idle) each();
    idle = [];
  };
  return {
    read: (data, ended) => {
      let over = false;
      const end = (): void => {
        if (!over) ended();
        over = true;
      };
      process.stdin.on('data', data);
      process.stdin.on('end', end);
      process.stdin.on('close', end);
      process.stdin.on('error', end);
      // A client that has gone is the end of its session; on a terminal it would be that of the program, at once.
      process.stdout.removeAllListeners('error');
      process.stdout.on('error', end);
      process.stdout.on('close', end);
    },
    write: (bytes) => {
      open++;
      process.stdout.write(bytes, settled);
    },
    close: () =>
      new Promise((done) => {
        process.stdin.destroy();
        tidy();
        if (open === 0) return done();
        idle.push(done);
        // A client that does not read must not keep us.
        setTimeout(done, 1_000).unref();
      }),
  };
};

const startEngine: StartEngine = (flags: Int32Array, events: EngineEvents) => {
  const data: EngineData = { role: ENGINE_ROLE, flags };
  // What it prints goes to the log: standard output is the client's.
  const worker = new Worker(process.argv[1] ?? '', { workerData: data, stdin: false, stdout: true, stderr: true });
  worker.stdout.on('data', toStderr);
  worker.stderr.on('data', toStderr);
  let ended = false;
  const died = (reason: string): void => {
    if (!ended) events.died(reason);
    ended = true;
  };
  worker.on('message', (message: unknown) => events.message(message));
  worker.on('error', (error) => died(error.message));
  worker.on('exit', (code) => died(`exit code ${code}`));
  return {
    post: (value) => worker.postMessage(value),
    end: () => {
      ended = true;
      void worker.terminate();
    },
  };
};

export const nodeEditor = (): EditorHost => ({
  streams: streams(),
  startEngine,
  alive: (process_) => {
    try {
      process.kill(process_, 0);
      return true;
    } catch (error) {
      // It is there, and not ours to signal.
      return error instanceof Error && 'code' in error && error.code === 'EPERM';
    }
  },
  delay: (milliseconds, work) => {
    const timer = setTimeout(work, milliseconds);
    timer.unref();
    return () => clearTimeout(timer);
  },
  clock: () => performance.now(),
  log: (line) => toStderr(`athanor: ${line}\n`),
});

/** What the session writes lies in one folder of the process: a new session does not overwrite an old one's. */
const ownFolder = (): string => join(tmpdir(), `athanor-${process.pid}`);
const CRASH = /^athanor-crash-/;

export const keepInTemp = (name: string, text: string): string | null => {
  try {
    mkdirSync(ownFolder(), { recursive: true, mode: 0o700 });
    const path = join(ownFolder(), name);
    writeFileSync(path, text, { mode: 0o600 });
    return path;
  } catch {
    return null;
  }
};

/** Reports of crashes stay; what was written to be shown in the editor goes with the session. */
const tidy = (): void => {
  try {
    for (const name of readdirSync(ownFolder())) if (!CRASH.test(name)) rmSync(join(ownFolder(), name));
    rmdirSync(ownFolder());
  } catch {
    // There is none, or it has a report.
  }
};
