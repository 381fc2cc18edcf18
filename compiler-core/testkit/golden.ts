/**
 * Golden files: recorded text that a test compares with. They live in a folder `NAME.golden/` beside the test, one file per case.
 * A missing golden fails, an orphan fails, a mismatch leaves `CASE.actual` beside it (ignored by git), and
 * `ATHANOR_UPDATE=1` writes what is there now and removes orphans.
 */

import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, type RunnerTask } from 'vitest';

/** The part of a file system that the store needs; a test hands in a virtual one. */
export interface GoldenFiles {
  /** Null when there is no such file. */
  read(path: string): string | null;
  write(path: string, text: string): void;
  remove(path: string): void;
  /** Names in a folder; none when it does not exist. */
  list(folder: string): readonly string[];
}

const CASE_NAME = /^[a-z0-9][a-z0-9._-]*$/i;

export class GoldenStore {
  private readonly used = new Set<string>();

  /** @param folder Where the cases lie. @param update Whether to write instead of failing. */
  constructor(
    private readonly files: GoldenFiles,
    private readonly folder: string,
    private readonly update: boolean,
  ) {}

  /** @throws Error with what to do, when the golden is missing or differs, or when a case is named twice. */
  check(name: string, actual: string): void {
    if (!CASE_NAME.test(name))
      throw new Error(`golden case ${JSON.stringify(name)}: use letters, digits, dots, dashes`);
    if (this.used.has(name)) throw new Error(`golden case ${name} is used twice in ${this.folder}`);
    this.used.add(name);
    const path = join(this.folder, `${name}.txt`);
    const left = join(this.folder, `${name}.actual`);
    const text = actual.endsWith('\n') ? actual : `${actual}\n`;
    const recorded = this.files.read(path);
    if (recorded === text) {
      if (this.files.read(left) !== null) this.files.remove(left);
      return;
    }
    if (this.update) {
      this.files.write(path, text);
      return;
    }
    this.files.write(left, text);
    const what = recorded === null ? `missing golden ${path}` : `${path} differs from what was made`;
    throw new Error(
      `${what}; see ${left}, and run with ATHANOR_UPDATE=1 when it is right\n${difference(recorded, text)}`,
    );
  }

  /** Goldens that no case of this run asked for; removed when updating. */
  orphans(): readonly string[] {
    const names = this.files.list(this.folder).filter((name) => name.endsWith('.txt'));
    const orphans = names.filter((name) => !this.used.has(name.slice(0, -'.txt'.length)));
    if (!this.update) return orphans;
    for (const name of orphans) this.files.remove(join(this.folder, name));
    return [];
  }
}

/** The first line that differs, with the recorded and the new text of it. */
function difference(recorded: string | null, text: string): string {
  if (recorded === null) return text;
  const was = recorded.split('\n');
  const is = text.split('\n');
  const at = is.findIndex((line, index) => line !== was[index]);
  const line = at < 0 ? is.length : at;
  return `line ${line + 1}\n- ${was[line] ?? '(end)'}\n+ ${is[line] ?? '(end)'}`;
}

const disk: GoldenFiles = {
  read: (path) => (existsSync(path) ? readFileSync(path, 'utf8') : null),
  write: (path, text) => {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  },
  remove: (path) => rmSync(path, { force: true }),
  list: (folder) => (existsSync(folder) ? readdirSync(folder) : []),
};

/**
 * The store of one test file: `const golden = goldens(import.meta.dirname, 'print')`, then `golden.check('loop', text)`.
 * Orphans are looked for after the file's tests, unless some of them were left out by a filter or a skip.
 */
export function goldens(folder: string, name: string): GoldenStore {
  const store = new GoldenStore(disk, join(folder, `${name}.golden`), process.env['ATHANOR_UPDATE'] === '1');
  const lookForOrphans = (_context: unknown, suite: { readonly tasks: readonly RunnerTask[] }): void => {
    const whole = suite.tasks.every(function ran(task): boolean {
      return task.mode !== 'skip' && task.result?.state !== 'fail' && (task.type !== 'suite' || task.tasks.every(ran));
    });
    if (!whole) return;
    const orphans = store.orphans();
    if (orphans.length > 0) {
      throw new Error(
        `no test uses these files of ${name}.golden: ${orphans.join(', ')}. Delete them, or run with ATHANOR_UPDATE=1.`,
      );
    }
  };
  // Vitest reads a hook's list of parameters for fixtures; a bound function has none to read.
  afterAll(lookForOrphans.bind(null));
  return store;
}
