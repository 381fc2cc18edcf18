/** How long work may go on. The clock is the host's: this library reads none. */

/** Set by the host when a newer snapshot makes the work pointless. */
export interface CancelToken {
  readonly cancelled: boolean;
}

/** Milliseconds since any fixed moment, never going back. */
export type Clock = () => number;

export interface Limits {
  readonly cancel: CancelToken;
  readonly clock: Clock;
  /** Milliseconds for one analysis of one function. */
  readonly perAnalysis: number;
}

export const neverCancelled: CancelToken = { cancelled: false };

/** No time limit and no cancelling: for tests, and for hosts that have no clock. */
export const unlimited: Limits = {
  cancel: neverCancelled,
  clock: () => 0,
  perAnalysis: Number.POSITIVE_INFINITY,
};

/** Where crashes go: the check they cost is reported as `internal-error`, what happened is for the log. */
export interface LogPort {
  crash(what: string, error: unknown): void;
}
export const silentLog: LogPort = { crash: () => undefined };
