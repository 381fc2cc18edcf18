/**
 * HeCBench's SYCL programs (`zjin-lcf/HeCBench`, `src/*-sycl`, names a to m) below the folder `ATHANOR_KERNEL_CORPORA`,
 * each compiled as its Makefile says, from text to lowered kernels.
 */

import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { readMakefile } from '../../compiler-core/src/frontends/kernel/build/makefile.ts';
import { lowerUnit } from '../../compiler-core/src/frontends/kernel/lower/by-parts.ts';
import { findLaunches } from '../../compiler-core/src/frontends/kernel/meaning/launches.ts';
import { parseUnit } from '../../compiler-core/src/frontends/kernel/parse/parse.ts';
import { NO_OPTIONS } from '../../compiler-core/src/frontends/kernel/preprocess/options.ts';
import { preprocess } from '../../compiler-core/src/frontends/kernel/preprocess/preprocess.ts';
import type { Stmt } from '../../compiler-core/src/ir/nodes.ts';
import { verifyFunc } from '../../compiler-core/src/ir/verify.ts';
import { ownExprs, visitExpr, visitStmt } from '../../compiler-core/src/ir/walk.ts';
import type { Span } from '../../compiler-core/src/text/span.ts';

export interface KernelCorpus {
  readonly programs: number;
  /** Launches by a search of the text, comments left out. */
  readonly counted: number;
  /** Launches that have at least one instance without anything that is not modelled. */
  readonly complete: number;
  /** Of the others: why, and how many. */
  readonly reasons: ReadonlyMap<string, number>;
  readonly errors: readonly string[];
  readonly crashes: readonly string[];
  /** Lines read, headers included, as often as they are. */
  readonly lines: number;
  /** Of this process, from the text of a file to its kernels. */
  readonly cpuSeconds: number;
}

const SOURCE = /\.(?:cpp|cc|cxx)$/;
const TEXT = /\.(?:cpp|cc|cxx|c|h|hpp|cuh|inc)$/;
const LAUNCH = /\b(?:parallel_for|single_task|parallel_for_work_group)\b\s*(?:<[^;{]*?>)?\s*\(/g;

const filesBelow = (folder: string): string[] =>
  readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (!existsSync(path)) return [];
    return statSync(path).isDirectory() ? filesBelow(path) : [path];
  });

const programsBelow = (root: string): string[] => readdirSync(root).filter((name) => /^[a-m].*-sycl$/i.test(name));

const readText = (path: string): string | null => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
};

const countLaunches = (text: string): number =>
  text
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/\/\/[^\n]*/g, '')
    .match(LAUNCH)?.length ?? 0;

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

/** The folder's programs; a sentence where there is none. */
export const lowerKernelCorpus = (): KernelCorpus | string => {
  const folder = process.env['ATHANOR_KERNEL_CORPORA'];
  if (folder === undefined) return 'ATHANOR_KERNEL_CORPORA names no folder with a checkout of HeCBench';
  const root = join(folder, 'HeCBench', 'src');
  if (!existsSync(root)) return `no HeCBench/src below ${folder}`;
  const programs = programsBelow(root);
  const total = { counted: 0, complete: 0, lines: 0, cpu: 0 };
  const reasons = new Map<string, number>();
  const errors: string[] = [];
  const crashes: string[] = [];
  for (const program of programs) {
    const files = filesBelow(join(root, program));
    for (const path of files) if (TEXT.test(path)) total.counted += countLaunches(readText(path) ?? '');
    const makefile = readText(join(root, program, 'Makefile')) ?? readText(join(root, program, 'makefile'));
    const options = makefile === null ? NO_OPTIONS : readMakefile(makefile, join(root, program));
    /** By place: what is missing in the best instance; null: it is not reached. */
    const launches = new Map<string, readonly string[] | null>();
    for (const path of files.filter((file) => SOURCE.test(file))) {
      const text = readText(path);
      if (text === null) continue;
      try {
        const start = process.cpuUsage();
        const pre = preprocess({ path, text, options, host: { read: readText } });
        const unit = parseUnit(pre.tokens);
        const { kernels } = lowerUnit(unit);
        const spent = process.cpuUsage(start);
        total.cpu += (spent.user + spent.system) / 1e6;
        for (const one of pre.texts.values()) total.lines += one.split('\n').length;
        for (const { severity, message } of [...pre.diagnostics, ...unit.diagnostics]) {
          if (severity === 'error') errors.push(`${path}: ${message}`);
        }
        const key = ({ file, start }: Span): string => `${file}:${start}`;
        for (const launch of findLaunches(unit)) {
          const place = key(unit.spanOf(launch));
          if (!launches.has(place)) launches.set(place, null);
        }
        for (const { func, at, reasons: said } of kernels) {
          const problems = verifyFunc(func).map((problem) => `not well-formed: ${problem.code}`);
          // What is said of the kernel, and what of its body is not modelled, should be the same; both count.
          const gaps = [...said.map(({ reason }) => reason), ...gapsOf(func.body), ...problems];
          const before = launches.get(key(at));
          if (gaps.length === 0 || before == null) launches.set(key(at), before?.length === 0 ? before : gaps);
        }
      } catch (error) {
        crashes.push(`${path}: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
    for (const gaps of launches.values()) {
      if (gaps !== null && gaps.length === 0) total.complete++;
      else {
        const reason = (gaps?.[0] ?? 'the host code that leads there could not be followed').replace(/`[^`]*`/g, '`_`');
        reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
      }
    }
  }
  const { counted, complete, lines, cpu } = total;
  return { programs: programs.length, counted, complete, reasons, errors, crashes, lines, cpuSeconds: cpu };
};
