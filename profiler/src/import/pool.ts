/** Threads that read files: this side hands out jobs, `serveReading` runs in the threads. */

import { type MessagePort, Worker } from 'node:worker_threads';
import { PartStore } from '../run/store.ts';
import type { IngestPool } from './ingest.ts';
import { message } from './inputs.ts';
import { type FileJob, type FileResult, readFile, type WatchParts } from './read-file.ts';
import { READING_THREAD } from './thread.ts';

interface Asked {
  readonly out: string;
  readonly job: FileJob;
}

type Answered =
  | { readonly kind: 'progress'; readonly bytes: number }
  | { readonly kind: 'done'; readonly result: FileResult }
  | { readonly kind: 'failed'; readonly message: string; readonly code: string | undefined };

const YOUNG_MB = 16;
/** Reports from a thread are this many bytes apart. */
const REPORT_BYTES = 4 << 20;

/** @param watch Sees the rows of each part. */
export const serveReading = (port: MessagePort, watch: WatchParts): void => {
  port.on('message', async ({ out, job }: Asked) => {
    let last = 0;
    const progress = (bytes: number): void => {
      if (bytes - last < REPORT_BYTES) return;
      last = bytes;
      port.postMessage({ kind: 'progress', bytes } satisfies Answered);
    };
    try {
      const result = await readFile(new PartStore(out), job, progress, job.watched ? watch : null);
      port.postMessage({ kind: 'done', result } satisfies Answered);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      port.postMessage({ kind: 'failed', message: message(error), code } satisfies Answered);
    }
  });
};

/** @param entry The module that calls `serveReading` when it is started as such a thread. */
export const readingPool = (entry: URL, size: number): IngestPool => {
  const idle: Worker[] = [];
  const all: Worker[] = [];
  const take = (): Worker => {
    const free = idle.pop();
    if (free !== undefined) return free;
    const worker = new Worker(entry, {
      workerData: READING_THREAD,
      // What a reading thread makes is either small or kept: a large nursery is only memory.
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB },
    });
    all.push(worker);
    return worker;
  };
  return {
    size,
    run: (out, job, progress) =>
      new Promise((resolve, reject) => {
        const worker = take();
        const settle = (): void => {
          worker.off('message', answered).off('error', failed);
        };
        const answered = (answer: Answered): void => {
          if (answer.kind === 'progress') {
            progress(answer.bytes);
            return;
          }
          settle();
          idle.push(worker);
          if (answer.kind === 'done') resolve(answer.result);
          else reject(Object.assign(new Error(answer.message), { code: answer.code }));
        };
        // The thread is gone: out of memory, say. The next job gets a new one.
        const failed = (error: Error): void => {
          settle();
          reject(error);
        };
        worker.on('message', answered).on('error', failed);
        worker.postMessage({ out, job } satisfies Asked);
      }),
    close: async () => {
      await Promise.all(all.map((worker) => worker.terminate()));
    },
  };
};
