/** The tables against the front end: what it knows has an entry, and every signature reads in our notation. */

import { readFileSync } from 'node:fs';
import {
  BARRIERS,
  FENCES,
  ITEM,
  isOpenClName,
  WHOLE,
} from '@athanor/compiler-core/frontends/kernel/dialect/opencl/functions.ts';
import { PRELUDE } from '@athanor/compiler-core/frontends/kernel/dialect/opencl/prelude.ts';
import { FETCH } from '@athanor/compiler-core/frontends/kernel/dialect/sycl/atomics.ts';
import { GROUP_NAMES, methods } from '@athanor/compiler-core/frontends/kernel/dialect/sycl/calls.ts';
import { EXTENSION_NAMES } from '@athanor/compiler-core/frontends/kernel/dialect/sycl/extensions.ts';
import { MATH_NAMES } from '@athanor/compiler-core/frontends/kernel/dialect/sycl/math.ts';
import { isMemoryName, MEMORY_NAMES } from '@athanor/compiler-core/frontends/kernel/dialect/sycl/memory.ts';
import {
  FUNCTION_OBJECTS,
  PLAIN,
  TEMPLATES,
  TOKEN_TYPES,
} from '@athanor/compiler-core/frontends/kernel/dialect/sycl/types.ts';
import { TOKENS } from '@athanor/compiler-core/frontends/kernel/dialect/sycl/values.ts';
import { KEYWORDS } from '@athanor/compiler-core/frontends/kernel/lex/tokens.ts';
import { LAUNCH_CALLS } from '@athanor/compiler-core/frontends/kernel/meaning/launches.ts';
import { describe, expect, test } from 'vitest';
import { apiOf, entryMarkdown, entryWithId } from './api.ts';
import { type ApiEntry, idOf, type Language } from './entry.ts';
import { parseSignature } from './notation.ts';

const words = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/).filter((word) => word !== ''));
const ALL = (['sycl', 'opencl'] as const).flatMap((language) => apiOf(language).entries);

/** Names that an entry of a language has, wherever it is a member of. */
const names = (language: Language): ReadonlySet<string> => new Set(apiOf(language).entries.map(({ name }) => name));
const SYCL = names('sycl');
const OPENCL = names('opencl');
const lacking = (
  known: Iterable<string>,
  has: ReadonlySet<string>,
  others: ReadonlySet<string> = new Set(),
): string[] => [...known].filter((name) => !has.has(name) && !others.has(name));

/** Names of the standard C++ library, of C and of CUDA, which the front end knows beside those of SYCL. */
const MATH_OF_OTHERS = words('scalbn nearbyint labs llabs sqr lround llround lrint norm as_int as_float');
const MEMORY_OF_OTHERS = words(
  'reinterpret_pointer_cast reduction_combiner as_type printf fprintf assert memcpy memset calloc __float_as_int __int_as_float',
);
const CLASSES_OF_OTHERS = words(
  `array pair tuple complex vector span initializer_list unique_ptr shared_ptr optional function numeric_limits
  integral_constant bool_constant integer_sequence index_sequence string string_view ostream mt19937 default_random_engine
  random_device exception mt19937_64 kernel thread mutex ifstream ofstream fstream stringstream true_type false_type
  system_clock steady_clock high_resolution_clock FILE root_group time_point sampler
  minus divides modulus negate logical_not less greater less_equal greater_equal equal_to not_equal_to`,
);
/** Removed with hierarchical kernels' memory; enumerators of images, of extensions and of the standard library. */
const REMOVED = words('private_memory');
const TOKENS_OF_OTHERS = words(
  'image consume noinit unroll nullopt piecewise_construct ext_intel_global_device_space ext_intel_global_host_space',
);

