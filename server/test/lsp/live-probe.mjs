/**
 * Preloaded into the server's process and each of its threads (`node --expose-gc --import`): on SIGUSR2 every thread collects its garbage,
 * and the first one writes the bytes that stay alive in all of them, a line for each question, to the file `ATHANOR_LIVE_BYTES`.
 */

import { appendFileSync } from 'node:fs';
import { BroadcastChannel, isMainThread } from 'node:worker_threads';

/** Threads answer at once when they are idle, which they are when they are asked. */
const WAIT_MS = 1000;
const channel = new BroadcastChannel('athanor-live-bytes');

const live = () => {
  globalThis.gc();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
};

let sum = 0;
channel.onmessage = ({ data }) => {
  if (isMainThread) sum += data;
  else channel.postMessage(live());
};
channel.unref();

if (isMainThread)
  process.on('SIGUSR2', () => {
    sum = live();
    channel.postMessage(0);
    setTimeout(() => appendFileSync(process.env.ATHANOR_LIVE_BYTES, `${sum}\n`), WAIT_MS);
  });
