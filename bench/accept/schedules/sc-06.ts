import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { previewFusions } from '../../../compiler-core/src/plan/preview.ts';
import { scheduleHost } from '../../../compiler-core/src/plan/schedule-host.ts';
import { tensorLanguage } from '../../../compiler-core/src/session/tensor-language.ts';
import { defaultSettings, Workspace } from '../../../compiler-core/src/session/workspace.ts';
import { fileId } from '../../../compiler-core/src/text/span.ts';
import { DEFAULTS } from '../../../compiler-core/src/transforms/rewrite.ts';
import { createParser } from '../../../server/src/host/tree-sitter.ts';
import { ROOT } from '../../lib/process.ts';
import { measured, pass, type Runner } from '../../lib/verdict.ts';

const AIM_MS = 300;
const EDITS = 25;
const NAMES = ['gat', 'longformer', 'softras', 'subdivnet'];

/** Another number in the text of the function, as someone types it: everything after it is staged again. */
const edited = (text: string, k: number): string =>
  text.replace(/^(\s+)(#! (?:nid|label): \w+)$/m, `$1$2\n$1# ${'x'.repeat(k)}`);

/** From the text with one more character to all fusions of each function with verdict and gain. */
const runner: Runner = async () => {
  const parser = await createParser();
  const all: number[] = [];
  const details: string[] = [];
  for (const name of NAMES) {
    const text = readFileSync(join(ROOT, 'examples', `${name}.py`), 'utf8');
    const file = fileId(`${name}.py`);
    const workspace = new Workspace({ parser, pipeline: tensorLanguage(parser) });
    const times: number[] = [];
    let fusions = 0;
    for (let k = 1; k <= EDITS; k++) {
      const begun = performance.now();
      const snapshot = workspace.apply({ kind: 'set', file, text: edited(text, k), settings: defaultSettings });
      fusions = 0;
      for (const unit of snapshot.staged(file).module.units) {
        const start = unit.kind === 'inline' ? null : scheduleHost.begin(unit.func, '2022');
        if (start?.kind === 'applied') fusions += previewFusions(start.func, DEFAULTS).fusions.length;
      }
      times.push(performance.now() - begun);
    }
    all.push(...times);
    const sorted = times.sort((a, b) => a - b);
    const at = (p: number): string => (sorted[Math.floor((sorted.length - 1) * p)] ?? 0).toFixed(0);
    details.push(`${name}: ${fusions} fusions, median ${at(0.5)} ms, p95 ${at(0.95)} ms`);
  }
  all.sort((a, b) => a - b);
  const p95 = all[Math.floor((all.length - 1) * 0.95)] ?? Number.NaN;
  const got = `p95 ${p95.toFixed(0)} ms, all fusions of the file worked out anew`;
  return p95 <= AIM_MS ? pass(got, details) : measured(got, details);
};
export default runner;
