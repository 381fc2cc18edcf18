/** Public programs from checkouts: which files, whether they are the recorded ones, and what `athanor check` says about them. */

import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { tensorLanguage } from '../../compiler-core/src/session/tensor-language.ts';
import { Workspace } from '../../compiler-core/src/session/workspace.ts';
import type { SyntaxParser } from '../../compiler-core/src/syntax/cst.ts';
import { LineIndex } from '../../compiler-core/src/text/line-index.ts';
import { fileId } from '../../compiler-core/src/text/span.ts';
import { createParser } from '../../server/src/host/tree-sitter.ts';
import { pythonFences } from './fences.ts';
import { ROOT } from './process.ts';
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
  /** Tests of schedules, read for their calls only. */
  readonly schedules?: readonly Pick<CorpusFile, 'path' | 'sha256'>[];
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

/** A staged function as the session reports it. */
export interface Unit {
  readonly name: string;
  readonly line: number;
  readonly kind: string;
  readonly complete: boolean;
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

/** Checks files (Markdown by its Python blocks), each in a session of its own, as they would be checked one by one. */
export async function checkFiles(files: readonly Found[]): Promise<readonly FileReport[]> {
  const parser = await createParser();
  return files.map((file) => checkFile(file, parser));
}

function checkFile({ path, text }: Found, parser: SyntaxParser): FileReport {
  const refused = refusedRanges(text);
  const expected = (line: number): boolean => refused.some(([start, end]) => line >= start && line < end);
  const blocks = path.endsWith('.md') ? pythonFences(text).map((fence) => fence.text) : [text];
  const parts = blocks.map((block) => {
    const functions = findFunctions(block);
    const lines = new LineIndex(block);
    const file = fileId(path);
    const snapshot = new Workspace({ parser, pipeline: tensorLanguage(parser) }).apply({
      kind: 'set',
      file,
      text: block,
    });
    const { judged } = snapshot.check(file);
    const units = snapshot.staged(file).module.units.map(({ name, kind, span, complete }) => ({
      name,
      kind,
      complete,
      line: span.file === file ? lines.position1(span.start).line : 0,
    }));
    const diagnostics = judged.map(({ diagnostic: { code, severity, message, span } }) => {
      const { line } = lines.position1(span.start);
      return { code, severity, message, line, expected: expected(line) };
    });
    return { functions, complete: completeAmong(functions, units), diagnostics };
  });
  return {
    path,
    sha256: sha256(text),
    functions: parts.flatMap((part) => part.functions),
    complete: parts.flatMap((part) => part.complete),
    diagnostics: parts.flatMap((part) => part.diagnostics),
  };
}

export const unexpectedErrors = (report: FileReport): readonly Diagnosed[] =>
  report.diagnostics.filter((d) => d.severity === 'error' && !d.expected);
