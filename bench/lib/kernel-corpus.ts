/**
 * HeCBench's SYCL programs (`zjin-lcf/HeCBench`, `src/*-sycl`, names a to m) below the folder `ATHANOR_KERNEL_CORPORA`,
 * each compiled as its Makefile says, from text to lowered kernels.
 */

import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { readMakefile } from '../../compiler-core/src/frontends/kernel/build/makefile.ts';
import { findLaunches, LAUNCH_CALLS, launchName } from '../../compiler-core/src/frontends/kernel/meaning/launches.ts';
import { type CompileOptions, NO_OPTIONS } from '../../compiler-core/src/frontends/kernel/preprocess/options.ts';
import { lowerText } from '../../compiler-core/src/frontends/kernel/read-sources.ts';
import type { Stmt } from '../../compiler-core/src/ir/nodes.ts';
import { verifyFunc } from '../../compiler-core/src/ir/verify.ts';
import { ownExprs, visitExpr, visitStmt } from '../../compiler-core/src/ir/walk.ts';
import type { Span } from '../../compiler-core/src/text/span.ts';
import { type LaunchText, launchesInText } from './launch-text.ts';

/** A launch of whose kernel no instance is complete. */
export interface OpenLaunch {
  /** `program/file:line`. */
  readonly place: string;
  readonly reason: string;
}

export interface KernelCorpus {
  readonly programs: number;
  /** Launches of the programs: those that are read, and those that only a search of the text finds where it is compiled. */
  readonly counted: number;
  /** Launches that have at least one instance without anything that is not modelled. */
  readonly complete: number;
  readonly open: readonly OpenLaunch[];
  /** What the search of the text finds besides: why it is no launch of a program, and how many. */
  readonly besides: ReadonlyMap<string, number>;
  readonly errors: readonly string[];
  readonly crashes: readonly string[];
  /** Lines read, headers included, as often as they are. */
  readonly lines: number;
  /** Of this process, from the text of a file to its kernels. */
  readonly cpuSeconds: number;
}

export const SOURCE = /\.(?:cpp|cc|cxx)$/;
const TEXT = /\.(?:cpp|cc|cxx|c|h|hpp|cuh|inc|sycl)$/;

export const filesBelow = (folder: string): string[] =>
  readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (!existsSync(path)) return [];
    return statSync(path).isDirectory() ? filesBelow(path) : [path];
  });

const LAUNCHES: ReadonlySet<string> = new Set(LAUNCH_CALLS);

export const programsBelow = (root: string): string[] =>
  readdirSync(root).filter((name) => /^[a-m].*-sycl$/i.test(name));

export const readText = (path: string): string | null => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
};

/** The flags of the Makefile that is nearest, up to the program's own folder. */
export const optionsFor = (path: string, program: string): CompileOptions => {
  for (let folder = dirname(path); folder.startsWith(program); folder = dirname(folder)) {
    const makefile = readText(join(folder, 'Makefile')) ?? readText(join(folder, 'makefile'));
    if (makefile !== null) return readMakefile(makefile, folder);
  }
  return NO_OPTIONS;
};

const add = (counts: Map<string, number>, key: string): void => {
  counts.set(key, (counts.get(key) ?? 0) + 1);
};

/** What of a kernel is not modelled, in its order. */
const gapsOf = (body: Stmt): string[] => {
  const out: string[] = [];
  visitStmt(body, {
    enter: (stmt) => {
      if (stmt.kind === 'notModelled') out.push(stmt.reason);
      for (const expr of ownExprs(stmt)) {
        visitExpr(expr, (e) => {
          if (e.kind === 'unknown') out.push(e.reason);
          return true;
        });
      }
    },
  });
  return out;
};

/** The sources of at most so many bytes; none where there is no corpus. */
export const kernelCorpusFiles = (maxBytes: number): { readonly path: string; readonly text: string }[] => {
  const root = join(process.env['ATHANOR_KERNEL_CORPORA'] ?? '', 'HeCBench', 'src');
  if (!existsSync(root)) return [];
  return programsBelow(root)
    .flatMap((program) => filesBelow(join(root, program)))
    .filter((path) => SOURCE.test(path) && statSync(path).size <= maxBytes)
    .map((path) => ({ path, text: readText(path) ?? '' }));
};

/**
 * The folder's programs; a sentence where there is none.
 * @param only Programs whose names begin so.
 */
