/**
 * The protocol thread: reads frames, keeps the order of a session (initialize, work, shutdown, exit), keeps the open
 * texts, and hands everything else to the analysing thread. It answers when that one cannot: a thread that died or
 * hangs is started again from the texts, and costs the request it was at.
 */

import type { EditorHost, EngineHandle } from '../ports/editor.ts';
import { Documents } from './documents.ts';
import { beatsOf, countCancel, countEdit, countRequest, forgetCancel, newFlags, type Unwanted } from './flags.ts';
import { FrameReader, frameOf } from './frames.ts';
import { classify, ERROR, failure, type Id, type Incoming, isRecord, success } from './json-rpc.ts';
import { Registrations } from './registrations.ts';
import { follow, isDocumentMethod, Remembered, replay } from './replay.ts';

type Request = Extract<Incoming, { kind: 'request' }>;
type Notification = Extract<Incoming, { kind: 'notification' }>;

/** After so many deaths in a row without a quiet time between them, starting again is no cure. */
const MOST_DEATHS = 5;
const QUIET = 180_000;
/** Neither an answer nor a sign of work for so long: the analysing thread hangs. Every analysis has a smaller budget. */
const HANGS = 60_000;
const PARENT_CHECK = 3_000;
const LAST_ANSWERS = 2_000;

/** Runs until the client ends the session or vanishes; gives the exit code. */
export const runFront = (host: EditorHost): Promise<number> =>
  new Promise((done) => {
    const front = new Front(host, done);
    const reader = new FrameReader();
    host.streams.read(
      (chunk) => {
        for (const frame of reader.take(chunk)) {
          if (frame.kind === 'body') front.receive(frame.value);
          else front.broken(frame.message, frame.kind === 'bad-header');
        }
      },
      () => front.end(front.state === 'exited' ? 0 : 1),
    );
  });

class Front {
  state: 'fresh' | 'starting' | 'running' | 'down' | 'exited' = 'fresh';
  private readonly documents = new Documents();
  /** Requests that the analysing thread has and has not answered, oldest first. */
  private readonly pending = new Map<Id, Request>();
  private initialize: Request | null = null;
  private initialized = false;
  private readonly remembered = new Remembered();
  private readonly registrations = new Registrations();
  /** Of the protocol thread's own requests to the client. */
  private ownId = 0;
  private flags = newFlags(0);
  private engine: EngineHandle | null = null;
  /** Which analysing thread it is; its requests to the client carry the number, so that late answers find no other. */
  private generation = 0;
  private deaths = 0;
  private leaving = false;
  private stopTimer: () => void = () => undefined;
  private stopWatch: () => void = () => undefined;

  constructor(
    private readonly host: EditorHost,
    private readonly done: (code: number) => void,
  ) {}

  /** Bytes that are no message. */
  broken(message: string, over: boolean): void {
    this.send(failure(null, ERROR.parse, message));
    if (over) this.end(1);
  }

  receive(value: unknown): void {
    if (this.state === 'exited') return;
    const message = classify(value);
    switch (message.kind) {
      case 'invalid':
        this.send(failure(message.id, ERROR.invalidRequest, message.message));
        break;
      case 'response':
        this.answered(message.id, message.value);
        break;
      case 'notification':
        this.notified(message);
        break;
      case 'request':
        this.asked(message);
        break;
    }
  }

  end(code: number): void {
    if (this.state === 'exited') return;
    this.state = 'exited';
    this.stopTimer();
    this.stopWatch();
    this.engine?.end();
    void this.host.streams.close().then(() => this.done(code));
  }

  /** After `shutdown` what was asked before is still answered, if it does not take long. */
  private leave(): void {
    if (this.state !== 'down' || this.pending.size === 0) this.end(this.state === 'down' ? 0 : 1);
    else {
      this.leaving = true;
      this.host.delay(LAST_ANSWERS, () => this.end(0));
    }
  }

