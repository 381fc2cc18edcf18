/** Stored bytes of a file, hashed as they are read. */

import { createHash } from 'node:crypto';
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import type { ByteStream } from '../json/buffer.ts';

/** Bytes after decompression, by default. */
export const MOST_BYTES = 2 ** 40;

export interface Opened {
  readonly stream: ByteStream;
  readonly size: number;
  /** SHA-256 of the stored bytes; reads what has not been read. */
  hash(): string;
  /** `length` bytes from `offset` on, fewer at the end. Does not count as read. */
  at(offset: number, length: number): Uint8Array;
}

/** @throws The system's error. */
export const openFile = (path: string): Opened => {
  const fd = openSync(path, 'r');
  const hash = createHash('sha256');
  let open = true;
  let position = 0;
  const read = (target: Uint8Array, at: number): number => {
    const count = open ? readSync(fd, target, at, target.length - at, position) : 0;
    position += count;
    if (count > 0) hash.update(target.subarray(at, at + count));
    return count;
  };
  return {
    size: fstatSync(fd).size,
    stream: {
      read,
      truncated: null,
      close: () => {
        if (open) closeSync(fd);
        open = false;
      },
    },
    hash: () => {
      const rest = new Uint8Array(1 << 18);
      while (read(rest, 0) > 0);
      return hash.digest('hex');
    },
    at: (offset, length) => {
      const bytes = new Uint8Array(length);
      return bytes.subarray(0, readSync(fd, bytes, 0, length, offset));
    },
  };
};

/** SHA-256 of a file. @throws The system's error. */
export const hashFile = (path: string): string => {
  const { stream, hash } = openFile(path);
  try {
    return hash();
  } finally {
    stream.close();
  }
};
