/** `$/progress` for work that a client gave a token for, or takes one of ours; nothing is said of work that is over at once. */

import { type ProgressToken, WorkDoneProgress, WorkDoneProgressCreateRequest } from 'vscode-languageserver';
import type { Session } from './session.ts';

export interface Progress {
  readonly cancelled: boolean;
  /** `part` of the whole, from 0 to 1. */
  say(message: string, part: number): void;
  done(): void;
}

export const attachProgress = (session: Session, token: ProgressToken | null, title: string): Progress => {
  if (token === null) return { cancelled: false, say: () => undefined, done: () => undefined };
  const { connection, waiting } = session;
  let begun = false;
  return {
    get cancelled() {
      return waiting.cancelled(['token', token]);
    },
    say: (message, part) => {
      const value = { message, percentage: Math.round(Math.min(1, part) * 100) };
      if (begun) void connection.sendProgress(WorkDoneProgress.type, token, { kind: 'report', ...value });
      else {
        const begin = { kind: 'begin', title, cancellable: true, ...value } as const;
        void connection.sendProgress(WorkDoneProgress.type, token, begin);
      }
      begun = true;
    },
    done: () => {
      if (begun) void connection.sendProgress(WorkDoneProgress.type, token, { kind: 'end' });
    },
  };
};

/** A token of ours; null where the client takes none. */
export const ownToken = async ({ client, connection, newId }: Session): Promise<ProgressToken | null> => {
  if (!client.progress) return null;
  const token = newId('progress');
  try {
    await connection.sendRequest(WorkDoneProgressCreateRequest.type, { token });
    return token;
  } catch {
    return null;
  }
};
