/** Type-checks one text under the options of compiler-core: for tests of what must not compile. */

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from './source-files.ts';

/**
 * @returns `LINE CODE` of each error in the text, in order.
 * Imports of `compiler-core/...` reach our sources.
 */
export function typeErrors(text: string): readonly string[] {
  const folder = mkdtempSync(join(tmpdir(), 'athanor-types-'));
  try {
    symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'), 'junction');
    writeFileSync(
      join(folder, 'probe.ts'),
      text.replaceAll("'compiler-core/", `'${ROOT.replaceAll('\\', '/')}/compiler-core/`),
    );
    const config = {
      extends: join(ROOT, 'compiler-core/tsconfig.json'),
      compilerOptions: { composite: false, noEmit: true, emitDeclarationOnly: false, declaration: false, rootDir: '/' },
      include: ['probe.ts'],
    };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config));
    const tsc = join(ROOT, 'node_modules/typescript/bin/tsc');
    const done = spawnSync(process.execPath, [tsc, '-p', folder, '--pretty', 'false'], { encoding: 'utf8' });
    const found = [...done.stdout.matchAll(/probe\.ts\((\d+),\d+\): error (TS\d+)/g)].map((m) => `${m[1]} ${m[2]}`);
    if (found.length === 0 && done.status !== 0) throw new Error(`tsc failed: ${done.stdout}${done.stderr}`);
    return found;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
