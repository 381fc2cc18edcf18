/**
 * `node tools/ts.mjs bench/grammars.ts DIR [--worst N]`: what tree-sitter-cpp and `grammars/sycl` cannot parse of the
 * public programs below DIR (checkouts named HeCBench, Oclgrind, oneAPI-samples, AdaptiveCpp): files with errors,
 * and the share of characters below the outermost ERROR and MISSING nodes (one at least for each of these).
 * Files above 500,000 characters are left out. `--worst` lists the N largest errors of ours in each set.
 */

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { extname, join } from 'node:path';
import { Language, type Node, Parser } from 'web-tree-sitter';
import { ROOT } from './lib/process.ts';
import { table } from './lib/table.ts';

const CPP = ['.cpp', '.hpp', '.h', '.cc', '.cxx', '.hh'];
const CUDA = [...CPP, '.cu', '.cuh'];
const LARGEST = 500_000;

const [folder, option, count] = process.argv.slice(2);
if (folder === undefined || (option !== undefined && option !== '--worst')) {
  process.stderr.write('usage: node tools/ts.mjs bench/grammars.ts DIR [--worst N]\n');
  process.exit(2);
}

const filesBelow = (path: string, extensions: readonly string[]): string[] =>
  existsSync(path)
    ? readdirSync(path, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile() && extensions.includes(extname(entry.name)))
        .map((entry) => join(entry.parentPath, entry.name))
        .sort()
    : [];

/** HeCBench's programs with names a to m. */
function programs(suffix: string, extensions: readonly string[]): string[] {
  const source = join(folder ?? '', 'HeCBench/src');
  const names = existsSync(source) ? readdirSync(source) : [];
  return names
    .filter((name) => /^[a-m0-9]/i.test(name) && name.endsWith(suffix))
    .flatMap((name) => filesBelow(join(source, name), extensions));
}

const CHECKOUTS = ['Oclgrind', 'HeCBench/src', 'oneAPI-samples', 'AdaptiveCpp'];
const SETS: Record<string, readonly string[]> = {
  SYCL: programs('-sycl', CPP),
  'CUDA C++': programs('-cuda', CUDA),
  'OpenCL C': CHECKOUTS.flatMap((checkout) => filesBelow(join(folder, checkout), ['.cl'])),
};

interface Fault {
  readonly size: number;
  readonly place: string;
  readonly text: string;
}

function faultsOf(root: Node, path: string): Fault[] {
  const found: Fault[] = [];
  const pending = [root];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (node.isError || node.isMissing) {
      const text = node.isMissing ? `MISSING ${node.type}` : JSON.stringify(node.text.slice(0, 60));
      const place = `${path}:${node.startPosition.row + 1}`;
      found.push({ size: Math.max(1, node.endIndex - node.startIndex), place, text });
    } else if (node.hasError) for (const child of node.children) if (child) pending.push(child);
  }
  return found;
}

await Parser.init();
const parser = new Parser();
const stock = createRequire(join(ROOT, 'grammars/sycl/grammar.js')).resolve('tree-sitter-cpp/tree-sitter-cpp.wasm');
const GRAMMARS = { 'tree-sitter-cpp': stock, sycl: join(ROOT, 'grammars/sycl/tree-sitter-sycl.wasm') };
const rows = [];
const worst: string[] = [];
for (const [set, paths] of Object.entries(SETS))
  for (const [grammar, wasm] of Object.entries(GRAMMARS)) {
    parser.setLanguage(await Language.load(readFileSync(wasm)));
    let files = 0;
    let withErrors = 0;
    let characters = 0;
    let microseconds = 0;
    const faults: Fault[] = [];
    for (const path of paths) {
      const text = readFileSync(path, 'utf8');
      if (text.length > LARGEST) continue;
      const before = process.cpuUsage();
      const tree = parser.parse(text);
      microseconds += process.cpuUsage(before).user;
      if (!tree) continue;
      files++;
      characters += text.length;
      if (tree.rootNode.hasError) withErrors++;
      faults.push(...faultsOf(tree.rootNode, path));
      tree.delete();
    }
    const under = faults.reduce((sum, { size }) => sum + size, 0);
    const share = characters === 0 ? '' : `${((100 * under) / characters).toFixed(3)} %`;
    const speed = microseconds === 0 ? '' : (characters / microseconds).toFixed(2);
    rows.push([set, grammar, String(files), String(withErrors), String(faults.length), share, speed]);
    if (grammar === 'sycl')
      for (const { size, place, text } of faults.sort((a, b) => b.size - a.size).slice(0, Number(count ?? 0)))
        worst.push(`${size} ${place} ${text}`);
  }
const HEAD = ['set', 'grammar', 'files', 'with errors', 'errors', 'characters below them', 'MB/s of CPU'];
process.stdout.write(
  `${table(
    [HEAD, ...rows],
    HEAD.map(() => 30),
  )}\n${worst.join('\n')}\n`,
);
