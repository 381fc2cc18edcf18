import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { islpy } from '../../lib/islpy.ts';
import { ROOT } from '../../lib/process.ts';
import { fail, measured, type Outcome, pass, type Runner } from '../../lib/verdict.ts';
import type { Comparison } from '../../presburger/compare.ts';

const WANTED = 100_000;
const CHUNK = 1000;
const WORKERS = 2;

/** Of everything that a result depends on here. */
const sourcesHash = (): string => {
  const hash = createHash('sha256');
  for (const folder of ['compiler-core/src/presburger', 'compiler-core/testkit', 'bench/presburger', 'bench/lib']) {
    for (const name of readdirSync(join(ROOT, folder)).sort()) {
      if (/\.(ts|py)$/.test(name)) hash.update(name).update(readFileSync(join(ROOT, folder, name)));
    }
  }
  return hash.digest('hex').slice(0, 16);
};

/**
 * An hour of work may be done in several sittings: with DE01_KEEP=FOLDER chunks are written there, and those of the same
 * sources and seeds are taken over.
 */
const kept = async (folder: string | undefined, from: number, count: number): Promise<Comparison> => {
  if (folder === undefined) return await compared(from, count);
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${sourcesHash()}-${from}-${count}.json`);
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8'));
  const result = await compared(from, count);
  writeFileSync(file, JSON.stringify(result));
  return result;
};

/** One chunk in a process of its own, so that two can go at a time. */
const compared = (from: number, count: number): Promise<Comparison> =>
  new Promise((resolve) => {
    const script = join(ROOT, 'bench/presburger/compare.ts');
    const child = spawn(process.execPath, [join(ROOT, 'tools/ts.mjs'), script, String(from), String(count)], {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let out = '';
    let errors = '';
    child.stdout.on('data', (data) => {
      out += data;
    });
    child.stderr.on('data', (data) => {
      errors += data;
    });
    child.on('close', () => {
      try {
        resolve(JSON.parse(out.trimEnd().split('\n').at(-1) ?? ''));
      } catch {
        const wrong = [`seeds from ${from}: no result: ${errors.trimEnd().split('\n').at(-1)}`];
        resolve({ cases: 0, peered: 0, peer: 'unknown', peerErs: [], wrong, undecided: [] });
      }
    });
  });

/** DE-01: random cases against enumeration and isl. DE01_CASES and DE01_FROM choose fewer or other seeds. */
const runner: Runner = async (): Promise<Outcome> => {
  const peer = islpy(true);
  const from = Number(process.env['DE01_FROM'] ?? 1);
  const wanted = Number(process.env['DE01_CASES'] ?? WANTED);
  const chunks = Array.from({ length: Math.ceil(wanted / CHUNK) }, (_, k) => from + k * CHUNK);
  const results: Comparison[] = [];
  const work = async (): Promise<void> => {
    for (let start = chunks.shift(); start !== undefined; start = chunks.shift()) {
      const result = await kept(process.env['DE01_KEEP'], start, Math.min(CHUNK, from + wanted - start));
      results.push(result);
      process.stderr.write(`DE-01 seeds from ${start}: ${result.cases} cases, ${result.wrong.length} wrong\n`);
    }
  };
  await Promise.all(Array.from({ length: WORKERS }, work));
  const sum = (of: (c: Comparison) => number): number => results.reduce((n, c) => n + of(c), 0);
  const cases = sum((c) => c.cases);
  const peered = sum((c) => c.peered);
  const wrong = results.flatMap((c) => c.wrong);
  const peerErs = results.flatMap((c) => c.peerErs);
  const undecided = results.flatMap((c) => c.undecided);
  const name = 'missing' in peer ? `no islpy (${peer.missing})` : `islpy ${peer.version}`;
  const got = `seeds ${from} to ${from + wanted - 1}: ${cases} cases equal to enumeration but ${wrong.length}, ${peered} of them compared with ${name}, ${peerErs.length} where isl contradicts itself or fails, ${undecided.length} undecided`;
  const details = [
    ...wrong.slice(0, 20),
    ...peerErs.slice(0, 20),
    ...undecided.slice(0, 20).map((s) => `${s}: undecided within the budget`),
  ];
  if (wrong.length > 0 || undecided.length > 0) return fail(got, details);
  return cases >= WANTED && peered === cases ? pass(got, details) : measured(got, details);
};

export default runner;
