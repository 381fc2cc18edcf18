/**
 * Bytes of a Python file to text, by the rules of PEP 263: a byte order mark, else a coding cookie in the first two
 * lines, else UTF-8. UTF-16 with a mark is read too. What does not decode becomes U+FFFD and is said with its place.
 */

import type { ReadingProblem } from '../../ports/check-file.ts';

export interface Decoded {
  readonly text: string;
  readonly problems: readonly ReadingProblem[];
  /** False where the bytes are no text at all: nothing is analysed then. */
  readonly usable: boolean;
}

const startsWith = (bytes: Uint8Array, mark: readonly number[]): boolean => mark.every((byte, i) => bytes[i] === byte);
const whole = (text: string): Decoded => ({ text, problems: [], usable: true });

export const decode = (bytes: Uint8Array): Decoded => {
  if (startsWith(bytes, [0xff, 0xfe])) return decodeWith('utf-16le', bytes.subarray(2), 'UTF-16');
  if (startsWith(bytes, [0xfe, 0xff])) return decodeWith('utf-16be', bytes.subarray(2), 'UTF-16');
  const marked = startsWith(bytes, [0xef, 0xbb, 0xbf]);
  const body = marked ? bytes.subarray(3) : bytes;
  const zero = body.subarray(0, 65_536).indexOf(0);
  if (zero >= 0) return binary(zero);
  const cookie = marked ? null : codingCookie(body);
  if (cookie === null || isUtf8(cookie)) return decodeWith('utf-8', body, 'UTF-8');
  if (/^(?:latin-?1|iso-?8859-?1|l1)$/i.test(cookie)) return whole(latin1(body));
  if (/^(?:us-)?ascii$/i.test(cookie)) return decodeWith('utf-8', body, 'ASCII');
  try {
    return decodeWith(cookie, body, cookie);
  } catch {
    const { text, problems } = decodeWith('utf-8', body, 'UTF-8');
    const start = Math.max(0, text.indexOf(cookie));
    const message = `the encoding \`${cookie}\` named here is not known; read as UTF-8. Save the file as UTF-8`;
    return { text, problems: [{ start, end: start + cookie.length, message }, ...problems], usable: true };
  }
};

const binary = (at: number): Decoded => ({
  text: '',
  problems: [
    { start: 0, end: 0, message: `the file is binary: byte ${at} is zero. Leave it out, or save it as UTF-8 text` },
  ],
  usable: false,
});

const isUtf8 = (name: string): boolean => /^utf[-_]?8(?:[-_]sig)?$/i.test(name);

/** `# -*- coding: latin-1 -*-` in line one or two, as PEP 263 has it. */
const codingCookie = (bytes: Uint8Array): string | null => {
  const lines = latin1(bytes.subarray(0, 400)).split(/\r\n?|\n/, 2);
  for (const line of lines) {
    const match = /^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)/.exec(line);
    if (match !== null) return match[1] ?? null;
    if (!/^[ \t\f]*(?:#.*)?$/.test(line)) return null;
  }
  return null;
};

const latin1 = (bytes: Uint8Array): string => {
  let text = '';
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return text;
};

const decodeWith = (label: string, bytes: Uint8Array, name: string): Decoded => {
  try {
    return whole(new TextDecoder(label, { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch (error) {
    if (error instanceof RangeError) throw error;
    const text = new TextDecoder(label, { ignoreBOM: true }).decode(bytes);
    const start = Math.max(0, text.indexOf('\ufffd'));
    const count = text.split('\ufffd').length - 1;
    const others = count > 1 ? ` (and ${count - 1} more places)` : '';
    const message = `these bytes are not ${name}${others}; the rest is checked. Save the file as UTF-8, or name its encoding in the first line: # -*- coding: latin-1 -*-`;
    return { text, problems: [{ start, end: start + 1, message }], usable: true };
  }
};
