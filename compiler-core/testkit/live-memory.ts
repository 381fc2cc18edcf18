/** What stays in memory, for tests of leaks: pages of the process follow the collector's moods, live objects do not. */

import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Bytes of live objects and of buffers outside of the heap, after a full collection (tens of ms). */
export const liveBytes = (): number => {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
};
