/** Where things lie in the scanner's memory. Read by two compilers, TypeScript and AssemblyScript (`wasm/`): plain numbers only. */

/** Fields of one event beyond which it is taken for broken. */
export const MOST_FIELDS = 65_536;
/** Texts remembered after one field. */
export const WAYS = 4;
/** Fields that have such texts. */
export const FIELDS_WITH_WAYS = 8192;
/** A longer text is parsed each time. */
export const LONGEST_TEXT = 192;
/** Texts in all: what hostile input can make us remember. */
export const MOST_TEXTS = 16_384;
/** What is known of a text: its length, the field it leads to, where its key stands and how long that is, where a `{` of an event stands, then its bytes. */
export const FACTS = 32;
export const TEXT_BYTES = 224;

/** Spans whose number is remembered, and the room for each: an odd number of cache lines, so that they do not push each other out. The names of kernels are long. */
export const CACHED = 4096;
export const CACHED_BYTES = 832;

/** Arrays start at different places of a page, so that they do not push each other out of the cache. */
const GAP = 448;

/** Position of fields 0 to 15 in the event that was parsed last; -1 where it has none. Of a repeated one the last. */
export const HEADS_AT = 8192;
/** Behind them: fields of the event; where the scanner stopped for help, and after which field; where its `{` is. */
export const COUNT_AT = HEADS_AT + 64;
export const STOPPED_AT = HEADS_AT + 68;
export const STOPPED_AFTER_AT = HEADS_AT + 72;
export const BRACE_AT = HEADS_AT + 76;
/** Which fields it has. */
export const FIELD_AT = HEADS_AT + 128 + GAP;
/** What each value is. */
export const KIND_AT = FIELD_AT + MOST_FIELDS * 4 + GAP;
/** Span of the value. */
export const FROM_AT = KIND_AT + MOST_FIELDS + GAP;
export const TO_AT = FROM_AT + MOST_FIELDS * 4 + GAP;
/** Span of the key, without quotes. */
export const KEY_FROM_AT = TO_AT + MOST_FIELDS * 4 + GAP;
export const KEY_TO_AT = KEY_FROM_AT + MOST_FIELDS * 4 + GAP;
/** Integer part of a number, with its sign. */
export const WHOLE_AT = KEY_TO_AT + MOST_FIELDS * 4 + GAP;
/** Digits of the fraction as an integer, at most nine of them, with the sign; how many they are. */
export const FRACTION_AT = WHOLE_AT + MOST_FIELDS * 8 + GAP;
export const DIGITS_AT = FRACTION_AT + MOST_FIELDS * 4 + GAP;
/** Fields that `put` has left to do. */
export const LEFT_AT = DIGITS_AT + MOST_FIELDS + GAP;
/** For each field the texts that may come after it. */
export const WAYS_AT = LEFT_AT + MOST_FIELDS * 4 + GAP;
export const TEXTS_AT = WAYS_AT + FIELDS_WITH_WAYS * WAYS * 4 + GAP;
export const CACHE_AT = TEXTS_AT + MOST_TEXTS * TEXT_BYTES + GAP;
/** Where what is kept of a file begins. */
export const FLOOR = CACHE_AT + CACHED * CACHED_BYTES + GAP;
