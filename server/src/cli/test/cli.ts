/** Runs the command line in this process over files in memory, for tests. */

import type { SyntaxParser } from '@athanor/compiler-core/syntax/cst.ts';
import { helpPage } from '../../host/help-pages.ts';
import { arrayFromJson, readNpy, writeNpy } from '../../host/npy.ts';
import { compilePatterns } from '../../host/patterns.ts';
import { parseToml } from '../../host/toml.ts';
import { createParser } from '../../host/tree-sitter.ts';
import type { Entry, Files, Outcome } from '../../ports/files.ts';
import type { Ports } from '../../ports/ports.ts';
import { VERSION } from '../../ports/version.ts';
import { runCli } from '../program.ts';

export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
  /** Files after the run, relative to the working directory. */
  readonly files: ReadonlyMap<string, string | Uint8Array>;
}

export interface RunOptions {
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
  readonly input?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly terminal?: boolean;
}

const CWD = '/code';
let parser: Promise<SyntaxParser> | null = null;

/** `files` stand below the working directory, which is the root of a repository. */
export const athanor = async (args: readonly string[], options: RunOptions = {}): Promise<Ran> => {
  const stored = new Map(Object.entries(options.files ?? {}).map(([name, data]) => [`${CWD}/${name}`, data]));
  let out = '';
  let err = '';
  const ports: Ports = {
    version: VERSION,
    files: memoryFiles(stored),
    terminal: {
      out: async (text) => {
        out += text;
      },
      err: async (text) => {
        err += text;
      },
      readInput: async () => new TextEncoder().encode(options.input ?? ''),
      env: options.env ?? {},
      outIsTerminal: options.terminal ?? false,
      errIsTerminal: false,
      columns: null,
      onInterrupt: () => undefined,
    },
    clock: () => 0,
    log: {
      crash: (what, error) => {
        err += `crash: ${what}: ${error instanceof Error ? error.message : String(error)}\n`;
      },
    },
    workers: {
      run: () => {
        throw new Error('no threads in tests that run in one process');
      },
    },
    machine: { runtime: 'Node.js 20.19.0', platform: 'test', processors: 1 },
    compilePatterns,
    arrays: { readNpy, writeNpy, fromJson: arrayFromJson },
    loadToml: async () => parseToml,
    createParser: () => {
      parser ??= createParser();
      return parser;
    },
    helpPage,
  };
  const code = await runCli(args, ports);
  const files = new Map([...stored].map(([path, data]) => [path.slice(CWD.length + 1), data]));
  return { code, out, err, files };
};

const missing = { ok: false, fault: { kind: 'missing', message: 'no such file or directory' } } as const;

export const memoryFiles = (stored: Map<string, string | Uint8Array>): Files => {
  const isDirectory = (path: string): boolean =>
    path === '/' ||
    path === CWD ||
    path === `${CWD}/.git` ||
    [...stored.keys()].some((name) => name.startsWith(`${path}/`));
  const absolute = (path: string): string => {
    const parts: string[] = [];
    for (const part of (path.startsWith('/') ? path : `${CWD}/${path}`).split('/')) {
      if (part === '..') parts.pop();
      else if (part !== '.' && part !== '') parts.push(part);
    }
    return `/${parts.join('/')}`;
  };
  return {
    cwd: CWD,
    absolute,
    read: (path): Outcome<Uint8Array> => {
      const data = stored.get(path);
      if (data === undefined)
        return isDirectory(path) ? { ok: false, fault: { kind: 'directory', message: 'it is a directory' } } : missing;
      return { ok: true, value: typeof data === 'string' ? new TextEncoder().encode(data) : data };
    },
    list: (path) => {
      const entries = new Map<string, Entry>();
      for (const name of stored.keys()) {
        if (!name.startsWith(`${path}/`)) continue;
        const [first = '', ...rest] = name.slice(path.length + 1).split('/');
        entries.set(first, { name: first, kind: rest.length > 0 ? 'directory' : 'file' });
      }
      return { ok: true, value: [...entries.values()] };
    },
    status: (path) => {
      if (stored.has(path)) return { ok: true, value: { kind: 'file', identity: path, size: 0 } };
      return isDirectory(path) ? { ok: true, value: { kind: 'directory', identity: path, size: 0 } } : missing;
    },
    write: (path, data, { exclusive }) => {
      if (exclusive && stored.has(path)) return { ok: false, fault: { kind: 'exists', message: 'it exists already' } };
      stored.set(path, data);
      return { ok: true, value: undefined };
    },
    watch: () => () => undefined,
  };
};
