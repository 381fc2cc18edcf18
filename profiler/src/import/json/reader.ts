/** Formats in JSON: which one it is shows in the keys. Each array is read as it comes; the rest is gathered for the end. */

import { EventReader } from '../kineto/events.ts';
import { isKinetoCategory } from '../kineto/known.ts';
import { kinetoResult } from '../kineto/result.ts';
import { ExpertRows, isExpertLine } from '../moe/rows.ts';
import { bareRank, type ReadContext, type ReadResult } from '../reader.ts';
import { chakraNodes, torchNodes } from '../traces/execution-trace.ts';
import { flightEntries, flightResult } from '../traces/flight-recorder.ts';
import { memoryRows } from '../traces/memory-timeline.ts';
import type { ByteWindow } from './buffer.ts';
import { ElementReader } from './elements.ts';
import { type ArrayReader, readEnvelope } from './envelope.ts';
import { integerIn, type Json, parseJson, recordOf } from './values.ts';

interface Found {
  readonly reader: ArrayReader;
  /** @param values What stood beside the array, as JSON text. */
  result(values: ReadonlyMap<string, string>, fault: string | null): ReadResult;
}

/** Null when no key says a format that is known. */
export const readJson = async (context: ReadContext): Promise<ReadResult | null> => {
  const { window, diags } = context;
  const values = new Map<string, string>();
  let found: Found | null = null;
  let experts: ExpertRows | null = null;
  const fault = await readEnvelope(
    window,
    {
      arrayReader: (key, at) => {
        if (found !== null) return null;
        found = key === null ? aloneArray(context, at) : keyedArray(context, key);
        return found?.reader ?? null;
      },
      value: (key, json) => values.set(key, json),
      line: (json) => {
        experts ??= new ExpertRows(context.begin(false), diags);
        experts.line(recordOf(parseJson(json)));
      },
    },
    diags,
  );
  // Assigned in callbacks, which the compiler does not follow.
  const array = found as Found | null;
  if (array !== null) return array.result(values, fault);
  const first = Object.fromEntries([...values].map(([key, json]) => [key, parseJson(json) ?? null]));
  if (!isExpertLine(first)) return null;
  const rows = (experts as ExpertRows | null) ?? new ExpertRows(context.begin(false), diags);
  rows.line(first);
  return rows.result(fault);
};

const keyedArray = (context: ReadContext, key: string): Found | null => {
  switch (key) {
    case 'traceEvents':
      return events(context, true);
    case 'nodes':
      return elements(context, 'pytorch-et', torchNodes);
    case 'workload_graph':
      return elements(context, 'chakra', chakraNodes);
    case 'entries':
      return flight(context);
    default:
      return null;
  }
};

/** An array without an object around it: rows of numbers, or events of one rank or of many. */
const aloneArray = (context: ReadContext, window: ByteWindow): Found | null => {
  const head = new TextDecoder().decode(window.bytes.subarray(window.from, Math.min(window.end, window.from + 4096)));
  if (/^\[\s*\[/.test(head)) return elements(context, 'memory-timeline', memoryRows);
  // Merged files hold one rank in each process, and have categories of their own or none.
  const category = /"cat"\s*:\s*"([^"]*)"/.exec(head)?.[1];
  return events(context, category !== undefined && isKinetoCategory(category));
};

const events = (context: ReadContext, oneRank: boolean): Found => {
  const reader = new EventReader(context.begin(oneRank), context.diags);
  return { reader, result: (values, fault) => kinetoResult(reader, values, fault, context.diags) };
};

const elements = (context: ReadContext, format: string, handler: typeof torchNodes | typeof memoryRows): Found => {
  const reader = new ElementReader(handler(context.begin(true), context.diags), context.diags);
  return {
    reader,
    result: (values, fault) => {
      const meta = parsed(values);
      const facts = { ...bareRank(integerIn(meta['rank'])), meta: JSON.stringify(meta) };
      return { format, events: reader.count, phases: {}, ranks: [facts], groups: [], fault };
    },
  };
};

const flight = (context: ReadContext): Found => {
  const reader = new ElementReader(flightEntries(context.begin(true), context.diags), context.diags);
  return {
    reader,
    result: (values, fault) => {
      const { pg_config: config, ...rest } = parsed(values);
      return flightResult(reader.count, config, rest, fault);
    },
  };
};

const parsed = (values: ReadonlyMap<string, string>): Record<string, Json> =>
  Object.fromEntries([...values].map(([key, json]) => [key, parseJson(json) ?? json]));
