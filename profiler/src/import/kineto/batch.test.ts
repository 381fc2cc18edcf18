import { mkdirSync } from 'node:fs';
import { afterAll, expect, test } from 'vitest';
import { uniform } from '../../export/generator/random.ts';
import { Diags } from '../../run/diags.ts';
import { PartWriter } from '../../run/part-writer.ts';
import { difference } from '../../test/same-tree.ts';
import { temporary } from '../../test/temporary.ts';
import { ByteWindow } from '../json/buffer.ts';
import { EventReader } from './events.ts';

const folder = temporary();
afterAll(() => folder.remove());

/** Reads `text` into tables. @param oneByOne Whether the sink decides about each event; else the scanner does where it can. */
const read = async (text: string, to: string, oneByOne: boolean) => {
  mkdirSync(to);
  const bytes = new TextEncoder().encode(text);
  let position = 0;
  const window = new ByteWindow({
    read: (target, at) => {
      const piece = bytes.subarray(position, position + target.length - at);
      target.set(piece, at);
      position += piece.length;
      return piece.length;
    },
    truncated: null,
    close: () => {},
  });
  const diags = new Diags();
  const part = new PartWriter(to, true);
  const reader = new EventReader(part, diags);
  if (oneByOne) reader.sink.take = () => null;
  while (!reader.take(window)) {
    expect(window.finished).toBe(false);
    await window.fill();
  }
  const { sink } = reader;
  sink.end();
  const { taken } = sink.batch;
  const tables = part.close(3);
  const ranks = [...sink.tracks.ranks.values()].map(({ salt: _salt, ...state }) => state);
  const { events } = reader;
  const said = { tables, ranks, events, phases: [...sink.phases], fine: sink.fine, originUs: sink.originUs };
  return { taken, said: { ...said, diags: diags.list } };
};

/** @returns Events that the scanner put by itself. */
const bothWays = async (name: string, events: readonly string[]): Promise<number> => {
  const text = `${events.join(',\n  ')}]`;
  const usual = await read(text, folder.in(`${name}-usual`), false);
  const single = await read(text, folder.in(`${name}-single`), true);
  expect(single.taken).toBe(0);
  expect(usual.said).toEqual(single.said);
  expect(difference(folder.in(`${name}-usual`), folder.in(`${name}-single`))).toBeNull();
  return usual.taken;
};

const LONG = 'void at::native::vectorized_elementwise_kernel<4, at::native::BUnaryFunctor<float, float, float>>'.repeat(
  5,
);
const NAMES = [
  '"aten::add"',
  '"aten::mul"',
  '"[memory]"',
  `"${LONG}"`,
  `"${LONG.repeat(3)}"`,
  '"a \\"b\\" \\u00e9"',
  '7',
];
const TIMES = [
  '1669783687464181',
  '1669783687464190',
  '1669783687464190.5',
  '1669783687464191.125',
  '1669783687465000.25',
];
const ODD_TIMES = ['1669783687464195.12345', '0', '-5', '1e15', '"1669783687464181"', 'null', '1669783687464181.120'];
const LENGTHS = ['0', '45', '229253', '0.5', '12.125', '-1', '9999999999999', '1e3', '"4"', '3.00004'];
const CATEGORIES = ['"cpu_op"', '"kernel"', '"ac2g"', '5'];
const PIDS = ['783658', '1', '2', '"Spans"'];
const TIDS = ['785244', '7', '14', '"PyTorch Profiler"', '-1'];
const IDS = ['167940', '167941', '3', '512', '-512', '"0x2a"', '1.5', 'null'];
const GRIDS = ['[24, 1, 1]', '[ 24,1,1 ]', '[24, 1]', '[24, 1, 1, 1]', '24'];
const RATES = [
  '0',
  '12',
  '293.2847854356307',
  '0.1',
  '-0.00000000012345678901234567',
  '1e3',
  '"NaN"',
  '123456789012.3456789',
];
const ARGS = [
  '"External id": 3073',
  '"External id": "0x1f"',
  '"Ev Idx": 12',
  '"stream": 7, "correlation": 1679',
  '"grid": [24, 1, 1]',
  '"grid": [24, 1]',
  '"memory bandwidth (GB/s)": 293.2847854356307',
  '"memory bandwidth (GB/s)": -0.00000000012345678901234567',
  '"blocks per SM": 0.025, "warps per SM": 1.5e3',
  '"Input Dims": [[2, 3], []]',
  '"Bytes": 512',
  '"Bytes": -512, "Total Allocated": 1024, "Addr": 140000000000000',
  '"own": {"deep": ["]"]}',
];

