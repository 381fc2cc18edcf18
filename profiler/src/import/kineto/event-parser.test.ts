import { expect, test } from 'vitest';
import { uniform } from '../../export/generator/random.ts';
import { INCOMPLETE } from '../json/skip.ts';
import { DECIMAL, EventParser, INTEGER, NESTED, TEXT, WORD } from './event-parser.ts';
import { knownFields, OVERFLOW } from './known.ts';

const KEYS = ['ph', 'cat', 'name', 'pid', 'ts', 'dur', 'own "key"', 'é', 'x'.repeat(70)];
const ARGS = ['External id', 'Ev Idx', 'grid', 'stack\n', 'bytes', 'Bytes', 'y'.repeat(250)];
/** Every kind of value, at lengths around those that are compared and read at once. */
const VALUES = [
  '0',
  '-1',
  '12345678',
  '-123456789',
  '1669783687464181',
  '9007199254740991',
  '9007199254740992',
  '123456789012345678901234567890',
  '0.5',
  '-0.001',
  '1669783687464181.123',
  '3.14159265358979',
  '1e3',
  '-2.5E-7',
  'true',
  'false',
  'null',
  'NaN',
  '""',
  '"a"',
  '"sixteen bytes: 1"',
  '"fifteen bytes: 1"',
  `"${'long '.repeat(30)}"`,
  '"quote \\" and slash \\\\"',
  '"\\\\"',
  '"ends in a slash at 16\\\\"',
  '"raw\ttab"',
  '[]',
  '[24, 1, 1]',
  '[[1, "]"], {"a": "}\\""}]',
  `[${'"}", '.repeat(20)}0]`,
  '{"nested": {"deep": [1]}}',
];
const GAPS = ['', ' ', '\n    ', '\r\n\t', ' '.repeat(40)];

const draws = (seed: number) => {
  let number = 0;
  return <T>(list: readonly T[]): T => list[Math.floor(uniform(seed, number++, 0, 0) * list.length)] as T;
};

interface Written {
  readonly key: string;
  readonly value: string;
  readonly ofEvent: boolean;
}

/** An event as text, with its fields in order. Few spellings of the text between values, so that they come again. */
const eventOf = (seed: number): { readonly text: string; readonly fields: readonly Written[] } => {
  const pick = draws(seed);
  const fields: Written[] = [];
  const gap = pick(GAPS);
  const members = (keys: readonly string[], ofEvent: boolean): string[] =>
    Array.from({ length: 1 + (seed % 5) }, (_, at) => {
      // Writers begin all events alike.
      const [key, value] = [ofEvent && at === 0 ? 'ph' : pick(keys), pick(VALUES)];
      fields.push({ key, value, ofEvent });
      return `${JSON.stringify(key)}:${gap}${value}`;
    });
  const own = members(KEYS, true);
  const args = seed % 3 === 0 ? [] : [`"args":${gap}{${members(ARGS, false).join(`,${gap}`)}${gap}}`];
  return { text: `{${gap}${[...own, ...args].join(`,${gap}`)}${gap}}`, fields };
};

const decoder = new TextDecoder();
const found = (parser: EventParser): readonly Written[] =>
  Array.from({ length: parser.count }, (_, n) => {
    const text = (from = 0, to = 0): string => decoder.decode(parser.bytes.subarray(from, to));
    const quote = parser.kind[n] === TEXT ? '"' : '';
    return {
      key: JSON.parse(`"${text(parser.keyFrom[n], parser.keyTo[n])}"`),
      value: `${quote}${text(parser.from[n], parser.to[n])}${quote}`,
      ofEvent: parser.isOfEvent(n),
    };
  });

const kindOf = (value: string): number => {
  if (value.startsWith('"')) return TEXT;
  if (/^[[{]/.test(value)) return NESTED;
  if (!/^-?\d+(\.\d+)?$/.test(value) || Math.abs(Number.parseInt(value, 10)) > Number.MAX_SAFE_INTEGER) return WORD;
  return value.includes('.') ? DECIMAL : INTEGER;
};

test('events of every kind of value and spelling, one after the other', () => {
  const parser = new EventParser(OVERFLOW);
  parser.startFile(knownFields());
  const events = Array.from({ length: 600 }, (_, seed) => eventOf(seed));
  const at = parser.load(new TextEncoder().encode(`${events.map(({ text }) => text).join(',\n  ')}]`));
  const end = parser.bytes.indexOf(0, at);
  let p = at;
  let quick = 0;
  for (const { fields } of events) {
    let next = parser.parseNext(p, end);
    if (next >= 0) quick++;
    else {
      const brace = parser.bytes.indexOf(0x7b, p);
      next = parser.parse(p, brace, end);
    }
    expect(found(parser)).toEqual(fields);
    for (const [n, { value }] of fields.entries()) {
      const kind = kindOf(value);
      expect(parser.kind[n]).toBe(kind);
      if (kind === INTEGER) expect(parser.whole[n]).toBe(Number(value));
      if (kind !== DECIMAL) continue;
      const fraction = (parser.fraction[n] ?? 0) / 10 ** (parser.digits[n] ?? 0);
      expect((parser.whole[n] ?? 0) + fraction).toBeCloseTo(Number(value), 6);
    }
    p = next;
  }
  // What came before is known again.
  expect(quick).toBeGreaterThan(300);
});

test('an event that is cut anywhere is not complete', () => {
  const parser = new EventParser(OVERFLOW);
  parser.startFile(knownFields());
  for (const seed of [1, 2, 4, 5]) {
    const bytes = new TextEncoder().encode(eventOf(seed).text);
    for (let size = 1; size <= bytes.length; size++) {
      const at = parser.load(bytes.subarray(0, size));
      const result = parser.parse(at, at, at + size);
      expect(result).toBe(size === bytes.length ? at + size : INCOMPLETE);
    }
  }
});

test('memory that grows keeps what is remembered', () => {
  const parser = new EventParser(OVERFLOW);
  parser.startFile(knownFields());
  const encoder = new TextEncoder();
  const event = '{"ph": "X", "name": "a", "ts": 1, "dur": 2, "args": {"External id": 3}}';
  const large = `{"ph": "X", "name": "${'n'.repeat(20 << 20)}", "ts": 1, "dur": 2, "args": {"External id": 4}}`;
  for (const text of [event, large, event]) {
    const bytes = encoder.encode(text);
    const at = parser.load(bytes);
    expect(parser.parse(at, at, at + bytes.length)).toBe(at + bytes.length);
    expect(parser.count).toBe(5);
  }
  expect(parser.whole[4]).toBe(3);
});
