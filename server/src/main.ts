/** The entry point: the command line, or one of its worker threads. */

import { isMainThread, parentPort, workerData } from 'node:worker_threads';
import { READING_THREAD } from '@athanor/profiler/import/thread.ts';
import { runCli } from './cli/program.ts';
import { isEngineData } from './host/node-editor.ts';
import { nodePorts, stderrLog } from './host/node-ports.ts';
import { WORKER_ROLE } from './host/node-workers.ts';
import type { FileInput } from './ports/check-file.ts';
import { VERSION } from './ports/version.ts';

if (isMainThread) {
  try {
    process.exitCode = await runCli(process.argv.slice(2), nodePorts(VERSION));
  } catch (error) {
    stderrLog.crash('athanor', error);
    process.exitCode = 3;
  }
} else if (workerData === WORKER_ROLE && parentPort !== null) {
  const port = parentPort;
  const ports = nodePorts(VERSION);
  const { fileChecker } = await import('./cli/check-file.ts');
  const check = fileChecker({ ...ports, parser: await ports.createParser(), again: false });
  port.on('message', ({ index, input }: { readonly index: number; readonly input: FileInput }) => {
    port.postMessage({ index, result: check(input) });
  });
} else if (isEngineData(workerData) && parentPort !== null) {
  const { runEngine } = await import('./host/engine-thread.ts');
  const { editorProject } = await import('./cli/editor-project.ts');
  const { serveEngine } = await import('./lsp/node.ts');
  runEngine(parentPort, workerData.flags, nodePorts(VERSION), { serveEngine, editorProject });
} else if (workerData === READING_THREAD && parentPort !== null) {
  const { serveReading } = await import('@athanor/profiler/import/pool.ts');
  const { watchForPartials } = await import('@athanor/profiler/report/partials.ts');
  serveReading(parentPort, watchForPartials);
}
