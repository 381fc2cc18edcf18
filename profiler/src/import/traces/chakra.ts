/** Chakra's `.et`: messages, each with its length in front; first `GlobalMetadata`, then `Node`s. Source: `et_def.proto` of MLCommons Chakra. */

import type { PartWriter } from '../../run/part-writer.ts';
import type { ByteWindow } from '../json/buffer.ts';
import type { Json } from '../json/values.ts';
import { bareRank, type ReadContext, type ReadResult } from '../reader.ts';
import { NODE_TYPES } from './execution-trace.ts';
import { fieldsOf, varintAt, varintsOf, type WireField } from './protobuf.ts';

const LONGEST_MESSAGE = 64 << 20;
const decoder = new TextDecoder();

/** Whether the bytes begin with a length and a message of metadata: its version (1) or attributes (2), with text in them. */
export const isChakra = (window: ByteWindow): boolean => {
  const length = varintAt(window.bytes, window.from);
  if (length === null || length[0] < 2n || length[0] > 1n << 20n) return false;
  const end = length[1] + Number(length[0]);
  if (end > window.end) return false;
  const fields = fieldsOf(window.bytes.subarray(length[1], end));
  return fields !== null && fields.length > 0 && fields.every(({ number, type }) => number <= 2 && type === 2);
};

export const readChakra = async ({ window, diags, begin }: ReadContext): Promise<ReadResult> => {
  const part = begin(true);
  let meta: Readonly<Record<string, Json>> = {};
  let messages = 0;
  let fault: string | null = null;
  for (;;) {
    const length = varintAt(window.bytes.subarray(0, window.end), window.from);
    const size = length === null ? 0 : Number(length[0]);
    if (length === null || length[1] + size > window.end) {
      if (window.finished || size > LONGEST_MESSAGE) {
        if (window.from < window.end) fault = 'the end of a message';
        break;
      }
      await window.fill();
      continue;
    }
    const fields = fieldsOf(window.bytes.subarray(length[1], length[1] + size));
    if (fields === null) diags.add('unreadable-event', 'a message', window.offsetOf(window.from));
    else if (messages === 0) meta = attributes(fields, 2);
    else addNode(part, fields);
    messages++;
    window.from = length[1] + size;
  }
  const facts = { ...bareRank(null), meta: JSON.stringify(meta) };
  return { format: 'chakra', events: Math.max(0, messages - 1), phases: {}, ranks: [facts], groups: [], fault };
};

const addNode = (part: PartWriter, fields: readonly WireField[]): void => {
  const number = (field: number): number | null => {
    const found = fields.find((each) => each.number === field);
    return found === undefined ? null : Number(found.value);
  };
  const id = number(1) ?? 0;
  const attrs = attributes(fields, 10);
  const type = number(3);
  const attr = (key: string): number | null => {
    const value = attrs[key];
    return typeof value === 'number' && Number.isSafeInteger(value) ? value : null;
  };
  const ctrl = dependencies(fields, 4);
  const micros = (field: number): number | null => {
    const value = number(field);
    return value === null ? null : value * 1000;
  };
  part.table('node').add({
    id,
    name: text(fields, 2) ?? '',
    type: type === null ? null : (NODE_TYPES[type] ?? String(type)),
    parent: ctrl[0],
    fw_parent: attr('fw_parent'),
    rf_id: attr('rf_id'),
    seq_no: attr('seq_id'),
    scope: attr('scope'),
    tid: attr('tid'),
    fw_tid: attr('fw_tid'),
    op_schema: typeof attrs['op_schema'] === 'string' ? attrs['op_schema'] : null,
    ts: micros(6),
    dur: micros(7),
    inputs: ports(fields, 8),
    outputs: ports(fields, 9),
    attrs: Object.keys(attrs).length === 0 ? null : JSON.stringify(attrs),
  });
  for (const on of ctrl) part.table('dependency').add({ node: id, on, kind: 'ctrl' });
  for (const on of dependencies(fields, 5)) part.table('dependency').add({ node: id, on, kind: 'data' });
};

const text = (fields: readonly WireField[], number: number): string | null => {
  const found = fields.find((field) => field.number === number && field.type === 2);
  return found === undefined ? null : decoder.decode(found.bytes);
};

const dependencies = (fields: readonly WireField[], number: number): readonly number[] =>
  fields.filter((field) => field.number === number).flatMap((field) => varintsOf(field).map(Number));

/** `IOInfo`: three texts. */
const ports = (fields: readonly WireField[], number: number): string | null => {
  const found = fields.find((field) => field.number === number);
  const inner = found === undefined ? null : fieldsOf(found.bytes);
  if (inner === null) return null;
  return JSON.stringify({ values: text(inner, 1), shapes: text(inner, 2), types: text(inner, 3) });
};

/** `AttributeProto`: a name and one of many values; each list type follows its scalar. */
const attributes = (fields: readonly WireField[], number: number): Readonly<Record<string, Json>> => {
  const entries: [string, Json][] = [];
  for (const field of fields) {
    const inner = field.number === number ? fieldsOf(field.bytes) : null;
    if (inner === null) continue;
    const value = inner.find((each) => each.number > 2);
    if (value !== undefined) entries.push([text(inner, 1) ?? '', attributeValue(value)]);
  }
  return Object.fromEntries(entries);
};

const STRING = 29;
const BYTES = 31;

const attributeValue = (field: WireField): Json => {
  const { number } = field;
  const isList = number < BYTES && number % 2 === 0;
  if (isList)
    return (fieldsOf(field.bytes) ?? []).flatMap((each): readonly Json[] =>
      number - 1 === STRING ? [decoder.decode(each.bytes)] : numbers(each, number - 1),
    );
  if (number === STRING) return decoder.decode(field.bytes);
  if (number === BYTES) return Buffer.from(field.bytes).toString('base64');
  return numbers(field, number)[0] ?? null;
};

/** Numbers of a scalar type: 3 double, 5 float, 7 to 13 integers, 15 and 17 zigzag, 19 to 25 of fixed width, 27 truth. */
const numbers = (field: WireField, scalar: number): readonly Json[] => {
  if (scalar === 3 || scalar === 5) return floats(field, scalar === 3 ? 8 : 4);
  return varintsOf(field).map((value): Json => {
    if (scalar === 27) return value !== 0n;
    if (scalar === 15 || scalar === 17) return Number(value & 1n ? -((value + 1n) >> 1n) : value >> 1n);
    if (scalar === 7 || scalar === 9) return Number(BigInt.asIntN(64, value));
    return Number(value);
  });
};

const floats = (field: WireField, width: 4 | 8): readonly number[] => {
  const bytes =
    field.type === 2 ? field.bytes : new Uint8Array(new BigUint64Array([field.value]).buffer).slice(0, width);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from({ length: Math.floor(bytes.length / width) }, (_, at) =>
    width === 8 ? view.getFloat64(at * 8, true) : view.getFloat32(at * 4, true),
  );
};
