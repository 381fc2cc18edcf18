import { expect, test } from 'vitest';
import { MOST_RESTARTS, Restarts, WINDOW } from './restarts.ts';
import { type ServerState, showState } from './status.ts';

test.each<[ServerState, string]>([
  [{ kind: 'idle' }, 'plain: No file here imports freetensor; the server is not started. Click to start it.'],
  [{ kind: 'starting' }, 'plain: The server is starting. Click for the log and to restart.'],
  [{ kind: 'running', version: '0.1.0' }, 'plain: The server 0.1.0 is running. Click for the log and to restart.'],
  [{ kind: 'running', version: null }, 'plain: The server is running. Click for the log and to restart.'],
  [
    { kind: 'restarting', reason: 'the process ended by itself' },
    'warning: The server is started again: the process ended by itself. Click for the log and to restart.',
  ],
  [
    { kind: 'stopped', reason: 'you stopped it' },
    'warning: The server is stopped: you stopped it. Click for the log and to restart.',
  ],
  [{ kind: 'failed', reason: 'no file' }, 'error: The server does not run: no file. Click for the log and to restart.'],
])('%j', (state, said) => {
  const { look, tooltip } = showState(state);
  expect(`${look}: ${tooltip}`).toBe(said);
});

test('a server that keeps ending is given up, and one that ends now and then is not', () => {
  const quick = new Restarts();
  const verdicts = Array.from({ length: MOST_RESTARTS + 1 }, (_, index) => quick.again(index * 1000));
  expect(verdicts).toEqual([true, true, true, true, false]);
  quick.forget();
  expect(quick.again(10_000)).toBe(true);
  const slow = new Restarts();
  expect(Array.from({ length: 50 }, (_, index) => slow.again((index * WINDOW) / 4))).not.toContain(false);
});
