/**
 * Math, integer, common, geometric and relational functions, which SYCL and OpenCL C share (SYCL 2020, 4.17.4 to 4.17.10;
 * OpenCL C 3.0, 6.15.2 to 6.15.6). `genfloat` is a float type or a vector of them, `genint` the same of integers,
 * `gentype` of either; all of a call have as many elements, and a scalar may stand for a vector where that is said.
 */

import { type ApiEntry, family, type Language, type Table, table } from './entry.ts';

type Chapter = 'common' | 'geometric' | 'half' | 'integer' | 'math' | 'native' | 'relational';
const SECTIONS: Readonly<Record<Language, Readonly<Record<Chapter, string>>>> = {
  sycl: {
    math: '4.17.4 Math functions',
    native: '4.17.5 Native precision math functions',
    half: '4.17.6 Half precision math functions (deprecated)',
    integer: '4.17.7 Integer functions',
    common: '4.17.8 Common functions',
    geometric: '4.17.9 Geometric functions',
    relational: '4.17.10 Relational functions',
  },
  opencl: {
    math: '6.15.2 Math functions',
    native: '6.15.2 Math functions',
    half: '6.15.2 Math functions',
    integer: '6.15.3 Integer functions',
    common: '6.15.4 Common functions',
    geometric: '6.15.5 Geometric functions',
    relational: '6.15.6 Relational functions',
  },
};

const F1 = ['(x: genfloat) -> genfloat'];
const F2 = ['(x: genfloat, y: genfloat) -> genfloat'];
const F3 = ['(a: genfloat, b: genfloat, c: genfloat) -> genfloat'];
const I1 = ['(x: genint) -> genint'];
const I2 = ['(x: genint, y: genint) -> genint'];
const I3 = ['(a: genint, b: genint, c: genint) -> genint'];

const UNARY = `
  acos Arc cosine, in radians.
  acosh Inverse hyperbolic cosine.
  acospi Arc cosine divided by pi.
  asin Arc sine, in radians.
  asinh Inverse hyperbolic sine.
  asinpi Arc sine divided by pi.
  atan Arc tangent, in radians. \`atan2\` knows the quadrant.
  atanh Inverse hyperbolic tangent.
  atanpi Arc tangent divided by pi.
  cbrt Cube root.
  ceil The least whole number that is not less.
  cos Cosine of an angle in radians.
  cosh Hyperbolic cosine.
  cospi Cosine of x times pi.
  erf Error function.
  erfc One minus the error function, exact where that is small.
  exp e to the power of x.
  exp2 2 to the power of x.
  exp10 10 to the power of x.
  expm1 e to the power of x, minus one, exact near 0.
  fabs Absolute value.
  floor The greatest whole number that is not greater.
  lgamma Natural logarithm of the absolute value of the gamma function.
  log Natural logarithm.
  log2 Logarithm to base 2.
  log10 Logarithm to base 10.
  log1p Natural logarithm of 1 + x, exact near 0.
  logb The exponent of x, as a float.
  rint The nearest whole number, halves to even.
  round The nearest whole number, halves away from 0.
  rsqrt One divided by the square root.
  sin Sine of an angle in radians.
  sinh Hyperbolic sine.
  sinpi Sine of x times pi.
  sqrt Square root.
  tan Tangent of an angle in radians.
  tanh Hyperbolic tangent.
  tanpi Tangent of x times pi.
  tgamma Gamma function.
  trunc The whole number next to x towards 0.`;
const BINARY = `
  copysign x with the sign of y.
  fdim x - y where that is positive, else 0.
  fmod Remainder of x / y with the sign of x.
  hypot Square root of x² + y², without overflow in between.
  maxmag The one with the greater absolute value; of equal ones the greater.
  minmag The one with the lesser absolute value; of equal ones the lesser.
  nextafter The next float after x towards y.
  pow x to the power of y.
  powr x to the power of y, for x that is not negative.
  remainder x - n * y, with n the whole number nearest to x / y.`;
/** Each of them for the other language's spelling too: `native::sin(x)`, `native_sin(x)`. */
const INEXACT_UNARY = `
  cos Cosine of an angle in radians
  exp e to the power of x
  exp2 2 to the power of x
  exp10 10 to the power of x
  log Natural logarithm
  log2 Logarithm to base 2
  log10 Logarithm to base 10
  recip One divided by x
  rsqrt One divided by the square root
  sin Sine of an angle in radians
  sqrt Square root
  tan Tangent of an angle in radians`;
const INEXACT_BINARY = `
  divide x / y
  powr x to the power of y, for x that is not negative`;

