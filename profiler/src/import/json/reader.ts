/** Formats in JSON: which one it is shows in the keys. Each array is read as it comes; the rest is gathered for the end. */

import { EventReader } from '../kineto/events.ts';
import { kinetoResult } from '../kineto/result.ts';
import type { ReadContext, ReadResult } from '../reader.ts';
import type { ByteWindow } from './buffer.ts';
import { type ArrayReader, readEnvelope } from './envelope.ts';

export const readJson = async (context: ReadContext): Promise<ReadResult | null> => {
  const { window, diags } = context;
  const values = new Map<string, string>();
  let events: EventReader | null = null;
  const fault = await readEnvelope(
    window,
    {
      arrayReader: (key, at): ArrayReader | null => {
        if (key !== 'traceEvents' && key !== null) return null;
        if (events !== null) return null;
        const merged = key === null && !firstHas(at, '"cat"');
        events = new EventReader(context.begin(!merged), diags);
        return events;
      },
      value: (key, json) => values.set(key, json),
      line: () => {},
    },
    diags,
  );
  if (events !== null) return kinetoResult(events, values, fault, diags);
  return null;
};

/** Whether the first element of an array mentions `text`. */
const firstHas = (window: ByteWindow, text: string): boolean => {
  const head = new TextDecoder().decode(window.bytes.subarray(window.from, Math.min(window.end, window.from + 4096)));
  const end = head.indexOf('}', head.indexOf('}') + 1);
  return head.slice(0, end < 0 ? undefined : end).includes(text);
};
