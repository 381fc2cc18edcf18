/** Inputs into a run. What is already there is not read again. */

import { rmSync } from 'node:fs';
import { DIAG_CODES } from '../run/diags.ts';
import { lockRun } from '../run/lock.ts';
import type { Diag, PartInfo } from '../run/manifest.ts';
import { partName, RunStore } from '../run/store.ts';
import { hashFile, MOST_BYTES, openFile } from './bytes/file.ts';
import { findInputs, type InputFile, message } from './inputs.ts';
import { readInput } from './read-input.ts';

export interface IngestOptions {
  /** Directory of the run. */
  readonly out: string;
  /** Name and version of the program, for the manifest. */
  readonly tool: string;
  /** Bytes of one input after decompression beyond which it is cut. */
  readonly limit?: number;
  readonly progress?: (event: IngestProgress) => void;
}

export interface IngestProgress {
  readonly label: string;
  /** Inputs done, of how many. */
  readonly done: number;
  readonly of: number;
  /** Bytes of JSON read so far, over all inputs. */
  readonly bytes: number;
}

export interface IngestResult {
  readonly parts: readonly PartInfo[];
  /** Of the whole run, those of parts among them. */
  readonly diags: readonly (Diag & { readonly part: string | null })[];
  /** Inputs that were there before. */
  readonly reused: number;
}

/**
 * Reads every input and adds its part to the run at `out`, which is made where it is missing.
 *
 * @throws BusyRun when another writer is at work; Error for people when `out` is no run; the system's error when it cannot be written.
 * @cost One pass over each new input; what is held of one does not depend on its size.
 */
export const ingest = async (paths: readonly string[], options: IngestOptions): Promise<IngestResult> => {
  const { out, tool, progress = () => {} } = options;
  const unlock = lockRun(out);
  try {
    const store = new RunStore(out);
    const { files, skipped } = findInputs(paths);
    const extra: (Diag & { readonly part: string | null })[] = skipped.map(({ label, code, text }) => ({
      ...diagOf(code, `${label}: ${text}`),
    }));
    const parts: PartInfo[] = [];
    const seen = new Map<string, string>();
    let reused = 0;
    let bytes = 0;
    for (const [index, file] of files.entries()) {
      const otherwise = files.length === 1 ? 0 : -1 - index;
      const report = (more: number): void =>
        progress({ label: file.label, done: index, of: files.length, bytes: bytes + more });
      report(0);
      try {
        const known = knownPart(store, file, otherwise);
        const part = known ?? (await readFile(store, file, otherwise, options.limit ?? MOST_BYTES, report));
        if (known !== null) reused++;
        const before = seen.get(part.sha256);
        if (before !== undefined) extra.push(diagOf('duplicate-input', `${file.label} is ${before}`));
        else seen.set(part.sha256, file.label);
        bytes += part.jsonBytes;
        parts.push(part);
      } catch (error) {
        if (isOfOutput(error)) throw error;
        extra.push(diagOf('unreadable-input', `${file.label}: ${message(error)}`));
      }
    }
    const diags = store.finish(tool);
    progress({ label: '', done: files.length, of: files.length, bytes });
    return { parts, diags: [...diags, ...extra], reused };
  } finally {
    unlock();
  }
};

const diagOf = (code: keyof typeof DIAG_CODES, detail: string): Diag & { readonly part: null } => ({
  rank: null,
  part: null,
  code,
  severity: DIAG_CODES[code][0],
  count: 1,
  offset: null,
  text: `${DIAG_CODES[code][1]}: ${detail}`,
});

/** A full disk or a directory that cannot be written concerns all inputs. */
const isOfOutput = (error: unknown): boolean =>
  ['ENOSPC', 'EDQUOT', 'EROFS', 'EFBIG'].includes((error as NodeJS.ErrnoException)?.code ?? '');

/** The finished part of a file, if it is the same file: its bytes are hashed only where a part has its name and size. */
const knownPart = (store: RunStore, file: InputFile, otherwise: number): PartInfo | null => {
  const sameName = store.parts.some((part) => part.path === file.label && part.bytes === file.bytes);
  if (!sameName) return null;
  const part = store.part(partName(file.label, hashFile(file.path)));
  if (part === null) return null;
  const assumed = part.ranks.some(({ rankFrom, rank }) => rankFrom === 'none' && rank !== otherwise);
  return assumed ? null : part;
};

const readFile = async (
  store: RunStore,
  file: InputFile,
  otherwise: number,
  limit: number,
  report: (bytes: number) => void,
): Promise<PartInfo> => {
  const { stream, hash } = openFile(file.path, limit);
  const dir = store.temporary(partName(file.label, ''));
  try {
    const read = await readInput(stream, { label: file.label, path: file.path, otherwise, dir, hash }, report);
    const { sha256, ...rest } = read;
    const part = partName(file.label, sha256);
    const info: PartInfo = { part, path: file.label, bytes: file.bytes, sha256, ...rest };
    store.commit(dir, info);
    return info;
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
};
