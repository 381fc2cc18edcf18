/**
 * Compiles `profiler/wasm/*.ts` (AssemblyScript) to WebAssembly and writes each into a module, so that the profiler is one file
 * and its tests need no build. `--check` only compares, and exits 1 with a message when a module is not fresh.
 */

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { main } from 'assemblyscript/asc';
import { ROOT } from './lib/root.mjs';

const FOLDER = join(ROOT, 'profiler/wasm');
const MODULES = [
  { source: 'events.ts', target: 'profiler/src/import/kineto/scan-wasm.ts', name: 'SCANNER' },
  { source: 'encode.ts', target: 'profiler/src/parquet/encode-wasm.ts', name: 'ENCODER' },
];

const compiled = async (source) => {
  let binary = null;
  const { error, stderr } = await main(
    [
      ...[source, '--outFile', 'out.wasm', '-O3', '--runtime', 'stub', '--noAssert'],
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
  if (error !== null || binary === null) throw new Error(`${source} does not compile: ${stderr.toString()}`);
  return Buffer.from(binary).toString('base64');
};

const check = process.argv.includes('--check');
for (const { source, target, name } of MODULES) {
  const lines = (await compiled(source)).match(/.{1,110}/g) ?? [];
  const wanted = `/** \`profiler/wasm/${source}\`, compiled. Made by \`npm run generate\`: edit that. */
export const ${name} = [
${lines.map((line) => `  '${line}',\n`).join('')}].join('');
`;
  const path = join(ROOT, target);
  if (!check) {
    writeFileSync(path, wanted);
    continue;
  }
  let found = '';
  try {
    found = readFileSync(path, 'utf8').replaceAll('\r\n', '\n');
  } catch {
    // A missing module is as stale as an old one.
  }
  if (found === wanted) continue;
  process.stderr.write(`${target} is not what wasm/${source} says: run \`npm run generate\`\n`);
  process.exitCode = 1;
}
