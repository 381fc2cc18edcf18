/**
 * Numbers that both threads see, so that the analysing thread learns of news while it is busy: a check asks now and
 * then whether an edit or a request waits, and makes way. The protocol thread counts what it posts, the other one
 * what it has taken; they differ while something waits.
 */

const EDITS = 0;
const REQUESTS = 1;
const SIZE = 2;

export const newFlags = (): Int32Array => new Int32Array(new SharedArrayBuffer(SIZE * Int32Array.BYTES_PER_ELEMENT));

export const countEdit = (flags: Int32Array): void => void Atomics.add(flags, EDITS, 1);
export const countRequest = (flags: Int32Array): void => void Atomics.add(flags, REQUESTS, 1);

/** The analysing thread's side. */
export class Waiting {
  private edits = 0;
  private requests = 0;

  constructor(private readonly flags: Int32Array) {}

  tookEdit(): void {
    this.edits++;
  }

  tookRequest(): void {
    this.requests++;
  }

  get edit(): boolean {
    return Atomics.load(this.flags, EDITS) !== this.edits;
  }

  get request(): boolean {
    return Atomics.load(this.flags, REQUESTS) !== this.requests;
  }
}
