/** What one acceptance row came to. */

export interface Outcome {
  readonly got: string;
  /** `measured`: an aim that was missed, or a number that has no bound. `skipped`: it did not run; `got` says why. */
  readonly verdict: 'pass' | 'fail' | 'measured' | 'skipped';
  /** Lines printed under the table. */
  readonly details?: readonly string[];
}

export interface Row {
  readonly id: string;
  readonly must: string;
  /** A floor must hold; an aim is measured, reported and explained. */
  readonly kind: 'floor' | 'aim';
  /** A module with a default export `(row) => Promise<Outcome>`, or a command whose last line is an `Outcome` as JSON. */
  readonly run: { readonly module: string } | { readonly command: readonly string[] };
}

export type Runner = (row: Row) => Promise<Outcome>;

export const pass = (got: string, details: readonly string[] = []): Outcome => ({ got, verdict: 'pass', details });
export const fail = (got: string, details: readonly string[] = []): Outcome => ({ got, verdict: 'fail', details });
export const measured = (got: string, details: readonly string[] = []): Outcome => ({
  got,
  verdict: 'measured',
  details,
});
export const skipped = (reason: string): Outcome => ({ got: '', verdict: 'skipped', details: [reason] });

/** A row's verdict in the table's last column. */
export const verdictText = (outcome: Outcome): string =>
  outcome.verdict === 'skipped' ? `skipped (${outcome.details?.[0] ?? 'no reason given'})` : outcome.verdict;
