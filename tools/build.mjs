/**
 * Bundles the server into `server/dist/athanor.mjs`. Beside it go the files it reads at run time:
 * the tree-sitter runtime and grammars (`*.wasm`), the help pages (`diagnostics/`) and the JSON schemas (`schema/`).
 */

import { chmodSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { ROOT } from './lib/root.mjs';

const ENTRY = join(ROOT, 'server/src/main.ts');
const OUT = join(ROOT, 'server/dist');

const wasmFiles = () => {
  const grammars = join(ROOT, 'grammars');
  const own = readdirSync(grammars, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap((entry) => readdirSync(join(grammars, entry.name)).map((file) => join(grammars, entry.name, file)));
  return [join(ROOT, 'node_modules/web-tree-sitter/web-tree-sitter.wasm'), ...own].filter((f) => f.endsWith('.wasm'));
};

/** @param out Where to; the extension packs a bundle of its own. */
export async function build(out = OUT) {
  const { build: bundle } = await import('esbuild');
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  await bundle({
    entryPoints: { athanor: ENTRY },
    outdir: out,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    sourcemap: true,
    legalComments: 'external',
    logLevel: 'warning',
    // commander is CommonJS; bundled into a module it needs a `require` of its own.
    banner: {
      js: "#!/usr/bin/env node\nimport { createRequire as athanorCreateRequire } from 'node:module';\nconst require = athanorCreateRequire(import.meta.url);",
    },
  });
  chmodSync(join(out, 'athanor.mjs'), 0o755);
  for (const file of wasmFiles()) cpSync(file, join(out, basename(file)));
  cpSync(join(ROOT, 'docs/diagnostics'), join(out, 'diagnostics'), { recursive: true });
  const schemas = readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' });
  for (const file of schemas) {
    if (!file.endsWith('.schema.json')) continue;
    mkdirSync(join(out, 'schema'), { recursive: true });
    cpSync(join(ROOT, 'docs', file), join(out, 'schema', basename(file)));
  }
  return join(out, 'athanor.mjs');
}

if (process.argv[1] === import.meta.filename) {
  if (!existsSync(ENTRY)) {
    process.stderr.write(`build: ${ENTRY} does not exist\n`);
    process.exit(1);
  }
  const started = performance.now();
  const file = await build();
  const size = Math.round(readFileSync(file).length / 1024);
  process.stdout.write(`built server/dist/athanor.mjs, ${size} KiB, ${Math.round(performance.now() - started)} ms\n`);
}
