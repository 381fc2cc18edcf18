/** A SYCL program, lowered here and compiled by g++ with the headers in `bench/oracle/sycl-host`; run to record its launches. */

import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { readMakefile } from '../../../compiler-core/src/frontends/kernel/build/makefile.ts';
import { NO_OPTIONS } from '../../../compiler-core/src/frontends/kernel/preprocess/options.ts';
import { readKernels } from '../../../compiler-core/src/frontends/kernel/read.ts';
import type { Func } from '../../../compiler-core/src/ir/nodes.ts';
import { ROOT } from '../../lib/process.ts';
import { instrument, type Place, parametersOf, placesOf, spellingsOf } from './instrument.ts';

const HOST = join(ROOT, 'bench/oracle/sycl-host');
const SOURCE = /\.(?:cpp|cc|cxx)$/;
const TEXT = /\.(?:cpp|cc|cxx|c|h|hpp|hh|cuh|inc|sycl|dp)$/;
const COMPILE_SECONDS = 90;
/** Of a program's own, and of the clock where others compute too. */
const CPU_SECONDS = 5;
const RUN_SECONDS = 25;
const ATTEMPTS = 5;

/** No contraction, as the interpreter has none. */
const FLAGS = ['-std=c++17', '-O0', '-w', '-fpermissive', '-ffp-contract=off', '-fmax-errors=200', `-I${HOST}`];

export const readText = (path: string): string | null => {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return null;
  }
};

interface Done {
  readonly code: number | null;
  readonly stderr: string;
}
const start = (
  command: string,
  args: readonly string[],
  options: { readonly cwd: string; readonly seconds: number; readonly env?: Readonly<Record<string, string>> },
): Promise<Done> =>
  new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: options.cwd,
      env: { ...process.env, LC_ALL: 'C', ...options.env },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let stderr = '';
    child.stderr.on('data', (chunk) => {
      if (stderr.length < 1_000_000) stderr += String(chunk);
    });
    const timer = setTimeout(() => child.kill('SIGKILL'), options.seconds * 1000);
    const end = (code: number | null): void => {
      clearTimeout(timer);
      resolve({ code, stderr });
    };
    child.on('error', () => end(null));
    child.on('close', end);
  });

/** The function `main` without its body: launches that it leads to are then read with the names of their own function. */
const withoutMain = (text: string): string => {
  const head = /\bmain\s*\([^)]*\)\s*\{/.exec(text);
  if (head === null) return text;
  const from = head.index + head[0].length;
  let depth = 1;
  let at = from;
  for (; at < text.length && depth > 0; at++) {
    if (text[at] === '{') depth++;
    else if (text[at] === '}') depth--;
  }
  return `${text.slice(0, from)}${text.slice(from, at - 1).replace(/[^\n]/g, ' ')}${text.slice(at - 1)}`;
};

export interface Program {
  readonly name: string;
  readonly places: readonly Place[];
  /** Folder with `ID.json` and `ID.bin` of the places that were launched. */
  readonly records: string;
  /** Why it was not compiled or not run. */
  readonly problem: string | null;
}

const filesBelow = (folder: string): string[] =>
  readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (!existsSync(path)) return [];
    return statSync(path).isDirectory() ? filesBelow(path) : [path];
  });

/** The arguments after the program's name in the Makefile's `run`. */
const argumentsOf = (makefile: string): string[] => {
  const line = /\.\/\$[({]program[)}]([^\n]*)/.exec(makefile)?.[1] ?? '';
  return line
    .replace(/[>|;&].*$/, '')
    .trim()
    .split(/\s+/)
    .filter((word) => word !== '' && !word.includes('$'));
};
const smaller = (args: readonly string[]): string[] =>
  args.map((word) => (/^\d{4,}$/.test(word) ? '1024' : /^\d{3}$/.test(word) ? '64' : word));

export const lowerProgram = (
  folder: string,
): { readonly places: readonly Place[]; readonly sources: readonly string[]; readonly flags: readonly string[] } => {
  const makefile = readText(join(folder, 'Makefile')) ?? '';
  const options = makefile === '' ? NO_OPTIONS : readMakefile(makefile, folder);
  const named = /^\s*source\s*=\s*([^\n]*(?:\\\n[^\n]*)*)/m
    .exec(makefile)?.[1]
    ?.match(/[\w./+-]+\.(?:cpp|cc|cxx|c)\b/g);
  const sources = (named ?? readdirSync(folder).filter((file) => SOURCE.test(file))).filter((file) =>
    existsSync(join(folder, file)),
  );
  const funcs: Func[] = [];
  for (const source of sources) {
    const path = join(folder, source);
    const text = readText(path) ?? '';
    const complete = (from: string): Func[] =>
      readKernels({ path, text: from, options, read: readText })
        .kernels.filter(({ reasons }) => reasons.length === 0)
        .map(({ func }) => func);
    const key = ({ origin: { span } }: Func): string => `${span.file}:${span.start}`;
    const cut = withoutMain(text);
    const alone = cut === text ? [] : complete(cut);
    const known = new Set(alone.map(key));
    funcs.push(...alone, ...complete(text).filter((func) => !known.has(key(func))));
  }
  const places = placesOf(funcs, readText).filter(({ file }) => !relative(folder, file).startsWith('..'));
  const flags = [
    ...options.macros.map(({ kind, text }) => (kind === 'define' ? `-D${text}` : `-U${text}`)),
    ...options.includePaths.map((path) => `-I${path}`),
    '-iquote',
    folder,
  ];
  return { places, sources, flags };
};

