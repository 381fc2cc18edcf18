/** What stands beside the events of a Kineto trace: rank, base time, process groups, device. */

import type { Diags } from '../../run/diags.ts';
import { integerIn, type Json, parseJson, recordOf, textIn } from '../json/values.ts';
import type { RankFacts, ReadResult } from '../reader.ts';
import type { EventReader } from './events.ts';

export const kinetoResult = (
  reader: EventReader,
  values: ReadonlyMap<string, string>,
  fault: string | null,
  diags: Diags,
): ReadResult => {
  const { sink } = reader;
  sink.end();
  const info = recordOf(parseJson(values.get('distributedInfo')));
  const rank = integerIn(info['rank']);
  const merged = sink.tracks.ranks.size > 1 || !sink.tracks.ranks.has(0);
  const facts = {
    worldSize: integerIn(info['world_size']),
    backend: textIn(info['backend']),
    baseNs: baseOf(values.get('baseTimeNanoseconds'), sink.originUs, diags),
    device: deviceOf(parseJson(values.get('deviceProperties'))),
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
  return textIn(recordOf(first)['name']);
};

const hostOf = (values: ReadonlyMap<string, string>): string | null => {
  for (const key of ['host_name', 'hostname', 'HOSTNAME']) {
    const host = textIn(parseJson(values.get(key)));
    if (host !== null) return host;
  }
  return null;
};

/** Every value beside the events, as one object. */
const metaOf = (values: ReadonlyMap<string, string>, diags: Diags): string => {
  const members = [...values].map(([key, json]) => {
    const valid = parseJson(json) !== undefined;
    if (!valid) diags.add('bad-value', key.slice(0, 100));
    return `${JSON.stringify(key)}:${valid ? json.replace(/\s*\n\s*/g, ' ') : JSON.stringify(json)}`;
  });
  return `{${members.join(',')}}`;
};

const groupsOf = (config: Json | undefined, rank: number | null): ReadResult['groups'] => {
  const list = typeof config === 'string' ? parseJson(config) : config;
  if (!Array.isArray(list)) return [];
  return list.map((entry) => {
    const group = recordOf(entry);
    const { ranks } = group;
    return {
      rank,
      pg: textIn(group['pg_name']) ?? textIn(group['uid']) ?? '',
      pgDesc: textIn(group['pg_desc']),
      backend: textIn(group['backend_config']),
      size: integerIn(group['pg_size']),
      ranks: ranks === undefined ? null : typeof ranks === 'string' ? ranks : JSON.stringify(ranks),
    };
  });
};