export const lowerKernelCorpus = (only = ''): KernelCorpus | string => {
  const folder = process.env['ATHANOR_KERNEL_CORPORA'];
  if (folder === undefined) return 'ATHANOR_KERNEL_CORPORA names no folder with a checkout of HeCBench';
  const root = join(folder, 'HeCBench', 'src');
  if (!existsSync(root)) return `no HeCBench/src below ${folder}`;
  const programs = programsBelow(root).filter((name) => name.startsWith(only));
  const total = { counted: 0, complete: 0, lines: 0, cpu: 0 };
  const open: OpenLaunch[] = [];
  const besides = new Map<string, number>();
  const errors: string[] = [];
  const crashes: string[] = [];
  for (const program of programs) {
    const home = join(root, program);
    const files = filesBelow(home);
    const searched = new Map<string, readonly LaunchText[]>();
    for (const path of files) if (TEXT.test(path)) searched.set(path, launchesInText(readText(path) ?? ''));
    /** By place: what is missing in the best instance; null: it is not reached. */
    const launches = new Map<string, readonly string[] | null>();
    /** Places of names that launch: as the parser reads them, and all that the preprocessor leaves. */
    const parsed = new Set<string>();
    const live = new Set<string>();
    const read = new Set<string>();
    const lineOf = (file: string, at: number): string =>
      `${relative(root, file)}:${(readText(file) ?? '').slice(0, at).split('\n').length}`;
    // Some programs call their C++ `.c`.
    const isSource = (path: string): boolean =>
      SOURCE.test(path) || (path.endsWith('.c') && (searched.get(path)?.length ?? 0) > 0);
    for (const path of files.filter(isSource)) {
      const text = readText(path);
      if (text === null) continue;
      try {
        const options = optionsFor(path, home);
        const start = process.cpuUsage();
        const siblings = (): string[] => files.filter((file) => SOURCE.test(file));
        const whole = lowerText({ path, text, options, read: readText, siblings });
        const { unit: pre, syntax: unit, lowered } = whole;
        const { kernels } = lowered;
        const spent = process.cpuUsage(start);
        total.cpu += (spent.user + spent.system) / 1e6;
        for (const one of pre.texts.values()) total.lines += one.split('\n').length;
        for (const { severity, message } of [...pre.diagnostics, ...unit.diagnostics]) {
          if (severity === 'error') errors.push(`${path}: ${message}`);
        }
        for (const file of pre.texts.keys()) read.add(file);
        for (const token of unit.tokens) if (LAUNCHES.has(token.text)) live.add(`${token.file}:${token.start}`);
        // What a macro is given stands where it is written; what a macro holds, where the macro is used.
        const placeOf = ({ file, start }: Span, name: Span): string => {
          parsed.add(`${name.file}:${name.start}`);
          return searched.get(name.file)?.some(({ at, inDefinition }) => at === name.start && !inDefinition) === true
            ? lineOf(name.file, name.start)
            : `${lineOf(file, start)} (${name.start})`;
        };
        for (const launch of findLaunches(unit)) {
          const key = placeOf(unit.spanOf(launch), launchName(unit, launch));
          if (!launches.has(key)) launches.set(key, null);
        }
        for (const { func, at: place, spelled, reasons: said } of kernels) {
          const problems = verifyFunc(func).map((problem) => `not well-formed: ${problem.code}`);
          // What is said of the kernel, and what of its body is not modelled, should be the same; both count.
          const reasons = said.map(({ reason, at }) => `${reason} @ ${lineOf(at.file, at.start)}`);
          const gaps = [...reasons, ...gapsOf(func.body), ...problems];
          const key = placeOf(place, spelled);
          const before = launches.get(key);
          if (gaps.length === 0 || before == null) launches.set(key, before?.length === 0 ? before : gaps);
        }
      } catch (error) {
        crashes.push(`${path}: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
    for (const [place, gaps] of launches) {
      total.counted++;
      if (gaps !== null && gaps.length === 0) total.complete++;
      else open.push({ place, reason: gaps?.[0] ?? 'the host code that leads there could not be followed' });
    }
    for (const [path, found] of searched) {
      for (const { at, inDefinition } of found) {
        const place = `${path}:${at}`;
        if (inDefinition) add(besides, 'in the definition of a macro, counted where it is used');
        else if (!read.has(path)) add(besides, 'in files that no source of the program includes');
        else if (!live.has(place)) add(besides, 'in text that the preprocessor leaves out');
        else if (!parsed.has(place)) {
          total.counted++;
          open.push({ place: lineOf(path, at), reason: 'found by the search of the text only' });
        }
      }
    }
  }
  const { counted, complete, lines, cpu } = total;
  return { programs: programs.length, counted, complete, open, besides, errors, crashes, lines, cpuSeconds: cpu };
};
