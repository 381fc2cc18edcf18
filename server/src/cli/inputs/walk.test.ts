/** Directories on a disk, for what files in memory cannot have: links. */

import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { nodeFiles } from '../../host/node-files.ts';
import { compilePatterns } from '../../host/patterns.ts';
import { relativeTo } from '../paths.ts';
import { walk } from './walk.ts';

let root = '';
beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'athanor-walk-')));
});
afterEach(() => rmSync(root, { recursive: true }));

const walked = (): readonly string[] =>
  walk([root], { files: nodeFiles(), compilePatterns, excluded: () => false, included: () => null }).files.map(
    (found) => relativeTo(root, found.path),
  );

test('what is reached without a link is named by its own path; circles end', () => {
  mkdirSync(join(root, 'sub/deep'), { recursive: true });
  writeFileSync(join(root, 'sub/deep/a.py'), '');
  symlinkSync(join(root, 'sub'), join(root, 'earlier'));
  symlinkSync(join(root, 'sub/deep'), join(root, 'sub/a-link'));
  symlinkSync(root, join(root, 'sub/up'));
  expect(walked()).toEqual(['sub/deep/a.py']);
});

test('a directory outside is followed, under the name of the link', () => {
  mkdirSync(join(root, '.git/hidden'), { recursive: true });
  writeFileSync(join(root, '.git/hidden/a.py'), '');
  symlinkSync(join(root, '.git/hidden'), join(root, 'shown'));
  expect(walked()).toEqual(['shown/a.py']);
});
