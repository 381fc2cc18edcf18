/** What `athanor check` says of HeCBench's programs a to m and of oneAPI's samples: the built command line, run once. */

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { KernelReport } from '../../compiler-core/src/diag/report.ts';
import { BUNDLE } from '../../server/test/lsp/process.ts';
import { programsBelow } from './kernel-corpus.ts';
import { run } from './process.ts';

interface Place {
  readonly file: string;
  readonly range: { readonly start: { readonly line: number; readonly column: number } };
}
export interface CheckedFinding extends Place {
  readonly code: string;
  readonly severity: string;
  readonly class: string | null;
  readonly message: string;
  readonly witness: { readonly text: string } | null;
}
export interface Checked {
  readonly diagnostics: readonly CheckedFinding[];
  readonly kernels: readonly KernelReport[];
  readonly stats: { readonly files: number };
  readonly seconds: number;
}

const TIMEOUT_SECONDS = 3600;
const known = new Map<string, Checked | string>();

/** @param folder below `ATHANOR_KERNEL_CORPORA`; a sentence where it is not there, or the run fails */
const check = (folder: string, paths: readonly string[]): Checked | string => {
  if (!existsSync(BUNDLE)) return 'server/dist/athanor.mjs is not built: npm run build';
  const begun = performance.now();
  const { code, stdout, stderr } = run(process.execPath, [BUNDLE, 'check', '--format', 'json', ...paths], {
    cwd: folder,
    timeoutSeconds: TIMEOUT_SECONDS,
  });
  const seconds = (performance.now() - begun) / 1000;
  if (code !== 0 && code !== 1) return `check ended with ${code}: ${stderr.slice(-400)}`;
  return { ...JSON.parse(stdout), seconds };
};

const once = (name: string, make: () => Checked | string): Checked | string => {
  const made = known.get(name) ?? make();
  known.set(name, made);
  return made;
};

const folderOf = (...parts: readonly string[]): string | null => {
  const corpora = process.env['ATHANOR_KERNEL_CORPORA'];
  const folder = corpora === undefined ? null : join(corpora, ...parts);
  return folder !== null && existsSync(folder) ? folder : null;
};

export const checkedHecBench = (): Checked | string =>
  once('hecbench', () => {
    const folder = folderOf('HeCBench', 'src');
    return folder === null
      ? 'ATHANOR_KERNEL_CORPORA names no folder with a checkout of HeCBench'
      : check(folder, programsBelow(folder));
  });

export const checkedSamples = (): Checked | string =>
  once('samples', () => {
    const folder = folderOf('oneAPI-samples');
    return folder === null
      ? 'ATHANOR_KERNEL_CORPORA names no folder with a checkout of oneAPI-samples'
      : check(folder, ['.']);
  });
