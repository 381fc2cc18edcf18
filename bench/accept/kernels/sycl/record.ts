/**
 * Records what the kernels of this folder leave in their arrays:
 *
 *     SYCL_CXX='g++ -std=c++20 -I...' SYCL_LIBS='...' node tools/ts.mjs bench/accept/kernels/sycl/record.ts [FAMILY...]
 *
 * with a SYCL implementation for the host. Its answers have to be the same for three orders of the items, if it is SimSYCL,
 * and the same as those of `bench/oracle/sycl-host`; where it does not compile a kernel, those of `sycl-host` are taken.
 */

import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { ROOT, run } from '../../../lib/process.ts';
import {
  type Arrays,
  changed,
  type Family,
  FOLDER,
  familiesOf,
  printRecords,
  type Records,
  recordsOf,
  sameValue,
} from '../kernel-records.ts';

interface Implementation {
  readonly name: string;
  readonly compiler: readonly string[];
  readonly libraries: readonly string[];
}
const words = (text: string | undefined): string[] => (text ?? '').split(' ').filter((word) => word !== '');
const HOST: Implementation = {
  name: 'host',
  compiler: ['g++', '-std=c++20', '-DATHANOR_SUB_GROUP=8', '-I', join(ROOT, 'bench/oracle/sycl-host')],
  libraries: ['-lpthread'],
};
const OTHER: Implementation = {
  name: 'other',
  compiler: words(process.env['SYCL_CXX']),
  libraries: words(process.env['SYCL_LIBS']),
};
const FLAGS = ['-O0', '-w', '-fpermissive', '-ffp-contract=off', '-fmax-errors=0', `-I${join(FOLDER, 'sycl')}`];
const ORDERS = ['rr', 'shuffle:1', 'shuffle:2'];
const ATTEMPTS = 12;
const SECONDS = 5;
/** What SimSYCL does otherwise than SYCL 2020 has it. */
const WRONG: Readonly<Record<string, string>> = {
  b_ranged: '4.7.6.8: index 0 of a ranged accessor is the element at its offset',
  b_ranged_old: '4.7.6.8',
  k_fences: 'mem_fence is not there',
  w_load_store: '4.14.2.1: the offset counts vectors, not elements',
};
const temp = mkdtempSync(join(tmpdir(), 'athanor-record-'));

/** The lines of each kernel in its file. */
const linesOf = ({ text, kernels }: Family): Map<number, string> => {
  const at = new Map<number, string>();
  for (const [name, own] of kernels) {
    const first = text.slice(0, text.indexOf(own)).split('\n').length;
    for (let k = 0; k < own.split('\n').length; k++) at.set(first + k, name);
  }
  return at;
};

/** Compiles what can be, leaving out kernels with errors, and says what was left out and why. */
const compile = (family: Family, by: Implementation): { program: string | null; left: Map<string, string> } => {
  const left = new Map<string, string>();
  const lines = linesOf(family);
  const source = join(temp, `${by.name}-${basename(family.path)}`);
  const program = source.replace('.cpp', '');
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const text = family.text
      .split('\n')
      .map((line, k) => (left.has(lines.get(k + 1) ?? '') ? '' : line))
      .join('\n');
    const calls = [...family.kernels.keys()]
      .filter((name) => !left.has(name))
      .map((name) => `if (!std::strcmp(argv[1], "${name}")) print_after("${name}", run_${name});`);
    writeFileSync(
      source,
      `${text}\n#include "record.hpp"\nint main(int, char **argv) { if (!*argv[1]) print_after("", nullptr); ${calls.join(' ')} }\n`,
    );
    const [command = '', ...rest] = by.compiler;
    const built = run(command, [...rest, ...FLAGS, source, '-o', program, ...by.libraries], { env: { LC_ALL: 'C' } });
    if (built.code === 0) return { program, left };
    const before = left.size;
    let message = '';
    for (const line of built.stderr.split('\n')) {
      if (line.includes('error: ')) message = line.replace(/.*error: /, '');
      const at = line.startsWith(`${source}:`)
        ? lines.get(Number(line.slice(source.length + 1).split(':')[0]))
        : undefined;
      if (at !== undefined && !line.includes('note:') && !left.has(at)) left.set(at, message || line);
    }
    if (left.size === before) {
      console.error(`${basename(family.path)} by ${by.name}: ${built.stderr.slice(0, 3000)}`);
      break;
    }
  }
  return { program: null, left };
};

const arraysOf = (text: string): Arrays => {
  const { name: _, ...arrays } = JSON.parse(text);
  return arrays;
};

/** Each kernel in a process of its own, since one that waits for ever takes nothing with it. */
const results = (program: string, order: string, names: readonly string[]): Map<string, Arrays> => {
  const all = new Map<string, Arrays>();
  for (const name of ['', ...names]) {
    const ran = run(program, [name], { env: { SIMSYCL_SCHEDULE: order }, timeoutSeconds: SECONDS });
    if (ran.code === 0) all.set(name, arraysOf(ran.stdout));
    else console.error(`${basename(program)} ${name} ended with ${ran.code}: ${ran.stderr.slice(0, 200)}`);
  }
  return all;
};
const difference = (a: Arrays, b: Arrays): string | null => {
  for (const [array, values] of Object.entries(a)) {
    const k = values.findIndex((x, at) => !sameValue(Number(x), Number(b[array]?.[at]), array));
    if (k >= 0) return `${array}[${k}] is ${values[k]} and ${b[array]?.[k]}`;
  }
  return null;
};

const chosen = process.argv.slice(2);
const path = recordsOf('sycl');
const old: Records | null = existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : null;
const kernels: Record<string, Arrays> = chosen.length > 0 ? { ...old?.kernels } : {};
const byHost = new Set<string>(chosen.length > 0 ? old?.byHost : []);
let inputs: Arrays = old?.inputs ?? {};
for (const family of familiesOf('sycl')) {
  const short = basename(family.path, '.cpp');
  if (chosen.length > 0 && !chosen.includes(short)) continue;
  const built = [OTHER, HOST].map((by) => ({ by, ...compile(family, by) }));
  const answers = built.map(({ by, program, left }) => {
    const names = [...family.kernels.keys()].filter((name) => !left.has(name) && !(by === OTHER && name in WRONG));
    return program === null ? [] : (by === OTHER ? ORDERS : ['rr']).map((order) => results(program, order, names));
  });
  inputs = answers.flat()[0]?.get('') ?? inputs;
  let by = 0;
  for (const name of family.kernels.keys()) {
    delete kernels[name];
    byHost.delete(name);
    const [others = [], hosts = []] = answers.map((runs) =>
      runs.map((all) => all.get(name)).filter((x) => x !== undefined),
    );
    const known = others[0] ?? hosts[0];
    if (known === undefined) {
      console.error(`${short} ${name}: ${built.map(({ left }) => left.get(name) ?? 'no answer').join(' | ')}`);
      continue;
    }
    const apart = [...others, ...hosts].map((x) => difference(known, x)).find((x) => x !== null);
    if (apart !== undefined) {
      console.error(`${short} ${name}: runs differ: ${apart}`);
      continue;
    }
    if (others.length > 0) by++;
    else byHost.add(name);
    kernels[name] = changed(inputs, known);
  }
  console.error(`${short}: ${family.kernels.size} kernels, ${by} by the other implementation`);
  if (process.env['WHY'])
    for (const { by: who, left } of built)
      for (const [name, why] of left) console.error(`  ${who.name} ${name}: ${why}`);
}
writeFileSync(path, printRecords({ inputs, kernels, byHost: [...byHost] }));