const inexact = (language: Language, which: 'half' | 'native'): readonly ApiEntry[] => {
  const section = SECTIONS[language][which];
  const namespace = which === 'native' ? 'native' : 'half_precision';
  const where: Table = language === 'sycl' ? { language, section, of: namespace } : { language, section };
  const prefix = language === 'sycl' ? '' : `${which}_`;
  const how = which === 'native' ? 'as exact as the device makes it' : 'with at least ten bits of precision';
  const lines = (text: string): string => text.replace(/^ *(\w+) (.+)$/gm, `${prefix}$1 $2, ${how}.`);
  const types = (forms: readonly string[]): readonly string[] =>
    forms.map((form) => form.replaceAll('genfloat', 'genfloat32'));
  return [...family(where, types(F1), lines(INEXACT_UNARY)), ...family(where, types(F2), lines(INEXACT_BINARY))];
};

/** The functions of both languages, as one of them has them. */
export const mathOf = (language: Language): readonly ApiEntry[] => {
  const at = (chapter: Chapter): Table => ({ language, section: SECTIONS[language][chapter] });
  const both: Table = { language, section: `${SECTIONS[language].integer}, ${SECTIONS[language].common}` };
  return [
    ...family(at('math'), F1, UNARY),
    ...family(at('math'), F2, BINARY),
    ...table('function', at('math'), [
      ['atan2', 'The angle of the point (x, y), in radians.', '(y: genfloat, x: genfloat) -> genfloat'],
      ['atan2pi', 'The angle of the point (x, y), divided by pi.', '(y: genfloat, x: genfloat) -> genfloat'],
      ['fmax', 'The greater one; a NaN loses to a number. The second may be a scalar.', ...F2],
      ['fmin', 'The lesser one; a NaN loses to a number. The second may be a scalar.', ...F2],
      ['fma', 'a * b + c, rounded once.', ...F3],
      ['mad', 'a * b + c, rounded as the device likes.', ...F3],
      ['ldexp', 'x times 2 to the power of k.', '(x: genfloat, k: genint) -> genfloat'],
      ['pown', 'x to the power of a whole number.', '(x: genfloat, y: genint) -> genfloat'],
      ['rootn', 'The y-th root of x.', '(x: genfloat, y: genint) -> genfloat'],
      ['ilogb', 'The exponent of x, as an integer.', '(x: genfloat) -> genint'],
      ['nan', 'A quiet NaN with these bits in it.', '(code: genint) -> genfloat'],
      [
        'fract',
        'What is above the whole number below x, which the pointer gets; less than 1.',
        '(x: genfloat, floor: genfloat*) -> genfloat',
      ],
      [
        'frexp',
        'The mantissa of x, in [0.5, 1); the pointer gets the exponent.',
        '(x: genfloat, exponent: genint*) -> genfloat',
      ],
      [
        'lgamma_r',
        'Like `lgamma`; the pointer gets the sign of the gamma function.',
        '(x: genfloat, sign: genint*) -> genfloat',
      ],
      [
        'modf',
        'The part of x behind the point; the pointer gets the whole number.',
        '(x: genfloat, whole: genfloat*) -> genfloat',
      ],
      [
        'remquo',
        'Like `remainder`; the pointer gets the low bits of the quotient with its sign.',
        '(x: genfloat, y: genfloat, quotient: genint*) -> genfloat',
      ],
      ['sincos', 'The sine; the pointer gets the cosine.', '(x: genfloat, cosine: genfloat*) -> genfloat'],
    ]),
    ...inexact(language, 'native'),
    ...inexact(language, 'half'),
    ...table('function', at('integer'), [
      ['abs', 'Absolute value.', language === 'sycl' ? '(x: gentype) -> gentype' : '(x: genint) -> genuint'],
      [
        'abs_diff',
        'Absolute value of x - y, without overflow in between.',
        language === 'sycl' ? '(x: genint, y: genint) -> genint' : '(x: genint, y: genint) -> genuint',
      ],
      [
        'upsample',
        'Both integers side by side in one that is twice as wide.',
        '(high: genint, low: genuint) -> genint2',
      ],
    ]),
    ...family(
      at('integer'),
      I1,
      `clz Number of zero bits before the first one.
      ctz Number of zero bits behind the last one.
      popcount Number of bits that are one.`,
    ),
    ...family(
      at('integer'),
      I2,
      `add_sat x + y, held at the limits of the type.
      sub_sat x - y, held at the limits of the type.
      hadd (x + y) >> 1 without overflow in between.
      rhadd (x + y + 1) >> 1 without overflow in between.
      mul_hi The upper half of x * y.
      mul24 x * y of integers of 24 bits.
      rotate x shifted to the left by y bits; what leaves comes back at the right.`,
    ),
    ...family(
      at('integer'),
      I3,
      `mad_hi The upper half of a * b, plus c.
      mad_sat a * b + c, held at the limits of the type.
      mad24 a * b + c with a and b of 24 bits.`,
    ),
    ...table('function', both, [
      [
        'clamp',
        'x held between two limits. They may be scalars.',
        '(x: gentype, low: gentype, high: gentype) -> gentype',
      ],
      ['max', 'The greater one: `x < y ? y : x`. The second may be a scalar.', '(x: gentype, y: gentype) -> gentype'],
      ['min', 'The lesser one: `y < x ? y : x`. The second may be a scalar.', '(x: gentype, y: gentype) -> gentype'],
    ]),
    ...table('function', at('common'), [
      ['degrees', 'Degrees of an angle in radians.', '(radians: genfloat) -> genfloat'],
      ['radians', 'Radians of an angle in degrees.', '(degrees: genfloat) -> genfloat'],
      [
        'mix',
        'x + (y - x) * a: between x and y by the share a, which may be a scalar.',
        '(x: genfloat, y: genfloat, a: genfloat) -> genfloat',
      ],
      ['step', '0 below the edge, else 1. The edge may be a scalar.', '(edge: genfloat, x: genfloat) -> genfloat'],
      [
        'smoothstep',
        'From 0 at the first edge to 1 at the second, smooth at both. The edges may be scalars.',
        '(edge0: genfloat, edge1: genfloat, x: genfloat) -> genfloat',
      ],
      ['sign', '1, 0 or -1 by the sign; 0 for a NaN.', ...F1],
    ]),
    ...table('function', at('geometric'), [
      [
        'cross',
        'Cross product of the first three elements; a fourth becomes 0.',
        '(p: genfloat, q: genfloat) -> genfloat',
      ],
      ['dot', 'Dot product.', '(p: genfloat, q: genfloat) -> float'],
      ['distance', 'Distance of two points.', '(p: genfloat, q: genfloat) -> float'],
      ['length', 'Length of a vector.', '(p: genfloat) -> float'],
      ['normalize', 'The vector of the same direction with length 1.', '(p: genfloat) -> genfloat'],
      ['fast_distance', 'Distance of two points, less exact.', '(p: genfloat, q: genfloat) -> float'],
      ['fast_length', 'Length of a vector, less exact.', '(p: genfloat) -> float'],
      ['fast_normalize', 'The vector of the same direction with length 1, less exact.', '(p: genfloat) -> genfloat'],
    ]),
    ...relational(language, at('relational')),
  ];
};

