/** One line on a terminal that is written over; nothing elsewhere. */

import type { ProfileIo } from './io.ts';

const EVERY_MS = 120;

export interface ProgressLine {
  show(text: string): void;
  /** Removes the line. */
  end(): Promise<void>;
}

export const progressLine = (io: ProfileIo): ProgressLine => {
  let last = Number.NEGATIVE_INFINITY;
  let shown = false;
  return {
    show: (text) => {
      if (!io.errIsTerminal || io.clock() - last < EVERY_MS) return;
      last = io.clock();
      shown = true;
      void io.err(`\r\u001b[K${text.slice(0, io.columns - 1)}`);
    },
    end: async () => {
      if (shown) await io.err('\r\u001b[K');
    },
  };
};

/** `1.2 GB`, `34 MB`, `560 kB`. */
export const size = (bytes: number): string => {
  if (bytes >= 1e9) return `${(bytes / 1e9).toFixed(1)} GB`;
  return bytes >= 1e6 ? `${(bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0)} MB` : `${Math.ceil(bytes / 1e3)} kB`;
};

/** Bytes in a time, as a rate. */
export const rate = (bytes: number, ms: number): string => `${size(ms <= 0 ? 0 : (bytes / ms) * 1000)}/s`;
