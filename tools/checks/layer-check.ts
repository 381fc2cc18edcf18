/** Compares the imports of every source file with the table in `tools/layers.ts`. Pure: files in, sentences out. */

import { dirname, posix } from 'node:path';
import { parseSync, Visitor } from 'vite';
import { DEBT, type Debt, LAYERS, type Layer, TESTS } from '../layers.ts';
import type { SourceFile } from './source-files.ts';

/** Every module specifier of a file: static, re-exported, type-only, `import()` and `import('x').T`, `require('x')`. */
export function importsOf(file: SourceFile): readonly string[] {
  const parsed = parseSync(file.path, file.text);
  const found = new Set<string>();
  const add = (node: { readonly type: string; readonly value?: unknown } | null): void => {
    if (node === null) return;
    found.add(node.type === 'Literal' && typeof node.value === 'string' ? node.value : COMPUTED);
  };
  new Visitor({
    ImportDeclaration: (node) => add(node.source),
    ExportAllDeclaration: (node) => add(node.source),
    ExportNamedDeclaration: (node) => add(node.source),
    ImportExpression: (node) => add(node.source),
    TSImportType: (node) => add(node.source),
    TSExternalModuleReference: (node) => add(node.expression),
    CallExpression: (node) => {
      if (node.callee.type === 'Identifier' && node.callee.name === 'require') add(node.arguments[0] ?? null);
    },
  }).visit(parsed.program);
  return [...found];
}

const COMPUTED = '(computed)';

const WORKSPACES: Readonly<Record<string, string>> = {
  '@athanor/compiler-core/testkit/': 'compiler-core/testkit/',
  '@athanor/compiler-core/': 'compiler-core/src/',
  '@athanor/profiler/': 'profiler/src/',
};

/** A path in the repository, or the name of a package. */
function resolveImport(from: string, specifier: string): { readonly path: string } | { readonly pkg: string } {
  if (specifier.startsWith('.')) return { path: posix.normalize(posix.join(dirname(from), specifier)) };
  for (const [name, folder] of Object.entries(WORKSPACES)) {
    if (specifier.startsWith(name)) return { path: folder + specifier.slice(name.length) };
  }
  if (specifier.startsWith('node:')) return { pkg: specifier };
  const parts = specifier.split('/');
  return { pkg: specifier.startsWith('@') ? parts.slice(0, 2).join('/') : (parts[0] ?? specifier) };
}

const isWithin = (path: string, folder: string): boolean => path === folder || path.startsWith(`${folder}/`);

/** The entry with the longest path that holds the file. */
export const layerOf = (path: string, layers: readonly Layer[] = LAYERS): Layer | null =>
  layers
    .filter((layer) => isWithin(path, layer.from))
    .reduce<Layer | null>(
      (best, layer) => (best === null || layer.from.length > best.from.length ? layer : best),
      null,
    );

const isTest = (path: string): boolean => path.endsWith('.test.ts') || path.split('/').includes('test');

const packageAllowed = (name: string, packages: readonly string[]): boolean =>
  packages.includes(name) || (name.startsWith('node:') && packages.includes('node:*'));

/** One sentence per forbidden import: the two files, the rule, and what to do instead. */
export function checkLayers(files: readonly SourceFile[], layers = LAYERS, debt: readonly Debt[] = DEBT): string[] {
  const problems: string[] = [];
  for (const file of files) {
    const layer = layerOf(file.path, layers);
    if (layer === null) {
      problems.push(`${file.path}: its folder has no entry in tools/layers.ts. Add one that says what it may import.`);
      continue;
    }
    const test = isTest(file.path);
    const may = test ? [...layer.may, ...TESTS.may] : layer.may;
    const packages = test ? [...layer.packages, ...TESTS.packages] : layer.packages;
    for (const specifier of importsOf(file)) {
      const target = resolveImport(file.path, specifier);
      if ('pkg' in target) {
        if (!packageAllowed(target.pkg, packages)) problems.push(packageProblem(file.path, target.pkg, layer));
        continue;
      }
      if (owed(file.path, target.path, debt)) continue;
      const goal = layerOf(target.path, layers);
      const allowed = goal !== null && (goal.from === layer.from || may.some((folder) => isWithin(goal.from, folder)));
      if (!allowed) problems.push(edgeProblem(file.path, target.path, layer, goal));
    }
  }
  return problems;
}

const owed = (from: string, to: string, debt: readonly Debt[]): boolean =>
  debt.some((d) => isWithin(from, d.from) && isWithin(to, d.to));

const packageProblem = (from: string, name: string, layer: Layer): string => {
  const advice = name.startsWith('node:')
    ? 'declare what is needed in server/src/ports, implement it in server/src/host, and take it as a parameter.'
    : 'a package is used in one folder: wrap it there behind an interface of ours, or add it to the table with the reason in the commit.';
  const rule = layer.packages.length === 0 ? 'no packages' : `only ${layer.packages.join(', ')}`;
  return `${from} imports package ${name}; rule: ${layer.from} may import ${rule}. Instead, ${advice}`;
};

const edgeProblem = (from: string, to: string, layer: Layer, goal: Layer | null): string => {
  const rule =
    layer.may.length === 0 ? `${layer.from} imports nothing` : `${layer.from} may import ${layer.may.join(', ')}`;
  const advice =
    goal?.from === 'server/src/host'
      ? 'take the port (server/src/ports) as a parameter; entry points hand the host in.'
      : goal === null
        ? 'name the folder of the imported file in tools/layers.ts.'
        : 'move what both need down to a layer that both may import, or hand it in as a parameter.';
  return `${from} imports ${to}; rule: ${rule}. Instead, ${advice}`;
};

/** The table must name what is there: no entry without files unless it is planned, none planned that has files. */
export function checkFolders(files: readonly SourceFile[], layers = LAYERS): string[] {
  return layers.flatMap((layer) => {
    const exists = files.some((file) => layerOf(file.path, layers) === layer);
    if (exists && layer.planned === true)
      return [`${layer.from} has files now: remove \`planned\` in tools/layers.ts.`];
    if (!exists && layer.planned !== true) return [`${layer.from} is named in tools/layers.ts but has no files.`];
    return [];
  });
}
