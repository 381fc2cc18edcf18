/** A long Python file made of the examples: their text repeated, functions renamed in each copy, so that nothing can be cached between copies. */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../lib/process.ts';

/** Programs among the examples, the planted faults left out. */
export function exampleTexts(): readonly string[] {
  const folder = join(ROOT, 'examples');
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.py') && !/fault/.test(name))
    .sort()
    .map((name) => readFileSync(join(folder, name), 'utf8'))
    .filter((text) => /^\s*@.*\b(transform|optimize)\b/m.test(text));
}

/** @returns At least `lines` lines; `seed` makes two files of the same size differ in every name. Null without examples. */
export function longProgram(texts: readonly string[], lines: number, seed: string): string | null {
  if (texts.length === 0) return null;
  const parts: string[] = [];
  let count = 0;
  for (let copy = 0; count < lines; copy++) {
    const text = texts[copy % texts.length] ?? '';
    const names = [...text.matchAll(/^[ \t]*def[ \t]+(\w+)/gm)].map((match) => match[1] ?? '');
    const renamed = names.reduce(
      (out, name) => out.replace(new RegExp(`\\b${name}\\b`, 'g'), `${name}_${seed}${copy}`),
      text,
    );
    // `from __future__` may stand at the top of a module only.
    parts.push(renamed.replace(/^from __future__.*\n/gm, ''));
    count += renamed.split('\n').length;
  }
  return parts.join('\n');
}
