/** Folders that go away with the test. */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Folder {
  readonly path: string;
  in(...names: readonly string[]): string;
  remove(): void;
}

export const temporary = (): Folder => {
  const path = mkdtempSync(join(tmpdir(), 'athanor-profile-'));
  return { path, in: (...names) => join(path, ...names), remove: () => rmSync(path, { recursive: true, force: true }) };
};
