import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { KernelFusion } from '../../../compiler-core/src/plan/kernels/fusion/preview.ts';
import { compareFused, fusedText, fusionsIn } from '../../lib/fusion-check.ts';
import { ROOT, run } from '../../lib/process.ts';
import { fail, pass, type Runner } from '../../lib/verdict.ts';

const FLOOR = 20;
const SEEDS = [1, 2];
const FOLDER = join(import.meta.dirname, 'fusion');

interface Compiler {
  readonly name: string;
  readonly command: readonly string[];
  readonly libraries: readonly string[];
}
const words = (text: string | undefined): string[] => (text ?? '').split(' ').filter((word) => word !== '');
/** The shim for the host, and another implementation where SYCL_CXX and SYCL_LIBS name one. */
const COMPILERS: readonly Compiler[] = [
  {
    name: 'host shim',
    command: ['g++', '-std=c++20', '-I', join(ROOT, 'bench/oracle/sycl-host')],
    libraries: ['-lpthread'],
  },
  { name: 'SYCL_CXX', command: words(process.env['SYCL_CXX']), libraries: words(process.env['SYCL_LIBS']) },
];

/** `legal`, `legal, barrier`, `legal, drops tmp`, `legal, keeps tmp`, `refused`, `undecided`, `no pair`. */
const shown = (f: KernelFusion | undefined): string => {
  if (f === undefined || typeof f.source === 'string') return 'no pair';
  if (f.verdict.kind !== 'legal') return f.verdict.kind;
  const barrier = f.verdict.barrier ? ', barrier' : '';
  const kept = f.intermediates.map(({ memory, dead }) => `, ${dead ? 'drops' : 'keeps'} ${memory}`).join('');
  return `legal${barrier}${kept}`;
};

/** What a program prints, compiled by one of them; null where there is no such compiler. */
const printed = (compiler: Compiler, path: string): string | null => {
  const [program, ...args] = compiler.command;
  if (program === undefined) return null;
  const built = run(program, [...args, '-O1', '-w', path, '-o', `${path}.out`, ...compiler.libraries]);
  if (built.code !== 0)
    return `does not compile: ${built.stderr.split('\n').find((l) => /error/.test(l)) ?? built.stderr.slice(0, 200)}`;
  const ran = run(`${path}.out`, []);
  return ran.code === 0 ? ran.stdout : `ends with ${ran.code}`;
};

/** Pairs of kernels with a verdict in the first line; legal ones fused, run in lock step, and compiled and run. */
const runner: Runner = async () => {
  const temp = mkdtempSync(join(tmpdir(), 'athanor-fusion-'));
  const problems: string[] = [];
  let [pairs, legal, ran] = [0, 0, 0];
  const compiled = new Map<string, number>();
  for (const name of readdirSync(FOLDER).sort()) {
    const path = join(FOLDER, name);
    const text = readFileSync(path, 'utf8');
    const wanted = /^\/\/ fusion: ([^:\n]*)/.exec(text)?.[1] ?? '';
    const [fusion, ...more] = fusionsIn(path, text);
    pairs++;
    const got = shown(fusion);
    if (got !== wanted || more.length > 0) problems.push(`${name}: ${got}, wanted ${wanted}`);
    if (fusion?.verdict.kind !== 'legal') continue;
    const fused = fusedText(text, fusion);
    if (fused === null) continue;
    legal++;
    for (const seed of SEEDS) {
      const problem = compareFused(path, text, fusion, seed);
      if (problem === null) ran++;
      else problems.push(`${name}, seed ${seed}: ${problem}`);
    }
    const other = join(temp, basename(name));
    writeFileSync(other, fused);
    writeFileSync(`${other}.before.cpp`, text);
    for (const compiler of COMPILERS) {
      const [x, y] = [printed(compiler, `${other}.before.cpp`), printed(compiler, other)];
      if (x === null || y === null) continue;
      if (x === y && /^-?[\d.]+\n$/.test(x)) compiled.set(compiler.name, (compiled.get(compiler.name) ?? 0) + 1);
      else problems.push(`${name}, ${compiler.name}: ${y}, not fused ${x}`);
    }
  }
  rmSync(temp, { recursive: true });
  const by = [...compiled].map(([name, count]) => `${count} compiled and run by ${name}`).join(', ');
  const said = `${pairs} pairs, ${legal} legal; ${ran} runs in lock step equal, ${by}`;
  return pairs >= FLOOR && problems.length === 0 && compiled.size > 0 ? pass(said) : fail(said, problems);
};
export default runner;
