/**
 * Bundles the server into `server/dist/athanor.mjs`, and the profiler alone into `profiler/dist/athanor-profile.mjs`.
 * DuckDB's JavaScript is one file beside each of them, loaded when a run is opened; its native library stays outside. Beside the
 * server go the files it reads at run time: the tree-sitter runtime and grammars (`*.wasm`), the help pages (`diagnostics/`) and the JSON schemas (`schema/`);
 * and the licences, our own and those of the packages inside.
 */

import { chmodSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { notices, packagesOf } from './lib/notices.mjs';
import { ROOT } from './lib/root.mjs';

const ENTRY = join(ROOT, 'server/src/main.ts');
const OUT = join(ROOT, 'server/dist');
const PROFILER_ENTRY = join(ROOT, 'profiler/src/main.ts');
const PROFILER_OUT = join(ROOT, 'profiler/dist');

const DUCKDB = '@duckdb/node-api';
const NODE = "#!/usr/bin/env node\nimport { createRequire as athanorCreateRequire } from 'node:module';\n";

const SHARED = {
  metafile: true,
  outExtension: { '.js': '.mjs' },
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  sourcemap: true,
  legalComments: 'external',
  logLevel: 'warning',
};

/** DuckDB's JavaScript, some sixty files, as one. It finds the native library from where the packages of DuckDB find each other. */
const DUCKDB_ALONE = {
  ...SHARED,
  entryPoints: { duckdb: DUCKDB },
  external: ['@duckdb/node-bindings-*'],
  banner: {
    js: `${NODE}const require = ['${DUCKDB}', '@duckdb/node-bindings'].reduce((near, name) => athanorCreateRequire(near.resolve(name)), athanorCreateRequire(import.meta.url));`,
  },
};

const duckDbApart = {
  name: 'DuckDB apart',
  setup: ({ onResolve }) =>
    onResolve({ filter: /^@duckdb\/node-api$/ }, () => ({ path: './duckdb.mjs', external: true })),
};

const bundle = async (name, entry, out) => {
  const { build: esbuild } = await import('esbuild');
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  const made = await Promise.all([
    esbuild({
      ...SHARED,
      outdir: out,
      entryPoints: { [name]: entry },
      plugins: [duckDbApart],
      // commander is CommonJS; bundled into a module it needs a `require` of its own.
      banner: { js: `${NODE}const require = athanorCreateRequire(import.meta.url);` },
    }),
    esbuild({ ...DUCKDB_ALONE, outdir: out }),
  ]);
  chmodSync(join(out, `${name}.mjs`), 0o755);
  cpSync(join(ROOT, 'LICENSE'), join(out, 'LICENSE'));
  return made.flatMap(({ metafile }) => Object.keys(metafile.inputs));
};

/** @returns The path of the profiler's bundle. */
export const bundleProfiler = async (out = PROFILER_OUT) => {
  const inputs = await bundle('athanor-profile', PROFILER_ENTRY, out);
  writeFileSync(join(out, 'third-party-notices.txt'), notices(packagesOf(inputs)));
  return join(out, 'athanor-profile.mjs');
};

/** The runtime, and the one grammar that the server reads with. */
const WASM = ['node_modules/web-tree-sitter/web-tree-sitter.wasm', 'grammars/freetensor/tree-sitter-freetensor.wasm'];

/** The bundle, and the packages in it. @param out Where to; the extension packs a bundle of its own. */
export async function bundleServer(out) {
  const inputs = await bundle('athanor', ENTRY, out);
  for (const file of WASM) cpSync(join(ROOT, file), join(out, basename(file)));
  cpSync(join(ROOT, 'docs/diagnostics'), join(out, 'diagnostics'), { recursive: true });
  const schemas = readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' });
  for (const file of schemas) {
    if (!file.endsWith('.schema.json')) continue;
    mkdirSync(join(out, 'schema'), { recursive: true });
    cpSync(join(ROOT, 'docs', file), join(out, 'schema', basename(file)));
  }
  // The grammar in the .wasm is derived from this one.
  const packages = [...packagesOf(inputs), 'tree-sitter-python'];
  writeFileSync(join(out, 'third-party-notices.txt'), notices(packages));
  return { file: join(out, 'athanor.mjs'), packages };
}

/** @returns The path of the bundle. */
export const build = async (out = OUT) => (await bundleServer(out)).file;

if (process.argv[1] === import.meta.filename) {
  if (!existsSync(ENTRY)) {
    process.stderr.write(`build: ${ENTRY} does not exist\n`);
    process.exit(1);
  }
  const started = performance.now();
  const file = await build();
  const size = Math.round(readFileSync(file).length / 1024);
  process.stdout.write(`built server/dist/athanor.mjs, ${size} KiB, ${Math.round(performance.now() - started)} ms\n`);
  const profiler = await bundleProfiler();
  process.stdout.write(
    `built profiler/dist/athanor-profile.mjs, ${Math.round(readFileSync(profiler).length / 1024)} KiB\n`,
  );
}
