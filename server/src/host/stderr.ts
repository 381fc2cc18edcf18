/** Standard error: a disk that is full, or a reader that has gone, costs what was to be said there and nothing else. */

let guarded = false;

/** A stream that fails says so by an event, which ends a process that does not listen. */
export const guardStderr = (): void => {
  if (!guarded) process.stderr.on('error', () => undefined);
  guarded = true;
};

export const toStderr = (text: string | Uint8Array): void => {
  guardStderr();
  process.stderr.write(text);
};
