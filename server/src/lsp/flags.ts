/**
 * Numbers that both threads see, so that the analysing thread learns of news while it is busy: a check asks now and
 * then whether an edit or a request waits, and makes way. The protocol thread counts what it posts, the other one
 * what it has taken; they differ while something waits. What the client does not want any more stands in a ring.
 */

import type { Id } from './json-rpc.ts';

const EDITS = 0;
const REQUESTS = 1;
const CANCELS = 2;
const GENERATION = 3;
const BEATS = 4;
const RING = 5;
const RING_SIZE = 16;
const SIZE = RING + RING_SIZE;

/** @param generation Which analysing thread of the process they are for. */
export const newFlags = (generation: number): Int32Array => {
  const flags = new Int32Array(new SharedArrayBuffer(SIZE * Int32Array.BYTES_PER_ELEMENT));
  flags[GENERATION] = generation;
  return flags;
};

export const countEdit = (flags: Int32Array): void => void Atomics.add(flags, EDITS, 1);
export const countRequest = (flags: Int32Array): void => void Atomics.add(flags, REQUESTS, 1);

/** Rises as long as the analysing thread gets on. */
export const beatsOf = (flags: Int32Array): number => Atomics.load(flags, BEATS);

/** `request` for an id of a request, `token` for that of a progress. */
export type Unwanted = readonly ['request' | 'token', Id];

/** The client wants no answer, or no more work. The last sixteen are known. */
export const countCancel = (flags: Int32Array, unwanted: Unwanted): void => {
  const at = (Atomics.add(flags, CANCELS, 1) >>> 0) % RING_SIZE;
  Atomics.store(flags, RING + at, hashOf(unwanted));
};

/** A client may use an id again. */
export const forgetCancel = (flags: Int32Array, unwanted: Unwanted): void => {
  const hash = hashOf(unwanted);
  for (let i = RING; i < SIZE; i++) Atomics.compareExchange(flags, i, hash, 0);
};

/** FNV-1a of the JSON; never 0, which is an empty place. */
const hashOf = (unwanted: Unwanted): number => {
  let hash = 0x811c9dc5;
  for (const c of JSON.stringify(unwanted)) hash = Math.imul(hash ^ (c.codePointAt(0) ?? 0), 0x01000193);
  return hash | 1;
};

/** The analysing thread's side. */
export class Waiting {
  private edits = 0;
  private requests = 0;

  constructor(private readonly flags: Int32Array) {}

  /** Work goes on: said now and then by what takes long. */
  beat(): void {
    Atomics.add(this.flags, BEATS, 1);
  }

  tookEdit(): void {
    this.beat();
    this.edits++;
  }

  tookRequest(): void {
    this.beat();
    this.requests++;
  }

  get generation(): number {
    return Atomics.load(this.flags, GENERATION);
  }

  get edit(): boolean {
    return Atomics.load(this.flags, EDITS) !== this.edits;
  }

  get request(): boolean {
    return Atomics.load(this.flags, REQUESTS) !== this.requests;
  }

  /** Known while the notification itself still waits to be taken. */
  cancelled(unwanted: Unwanted): boolean {
    const hash = hashOf(unwanted);
    for (let i = RING; i < SIZE; i++) if (Atomics.load(this.flags, i) === hash) return true;
    return false;
  }
}
