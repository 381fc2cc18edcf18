/**
 * Compiles `profiler/wasm/scan.ts` (AssemblyScript) to WebAssembly and writes it into a module, so that the profiler is one file
 * and its tests need no build. `--check` only compares, and exits 1 with a message when the module is not fresh.
 */

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { main } from 'assemblyscript/asc';
import { ROOT } from './lib/root.mjs';

const SOURCE = 'scan.ts';
const FOLDER = join(ROOT, 'profiler/wasm');
const TARGET = join(ROOT, 'profiler/src/import/kineto/scan-wasm.ts');

const compiled = async () => {
  let binary = null;
  const { error, stderr } = await main(
    [
      ...[SOURCE, '--outFile', 'scan.wasm', '-O3', '--runtime', 'stub', '--noAssert'],
      ...['--enable', 'simd', '--importMemory', '--initialMemory', '1'],
    ],
    {
      readFile: (name, base) => {
        try {
          return readFileSync(join(base === '.' ? FOLDER : base, name), 'utf8');
        } catch {
          return null;
        }
      },
      writeFile: (_name, contents) => {
        binary = contents;
      },
    },
  );
  if (error !== null || binary === null) throw new Error(`${SOURCE} does not compile: ${stderr.toString()}`);
  return Buffer.from(binary).toString('base64');
};

const lines = (await compiled()).match(/.{1,110}/g) ?? [];
const wanted = `/** \`profiler/wasm/scan.ts\`, compiled. Made by \`npm run generate\`: edit that. */
export const SCANNER = [
${lines.map((line) => `  '${line}',\n`).join('')}].join('');
`;

if (process.argv.includes('--check')) {
  let found = '';
  try {
    found = readFileSync(TARGET, 'utf8').replaceAll('\r\n', '\n');
  } catch {
    // A missing module is as stale as an old one.
  }
  if (found !== wanted) {
    process.stderr.write('kineto/scan-wasm.ts is not what wasm/scan.ts says: run `npm run generate`\n');
    process.exit(1);
  }
} else {
  writeFileSync(TARGET, wanted);
}
