/** Keys of trace events. A field is a key at one level: of the event itself, or of its `args`. */

/** The state before the first key. */
export const START = 0;
/** Distinct keys that get a number of their own; further ones share one. */
const KNOWN_KEYS = 4096;

export const EVENT_LEVEL = 0;
export const ARGS_LEVEL = 1;
export type Level = typeof EVENT_LEVEL | typeof ARGS_LEVEL;

export class Fields {
  private readonly byKey = new Map<string, number>();
  /** Level and text of each field; `START` has neither. */
  readonly level: Level[] = [EVENT_LEVEL];
  readonly key: string[] = [''];

  /** The field of a key; null when there are too many. */
  of(level: Level, key: string): number | null {
    const full = `${level}${key}`;
    const known = this.byKey.get(full);
    if (known !== undefined) return known;
    if (this.key.length >= KNOWN_KEYS) return null;
    const field = this.key.length;
    this.byKey.set(full, field);
    this.level.push(level);
    this.key.push(key);
    return field;
  }

  get size(): number {
    return this.key.length;
  }
}
