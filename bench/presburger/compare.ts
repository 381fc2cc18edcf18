/**
 * `node tools/ts.mjs bench/presburger/compare.ts FROM COUNT`: random cases FROM, FROM + 1, ... against enumeration of their
 * boxes and against isl; the last line is the result as JSON.
 */

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { islpy, type Peer } from '../lib/islpy.ts';
import { ROOT, run, tail, withTempFolder } from '../lib/process.ts';
import { type Answers, againstBox, Undecided } from './against-box.ts';
import { randomCase } from './random.ts';

export interface Comparison {
  readonly cases: number;
  /** Cases whose answers the peer compared as well. */
  readonly peered: number;
  readonly peer: string;
  /** Seeds for which isl contradicts itself (a set that has points, and no least one) or fails, while we equal enumeration. */
  readonly peerErs: readonly string[];
  /** `seed: what differs` */
  readonly wrong: readonly string[];
  /** Seeds for which a budget ended. */
  readonly undecided: readonly number[];
}

/** One case: its answers, or a line about what is wrong; null when undecided. */
const tried = (seed: number): Answers | string | null => {
  try {
    const found = againstBox(randomCase(seed));
    return typeof found === 'string' ? `${seed}: ${found}` : found;
  } catch (e) {
    if (e instanceof Undecided) return null;
    return `${seed}: ${e instanceof Error ? e.message : String(e)}`;
  }
};

export const compareRandom = (from: number, count: number, peer: Peer): Promise<Comparison> =>
  withTempFolder((folder) => {
    const wrong: string[] = [];
    const undecided: number[] = [];
    const peerErs: string[] = [];
    const answers: Answers[] = [];
    for (let seed = from; seed < from + count; seed++) {
      const found = tried(seed);
      if (found === null) undecided.push(seed);
      else if (typeof found === 'string') wrong.push(found);
      else answers.push(found);
    }
    if ('missing' in peer) return { cases: count, peered: 0, peer: peer.missing, peerErs, wrong, undecided };
    const file = join(folder, 'cases.jsonl');
    writeFileSync(file, answers.map((a) => JSON.stringify(a)).join('\n'));
    const ran = run(peer.python, [join(ROOT, 'bench/presburger/peer.py'), 'check', file], { timeoutSeconds: 3600 });
    if (ran.code !== 0) wrong.push(`the peer failed: ${tail(ran.stderr, 2).join(' ')}`);
    else {
      const said: { wrong: { seed: number; answer: string }[] } = JSON.parse(ran.stdout);
      for (const { seed, answer } of said.wrong) {
        if (answer.startsWith('contradiction:')) peerErs.push(`${seed}: ${answer}`);
        else wrong.push(`${seed}: isl has another ${answer}`);
      }
    }
    return { cases: count, peered: answers.length, peer: `islpy ${peer.version}`, peerErs, wrong, undecided };
  });

const [from, count] = process.argv.slice(2).map(Number);
if (process.argv[1]?.endsWith('presburger/compare.ts') && from !== undefined && count !== undefined)
  process.stdout.write(`${JSON.stringify(await compareRandom(from, count, islpy(false)))}\n`);
