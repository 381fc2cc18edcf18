/**
 * A vitest reporter that counts tests for the last line of `npm test`.
 * A module that cannot be loaded counts as one failure, and so does an error outside every test.
 */

import { writeFileSync } from 'node:fs';

/** The reason of a skip: what `context.skip(reason)` was given, else what stands in the last parentheses of the test's name. */
const skipReason = (test) => {
  const note = test.result().note;
  if (typeof note === 'string' && note !== '') return note;
  const inName = /\(([^()]+)\)\s*$/.exec(test.fullName);
  return inName?.[1] ?? `no reason given: ${test.fullName}`;
};

export default class Counts {
  onTestRunEnd(modules, unhandledErrors) {
    const counts = { passed: 0, failed: unhandledErrors.length, skipped: 0, reasons: {} };
    for (const module of modules) {
      counts.failed += module.errors().length;
      for (const suite of module.children.allSuites()) counts.failed += suite.errors().length;
      for (const test of module.children.allTests()) {
        const state = test.result().state;
        if (state === 'passed') counts.passed++;
        else if (state === 'skipped') {
          counts.skipped++;
          const reason = skipReason(test);
          counts.reasons[reason] = (counts.reasons[reason] ?? 0) + 1;
        } else counts.failed++;
      }
    }
    const path = process.env.ATHANOR_COUNTS;
    if (path !== undefined) writeFileSync(path, JSON.stringify(counts));
  }
}
