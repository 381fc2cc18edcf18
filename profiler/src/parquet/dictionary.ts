/** Byte strings numbered in the order they first come, without a JavaScript string for any of them. */

/** Bytes of memory after which a dictionary is full. */
const HOLDS_BYTES = 32 << 20;

/** Words of a span are read four bytes at a time: `view` needs that many readable bytes behind it. */
export interface Source {
  readonly bytes: Uint8Array;
  readonly view: DataView;
}

export const sourceOf = (bytes: Uint8Array): Source => ({
  bytes,
  view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength),
});

export class Dictionary {
  size = 0;
  /** Bytes of all entries, one after the other. */
  arena = new Uint8Array(1 << 12);
  private arenaView = new DataView(this.arena.buffer);
  used = 0;
  /** Entry `i` is `arena[starts[i], starts[i] + lengths[i])`. Entries begin at multiples of four. */
  starts = new Int32Array(256);
  lengths = new Int32Array(256);
  private hashes = new Int32Array(256);
  private slots = new Int32Array(1024).fill(-1);

  /** Whether it is time to begin anew: memory has to stay bounded whatever the input. */
  get full(): boolean {
    return this.used > HOLDS_BYTES || this.size > 1 << 20;
  }

  /** The number of the span, or -1 - slot where it is new: then `insert` follows. */
  find(source: Source, from: number, to: number, salt: number): number {
    const length = to - from;
    const hash = hashOf(source.view, from, length, salt);
    const mask = this.slots.length - 1;
    let slot = (hash ^ (hash >>> 15)) & mask;
    for (;;) {
      const entry = this.slots[slot] as number;
      if (entry < 0) {
        this.pending = hash;
        return -1 - slot;
      }
      if (this.hashes[entry] === hash && this.lengths[entry] === length && this.same(entry, source.view, from, length))
        return entry;
      slot = (slot + 1) & mask;
    }
  }

  private pending = 0;

  /**
   * Adds what `find` has just missed.
   *
   * @param slot What `find` returned.
   */
  insert(slot: number, source: Source, from: number, to: number): number {
    const length = to - from;
    const entry = this.size++;
    if (entry === this.starts.length) {
      this.starts = grown(this.starts);
      this.lengths = grown(this.lengths);
      this.hashes = grown(this.hashes);
    }
    const padded = (length + 3) & ~3;
    if (this.used + padded + 4 > this.arena.length) {
      const larger = new Uint8Array(Math.max(this.arena.length * 2, this.used + padded + 4));
      larger.set(this.arena.subarray(0, this.used));
      this.arena = larger;
      this.arenaView = new DataView(larger.buffer);
    }
    this.arena.set(source.bytes.subarray(from, to), this.used);
    this.arena.fill(0, this.used + length, this.used + padded);
    this.starts[entry] = this.used;
    this.lengths[entry] = length;
    this.hashes[entry] = this.pending;
    this.used += padded;
    this.slots[-1 - slot] = entry;
    if (this.size * 2 > this.slots.length) this.rehash();
    return entry;
  }

  /** Whether entry `entry` is the span. */
  same(entry: number, view: DataView, from: number, length: number): boolean {
    if (this.lengths[entry] !== length) return false;
    const { arenaView } = this;
    const start = this.starts[entry] as number;
    const whole = length & ~3;
    for (let at = 0; at < whole; at += 4)
      if (arenaView.getInt32(start + at, true) !== view.getInt32(from + at, true)) return false;
    const rest = length & 3;
    if (rest === 0) return true;
    const mask = (1 << (rest * 8)) - 1;
    return arenaView.getInt32(start + whole, true) === (view.getInt32(from + whole, true) & mask);
  }

  clear(): void {
    this.size = 0;
    this.used = 0;
    if (this.slots.length > 1 << 14) this.slots = new Int32Array(1024).fill(-1);
    else this.slots.fill(-1);
    if (this.arena.length > 4 << 20) {
      this.arena = new Uint8Array(1 << 12);
      this.arenaView = new DataView(this.arena.buffer);
    }
  }

  private rehash(): void {
    const slots = new Int32Array(this.slots.length * 2).fill(-1);
    const mask = slots.length - 1;
    for (let entry = 0; entry < this.size; entry++) {
      const hash = this.hashes[entry] as number;
      let slot = (hash ^ (hash >>> 15)) & mask;
      while ((slots[slot] as number) >= 0) slot = (slot + 1) & mask;
      slots[slot] = entry;
    }
    this.slots = slots;
  }
}

const grown = (array: Int32Array): Int32Array<ArrayBuffer> => {
  const larger = new Int32Array(array.length * 2);
  larger.set(array);
  return larger;
};

/** Of the length, the first 32 bytes, the last 16 and each 64th word between: equality is checked in full anyway. */
const hashOf = (view: DataView, from: number, length: number, salt: number): number => {
  let hash = Math.imul(length ^ salt, 0x9e3779b1);
  const whole = length & ~3;
  const head = Math.min(whole, 32);
  for (let at = 0; at < head; at += 4) {
    hash = Math.imul(hash ^ view.getInt32(from + at, true), 0x85ebca6b);
    hash ^= hash >>> 13;
  }
  if (whole > 32) {
    for (let at = 32; at < whole - 16; at += 256)
      hash = Math.imul(hash ^ view.getInt32(from + at, true), 0xc2b2ae35) ^ (hash >>> 15);
    for (let at = Math.max(32, whole - 16); at < whole; at += 4) {
      hash = Math.imul(hash ^ view.getInt32(from + at, true), 0x85ebca6b);
      hash ^= hash >>> 13;
    }
  }
  const rest = length & 3;
  if (rest > 0) hash = Math.imul(hash ^ (view.getInt32(from + whole, true) & ((1 << (rest * 8)) - 1)), 0x27d4eb2f);
  return hash ^ (hash >>> 16);
};
