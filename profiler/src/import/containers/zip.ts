/** Members of a zip archive by its directory. Source: APPNOTE.TXT 6.3, with zip64. */

import { inflatedStream, inflaterOf } from '../bytes/streams.ts';
import type { ByteStream } from '../json/buffer.ts';
import { isUnsafe, type Member, type Refused } from './members.ts';

export type ReadAt = (offset: number, length: number) => Uint8Array;

export interface ZipEntry {
  readonly name: string;
  readonly method: number;
  readonly stored: number;
  readonly bytes: number;
  readonly header: number;
  readonly link: boolean;
}

const LARGEST_DIRECTORY = 256 << 20;
const decoder = new TextDecoder();
const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

export const isZip = (head: Uint8Array): boolean =>
  head[0] === 0x50 && head[1] === 0x4b && head[2] === 3 && head[3] === 4;

/** The directory; null when there is none, as in a truncated archive. */
export const zipEntries = (at: ReadAt, size: number): readonly ZipEntry[] | null => {
  const tail = at(Math.max(0, size - 66_000), 66_000);
  const view = viewOf(tail);
  for (let p = tail.length - 22; p >= 0; p--) {
    if (view.getUint32(p, true) !== 0x06054b50) continue;
    const locator = p >= 20 && view.getUint32(p - 20, true) === 0x07064b50;
    let length = view.getUint32(p + 12, true);
    let from = view.getUint32(p + 16, true);
    if (locator) {
      const record = at(Number(view.getBigUint64(p - 12, true)), 56);
      if (record.length === 56) {
        length = Number(viewOf(record).getBigUint64(40, true));
        from = Number(viewOf(record).getBigUint64(48, true));
      }
    }
    return length > LARGEST_DIRECTORY || from + length > size ? null : directory(at(from, length));
  }
  return null;
};

const directory = (bytes: Uint8Array): readonly ZipEntry[] => {
  const view = viewOf(bytes);
  const entries: ZipEntry[] = [];
  let p = 0;
  while (p + 46 <= bytes.length && view.getUint32(p, true) === 0x02014b50) {
    const nameLength = view.getUint16(p + 28, true);
    const extraLength = view.getUint16(p + 30, true);
    const commentLength = view.getUint16(p + 32, true);
    if (p + 46 + nameLength + extraLength > bytes.length) break;
    const wide = wideFields(bytes.subarray(p + 46 + nameLength, p + 46 + nameLength + extraLength));
    const long = (short: number): number => (short === 0xffffffff ? (wide.shift() ?? 0) : short);
    const size = long(view.getUint32(p + 24, true));
    const stored = long(view.getUint32(p + 20, true));
    entries.push({
      name: decoder.decode(bytes.subarray(p + 46, p + 46 + nameLength)),
      method: view.getUint16(p + 10, true),
      stored,
      bytes: size,
      header: long(view.getUint32(p + 42, true)),
      // The upper half of the attributes is a Unix mode.
      link: view.getUint32(p + 38, true) >>> 28 === 0xa,
    });
    p += 46 + nameLength + extraLength + commentLength;
  }
  return entries;
};

const wideFields = (extra: Uint8Array): number[] => {
  const view = viewOf(extra);
  for (let p = 0; p + 4 <= extra.length; ) {
    const length = view.getUint16(p + 2, true);
    if (view.getUint16(p, true) === 1)
      return Array.from({ length: Math.floor(Math.min(length, extra.length - p - 4) / 8) }, (_, i) =>
        Number(view.getBigUint64(p + 4 + i * 8, true)),
      );
    p += 4 + length;
  }
  return [];
};

/** Where the data of an entry begins; null when its own header is not there. */
export const dataOffset = (at: ReadAt, entry: ZipEntry): number | null => {
  const header = at(entry.header, 30);
  if (header.length < 30 || viewOf(header).getUint32(0, true) !== 0x04034b50) return null;
  return entry.header + 30 + viewOf(header).getUint16(26, true) + viewOf(header).getUint16(28, true);
};

export function* zipMembers(at: ReadAt, entries: readonly ZipEntry[], limit: number): Generator<Member | Refused> {
  for (const entry of entries) {
    const { name } = entry;
    if (name.endsWith('/')) continue;
    if (isUnsafe(name)) {
      yield { name, code: 'unsafe-path', text: name };
      continue;
    }
    const from = dataOffset(at, entry);
    if (entry.link) yield { name, code: 'not-a-file', text: 'a link' };
    else if (from === null) yield { name, code: 'unreadable-input', text: 'its header is missing' };
    else if (entry.method !== 0 && entry.method !== 8)
      yield { name, code: 'unreadable-input', text: `its compression ${entry.method} is not known` };
    else {
      const raw = range(at, from, entry.stored);
      const stream = entry.method === 0 ? raw : inflatedStream(raw, inflaterOf('deflate'), limit);
      yield { name, bytes: entry.bytes, stream };
    }
  }
}

const range = (at: ReadAt, from: number, length: number): ByteStream => {
  let done = 0;
  let cut: string | null = null;
  return {
    get truncated() {
      return cut;
    },
    read: (target, to) => {
      const want = Math.min(length - done, target.length - to);
      const bytes = want > 0 ? at(from + done, want) : new Uint8Array(0);
      if (bytes.length < want) cut = 'the archive ends in it';
      target.set(bytes, to);
      done += bytes.length;
      return bytes.length;
    },
    close: () => {},
  };
};
