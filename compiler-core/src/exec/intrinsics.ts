/** C library functions that `ft.intrinsic` names, by the name in front of the parentheses. A final `f` is single precision. */

/** `erf` by its series near 0 and `erfc`'s continued fraction outside. Relative error about 1e-15. */
const erf = (x: number): number => {
  if (Number.isNaN(x)) return x;
  const a = Math.abs(x);
  if (a > 6) return Math.sign(x);
  if (a >= 2.5) return Math.sign(x) * (1 - erfcTail(a));
  let term = a;
  let sum = a;
  for (let n = 1; Math.abs(term) > 1e-18 * sum && n < 200; n++) {
    term *= (-a * a) / n;
    sum += term / (2 * n + 1);
  }
  return (Math.sign(x) * 2 * sum) / Math.sqrt(Math.PI);
};
/** erfc for a >= 2.5: exp(-a²)/√π times Laplace's continued fraction, evaluated from depth 60. */
const erfcTail = (a: number): number => {
  let f = a;
  for (let k = 60; k >= 1; k--) f = a + k / 2 / f;
  return Math.exp(-a * a) / Math.sqrt(Math.PI) / f;
};
const erfc = (x: number): number => (x >= 2.5 ? erfcTail(x) : 1 - erf(x));

/** Lanczos, g = 7, nine terms: relative error below 1e-14 for positive arguments. Source: Godfrey's coefficients. */
const LANCZOS = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
] as const;
const logGamma = (x: number): number => {
  if (x < 0.5) return Math.log(Math.PI / Math.abs(Math.sin(Math.PI * x))) - logGamma(1 - x);
  const y = x - 1;
  const t = y + 7.5;
  const sum = LANCZOS.reduce((s, c, k) => (k === 0 ? c : s + c / (y + k)), 0);
  return 0.5 * Math.log(2 * Math.PI) + (y + 0.5) * Math.log(t) - t + Math.log(sum);
};
const gamma = (x: number): number => {
  if (x < 0.5) return Math.PI / (Math.sin(Math.PI * x) * gamma(1 - x));
  const nearest = Math.round(x);
  if (x === nearest && x <= 23) {
    let product = 1;
    for (let k = 2; k < x; k++) product *= k;
    return product;
  }
  return Math.exp(logGamma(x));
};
const roundEven = (x: number): number => {
  const low = Math.floor(x);
  if (x - low !== 0.5) return Math.round(x);
  return low % 2 === 0 ? low : low + 1;
};
const copySign = (x: number, y: number): number => (y < 0 || Object.is(y, -0) ? -Math.abs(x) : Math.abs(x));
const awayFromZero = (x: number): number => Math.sign(x) * Math.floor(Math.abs(x) + 0.5);
/** A NaN operand is left out, as in C. */
const fmin = (x: number, y: number): number => (Number.isNaN(x) ? y : Number.isNaN(y) ? x : Math.min(x, y));
const fmax = (x: number, y: number): number => (Number.isNaN(x) ? y : Number.isNaN(y) ? x : Math.max(x, y));

const UNARY: Readonly<Record<string, (x: number) => number>> = {
  ...{ sin: Math.sin, cos: Math.cos, tan: Math.tan, asin: Math.asin, acos: Math.acos, atan: Math.atan },
  ...{ sinh: Math.sinh, cosh: Math.cosh, tanh: Math.tanh, asinh: Math.asinh, acosh: Math.acosh, atanh: Math.atanh },
  ...{ exp: Math.exp, exp2: (x: number) => 2 ** x, expm1: Math.expm1, sqrt: Math.sqrt, cbrt: Math.cbrt },
  ...{ log: Math.log, log2: Math.log2, log10: Math.log10, log1p: Math.log1p, fabs: Math.abs, abs: Math.abs },
  ...{ floor: Math.floor, ceil: Math.ceil, trunc: Math.trunc, round: awayFromZero, rint: roundEven },
  ...{ nearbyint: roundEven, erf, erfc, lgamma: logGamma, tgamma: gamma },
  rsqrt: (x: number) => 1 / Math.sqrt(x),
};
const BINARY: Readonly<Record<string, (x: number, y: number) => number>> = {
  ...{ pow: Math.pow, atan2: Math.atan2, hypot: Math.hypot, fmod: (x: number, y: number) => x % y },
  ...{ fmin, fmax, copysign: copySign, fdim: (x: number, y: number) => Math.max(x - y, 0) },
};

export interface Intrinsic {
  readonly apply: (...args: number[]) => number;
  /** Arguments and result are rounded to float32. */
  readonly single: boolean;
}

const CALL = /^\s*(?:std::|::)?([A-Za-z_]\w*)\s*\(\s*((?:%\s*(?:,\s*%\s*)*)?)\)\s*$/;

/** @returns the function a format such as `atan2f(%, %)` calls; null where it is none of the table. */
export const intrinsicOf = (format: string): Intrinsic | null => {
  const call = CALL.exec(format);
  if (!call) return null;
  const name = call[1] ?? '';
  const arity = (call[2] ?? '').split('%').length - 1;
  const table = arity === 1 ? UNARY : arity === 2 ? BINARY : null;
  if (!table) return null;
  if (Object.hasOwn(table, name)) return { apply: table[name] as Intrinsic['apply'], single: false };
  const base = name.endsWith('f') ? name.slice(0, -1) : '';
  return Object.hasOwn(table, base) ? { apply: table[base] as Intrinsic['apply'], single: true } : null;
};

/** Prints and has no other effect. */
export const isPrint = (format: string): boolean => /^\s*(?:std::)?printf\s*\(/.test(format);
