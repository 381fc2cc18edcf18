/** `athanor dump` of C++ files: tokens and tree, with the flags of the project and of the command line. */

import { parseProgram } from '@athanor/compiler-core/ir/parse-program.ts';
import { expect, test } from 'vitest';
import { athanor } from './test/cli.ts';

const files = {
  'src/a.cpp': '#include "b.h"\nint v = TWICE(N);\n',
  'src/b.h': '#define TWICE(x) (x + x)\nusing T = float;\n',
  'src/Makefile': 'CFLAGS = -DN=4 -I../inc\na.o: a.cpp\n\tcc $(CFLAGS) -c a.cpp\n',
  'inc/c.h': 'int c;\n',
};

test('tokens: the expanded text, each with its place and the macros it came through', async () => {
  const { code, out, err } = await athanor(['dump', '--stage', 'tokens', 'src/a.cpp'], { files });
  expect([code, err]).toEqual([0, '']);
  expect(out).toBe(`src/b.h:2:1-2:6 keyword "using"
src/b.h:2:7-2:8 name "T"
src/b.h:2:9-2:10 punctuator "="
src/b.h:2:11-2:16 keyword "float"
src/b.h:2:16-2:17 punctuator ";"
2:1-2:4        keyword "int"
2:5-2:6        name "v"
2:7-2:8        punctuator "="
2:9-2:17       punctuator "(" from TWICE
2:9-2:17       number "4" from N in TWICE
2:9-2:17       punctuator "+" from TWICE
2:9-2:17       number "4" from N in TWICE
2:9-2:17       punctuator ")" from TWICE
2:17-2:18      punctuator ";"
3:1-3:1        end
`);
});

test('syntax: the tree; flags of the command line come after those of the project', async () => {
  const args = ['dump', '--stage', 'syntax', '-DN=1', '-I', 'inc', '--include', 'inc/c.h', 'src/a.cpp'];
  const { code, out, err } = await athanor(args, { files });
  expect([code, err]).toEqual([0, '']);
  expect(out).toContain('inc/c.h:1:1-1:7');
  expect(out).toContain(`simple 2:1-2:18
  specifiers: 2:1-2:4
    type: builtin 2:1-2:4 words=int
  declarators[0]: 2:5-2:17
    declarator: 2:5-2:6
      name: 2:5-2:6 v
    initializer: copy 2:7-2:17
      value: paren 2:9-2:17
        inner: binary 2:9-2:17 operator=+
          left: number 2:9-2:17 1
          right: number 2:9-2:17 1
`);
});

test('kernels: each launch with what it runs', async () => {
  const text = 'void f(sycl::queue q) {\n  q.parallel_for<class K>(sycl::range<1>(8), [=](sycl::id<1> i) {\n  });\n}\n';
  const { code, out, err } = await athanor(['dump', '--stage', 'kernels', 'k.cpp'], { files: { 'k.cpp': text } });
  expect([code, err]).toEqual([0, '']);
  expect(out).toBe('2:3-3:5 parallel_for K: lambda 2:46-3:4\n');
});

test('ir: each kernel as a function; what is not modelled is said where it stands', async () => {
  const text = `void f(sycl::queue q, float *a, int n) {
  q.parallel_for<class K>(sycl::range<1>(n), [=](sycl::id<1> i) {
    a[i] *= 2;
    other(a);
  });
}
`;
  const { code, out, err } = await athanor(['dump', '--stage', 'ir', 'k.cpp'], { files: { 'k.cpp': text } });
  expect(code).toBe(0);
  expect(out).toContain('a[g0@uint64] = a[g0@uint64] * 2.0');
  expect(out).toContain('@!not_modelled("`other` is not known", *)');
  expect(err).toBe('k.cpp:4:5 note[not-modelled] `other` is not known\n');
});

test('program: what the host does around the kernels, as text that reads back', async () => {
  const text = `int main() {
  sycl::queue q;
  float *a = sycl::malloc_device<float>(64, q);
  q.parallel_for<class K>(sycl::range<1>(64), [=](sycl::id<1> i) { a[i] = 2; }).wait();
  sycl::free(a, q);
}
`;
  const { code, out, err } = await athanor(['dump', '--stage', 'program', 'k.cpp'], { files: { 'k.cpp': text } });
  expect([code, err]).toEqual([0, '']);
  expect(out).toContain(`  launch e0 = K(write a) over [uint64(64)] on q
  wait e0
  free a
}
`);
  expect(parseProgram(out).error).toBeNull();
  expect((await athanor(['dump', '--stage', 'program', 'a.py'], { files: { 'a.py': '' } })).err).toBe(
    'athanor: --stage program is of C++ files\n',
  );
});

test('a compile database wins over a Makefile', async () => {
  const database = JSON.stringify([{ directory: '/code/src', file: 'a.cpp', command: 'cc -DN=9 -c a.cpp' }]);
  const { out } = await athanor(['dump', '--stage', 'tokens', 'src/a.cpp'], {
    files: { ...files, 'build/compile_commands.json': database },
  });
  expect(out).toContain('number "9" from N in TWICE');
});

test('what does not parse is said, and the rest printed', async () => {
  const broken = { 'a.cpp': '#include "no.h"\nint a = ;\nint b;\n' };
  const { code, out, err } = await athanor(['dump', '--stage', 'syntax', 'a.cpp'], { files: broken });
  expect(code).toBe(0);
  expect(out).toContain('error 2:1-2:10');
  expect(out).toContain('name: 3:5-3:6 b');
  expect(
    err,
  ).toBe(`a.cpp:1:10 note[missing-include] \`no.h\` is not in the folder of this file or the include paths; what it declares is unknown
a.cpp:2:9 note[unparsed-code] expected an expression before \`;\`
`);
});

test('stages that a language does not have are refused; bytes that are no text are said', async () => {
  const refused = await athanor(['dump', '--stage', 'tree', 'a.cpp'], { files: { 'a.cpp': '' } });
  expect(refused).toMatchObject({
    code: 2,
    err: 'athanor: a.cpp is C++, of which there is `--stage tokens`, `--stage syntax`, `--stage kernels`, `--stage ir`, `--stage program`\n',
  });
  const python = await athanor(['dump', '--stage', 'syntax', 'a.py'], { files: { 'a.py': '' } });
  expect(python).toMatchObject({
    code: 2,
    err: 'athanor: --stage syntax is of C++ files\n',
  });
  const bytes = new Uint8Array([0x69, 0x6e, 0x74, 0x20, 0xff, 0x3b]);
  const odd = await athanor(['dump', '--stage', 'tokens', 'a.cpp'], { files: { 'a.cpp': bytes } });
  expect(odd.code).toBe(4);
  expect(odd.out).toContain('other "\ufffd"');
});
