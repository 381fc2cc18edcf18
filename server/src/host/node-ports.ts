/** The ports of this process. */

import { availableParallelism } from 'node:os';
import type { LogPort } from '@athanor/compiler-core/session/limits.ts';
import type { Ports } from '../ports/ports.ts';
import { helpPage } from './help-pages.ts';
import { nodeFiles } from './node-files.ts';
import { nodeTerminal } from './node-terminal.ts';
import { nodeWorkers } from './node-workers.ts';
import { arrayFromJson, readNpy, writeNpy } from './npy.ts';
import { compilePatterns } from './patterns.ts';
import { toStderr } from './stderr.ts';

/** Crashes go to standard error; `ATHANOR_LOG=full` adds the stack. */
export const stderrLog: LogPort = {
  crash: (what, error) => {
    const full = process.env['ATHANOR_LOG'] === 'full';
    const text =
      error instanceof Error
        ? full
          ? (error.stack ?? error.message)
          : `${error.name}: ${error.message}`
        : String(error);
    toStderr(`athanor: internal: ${what}: ${text}\n`);
  },
};

export const nodePorts = (version: string): Ports => ({
  version,
  files: nodeFiles(),
  terminal: nodeTerminal(),
  clock: () => performance.now(),
  log: stderrLog,
  workers: nodeWorkers(stderrLog),
  machine: {
    runtime: `Node.js ${process.versions.node}`,
    platform: `${process.platform} ${process.arch}`,
    processors: availableParallelism(),
  },
  compilePatterns,
  arrays: { readNpy, writeNpy, fromJson: arrayFromJson },
  loadToml: async () => (await import('./toml.ts')).parseToml,
  createParser: async () => (await import('./tree-sitter.ts')).createParser(),
  helpPage,
  loadProfiler: async () => (await import('./node-profiler.ts')).nodeProfiler(version),
  loadEditor: async () => (await import('./node-editor.ts')).nodeEditor(),
});
