/** The analysing thread: a connection over messages instead of bytes, and the session behind it. */

import {
  AbstractMessageReader,
  AbstractMessageWriter,
  type Connection,
  createConnection,
  createProtocolConnection,
  type DataCallback,
  type Disposable,
  type InitializeParams,
  Message,
  type MessageReader,
  type MessageWriter,
} from 'vscode-languageserver';
import type { EngineHost } from '../ports/editor.ts';
import { capabilitiesFor } from './capabilities.ts';
import { foldersOf, readClient } from './client.ts';
import { Registry } from './guard.ts';
import { registerAll } from './handlers/all.ts';
import { begin } from './handlers/lifecycle.ts';
import { ERROR } from './json-rpc.ts';
import { isDocumentMethod } from './replay.ts';
import { Session } from './session.ts';

/** Messages as plain data, to and from the protocol thread. */
export interface EnginePort {
  post(message: unknown): void;
  listen(take: (message: unknown) => void): void;
}

/** `host` is made while `initialize` waits: the grammar takes some time to load. */
export const serveEngine = (port: EnginePort, flags: Int32Array, host: Promise<EngineHost>): void => {
  let session: Session | null = null;
  const connection: Connection = createConnection(
    (logger) =>
      createProtocolConnection(new PortReader(port), new PortWriter(port), logger, {
        // What waits is counted where it is taken: a check that runs between two messages must know of the second.
        messageStrategy: {
          handleMessage: (message, next) => {
            if (session !== null) session.current = Message.isRequest(message) ? message.id : null;
            try {
              return next(message);
            } finally {
              count(session, message);
            }
          },
        },
        connectionStrategy: {
          cancelUndispatched: (message) => {
            count(session, message);
            if (!Message.isRequest(message)) return undefined;
            return {
              jsonrpc: '2.0',
              id: message.id,
              error: { code: ERROR.cancelled, message: 'cancelled by the client' },
            };
          },
        },
      }),
    { shutdownReceived: false, initialize: () => undefined, exit: () => undefined },
  );
  connection.onInitialize(async (params: InitializeParams) => {
    const client = readClient(params);
    const ready = await host;
    session = new Session(connection, ready, client, flags);
    // The one request that came before there was a session.
    session.waiting.tookRequest();
    session.folders = foldersOf(params);
    registerAll(new Registry(session));
    begin(session, params);
    return { capabilities: capabilitiesFor(client), serverInfo: { name: 'athanor', version: ready.version } };
  });
  connection.listen();
};

const count = (session: Session | null, message: Message): void => {
  if (Message.isRequest(message)) session?.waiting.tookRequest();
  else if (Message.isNotification(message) && isDocumentMethod(message.method)) session?.waiting.tookEdit();
};

class PortReader extends AbstractMessageReader implements MessageReader {
  constructor(private readonly port: EnginePort) {
    super();
  }

  listen(callback: DataCallback): Disposable {
    this.port.listen((message) => callback(message as Message));
    return { dispose: () => undefined };
  }
}

class PortWriter extends AbstractMessageWriter implements MessageWriter {
  constructor(private readonly port: EnginePort) {
    super();
  }

  write(message: Message): Promise<void> {
    this.port.post(message);
    return Promise.resolve();
  }

  end(): void {
    // The thread ends with its protocol thread.
  }
}
