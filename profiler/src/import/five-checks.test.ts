/**
 * The checks that every reader passes: what comes out is known; the name of the file plays no part; tiny chunks change nothing;
 * a truncated copy gives a diagnostic; and what was read, written as JSON again, reads as the same.
 */

import { readFileSync, writeFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { afterAll, expect, test } from 'vitest';
import { openRun } from '../run/open.ts';
import { countRun, printed } from '../test/compare.ts';
import { count } from '../test/independent.ts';
import { missingSamples, sampleFiles, samplePath } from '../test/samples.ts';
import { temporary } from '../test/temporary.ts';
import { ingest } from './ingest.ts';
import type { ByteStream } from './json/buffer.ts';
import { readInput } from './read-input.ts';

const folder = temporary();
afterAll(folder.remove);
let serial = 0;

/** A sample of each kind, small enough to be read a few times. */
const CHOSEN =
  /amd_trace|cpu_only|cuda_event_sync\/|simple_add_et|trace_file_list|triton|megatronapp|sampled_rank-1|memory_timeline|trace-ST\.parquet|feeder/;
const chosen = sampleFiles().filter((name) => CHOSEN.test(name));

const bytesOf = (name: string): Buffer => {
  const bytes = readFileSync(samplePath(name));
  return bytes[0] === 0x1f ? gunzipSync(bytes) : bytes;
};

const read = async (path: string) => {
  const out = folder.in(`run-${serial++}`);
  const result = await ingest([path], { out, tool: 'test' });
  const run = await openRun(out);
  try {
    return { ...result, counted: printed(await countRun(run)), tables: result.parts.map((part) => part.tables) };
  } finally {
    run.close();
  }
};

/** Bytes that come in pieces of 100. */
const slowly = (bytes: Uint8Array): ByteStream => {
  let at = 0;
  return {
    truncated: null,
    read: (target, to) => {
      const piece = bytes.subarray(at, at + Math.min(100, target.length - to));
      target.set(piece, to);
      at += piece.length;
      return piece.length;
    },
    close: () => {},
  };
};

test('the samples are there', (context) => {
  const missing = missingSamples();
  if (missing !== null) context.skip(missing);
  expect(chosen.length).toBeGreaterThanOrEqual(10);
});

test.each(chosen)('%s', async (name) => {
  const bytes = bytesOf(name);
  const whole = await read(samplePath(name));
  const format = whole.parts[0]?.format;
  expect(whole.parts.every((part) => part.format !== 'unknown')).toBe(true);

  const nameless = folder.in(`${serial++}`);
  writeFileSync(nameless, bytes);
  const again = await read(nameless);
  expect(again.tables).toEqual(whole.tables);
  expect(again.parts[0]?.format).toBe(format);
  expect(again.counted).toBe(whole.counted);

  if (!name.endsWith('.parquet') && !name.includes('.tar')) {
    const dir = folder.in(`slow-${serial++}`);
    const job = { label: 'x', path: null, otherwise: 0, dir, watch: null, hash: () => '' };
    const slow = await readInput(slowly(bytes), job);
    expect(slow.tables).toEqual(whole.tables[0]);
  }

  const short = folder.in(`short-${serial++}`);
  writeFileSync(short, bytes.subarray(0, Math.floor(bytes.length * 0.7)));
  const cut = await read(short);
  expect(cut.diags.some(({ code }) => code === 'truncated' || code === 'unreadable-input')).toBe(true);
  expect(cut.parts[0]?.events ?? 0).toBeLessThanOrEqual(whole.parts[0]?.events ?? 0);

  if (format === 'kineto' || format === 'chrome-merged') {
    const text = bytes.toString('utf8');
    expect(whole.counted).toBe(printed(count(text)));
    // Minified and indented, by another writer; absolute times with a fraction do not survive one.
    if (!/"ts"\s*:\s*\d{16,}\.\d/.test(text)) {
      const minified = folder.in(`min-${serial++}`);
      writeFileSync(minified, JSON.stringify(JSON.parse(text)));
      expect((await read(minified)).counted).toBe(whole.counted);
    }
  }
});