  private asked(request: Request): void {
    const refusal = this.refusal(request);
    if (refusal !== null) {
      this.send(failure(request.id, refusal.code, refusal.message));
      return;
    }
    if (request.method === 'initialize') {
      this.state = 'starting';
      this.initialize = request;
      this.watchParent(request.params);
      this.start();
    }
    if (request.method === 'shutdown') this.state = 'down';
    if (this.engine === null) this.send(success(request.id, null));
    else this.forward(request);
  }

  /** Why a request is not taken now. */
  private refusal({ id, method }: Request): { readonly code: number; readonly message: string } | null {
    const invalid = (message: string) => ({ code: ERROR.invalidRequest, message });
    if (this.pending.has(id)) return invalid(`a request with the id ${id} is still open`);
    if (method === 'initialize') return this.state === 'fresh' ? null : invalid('initialize was asked before');
    if (this.state === 'fresh' || this.state === 'starting')
      return { code: ERROR.notInitialized, message: 'the server is not initialized' };
    if (this.state === 'down') return invalid('the server is shut down');
    if (this.engine === null && method !== 'shutdown') return { code: ERROR.internal, message: GAVE_UP };
    return null;
  }

  private notified(notification: Notification): void {
    const { method, params } = notification;
    if (method === 'exit') {
      this.leave();
      return;
    }
    const unwanted = unwantedBy(method, params);
    if (this.state !== 'running' && !(this.state === 'down' && unwanted !== null)) return;
    if (method === '$/cancelRequest' && unwanted === null) return;
    if (unwanted !== null) countCancel(this.flags, unwanted);
    if (method === 'initialized') this.initialized = true;
    this.remembered.follow(method, params);
    if (isDocumentMethod(method)) {
      if (!follow(this.documents, method, params)) {
        this.log(`${method} with parameters of another form`);
        return;
      }
      countEdit(this.flags);
    }
    this.post(notification);
  }

  /** The client's answer to a request of the analysing thread, or to our own: what to do about one that is off. */
  private answered(id: Id, value: Readonly<Record<string, unknown>>): void {
    if (id === `${OWN}${this.ownId}`) {
      const { result } = value;
      if (!isRecord(result) || result['title'] !== AGAIN || this.engine !== null) return;
      this.deaths = 0;
      this.again([]);
      return;
    }
    const own = `${this.generation}:`;
    if (typeof id !== 'string' || !id.startsWith(own)) return;
    this.engine?.post({ ...value, id: Number(id.slice(own.length)) });
  }

  private forward(request: Request): void {
    this.pending.set(request.id, request);
    forgetCancel(this.flags, ['request', request.id]);
    countRequest(this.flags);
    this.post(request);
    if (this.pending.size === 1) this.watchHang();
  }

  private post({ method, params, ...rest }: Request | Notification): void {
    const id = rest.kind === 'request' ? { id: rest.id } : {};
    this.engine?.post({ jsonrpc: '2.0', ...id, method, ...(params === undefined ? {} : { params }) });
  }

  private start(): void {
    const generation = ++this.generation;
    this.flags = newFlags(generation);
    this.engine = this.host.startEngine(this.flags, {
      message: (value) => {
        if (generation === this.generation) this.fromEngine(value);
      },
      died: (reason) => {
        if (generation === this.generation) this.died(reason);
      },
    });
  }

  private fromEngine(value: unknown): void {
    if (!isRecord(value) || this.state === 'exited') return;
    const { id, method } = value;
    if (method !== undefined) {
      if (this.outdated(value)) return;
      this.registrations.follow(value);
      this.send(isId(id) ? { ...value, id: `${this.generation}:${id}` } : value);
      return;
    }
    // An answer that a new thread gives to what was replayed is nobody's.
    if (!isId(id) || !this.pending.has(id)) return;
    const request = this.pending.get(id);
    this.pending.delete(id);
    if (request?.method === 'initialize') this.begun(value);
    this.watchHang();
    this.send(value);
    if (this.leaving && this.pending.size === 0) this.end(0);
  }

  private begun({ result, error }: Readonly<Record<string, unknown>>): void {
    this.state = error === undefined ? 'running' : 'fresh';
    const capabilities = isRecord(result) ? result['capabilities'] : undefined;
    if (isRecord(capabilities) && capabilities['positionEncoding'] === 'utf-8') this.documents.encoding = 'utf-8';
  }

