/** The profiler's command line inside ours. */

import { nodeIo } from '@athanor/profiler/cli/node-io.ts';
import { runProfile } from '@athanor/profiler/cli/program.ts';

/** Reading threads are started from the bundle that this module is part of. */
export const nodeProfiler = (version: string) => (args: readonly string[]) =>
  runProfile(args, 'athanor profile', nodeIo(version, new URL(import.meta.url)));
