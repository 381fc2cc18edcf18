/**
 * What client and server said, as text: `-->` from the client, `<--` from the server, each with the method; `<==` and `==>`
 * answer a request with its method. Places on one line; long lists are cut after three entries.
 */

import type { Said } from './client.ts';

const SHOWN = 12;
const KEPT = 3;

export const transcript = (talk: readonly Said[], methods: readonly string[] = []): string => {
  const asked = new Map<string, string>();
  const lines: string[] = [];
  for (const { from, message } of talk) {
    const { id, method, params, result, error } = message;
    const there = from === 'client' ? '-->' : '<--';
    const back = from === 'client' ? '==>' : '<==';
    const other = from === 'client' ? 'server' : 'client';
    if (method !== undefined && id !== undefined) asked.set(`${from} ${id}`, method);
    const about = method ?? asked.get(`${other} ${id}`) ?? 'nobody';
    if (methods.length > 0 && !methods.includes(about)) continue;
    lines.push(`${method === undefined ? back : there} ${about}${error === undefined ? '' : ' (error)'}`);
    const content = method === undefined ? (error ?? result ?? null) : params;
    if (content !== undefined) lines.push(print(content));
  }
  return `${lines.join('\n')}\n`;
};

/** The methods that a transcript has, with their directions: `--> textDocument/hover`. */
export const methodsIn = (text: string): ReadonlySet<string> =>
  new Set([...text.matchAll(/^(?:-->|<--) \S+$/gm)].map(([line]) => line));

export const print = (value: unknown): string => {
  const place = /\{\s*"line": (\d+),\s*"character": (\d+)\s*\}/g;
  const range = /\{\s*"start": "(\d+:\d+)",\s*"end": "(\d+:\d+)"\s*\}/g;
  const numbers = /\[\s*(\d+(?:,\s*\d+)*)\s*\]/g;
  return JSON.stringify(cut(value), null, 2)
    .replace(place, '"$1:$2"')
    .replace(range, '"$1-$2"')
    .replace(numbers, (_, list: string) => `[${list.replace(/\s+/g, ' ')}]`)
    .replace(/\d+\.\d ms/g, '(time) ms');
};

const cut = (value: unknown): unknown => {
  if (Array.isArray(value)) {
    const long = value.length > SHOWN && value.every((each) => typeof each === 'object');
    const kept = (long ? value.slice(0, KEPT) : value).map(cut);
    return long ? [...kept, `and ${value.length - KEPT} more`] : kept;
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, cut(part)]));
};
