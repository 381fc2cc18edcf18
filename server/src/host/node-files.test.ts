/** The file system of this machine, where its behaviour is not what the names promise. */

import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { nodeFiles } from './node-files.ts';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'athanor-files-'));
});
afterEach(() => rmSync(root, { recursive: true }));
const files = nodeFiles();

test('directories above a written file are made', () => {
  const path = join(root, 'a/b/c.txt');
  expect(files.write(path, 'x', { exclusive: false })).toEqual({ ok: true, value: undefined });
  expect(readFileSync(path, 'utf8')).toBe('x');
});

// On Linux /proc refuses new entries with ENOENT; elsewhere the root directory refuses `proc`.
test('a directory that cannot be made is a fault, not an endless loop', () => {
  expect(files.write('/proc/none/a.txt', 'x', { exclusive: false })).toMatchObject({ ok: false });
});

test('a file where a directory is needed is a fault', () => {
  writeFileSync(join(root, 'f'), '');
  expect(files.write(join(root, 'f/a.txt'), 'x', { exclusive: false })).toMatchObject({ ok: false });
});

test('a watched file is followed when another one takes its place', async () => {
  const path = join(root, 'a.py');
  writeFileSync(path, '1');
  const seen: string[] = [];
  const stop = files.watch([path], (changed) => seen.push(changed));
  try {
    for (const text of ['2', '3']) {
      seen.length = 0;
      writeFileSync(join(root, 'next'), text);
      renameSync(join(root, 'next'), path);
      await vi.waitFor(() => expect(seen).toContain(path), 5000);
    }
    expect(new Set(seen)).toEqual(new Set([path]));
  } finally {
    stop?.();
  }
});

test('a watched directory tells of files that come later, and of nothing it cannot watch', async () => {
  mkdirSync(join(root, 'd'));
  const seen: string[] = [];
  const stop = files.watch([join(root, 'd'), join(root, 'no/file.py')], (changed) => seen.push(changed));
  try {
    writeFileSync(join(root, 'd/a.py'), '');
    await vi.waitFor(() => expect(seen).toContain(join(root, 'd/a.py')), 5000);
  } finally {
    stop?.();
  }
});

test('paths of which none can be watched', () => {
  expect(files.watch([join(root, 'no/file.py')], () => undefined)).toBeNull();
});
