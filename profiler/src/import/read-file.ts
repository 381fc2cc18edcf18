/** One file into parts: itself, or one for each member of an archive. */

import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import type { Diag, PartInfo } from '../run/manifest.ts';
import type { PartWatch } from '../run/part-writer.ts';
import { type PartStore, partName } from '../run/store.ts';
import { openFile } from './bytes/file.ts';
import { decompressed, peek } from './bytes/streams.ts';
import type { Member, Refused } from './containers/members.ts';
import { isTar, tarMembers } from './containers/tar.ts';
import { isZip, zipEntries, zipMembers } from './containers/zip.ts';
import { diagOf } from './diag-of.ts';
import { type InputFile, message } from './inputs.ts';
import type { ByteStream } from './json/buffer.ts';
import { readTorch, torchPickle } from './moe/torch.ts';
import { type Job, type Progress, readInput, readWith } from './read-input.ts';

/** Members of one archive. */
const MOST_MEMBERS = 100_000;

export interface FileJob {
  readonly file: InputFile;
  /** The rank where neither content nor name says one; members of archives count on from it. */
  readonly otherwise: number;
  readonly limit: number;
  /** Whether somebody wants to see the rows. */
  readonly watched: boolean;
}

/** Makes what sees the rows of one part. */
export type WatchParts = () => PartWatch;

export interface FileResult {
  readonly parts: readonly PartInfo[];
  readonly diags: readonly Diag[];
}

/** @throws The system's error when the file cannot be opened or a table cannot be written. */
export const readFile = async (
  store: PartStore,
  { file, otherwise, limit }: FileJob,
  progress: Progress,
  watch: WatchParts | null,
): Promise<FileResult> => {
  const opened = openFile(file.path);
  try {
    const { head, stream: stored } = await peek(opened.stream, 4);
    if (isZip(head)) {
      const entries = zipEntries(opened.at, opened.size);
      if (entries === null)
        return { parts: [], diags: [diagOf('unreadable-input', `${file.label}: a zip archive without its directory`)] };
      const pickle = torchPickle(entries);
      if (pickle === null)
        return await readMembers(store, file, zipMembers(opened.at, entries, limit), otherwise, limit, progress, watch);
      const job = { label: file.label, path: file.path, otherwise, hash: opened.hash };
      const part = await readPart(store, file.bytes, job, watch, (at) =>
        readWith(opened.size, at, (context) => readTorch(context, opened.at, entries, pickle)),
      );
      return { parts: [part], diags: [] };
    }
    const { head: block, stream } = await peek(await decompressed(stored, limit), 512);
    if (isTar(block)) return await readMembers(store, file, tarMembers(stream), otherwise, limit, progress, watch);
    const job = { label: file.label, path: file.path, otherwise, hash: opened.hash };
    return {
      parts: [await readPart(store, file.bytes, job, watch, (at) => readInput(stream, at, progress))],
      diags: [],
    };
  } finally {
    opened.stream.close();
  }
};

const readMembers = async (
  store: PartStore,
  file: InputFile,
  members: Iterable<Member | Refused> | AsyncIterable<Member | Refused>,
  otherwise: number,
  limit: number,
  progress: Progress,
  watch: WatchParts | null,
): Promise<FileResult> => {
  const parts: PartInfo[] = [];
  const diags: Diag[] = [];
  let count = 0;
  for await (const member of members) {
    if (++count > MOST_MEMBERS) {
      diags.push(diagOf('unreadable-input', `${file.label}: more than ${MOST_MEMBERS} members`));
      break;
    }
    const label = `${file.label}!${member.name}`;
    if (!('stream' in member)) {
      diags.push(diagOf(member.code, `${label.slice(0, 300)}: ${member.text.slice(0, 300)}`));
      continue;
    }
    const { stream, hash } = hashed(member.stream);
    // An archive alone with one member is that input alone.
    const job = { label, path: null, otherwise: otherwise === 0 ? 1 - count : otherwise - (count - 1) * 1000, hash };
    try {
      const plain = await decompressed(stream, limit);
      parts.push(await readPart(store, member.bytes, job, watch, (at) => readInput(plain, at, progress)));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== undefined) throw error;
      diags.push(diagOf('unreadable-input', `${label}: ${message(error)}`));
    }
  }
  return { parts, diags };
};

/** Hashes what is read, and the rest when it is asked. */
const hashed = (stream: ByteStream): { readonly stream: ByteStream; readonly hash: () => string } => {
  const sum = createHash('sha256');
  return {
    hash: () => sum.digest('hex'),
    stream: {
      get truncated() {
        return stream.truncated;
      },
      read: async (target, at) => {
        const count = await stream.read(target, at);
        sum.update(target.subarray(at, at + count));
        return count;
      },
      close: () => stream.close(),
    },
  };
};

const readPart = async (
  store: PartStore,
  bytes: number,
  job: Omit<Job, 'dir' | 'watch'>,
  watchParts: WatchParts | null,
  read: (job: Job) => ReturnType<typeof readInput>,
): Promise<PartInfo> => {
  const dir = store.temporary(partName(job.label, ''));
  try {
    const watch = watchParts?.() ?? null;
    const { sha256, ...rest } = await read({ ...job, dir, watch });
    const info: PartInfo = { part: partName(job.label, sha256), path: job.label, bytes, sha256, ...rest };
    watch?.done(store.dir, info);
    store.commit(dir, info);
    return info;
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
};
