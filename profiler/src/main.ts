/** The entry point of `athanor-profile`: the command line, or one of its reading threads. */

import { isMainThread, parentPort, workerData } from 'node:worker_threads';
import { nodeIo } from './cli/node-io.ts';
import { runProfile } from './cli/program.ts';
import { VERSION } from './cli/version.ts';
import { serveReading } from './import/pool.ts';
import { READING_THREAD } from './import/thread.ts';
import { watchForPartials } from './report/partials.ts';

if (isMainThread) {
  // The reader has gone (`| head`): nobody is left to tell.
  for (const stream of [process.stdout, process.stderr])
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') process.exit(0);
      throw error;
    });
  try {
    const io = nodeIo(VERSION, new URL(import.meta.url));
    process.exitCode = await runProfile(process.argv.slice(2), 'athanor-profile', io);
  } catch (error) {
    process.stderr.write(
      `athanor-profile: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
    );
    process.exitCode = 3;
  }
} else if (workerData === READING_THREAD && parentPort !== null) serveReading(parentPort, watchForPartials);
