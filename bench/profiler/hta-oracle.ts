/** The library itself, where `ATHANOR_HTA` names a Python that has it: `pip install HolisticTraceAnalysis==0.5.0 'pandas<3' 'numpy<2'`. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, run, withTempFolder } from '../lib/process.ts';
import type { Sample, Tables } from './hta-samples.ts';

export interface Answer {
  readonly tables: Tables;
  /** Processor seconds of `load` and of each table. */
  readonly seconds: Readonly<Record<string, number>>;
}

export const oraclePython = (): string | undefined => process.env['ATHANOR_HTA'];

const VERSIONS = `
import importlib.metadata, platform
names = ['HolisticTraceAnalysis', 'pandas', 'numpy']
print(', '.join([name + ' ' + importlib.metadata.version(name) for name in names] + ['Python ' + platform.python_version()]))
`;

/** What it is made of, for a line under the table. */
export const oracleVersions = (python: string): string => run(python, ['-c', VERSIONS]).stdout.trim();

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
