/**
 * `node tools/extension.mjs`: bundles the VS Code client and the server with all it reads into `extension/dist/stage`, and packs
 * that as `extension/dist/athanor.vsix`. The packer is installed into `extension/pack` when it is not there.
 */

import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundleServer } from './build.mjs';
import { notices, packagesOf } from './lib/notices.mjs';
import { installOutside, problemOf } from './lib/outside.mjs';
import { ROOT } from './lib/root.mjs';

const FOLDER = join(ROOT, 'extension');
const DIST = join(FOLDER, 'dist');
const STAGE = join(DIST, 'stage');
const PACK = join(FOLDER, 'pack');
const VSCE = join(PACK, 'node_modules/@vscode/vsce/vsce');

/** The extension as a folder that VS Code could load. @returns The folder. */
export async function stage(into = STAGE) {
  const { build: bundle } = await import('esbuild');
  rmSync(into, { recursive: true, force: true });
  mkdirSync(join(into, 'dist'), { recursive: true });
  const { metafile } = await bundle({
    metafile: true,
    entryPoints: { extension: join(FOLDER, 'src/extension.ts') },
    outdir: join(into, 'dist'),
    outExtension: { '.js': '.cjs' },
    bundle: true,
    minify: true,
    keepNames: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    external: ['vscode'],
    legalComments: 'external',
    logLevel: 'warning',
  });
  const server = join(into, 'dist/server');
  const { packages: serverPackages } = await bundleServer(server);
  // Positions in our own stack traces are worth less to a user than the megabytes.
  for (const file of readdirSync(server)) if (file.endsWith('.map')) rmSync(join(server, file));
  for (const part of ['syntaxes', 'walkthrough', 'icon.png', 'CHANGELOG.md']) {
    cpSync(join(FOLDER, part), join(into, part), { recursive: true });
  }
  // The editor shows the README without the folder it came from, so pictures and links out of the package would be broken.
  const readme = readFileSync(join(FOLDER, 'README.md'), 'utf8');
  writeFileSync(join(into, 'README.md'), readme.replace(/^!\[.*\]\(\.\..*\)\n\n/gm, ''));
  cpSync(join(ROOT, 'LICENSE'), join(into, 'LICENSE.txt'));
  const examples = readdirSync(join(ROOT, 'examples')).filter((name) => /\.(py|md)$/.test(name));
  for (const name of examples) cpSync(join(ROOT, 'examples', name), join(into, 'examples', name));
  const {
    devDependencies: _,
    private: __,
    ...manifest
  } = JSON.parse(readFileSync(join(FOLDER, 'package.json'), 'utf8'));
  writeFileSync(
    join(into, 'ThirdPartyNotices.txt'),
    notices([...packagesOf(Object.keys(metafile.inputs)), ...serverPackages]),
  );
  writeFileSync(join(into, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  return into;
}

/** Packs a staged folder. @returns The file. */
export async function pack(staged = STAGE, file = join(DIST, 'athanor.vsix')) {
  const flags = ['package', '--no-dependencies', '--allow-missing-repository', '-o', file];
  const problem = (await installOutside(PACK)) ?? (await problemOf(process.execPath, [VSCE, ...flags], staged));
  if (problem !== null) throw new Error(`the extension was not packed: ${problem}`);
  return file;
}

if (process.argv[1] === import.meta.filename) {
  await stage();
  const file = await pack();
  process.stdout.write(`packed extension/dist/athanor.vsix, ${Math.round(statSync(file).size / 1024)} KiB\n`);
}
