/** Archives: their members one after the other, as streams. Nothing is written to the disk, so a path in one is but a name. */

import type { ByteStream } from '../json/buffer.ts';

export interface Member {
  readonly name: string;
  readonly bytes: number;
  /** To be read, or not, before the next member is asked for. */
  readonly stream: ByteStream;
}

export interface Refused {
  readonly name: string;
  readonly code: 'unsafe-path' | 'not-a-file' | 'unreadable-input' | 'truncated';
  readonly text: string;
}

/** Whether a name leaves the archive, or is no name. */
export const isUnsafe = (name: string): boolean =>
  name.startsWith('/') ||
  /^[A-Za-z]:/.test(name) ||
  name.includes('\0') ||
  name.split(/[/\\]/).some((part) => part === '..');

export const stillborn = (text: string): ByteStream => ({ read: () => 0, truncated: text, close: () => {} });