const draws = (seed: number) => {
  let number = 0;
  return {
    chance: (share: number): boolean => uniform(seed, number++, 0, 0) < share,
    pick: (list: readonly string[]): string => list[Math.floor(uniform(seed, number++, 0, 0) * list.length)] as string,
  };
};

/** Any fields, in one of very many combinations: most of them are text that is new to the scanner. */
const wildEvent = (seed: number): string => {
  const { chance, pick } = draws(seed);
  const fields: string[] = [`"ph": "${pick([...'XXXXXXXXsstfffiiiIBEMCZ'])}"`];
  if (chance(0.9)) fields.push(`"cat": ${pick(CATEGORIES)}`);
  if (chance(0.98)) fields.push(`"name": ${pick(NAMES)}`);
  if (chance(0.98)) fields.push(`"pid": ${pick(PIDS)}`);
  if (chance(0.98)) fields.push(`"tid": ${pick(TIDS)}`);
  if (chance(0.98)) fields.push(`"ts": ${chance(0.9) ? pick(TIMES) : pick(ODD_TIMES)}`);
  if (chance(0.9)) fields.push(`"dur": ${pick(LENGTHS)}`);
  if (chance(0.6)) fields.push(`"id": ${pick(IDS)}`);
  if (chance(0.2)) fields.push('"bp": "e"');
  if (chance(0.2)) fields.push('"s": "t"');
  if (chance(0.05)) fields.push('"dur": 3');
  if (chance(0.8)) fields.push(`"args": {${[0, 1, 2].map(() => pick(ARGS)).join(', ')}}`);
  return `{${fields.join(', ')}}`;
};

/** The shapes that a trace is full of, now and then with a value that is not. */
const usualEvent = (seed: number): string => {
  const { chance, pick } = draws(seed);
  const time = chance(0.95) ? pick(TIMES) : pick(ODD_TIMES);
  const length = chance(0.9) ? pick(LENGTHS.slice(0, 5)) : pick(LENGTHS);
  const where = `"pid": ${pick(PIDS.slice(0, chance(0.95) ? 3 : 4))}, "tid": ${pick(TIDS.slice(0, chance(0.95) ? 3 : 5))}, "ts": ${time}`;
  const kind = pick(['op', 'op', 'kernel', 'flow', 'memory', 'other']);
  if (kind === 'op')
    return `{"ph": "X", "cat": ${pick(CATEGORIES)}, "name": ${pick(NAMES)}, ${where}, "dur": ${length}, "args": {"External id": ${pick(IDS)}}}`;
  if (kind === 'kernel')
    return `{"ph": "X", "cat": ${pick(CATEGORIES)}, "name": ${pick(NAMES)}, ${where}, "dur": ${length}, "args": {"grid": ${pick(GRIDS)}, "memory bandwidth (GB/s)": ${pick(RATES)}}}`;
  if (kind === 'flow')
    return `{"ph": "${pick(['s', 't', 'f'])}", "id": ${pick(IDS)}, ${where}, "cat": ${pick(CATEGORIES)}, "name": ${pick(NAMES)}, "bp": "e"}`;
  const phase = kind === 'memory' ? pick(['i', 'i', 'I']) : pick(['M', 'C', 'B', 'E', 'Z', 'i']);
  return `{"ph": "${phase}", "name": ${pick(NAMES)}, ${where}, "args": {"${kind === 'memory' ? 'Bytes' : 'own'}": ${pick(IDS)}}}`;
};

test('the scanner puts events of every kind where the sink puts them', async () => {
  const wild = Array.from({ length: 3000 }, (_, seed) => wildEvent(seed));
  const usual = Array.from({ length: 9000 }, (_, seed) => usualEvent(seed));
  expect(await bothWays('wild', wild)).toBeGreaterThan(0);
  expect(await bothWays('usual', usual)).toBeGreaterThan(3000);
  expect(await bothWays('mixed', [...usual, ...wild, ...usual])).toBeGreaterThan(3000);
});

const span = (id: number, args: string): string =>
  `{"ph": "X", "cat": "cpu_op", "name": "aten::add", "pid": 1, "tid": 2, "ts": ${5000 + id}, "dur": 1, "args": {${args}}}`;

test('a full row group ends at the same row', async () => {
  const events = Array.from({ length: 66_000 }, (_, id) => span(id, `"Ev Idx": ${id}`));
  expect(await bothWays('full', events)).toBeGreaterThan(65_000);
});

test('so does one with much text', async () => {
  const stack = 'frame '.repeat(2500);
  const events = Array.from({ length: 1500 }, (_, id) => span(id, `"Call stack": "${id} ${id < 700 ? stack : ''}"`));
  expect(await bothWays('text', events)).toBeGreaterThan(1000);
});
