/** Public programs from checkouts: which files, whether they are the recorded ones, and what `athanor check` says about them. */

import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pythonFences } from './fences.ts';
import { ROOT, runAthanor, tail, withTempFolder } from './process.ts';
import { type FoundFunction, findFunctions } from './text-search.ts';

export interface CorpusFile {
  readonly path: string;
  readonly sha256: string;
  /** Decorated functions and builder programs, by text search. */
  readonly functions: number;
  /** Of these, staged without anything that is not modelled. Null: not recorded yet. */
  readonly complete: number | null;
  /** Error diagnostics outside tests that expect to be refused. */
  readonly errors: number | null;
}

export interface CorpusSource {
  readonly repository: string;
  readonly commit: string;
  /** Names a checkout may have below the given folder. */
  readonly folders: readonly string[];
  /** Regular expressions over paths: what belongs to the corpus. */
  readonly include: readonly string[];
  readonly files: readonly CorpusFile[];
}

export interface Manifest {
  readonly sources: readonly CorpusSource[];
}

export const MANIFEST = join(ROOT, 'bench/corpora.json');
export const readManifest = (): Manifest => JSON.parse(readFileSync(MANIFEST, 'utf8'));

/** The checkout of a source below `folder`; null when none of its names is there. */
export const checkoutOf = (source: CorpusSource, folder: string): string | null =>
  source.folders.map((name) => join(folder, name)).find((path) => existsSync(path)) ?? null;

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Paths in a checkout that the source includes. */
export function pathsIn(source: CorpusSource, checkout: string): readonly string[] {
  const patterns = source.include.map((pattern) => new RegExp(pattern));
  const all = readdirSync(checkout, { recursive: true, encoding: 'utf8' }).map((path) => path.replaceAll('\\', '/'));
  return all.filter((path) => patterns.some((pattern) => pattern.test(path))).sort();
}

interface Found {
  readonly path: string;
  readonly text: string;
}

export interface Diagnosed {
  readonly code: string;
  readonly severity: string;
  readonly line: number;
  readonly message: string;
  /** In a test that expects its program to be refused (`pytest.raises`). */
  readonly expected: boolean;
}

export interface FileReport {
  readonly path: string;
  readonly sha256: string;
  readonly functions: readonly FoundFunction[];
  readonly complete: readonly FoundFunction[];
  readonly diagnostics: readonly Diagnosed[];
}

interface Unit {
  readonly file: string;
  readonly name: string;
  readonly line: number;
  readonly kind: string;
  readonly complete: boolean;
}

interface CheckJson {
  readonly diagnostics: readonly {
    readonly code: string;
    readonly severity: string;
    readonly file: string;
    readonly range: { readonly start: { readonly line: number } };
    readonly message: string;
  }[];
  readonly stats: { readonly units?: readonly Unit[] };
}

/** Lines of top-level functions that hold a `pytest.raises`, as half-open ranges from 1. */
export function refusedRanges(text: string): readonly (readonly [number, number])[] {
  const lines = text.split('\n');
  const starts = lines.flatMap((line, index) => (/^(def|class|@)/.test(line) ? [index] : []));
  return starts.flatMap((start, at) => {
    const end = starts[at + 1] ?? lines.length;
    return lines.slice(start, end).some((line) => line.includes('pytest.raises'))
      ? [[start + 1, end + 1] as const]
      : [];
  });
}

/**
 * A text-searched function is complete when the tool reports a complete unit for it: of the same name on its lines,
 * or for builder programs, the one of the same rank in the file.
 */
export function completeAmong(functions: readonly FoundFunction[], units: readonly Unit[]): readonly FoundFunction[] {
  const builders = units.filter((unit) => unit.kind === 'builder').sort((a, b) => a.line - b.line);
  const programs = functions.filter((found) => found.kind === 'builder');
  return functions.filter((found) => {
    if (found.kind === 'builder') return builders[programs.indexOf(found)]?.complete === true;
    const own = units.filter(
      (unit) => unit.name === found.name && unit.line >= found.firstLine && unit.line <= found.line,
    );
    return own.length > 0 && own.every((unit) => unit.complete);
  });
}

/** Checks files (Markdown by its Python blocks) in one process. Throws when the tool gives no JSON, or not its `stats.units`. */
export async function checkFiles(files: readonly Found[]): Promise<readonly FileReport[]> {
  return withTempFolder((folder) => {
    for (const { path, text } of files) {
      const parts = path.endsWith('.md')
        ? pythonFences(text).map((fence) => ({ at: `${path}/${fence.line}.py`, text: fence.text }))
        : [{ at: path, text }];
      for (const part of parts) {
        mkdirSync(dirname(join(folder, part.at)), { recursive: true });
        writeFileSync(join(folder, part.at), part.text);
      }
    }
    const ran = runAthanor(['check', '.', '--stats', '--format', 'json', '--fail-on', 'never'], { cwd: folder });
    const json = parseJson(ran.stdout, ran.stderr);
    const { units } = json.stats;
    if (units === undefined) throw new Error('the JSON of `athanor check --stats` has no stats.units');
    return files.map((file) => reportOf(file, json, units));
  });
}

function parseJson(stdout: string, stderr: string): CheckJson {
  try {
    return JSON.parse(stdout);
  } catch {
    throw new Error(`athanor check gave no JSON: ${tail(stderr, 3).join(' ')}`);
  }
}

function reportOf({ path, text }: Found, json: CheckJson, units: readonly Unit[]): FileReport {
  const markdown = path.endsWith('.md');
  const belongs = (name: string): boolean => (markdown ? name.startsWith(`${path}/`) : name === path);
  const blocks = markdown ? pythonFences(text).map((fence) => fence.text) : [text];
  const functions = blocks.flatMap((block) => findFunctions(block));
  const refused = refusedRanges(text);
  const within = (line: number): boolean => refused.some(([start, end]) => line >= start && line < end);
  return {
    path,
    sha256: sha256(text),
    functions,
    complete: completeAmong(
      functions,
      units.filter((unit) => belongs(unit.file)),
    ),
    diagnostics: json.diagnostics
      .filter((d) => belongs(d.file))
      .map((d) => ({
        code: d.code,
        severity: d.severity,
        line: d.range.start.line,
        message: d.message,
        expected: within(d.range.start.line),
      })),
  };
}

export const unexpectedErrors = (report: FileReport): readonly Diagnosed[] =>
  report.diagnostics.filter((d) => d.severity === 'error' && !d.expected);
