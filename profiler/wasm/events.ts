/**
 * The inner loop of reading trace events, in AssemblyScript: compiled to WebAssembly by `npm run generate`.
 * It decides for the events that a trace is full of what `src/import/kineto/sink.ts` decides for all, in the same way, and puts
 * them into their tables; the first event that is anything else it hands back.
 */

import { COMMON, ID, NAME, PH, put, SCOPE } from './put';
import { COUNT_AT, DIGITS_AT, FIELD_AT, FRACTION_AT, FROM_AT, HEADS_AT, KIND_AT, TO_AT, WHOLE_AT } from '../src/import/kineto/layout';
import { DECIMAL, INTEGER, scan, START } from './scan';

export { put } from './put';
export { remember, scan } from './scan';

/** Why it stopped: an event is not put yet; it is, but for the fields in `left`; a row group is full. Else what `scan` says. */
const EVENT: i32 = 0;
const REST: i32 = 1;
const FULL: i32 = 2;

const PID: usize = 4;
const TID: usize = 5;
const TS: usize = 6;
const DUR: usize = 7;
const COMPLETE: u8 = 0x58;
const SMALL_INSTANT: u8 = 0x69;
const LARGE_INSTANT: u8 = 0x49;
const FLOW_START: u8 = 0x73;
const FLOW_STEP: u8 = 0x74;
const FLOW_END: u8 = 0x66;

/** Beyond these the slow path has something to say. */
const REACH_NS: f64 = 9e15;
const HUGE_NS: f64 = 604_800_000_000_000;

/** What is known of the file. Doubles, then words, then the events of each phase, then tracks. */
const ORIGIN_US: usize = 0;
const RANK: usize = 8;
const FIRST_NS: usize = 16;
const LAST_NS: usize = 24;
const EVENTS: usize = 32;
const SLICES: usize = 36;
const NAME_SALT: usize = 40;
const FINE: usize = 44;
const SLICE: usize = 48;
const FLOW: usize = 52;
const MEMORY: usize = 56;
const BYTES_FIELD: usize = 60;
/** Where it stopped: behind the last event that is done with or to be handed back, the binding, the fields left. */
const POSITION: usize = 64;
const BINDING: usize = 68;
const LEFT: usize = 72;
const PHASES: usize = 128;
const TRACKS: usize = PHASES + 128 * 4;
const TRACK_BYTES: usize = 32;
const TRACK_MASK: u64 = 255;

/** In a binding: the open row, and the one at which its row group is full. */
const ROW: usize = COMMON + 48;
const LIMIT: usize = COMMON + 52;

@inline
function trackSlot(state: usize, pid: f64, tid: f64): usize {
  const hash = (reinterpret<u64>(pid) * 31 + reinterpret<u64>(tid)) * 0x9e3779b97f4a7c15;
  return state + TRACKS + <usize>((hash >> 48) & TRACK_MASK) * TRACK_BYTES;
}

/** Remembers a track, in place of another one. */
export function rememberTrack(state: usize, pid: f64, tid: f64, track: f64): void {
  const slot = trackSlot(state, pid, tid);
  store<f64>(slot, pid);
  store<f64>(slot, tid, 8);
  store<f64>(slot, track, 16);
  store<i32>(slot, 1, 24);
}

/** Field `n` in nanoseconds, from `origin` on, in microseconds; NaN where it is not so simple. */
@inline
function nanoseconds(state: usize, n: usize, origin: f64): f64 {
  const kind = load<u8>(n, KIND_AT);
  const micros = (load<f64>(n << 3, WHOLE_AT) - origin) * 1000;
  if (kind === INTEGER) return micros;
  if (kind !== DECIMAL) return NaN;
  const digits: u8 = load<u8>(n, DIGITS_AT);
  if (digits > 3) return NaN;
  const fraction = load<i32>(n << 2, FRACTION_AT);
  if (fraction !== 0) store<i32>(state, 1, FINE);
  return micros + <f64>(digits === 3 ? fraction : digits === 2 ? fraction * 10 : digits === 1 ? fraction * 100 : fraction);
}

/** Whether the event has field `field`, an integer. */
@inline
function hasInteger(field: i32): bool {
  const count = load<i32>(COUNT_AT);
  for (let n = 0; n < count; n++)
    if (load<i32>((<usize>n) << 2, FIELD_AT) === field && load<u8>(n, KIND_AT) === INTEGER) return true;
  return false;
}

