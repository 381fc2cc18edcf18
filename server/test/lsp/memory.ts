/** The whole server in this thread, over files in memory: both of its threads, joined by queues. */

import type { LogPort } from '@athanor/compiler-core/session/limits.ts';
import { editorProject } from '../../src/cli/editor-project.ts';
import { memoryFiles } from '../../src/cli/test/cli.ts';
import { compilePatterns } from '../../src/host/patterns.ts';
import { parseToml } from '../../src/host/toml.ts';
import { createParser } from '../../src/host/tree-sitter.ts';
import { runFront } from '../../src/lsp/front.ts';
import { serveEngine } from '../../src/lsp/node.ts';
import type { ByteStreams, EditorHost, EngineEvents, EngineHost } from '../../src/ports/editor.ts';
import { Client } from './client.ts';

export const ROOT = '/code';
export const uriOf = (name: string): string => `file://${ROOT}/${name}`;

export interface MemoryServer {
  readonly client: Client;
  /** Files on disk, by absolute path. */
  readonly disk: Map<string, string | Uint8Array>;
  /** What was kept of crashes, by name. */
  readonly kept: Map<string, string>;
  readonly crashes: string[];
  /** Ends the analysing thread as if it had died. */
  kill(reason: string): void;
  readonly starts: () => number;
}

const parser = createParser();

export const memoryServer = (
  files: Readonly<Record<string, string>> = {},
  change: (host: EngineHost) => EngineHost = (host) => host,
): MemoryServer => {
  const disk = new Map<string, string | Uint8Array>(
    Object.entries(files).map(([name, text]) => [`${ROOT}/${name}`, text]),
  );
  const kept = new Map<string, string>();
  const crashes: string[] = [];
  const log: LogPort = {
    crash: (what, error) => crashes.push(`${what}: ${error instanceof Error ? error.message : String(error)}`),
  };
  let starts = 0;
  let current: EngineEvents | null = null;
  let toServer: (bytes: Uint8Array) => void = () => undefined;
  let toClient: (bytes: Uint8Array) => void = () => undefined;
  const streams: ByteStreams = {
    read: (data) => {
      toServer = data;
    },
    write: (bytes) => void setImmediate(() => toClient(bytes)),
    close: () => new Promise((done) => setImmediate(done)),
  };
  const engineHost = async (): Promise<EngineHost> =>
    change({
      version: '0.0.0',
      parser: await parser,
      project: await editorProject({ files: memoryFiles(disk), compilePatterns, loadToml: async () => parseToml }),
      clock: () => performance.now(),
      log,
      soon: (work) => void setImmediate(work),
      later: (milliseconds, work) => void setTimeout(work, milliseconds).unref(),
      keep: (name, text) => {
        kept.set(name, text);
        return `/tmp/${name}`;
      },
      helpUrl: (code) => `https://athanor.test/${code}`,
    });
  const host: EditorHost = {
    streams,
    startEngine: (flags, events) => {
      starts++;
      current = events;
      let over = false;
      let take: (message: unknown) => void = () => undefined;
      const waiting: unknown[] = [];
      // One message a turn, each a copy: as between threads.
      const hand = (message: unknown, to: (message: unknown) => void): void => {
        const copy = structuredClone(message);
        setImmediate(() => {
          if (!over) to(copy);
        });
      };
      serveEngine(
        {
          post: (message) => hand(message, events.message),
          listen: (taker) => {
            take = taker;
            for (const message of waiting.splice(0)) hand(message, taker);
          },
        },
        flags,
        engineHost(),
      );
      return {
        post: (message) => hand(message, take),
        end: () => {
          over = true;
        },
      };
    },
    alive: () => true,
    delay: (milliseconds, work) => {
      const timer = setTimeout(work, milliseconds);
      timer.unref();
      return () => clearTimeout(timer);
    },
    clock: () => performance.now(),
    log: () => undefined,
  };
  const ended = runFront(host);
  const client = new Client({
    send: (bytes) => void setImmediate(() => toServer(bytes)),
    receive: (take) => {
      toClient = take;
    },
    ended,
  });
  return { client, disk, kept, crashes, kill: (reason) => current?.died(reason), starts: () => starts };
};
