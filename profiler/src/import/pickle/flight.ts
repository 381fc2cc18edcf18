/** A flight-recorder dump as the watchdog writes it: a pickle of dictionaries and lists. */

import type { ByteWindow } from '../json/buffer.ts';
import type { Json } from '../json/values.ts';
import type { ReadContext, ReadResult } from '../reader.ts';
import { flightEntries, flightResult } from '../traces/flight-recorder.ts';
import { Global, type Pickled, PickleError, unpickle } from './unpickle.ts';

/** Dumps hold at most some thousand entries. */
const LARGEST = 128 << 20;

export const isPickle = (window: ByteWindow): boolean => {
  const version = window.bytes[window.from + 1] ?? 0;
  return window.bytes[window.from] === 0x80 && version >= 2 && version <= 5;
};

/** Lists that TorchScript's pickler makes of one type. */
const LISTS = /^torch\.jit\._pickle\.build_(?:int|double|bool|tensor)list$/;

export const readFlightPickle = async ({ window, diags, begin }: ReadContext): Promise<ReadResult | null> => {
  while (!window.finished && window.end - window.from < LARGEST) await window.fill();
  const part = begin(true);
  let dump: Json;
  try {
    const value = unpickle(
      window.bytes.subarray(window.from, window.end),
      (name, args) => (LISTS.test(name) ? (args[0] ?? []) : undefined),
      () => {
        throw new PickleError('it refers to a storage');
      },
    );
    dump = toJson(value);
  } catch (error) {
    if (!(error instanceof PickleError)) throw error;
    diags.add('unreadable-input', `the pickle is not read: ${error.message}`);
    return null;
  }
  if (typeof dump !== 'object' || dump === null || Array.isArray(dump)) return null;
  const { entries, pg_config: config, ...rest } = dump as { readonly [key: string]: Json };
  if (!Array.isArray(entries)) return null;
  const add = flightEntries(part, diags);
  for (const entry of entries) add(entry, null);
  return flightResult(entries.length, config, rest, null);
};

/** Dictionaries as objects. Integers beyond 2^53 stay bigints: the reader of entries knows where they can be. */
const toJson = (value: Pickled): Json => {
  if (value instanceof Map) return Object.fromEntries([...value].map(([key, each]) => [String(key), toJson(each)]));
  if (Array.isArray(value)) return value.map(toJson);
  if (value instanceof Global) return value.name;
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (typeof value === 'object' && value !== null) return null;
  return value as Json;
};
