/** Verdicts about random programs with one access, against the interpreter for all small sizes. */

import { expect, test } from 'vitest';
import { checkIndices } from '../analysis/bounds.ts';
import { parseFunc } from '../ir/parse.ts';
import { Budget } from '../presburger/index.ts';
import { Random } from './random.ts';
import { run } from './run.ts';

const SIZES = 5;
const PROGRAMS = 300;

class Generator {
  private readonly r: Random;
  private iters: string[] = [];

  constructor(
    seed: number,
    private readonly data: boolean,
  ) {
    this.r = new Random(seed);
  }

  private load(): string {
    const at = this.iters.length > 0 && this.r.chance(0.6) ? `${this.iters[0]} % 4` : String(this.r.below(4));
    return `${this.r.pick(['p', 'z'])}[${at}]`;
  }

  private affine(depth: number): string {
    const names = [...this.iters, ...this.iters, '$n', '$m'];
    const kind = this.r.below(depth <= 0 ? 4 : 12);
    if (this.data && this.r.chance(0.1)) return this.load();
    if (kind === 0) return String(this.r.below(12, -3));
    if (kind <= 3) return this.r.pick(names as [string, ...string[]]);
    const a = this.affine(depth - 1);
    const b = this.affine(depth - 1);
    switch (kind) {
      case 4:
      case 5:
        return `(${a} + ${b})`;
      case 6:
        return `(${a} - ${b})`;
      case 7:
        return `(${a} * ${this.r.below(4, -2)})`;
      case 8:
        return `@!${this.r.pick(['min', 'max'])}(${a}, ${b})`;
      case 9:
        return `(${a} % ${this.r.pick(['2', '3', '-4', '@!max($n, 1)', '@!max($m, 2)', '(-1 - @!abs($m))'])})`;
      case 10:
        return `@!${this.r.pick(['floor', 'ceil', 'towards0'])}(${a} / ${this.r.pick(['2', '3', '-2'])})`;
      default:
        return this.r.chance(0.5) ? `@!abs(${a})` : `(${this.condition(depth - 1)} ? ${a} : ${b})`;
    }
  }

  private condition(depth: number): string {
    const kind = this.r.below(depth <= 0 ? 3 : 6);
    if (kind <= 2) return `${this.affine(1)} ${this.r.pick(['<', '<=', '>', '>=', '==', '!='])} ${this.affine(1)}`;
    if (kind === 3) return `!(${this.condition(depth - 1)})`;
    return `((${this.condition(depth - 1)}) ${kind === 4 ? '&&' : '||'} (${this.condition(depth - 1)}))`;
  }

  private body(depth: number): string {
    const kind = depth <= 0 ? 0 : this.r.below(7);
    if (this.data && this.r.chance(0.3)) {
      const write = `z[${this.r.below(4)}] = ${this.affine(1)}`;
      return this.r.chance(0.5) ? `${write} ${this.body(depth - 1)}` : `${this.body(depth - 1)} ${write}`;
    }
    if (kind <= 1) return `y[${this.affine(2)}] = 1`;
    if (kind === 2) return `if ${this.condition(2)} { ${this.body(depth - 1)} }`;
    if (kind === 3) return `if ${this.condition(1)} { } else { ${this.body(depth - 1)} }`;
    const step = this.r.pick(['1', '1', '1', '2', '3', '-1', '-2']);
    const [low, high] = [this.r.chance(0.6) ? '0' : this.affine(1), this.affine(1)];
    const name = `i${this.iters.length}`;
    const range = step.startsWith('-') ? `${high} : ${low} - 1 : ${step}` : `${low} : ${high} : ${step}`;
    this.iters.push(name);
    const inner = this.body(depth - 1);
    this.iters.pop();
    return `for ${name} in ${range} { ${inner} }`;
  }

  program(): string {
    const size = this.r.pick(['4', '6', '$n', '$n + 2', '@!max($n, $m)', '$n * 2']);
    return `func f(p, z, y) with $n: int, $m: int {
      @input @cpu p: int32[4] { @inout @cpu z: int32[4] { @output @cpu y: int32[${size}] { ${this.body(4)} } } }
    }`;
  }
}

const VERDICTS = ['faulty', 'possible', 'unknown', 'safe'] as const;
/** Contents of `p` and `z`. */
const DATA = [
  [0, 0, 0, 0],
  [3, -1, 2, 5],
  [-2, 7, 1, 4],
];

test.each([
  ['sizes only', false, 1],
  ['with data that are read and written', true, 10_001],
])('%s: a proof holds for all sizes, safe means no fault, and a witness faults', (_, data, firstSeed) => {
  const seen = { safe: 0, faulty: 0, possible: 0, unknown: 0 };
  for (let seed = firstSeed; seed < firstSeed + PROGRAMS; seed++) {
    const text = new Generator(seed, data).program();
    const func = parseFunc(text).value;
    if (!func) throw new Error(`seed ${seed}: ${text}`);
    const { diagnostics, stats } = checkIndices(func, { budget: new Budget(1_000_000) });
    // Subscripts of `p` and `z` are always inside.
    const kind = VERDICTS.find((k) => stats[k] > 0);
    if (!kind) throw new Error(`seed ${seed}: no verdict on ${text}`);
    seen[kind]++;
    const say = `seed ${seed}: ${kind}: ${text}`;
    const attempt = (n: number, m: number, content: number[]): 'fault' | 'fine' | 'not reached' => {
      let reached = false;
      const input = { dtype: 'int32', shape: [4], data: content } as const;
      const result = run(func, {
        bindings: new Map([
          ['n', n],
          ['m', m],
        ]),
        inputs: new Map([
          ['p', input],
          ['z', input],
        ]),
        onAccess: ({ tensor }) => {
          reached ||= tensor === 'y';
        },
      });
      if (result.kind === 'fault') {
        if (result.fault.kind === 'negative-extent') return 'not reached';
        expect(['index-out-of-bounds', 'negative-index'], say).toContain(result.fault.kind);
        return 'fault';
      }
      if (result.kind !== 'finished') throw new Error(`${say}: ${JSON.stringify(result)}`);
      return reached ? 'fine' : 'not reached';
    };
    for (const content of data ? DATA : DATA.slice(0, 1)) {
      for (let n = 0; n < SIZES; n++) {
        for (let m = -1; m < SIZES; m++) {
          const outcome = attempt(n, m, content);
          const at = `${say} at n = ${n}, m = ${m}, data ${content}`;
          if (kind === 'safe') expect(outcome, at).not.toBe('fault');
          if (kind === 'faulty') expect(outcome, at).not.toBe('fine');
        }
      }
    }
    for (const d of diagnostics) {
      // Whether a point with other values in it can be reached is not known, and not claimed.
      if (!Object.keys(d.witness?.values ?? {}).every((name) => /^(n|m|i\d+)$/.test(name))) continue;
      const value = (name: string): number => Number(d.witness?.values[name] ?? 0);
      const outcome = attempt(value('n'), value('m'), [0, 0, 0, 0]);
      expect(outcome, `${say} with ${JSON.stringify(d.witness)}`).toBe('fault');
    }
  }
  const counts = JSON.stringify(seen);
  expect(Math.min(seen.safe, seen.faulty, seen.possible), counts).toBeGreaterThan(PROGRAMS / 50);
  expect(seen.unknown, counts).toBeLessThan(data ? PROGRAMS / 2 : PROGRAMS / 5);
});
