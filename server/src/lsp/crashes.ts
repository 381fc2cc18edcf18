/** What is done when a feature or a check fails inside the tool: kept for a report, said in the log, never twice. */

import { isRecord } from './json-rpc.ts';
import type { Session } from './session.ts';

/** A crash that comes with every key must not fill a disk. */
const MOST_KEPT = 20;

export class CrashKeeper {
  private readonly seen = new Set<string>();

  constructor(private readonly session: Session) {}

  /** One request failed. What was asked and the texts it was asked about are kept. */
  inRequest(method: string, params: unknown, error: unknown): void {
    const uri = isRecord(params) && isRecord(params['textDocument']) ? params['textDocument']['uri'] : undefined;
    const document = typeof uri === 'string' ? this.session.documents.get(uri) : undefined;
    this.keep(method, error, { method, params, texts: document === undefined ? [] : [textOf(document)] });
  }

  /** A step of a check failed; the check went on without it. */
  inCheck(what: string, error: unknown): void {
    this.keep(what, error, { what, texts: this.session.documents.all.map(textOf) });
  }

  private keep(what: string, error: unknown, content: object): void {
    const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    this.session.host.log.crash(what, error);
    if (this.seen.has(`${what}\n${reason}`) || this.seen.size >= MOST_KEPT) return;
    this.seen.add(`${what}\n${reason}`);
    const stack = error instanceof Error ? error.stack : undefined;
    const { version } = this.session.host;
    const name = `athanor-crash-${what.replace(/[^\w-]+/g, '-').slice(0, 40)}-${this.seen.size}.json`;
    const path = this.session.host.keep(name, `${JSON.stringify({ version, reason, stack, ...content }, null, 2)}\n`);
    const place = path === null ? 'it could not be written for a report' : `what led to it stands in ${path}`;
    this.session.connection.console.error(`athanor: ${what} failed inside the tool: ${reason}; ${place}`);
  }
}

const textOf = ({ uri, version, text }: { uri: string; version: number; text: string }): object => ({
  uri,
  version,
  text,
});
