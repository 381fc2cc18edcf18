/** Bytes of a stored input, decompressed. Kinds are told by their first bytes; names lie. */

import { constants, createGunzip, createInflateRaw } from 'node:zlib';
import { Decompress } from 'fzstd';
import type { ByteStream } from '../json/buffer.ts';

const STEP = 1 << 18;
/** Traces are compressed 30:1; deflate cannot do more than 1032:1. Small files may. */
const MOST_RATIO = 1000;
const RATIO_FROM = 256 << 20;

export type Compression = 'none' | 'gzip' | 'zstd' | 'deflate';

/** @param head At least the first four bytes. */
export const compressionOf = (head: Uint8Array): Compression => {
  if (head[0] === 0x1f && head[1] === 0x8b) return 'gzip';
  if (head[0] === 0x28 && head[1] === 0xb5 && head[2] === 0x2f && head[3] === 0xfd) return 'zstd';
  return 'none';
};

/** Reads at least `wanted` bytes where there are as many; the stream afterwards begins with them again. */
export const peek = async (
  stream: ByteStream,
  wanted: number,
): Promise<{ readonly head: Uint8Array; readonly stream: ByteStream }> => {
  const room = new Uint8Array(wanted);
  let filled = 0;
  while (filled < wanted) {
    const count = await stream.read(room, filled);
    if (count === 0) break;
    filled += count;
  }
  const head = room.subarray(0, filled);
  let used = 0;
  return {
    head,
    stream: {
      get truncated() {
        return stream.truncated;
      },
      read: (target, at) => {
        if (used === filled) return stream.read(target, at);
        const count = Math.min(filled - used, target.length - at);
        target.set(head.subarray(used, used + count), at);
        used += count;
        return count;
      },
      close: () => stream.close(),
    },
  };
};

/** The stream without its compression, if it has one. @param limit Bytes after which it is cut. */
export const decompressed = async (stored: ByteStream, limit: number): Promise<ByteStream> => {
  const { head, stream } = await peek(stored, 4);
  const compression = compressionOf(head);
  return compression === 'none' ? stream : inflatedStream(stream, inflaterOf(compression), limit);
};

/** What makes decompressed pieces of stored ones. */
interface Inflater {
  /** Resolves when all output of `input` has been handed on. An empty input ends it. */
  push(input: Uint8Array, emit: (output: Uint8Array) => void): Promise<void>;
  close(): void;
}

export const inflaterOf = (compression: Compression): Inflater =>
  compression === 'zstd' ? zstd() : zlib(compression === 'gzip' ? 'gzip' : 'deflate');

const zlib = (kind: 'gzip' | 'deflate'): Inflater => {
  // A flush at the end in place of a finish: what a truncated input gives is kept.
  const options = { chunkSize: 1 << 20, finishFlush: constants.Z_SYNC_FLUSH };
  const stream = kind === 'gzip' ? createGunzip(options) : createInflateRaw(options);
  let emit: (output: Uint8Array) => void = () => {};
  let fault: Error | null = null;
  let settle: (() => void) | null = null;
  stream.on('data', (output: Uint8Array) => emit(output));
  stream.on('error', (error) => {
    fault = error;
    settle?.();
  });
  stream.on('end', () => settle?.());
  return {
    push: (input, to) =>
      new Promise((resolve, reject) => {
        emit = to;
        settle = () => {
          settle = null;
          if (fault === null) resolve();
          else reject(fault);
        };
        if (fault !== null) settle();
        else if (input.length === 0) stream.end();
        else stream.write(input, () => settle?.());
      }),
    close: () => stream.destroy(),
  };
};

const zstd = (): Inflater => {
  let emit: (output: Uint8Array) => void = () => {};
  const decompress = new Decompress((output) => emit(output));
  let any = false;
  return {
    push: async (input, to) => {
      emit = to;
      if (input.length === 0) {
        if (any) decompress.push(new Uint8Array(0), true);
        return;
      }
      any = true;
      // The library keeps what it is given.
      decompress.push(input.slice(), false);
    },
    close: () => {},
  };
};

/**
 * Decompresses on demand; an error in the middle ends the stream there.
 *
 * @param limit Bytes after decompression beyond which the stream ends.
 */
export const inflatedStream = (stored: ByteStream, inflater: Inflater, limit: number): ByteStream => {
  const queue: Uint8Array[] = [];
  const input = new Uint8Array(STEP);
  let taken = 0;
  let made = 0;
  let ended = false;
  let truncated: string | null = null;
  const more = async (): Promise<void> => {
    const count = await stored.read(input, 0);
    taken += count;
    try {
      await inflater.push(input.subarray(0, count), (output) => {
        queue.push(output);
        made += output.length;
      });
    } catch (error) {
      truncated = error instanceof Error ? error.message : 'corrupt';
      ended = true;
    }
    if (count === 0) ended = true;
    if (made > limit) truncated = `more than ${limit} bytes after decompression`;
    else if (made > RATIO_FROM && made > taken * MOST_RATIO)
      truncated = `more than ${MOST_RATIO} times its stored size`;
    else return;
    ended = true;
    queue.length = 0;
  };
  return {
    get truncated() {
      return truncated ?? stored.truncated;
    },
    read: async (target, at) => {
      while (queue.length === 0 && !ended) await more();
      const next = queue[0];
      if (next === undefined) return 0;
      const count = Math.min(next.length, target.length - at);
      target.set(next.subarray(0, count), at);
      if (count === next.length) queue.shift();
      else queue[0] = next.subarray(count);
      return count;
    },
    close: () => {
      inflater.close();
      stored.close();
    },
  };
};