/**
 * Takes the event that was parsed last. It is counted only where it is put.
 *
 * @returns EVENT, REST or FULL; -1 where it is done with.
 */
@inline
function take(state: usize): i32 {
  const ph = load<i32>(PH << 2, HEADS_AT);
  if (ph < 0) return EVENT;
  const letter: usize = load<i32>((<usize>ph) << 2, FROM_AT);
  if (load<i32>((<usize>ph) << 2, TO_AT) - <i32>letter !== 1) return EVENT;
  const phase = load<u8>(letter);

  const pid = load<i32>(PID << 2, HEADS_AT);
  const tid = load<i32>(TID << 2, HEADS_AT);
  const ts = load<i32>(TS << 2, HEADS_AT);
  if (pid < 0 || tid < 0 || ts < 0) return EVENT;
  if (load<u8>(pid, KIND_AT) !== INTEGER || load<u8>(tid, KIND_AT) !== INTEGER) return EVENT;
  const process = load<f64>((<usize>pid) << 3, WHOLE_AT);
  const thread = load<f64>((<usize>tid) << 3, WHOLE_AT);
  const slot = trackSlot(state, process, thread);
  if (load<i32>(slot, 24) === 0 || load<f64>(slot) !== process || load<f64>(slot, 8) !== thread) return EVENT;

  const start = nanoseconds(state, ts, load<f64>(state, ORIGIN_US));
  if (!(Math.abs(start) <= REACH_NS)) return EVENT;

  let length: f64 = 0;
  let handled = <i32>SCOPE;
  let salt = load<i32>(state, NAME_SALT);
  let binding: usize = 0;
  if (phase === COMPLETE) {
    const dur = load<i32>(DUR << 2, HEADS_AT);
    if (dur < 0) return EVENT;
    length = nanoseconds(state, dur, 0);
    if (!(length >= 0 && length <= HUGE_NS)) return EVENT;
    handled = <i32>DUR;
    binding = load<u32>(state, SLICE);
  } else if (phase === FLOW_START || phase === FLOW_END || phase === FLOW_STEP) {
    const id = load<i32>(ID << 2, HEADS_AT);
    if (id < 0 || load<u8>(id, KIND_AT) !== INTEGER) return EVENT;
    binding = load<u32>(state, FLOW);
  } else if (phase === SMALL_INSTANT || phase === LARGE_INSTANT) {
    if (!hasInteger(load<i32>(state, BYTES_FIELD))) return EVENT;
    // Its table has no names.
    salt = 0;
    binding = load<u32>(state, MEMORY);
  }
  if (binding === 0 || (salt !== 0 && load<i32>(NAME << 2, HEADS_AT) < 0)) return EVENT;

  const row = load<i32>(binding, ROW);
  const events = load<i32>(state, EVENTS);
  const undone = put(
    binding,
    row,
    handled,
    load<f64>(state, RANK),
    <f64>events,
    load<f64>(slot, 16),
    start,
    length,
    salt,
    0,
  );
  if (undone < 0) return EVENT;
  store<i32>(state, events + 1, EVENTS);
  const counted = state + ((<usize>phase) << 2);
  store<i32>(counted, load<i32>(counted, PHASES) + 1, PHASES);
  if (phase === COMPLETE) {
    store<i32>(state, load<i32>(state, SLICES) + 1, SLICES);
    store<f64>(state, min(load<f64>(state, FIRST_NS), start), FIRST_NS);
    store<f64>(state, max(load<f64>(state, LAST_NS), start + length), LAST_NS);
  }
  if (undone > 0) {
    store<i32>(state, undone, LEFT);
    store<i32>(state, <i32>binding, BINDING);
    return REST;
  }
  store<i32>(binding, row + 1, ROW);
  if (row + 1 < load<i32>(binding, LIMIT)) return -1;
  store<i32>(state, <i32>binding, BINDING);
  return FULL;
}

/**
 * Parses events and puts them into their tables.
 *
 * @param at Where the event before ends.
 * @returns Why it stopped; `POSITION` says where.
 */
export function run(state: usize, at: i32, end: i32): i32 {
  let p = at;
  while (true) {
    const next = scan(p, end, START, false);
    if (next < 0) {
      store<i32>(state, p, POSITION);
      return next;
    }
    p = next;
    const why = take(state);
    if (why < 0) continue;
    store<i32>(state, p, POSITION);
    return why;
  }
}
