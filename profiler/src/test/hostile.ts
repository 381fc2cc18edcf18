/** Inputs made to break a reader, and what has to be said about each. Used by the tests and by the acceptance table. */

import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { tarOf } from './archives.ts';
import { eventsJson, traceJson } from './traces.ts';

export interface Hostile {
  readonly name: string;
  /** Writes the input below `folder`, beside a good one, `good/rank-7.json`. */
  write(folder: string): void;
  /** Codes that must be said, of the run. */
  readonly codes: readonly string[];
  /** Slices of the hostile input that must be there. */
  readonly slices: number;
}

const put =
  (name: string, bytes: string | Uint8Array) =>
  (folder: string): void =>
    writeFileSync(join(folder, name), bytes);

const X = '"ph":"X","cat":"cpu_op","pid":1,"tid":1';
const ten = eventsJson(10);

export const HOSTILE: readonly Hostile[] = [
  { name: 'an empty file', write: put('rank-1.json', ''), codes: ['unreadable-input'], slices: 0 },
  { name: 'no trace at all', write: put('rank-1.json', 'hello, world'), codes: ['unknown-format'], slices: 0 },
  {
    name: 'JSON of something else',
    write: put('rank-1.json', '{"a":[1,2,{"b":3}]}'),
    codes: ['unknown-format'],
    slices: 0,
  },
  {
    name: 'bytes at random',
    write: put(
      'rank-1.bin',
      Uint8Array.from({ length: 5000 }, (_, i) => (i * 7919) % 251),
    ),
    codes: ['unknown-format'],
    slices: 0,
  },
  {
    name: 'truncated in an event',
    write: put('rank-1.json', traceJson(1, ten).slice(0, -200)),
    codes: ['truncated'],
    slices: 9,
  },
  {
    name: 'truncated gzip',
    write: put('rank-1.json.gz', gzipSync(traceJson(1, eventsJson(5000))).subarray(0, 9000)),
    codes: ['truncated'],
    slices: -1,
  },
  {
    name: 'gzip of two members',
    write: put(
      'rank-1.json.gz',
      Buffer.concat([traceJson(1, ten).slice(0, 300), traceJson(1, ten).slice(300)].map((half) => gzipSync(half))),
    ),
    codes: [],
    slices: 10,
  },
  {
    name: 'a bomb',
    write: put('rank-1.json.gz', gzipSync(Buffer.alloc(20 << 20, 32))),
    codes: ['over-size'],
    slices: 0,
  },
  {
    name: 'an unescaped quote',
    write: put('rank-1.json', traceJson(1, `${ten},{${X},"name":"say "hi" now","ts":5,"dur":1}`)),
    codes: ['unescaped-string'],
    slices: 11,
  },
  {
    name: 'an event that is no JSON',
    write: put('rank-1.json', traceJson(1, `{"ph":"X",,,},\n{${X},"name":"a","ts":5,"dur":1}`)),
    codes: ['unreadable-event'],
    slices: 1,
  },
  {
    name: 'control characters in a string',
    write: put('rank-1.json', traceJson(1, `{${X},"name":"a\tb\u0001\nc","ts":5,"dur":1}`)),
    codes: [],
    slices: 1,
  },
  {
    name: 'a name of 10 MB',
    write: put('rank-1.json', traceJson(1, `{${X},"name":"${'n'.repeat(10 << 20)}","ts":5,"dur":1}`)),
    codes: ['name-too-long'],
    slices: 1,
  },
  {
    name: 'a negative duration',
    write: put('rank-1.json', traceJson(1, `{${X},"name":"a","ts":5,"dur":-3.5}`)),
    codes: ['negative-duration'],
    slices: 1,
  },
  {
    name: 'a huge duration',
    write: put('rank-1.json', traceJson(1, `{${X},"name":"a","ts":5,"dur":18446744073709551615}`)),
    codes: ['huge-duration'],
    slices: 1,
  },
  {
    name: 'a time of 1e300',
    write: put('rank-1.json', traceJson(1, `${ten},{${X},"name":"a","ts":1e300,"dur":1}`)),
    codes: ['time-out-of-range'],
    slices: 10,
  },
  {
    name: 'a time that is text',
    write: put('rank-1.json', traceJson(1, `${ten},{${X},"name":"a","ts":"now","dur":1}`)),
    codes: ['no-time'],
    slices: 10,
  },
  {
    name: 'an end without a beginning',
    write: put('rank-1.json', traceJson(1, `${ten},{"ph":"E","pid":1,"tid":1,"ts":5}`)),
    codes: ['unmatched-end'],
    slices: 10,
  },
  {
    name: 'a beginning without an end',
    write: put('rank-1.json', traceJson(1, `${ten},{"ph":"B","name":"b","pid":1,"tid":1,"ts":5}`)),
    codes: ['unmatched-begin'],
    slices: 10,
  },
  {
    name: 'events that are no objects',
    write: put('rank-1.json', traceJson(1, `1,"a",[2],null,${ten}`)),
    codes: ['not-an-event'],
    slices: 10,
  },
  {
    name: 'nesting of 100,000',
    write: put(
      'rank-1.json',
      traceJson(1, `{${X},"name":"a","ts":5,"dur":1,"args":{"deep":${'['.repeat(100_000)}${']'.repeat(100_000)}}}`),
    ),
    codes: [],
    slices: 1,
  },
  {
    name: 'nesting that never ends',
    write: put('rank-1.json', traceJson(1, `${ten},{${X},"name":"a","args":${'{"a":'.repeat(100_000)}`)),
    codes: ['truncated'],
    slices: 10,
  },
  {
    name: 'keys that repeat',
    write: put(
      'rank-1.json',
      traceJson(1, `{${X},"name":"a","ts":5,"dur":1,"ts":6,"dur":2,"args":{"stream":1,"stream":2,"stream":3}}`),
    ),
    codes: [],
    slices: 1,
  },
  {
    name: '10,000 different keys',
    write: put(
      'rank-1.json',
      traceJson(
        1,
        Array.from({ length: 10_000 }, (_, i) => `{${X},"name":"a","ts":5,"dur":1,"args":{"k${i}":${i}}}`).join(','),
      ),
    ),
    codes: [],
    slices: 10_000,
  },
  {
    name: 'the same rank twice',
    write: (folder) => {
      put('rank-1.json', traceJson(1, ten))(folder);
      put('rank-1-again.json', traceJson(1, eventsJson(3)))(folder);
    },
    codes: ['duplicate-rank'],
    slices: -1,
  },
  { name: 'missing ranks', write: put('rank-1.json', traceJson(1, ten, 64)), codes: ['missing-rank'], slices: 10 },
  {
    name: 'a name of another rank',
    write: put('rank-5.json', traceJson(1, ten)),
    codes: ['rank-conflict'],
    slices: 10,
  },
  {
    name: 'a path that leaves the archive',
    write: put(
      'a.tar',
      tarOf([
        ['../../evil-rank-1.json', traceJson(1, ten)],
        ['rank-2.json', traceJson(2, ten)],
      ]),
    ),
    codes: ['unsafe-path'],
    slices: 10,
  },
  {
    name: 'a link in a directory',
    write: (folder) => {
      mkdirSync(join(folder, 'd'));
      symlinkSync('/etc/passwd', join(folder, 'd', 'rank-1.json'));
    },
    codes: ['not-a-file'],
    slices: 0,
  },
  {
    name: 'a truncated archive',
    write: put(
      'a.tar',
      tarOf([
        ['rank-1.json', traceJson(1, ten)],
        ['rank-2.json', traceJson(2, ten)],
      ]).subarray(0, 2600),
    ),
    codes: ['truncated'],
    slices: -1,
  },
  {
    name: 'a zip without its directory',
    write: put('a.zip', Buffer.from('504b0304140000000800', 'hex')),
    codes: ['unreadable-input'],
    slices: 0,
  },
  {
    name: 'a pickle that calls a program',
    write: put('rank-1.pkl', Buffer.from('\x80\x02cposix\nsystem\nX\x02\x00\x00\x00ls\x85R.', 'latin1')),
    codes: ['unreadable-input'],
    slices: 0,
  },
  {
    name: 'NUL bytes and no UTF-8',
    write: put('rank-1.json', Buffer.from(traceJson(1, `{${X},"name":"a\u0000\u00ffb","ts":5,"dur":1}`), 'latin1')),
    codes: [],
    slices: 1,
  },
];
