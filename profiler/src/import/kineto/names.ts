/** Numbers for names, and the table that says which is which. */

import { createHash } from 'node:crypto';
import { QUOTED, textBytes } from '../../parquet/columns.ts';
import { Dictionary, type Source, sourceOf } from '../../parquet/dictionary.ts';
import type { Diags } from '../../run/diags.ts';
import type { PartWriter } from '../../run/part-writer.ts';

/** Longer names are cut. */
export const LONGEST_NAME = 16_384;

export class Names {
  private readonly known = new Dictionary();
  /** Numbers given out before the dictionary was last emptied. */
  private base = 0;

  constructor(
    private readonly part: PartWriter,
    private readonly diags: Diags,
  ) {}

  /** The number of a name in a rank. The span is a JSON string without quotes. */
  of(source: Source, from: number, to: number, rank: number): number {
    if (to - from > LONGEST_NAME) return this.cut(source, from, to, rank);
    const found = this.known.find(source, from, to, rank);
    if (found >= 0) return this.base + found;
    return this.add(found, source, from, to, rank);
  }

  private add(slot: number, source: Source, from: number, to: number, rank: number): number {
    let free = slot;
    if (this.known.full) {
      this.base += this.known.size;
      this.known.clear();
      free = this.known.find(source, from, to, rank);
    }
    const id = this.base + this.known.insert(free, source, from, to);
    const file = this.part.table('name');
    if (!this.part.oneRank) file.numbers('rank').push(file.row, rank);
    file.numbers('id').push(file.row, id);
    const text = textBytes(source.bytes.subarray(from, to), QUOTED);
    this.part.watch?.name(id, new TextDecoder().decode(text));
    const padded = new Uint8Array(text.length + 8);
    padded.set(text);
    file.text('text').push(file.row, sourceOf(padded), 0, text.length);
    file.endRow();
    return id;
  }

  private cut(source: Source, from: number, to: number, rank: number): number {
    const hash = createHash('sha256').update(source.bytes.subarray(from, to)).digest('hex').slice(0, 16);
    const mark = new TextEncoder().encode(`…#${hash}`);
    let keep = LONGEST_NAME - mark.length;
    // Neither in the middle of a character nor behind a backslash.
    while (keep > 0 && ((source.bytes[from + keep] as number) & 0xc0) === 0x80) keep--;
    while (keep > 0 && source.bytes[from + keep - 1] === 0x5c) keep--;
    const bytes = new Uint8Array(keep + mark.length + 8);
    bytes.set(source.bytes.subarray(from, from + keep));
    bytes.set(mark, keep);
    this.diags.add('name-too-long', `${to - from} bytes`);
    return this.of(sourceOf(bytes), 0, keep + mark.length, rank);
  }
}
