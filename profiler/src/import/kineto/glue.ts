/** What the scanner remembers: the texts between values, each under the field before it, with the field that comes after. */

import { FACTS, FIELDS_WITH_WAYS, LONGEST_TEXT, MOST_TEXTS, TEXT_BYTES, TEXTS_AT, WAYS, WAYS_AT } from './layout.ts';
import type { Scanner } from './scanner.ts';

/** The text leads to the end of the event. */
export const END = -1;

export class Glue {
  private count = 0;

  constructor(private readonly scanner: Scanner) {}

  reset(): void {
    this.count = 0;
  }

  /** Remembers `[from, to)` as what leads from field `before` to field `field`, whose key is at `[keyFrom, keyTo)`. @param brace The `{` of the event. */
  learn(before: number, from: number, to: number, field: number, keyFrom: number, keyTo: number, brace: number): void {
    const { bytes, view } = this.scanner;
    const length = to - from;
    if (length > LONGEST_TEXT || this.count === MOST_TEXTS || before >= FIELDS_WITH_WAYS) return;
    const facts = TEXTS_AT + this.count * TEXT_BYTES;
    this.count++;
    bytes.copyWithin(facts + FACTS, from, to);
    for (const [at, fact] of [length, field, keyFrom - from, keyTo - keyFrom, brace - from].entries())
      view.setInt32(facts + at * 4, fact, true);
    // The newest is tried first.
    const way = WAYS_AT + before * WAYS * 4;
    bytes.copyWithin(way + 4, way, way + (WAYS - 1) * 4);
    view.setInt32(way, facts, true);
  }
}
