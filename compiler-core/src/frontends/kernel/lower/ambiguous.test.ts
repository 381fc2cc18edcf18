/** Text that can be read in two ways, lowered as the standard reads it. accept: SY-03 */

import { expect, test } from 'vitest';
import { bodyOf, kernelText } from '../../../../testkit/lower-cxx.ts';

/** What `i`, the item's number as an `int`, is in the IR. */
const I = 'int32(g0@uint64 * uint64(64) + l0@uint64)';

/** What is read, the kernel's body, what stands before the kernel, the lines of its IR. */
const FORMS: readonly [string, string, string, string][] = [
  ['declaration or multiplication: a type', 'T * p = a; p[i] = 1;', 'using T = float;', 'a[I] = 1.0'],
  [
    'declaration or multiplication: a variable',
    'float T = 2; float u = 3; a[i] = T * u;',
    'struct T {};',
    'a[I] = 6.0',
  ],
  ['a cast or a call: a type', 'a[i] = (T)(b[i]);', 'typedef float T;', 'a[I] = float32(b[I])'],
  [
    'a cast or a call: a function',
    'a[i] = (f)(b[i]);',
    'float f(int x) { return x + 1; }',
    `x[] = b[I]
a[I] = float32(x[] + 1)`,
  ],
  ['a cast of a negative or a subtraction: a type', 'a[i] = (T) - 1;', 'typedef float T;', 'a[I] = -1.0'],
  [
    'a cast of a negative or a subtraction: a variable',
    'int T = b[i]; b[i] = (T) - 1;',
    'struct T {};',
    `T[] = b[I]
b[I] = T[] - 1`,
  ],
  [
    'two comparisons or a template call: comparisons',
    'int f = 1, c = 2; b[i] = g(f < n, c > (i));',
    'int g(bool x, bool y) { return x + y; }',
    'b[I] = int32(1 < n[]) + int32(2 > I)',
  ],
  [
    'two comparisons or a template call: a template',
    'b[i] = g(f<2, 3>(i));',
    'template <int A, int B> int f(int x) { return x * A + B; } int g(int x) { return x; }',
    'b[I] = I * 2 + 3',
  ],
  ['less and shift', 'b[i] = n < i >> 2;', '', 'b[I] = int32(n[] < @!shr(I, 2))'],
  ['closing angles', 'b[i] = sizeof(W<W<int>>);', 'template <class T> struct W { T x; int y; };', 'b[I] = 12'],
  [
    'an object or a function: an argument that is a call',
    'S s((V())); b[i] = s.x;',
    'struct V { int y = 4; }; struct S { int x; S(V v) : x(v.y) {} };',
    'b[I] = 4',
  ],
  [
    'an object by parentheses',
    'float x(a[i]); a[i] = x + 1;',
    '',
    `x[] = a[I]
a[I] = x[] + 1.0`,
  ],
  [
    'an object by a cast in parentheses',
    'float x((float)b[i]); float y = 2; a[i] = x * y;',
    '',
    `x[] = float32(b[I])
a[I] = x[] * 2.0`,
  ],
  ['deduction: range', 'sycl::range r(2, 3); b[i] = r.size();', '', 'b[I] = 6'],
  [
    'deduction: id of an item',
    'sycl::id d = it.get_global_id(); b[d] = 5;',
    '',
    'b[g0@uint64 * uint64(64) + l0@uint64] = 5',
  ],
  ['deduction: pair', 'std::pair p(i, 2.5f); a[p.first] = p.second;', '', 'a[I] = 2.5'],
  [
    'deduction: own template',
    'P p(i, 1.5f); a[p.x] = p.y;',
    'template <class A, class B> struct P { A x; B y; P(A a, B b) : x(a), y(b) {} };',
    'a[I] = 1.5',
  ],
  [
    'deduction: aggregate',
    'P p{i, 1.5f}; a[p.x] = p.y;',
    'template <class A, class B> struct P { A x; B y; };',
    'a[I] = 1.5',
  ],
  [
    'a macro call before a block',
    'GUARD(i < n) { a[i] = 1; }',
    '#define GUARD(c) if (c)',
    `if I < n[] {
a[I] = 1.0`,
  ],
  [
    'a macro that is a loop',
    'EACH(k, 4) a[k] = k;',
    '#define EACH(v, m) for (int v = 0; v < m; v++)',
    `for k in 0 : 4 : 1 {
a[k] = float32(k)`,
  ],
  [
    'a macro that looks like a function',
    'a[i] = SQ(a[i] + 1);',
    '#define SQ(x) ((x) * (x))',
    'a[I] = (a[I] + 1.0) * (a[I] + 1.0)',
  ],
  [
    'a macro that hides a type',
    'REAL x = a[i]; a[i] = x * 2;',
    '#define REAL float',
    `x[] = a[I]
a[I] = x[] * 2.0`,
  ],
  [
    'local accessor by parentheses',
    'tile[it.get_local_id(0)] = 1; a[i] = tile[0];',
    '',
    `tile[l0@uint64] = 1.0
a[I] = tile[0]`,
  ],
  ['nested template in sizeof', 'b[i] = sizeof(sycl::vec<float, 3>);', '', 'b[I] = 16'],
  [
    'dependent type name',
    'b[i] = F<float>::f(i);',
    'template <class T> struct M { using type = T; }; template <class T> struct F { static int f(int x) { typename M<T>::type y = x; return y * 2; } };',
    'b[I] = int32(float32(I) * 2.0)',
  ],
  [
    'dependent template member',
    'b[i] = call<H>(i);',
    'struct H { template <int N> static int g(int x) { return x + N; } }; template <class T> int call(int x) { return T::template g<7>(x); }',
    'b[I] = I + 7',
  ],
  [
    'value or type member: multiplication',
    'b[i] = f<V>(i);',
    'struct V { static constexpr int t = 3; }; template <class T> int f(int p) { return T::t * p; }',
    'b[I] = 3 * I',
  ],
  [
    'a comma in template arguments',
    'b[i] = A<(1, 2)>::v + i;',
    'template <int N> struct A { static const int v = N; };',
    'b[I] = 2 + I',
  ],
  [
    'greater inside parentheses of a template argument',
    'b[i] = A<(3 > 2)>::v;',
    'template <bool B> struct A { static const int v = B ? 10 : 20; };',
    'b[I] = 10',
  ],
  ['a conditional without its middle colon space', 'b[i] = n ?i:n;', '', 'b[I] = n[] != 0 ? I : n[]'],
  ['a lambda or a subscript', 'b[i] = [](int x) { return x * 3; }(i);', '', 'b[I] = I * 3'],
  ['an attribute or a lambda', '[[maybe_unused]] int z = i; b[i] = z;', '', 'b[I] = I'],
  ['a label or a conditional', 'b[i] = n > 0 ? i : -i;', '', 'b[I] = n[] > 0 ? I : 0 - I'],
  ['unary plus on a cast-looking name', 'int size = 3; b[i] = (size) + 1;', '', 'b[I] = 4'],
  ['address of or bitwise and', 'int m = 3; b[i] = (m) & i;', '', 'b[I] = @!bitand(3, I)'],
  ['dereference or multiplication', 'int m = 3; int *p = b; b[i] = (m) * *p;', '', 'b[I] = 3 * b[0]'],
  ['sizeof of a parenthesised variable', 'float v = 1; b[i] = sizeof (v) + 1;', '', 'b[I] = 5'],
  ['a name hidden by a variable', 'int T = 4; b[i] = T * i;', 'typedef int T;', 'b[I] = 4 * I'],
  [
    'a class named as a function',
    'struct stat s; s.x = i; b[i] = s.x;',
    'struct stat { int x; }; int stat(int);',
    `\`s.x\`[] = I
b[I] = \`s.x\`[]`,
  ],
  ['a type by elaborate name', 'enum E e = two; b[i] = e;', 'enum E { one = 1, two };', 'b[I] = 2'],
  [
    'new type in a condition',
    'if (int c = b[i]) a[i] = c;',
    '',
    `c[] = b[I]
if c[] != 0 {
a[I] = float32(c[])`,
  ],
  ['a template keyword call chain', 'b[i] = sycl::vec<int, 2>(i, 5).template swizzle<1, 0>()[0];', '', 'b[I] = 5'],
  ['digraphs', 'b<:i:> = 3;', '', 'b[I] = 3'],
  ['alternative words', 'b[i] = not (i < n) and n > 2 or false;', '', 'b[I] = int32(!(I < n[]) && n[] > 2)'],
];

test.each(FORMS)('%s', (_what, body, before, lines) => {
  expect(bodyOf(kernelText(body, before)).replaceAll(I, 'I')).toBe(lines);
});

test('there are 40 of them', () => {
  expect(FORMS.length).toBeGreaterThanOrEqual(40);
  process.stdout.write(`SY-03: ${FORMS.length} ambiguous forms, each lowered right\n`);
});
