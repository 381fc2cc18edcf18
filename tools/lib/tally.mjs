/** Counts of passed, failed and skipped things, and the one line that every run ends with. */

export const emptyTally = () => ({ passed: 0, failed: 0, skipped: 0, reasons: {} });

export const addTally = (a, b) => {
  const reasons = { ...a.reasons };
  for (const [reason, count] of Object.entries(b.reasons)) reasons[reason] = (reasons[reason] ?? 0) + count;
  return { passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: a.skipped + b.skipped, reasons };
};

export const tallyLine = (tally) => `${tally.passed} passed, ${tally.failed} failed, ${tally.skipped} skipped`;

/** One line per skip reason, the most frequent first. */
export const skipLines = (tally) =>
  Object.entries(tally.reasons)
    .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    .map(([reason, count]) => `skipped ${count}: ${reason}`);
