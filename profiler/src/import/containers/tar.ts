/** Members of a tar archive in the order of its bytes. Source: POSIX.1-2001 pax, and GNU's long names. */

import type { ByteStream } from '../json/buffer.ts';
import { isUnsafe, type Member, type Refused } from './members.ts';

const BLOCK = 512;
const LONGEST_NAME = 1 << 16;
const decoder = new TextDecoder();

/** @param head The first 512 bytes. */
export const isTar = (head: Uint8Array): boolean =>
  head.length === BLOCK && decoder.decode(head.subarray(257, 262)) === 'ustar';

const field = (header: Uint8Array, from: number, length: number): string => {
  const bytes = header.subarray(from, from + length);
  const end = bytes.indexOf(0);
  return decoder.decode(end < 0 ? bytes : bytes.subarray(0, end));
};

/** Octal text, or a big number in base 256. */
const sizeOf = (header: Uint8Array): number => {
  if (((header[124] ?? 0) & 0x80) === 0) return Number.parseInt(field(header, 124, 12).trim() || '0', 8);
  let size = 0;
  for (let at = 125; at < 136; at++) size = size * 256 + (header[at] ?? 0);
  return size;
};

export async function* tarMembers(stream: ByteStream): AsyncGenerator<Member | Refused> {
  let longName: string | null = null;
  for (;;) {
    const header = await exactly(stream, BLOCK);
    if (header.length < BLOCK) {
      const cut = stream.truncated ?? (header.length > 0 ? 'the archive ends in a header' : null);
      if (cut !== null) yield { name: '', code: 'truncated', text: cut };
      return;
    }
    if (header.every((byte) => byte === 0)) return;
    const size = sizeOf(header);
    if (!Number.isSafeInteger(size) || size < 0) {
      yield { name: field(header, 0, 100), code: 'unreadable-input', text: 'its header has no valid size' };
      return;
    }
    const type = String.fromCharCode(header[156] ?? 0);
    const prefix = field(header, 345, 155);
    const name: string = longName ?? (prefix === '' ? '' : `${prefix}/`) + field(header, 0, 100);
    const padding = (BLOCK - (size % BLOCK)) % BLOCK;
    if (type === 'L' || type === 'x') {
      const text = decoder.decode(await exactly(stream, Math.min(size, LONGEST_NAME)));
      await skip(stream, Math.max(0, size - LONGEST_NAME) + padding);
      longName = type === 'L' ? text.replace(/\0.*$/s, '') : (/\d+ path=([^\n]*)\n/.exec(text)?.[1] ?? longName);
      continue;
    }
    longName = null;
    const isFile = type === '0' || type === '\0';
    if (isFile && !isUnsafe(name)) {
      const member = limited(stream, size);
      yield { name, bytes: size, stream: member.stream };
      await skip(stream, member.left() + padding);
      continue;
    }
    if (isFile) yield { name, code: 'unsafe-path', text: name };
    else if (type === '1' || type === '2') yield { name, code: 'not-a-file', text: 'a link' };
    await skip(stream, size + padding);
  }
}

const exactly = async (stream: ByteStream, count: number): Promise<Uint8Array> => {
  const bytes = new Uint8Array(count);
  let filled = 0;
  while (filled < count) {
    const got = await stream.read(bytes, filled);
    if (got === 0) break;
    filled += got;
  }
  return bytes.subarray(0, filled);
};

const skip = async (stream: ByteStream, count: number): Promise<void> => {
  const waste = new Uint8Array(Math.min(count, 1 << 18));
  for (let left = count; left > 0; ) {
    const got = await stream.read(waste.subarray(0, Math.min(left, waste.length)), 0);
    if (got === 0) return;
    left -= got;
  }
};

/** The next `size` bytes of a stream as a stream of their own. */
const limited = (stream: ByteStream, size: number): { readonly stream: ByteStream; left(): number } => {
  let left = size;
  let cut: string | null = null;
  return {
    left: () => left,
    stream: {
      get truncated() {
        return cut;
      },
      read: async (target, at) => {
        const want = Math.min(left, target.length - at);
        if (want === 0) return 0;
        const got = await stream.read(target.subarray(0, at + want), at);
        if (got === 0) cut = stream.truncated ?? 'the archive ends in it';
        left -= got;
        return got;
      },
      close: () => {},
    },
  };
};
