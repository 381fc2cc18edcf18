/** `$/progress` for work that a client gave a token for; nothing is said of work that is over at once. */

import { type Connection, type ProgressToken, WorkDoneProgress } from 'vscode-languageserver';

export interface Progress {
  readonly cancelled: boolean;
  /** `part` of the whole, from 0 to 1. */
  say(message: string, part: number): void;
  done(): void;
}

export const attachProgress = (connection: Connection, token: ProgressToken | undefined, title: string): Progress => {
  if (token === undefined) return { cancelled: false, say: () => undefined, done: () => undefined };
  let cancelled = false;
  let begun = false;
  const wish = connection.onNotification('window/workDoneProgress/cancel', (params: { token: ProgressToken }) => {
    if (params.token === token) cancelled = true;
  });
  return {
    get cancelled() {
      return cancelled;
    },
    say: (message, part) => {
      const percentage = Math.round(part * 100);
      const value = { message, percentage };
      if (begun) void connection.sendProgress(WorkDoneProgress.type, token, { kind: 'report', ...value });
      else
        void connection.sendProgress(WorkDoneProgress.type, token, {
          kind: 'begin',
          title,
          cancellable: true,
          ...value,
        });
      begun = true;
    },
    done: () => {
      wish.dispose();
      if (begun) void connection.sendProgress(WorkDoneProgress.type, token, { kind: 'end' });
    },
  };
};
