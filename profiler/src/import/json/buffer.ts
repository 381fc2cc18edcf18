/** A window of a byte stream: what has not been used up stays at the front, what comes is put behind it. */

import type { Source } from '../../parquet/dictionary.ts';

/** Zero bytes kept behind the end, so that readers of words and expected text may look past it. */
export const SLACK = 256;
const FIRST = 1 << 20;

/** Where bytes come from. */
export interface ByteStream {
  /** Puts bytes into `target` from `at` on. @returns How many; 0 at the end. Must not touch what is before `at`. */
  read(target: Uint8Array, at: number): Promise<number> | number;
  /** Whether the stream ended before it should have. */
  readonly truncated: string | null;
  close(): void;
}

export class ByteWindow implements Source {
  bytes = new Uint8Array(FIRST + SLACK);
  view = new DataView(this.bytes.buffer);
  /** First byte that is not used up. */
  from = 0;
  /** End of what is there. */
  end = 0;
  /** Nothing comes any more. */
  finished = false;
  /** Bytes that have left the window. */
  private gone = 0;

  constructor(
    private readonly stream: ByteStream,
    private readonly progress: (bytes: number) => void | Promise<void> = () => {},
  ) {}

  /** Position in the stream of `bytes[at]`. */
  offsetOf(at: number): number {
    return this.gone + at;
  }

  /** All bytes that have come. */
  get total(): number {
    return this.gone + this.end;
  }

  /** Reads more. Grows when all that is there is still needed. */
  async fill(): Promise<void> {
    if (this.from > 0) {
      this.bytes.copyWithin(0, this.from, this.end);
      this.gone += this.from;
      this.end -= this.from;
      this.from = 0;
    }
    if (this.end + SLACK * 2 > this.bytes.length / 2) {
      const larger = new Uint8Array(this.bytes.length * 2);
      larger.set(this.bytes.subarray(0, this.end));
      this.bytes = larger;
      this.view = new DataView(larger.buffer);
    }
    const room = this.bytes.subarray(0, this.bytes.length - SLACK);
    const count = await this.stream.read(room, this.end);
    if (count === 0) this.finished = true;
    this.end += count;
    await this.progress(this.total);
    this.bytes.fill(0, this.end, this.end + SLACK);
  }
}
