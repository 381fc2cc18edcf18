/**
 * Frames of the base protocol: headers, an empty line, a body of `Content-Length` bytes. Bytes that are no frame give
 * a fault, never a wait for something that cannot come: a bad body is skipped, after a bad header nothing can be found.
 */

export type Frame =
  | { readonly kind: 'body'; readonly value: unknown }
  /** The frame was read to its end, what stands in it is no message; the stream goes on. */
  | { readonly kind: 'bad-body'; readonly message: string }
  /** Where the next frame begins is unknown: the stream is over. */
  | { readonly kind: 'bad-header'; readonly message: string };

const LONGEST_HEADER = 4096;
/** No message is as long; a length beyond it is a mistake, and waiting for it would never end. */
const LONGEST_BODY = 256 * 1024 * 1024;

const CR = 13;
const LF = 10;

export class FrameReader {
  private chunks: Uint8Array[] = [];
  private size = 0;
  /** Bytes of the body that is being read; null while headers are. */
  private need: number | null = null;
  private broken = false;

  /** The frames that a chunk completes. O(bytes). */
  take(chunk: Uint8Array): readonly Frame[] {
    if (this.broken || chunk.length === 0) return [];
    this.chunks.push(chunk);
    this.size += chunk.length;
    const frames: Frame[] = [];
    for (let frame = this.next(); frame !== null; frame = this.next()) {
      frames.push(frame);
      if (frame.kind === 'bad-header') {
        this.broken = true;
        this.chunks = [];
        break;
      }
    }
    return frames;
  }

  private next(): Frame | null {
    if (this.need === null) {
      if (this.size === 0) return null;
      const head = this.joined();
      const end = endOfHeaders(head);
      if (end === null)
        return head.length > LONGEST_HEADER ? badHeader('a header without end') : (headerFault(head) ?? null);
      const length = contentLength(head.subarray(0, end.at));
      if (typeof length === 'string') return badHeader(length);
      this.keep(head.subarray(end.at + end.length));
      this.need = length;
    }
    if (this.size < this.need) return null;
    const all = this.joined();
    const body = all.subarray(0, this.need);
    this.keep(all.subarray(this.need));
    this.need = null;
    return readBody(body);
  }

  private joined(): Uint8Array {
    const [first] = this.chunks;
    if (first !== undefined && this.chunks.length === 1) return first;
    const all = new Uint8Array(this.size);
    let at = 0;
    for (const chunk of this.chunks) {
      all.set(chunk, at);
      at += chunk.length;
    }
    this.chunks = [all];
    return all;
  }

  private keep(rest: Uint8Array): void {
    this.chunks = rest.length === 0 ? [] : [rest];
    this.size = rest.length;
  }
}

const badHeader = (message: string): Frame => ({ kind: 'bad-header', message });

/** CR LF CR LF; a bare LF LF is taken too. */
const endOfHeaders = (bytes: Uint8Array): { readonly at: number; readonly length: number } | null => {
  for (let i = 0; i < bytes.length; i++) {
    if (bytes[i] === CR && bytes[i + 1] === LF && bytes[i + 2] === CR && bytes[i + 3] === LF)
      return { at: i, length: 4 };
    if (bytes[i] === LF && bytes[i + 1] === LF) return { at: i, length: 2 };
  }
  return null;
};

/** What has begun and cannot become a header any more: its sender waits for an answer that would never come. */
const headerFault = (bytes: Uint8Array): Frame | null => {
  const text = ascii(bytes);
  const lines = text.split(/\r?\n/);
  const whole = lines.slice(0, -1);
  if (whole.some((line) => !/^[A-Za-z][A-Za-z0-9-]*:/.test(line))) return badHeader('a header line without a colon');
  const last = lines.at(-1) ?? '';
  return /^(?:$|\r$|[A-Za-z][A-Za-z0-9-]*(?:$|:))/.test(last) ? null : badHeader('bytes that are no header');
};

const ascii = (bytes: Uint8Array): string => String.fromCharCode(...bytes.subarray(0, LONGEST_HEADER));

const contentLength = (head: Uint8Array): number | string => {
  let length: number | null = null;
  for (const line of ascii(head).split(/\r?\n/)) {
    const colon = line.indexOf(':');
    if (colon < 0) return 'a header line without a colon';
    const value = line.slice(colon + 1).trim();
    if (line.slice(0, colon).trim().toLowerCase() !== 'content-length') continue;
    if (!/^\d{1,12}$/.test(value)) return 'Content-Length is no number';
    length = Number(value);
    if (length > LONGEST_BODY) return `Content-Length is beyond ${LONGEST_BODY} bytes`;
  }
  return length ?? 'Content-Length is missing';
};

const decoder = new TextDecoder('utf-8', { fatal: true });
const encoder = new TextEncoder();

const readBody = (body: Uint8Array): Frame => {
  try {
    return { kind: 'body', value: JSON.parse(decoder.decode(body)) };
  } catch (error) {
    const message =
      error instanceof SyntaxError ? `the message is not JSON: ${error.message}` : 'the message is not UTF-8';
    return { kind: 'bad-body', message };
  }
};

export const frameOf = (message: unknown): Uint8Array => {
  const body = encoder.encode(JSON.stringify(message));
  const head = encoder.encode(`Content-Length: ${body.length}\r\n\r\n`);
  const frame = new Uint8Array(head.length + body.length);
  frame.set(head);
  frame.set(body, head.length);
  return frame;
};
