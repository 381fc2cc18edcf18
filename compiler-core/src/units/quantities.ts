/**
 * Quantities that must not be mixed up: sizes, work, times. Each is an exact integer under a brand, made by its own
 * constructor only, and becomes a number when it is formatted, not before.
 */

declare const unit: unique symbol;
type Quantity<U extends string> = bigint & { readonly [unit]: U };

export type Bytes = Quantity<'bytes'>;
/** Floating-point operations; a fused multiply-add is two. */
export type Flops = Quantity<'flops'>;
export type Nanoseconds = Quantity<'nanoseconds'>;
export type Cycles = Quantity<'cycles'>;
/** Cycles in a second. */
export type Hertz = Quantity<'hertz'>;
export type BytesPerSecond = Quantity<'bytes per second'>;
export type FlopsPerSecond = Quantity<'flops per second'>;
type Any = Bytes | Flops | Nanoseconds | Cycles | Hertz | BytesPerSecond | FlopsPerSecond;

export const bytes = (count: bigint): Bytes => count as Bytes;
export const flops = (count: bigint): Flops => count as Flops;
export const nanoseconds = (count: bigint): Nanoseconds => count as Nanoseconds;
export const cycles = (count: bigint): Cycles => count as Cycles;
export const hertz = (count: bigint): Hertz => count as Hertz;
export const bytesPerSecond = (count: bigint): BytesPerSecond => count as BytesPerSecond;
export const flopsPerSecond = (count: bigint): FlopsPerSecond => count as FlopsPerSecond;

/** Sum of two quantities of one unit. */
export const plus = <Q extends Any>(a: Q, b: NoInfer<Q>): Q => ((a as bigint) + b) as Q;

/** Difference of two quantities of one unit; may be negative. */
export const minus = <Q extends Any>(a: Q, b: NoInfer<Q>): Q => ((a as bigint) - b) as Q;

/** A quantity taken so many times. */
export const times = <Q extends Any>(a: Q, count: bigint): Q => ((a as bigint) * count) as Q;

/** How many of `b` make `a`, without unit. Rounded to the nearest number; infinite or NaN when `b` is zero. */
export const ratio = <Q extends Any>(a: Q, b: NoInfer<Q>): number => Number(a) / Number(b);
