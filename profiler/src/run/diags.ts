/** Collects what is wrong with an input: one entry for each code and rank, with a count and the first place. */

import type { Diag } from './manifest.ts';

export const DIAG_CODES = {
  truncated: ['warning', 'the input ends in the middle; what is complete was kept'],
  'unescaped-string': ['warning', 'a string holds an unescaped quote; the event was repaired'],
  'unreadable-event': ['warning', 'an event is no JSON and was skipped'],
  'unreadable-input': ['error', 'the input could not be read'],
  'unknown-format': ['error', 'the input has no format that is known'],
  'not-an-event': ['warning', 'an entry of the events is no object and was skipped'],
  'event-too-long': ['warning', 'an event is longer than 32 MB and was skipped'],
  'name-too-long': ['information', 'a name is longer than 16 kB; its start and a hash were kept'],
  'negative-duration': ['warning', 'a duration is negative; it counts as 0'],
  'huge-duration': ['warning', 'a duration is longer than 7 days, as counters that overflow make it; kept as it is'],
  'no-time': ['warning', 'an event has no valid time; it was kept in `other`'],
  'no-duration': ['warning', 'a complete event has no valid duration; it was kept in `other`'],
  'time-out-of-range': ['warning', 'a time is more than 104 days from the first; the event was kept in `other`'],
  'sub-nanosecond': ['information', 'times have more than nanoseconds; they were rounded'],
  'unmatched-begin': ['warning', 'an interval begins and does not end; it was kept in `other`'],
  'unmatched-end': ['warning', 'an interval ends without a beginning; it was kept in `other`'],
  'unknown-phase': ['information', 'events of a phase without a table were kept in `other`'],
  'rank-assumed': ['information', 'the input does not say its rank; it is taken for rank 0, being alone'],
  'rank-unknown': ['warning', 'the input does not say its rank; it was given a negative one'],
  'rank-conflict': ['warning', 'the name of the input says another rank than its content; the content counts'],
  'duplicate-rank': ['error', 'another input holds the same rank; this one is left out of the run'],
  'duplicate-input': ['information', 'the same bytes were given before; they are read once'],
  'missing-rank': ['warning', 'the job had ranks of which there is no input'],
  'too-many-ranks': ['warning', 'a merged file has more than 256 ranks; the further ones are left out'],
  'bad-base-time': ['warning', 'the base time is no integer; it counts as 0'],
  'bad-value': ['information', 'a value at the top of the trace is not valid JSON; its text was kept'],
  'over-size': ['error', 'the input is larger after decompression than is allowed'],
  'unsafe-path': ['error', 'a member of an archive has a path that leaves it; it was skipped'],
  'not-a-file': ['warning', 'a link or a special file was not followed'],
  'unknown-record': ['information', 'records of a kind that is not modelled were kept in part'],
} as const satisfies Readonly<Record<string, readonly [Diag['severity'], string]>>;

export type DiagCode = keyof typeof DIAG_CODES;

export class Diags {
  private readonly found = new Map<string, Diag>();

  /**
   * @param detail What this case is, with values; the first one of a code is kept.
   * @param offset First byte concerned.
   */
  add(code: DiagCode, detail = '', offset: number | null = null, rank: number | null = null, count = 1): void {
    const key = `${code} ${rank}`;
    const before = this.found.get(key);
    const [severity, meaning] = DIAG_CODES[code];
    if (before === undefined)
      this.found.set(key, {
        rank,
        code,
        severity,
        count,
        offset,
        text: detail === '' ? meaning : `${meaning}: ${detail}`,
      });
    else this.found.set(key, { ...before, count: before.count + count });
  }

  get list(): readonly Diag[] {
    return [...this.found.values()];
  }
}
