/**
 * Previews as one self-contained page: for each pair of loops, or the calls, the program before and after as pictures, and
 * the same in words. No script and nothing loaded, so that it works from a file, in CI and in an editor's webview.
 */

import { analyse, showLevel } from '@athanor/compiler-core/analysis/dependences/index.ts';
import type { For, Func, NodeId } from '@athanor/compiler-core/ir/nodes.ts';
import { printFunc } from '@athanor/compiler-core/ir/print.ts';
import type { Outcome } from '@athanor/compiler-core/plan/effect.ts';
import type { CallsPreview, FusionPreview, Preview } from '@athanor/compiler-core/plan/preview.ts';
import {
  callsInWords,
  fusionInWords,
  gainOf,
  type Lookup,
  movedInWords,
  pairsInWords,
  placed,
} from '../preview-text.ts';
import { escaped } from './markup.ts';
import { type Arrow, nestPicture } from './nest.ts';
import { rowsOf } from './rows.ts';
import { STYLE } from './style.ts';
import { largestOf, tensorBoxes } from './tensors.ts';

type Result = Preview | CallsPreview | { readonly name: string; readonly problem: string };

/** @param file as the user calls it. */
export const previewPage = (file: string, results: readonly Result[], lookup: Lookup): string => {
  const sections = results.map((r) => {
    if ('problem' in r) return section(r.name, escaped(r.problem), '');
    if (!('fusions' in r)) return section(r.func.name, escaped(movedInWords(r.before)), calls(r));
    const possible = r.fusions.filter((f) => f.verdict === 'legal').length;
    const said = `${pairsInWords(r.fusions.length, possible)}; ${movedInWords(r.bytes)}`;
    // The first one that is possible is open.
    const open = r.fusions.findIndex((f) => f.verdict === 'legal');
    const all = r.fusions.map((f, k) => fusion(r, f, lookup, k === Math.max(0, open)));
    return section(r.func.name, escaped(said), all.join('\n'));
  });
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Preview of ${escaped(file)}</title>
<style>
${STYLE}
</style>
</head>
<body>
<h1>${escaped(file)}</h1>
<p class="legend"><span class="key">A bar is a loop around what it holds; a filled one runs in parallel; a framed one is meant.</span>
<span class="key"><svg aria-hidden="true" width="26" height="10"><g class="arrow"><path d="M0 5 H20"/><path class="head" d="M26 5 l-6 -4 v8 z"/></g></svg> must come before</span>
<span class="key"><svg aria-hidden="true" width="26" height="10"><g class="arrow blocking"><path d="M0 5 H20"/><path class="head" d="M26 5 l-6 -4 v8 z"/></g></svg> stands against the change</span></p>
${sections.join('\n')}
</body>
</html>
`;
};

const section = (name: string, said: string, inside: string): string =>
  `<section><h2><code>${escaped(name)}</code></h2>\n<p>${said}</p>\n${inside}</section>`;

const fusion = (p: Preview, f: FusionPreview, lookup: Lookup, open: boolean): string => {
  const what = `${placed(f.first, lookup)} and ${placed(f.second, lookup)}`;
  const gain = f.bytes ? gainOf(p.bytes, f.bytes) : '';
  const summary = `<summary><span class="verdict ${verdictClass(f.verdict)}">${f.verdict}</span> <span class="what">${escaped(what)}</span> <span class="gain">${escaped(gain)}</span></summary>`;
  const words = fusionInWords(p.bytes, f);
  const marked = new Set([f.first.id, f.second.id]);
  return `<details name="fusions"${open ? ' open' : ''}>${summary}
${list(words)}
${pictures(p.func, f.outcome, marked, f.joined, between(p.func, f.first, f.second))}
${twin([`${what}: ${f.verdict}`, ...words], p.func, f.outcome)}
</details>`;
};

const calls = (p: CallsPreview): string => {
  const lines = p.calls.map(
    (c) =>
      `<li><code>${escaped(c.call)}</code>: <span class="verdict ${verdictClass(c.verdict)}">${c.verdict}</span>${c.message === '' ? '' : ` ${escaped(c.message)}`}</li>`,
  );
  const words = callsInWords(p, { brief: false, after: false }).trimEnd().split('\n');
  return `<ol>${lines.join('')}</ol>
${pictures(p.func, p.outcome, new Set(), null, [])}
${twin(words, p.func, p.outcome)}`;
};

const verdictClass = (verdict: string): string =>
  verdict === 'legal' ? 'legal' : verdict === 'undecided' ? 'open' : 'bad';

const list = (words: readonly string[]): string => `<ul>${words.map((w) => `<li>${escaped(w)}</li>`).join('')}</ul>`;

/** The program before it and after it, or what stands against it. */
const pictures = (
  before: Func,
  outcome: Outcome,
  marked: ReadonlySet<NodeId>,
  joined: NodeId | null,
  arrows: readonly Arrow[],
): string => {
  const after = outcome.kind === 'applied' ? rowsOf(outcome.after) : null;
  const start = rowsOf(before);
  const largest = Math.max(largestOf(start.tensors), after ? largestOf(after.tensors) : 0);
  const blocking = outcome.kind === 'refused' ? blockingArrow(outcome) : [];
  const left = figure(
    'before',
    nestPicture(
      start,
      [...arrows.filter((a) => !covered(a, blocking)), ...blocking],
      marked,
      `${before.name} before the change`,
    ),
    tensorBoxes(start.tensors, largest),
  );
  if (!after || outcome.kind !== 'applied') return `<div class="pair">${left}</div>`;
  const inside = joined === null ? [] : within(outcome.after, joined);
  const ends = new Set(joined === null ? [] : [joined]);
  const picture = nestPicture(after, inside, ends, `${before.name} after the change`);
  return `<div class="pair">${left}${figure('after', picture, tensorBoxes(after.tensors, largest))}</div>`;
};

const figure = (caption: string, picture: string, boxes: string): string =>
  `<figure><figcaption>${caption}</figcaption><div class="scroll">${picture}</div>${boxes}</figure>`;

const covered = (a: Arrow, by: readonly Arrow[]): boolean => by.some((b) => b.from === a.from && b.to === a.to);

/** Two instances that would change their order. */
const blockingArrow = (outcome: Extract<Outcome, { kind: 'refused' }>): readonly Arrow[] => {
  const { witness, message } = outcome.refusal;
  if (!witness) return [];
  const at = (iterators: ReadonlyMap<string, bigint>): string =>
    [...iterators].map(([n, v]) => `${n} = ${v}`).join(', ');
  const element = `${witness.tensor}[${witness.element.map((x) => x ?? '?').join(', ')}]`;
  const blocking = [`${element}: ${at(witness.earlier.iterators)}`, `then ${at(witness.later.iterators)}`];
  const text = `${message}\n${blocking.join(', ')}`;
  return [{ from: witness.earlier.stmt, to: witness.later.stmt, text, blocking }];
};

/** Dependences of one loop on another, one arrow for each pair of statements. */
const between = (func: Func, first: For, second: For): readonly Arrow[] => {
  const deps = analyse(func);
  return arrowsOf(deps.find({ earlier: deps.inside(first.id), later: deps.inside(second.id) }));
};

/** Dependences inside a loop. */
const within = (func: Func, loop: NodeId): readonly Arrow[] => {
  const deps = analyse(func);
  return arrowsOf(deps.find({ earlier: deps.inside(loop), later: deps.inside(loop) })).filter((a) => a.from !== a.to);
};

const arrowsOf = (found: ReturnType<ReturnType<typeof analyse>['find']>): readonly Arrow[] => {
  const texts = new Map<string, { from: NodeId; to: NodeId; lines: string[] }>();
  for (const d of found) {
    const key = `${d.earlier.stmt.id} ${d.later.stmt.id}`;
    const known = texts.get(key) ?? { from: d.earlier.stmt.id, to: d.later.stmt.id, lines: [] };
    known.lines.push(`${d.kinds.join(' ')} of ${d.tensor}, ${d.levels.map(showLevel).join('; ')}`);
    texts.set(key, known);
  }
  return [...texts.values()].map(({ from, to, lines }) => ({ from, to, text: lines.join('\n'), blocking: null }));
};

/** All of it as text, for those who read rather than look. */
const twin = (words: readonly string[], before: Func, outcome: Outcome): string => {
  const after = outcome.kind === 'applied' ? `\nafter:\n${printFunc(outcome.after)}` : '';
  return `<details class="twin"><summary>as text</summary><pre>${escaped(`${words.join('\n')}\n\nbefore:\n${printFunc(before)}${after}`)}</pre></details>`;
};
