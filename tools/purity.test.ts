import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from './checks/source-files.ts';

/** Type-checks one text under the options of compiler-core; the messages without their positions. */
function typeErrors(text: string): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'athanor-purity-'));
  try {
    symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'), 'junction');
    writeFileSync(join(folder, 'probe.ts'), text);
    const config = {
      extends: join(ROOT, 'compiler-core/tsconfig.json'),
      compilerOptions: { composite: false, noEmit: true, rootDir: '.', emitDeclarationOnly: false, declaration: false },
      include: ['probe.ts'],
    };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config));
    const tsc = join(ROOT, 'node_modules/typescript/bin/tsc');
    const done = spawnSync(process.execPath, [tsc, '-p', folder, '--pretty', 'false'], { encoding: 'utf8' });
    return [...done.stdout.matchAll(/probe\.ts\((\d+),\d+\): error (TS\d+)/g)].map((m) => `${m[1]} ${m[2]}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

test('Node and the browser do not exist for compiler-core', () => {
  const outside = [
    'process.exit(0);',
    "console.log('x');",
    "import { readFileSync } from 'node:fs';",
    'setTimeout(() => {}, 1);',
    'performance.now();',
    'new AbortController();',
    'WebAssembly.compile;',
    'document.body;',
    'Buffer.from([]);',
  ];
  const lines = new Set(typeErrors(outside.join('\n')).map((error) => Number(error.split(' ')[0])));
  expect([...lines].sort((a, b) => a - b)).toEqual(outside.map((_, index) => index + 1));
});

test('the language of 2023 does exist', () => {
  expect(typeErrors('export const last = [1n, 2n].toReversed().findLast((x) => x > 0n);')).toEqual([]);
});
