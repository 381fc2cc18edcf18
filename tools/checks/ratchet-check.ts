/** Counts what may only shrink, and compares with `tools/ratchet.json`. Pure: files and the recorded counts in, sentences out. */

import { parseSync, Visitor } from 'vite';
import type { SourceFile } from './source-files.ts';

export const LONG_FILE = 600;
export const VERY_LONG_FILE = 800;

export interface Ratchet {
  /** Files of more than 600 lines. */
  readonly longFiles: number;
  /** Each file of more than 800 lines, with its number of lines. */
  readonly veryLongFiles: Readonly<Record<string, number>>;
  readonly any: number;
  readonly nonNull: number;
  /** `@ts-expect-error`, `@ts-ignore`, `@ts-nocheck`, `biome-ignore`. */
  readonly suppressions: number;
  /** `test.skip`, `test.todo`, `.only`, and skips under a condition: `skipIf`, `runIf`, `context.skip`. */
  readonly skips: number;
}

type Counts = Omit<Ratchet, 'longFiles' | 'veryLongFiles'>;

/** A directive begins its comment; a comment that talks about one does not count. */
const SUPPRESSION = /^[\s*]*(@ts-(expect-error|ignore|nocheck)\b|biome-ignore)/;
const SKIPS = ['skip', 'todo', 'only', 'skipIf', 'runIf'];
const SKIPPABLE = ['test', 'it', 'describe', 'context', 'ctx', 'suite'];

/** Counts in one file, by its syntax tree: words in strings and comments do not count as code. */
export function countFile(file: SourceFile): Counts {
  const parsed = parseSync(file.path, file.text);
  const counts = { any: 0, nonNull: 0, suppressions: 0, skips: 0 };
  counts.suppressions = parsed.comments.filter((comment) => SUPPRESSION.test(comment.value)).length;
  new Visitor({
    TSAnyKeyword: () => {
      counts.any++;
    },
    TSNonNullExpression: () => {
      counts.nonNull++;
    },
    MemberExpression: (node) => {
      const { object, property } = node;
      if (property.type !== 'Identifier' || !SKIPS.includes(property.name)) return;
      if (object.type === 'Identifier' && SKIPPABLE.includes(object.name)) counts.skips++;
    },
  }).visit(parsed.program);
  return counts;
}

export const lineCount = (text: string): number => text.split('\n').length - (text.endsWith('\n') ? 1 : 0);

export function measure(files: readonly SourceFile[]): Ratchet {
  const sum = { any: 0, nonNull: 0, suppressions: 0, skips: 0 };
  const veryLongFiles: Record<string, number> = {};
  let longFiles = 0;
  for (const file of files) {
    const counts = countFile(file);
    for (const key of ['any', 'nonNull', 'suppressions', 'skips'] as const) sum[key] += counts[key];
    const lines = lineCount(file.text);
    if (lines > LONG_FILE) longFiles++;
    if (lines > VERY_LONG_FILE) veryLongFiles[file.path] = lines;
  }
  return { longFiles, veryLongFiles, ...sum };
}

const ADVICE = {
  longFiles: `split the file by rule or by case; aim below 150 lines, ${LONG_FILE} is the limit`,
  any: 'use unknown and narrow it',
  nonNull: 'test for undefined, or build the value so that it cannot be',
  suppressions: 'fix what is reported; a wrong rule goes to biome.json with its reason',
  skips: 'make it run; a test that needs what may be missing says so in the reason of its skip',
};

/** One sentence per count that moved. Growth is refused; a drop has to be recorded, so that it stays. */
export function checkRatchet(now: Ratchet, recorded: Ratchet): string[] {
  const problems: string[] = [];
  const compare = (what: string, found: number, limit: number, advice: string): void => {
    if (found > limit) problems.push(`${what}: ${found}, recorded ${limit}. It may only shrink: ${advice}.`);
    if (found < limit)
      problems.push(
        `${what}: ${found}, recorded ${limit}. Good: record it with ATHANOR_UPDATE=1 npx vitest run tools/ratchet.`,
      );
  };
  for (const key of ['longFiles', 'any', 'nonNull', 'suppressions', 'skips'] as const) {
    compare(key, now[key], recorded[key], ADVICE[key]);
  }
  const named = new Set([...Object.keys(now.veryLongFiles), ...Object.keys(recorded.veryLongFiles)]);
  for (const path of named) {
    compare(`lines of ${path}`, now.veryLongFiles[path] ?? 0, recorded.veryLongFiles[path] ?? 0, ADVICE.longFiles);
  }
  return problems;
}

/** The recorded counts lowered to what is there now; what grew stays as it was, and so still fails. */
export function tighten(now: Ratchet, recorded: Ratchet): Ratchet {
  const lower = (key: 'longFiles' | keyof Counts): number => Math.min(now[key], recorded[key]);
  const veryLongFiles = Object.fromEntries(
    Object.entries(recorded.veryLongFiles).flatMap(([path, lines]) => {
      const found = now.veryLongFiles[path];
      return found === undefined ? [] : [[path, Math.min(found, lines)]];
    }),
  );
  return {
    longFiles: lower('longFiles'),
    veryLongFiles,
    any: lower('any'),
    nonNull: lower('nonNull'),
    suppressions: lower('suppressions'),
    skips: lower('skips'),
  };
}

/** Median and 95th percentile of the files' lengths in lines (nearest rank). */
export function lengths(files: readonly SourceFile[]): { readonly median: number; readonly p95: number } {
  const sorted = files.map((file) => lineCount(file.text)).sort((a, b) => a - b);
  const rank = (share: number): number => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
  return { median: rank(0.5), p95: rank(0.95) };
}
