/** Stored bytes of a file, hashed as they are read. */

import { createHash } from 'node:crypto';
import { closeSync, openSync, readSync } from 'node:fs';
import type { ByteStream } from '../json/buffer.ts';
import { compressionOf, inflatedStream, inflaterOf, plainStream, type Stored } from './streams.ts';

/** Bytes after decompression, by default. */
export const MOST_BYTES = 2 ** 40;

export interface Opened {
  readonly stream: ByteStream;
  /** SHA-256 of the stored bytes; reads what has not been read. */
  hash(): string;
}

/** @throws The system's error. */
export const openFile = (path: string, limit = MOST_BYTES): Opened => {
  const fd = openSync(path, 'r');
  const hash = createHash('sha256');
  let open = true;
  const stored: Stored = {
    read: (target, at) => {
      const count = open ? readSync(fd, target, at, target.length - at, null) : 0;
      if (count > 0) hash.update(target.subarray(at, at + count));
      return count;
    },
    close: () => {
      if (open) closeSync(fd);
      open = false;
    },
  };
  const head = new Uint8Array(4);
  readSync(fd, head, 0, 4, 0);
  const compression = compressionOf(head);
  const stream = compression === 'none' ? plainStream(stored) : inflatedStream(stored, inflaterOf(compression), limit);
  return {
    stream,
    hash: () => {
      const rest = new Uint8Array(1 << 18);
      while (stored.read(rest, 0) > 0);
      return hash.digest('hex');
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
