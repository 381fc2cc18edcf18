/** Inputs into a run. What is already there is not read again. */

import { setImmediate } from 'node:timers/promises';
import { lockRun } from '../run/lock.ts';
import type { Diag, PartInfo } from '../run/manifest.ts';
import { partName, RunStore } from '../run/store.ts';
import { hashFile, MOST_BYTES } from './bytes/file.ts';
import { diagOf } from './diag-of.ts';
import { findInputs, type InputFile, message } from './inputs.ts';
import { type FileJob, type FileResult, readFile, type WatchParts } from './read-file.ts';

export interface IngestOptions {
  /** Directory of the run. */
  readonly out: string;
  /** Name and version of the program, for the manifest. */
  readonly tool: string;
  /** Bytes of one input after decompression beyond which it is cut. */
  readonly limit?: number;
  readonly progress?: (event: IngestProgress) => void;
  /** Reads files beside this thread, which reads too. */
  readonly pool?: IngestPool;
  /** Sees the rows of each part; a pool has its own, which it uses where there is one here. */
  readonly watch?: WatchParts;
}

/** Threads that each read a file. */
export interface IngestPool {
  readonly size: number;
  run(out: string, job: FileJob, progress: (bytes: number) => void): Promise<FileResult>;
  close(): Promise<void>;
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
  const { out, tool } = options;
  const unlock = lockRun(out);
  try {
    const store = new RunStore(out);
    const { files, skipped } = findInputs(paths);
    const extra: Diag[] = skipped.map(({ label, code, text }) => diagOf(code, `${label}: ${text}`));
    const reading = new Reading(store, files, options);
    const results = await reading.all();
    const parts: PartInfo[] = [];
    const seen = new Map<string, string>();
    for (const result of results) {
      extra.push(...result.diags);
      for (const part of result.parts) {
        const before = seen.get(part.sha256);
        if (before !== undefined) extra.push(diagOf('duplicate-input', `${part.path} is ${before}`));
        else seen.set(part.sha256, part.path);
        parts.push(part);
      }
    }
    const diags = store.finish(tool);
    return { parts, diags: [...diags, ...extra.map((diag) => ({ ...diag, part: null }))], reused: reading.reused };
  } finally {
    unlock();
  }
};

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

/** The files of one ingest, as many at once as there are threads; results in the order of the files. */
class Reading {
  reused = 0;
  private done = 0;
  private next = 0;
  private readonly bytes: number[];

  constructor(
    private readonly store: RunStore,
    private readonly files: readonly InputFile[],
    private readonly options: IngestOptions,
  ) {
    this.bytes = files.map(() => 0);
  }

  async all(): Promise<readonly FileResult[]> {
    const { files, options } = this;
    const results: FileResult[] = files.map(() => ({ parts: [], diags: [] }));
    const lane = async (here: boolean): Promise<void> => {
      for (let index = this.next++; index < files.length; index = this.next++) {
        const file = files[index];
        if (file !== undefined) results[index] = await this.one(file, index, here);
        this.done++;
        this.report(file?.label ?? '');
      }
    };
    // One file gains nothing from a thread.
    const beside = files.length > 1 ? (options.pool?.size ?? 0) : 0;
    const settled = await Promise.allSettled(Array.from({ length: beside + 1 }, (_, at) => lane(at === beside)));
    for (const each of settled) if (each.status === 'rejected') throw each.reason;
    return results;
  }

  private async one(file: InputFile, index: number, here: boolean): Promise<FileResult> {
    const { files, options, store } = this;
    const otherwise = files.length === 1 ? 0 : -1 - index;
    const progress = (bytes: number): void | Promise<void> => {
      this.bytes[index] = bytes;
      this.report(file.label);
      // The other threads wait for their next file until this one listens.
      return here && options.pool !== undefined ? setImmediate() : undefined;
    };
    try {
      const known = knownPart(store, file, otherwise);
      if (known !== null) {
        this.reused++;
        return { parts: [known], diags: [] };
      }
      const job: FileJob = {
        file,
        otherwise,
        limit: options.limit ?? MOST_BYTES,
        watched: options.watch !== undefined,
      };
      if (!here && options.pool !== undefined) return await options.pool.run(store.dir, job, progress);
      return await readFile(store, job, progress, options.watch ?? null);
    } catch (error) {
      if (isOfOutput(error)) {
        this.next = files.length;
        throw error;
      }
      return { parts: [], diags: [diagOf('unreadable-input', `${file.label}: ${message(error)}`)] };
    }
  }

  private report(label: string): void {
    const bytes = this.bytes.reduce((sum, each) => sum + each, 0);
    this.options.progress?.({ label, done: this.done, of: this.files.length, bytes });
  }
}
