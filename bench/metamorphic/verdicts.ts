/** The same program in other words must get the same verdicts: multisets of code and class, place and words apart. */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { tensorLanguage } from '../../compiler-core/src/session/tensor-language.ts';
import { defaultSettings, Workspace } from '../../compiler-core/src/session/workspace.ts';
import type { SyntaxParser } from '../../compiler-core/src/syntax/cst.ts';
import { fileId } from '../../compiler-core/src/text/span.ts';
import { readCatalogue } from '../faults/catalogue.ts';
import { ROOT } from '../lib/process.ts';
import { nameSizes } from './constants.ts';
import { declareInBody, declareInSignature } from './declare.ts';
import { wrapInFactory } from './factory.ts';
import { hoistInline, hoistNested } from './hoist.ts';
import { reformat } from './reformat.ts';
import { rename } from './rename.ts';
import { type Rewriter, readSource } from './tree.ts';

export const REWRITERS: Readonly<Record<string, Rewriter>> = {
  rename,
  reformat,
  declareInBody,
  declareInSignature,
  nameSizes,
  wrapInFactory,
  hoistNested,
  hoistInline,
};

export interface Program {
  readonly name: string;
  readonly text: string;
  readonly bind: Readonly<Record<string, number>>;
}

/**
 * The examples, and both sides of every planted fault that stands in one file. Programs with ignore comments are left
 * out: such a comment speaks of the line below it, which most rewrites take apart.
 */
export const programs = (): readonly Program[] => {
  const folder = join(ROOT, 'examples');
  const examples = readdirSync(folder)
    .filter((name) => name.endsWith('.py'))
    .map((name) => ({ name: `examples/${name}`, text: readFileSync(join(folder, name), 'utf8'), bind: {} }));
  const planted = readCatalogue().flatMap(({ name, faulty, fixed }) =>
    [faulty, fixed].flatMap(({ fixture, bind }, n) => {
      const [only, ...others] = fixture.files;
      const label = n === 0 ? name : `${name}, fixed`;
      return only && others.length === 0 && only.path.endsWith('.py') ? [{ name: label, text: only.text, bind }] : [];
    }),
  );
  return [...examples, ...planted].filter(({ text }) => !/athanor: *ignore/.test(text));
};

/** `code class` of every finding, sorted. */
export const verdictsOf = (text: string, bind: Program['bind'], parser: SyntaxParser): readonly string[] => {
  const file = fileId('/main.py');
  const bindings = new Map(
    Object.entries(bind).map(([name, value]) => [name, { value: BigInt(value), source: 'test' }]),
  );
  const settings = { ...defaultSettings, bindings };
  const workspace = new Workspace({ parser, pipeline: tensorLanguage(parser) });
  const { judged } = workspace.apply({ kind: 'set', file, text, settings }).check(file);
  return judged.map(({ diagnostic: d }) => `${d.code} ${d.class ?? d.severity}`).sort();
};

export interface Disagreement {
  readonly program: string;
  readonly rewrite: string;
  readonly before: readonly string[];
  readonly after: readonly string[];
  readonly text: string;
}

export interface Comparisons {
  /** How many rewritten programs were compared, by rewrite. */
  readonly compared: Readonly<Record<string, number>>;
  readonly disagreements: readonly Disagreement[];
}

const TOGETHER = 'all together';

/** Every rewrite by itself, and all that apply one after the other. */
export const compareRewrites = (chosen: readonly Program[], parser: SyntaxParser): Comparisons => {
  const compared = Object.fromEntries([...Object.keys(REWRITERS), TOGETHER].map((name) => [name, 0]));
  const disagreements: Disagreement[] = [];
  for (const { name, text, bind } of chosen) {
    const source = readSource(text, parser);
    if (source === null) continue;
    const before = verdictsOf(text, bind, parser);
    const compare = (rewrite: string, after: string, bound: Program['bind']): void => {
      compared[rewrite] = (compared[rewrite] ?? 0) + 1;
      const got = verdictsOf(after, bound, parser);
      if (got.join() !== before.join()) disagreements.push({ program: name, rewrite, before, after: got, text: after });
    };
    let together = text;
    for (const [rewrite, rewriter] of Object.entries(REWRITERS)) {
      const after = rewriter(source);
      if (after !== null) compare(rewrite, after, rewrite === 'rename' ? renamedKeys(bind) : bind);
      const next = readSource(together, parser);
      together = (next === null ? null : rewriter(next)) ?? together;
    }
    compare(TOGETHER, together, renamedKeys(bind));
  }
  return { compared, disagreements };
};

/** In words, for a failing test. */
export const describeDisagreement = ({ program, rewrite, before, after, text }: Disagreement): string =>
  `${program}, ${rewrite}: [${before.join(', ')}] became [${after.join(', ')}]\n${text}`;

const renamedKeys = (bind: Program['bind']): Program['bind'] =>
  Object.fromEntries(Object.entries(bind).map(([name, value]) => [`${name}_other`, value]));
