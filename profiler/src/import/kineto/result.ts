/** What stands beside the events of a Kineto trace: rank, base time, process groups, device. */

import type { Diags } from '../../run/diags.ts';
import type { RankFacts, ReadResult } from '../reader.ts';
import type { EventReader } from './events.ts';
import { integerOf } from './numbers.ts';

type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

const parse = (text: string | undefined): Json | undefined => {
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const record = (value: Json | undefined): Readonly<Record<string, Json>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, Json>) : {};

/** On-demand captures write numbers as text. */
const integer = (value: Json | undefined): number | null =>
  typeof value === 'number' && Number.isSafeInteger(value)
    ? value
    : typeof value === 'string'
      ? integerOf(value)
      : null;

const text = (value: Json | undefined): string | null =>
  typeof value === 'string' ? value : typeof value === 'number' ? String(value) : null;

export const kinetoResult = (
  reader: EventReader,
  values: ReadonlyMap<string, string>,
  fault: string | null,
  diags: Diags,
): ReadResult => {
  const { sink } = reader;
  sink.end();
  const info = record(parse(values.get('distributedInfo')));
  const rank = integer(info['rank']);
  const merged = sink.tracks.ranks.size > 1 || !sink.tracks.ranks.has(0);
  const facts = {
    worldSize: integer(info['world_size']),
    backend: text(info['backend']),
    baseNs: baseOf(values.get('baseTimeNanoseconds'), sink.originUs, diags),
    device: deviceOf(parse(values.get('deviceProperties'))),
    host: hostOf(values),
    resolution: sink.fine ? ('ns' as const) : ('us' as const),
    meta: metaOf(values, diags),
  };
  const ranks = [...sink.tracks.ranks.values()].map(
    (state): RankFacts => ({
      ...facts,
      rank: merged ? state.rank : rank,
      firstNs: state.slices > 0 ? state.firstNs : null,
      lastNs: state.slices > 0 ? state.lastNs : null,
      slices: state.slices,
    }),
  );
  if (ranks.length === 0) ranks.push({ ...facts, rank, firstNs: null, lastNs: null, slices: 0 });
  return {
    format: merged ? 'chrome-merged' : 'kineto',
    events: reader.events,
    phases: Object.fromEntries(sink.phases),
    ranks,
    groups: groupsOf(info['pg_config'], rank),
    fault,
  };
};

const baseOf = (json: string | undefined, originUs: number | null, diags: Diags): string => {
  const digits = /^"?(-?\d{1,20})"?$/.exec(json ?? '0')?.[1];
  if (digits === undefined) diags.add('bad-base-time', (json ?? '').slice(0, 100));
  return String(BigInt(digits ?? 0) + BigInt(originUs ?? 0) * 1000n);
};

const deviceOf = (devices: Json | undefined): string | null => {
  const first = Array.isArray(devices) ? devices[0] : undefined;
  return text(record(first)['name']);
};

const hostOf = (values: ReadonlyMap<string, string>): string | null => {
  for (const key of ['host_name', 'hostname', 'HOSTNAME']) {
    const host = text(parse(values.get(key)));
    if (host !== null) return host;
  }
  return null;
};

/** Every value beside the events, as one object. */
const metaOf = (values: ReadonlyMap<string, string>, diags: Diags): string => {
  const members = [...values].map(([key, json]) => {
    const valid = parse(json) !== undefined;
    if (!valid) diags.add('bad-value', key.slice(0, 100));
    return `${JSON.stringify(key)}:${valid ? json.replace(/\s*\n\s*/g, ' ') : JSON.stringify(json)}`;
  });
  return `{${members.join(',')}}`;
};

const groupsOf = (config: Json | undefined, rank: number | null): ReadResult['groups'] => {
  const list = typeof config === 'string' ? parse(config) : config;
  if (!Array.isArray(list)) return [];
  return list.map((entry) => {
    const group = record(entry);
    const { ranks } = group;
    return {
      rank,
      pg: text(group['pg_name']) ?? text(group['uid']) ?? '',
      pgDesc: text(group['pg_desc']),
      backend: text(group['backend_config']),
      size: integer(group['pg_size']),
      ranks: ranks === undefined ? null : typeof ranks === 'string' ? ranks : JSON.stringify(ranks),
    };
  });
};