/** Compiles the headers once; the folder is what `recordProgram` needs. */
export const compileHeaders = async (folder: string): Promise<string> => {
  const path = join(folder, 'all.hpp');
  const also = [
    'cfloat',
    'climits',
    'fstream',
    'functional',
    'iomanip',
    'map',
    'numeric',
    'random',
    'set',
    'sstream',
  ].map((name) => `#include <${name}>\n`);
  writeFileSync(path, `#pragma once\n#include <sycl/sycl.hpp>\n${also.join('')}`);
  await start('g++', [...FLAGS, '-x', 'c++-header', path, '-o', `${path}.gch`], {
    cwd: folder,
    seconds: COMPILE_SECONDS,
  });
  return folder;
};

export const recordProgram = async (folder: string, work: string, header: string): Promise<Program> => {
  const name = basename(folder);
  const { places, sources, flags } = lowerProgram(folder);
  const records = join(work, 'records');
  const state = join(work, 'state.json');
  const end = (problem: string | null): Program => {
    const known = places.map(({ file, start, id }) => [`${relative(folder, file)}:${start}`, id] as const);
    if (places.length > 0) writeFileSync(state, JSON.stringify({ problem, places: known }));
    return { name, places, records, problem };
  };
  // What an earlier run left here is as good, as long as nobody compiles it again.
  if (existsSync(state)) {
    const before: { problem: string | null; places: [string, number][] } = JSON.parse(readFileSync(state, 'utf8'));
    const ids = new Map(before.places);
    const again = places.map((place) => ({
      ...place,
      id: ids.get(`${relative(folder, place.file)}:${place.start}`) ?? -1,
    }));
    return { name, places: again, records, problem: before.problem };
  }
  if (places.length === 0) return end('no launch is lowered completely');
  mkdirSync(records, { recursive: true });
  const copy = join(work, name);
  const parent = dirname(folder);
  for (const other of readdirSync(parent)) {
    if (other !== name && other.startsWith(name.replace(/-sycl$/, '-'))) {
      if (!existsSync(join(work, other))) symlinkSync(join(parent, other), join(work, other));
    }
  }
  const texts = filesBelow(folder).filter((path) => TEXT.test(path));
  for (const path of texts) mkdirSync(dirname(join(copy, relative(folder, path))), { recursive: true });
  const dropped = new Set<string>();
  const write = (): void => {
    for (const path of texts) {
      const here = places.filter(({ file }) => file === path);
      const original = readText(path) ?? '';
      const words = new Set(original.match(/\w+/g));
      const text = instrument(
        original,
        here,
        (place, name) => dropped.has(`${place.id} ${name}`) || !words.has(name.split('.')[0] ?? ''),
      );
      writeFileSync(join(copy, relative(folder, path)), text, 'latin1');
    }
  };
  const program = join(work, 'program');
  const warm = join(work, 'places.cpp');
  writeFileSync(
    warm,
    `#include "launch-record.hpp"
#include <sys/resource.h>
static int limited = [] {
  rlimit seconds{${CPU_SECONDS}, ${CPU_SECONDS}}, bytes{8ull << 30, 8ull << 30};
  setrlimit(RLIMIT_CPU, &seconds);
  setrlimit(RLIMIT_AS, &bytes);
  return record::places_wanted = ${places.length};
}();
`,
  );
  for (let attempt = 0; ; attempt++) {
    write();
    const inputs = sources.map((source) => join(copy, source));
    const built = await start(
      'g++',
      [...FLAGS, '-I', header, '-include', 'all.hpp', ...flags, ...inputs, warm, '-o', program, '-lpthread'],
      { cwd: copy, seconds: COMPILE_SECONDS },
    );
    if (built.code === 0) break;
    const before = dropped.size;
    for (const [, file = '', line = '', text = ''] of built.stderr.matchAll(/^([^\s:]+):(\d+):\d+: error: (.*)$/gm)) {
      const original = join(folder, relative(copy, file));
      for (const place of places.filter((one) => one.file === original)) {
        const source = readText(original) ?? '';
        if (source.slice(0, place.start).split('\n').length !== Number(line)) continue;
        const wrong = new Set([...text.matchAll(/'(?:[^']*::)?(\w+)[^']*'/g)].map(([, name]) => name));
        for (const name of place.funcs.flatMap(parametersOf).flatMap(spellingsOf)) {
          if (name.split('.').some((part) => wrong.has(part))) dropped.add(`${place.id} ${name}`);
        }
      }
    }
    if (dropped.size === before || attempt === ATTEMPTS) {
      const message = /error: (.*)/.exec(built.stderr)?.[1] ?? 'it took too long';
      return end(`g++: ${message.slice(0, 140)}`);
    }
  }
  const args = argumentsOf(readText(join(folder, 'Makefile')) ?? '');
  const tries = [smaller(args), args];
  let last: Done = { code: null, stderr: '' };
  for (const words of tries) {
    last = await start(program, words, {
      cwd: folder,
      seconds: RUN_SECONDS,
      env: { ATHANOR_RECORD: records },
    });
    if (readdirSync(records).some((file) => file.endsWith('.json'))) return end(null);
    // What takes too long with less takes longer with more.
    if (last.code === null) break;
  }
  return end(`it was run and launched nothing (${last.code === null ? 'no end' : `code ${last.code}`})`);
};
