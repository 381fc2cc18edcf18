/** The library itself, where `ATHANOR_HTA` names a Python that has it. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, run, withTempFolder } from '../lib/process.ts';
import type { Sample, Tables } from './hta-samples.ts';

export interface Answer {
  readonly tables: Tables;
  /** Wall seconds of `load` and of each table. */
  readonly seconds: Readonly<Record<string, number>>;
}

export const oraclePython = (): string | undefined => process.env['ATHANOR_HTA'];

/** @throws Error with the library's last words when it fails. */
export function askOracle(
  python: string,
  { name, files }: Pick<Sample, 'name' | 'files'>,
  folder: string,
): Promise<Answer> {
  return withTempFolder((temporary) => {
    const out = join(temporary, 'answer.json');
    const paths = files.map((file) => join(folder, file));
    const inputs = name.startsWith('diff-')
      ? ['--diff', out, ...paths]
      : [out, ...paths.map((path, rank) => `${rank}=${path}`)];
    const ran = run(python, ['-W', 'ignore', join(ROOT, 'tools/record-hta.py'), '--full', ...inputs], {
      timeoutSeconds: 3600,
    });
    if (ran.code !== 0) throw new Error(ran.stderr.slice(-500));
    return JSON.parse(readFileSync(out, 'utf8'));
  });
}