const TRUTH: Readonly<Record<Language, string>> = {
  sycl: 'True or false of scalars and of each element of an `marray`; of each element of a `vec` -1 or 0.',
  opencl: '1 or 0 of scalars; of each element of a vector -1 or 0.',
};
const relational = (language: Language, where: Table): readonly ApiEntry[] => {
  const result = language === 'sycl' ? 'genbool' : 'genint';
  const said = (text: string): string => text.trim().replace(/\.$/gm, `. ${TRUTH[language]}`);
  return [
    ...family(
      where,
      [`(x: genfloat, y: genfloat) -> ${result}`],
      said(`isequal Whether x == y.
      isnotequal Whether x != y.
      isgreater Whether x > y.
      isgreaterequal Whether x >= y.
      isless Whether x < y.
      islessequal Whether x <= y.
      islessgreater Whether x < y or x > y.
      isordered Whether neither is a NaN.
      isunordered Whether one of them is a NaN.`),
    ),
    ...family(
      where,
      [`(x: genfloat) -> ${result}`],
      said(`isfinite Whether x is neither infinite nor a NaN.
      isinf Whether x is infinite.
      isnan Whether x is a NaN.
      isnormal Whether x is neither 0, subnormal, infinite nor a NaN.
      signbit Whether the sign bit is set.`),
    ),
    ...table('function', where, [
      ['any', 'Whether the uppermost bit of some element is set.', '(x: genint) -> int'],
      ['all', 'Whether the uppermost bit of every element is set.', '(x: genint) -> int'],
      [
        'bitselect',
        'Each bit of b where that of c is set, else of a.',
        '(a: gentype, b: gentype, c: gentype) -> gentype',
      ],
      [
        'select',
        'b where c holds, else a. Of vectors the uppermost bit of each element of c decides.',
        '(a: gentype, b: gentype, c: genint) -> gentype',
      ],
    ]),
  ];
};
