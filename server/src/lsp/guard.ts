/** Handlers of requests and notifications in one form; what fails in one costs its answer and nothing else. */

import {
  CancellationToken,
  type NotificationType,
  type ProtocolRequestType,
  type RequestType,
  ResponseError,
} from 'vscode-languageserver';
import { ERROR } from './json-rpc.ts';
import { paramsFault } from './params.ts';
import type { Session } from './session.ts';

/** Whether the client still wants the answer: known even before the notification that says so is taken. */
export interface Wish {
  readonly cancelled: boolean;
}
export type RequestHandler<P, R> = (session: Session, params: P, wish: Wish) => R | Promise<R>;
type AnyRequest<P, R> = RequestType<P, R, unknown> | ProtocolRequestType<P, R, never, unknown, unknown>;

type Given<P> = [params: P, token: CancellationToken] | [token: CancellationToken];

/** Registers handlers on a session's connection. A method that is registered twice is a mistake of ours. */
export class Registry {
  private readonly methods = new Set<string>();

  constructor(private readonly session: Session) {}

  request<P, R>(type: AnyRequest<P, R>, handler: RequestHandler<P, R>): void {
    this.claim(type.method);
    // Without parameters the token comes alone.
    this.session.connection.onRequest<unknown, unknown>(type.method, async (...given: Given<P>) => {
      const { session } = this;
      const [params, token] = given.length === 2 ? given : [undefined as P, given[0]];
      const fault = paramsFault(type.method, params);
      if (fault !== null) throw new ResponseError(ERROR.invalidParams, fault);
      const wish = wishFor(session, token);
      const trace = session.traceOf(type.method);
      try {
        const result = await Promise.race([handler(session, params, wish), cancelled(token)]);
        if (wish.cancelled) throw cancellation();
        return result;
      } catch (error) {
        if (error instanceof ResponseError) throw error;
        session.crashes.inRequest(type.method, params, error);
        const reason = error instanceof Error ? error.message : String(error);
        throw new ResponseError(ERROR.internal, `${type.method} failed inside the tool: ${reason}`);
      } finally {
        trace();
      }
    });
  }

  notification<P>(type: NotificationType<P>, handler: (session: Session, params: P) => void | Promise<void>): void {
    this.claim(type.method);
    this.session.connection.onNotification(type.method, async (params: P) => {
      const fault = paramsFault(type.method, params);
      if (fault !== null) {
        this.session.connection.console.warn(`athanor: ${fault}`);
        return;
      }
      try {
        await handler(this.session, params);
      } catch (error) {
        this.session.crashes.inRequest(type.method, params, error);
      }
    });
  }

  private claim(method: string): void {
    if (this.methods.has(method)) throw new Error(`two handlers for ${method}`);
    this.methods.add(method);
  }
}

const cancellation = (): ResponseError<void> => new ResponseError(ERROR.cancelled, 'cancelled by the client');

const wishFor = (session: Session, token: CancellationToken): Wish => {
  const { waiting, current } = session;
  return {
    get cancelled(): boolean {
      return token.isCancellationRequested || (current !== null && waiting.cancelled(['request', current]));
    },
  };
};

/** Fails when the client does not want the answer any more. */
const cancelled = (token: CancellationToken): Promise<never> =>
  new Promise((_, reject) => {
    const stop = (): void => reject(cancellation());
    if (token.isCancellationRequested) stop();
    else if (token !== CancellationToken.None) token.onCancellationRequested(stop);
  });
