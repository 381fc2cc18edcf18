/** The least of a language client, for a server on standard input and output: enough to ask two servers the same. */

import { type ChildProcess, spawn } from 'node:child_process';
import type { Finding } from './said-twice.ts';

interface Message {
  readonly id?: number | string;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
}

export class LspClient {
  private buffer: Buffer<ArrayBufferLike> = Buffer.alloc(0);
  private next = 1;
  private readonly waiting = new Map<number | string, (message: Message) => void>();
  /** The last findings of each document. */
  readonly published = new Map<string, readonly Finding[]>();
  private last = 0;

  private constructor(private readonly child: ChildProcess) {
    child.stdout?.on('data', (chunk: Buffer) => this.take(chunk));
  }

  /** Starts and initializes. @param settings What `workspace/configuration` is answered with, by section. */
  static async start(
    command: readonly [string, ...string[]],
    rootUri: string,
    settings: Readonly<Record<string, unknown>> = {},
  ): Promise<LspClient> {
    const [file, ...args] = command;
    const client = new LspClient(spawn(file, args, { stdio: ['pipe', 'pipe', 'ignore'] }));
    client.settings = settings;
    await client.request('initialize', {
      processId: process.pid,
      rootUri,
      workspaceFolders: [{ uri: rootUri, name: 'examples' }],
      capabilities: {
        textDocument: {
          publishDiagnostics: { relatedInformation: true },
          completion: { completionItem: { documentationFormat: ['markdown'] } },
        },
        workspace: { configuration: true, workspaceFolders: true },
      },
    });
    client.notify('initialized', {});
    return client;
  }

  private settings: Readonly<Record<string, unknown>> = {};

  notify(method: string, params: unknown): void {
    this.send({ method, params });
  }

  request(method: string, params: unknown): Promise<unknown> {
    const id = this.next++;
    return new Promise((done, failed) => {
      this.waiting.set(id, ({ result, error }) =>
        error ? failed(new Error(`${method}: ${error.message}`)) : done(result),
      );
      this.send({ id, method, params });
    });
  }

  open(uri: string, text: string): void {
    this.notify('textDocument/didOpen', { textDocument: { uri, languageId: 'python', version: 1, text } });
  }

  /**
   * The findings of documents, once there are some of each and none came for a while: a server may say first that
   * there are none, and what there is when it has read what is imported.
   */
  async findings(
    uris: readonly string[],
    quiet = 5000,
    seconds = 60,
  ): Promise<ReadonlyMap<string, readonly Finding[]>> {
    for (const end = Date.now() + seconds * 1000; ; await new Promise((done) => setTimeout(done, 50))) {
      const missing = uris.filter((uri) => !this.published.has(uri));
      if (missing.length === 0 && Date.now() - this.last > quiet) return this.published;
      if (Date.now() > end) throw new Error(`no findings of ${missing.join(', ')} after ${seconds} s`);
    }
  }

  async stop(): Promise<void> {
    const ended = new Promise((done) => this.child.once('exit', done));
    await this.request('shutdown', null).catch(() => undefined);
    this.notify('exit', null);
    const timer = setTimeout(() => this.child.kill('SIGKILL'), 3000);
    await ended;
    clearTimeout(timer);
  }

  private send(message: object): void {
    const body = JSON.stringify({ jsonrpc: '2.0', ...message });
    this.child.stdin?.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  }

  private take(chunk: Buffer): void {
    this.buffer = Buffer.concat([this.buffer, chunk]);
    for (;;) {
      const end = this.buffer.indexOf('\r\n\r\n');
      const length = Number(/Content-Length: (\d+)/i.exec(this.buffer.toString('latin1', 0, Math.max(0, end)))?.[1]);
      if (end < 0 || this.buffer.length < end + 4 + length) return;
      const message: Message = JSON.parse(this.buffer.toString('utf8', end + 4, end + 4 + length));
      this.buffer = this.buffer.subarray(end + 4 + length);
      this.receive(message);
    }
  }

  private receive(message: Message): void {
    if (message.method === undefined) {
      const done = this.waiting.get(message.id ?? '');
      this.waiting.delete(message.id ?? '');
      done?.(message);
    } else if (message.id !== undefined) {
      const items = (message.params as { readonly items?: readonly { readonly section?: string }[] } | null)?.items;
      const configured = items?.map(({ section }) => this.settings[section ?? ''] ?? null);
      this.send({ id: message.id, result: message.method === 'workspace/configuration' ? (configured ?? []) : null });
    } else if (message.method === 'textDocument/publishDiagnostics') {
      const { uri, diagnostics } = message.params as { readonly uri: string; readonly diagnostics: readonly Finding[] };
      this.published.set(uri, diagnostics);
      this.last = Date.now();
    }
  }
}
