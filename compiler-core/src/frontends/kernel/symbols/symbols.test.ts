import { describe, expect, test } from 'vitest';
import { fileId } from '../../../text/span.ts';
import { NO_OPTIONS } from '../preprocess/options.ts';
import { readKernels } from '../read.ts';
import { SymbolPlaces } from './places.ts';

const HEADER = 'namespace util { inline int twice(int v) { return 2 * v; } }\n';

const placesOf = (text: string, path = '/a.cpp'): SymbolPlaces => {
  const read = (file: string) => (file.endsWith('util.h') ? HEADER : null);
  const { unit, syntax } = readKernels({ path, text, options: NO_OPTIONS, read });
  return new SymbolPlaces(unit, syntax);
};

/** Every place of what stands at `$0`, as `line:column`, with the role's first letter. */
const uses = (marked: string, path = '/a.cpp'): string => {
  const at = marked.indexOf('$0');
  const text = marked.replace('$0', '');
  const places = placesOf(text, path);
  const use = places.useAt(fileId(path), at);
  if (use === null) return 'nothing';
  const why = places.whyNotRenamed(use.symbol);
  const shown = places.usesOf(use.symbol).map(({ at: { file, start }, role }) => {
    const before = (file === path ? text : HEADER).slice(0, start).split('\n');
    return `${file === path ? '' : 'util.h '}${before.length}:${before.at(-1)?.length}${role[0]}`;
  });
  return `${use.symbol.kind} ${shown.join(' ')}${why === null ? '' : ` (${why})`}`;
};

describe('names', () => {
  test('a variable, shadowed by another', () => {
    const text = 'int f(int $0a) {\n  a += 1;\n  { int a = 2; a++; }\n  return a;\n}';
    expect(uses(text)).toBe('parameter 1:10d 2:2w 4:9r');
    expect(uses(text.replace('$0', '').replace('int a = 2', 'int $0a = 2'))).toBe('variable 3:8d 3:15w');
  });

  test('its own initialiser sees the new name; a condition and a loop have scopes of their own', () => {
    expect(uses('int f(int i) {\n  for (int i = 0; $0i < 3; ++i) {}\n  return i;\n}')).toBe(
      'variable 2:11d 2:18r 2:27w',
    );
    expect(uses('int f() {\n  if (int $0x = 1; x > 0) return x;\n  return 0;\n}')).toBe('variable 2:10d 2:17r 2:31r');
    expect(uses('int f(int (&v)[4]) {\n  int s = 0;\n  for (auto $0e : v) s += e;\n  return s;\n}')).toBe(
      'variable 3:12d 3:24r',
    );
  });

  test('captures are the variable; one with an initialiser is another', () => {
    expect(uses('void f(int $0n) {\n  auto g = [n, m = n] { return n + m; };\n}')).toBe(
      'parameter 1:11d 2:12r 2:19r 2:31r',
    );
    expect(uses('void f(int n) {\n  auto g = [n, $0m = n] { return n + m; };\n}')).toBe('variable 2:15d 2:35r');
  });

  test('functions, their declarations and overloads', () => {
    expect(uses('int $0f(int);\nint f(int a) { return a; }\nint g() { return f(1); }')).toBe(
      'function 1:4d 2:4d 3:17c',
    );
  });

  test('templates: parameters, arguments, packs', () => {
    expect(uses('template <typename $0T, int N>\nT f(T a) { T b[N]; return b[0] + a; }')).toBe(
      'templateParameter 1:19d 2:0r 2:4r 2:11r',
    );
    expect(uses('template <int $0N> struct A { int v[N]; };\nA<3> a;')).toBe('templateParameter 1:14d 1:34r');
  });

  test('namespaces and what they hold, from an included file too', () => {
    expect(uses('#include "util.h"\nint f() { return util::$0twice(3); }')).toBe('function 2:23c util.h 1:28d');
    expect(uses('namespace a { int $0x; }\nusing namespace a;\nint f() { return x + a::x; }')).toBe(
      'variable 1:18d 3:17r 3:24r',
    );
  });

  test('enumerators, scoped and not', () => {
    expect(uses('enum class E { $0a, b };\nint f() { return (int)E::a; }')).toBe('enumerator 1:15d 2:25r');
    expect(uses('enum E { $0a, b };\nint f() { return a; }')).toBe('enumerator 1:9d 2:17r');
  });
});

