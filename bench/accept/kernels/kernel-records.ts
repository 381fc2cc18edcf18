/** What the kernels below `sycl/` and `opencl/` left in their arrays where they were compiled and run by others, as it is committed. */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../lib/process.ts';

export type Value = number | 'NaN' | 'Infinity' | '-Infinity';
export type Arrays = Readonly<Record<string, readonly Value[]>>;

export interface Records {
  /** What each array holds before. */
  readonly inputs: Arrays;
  /** By kernel, the arrays that it changed. */
  readonly kernels: Readonly<Record<string, Arrays>>;
  /** Kernels that the independent implementation does not compile: a host shim of this repository ran them. */
  readonly byHost: readonly string[];
}

export const FOLDER = join(ROOT, 'bench/accept/kernels');
export const recordsOf = (language: 'sycl' | 'opencl'): string => join(ROOT, `bench/recorded/${language}-kernels.json`);
export const readRecords = (language: 'sycl' | 'opencl'): Records =>
  JSON.parse(readFileSync(recordsOf(language), 'utf8'));

/** The types of the arrays' elements. */
export const TYPES = {
  f: 'float32',
  g: 'float32',
  n: 'int32',
  m: 'int32',
  u: 'uint32',
  w: 'int64',
  d: 'float64',
} as const;

/** Largest difference of what a function on floats may give, in units of its type's last place: the libraries differ. */
const FLOAT_ULPS = 16;

export const sameValue = (got: number, wanted: number, array: string): boolean => {
  if (Object.is(got, wanted) || got === wanted || (Number.isNaN(got) && Number.isNaN(wanted))) return true;
  if (!'fgd'.includes(array)) return false;
  const ulp = array === 'd' ? 2 ** -52 : 2 ** -23;
  return Math.abs(got - wanted) <= FLOAT_ULPS * ulp * Math.max(Math.abs(wanted), 2 ** -20);
};

export interface Family {
  readonly path: string;
  readonly text: string;
  /** The text of each kernel, by its name. */
  readonly kernels: ReadonlyMap<string, string>;
}
const SYCL = /^(?:EACH|KERNEL|TILE|PARTS|FOURS)\((\w+)/;
const OPENCL = /^kernel\b.*?\bvoid (\w+)\(/;

/** A kernel's text goes from its head to the next line that starts something else. */
export const familyOf = (path: string): Family => {
  const text = readFileSync(path, 'utf8');
  const kernels = new Map<string, string>();
  let name: string | null = null;
  for (const line of text.split('\n')) {
    const head = (SYCL.exec(line) ?? OPENCL.exec(line))?.[1];
    if (head !== undefined) {
      name = head;
      kernels.set(name, line);
    } else if (name !== null && /^[ }]/.test(line)) kernels.set(name, `${kernels.get(name)}\n${line}`);
    else if (line !== '') name = null;
  }
  return { path, text, kernels };
};
export const familiesOf = (language: 'sycl' | 'opencl'): Family[] =>
  readdirSync(join(FOLDER, language))
    .filter((file) => /\.(?:cpp|cl)$/.test(file) && !file.startsWith('record'))
    .sort()
    .map((file) => familyOf(join(FOLDER, language, file)));

/** The sizes in a kernel's text: `// athanor: launch global=8,8 local=4,2`. OpenCL's are the fastest dimension first. */
export const launchOf = (text: string): { readonly global?: readonly number[]; readonly local?: readonly number[] } => {
  const found = /athanor: launch global=([\d,]+) local=([\d,]+)/.exec(text);
  if (found === null) return {};
  const [, global = '', local = ''] = found;
  return { global: global.split(',').map(Number), local: local.split(',').map(Number) };
};

/** The arrays that are not as they were. */
export const changed = (before: Arrays, after: Arrays): Arrays =>
  Object.fromEntries(
    Object.entries(after).filter(([array, values]) => JSON.stringify(values) !== JSON.stringify(before[array])),
  );

/** A line for each array and kernel. */
export const printRecords = ({ inputs, kernels, byHost }: Records): string => {
  const lines = (entries: Readonly<Record<string, unknown>>): string =>
    Object.keys(entries)
      .sort()
      .map((name) => `"${name}": ${JSON.stringify(entries[name])}`)
      .join(',\n');
  const host = JSON.stringify([...byHost].sort());
  return `{\n"inputs": {\n${lines(inputs)}\n},\n"byHost": ${host},\n"kernels": {\n${lines(kernels)}\n}\n}\n`;
};
