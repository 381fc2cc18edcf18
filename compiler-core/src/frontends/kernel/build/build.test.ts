/** Options from command lines, compile databases, Makefiles and CMake lists. */

import { expect, test } from 'vitest';
import type { CompileOptions } from '../preprocess/options.ts';
import { optionsOf, shellWords } from './arguments.ts';
import { readCMake } from './cmake.ts';
import { readCompileCommands } from './compile-commands.ts';
import { readMakefile } from './makefile.ts';

const shown = ({ macros, includePaths, forcedIncludes }: CompileOptions): readonly string[] => [
  ...macros.map(({ kind, text }) => `${kind} ${text}`),
  ...includePaths.map((path) => `path ${path}`),
  ...forcedIncludes.map((path) => `first ${path}`),
];

test.each<[string, string[]]>([
  ['a  b\tc', ['a', 'b', 'c']],
  [`-DA="x y" '-DB=\\"q\\"' c\\ d`, ['-DA=x y', '-DB=\\"q\\"', 'c d']],
  ['-DS=\\"text\\" ""', ['-DS="text"', '']],
  ['"a\\"b\\n"', ['a"b\\n']],
  ["'no end", ['no end']],
])('the words of %s', (command, words) => {
  expect(shellWords(command)).toEqual(words);
});

test('flags joined to their operand or not, relative to the folder', () => {
  const words = shellWords(
    '-DA -D B=2 -UC -I../inc -I /abs -isystem sys -iquote./q -include pre.h -include-pch x -O3 -o d -DF(x)=x -D',
  );
  expect(shown(optionsOf(words, '/w/src'))).toEqual([
    'define A',
    'define B=2',
    'undefine C',
    'define F(x)=x',
    'path /w/inc',
    'path /abs',
    'path /w/src/sys',
    'path /w/src/q',
    'first /w/src/pre.h',
  ]);
});

test('a compile database: commands and argument lists, malformed entries left out', () => {
  const text = JSON.stringify([
    { directory: '/w/build', file: '../a.cpp', command: 'clang++ -DX="1 2" -I. -c ../a.cpp' },
    { directory: '/w/build', file: '/w/b.cpp', arguments: ['clang++', '-I', '../inc', '-fsycl'] },
    { file: 'c.cpp' },
    { directory: '/w' },
    3,
    { directory: '/w/build', file: '../a.cpp', command: 'clang++ -DLATER' },
  ]);
  const found = readCompileCommands(text, '/w');
  expect([...(found ?? [])].map(([file, options]) => [file, ...shown(options)])).toEqual([
    ['/w/a.cpp', 'define X=1 2', 'path /w/build'],
    ['/w/b.cpp', 'path /w/inc'],
    ['/w/c.cpp'],
  ]);
  expect(readCompileCommands('{', '/w')).toBeNull();
  expect(readCompileCommands('{}', '/w')).toBeNull();
});

const MAKEFILE = `
# options
CC        = clang++
GPU       = yes
CUDA      = no
CFLAGS := $(EXTRA_CFLAGS) -std=c++17 -Wall -I../nbody-cuda \\
          -fsycl --gcc-toolchain=$(GCC_TOOLCHAIN)
ifeq ($(VENDOR), AdaptiveCpp)
    CFLAGS_TMP := $(CFLAGS)
    CFLAGS = $(filter-out -fsycl, $(CFLAGS_TMP)) -DACPP
endif
ifeq ($(CUDA), yes)
  CFLAGS += -DCUDA_ARCH=$(CUDA_ARCH)
else ifneq ($(GPU),yes)
  CFLAGS += -DHOST
else
  CFLAGS += -DOTHER="a b"
endif
ifeq ($(GPU),yes)
  CFLAGS +=-DUSE_GPU # comment
endif
ifdef NOWHERE
  CFLAGS += -DNOWHERE
endif
OPT = -I$(shell pwd) -DDATE=$(shell date) -DN=4
main: main.o
\t$(CC) $(CFLAGS) main.o -o $@
%.o: %.cpp
\t$(CC) $(CFLAGS) $(OPT) -DHERE -c $< -o $@
run:
\t./main -DNOT_A_FLAG
`;

test('a Makefile: variables, conditions, functions that are plain; what needs a shell is left out', () => {
  expect(shown(readMakefile(MAKEFILE, '/w/nbody-sycl'))).toEqual([
    'define OTHER=a b',
    'define USE_GPU',
    'define N=4',
    'define HERE',
    'path /w/nbody-cuda',
  ]);
});

test('a Makefile whose variables name themselves, or that is no Makefile, gives an answer', () => {
  expect(shown(readMakefile('A = $(B)\nB = $(A) -DX\nall:\n\tcc $(A) -c x', '/w'))).toEqual(['define X']);
  expect(shown(readMakefile('\u0000$(\n)(ifeq\nendif\nelse', '/w'))).toEqual([]);
});

const CMAKE = `
cmake_minimum_required(VERSION 3.4)
project(demo LANGUAGES CXX) # name
#[[ add_definitions(-DNO) ]]
set(INC "\${CMAKE_CURRENT_SOURCE_DIR}/include" ../shared)
set(CMAKE_CXX_FLAGS "\${CMAKE_CXX_FLAGS} -fsycl -DFLAG=\\"q\\"")
option(USE_GPU "gpu" ON)
include_directories(\${INC})
add_definitions(-DA -DB=2)
add_executable(one one.cpp util.cpp)
add_executable(two two.cpp)
target_compile_definitions(one PRIVATE ONE=1 -DUNO)
target_compile_definitions(two PRIVATE TWO)
target_include_directories(one SYSTEM PUBLIC lib)
target_compile_options(one PRIVATE -include pre.h $<$<CONFIG:Debug>:-DDBG>)
if(USE_GPU)
  add_compile_definitions(GPU)
else()
  add_compile_definitions(HOST)
endif()
if(WIN32)
  add_definitions(-DWIN)
elseif(1)
  add_definitions(-DNIX)
endif()
include_directories(\${UNKNOWN_DIR}/x)
`;

test('a CMake list: the folder and the targets that have the file; conditions that are not constant are left out', () => {
  const common = ['define FLAG=q', 'define A', 'define B=2'];
  const paths = ['path /w/include', 'path /shared'];
  expect(shown(readCMake(CMAKE, '/w', '/w/one.cpp'))).toEqual([
    ...common,
    'define ONE=1',
    'define UNO',
    'define GPU',
    ...paths,
    'path /w/lib',
    'first /w/pre.h',
  ]);
  expect(shown(readCMake(CMAKE, '/w', '/w/two.cpp'))).toEqual([...common, 'define TWO', 'define GPU', ...paths]);
  expect(shown(readCMake(`set(A "\${A}x")\nadd_definitions(\${A} -DX\nif(`, '/w', '/w/a.cpp'))).toEqual([]);
});