describe('members', () => {
  const CLASS = 'struct P {\n  float $0x, y;\n  float sum() const { return x + this->y; }\n};\n';
  test.each([
    ['an object', 'float f(P p) { return p.x; }', '5:24r'],
    ['a pointer', 'float f(P *p) { return p->x + (*p).x + p[1].x; }', '5:26r 5:35r 5:44r'],
    ['auto', 'float f(const P &p) { auto q = p; return q.x; }', '5:43r'],
    ['an element of an accessor', 'float f(sycl::accessor<P, 1> a) { return a[0].x; }', '5:46r'],
    ['an alias', 'using Q = P;\nfloat f(Q q) { q.x = 1; return 0; }', '6:17w'],
    ['a result', 'P make();\nfloat f() { return make().x; }', '6:26r'],
    ['a member of a member', 'struct L { P a; };\nfloat f(L l) { return l.a.x; }', '6:26r'],
  ])('of %s', (_name, text, found) => {
    expect(uses(CLASS + text)).toBe(`field 2:8d 3:29r ${found}`);
  });

  test('of a base, defined outside, in a constructor', () => {
    expect(uses('struct B { int $0n; };\nstruct D : B { int f(); };\nint D::f() { return n; }')).toBe(
      'field 1:15d 3:20r',
    );
    expect(uses('struct B { int $0n; B(int v) : n(v) {} };')).toBe('field 1:15d 1:29w');
    expect(
      uses('template <typename T> struct B { T n; T $0f(); };\ntemplate <typename T> T B<T>::f() { return n; }'),
    ).toBe('function 1:40d 2:30d');
  });

  test('members of the library are not ours', () => {
    expect(uses('struct P { int $0size; };\nint f(sycl::range<1> r) { return r.size(); }')).toBe('field 1:15d');
  });

  test('an object whose class is not known refuses the new name', () => {
    expect(uses('struct P { int $0n; };\ntemplate <typename T> int f(T t) { return t.n; }')).toBe(
      'field 1:15d (it is not known what `n` is in line 2)',
    );
  });
});

describe('macros', () => {
  test('an argument is where it is written; text of a macro counts once', () => {
    expect(uses('#define SQ(x) ((x) * (x))\nint f(int $0a) { return SQ(a) + SQ(a); }')).toBe(
      'parameter 2:10d 2:25r 2:33r',
    );
    expect(uses('#define NEXT (a + 1)\nint f(int $0a) { return NEXT + NEXT; }')).toBe('parameter 1:14r 2:10d');
  });

  test('a name made of parts, and one that stands for several things, refuse', () => {
    expect(uses('#define N(x) x##1\nint f(int $0a1) { return N(a); }')).toBe(
      'parameter 2:10d (a macro puts the name `a1` together from parts)',
    );
    expect(uses('#define NEXT (a + 1)\nint f(int $0a) { return NEXT; }\nint g(int a) { return NEXT; }')).toBe(
      'parameter 1:14r 2:10d (in the text of a macro `a` stands for several things)',
    );
  });
});

