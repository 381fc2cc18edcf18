import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { tensorLanguage } from '../../../compiler-core/src/session/tensor-language.ts';
import { defaultSettings, Workspace } from '../../../compiler-core/src/session/workspace.ts';
import { fileId } from '../../../compiler-core/src/text/span.ts';
import { createParser } from '../../../server/src/host/tree-sitter.ts';
import { ROOT } from '../../lib/process.ts';
import { fail, measured, pass, type Runner } from '../../lib/verdict.ts';

const COLD_MS = 100;
const EDITED_MS = 10;
const ROUNDS = 7;

/** A function in front of the others, so that an edit of it moves them all. */
const other = (value: number): string => `import freetensor as ft

@ft.transform
def edited(a: ft.Var[(4,), "int32", "inout"]):
    for i in range(4):
        a[i] = ${'1 + '.repeat(value)}1

`;

const median = (times: readonly number[]): number => [...times].sort((a, b) => a - b)[times.length >> 1] ?? 0;

/** All dependences of each example function, with directions and distances: nothing known, and after an edit elsewhere. */
const runner: Runner = async () => {
  const parser = await createParser();
  const names = readdirSync(join(ROOT, 'examples')).filter((name) => name.endsWith('.py') && name !== 'faults.py');
  const lines: string[] = [];
  let cold = 0;
  let edited = 0;
  let first = 0;
  for (const name of names) {
    const text = readFileSync(join(ROOT, 'examples', name), 'utf8');
    const file = fileId(name);
    const times = new Map<string, { readonly cold: number[]; readonly edited: number[] }>();
    for (let round = 0; round < ROUNDS; round++) {
      const workspace = new Workspace({ parser, pipeline: tensorLanguage(parser) });
      const counts = new Map<string, number>();
      for (const state of ['cold', 'edited'] as const) {
        const now = other(state === 'cold' ? 1 : 2) + text;
        const snapshot = workspace.apply({ kind: 'set', file, text: now, settings: defaultSettings });
        for (const unit of snapshot.staged(file).module.units) {
          if (unit.kind === 'inline' || unit.name === 'edited') continue;
          const begun = performance.now();
          const found = snapshot.dependences(file, unit).every;
          for (const d of found) for (const level of d.levels) level.distances();
          const time = performance.now() - begun;
          if (first === 0) first = time;
          const all = times.get(unit.name) ?? { cold: [], edited: [] };
          times.set(unit.name, all);
          all[state].push(time);
          if ((counts.get(unit.name) ?? found.length) !== found.length)
            return fail(`${name}: answers differ after an edit`);
          counts.set(unit.name, found.length);
        }
      }
    }
    for (const [unit, t] of times) {
      cold = Math.max(cold, median(t.cold));
      edited = Math.max(edited, median(t.edited));
      lines.push(
        `${name} ${unit}: ${median(t.cold).toFixed(1)} ms (first ${t.cold[0]?.toFixed(1)}), after an edit ${median(t.edited).toFixed(1)} ms`,
      );
    }
  }
  const got = `slowest example ${cold.toFixed(1)} ms cold, ${edited.toFixed(1)} ms after an edit (medians of ${ROUNDS}; first call of the process ${first.toFixed(0)} ms)`;
  return cold <= COLD_MS && edited <= EDITED_MS ? pass(got, lines) : measured(got, lines);
};
export default runner;
