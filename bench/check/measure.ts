/** `check` on long files: from process start to result, and what a second file adds; beside pyright on the same file. */

import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ATHANOR, run, runAthanor, tail, withTempFolder } from '../lib/process.ts';
import { exampleTexts, longProgram } from './generate.ts';

export const LINES = 2000;
const RUNS = 5;

export interface CheckTimes {
  readonly lines: number;
  /** Medians of five runs. */
  readonly oneFile: number;
  readonly twoFiles: number;
  readonly startOnly: number;
  readonly findings: number;
  readonly functions: number;
  readonly pyright: { readonly milliseconds: number; readonly version: string } | string;
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;

/** Installs pyright in a folder of its own, away from our packages. */
function pyright(folder: string, file: string): CheckTimes['pyright'] {
  if (process.env['ATHANOR_NO_PEERS'] === '1') return 'ATHANOR_NO_PEERS is set';
  const installed = run(
    'npm',
    ['install', '--prefix', folder, '--no-audit', '--no-fund', '--ignore-scripts', 'pyright'],
    {
      timeoutSeconds: 180,
    },
  );
  const bin = join(folder, 'node_modules/pyright/index.js');
  if (installed.code !== 0 || !existsSync(bin))
    return `pyright could not be installed: ${tail(installed.stderr, 1).join('')}`;
  const times: number[] = [];
  let version = '';
  for (let i = 0; i < 3; i++) {
    const ran = run(process.execPath, [bin, '--outputjson', file], { cwd: folder });
    times.push(ran.milliseconds);
    try {
      version = JSON.parse(ran.stdout).version;
    } catch {
      return `pyright gave no JSON: ${tail(ran.stderr, 1).join('')}`;
    }
  }
  return { milliseconds: median(times), version };
}

/** A sentence when it cannot be measured. */
export async function measureCheck(): Promise<CheckTimes | string> {
  if (!existsSync(ATHANOR)) return 'server/dist/athanor.mjs is not built: npm run build';
  const texts = exampleTexts();
  const first = longProgram(texts, LINES, 'a');
  const second = longProgram(texts, LINES, 'b');
  if (first === null || second === null) return 'examples/ has no programs yet';
  return withTempFolder((folder) => {
    writeFileSync(join(folder, 'first.py'), first);
    writeFileSync(join(folder, 'second.py'), second);
    const check = (...files: readonly string[]) =>
      runAthanor(['check', ...files, '--format', 'json', '--stats', '--fail-on', 'never', '--jobs', '1'], {
        cwd: folder,
      });
    const warm = check('first.py');
    if (warm.code !== 0) return `athanor check ended with exit code ${warm.code}: ${tail(warm.stderr, 2).join(' ')}`;
    const json = JSON.parse(warm.stdout);
    if (json.stats.functions === 0) return 'no function of the examples was staged, so there is nothing to time';
    // Taken in turn, so that a slow moment of the machine falls on all of them.
    const rounds = Array.from({ length: RUNS }, () => ({
      start: runAthanor(['--version'], { cwd: folder }).milliseconds,
      one: check('first.py').milliseconds,
      two: check('first.py', 'second.py').milliseconds,
    }));
    return {
      lines: first.split('\n').length,
      oneFile: median(rounds.map((round) => round.one)),
      twoFiles: median(rounds.map((round) => round.two)),
      startOnly: median(rounds.map((round) => round.start)),
      findings: json.diagnostics.length,
      functions: json.stats.functions,
      pyright: pyright(folder, join(folder, 'first.py')),
    };
  });
}

export function describeTimes(times: CheckTimes): readonly string[] {
  const ms = (value: number): string => `${Math.round(value)} ms`;
  const peer = times.pyright;
  return [
    `athanor check, ${times.lines} lines, ${times.functions} functions: ${ms(times.oneFile)} from process start (${ms(times.startOnly)} for --version alone)`,
    `a second file of the same size: ${ms(times.twoFiles - times.oneFile)} more`,
    typeof peer === 'string'
      ? `pyright on the same file: skipped (${peer})`
      : `pyright ${peer.version} --outputjson on the same file: ${ms(peer.milliseconds)}, ${(peer.milliseconds / times.oneFile).toFixed(1)} times as long`,
  ];
}
