/** What a trace holds, counted the simple way: the whole text, `JSON.parse`, one loop. Shares no code with the readers. */

import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

interface Event {
  readonly ph?: string;
  readonly ts?: number | string;
  readonly dur?: number | string;
  readonly cat?: string;
  readonly pid?: unknown;
  readonly tid?: unknown;
  readonly name?: string;
  readonly args?: Readonly<Record<string, unknown>>;
}

export interface Counted {
  readonly events: number;
  readonly phases: Readonly<Record<string, number>>;
  /** Over complete events and pairs: number and sum of lengths by category. */
  readonly slices: Readonly<Record<string, { readonly count: number; readonly ns: bigint }>>;
  /** Sum of the starts of complete events since the first of them, ns. */
  readonly starts: bigint;
  /** Sum of all correlations of complete events. */
  readonly correlations: bigint;
}

export const textOf = (path: string): string => {
  const bytes = readFileSync(path);
  return (bytes[0] === 0x1f ? gunzipSync(bytes) : bytes).toString('utf8');
};

/** Microseconds, as the shortest text of the double or as text, to nanoseconds. */
const ns = (value: number | string | undefined): bigint => {
  const text = String(value ?? 0);
  if (text.includes('e')) return BigInt(Math.round(Number(text) * 1000));
  const negative = text.startsWith('-');
  const [whole = '0', fraction = ''] = text.replace('-', '').split('.');
  const tail = `${fraction}0000`;
  const size = BigInt(whole) * 1000n + BigInt(tail.slice(0, 3)) + (Number(tail[3]) >= 5 ? 1n : 0n);
  return negative ? -size : size;
};

export const count = (text: string): Counted => {
  // Numbers with a point stay text: a double loses nanoseconds of absolute times.
  const exact = text.replace(/("(?:ts|dur)"\s*:\s*)(-?\d+\.\d+)(?=\s*[,}])/g, '$1"$2"');
  const parsed = JSON.parse(exact) as { readonly traceEvents?: readonly Event[] } | readonly Event[];
  const events = Array.isArray(parsed)
    ? (parsed as readonly Event[])
    : ((parsed as { traceEvents?: readonly Event[] }).traceEvents ?? []);
  const phases: Record<string, number> = {};
  const slices: Record<string, { count: number; ns: bigint }> = {};
  const open = new Map<string, Event[]>();
  const starts: bigint[] = [];
  let correlations = 0n;
  const add = (cat: string | undefined, length: bigint, start: bigint): void => {
    const slot = slices[cat ?? ''] ?? { count: 0, ns: 0n };
    slices[cat ?? ''] = slot;
    slot.count++;
    slot.ns += length > 0n ? length : 0n;
    starts.push(start);
  };
  for (const event of events) {
    const phase = event.ph ?? '';
    phases[phase] = (phases[phase] ?? 0) + 1;
    const key = JSON.stringify([event.pid, event.tid]);
    if (phase === 'X' && event.dur !== undefined) {
      add(event.cat, ns(event.dur), ns(event.ts));
      const correlation = event.args?.['correlation'];
      if (typeof correlation === 'number') correlations += BigInt(correlation);
    } else if (phase === 'B') open.set(key, [...(open.get(key) ?? []), event]);
    else if (phase === 'E') {
      const begun = open.get(key)?.pop();
      if (begun !== undefined) add(event.cat ?? begun.cat, ns(event.ts) - ns(begun.ts), ns(begun.ts));
    }
  }
  let first = starts[0] ?? 0n;
  for (const start of starts) if (start < first) first = start;
  return {
    events: events.length,
    phases,
    slices,
    starts: starts.reduce((sum, start) => sum + start - first, 0n),
    correlations,
  };
};