describe('what the front end knows has an entry', () => {
  test('functions of SYCL', () => {
    expect(lacking(MATH_NAMES, SYCL, MATH_OF_OTHERS)).toEqual([]);
    expect(lacking([...GROUP_NAMES, ...EXTENSION_NAMES], SYCL)).toEqual([]);
    expect(lacking(MEMORY_NAMES, SYCL, MEMORY_OF_OTHERS)).toEqual([]);
    const allocators = ['malloc', 'aligned_alloc'].flatMap((how) =>
      ['device', 'shared', 'host'].map((where) => `${how}_${where}`),
    );
    expect(allocators.filter((name) => !isMemoryName(name))).toEqual([]);
    expect(lacking(allocators, SYCL)).toEqual([]);
    expect(lacking(['submit', 'reduction', ...LAUNCH_CALLS], SYCL)).toEqual([]);
    expect(
      lacking(
        Object.keys(FETCH).flatMap((name) => [name, `atomic_${name}`]),
        SYCL,
      ),
    ).toEqual([]);
  });
  test('types and values of SYCL', () => {
    expect(lacking([...Object.keys(TEMPLATES), ...PLAIN], SYCL, new Set([...CLASSES_OF_OTHERS, ...REMOVED]))).toEqual(
      [],
    );
    expect(lacking(FUNCTION_OBJECTS, SYCL, CLASSES_OF_OTHERS)).toEqual([]);
    expect(lacking(TOKEN_TYPES, SYCL)).toEqual([]);
    expect(lacking(TOKENS, SYCL, TOKENS_OF_OTHERS)).toEqual([]);
  });
  test('classes that have members', () => {
    // A `multi_ptr` is a pointer there; `private_memory` is only called.
    expect(lacking(methods().keys(), new Set([...apiOf('sycl').members.keys(), 'pointer', 'private_memory']))).toEqual(
      [],
    );
  });
  // Handlers of members have no table: their cases are read from their text.
  test.each([
    ['items.ts', 'itemMethods', 'item nd_item group h_item sub_group'],
    ['items.ts', 'subGroupMethods', 'sub_group'],
    ['items.ts', 'indexMethods', 'id range'],
    ['items.ts', 'ndRangeMethods', 'nd_range'],
    ['collectives.ts', 'groupMethods', 'group sub_group nd_item'],
    ['accessors.ts', 'accessorMethods', 'accessor host_accessor local_accessor'],
    ['accessors.ts', 'bufferMethods', 'buffer'],
    ['accessors.ts', 'pointerMethods', 'multi_ptr'],
    ['vector-methods.ts', 'vectorMethods', 'vec marray'],
    ['atomics.ts', 'methods', 'atomic_ref atomic'],
    ['reductions.ts', 'reducerMethods', 'reducer'],
    ['hierarchical.ts', 'hierarchicalMethods', 'group'],
    ['extensions.ts', 'maskMethods', 'sub_group_mask'],
  ])('members: %s %s', (file, handler, classes) => {
    const found = casesOf(file, handler);
    expect(found.length).toBeGreaterThan(0);
    const of = words(classes);
    const has = new Set(apiOf('sycl').entries.flatMap((entry) => (of.has(entry.of) ? [entry.name] : [])));
    expect(lacking(found, has)).toEqual([]);
  });
  test('functions of OpenCL C', () => {
    expect(lacking([...Object.keys(ITEM), ...WHOLE, ...BARRIERS, ...FENCES], OPENCL)).toEqual([]);
    const math = [...MATH_NAMES].filter(
      (name) => !MATH_OF_OTHERS.has(name) && !['exp10f', 'sincosf', 'recip', 'divide'].includes(name),
    );
    expect(lacking(math, OPENCL)).toEqual([]);
    const types = ['char', 'uchar', 'short', 'ushort', 'int', 'uint', 'long', 'ulong', 'float', 'double', 'half'];
    const sizes = ['', '2', '3', '4', '8', '16'];
    const made = [
      ...['atom', 'atomic'].flatMap((prefix) =>
        ['add', 'sub', 'xchg', 'cmpxchg', 'inc', 'dec', 'min', 'max', 'and', 'or', 'xor'].map(
          (op) => `${prefix}_${op}`,
        ),
      ),
      ...types.flatMap((type) =>
        sizes.flatMap((n) => [
          `as_${type}${n}`,
          ...['', '_rte', '_rtp', '_rtn', '_rtz'].map((mode) => `convert_${type}${n}${mode}`),
        ]),
      ),
      ...types
        .slice(0, 8)
        .flatMap((type) =>
          sizes.flatMap((n) => ['', '_rte', '_rtp', '_rtn', '_rtz'].map((mode) => `convert_${type}${n}_sat${mode}`)),
        ),
      ...sizes.slice(1).flatMap((n) => [`vload${n}`, `vstore${n}`]),
      ...[
        'cos',
        'exp',
        'exp2',
        'exp10',
        'log',
        'log2',
        'log10',
        'recip',
        'rsqrt',
        'sin',
        'sqrt',
        'tan',
        'divide',
        'powr',
      ].flatMap((name) => [`native_${name}`, `half_${name}`]),
      ...['as_size_t', 'printf', 'fract', 'prefetch'],
    ];
    expect(made.filter((name) => !isOpenClName(name))).toEqual([]);
    expect(lacking(made, OPENCL)).toEqual([]);
  });
  test('what a file of OpenCL C has without an include', () => {
    const defined = [...PRELUDE.matchAll(/^#define (\w+)/gm)].map(([, name = '']) => name);
    const functions = [...PRELUDE.matchAll(/\b(\w+)\([^()]*\) \{/g)].map(([, name = '']) => name);
    const types = [...PRELUDE.matchAll(/typedef [^;]* (\w+);/g)].map(([, name = '']) => name);
    const hidden = (name: string): boolean =>
      /^__(?:OPENCL|ENDIAN|begin|wait|group|is)|^CL_VERSION|^restrict$|^(?:for|if)$/.test(name);
    expect(functions).toContain('async_work_group_copy');
    expect(types).toContain('float16');
    expect(
      lacking(
        [...defined, ...functions, ...types].filter((name) => !hidden(name)),
        OPENCL,
      ),
    ).toEqual([]);
  });
});

const FOLDER = '../../../../../compiler-core/src/frontends/kernel/dialect/sycl/';
/** The names that a handler compares the member's with. */
const casesOf = (file: string, handler: string): string[] => {
  const text = readFileSync(new URL(FOLDER + file, import.meta.url), 'utf8');
  const from = text.search(new RegExp(`(?:const|function) ${handler}\\b`));
  if (from < 0) throw new Error(`no ${handler} in ${file}`);
  const end = text.slice(from + 1).search(/\n(?:};|}|\n\/\*\*|\nexport )/);
  const body = text.slice(from, end < 0 ? undefined : from + 1 + end);
  const found = [
    ...body.matchAll(
      /case '(\w+)'|(?<!type\.|\)\.|\w)name (?:===|!==) '(\w+)'|\[('\w+'(?:, '\w+')*)\]\.includes\(name\)/g,
    ),
  ];
  return found.flatMap(([, one, other, list]) =>
    [one, other, ...(list?.match(/\w+/g) ?? [])].filter((name) => name !== undefined),
  );
};

