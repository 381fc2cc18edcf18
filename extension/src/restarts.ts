/** When a server that ended is started again: not for ever, since a server that dies at once would keep doing so. */

export const MOST_RESTARTS = 4;
export const WINDOW = 180_000;

export class Restarts {
  private ended: number[] = [];

  /** The server ended at this time (milliseconds); true when it is to be started again. */
  again(now: number): boolean {
    this.ended = [...this.ended.filter((time) => now - time < WINDOW), now];
    return this.ended.length <= MOST_RESTARTS;
  }

  /** The user starts it: what was before does not count. */
  forget(): void {
    this.ended = [];
  }
}
