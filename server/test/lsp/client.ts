/** A client of the language server for tests: requests and notifications by name, everything that was said kept in order. */

import { FrameReader, frameOf } from '../../src/lsp/frames.ts';

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
export interface Message {
  readonly id?: number | string | null;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
  readonly error?: { readonly code: number; readonly message: string };
}

/** A message, and who said it. */
export interface Said {
  readonly from: 'client' | 'server';
  readonly message: Message;
}

/** Bytes to a server and back. */
export interface Wire {
  send(bytes: Uint8Array): void;
  receive(take: (bytes: Uint8Array) => void): void;
  /** The exit code, when it ends. */
  readonly ended: Promise<number | null>;
}

export class Client {
  /** Every message of the server, in order. */
  readonly said: Message[] = [];
  private readonly waiting = new Map<number | string, (message: Message) => void>();
  private watchers: ((message: Message) => void)[] = [];
  private nextId = 0;
  private recording: Said[] | null = null;
  /** Answers to the server's own requests, by method. */
  readonly answers = new Map<string, (params: unknown) => unknown>();
  readonly ended: Promise<number | null>;

  constructor(private readonly wire: Wire) {
    const reader = new FrameReader();
    wire.receive((bytes) => {
      for (const frame of reader.take(bytes)) {
        if (frame.kind !== 'body') throw new Error(`the server sent no message: ${frame.message}`);
        this.take(frame.value as Message);
      }
    });
    this.ended = wire.ended;
  }

  private take(message: Message): void {
    this.said.push(message);
    this.recording?.push({ from: 'server', message });
    const { id, method } = message;
    if (method !== undefined && id !== undefined && id !== null) {
      const result = this.answers.get(method)?.(message.params) ?? null;
      this.raw({ jsonrpc: '2.0', id, result });
    } else if (id !== undefined && id !== null) {
      this.waiting.get(id)?.(message);
      this.waiting.delete(id);
    }
    for (const watch of [...this.watchers]) watch(message);
  }

  /** Everything that either side says from now on goes into this list. */
  record(): readonly Said[] {
    const list: Said[] = [];
    this.recording = list;
    return list;
  }

  raw(message: object): void {
    this.recording?.push({ from: 'client', message });
    this.wire.send(frameOf(message));
  }

  bytes(bytes: Uint8Array): void {
    this.wire.send(bytes);
  }

  notify(method: string, params: object): void {
    this.raw({ jsonrpc: '2.0', method, params });
  }

  /** The whole answer, a failure too. @throws Error where the server ends without one. */
  ask(method: string, params?: object, id: number | string = ++this.nextId): Promise<Message> {
    return new Promise((done, fail) => {
      this.waiting.set(id, done);
      void this.ended.then((code) => fail(new Error(`${method}: the server ended (${code}) without an answer`)));
      this.raw({ jsonrpc: '2.0', id, method, ...(params === undefined ? {} : { params }) });
    });
  }

  get lastId(): number {
    return this.nextId;
  }

  /** @throws Error where the server answers with a failure. */
  async request(method: string, params?: object): Promise<unknown> {
    const { result, error } = await this.ask(method, params);
    if (error !== undefined) throw new Error(`${method}: ${error.code} ${error.message}`);
    return result;
  }

  /** The first message from now on that fits. */
  next(fits: (message: Message) => boolean): Promise<Message> {
    return new Promise((done) => {
      const watch = (message: Message): void => {
        if (!fits(message)) return;
        this.watchers = this.watchers.filter((each) => each !== watch);
        done(message);
      };
      this.watchers.push(watch);
    });
  }

  /** Diagnostics pushed for a version of a document. */
  async pushed(uri: string, version?: number): Promise<unknown> {
    const fits = ({ method, params }: Message): boolean =>
      method === 'textDocument/publishDiagnostics' &&
      (params as { readonly uri: string }).uri === uri &&
      (version === undefined || (params as { readonly version?: number }).version === version);
    const already = this.said.findLast(fits);
    return (already ?? (await this.next(fits))).params;
  }

  async begin(capabilities: object = {}, more: object = {}): Promise<unknown> {
    const result = await this.request('initialize', { processId: null, rootUri: null, capabilities, ...more });
    this.notify('initialized', {});
    return result;
  }

  open(uri: string, text: string, version = 1, languageId = 'python'): void {
    this.notify('textDocument/didOpen', { textDocument: { uri, languageId, version, text } });
  }

  change(uri: string, version: number, contentChanges: readonly object[]): void {
    this.notify('textDocument/didChange', { textDocument: { uri, version }, contentChanges });
  }

  async end(): Promise<number | null> {
    await this.request('shutdown');
    this.raw({ jsonrpc: '2.0', method: 'exit' });
    return this.ended;
  }
}