describe('entries', () => {
  test.each(
    ALL.map((entry): [string, ApiEntry] => [idOf(entry), entry])
      .filter(([, { kind }]) => kind !== 'attribute' && kind !== 'qualifier')
      .map(([, entry]) => entry)
      .reduce<[string, ApiEntry[]][]>((groups, entry) => {
        const group = groups.find(([section]) => section === `${entry.language} ${entry.section}`);
        if (group) group[1].push(entry);
        else groups.push([`${entry.language} ${entry.section}`, [entry]]);
        return groups;
      }, []),
  )('read in our notation: %s', (_section, entries) => {
    for (const { name, signatures } of entries) {
      expect(signatures.length, name).toBeGreaterThan(0);
      for (const text of signatures) {
        const read = parseSignature(text);
        expect(read?.name, text).toBe(name);
        for (const { start, end } of [...(read?.templates ?? []), ...(read?.parameters ?? [])])
          expect(text.slice(start, end), text).toMatch(/^\w/);
      }
    }
  });
  test('are documented: a sentence, and a section', () => {
    for (const { name, doc, section } of ALL) {
      expect(doc, name).toMatch(/^[\p{Lu}`\d(x-za-e].*[.)]$/su);
      expect(section, name).toMatch(/^[456]\.[\d.]+ \S|\(extension\)$/);
    }
  });
  test('have one id each, which finds them', () => {
    for (const entry of ALL) expect(entryWithId(idOf(entry)), idOf(entry)).toBe(entry);
    expect(new Set(ALL.map(idOf)).size).toBe(ALL.length);
  });
  test('of functions that take something are called', () => {
    const plain = ALL.filter(
      ({ kind, signatures }) =>
        (kind === 'function' || kind === 'method') && signatures.some((text) => !text.includes('(')),
    );
    expect(plain.map(({ name }) => name)).toEqual([]);
  });
  test('name types that there are', () => {
    const known = new Set([
      ...SYCL,
      ...OPENCL,
      ...KEYWORDS,
      ...words('size_t int8_t int16_t int32_t int64_t uint8_t uint16_t uint32_t uint64_t'),
    ]);
    const free =
      /^(?:[A-Z]\w*|gen\w+|\d+|std::\w+|\w+::\w+|vector|span|access_tag|clock_scope|aspect|async_handler|backend|kernel_bundle|cl_mem_fence_flags|reducer|accessor|unsigned int)$/;
    const unknown = new Set<string>();
    const visit = (type: { readonly name: string; readonly args: readonly unknown[] } | null): void => {
      if (type === null) return;
      if (!known.has(type.name) && !free.test(type.name)) unknown.add(type.name);
      for (const arg of type.args) visit(arg as typeof type);
    };
    for (const { signatures } of ALL)
      for (const text of signatures) {
        const read = parseSignature(text);
        for (const { type } of [...(read?.templates ?? []), ...(read?.parameters ?? [])]) visit(type);
        visit(read?.result ?? null);
      }
    expect([...unknown]).toEqual([]);
  });
  test('an entry as text', () => {
    const load = apiOf('sycl').members.get('atomic_ref')?.get('load');
    expect(load && entryMarkdown(load)).toBe(
      '```cpp\natomic_ref::load(order: memory_order = relaxed, scope: memory_scope = DefaultScope) -> T\n```\n\nThe value.\n\n*SYCL 2020, 4.15.3 Atomic references*',
    );
    const local = apiOf('sycl').named.get('ext::oneapi::group_local_memory');
    expect(local && entryMarkdown(local)).toMatch(/\*Extension sycl_ext_oneapi_local_memory\*$/);
  });
});

test.each(['', 'f(', 'f(x)', 'f(x: )', 'f<T(x: int)', 'f() ->', 'f(x: int) y', '(x: int)', 'f(x: int,)', 'f(x: int))'])(
  '`%s` is no signature',
  (text) => {
    expect(parseSignature(text)).toBeNull();
  },
);
