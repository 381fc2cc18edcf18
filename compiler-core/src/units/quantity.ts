/**
 * Quantities that must not be mixed up: numbers with their unit in the type. One constructor each, arithmetic within a
 * unit, and the few quotients and products that mean something. Zero cost at run time.
 */

declare const unit: unique symbol;
/** The unit stands in both positions of a function, so that no union of two units is a unit. */
export type Quantity<U extends string> = number & { readonly [unit]: (u: U) => U };

/** Sizes and traffic; never bits, never elements. */
export type Bytes = Quantity<'byte'>;
/** Floating-point operations, a fused multiply-add being two. */
export type Flops = Quantity<'flop'>;
export type Seconds = Quantity<'second'>;
export type Cycles = Quantity<'cycle'>;
export type Hertz = Quantity<'hertz'>;
export type BytesPerSecond = Quantity<'byte/second'>;
export type FlopsPerSecond = Quantity<'flop/second'>;
/** Arithmetic intensity. */
export type FlopsPerByte = Quantity<'flop/byte'>;

export const bytes = (n: number): Bytes => n as Bytes;
export const flops = (n: number): Flops => n as Flops;
export const seconds = (n: number): Seconds => n as Seconds;
export const cycles = (n: number): Cycles => n as Cycles;
export const hertz = (n: number): Hertz => n as Hertz;
export const bytesPerSecond = (n: number): BytesPerSecond => n as BytesPerSecond;
export const flopsPerSecond = (n: number): FlopsPerSecond => n as FlopsPerSecond;

export const add = <U extends string>(a: Quantity<U>, b: Quantity<U>): Quantity<U> => (a + b) as Quantity<U>;
export const subtract = <U extends string>(a: Quantity<U>, b: Quantity<U>): Quantity<U> => (a - b) as Quantity<U>;
export const times = <U extends string>(a: Quantity<U>, factor: number): Quantity<U> => (a * factor) as Quantity<U>;
/** How many times `b` fits into `a`: a plain number. Dividing by zero gives an infinity or NaN, as for numbers. */
export const ratio = <U extends string>(a: Quantity<U>, b: Quantity<U>): number => a / b;
export const least = <U extends string>(a: Quantity<U>, ...more: readonly Quantity<U>[]): Quantity<U> =>
  Math.min(a, ...more) as Quantity<U>;
export const greatest = <U extends string>(a: Quantity<U>, ...more: readonly Quantity<U>[]): Quantity<U> =>
  Math.max(a, ...more) as Quantity<U>;

export const timeToMove = (amount: Bytes, rate: BytesPerSecond): Seconds => seconds(amount / rate);
export const timeToCompute = (work: Flops, rate: FlopsPerSecond): Seconds => seconds(work / rate);
export const timeOfCycles = (n: Cycles, clock: Hertz): Seconds => seconds(n / clock);
export const intensity = (work: Flops, traffic: Bytes): FlopsPerByte => (work / traffic) as FlopsPerByte;
/** The bandwidth bound of a roofline: what can be computed when `rate` feeds work of this intensity. */
export const fed = (i: FlopsPerByte, rate: BytesPerSecond): FlopsPerSecond => flopsPerSecond(i * rate);
