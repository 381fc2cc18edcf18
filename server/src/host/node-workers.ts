/** `Workers` by worker threads that run the program's own entry file; each loads the grammar once. */

import { Worker } from 'node:worker_threads';
import { CODES } from '@athanor/compiler-core/diag/codes.ts';
import type { LogPort } from '@athanor/compiler-core/session/limits.ts';
import type { FileInput, FileResult } from '../ports/check-file.ts';
import type { Workers } from '../ports/workers.ts';

/** What a worker gets as `workerData`, so that the entry file knows what it is. */
export const WORKER_ROLE = 'athanor-check';

type Reply = { readonly index: number; readonly result: FileResult };

export const nodeWorkers = (log: LogPort): Workers => ({
  run: (inputs, threads) =>
    new Promise((done) => {
      const results: (FileResult | undefined)[] = inputs.map(() => undefined);
      const entry = process.argv[1];
      let next = 0;
      let open = 0;

      const start = (): void => {
        if (entry === undefined || next >= inputs.length) return;
        open++;
        let current = -1;
        const worker = new Worker(entry, { workerData: WORKER_ROLE });
        const give = (): void => {
          current = next++;
          const input = inputs[current];
          if (input === undefined) void worker.terminate();
          else worker.postMessage({ index: current, input });
        };
        worker.on('message', (reply: Reply) => {
          results[reply.index] = reply.result;
          give();
        });
        worker.on('error', (error) => log.crash(`checking ${inputs[current]?.path ?? 'files'}`, error));
        worker.on('exit', () => {
          const input = inputs[current];
          if (input !== undefined && results[current] === undefined) results[current] = crashed(input);
          open--;
          // A thread that died leaves its place to a new one.
          start();
          if (open === 0) done(inputs.map((each, i) => results[i] ?? crashed(each)));
        });
        give();
      };
      for (let i = 0; i < threads; i++) start();
    }),
});

const crashed = (input: FileInput): FileResult => ({
  findings: [
    {
      code: 'internal-error',
      severity: CODES['internal-error'].severity,
      class: null,
      place: { file: input.path, cell: null, start: { line: 1, column: 1 }, end: { line: 1, column: 1 }, excerpt: [] },
      message: 'the check of this file failed inside the tool; the other files were checked',
      related: [],
      witness: null,
      assumptions: [],
      fixes: [],
      fingerprint: '0000000000000000',
      suppressed: null,
    },
  ],
  functions: 0,
  complete: 0,
  asked: 0,
  decided: 0,
  bound: [],
  devices: [],
  milliseconds: 0,
});
