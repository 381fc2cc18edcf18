// accept: ED-03
import { describe, expect, test } from 'vitest';
import { loadGrammar, shape } from '../testkit.ts';

const grammar = await loadGrammar('sycl');

describe('corpus', () => {
  test.each(grammar.corpus)('$name', ({ source, expected }) => {
    expect(shape(grammar.parse(source).rootNode.toString())).toBe(shape(expected));
  });
});

const BEFORE = `
float before(float x) { return x * 2; }
struct Cell { int a; float b; };
`;
const AFTER = `
SYCL_EXTERNAL float after(float x) { return x + 1; }
void launch(sycl::queue &q, float *out) {
  q.parallel_for<class fill>(sycl::range<1>{64}, [=](sycl::id<1> i) { out[i] = after(i); });
}
`;

/** The functions of a program in their order, each with whether its tree has an error. */
const functions = (program: string): string[] =>
  grammar
    .parse(program)
    .rootNode.descendantsOfType('function_definition')
    .map((node) => {
      const name = node?.descendantsOfType('function_declarator')[0]?.childForFieldName('declarator')?.text;
      return `${name}${node?.hasError ? ' with an error' : ''}`;
    });

describe('errors stay local', () => {
  test.each([
    ['a statement without its end', 'void k(float *a) {\n  a[0] = \n}\n'],
    ['half a call', 'void k(float *a) {\n  q.parallel_for(sycl::range<1>{4}, \n}\n'],
    ['half a template argument list', 'void k(float *a) {\n  q.parallel_for<class\n}\n'],
    ['half a lambda', 'void k(float *a) {\n  q.submit([&](sycl::handler &h) { h. });\n}\n'],
    ['half a capture', 'void k(float *a) {\n  auto f = [=\n}\n'],
    ['half a launch', '__global__ void k(float *a) {\n  scale<<<grid, \n}\n'],
    ['half a member', 'kernel void k(global float *a) {\n  a[get_global_id(0)].\n}\n'],
    ['half a condition', 'void k(float *a) {\n  if (a[0] < \n}\n'],
    ['half an attribute', 'void k(float *a) {\n  [[intel::\n}\n'],
    ['half a type', 'void k(float *a) {\n  sycl::\n}\n'],
    ['half a macro call', 'void k(float *a) {\n  CHECK(a[0], \n}\n'],
  ])('%s', (_, typed) => {
    const found = functions(BEFORE + typed + AFTER);
    expect(found[0]).toBe('before');
    expect(found.slice(-2)).toEqual(['after', 'launch']);
    const errors = grammar.parse(BEFORE + typed + AFTER).rootNode.descendantsOfType('ERROR');
    for (const error of errors) expect(error?.text.length).toBeLessThan(typed.length);
  });

  test('an unfinished conditional leaves what stands before it', () => {
    expect(functions(`${BEFORE}#ifdef A\n`)).toEqual(['before']);
  });
});

test('any text has a tree within it', () => {
  const pieces = [
    '#if A\n',
    '#else\n',
    '#endif\n',
    '{',
    '}',
    '(',
    ')',
    '<<<',
    '>>>',
    '"',
    "'",
    '[=]',
    'f',
    ';',
    '\\\n',
    'R"x(',
    '/*',
    '\n',
  ];
  let seed = 7;
  const next = (limit: number): number => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return seed % limit;
  };
  for (let round = 0; round < 200; round++) {
    const text = Array.from({ length: 40 }, () => pieces[next(pieces.length)]).join('');
    expect(grammar.parse(text).rootNode.endIndex).toBeLessThanOrEqual(text.length);
  }
});

const PROGRAM = `#ifdef USE_GPU
  if (gpu) {
#else
  if (cpu) {
#endif
  }
SYCL_EXTERNAL float f(float x);
kernel void add(global const float4 *a, __local int *b) { FOR_EACH(i, 0, n) { b[get_local_id(0)] = i; } }
__global__ void __launch_bounds__(256) scale(float *a) { __shared__ int s; a[threadIdx.x] = 0; }
void run() {
  scale<<<1, 2>>>(a);
  q.parallel_for<class fill>(r, [=](sycl::id<1> i) [[intel::reqd_sub_group_size(16)]] { });
}
const char *text = R"CLC(kernel void k() {})CLC";
`;

describe('queries', () => {
  test('highlights', () => {
    expect(grammar.captures('highlights', PROGRAM)).toEqual(
      expect.arrayContaining([
        'keyword.directive #ifdef',
        'string.special USE_GPU',
        'comment #else',
        'attribute SYCL_EXTERNAL',
        'keyword.modifier kernel',
        'keyword.modifier global',
        'keyword.modifier __local',
        'function.macro FOR_EACH',
        'function.builtin get_local_id',
        'keyword.modifier __global__',
        'keyword.modifier __shared__',
        'attribute __launch_bounds__',
        'variable.builtin threadIdx',
        'function.call scale',
        'punctuation.special <<<',
        'function.builtin parallel_for',
        'module intel',
        'attribute reqd_sub_group_size',
      ]),
    );
  });

  test('locals', () => {
    const found = grammar.captures('locals', 'int f(int a, float *b) { int c = a, d[2]; auto [x, y] = p; return c; }');
    expect(found.filter((capture) => capture.startsWith('local.definition'))).toEqual([
      'local.definition.function f',
      'local.definition.parameter a',
      'local.definition.parameter b',
      'local.definition.variable c',
      'local.definition.variable d',
      'local.definition.variable x',
      'local.definition.variable y',
    ]);
  });

  test('folds', () => {
    expect(grammar.captures('folds', PROGRAM)).toEqual([
      'fold #else',
      'fold FOR_EACH(i, 0, n) { b[get_local_id(0)] = i; }',
      'fold <<<1, 2>>>',
    ]);
  });

  test('injections', () => {
    expect(grammar.captures('injections', PROGRAM)).toEqual(['injection.content kernel void k() {}']);
  });

  test('tags', () => {
    const names = grammar.captures('tags', PROGRAM).filter((capture) => capture.startsWith('name '));
    expect(names).toEqual([
      'name f',
      'name add',
      'name FOR_EACH',
      'name get_local_id',
      'name scale',
      'name run',
      'name scale',
      'name parallel_for',
      'name fill',
    ]);
  });
});