describe('a new name is refused where not all that must have it is known', () => {
  test.each([
    ['text that is left out', '#if 0\nint g() { return v; }\n#endif\nint $0v = 1;', /not read, in line 2/],
    ['a branch not taken', 'int $0v = 1;\n#ifdef FOO\nint g() { return v; }\n#endif', /not read, in line 3/],
    ['a macro that nothing uses', 'int $0v = 1;\n#define GET() (v + 1)', /not read, in line 2/],
    ['an argument that is only made a string', '#define S(x) #x\nint $0v = 1; auto s = S(v);', /not read, in line 2/],
    [
      'an argument that is made a string too',
      '#define S(x) (x + sizeof(#x))\nint f(int $0v) { return S(v); }',
      /string of `v`/,
    ],
    [
      'a function that arguments may find',
      'namespace a { struct S {}; int $0f(S); }\nint f(int);\nint g(a::S s) { return f(s); }',
      /may be the same/,
    ],
    [
      'a virtual function',
      'struct B { virtual int $0f() = 0; };\nstruct D : B { int f() override; };',
      /`f` in line 2 may be/,
    ],
    [
      'an overrider of two',
      'struct A { virtual int f() = 0; };\nstruct B { virtual int f() = 0; };\nstruct D : A, B { int $0f() override; };',
      /in line 1 may be/,
    ],
    [
      'a function declared in a block',
      'int f() { int $0g(int); return g(1); }\nint g(int a) { return a; }',
      /in line 2 may be/,
    ],
    ['a variable declared in a block', 'int $0v; int f() { extern int v; return v; }', /may be the same/],
    ['a friend', 'struct A { friend class B; };\nclass $0B {};', /not known what `B` is in line 1/],
    [
      'specialisations',
      'template <typename T> struct A { int $0n; };\ntemplate <> struct A<int> { int n; };',
      /specialisations/,
    ],
    [
      'results of overloads',
      'struct A { int $0v; }; struct B { int v; };\nA f(int); B f(float);\nint g() { return f(1).v + f(1.f).v; }',
      /in line 3/,
    ],
    [
      'operators',
      'struct A { int $0v; }; struct P { A *operator->(); int v; };\nint f(P p) { return p->v; }',
      /in line 2/,
    ],
    [
      'iterators',
      'struct A { int $0v; }; struct R { A *begin(); A *end(); int v; };\nint f(R r) { for (auto &x : r) return x.v; }',
      /in line 2/,
    ],
    ['what a loop calls', 'struct R { int *$0begin(); int *end(); };', /called without being named/],
    [
      'elements of a library',
      'struct A { int $0size; };\nint f(std::vector<A> v) { return v.front().size; }',
      /in line 2/,
    ],
    [
      'one of two things',
      'struct A { int $0key; };\nint f(std::map<int, A> m) { return m.begin()->second.key; }',
      /in line 2/,
    ],
    ['a result of a library', 'struct A { int $0v; };\nint f(A a) { return std::max(a, a).v; }', /in line 2/],
    [
      'a result of a lambda',
      'struct A { int $0v; };\nint f() { auto g = [] { return A{1}; }; return g().v; }',
      /in line 2/,
    ],
    [
      'members of a parameter',
      'struct A { static constexpr int $0N = 1; };\ntemplate <typename U> int f() { return U::N; }',
      /in line 2/,
    ],
    [
      'a base that depends',
      'int $0n; template <typename T> struct B { int n; };\ntemplate <typename T> struct D : B<T> { int f() { return n; } };',
      /in line 2/,
    ],
    [
      'a used namespace and one around',
      'namespace a { int x; }\nint f() { int $0x = 4; { using namespace a; return x; } }',
      /in line 2/,
    ],
    ['a variable that hides a class', 'struct $0T {}; int f() {\n int T = 1; struct T t; return T; }', /in line 2/],
  ])('%s', (_name, text, why) => {
    expect(uses(text)).toMatch(why);
  });

  test('text left out of another function is no matter', () => {
    expect(uses('int f(int $0v) { return v; }\n#if 0\nint g(int v);\n#endif')).toBe('parameter 1:10d 1:22r');
  });
});

test('constructors and destructors have the name of their class', () => {
  const text =
    'struct $0S { S(); S(int v); ~S(); S *next; static int n(); };\nS::S() : S(3) {}\nS::~S() { S::S::n(); }';
  expect(uses(text)).toBe('class 1:7d 1:11r 1:16r 1:27r 1:32r 2:0r 2:3r 2:9r 3:0r 3:4r 3:10r 3:13r');
});

test('inline namespaces, nested classes before their definition', () => {
  expect(uses('namespace a { inline namespace b { int $0x; } }\nint f() { return a::x + a::b::x; }')).toBe(
    'variable 1:39d 2:20r 2:30r',
  );
  expect(uses('struct S { int f() { In i; return i.w; } struct In { int $0w; }; };')).toBe('field 1:36r 1:57d');
});

test('kernels of OpenCL C', () => {
  const text =
    'kernel void f(global float *$0x, int n) {\n  int i = get_global_id(0);\n  if (i < n) x[i] = 2 * x[i];\n}';
  expect(uses(text, '/a.cl')).toBe('parameter 1:28d 3:13w 3:24r');
});

test('text that is no C++ has an answer at each offset', () => {
  const text =
    'int n; struct { int f(} template <typename T { return [&](auto x) { T::x.y->z; ) enum { a, a = a } using namespace a::';
  const places = placesOf(text);
  const found = Array.from(text, (_, i) => places.useAt(fileId('/a.cpp'), i));
  for (const use of found) if (use !== null) expect(text.slice(use.at.start, use.at.end)).toBe(use.symbol.name);
  expect(found.some((use) => use !== null)).toBe(true);
});