  /** Diagnostics of a text that is no more: the client would show them at wrong places. */
  private outdated({ method, params }: Readonly<Record<string, unknown>>): boolean {
    if (method !== 'textDocument/publishDiagnostics' || !isRecord(params)) return false;
    const { uri, version } = params;
    const document = typeof uri === 'string' ? this.documents.get(uri) : undefined;
    return typeof version === 'number' && document?.version !== version;
  }

  private died(reason: string): void {
    if (this.state === 'exited') return;
    this.deaths++;
    this.log(`the analysing thread ended (${reason}); it is started again from the open texts`);
    const [guilty, ...others] = [...this.pending.values()];
    this.pending.clear();
    if (guilty !== undefined)
      this.send(failure(guilty.id, ERROR.internal, `the analysing thread ended while it answered: ${reason}`));
    if (guilty?.method === 'initialize' || this.deaths > MOST_DEATHS) {
      this.giveUp(others);
      return;
    }
    this.again(others);
    this.host.delay(QUIET, () => {
      this.deaths = 0;
    });
  }

  /** A new analysing thread that knows what the old one knew. */
  private again(open: readonly Request[]): void {
    const taken = this.registrations.takeBack();
    if (taken !== null) this.ask('client/unregisterCapability', taken);
    this.start();
    const { initialized, remembered } = this;
    if (this.initialize !== null)
      for (const message of replay({ params: this.initialize.params, initialized, remembered }, this.documents)) {
        if (message.kind === 'edit') countEdit(this.flags);
        else if (message.kind === 'request') countRequest(this.flags);
        this.engine?.post(message.message);
      }
    for (const request of open) this.forward(request);
  }

  private giveUp(others: readonly Request[]): void {
    this.engine = null;
    this.generation++;
    for (const { id } of others) this.send(failure(id, ERROR.internal, GAVE_UP));
    if (this.state === 'starting') {
      this.send({ jsonrpc: '2.0', method: 'window/showMessage', params: { type: 1, message: `Athanor: ${GAVE_UP}` } });
      this.end(1);
    } else
      this.ask('window/showMessageRequest', { type: 1, message: `Athanor: ${GAVE_UP}`, actions: [{ title: AGAIN }] });
  }

  private ask(method: string, params: object): void {
    this.send({ jsonrpc: '2.0', id: `${OWN}${++this.ownId}`, method, params });
  }

  private watchHang(): void {
    this.stopTimer();
    if (this.pending.size === 0) return;
    const before = beatsOf(this.flags);
    this.stopTimer = this.host.delay(HANGS, () => {
      if (beatsOf(this.flags) !== before) {
        this.watchHang();
        return;
      }
      this.engine?.end();
      this.died(`no sign of work for ${HANGS / 1000} s`);
    });
  }

  private watchParent(params: unknown): void {
    const parent = isRecord(params) ? params['processId'] : null;
    if (typeof parent !== 'number') return;
    const look = (): void => {
      if (this.host.alive(parent)) this.stopWatch = this.host.delay(PARENT_CHECK, look);
      else this.end(1);
    };
    this.stopWatch = this.host.delay(PARENT_CHECK, look);
  }

  private log(message: string): void {
    this.host.log(message);
    if (this.state === 'running')
      this.send({ jsonrpc: '2.0', method: 'window/logMessage', params: { type: 2, message: `athanor: ${message}` } });
  }

  private send(message: object): void {
    this.host.streams.write(frameOf(message));
  }
}

const GAVE_UP = 'the analysis ended too often and is off';
const AGAIN = 'Try Again';
const OWN = 'front:';

const unwantedBy = (method: string, params: unknown): Unwanted | null => {
  if (!isRecord(params)) return null;
  const { id, token } = params;
  if (method === '$/cancelRequest') return isId(id) ? ['request', id] : null;
  return method === 'window/workDoneProgress/cancel' && isId(token) ? ['token', token] : null;
};

const isId = (value: unknown): value is Id => typeof value === 'string' || typeof value === 'number';
